package import Markup

/// What can be drawn: values only; ``render(_:id:layout:)`` makes a drawing of them.
package enum Figure: Sendable, Hashable {
  /// Lines over a common axis.
  case lines(LineChart)
  /// Points of two classes in the plane, with decision boundaries.
  case boundary(BoundaryChart)
  /// Balls of several norms with the worst perturbation in each.
  case balls(BallsChart)
  /// Vectors as arrows, with balls, in the plane or on a line.
  case arrows(ArrowChart)
  /// Distributions of several series of numbers.
  case histogram(Histogram)
  /// Shaded planes: the confidence of models, a loss in two directions.
  case fields(FieldChart)
  /// Small images in rows and columns.
  case images(ImageGrid)

  /// The title, plain text: what a screen reader announces.
  package var title: String {
    switch self {
    case .lines(let chart): chart.title
    case .boundary(let chart): chart.title
    case .balls(let chart): chart.title
    case .arrows(let chart): chart.title
    case .histogram(let chart): chart.title
    case .fields(let chart): chart.title
    case .images(let chart): chart.title
    }
  }

  /// What the figure shows, in sentences computed from its data.
  package var description: String {
    switch self {
    case .lines(let chart): chart.description
    case .boundary(let chart): chart.description
    case .balls(let chart): chart.description
    case .arrows(let chart): chart.description
    case .histogram(let chart): chart.description
    case .fields(let chart): chart.description
    case .images(let chart): chart.description
    }
  }

  /// The data behind the figure.
  package var table: FigureTable {
    switch self {
    case .lines(let chart): chart.table
    case .boundary(let chart): chart.table
    case .balls(let chart): chart.table
    case .arrows(let chart): chart.table
    case .histogram(let chart): chart.table
    case .fields(let chart): chart.table
    case .images(let chart): chart.table
    }
  }
}

/// A place in the plane of the data.
package struct Point: Sendable, Hashable {
  /// The horizontal coordinate.
  package let x: Double
  /// The vertical coordinate.
  package let y: Double

  /// The point (x, y).
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both coordinates can be drawn.
  var isDrawable: Bool { x.isDrawable && y.isDrawable }
}

extension Double {
  /// Finite, and small enough that differences and sums of a few such values are finite too.
  var isDrawable: Bool { magnitude <= 1e300 }
}

/// Draws a figure as an `svg` element.
///
/// `id` is unique on the page; the ids inside are made from it and from the layout. Never fails: a
/// figure without anything to draw becomes a note that says so. The same figure gives the same bytes.
package func render(_ figure: Figure, id: String, layout: Layout) -> Node {
  draw(figure, layout: layout).node(
    title: figure.title, description: figure.description, id: "\(id)-\(layout.rawValue)")
}

/// Draws a figure; what ``render(_:id:layout:)`` wraps into an element.
func draw(_ figure: Figure, layout: Layout) -> Drawing {
  switch figure {
  case .lines(let chart): drawLines(chart, layout: layout)
  case .boundary(let chart): drawBoundary(chart, layout: layout)
  case .balls(let chart): drawBalls(chart, layout: layout)
  case .arrows(let chart): drawArrows(chart, layout: layout)
  case .histogram(let chart): drawHistogram(chart, layout: layout)
  case .fields(let chart): drawFields(chart, layout: layout)
  case .images(let chart): drawImages(chart, layout: layout)
  }
}

/// For which width a figure is laid out.
package enum Layout: String, Sendable, Hashable, CaseIterable {
  /// 640 units: the text column of a wide screen.
  case wide
  /// 350 units: a phone.
  case narrow

  /// The width of the drawing, in units that are about a CSS pixel where it is shown.
  package var width: Double { self == .wide ? 640 : 350 }
}
