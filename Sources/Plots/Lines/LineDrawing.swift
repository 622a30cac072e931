import Markup

/// One line in the drawing.
struct DrawnLine: Sendable {
  let label: RichText
  let look: SeriesLook
  /// The pieces of the line inside the plot, in places of the drawing.
  let pieces: [[Point]]
  /// The points that get a marker.
  let marks: [Point]

  /// Where the line ends at the right.
  var end: Point? { pieces.last?.last }

  /// Places a series in a frame: split where a value cannot be shown, clipped, thinned.
  init(_ series: LineChart.Series, _ look: SeriesLook, of chart: LineChart, in frame: PlotFrame) {
    label = RichText(series.label)
    self.look = look
    let runs = series.points.split { !chart.isShown($0) }
    let inside = frame.plot.grown(by: 0.01)
    let placed = runs.map { run in run.map { Point(frame.x($0.x), frame.y($0.y)) } }
    pieces = placed.flatMap { run in
      Polylines.clipped(Polylines.thinned(series.isStep ? Polylines.steps(run) : run), to: inside)
    }
    // A single value has no line; its marker shows it.
    let lonely = placed.filter { $0.count == 1 }.flatMap { $0 }
    let wanted = series.marks && series.points.count <= 60 ? placed.flatMap { $0 } : lonely
    marks = wanted.filter { inside.contains($0) }
  }

  /// What lies between the line and a base line.
  func area(downTo base: Double) -> Node {
    let outlines = pieces.filter { $0.count > 1 }.compactMap { piece -> String? in
      guard let first = piece.first, let last = piece.last else { return nil }
      return Marks.data(
        [Point(first.x, base)] + piece + [Point(last.x, base)], closed: true)
    }
    return .element(
      "g", ["class": look.group],
      [Marks.fill(outlines.joined(), class: "area", color: look.color, opacity: "0.12")])
  }

  /// The line and its markers.
  var node: Node {
    let data = pieces.filter { $0.count > 1 }.map { Marks.data($0) }.joined()
    var nodes = data.isEmpty ? [] : [Marks.stroke(data, look)]
    nodes += marks.map { Marks.marker(look.marker, at: $0, radius: 3.2, color: look.color) }
    return .element("g", ["class": look.group], nodes)
  }
}

/// Draws lines over a common axis; as the outlines of areas where a histogram asks for it.
func drawLines(_ chart: LineChart, layout: Layout, asAreas: Bool = false) -> Drawing {
  let shown = chart.series.flatMap(\.points).filter(chart.isShown)
  guard let xRange = Ranges.tight(chart.x, shown.map(\.x) + chart.verticals.map(\.value)),
    let yRange = Ranges.loose(
      chart.y,
      shown.filter { xRange.contains($0.x) }.map(\.y) + chart.horizontals.map(\.value)),
    !shown.isEmpty
  else { return Drawing.empty("Nothing to draw: there are no values.", layout: layout) }
  let looks = chart.series.enumerated().map { place, series in
    SeriesLook(series.style, stroke: series.stroke, place: place)
  }
  let references = VerticalReferences(chart.verticals)
  let names = LineNames(chart, looks)

  /// The frame for a certain amount of room for names, and the lines in it.
  func attempt(top: Double, right: Double) -> (PlotFrame, [DrawnLine]) {
    func makeFrame(between: Double) -> PlotFrame {
      PlotFrame(
        layout: layout, xAxis: chart.x, xRange: xRange, yAxis: chart.y, yRange: yRange, top: top,
        between: between, right: right, height: layout == .wide ? 210 : 190)
    }
    // Labels of vertical lines share the row of the axis title where there is room.
    var frame = makeFrame(between: 0)
    if !references.leavesRoom(to: frame.endOfTitleAbove, in: frame) || frame.endOfTitleAbove == 0 {
      frame = makeFrame(between: references.height)
    }
    let lines = zip(chart.series, looks).map { DrawnLine($0, $1, of: chart, in: frame) }
    return (frame, lines)
  }

  // From the best place for names to the one that always works.
  let width = names.widest
  let fitsBeside = width <= (layout == .wide ? 190 : 108) && !asAreas
  var choice: (frame: PlotFrame, lines: [DrawnLine], labels: [Label], leaders: [Node])?
  if fitsBeside {
    let (frame, lines) = attempt(top: 0, right: width + 10)
    if let found = names.atEnds(lines, frame, mostMoved: 9) {
      choice = (frame, lines, found.labels, found.leaders)
    }
  }
  if choice == nil, chart.series.count <= 6 {
    let (frame, lines) = attempt(top: 0, right: 8)
    if let found = names.alongLines(lines, frame, onlyAbove: asAreas) {
      choice = (frame, lines, found, [])
    }
  }
  if choice == nil, fitsBeside {
    let (frame, lines) = attempt(top: 0, right: width + 26)
    if let found = names.atEnds(lines, frame, mostMoved: .infinity) {
      choice = (frame, lines, found.labels, found.leaders)
    }
  }
  let legend =
    choice == nil
    ? names.legend(width: layout.width, asAreas: asAreas) : Legend([], width: layout.width)
  let (legendFrame, legendLines) = attempt(top: legend.height, right: 8)
  let (frame, lines, labels, leaders) = choice ?? (legendFrame, legendLines, [], [])

  var drawing = Drawing(layout: layout, height: frame.bottom)
  legend.draw(into: &drawing)
  frame.draw(into: &drawing)
  references.draw(in: frame, into: &drawing)
  for reference in chart.horizontals where yRange.contains(reference.value) {
    let place = frame.y(reference.value)
    drawing.add(
      Marks.line(
        Point(frame.plot.minX, place), Point(frame.plot.maxX, place), class: "ref",
        color: Palette.soft, dashes: "3 3"))
  }
  if asAreas { for line in lines { drawing.add(line.area(downTo: frame.plot.maxY)) } }
  for line in lines { drawing.add(line.node) }
  for node in leaders { drawing.add(node) }
  for label in labels { drawing.add(label) }
  return drawing
}
