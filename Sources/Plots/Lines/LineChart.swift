/// Lines over a common axis: loss functions, losses over steps, accuracy against ε, sweeps.
package struct LineChart: Sendable, Hashable {
  /// One line.
  package struct Series: Sendable, Hashable {
    /// Its name: rich text.
    package var label: String
    /// Its points, in the order in which the line runs.
    package var points: [Point]
    /// Its colour, dash and marker.
    package var style: SeriesStyle
    /// Whether it is drawn through.
    package var stroke: Stroke
    /// Whether each y holds from its x up to the next x.
    package var isStep: Bool
    /// Whether every point has a marker.
    package var marks: Bool

    /// A line through points.
    package init(
      label: String, points: [Point], style: SeriesStyle = .automatic, stroke: Stroke = .automatic,
      isStep: Bool = false, marks: Bool = false
    ) {
      self.label = label
      self.points = points
      self.style = style
      self.stroke = stroke
      self.isStep = isStep
      self.marks = marks
    }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// The horizontal axis.
  package var x: Axis
  /// The vertical axis.
  package var y: Axis
  /// The lines.
  package var series: [Series]
  /// Vertical lines at values of x.
  package var verticals: [Reference]
  /// Horizontal lines at values of y.
  package var horizontals: [Reference]

  /// A chart of lines.
  package init(
    title: String, x: Axis, y: Axis, series: [Series], verticals: [Reference] = [],
    horizontals: [Reference] = []
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.verticals = verticals
    self.horizontals = horizontals
  }

  /// Whether a point has a place on both axes.
  func isShown(_ point: Point) -> Bool {
    point.isDrawable && (x.scale == .linear || point.x >= 1e-300)
      && (y.scale == .linear || point.y >= 1e-300)
  }
}
