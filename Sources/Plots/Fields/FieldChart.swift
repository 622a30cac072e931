/// Quantities of two variables as shaded planes: how confident a model is where, how a loss changes
/// in two directions; with labelled points and the places to which a perturbation carries them.
///
/// Several panels, such as a plain and a robust model, share their axes and their shades.
package struct FieldChart: Sendable, Hashable {
  /// What the shade says.
  package enum Meaning: Sendable, Hashable {
    /// The probability of class 1 of two classes, in 0…1: ten bands from the colour of class 0 to
    /// that of class 1, and the decision boundary where it is one half.
    case confidence
    /// The probability of each of at least two classes: the colour of the class that wins, the darker
    /// the more probable it is, and the boundaries between the classes.
    case winner
    /// Any quantity, such as a loss: ten bands between nice numbers, the darker the larger.
    case level
  }

  /// One labelled point.
  package struct Sample: Sendable, Hashable {
    /// Where it lies.
    package let point: Point
    /// Its class, counted from 0.
    package let label: Int
    /// Where a perturbation carries it; nil: not shown.
    package let moved: Point?

    /// A labelled point.
    package init(_ point: Point, label: Int, moved: Point? = nil) {
      self.point = point
      self.label = Swift.max(0, label)
      self.moved = moved
    }
  }

  /// One plane.
  package struct Panel: Sendable, Hashable {
    /// What is above it, such as the name of a model: rich text.
    package let label: String
    /// One field; for ``Meaning/winner`` one for each class, on one grid.
    package let fields: [ScalarField]
    /// The points.
    package let points: [Sample]
    /// Further lines: the box, a ball, a boundary known otherwise.
    package let outlines: [BoundaryChart.Contour]

    /// A plane with one field.
    package init(
      label: String = "", field: ScalarField, points: [Sample] = [],
      outlines: [BoundaryChart.Contour] = []
    ) {
      self.init(label: label, probabilities: [field], points: points, outlines: outlines)
    }

    /// A plane with the probabilities of several classes.
    package init(
      label: String = "", probabilities: [ScalarField], points: [Sample] = [],
      outlines: [BoundaryChart.Contour] = []
    ) {
      self.label = label
      self.fields = probabilities
      self.points = points
      self.outlines = outlines
    }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// What the shade says.
  package var meaning: Meaning
  /// The horizontal axis; its range, if it has one, is what is shown.
  package var x: Axis
  /// The vertical axis.
  package var y: Axis
  /// The planes.
  package var panels: [Panel]
  /// The names of the classes: rich text; those that are missing are called by their numbers.
  package var classLabels: [String]
  /// The name of the shaded quantity: rich text; empty: what the meaning calls it.
  package var shadeLabel: String

  /// A chart of shaded planes.
  package init(
    title: String, meaning: Meaning = .confidence, x: Axis = Axis("$x_1$"),
    y: Axis = Axis("$x_2$"), panels: [Panel], classLabels: [String] = [], shadeLabel: String = ""
  ) {
    self.title = title
    self.meaning = meaning
    (self.x, self.y) = (x, y)
    self.panels = panels
    self.classLabels = classLabels
    self.shadeLabel = shadeLabel
  }

  /// Where to evaluate a model: the ranges of x and y around points and the places to which they are
  /// moved, with a margin; nil where no point can be drawn.
  package static func view(
    of points: [Sample]
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    let samples = points.map {
      BoundaryChart.Sample($0.point, isPositive: true, moved: $0.moved)
    }
    let chart = BoundaryChart(title: "", points: samples, lines: [])
    return BoundaryView(of: chart, layout: .wide).map { ($0.x, $0.y) }
  }

  /// The name of a class.
  func name(ofClass label: Int) -> RichText {
    RichText(
      classLabels.indices.contains(label) && !classLabels[label].isEmpty
        ? classLabels[label] : "class \(label)")
  }

  /// The name of the shaded quantity.
  var shadeName: RichText {
    guard shadeLabel.isEmpty else { return RichText(shadeLabel) }
    switch meaning {
    case .confidence:
      var name = RichText("confidence in ")
      for run in self.name(ofClass: 1).runs { name.append(run.text, run.face, run.script) }
      return name
    case .winner: return RichText("confidence in the class that wins")
    case .level: return RichText("value")
    }
  }

  /// The panels that have something to shade.
  var shown: [Panel] {
    panels.filter { panel in
      guard let first = panel.fields.first, meaning != .winner || panel.fields.count > 1 else {
        return false
      }
      return panel.fields.allSatisfy {
        $0.columns == first.columns && $0.rows == first.rows && $0.x == first.x && $0.y == first.y
          && !$0.finite.isEmpty
      }
    }
  }

  /// The number of classes that the chart speaks of.
  var classCount: Int {
    let fields = meaning == .winner ? shown.map(\.fields.count).max() ?? 0 : 2
    let labels = (shown.flatMap(\.points).map(\.label).max() ?? -1) + 1
    return Swift.max(fields, Swift.min(labels, 1000))
  }
}
