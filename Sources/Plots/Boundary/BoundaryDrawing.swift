import Markup

/// Draws points of two classes and the boundaries of models.
func drawBoundary(_ chart: BoundaryChart, layout: Layout) -> Drawing {
  guard let view = BoundaryView(of: chart, layout: layout) else {
    return Drawing.empty("Nothing to draw: there are no points.", layout: layout)
  }
  let ratio =
    (view.y.upperBound - view.y.lowerBound) / (view.x.upperBound - view.x.lowerBound)

  func frame(top: Double) -> PlotFrame {
    // The width of the plot depends on the texts at the y axis, and its height on its width.
    var height = layout.width * 0.85 * ratio
    var frame = PlotFrame(
      layout: layout, xAxis: chart.x, xRange: view.x, yAxis: chart.y, yRange: view.y, top: top,
      height: height)
    for _ in 0..<2 {
      height = frame.plot.width * ratio
      frame = PlotFrame(
        layout: layout, xAxis: chart.x, xRange: view.x, yAxis: chart.y, yRange: view.y, top: top,
        height: height)
    }
    return frame
  }

  var scene = BoundaryScene(chart, in: frame(top: 0), layout: layout)
  var legend = Legend([], width: layout.width)
  if !scene.outside.isEmpty {
    legend = Legend(scene.outside, width: layout.width)
    scene = BoundaryScene(chart, in: frame(top: legend.height), layout: layout, without: scene)
  }
  var drawing = Drawing(layout: layout, height: scene.frame.bottom)
  for node in scene.background { drawing.add(node) }
  scene.frame.draw(into: &drawing)
  for node in scene.foreground { drawing.add(node) }
  for label in scene.labels { drawing.add(label) }
  legend.draw(into: &drawing)
  return drawing
}

/// Everything inside the axes of a boundary chart.
private struct BoundaryScene {
  let frame: PlotFrame
  /// Bands: they lie under the axes.
  private(set) var background: [Node] = []
  /// Points, arrows and lines.
  private(set) var foreground: [Node] = []
  /// Names that found room inside.
  private(set) var labels: [Label] = []
  /// Names that did not.
  private(set) var outside: [Legend.Item] = []

  init(
    _ chart: BoundaryChart, in frame: PlotFrame, layout: Layout, without first: BoundaryScene? = nil
  ) {
    self.frame = frame
    let cloud = PointCloud(chart.shown, in: frame, layout: layout)
    let count = chart.lines.count
    var drawn: [DrawnBoundary] = chart.lines.enumerated().map { place, line in
      DrawnBoundary(line, place: place, in: frame)
    }
    drawn += chart.contours.enumerated().map { place, contour in
      DrawnBoundary(contour, place: count + place, in: frame)
    }
    background = drawn.compactMap(\.band)
    foreground = cloud.nodes + drawn.map(\.node)

    let room = FreeRoom(plot: frame.plot, marks: cloud.covered, lines: drawn.flatMap(\.segments))
    var taken: [Box] = []
    for boundary in drawn where !boundary.segments.isEmpty && !boundary.label.isEmpty {
      let origin = Label(boundary.label, boundary.look, at: Point(0, 0))
      if let label = room.place(origin, along: boundary.segments, taken: taken) {
        labels.append(label)
        taken.append(label.box)
      } else {
        outside.append(
          Legend.Item(text: boundary.label, key: .line(boundary.look, hasMarks: false)))
      }
    }
    for isPositive in [false, true] {
      let name = RichText(isPositive ? chart.positiveLabel : chart.negativeLabel)
      let own = cloud.places(isPositive)
      guard !own.isEmpty, !name.isEmpty else { continue }
      let origin = ClassMarks.label(name, isPositive, at: Point(0, 0))
      if let label = room.place(
        origin, near: own, farFrom: cloud.places(!isPositive), taken: taken)
      {
        labels.append(label)
        taken.append(label.box)
      } else {
        outside.append(Legend.Item(text: name, key: .points(isPositive: isPositive)))
      }
    }
    // What stands in the legend of a first attempt stands there alone.
    if let first {
      outside = first.outside
      labels = labels.filter { label in
        !first.outside.contains { $0.text == label.text }
      }
    }
  }
}
