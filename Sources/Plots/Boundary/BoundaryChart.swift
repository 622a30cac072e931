/// Points of two classes in the plane, the decision boundaries of models, and perturbed points.
package struct BoundaryChart: Sendable, Hashable {
  /// One data point.
  package struct Sample: Sendable, Hashable {
    /// Where it lies.
    package let point: Point
    /// Whether its label is +1.
    package let isPositive: Bool
    /// Where a perturbation carries it; nil: not shown.
    package let moved: Point?

    /// A data point.
    package init(_ point: Point, isPositive: Bool, moved: Point? = nil) {
      self.point = point
      self.isPositive = isPositive
      self.moved = moved
    }
  }

  /// The boundary weights·x + bias = 0 of a linear model.
  package struct DecisionLine: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// The two weights.
    package let weights: Point
    /// The bias.
    package let bias: Double
    /// Its colour and dash.
    package let style: SeriesStyle
    /// The half width of a shaded band in units of the score: |weights·x + bias| ≤ band, which for
    /// a ball of radius ε is ε times the dual norm of the weights; nil: no band.
    package let band: Double?

    /// The boundary of a linear model.
    package init(
      label: String, weights: Point, bias: Double, style: SeriesStyle = .automatic,
      band: Double? = nil
    ) {
      self.label = label
      self.weights = weights
      self.bias = bias
      self.style = style
      self.band = band
    }

    /// The score of the model at a point.
    func score(_ point: Point) -> Double { weights.x * point.x + weights.y * point.y + bias }

    /// Whether there is a line at all.
    var hasDirection: Bool {
      weights.isDrawable && bias.isDrawable && (weights.x != 0 || weights.y != 0)
    }
  }

  /// The boundary of any model, as polylines.
  package struct Contour: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// Its colour and dash.
    package let style: SeriesStyle
    /// The pieces of the boundary.
    package let polylines: [[Point]]

    /// A boundary from its pieces.
    package init(label: String, style: SeriesStyle = .automatic, polylines: [[Point]]) {
      self.label = label
      self.style = style
      self.polylines = polylines
    }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// The horizontal axis.
  package var x: Axis
  /// The vertical axis.
  package var y: Axis
  /// The data.
  package var points: [Sample]
  /// The boundaries of linear models.
  package var lines: [DecisionLine]
  /// The boundaries of other models.
  package var contours: [Contour]
  /// The name of the class −1: rich text.
  package var negativeLabel: String
  /// The name of the class +1: rich text.
  package var positiveLabel: String

  /// A chart of two classes and what separates them.
  package init(
    title: String, x: Axis = Axis("$x_1$"), y: Axis = Axis("$x_2$"), points: [Sample],
    lines: [DecisionLine], contours: [Contour] = [], negativeLabel: String = "$y = -1$",
    positiveLabel: String = "$y = +1$"
  ) {
    self.title = title
    (self.x, self.y) = (x, y)
    self.points = points
    self.lines = lines
    self.contours = contours
    self.negativeLabel = negativeLabel
    self.positiveLabel = positiveLabel
  }

  /// The points that can be drawn.
  var shown: [Sample] { points.filter { $0.point.isDrawable } }
}
