import Markup

/// Draws balls as small multiples: side by side, or one below the other on a narrow screen.
func drawBalls(_ chart: BallsChart, layout: Layout) -> Drawing {
  let panels = chart.panels.filter(\.isDrawable)
  guard !panels.isEmpty else {
    return Drawing.empty("Nothing to draw: there are no balls.", layout: layout)
  }
  let perRow = layout == .wide ? Swift.min(3, panels.count) : 1
  let gap = 16.0
  let column = (layout.width - gap * Double(perRow - 1)) / Double(perRow)
  let side = Swift.min(column, layout == .wide ? 230 : 220)
  let titleHeight = 26.0
  let rowHeight = titleHeight + side + 14
  let rows = (panels.count + perRow - 1) / perRow
  var drawing = Drawing(layout: layout, height: Double(rows) * rowHeight)
  let largest = panels.map(\.radius).max() ?? 0
  for (place, panel) in panels.enumerated() {
    let (row, inRow) = (place / perRow, place % perRow)
    // The last row may be shorter; its panels keep their columns.
    let middle = Double(inRow) * (column + gap) + column / 2
    let top = Double(row) * rowHeight
    let title = RichText(panel.label).shortened(to: column - 4, in: .axis)
    drawing.add(Label(title, .axis, at: Point(middle, top + 18), anchor: .middle))
    let box = Box(
      minX: middle - side / 2, minY: top + titleHeight, maxX: middle + side / 2,
      maxY: top + titleHeight + side)
    let room = Box(
      minX: middle - column / 2 + 2, minY: box.minY, maxX: middle + column / 2 - 2, maxY: box.maxY)
    BallPanel(panel, of: chart, in: box, room: room, unit: largest).draw(into: &drawing)
  }
  return drawing
}

/// One ball in the drawing.
private struct BallPanel {
  private let panel: BallsChart.Panel
  private let chart: BallsChart
  private let box: Box
  private let room: Box
  /// How long the largest radius of the chart is in the drawing.
  private let scale: Double

  init(_ panel: BallsChart.Panel, of chart: BallsChart, in box: Box, room: Box, unit: Double) {
    (self.panel, self.chart, self.box, self.room) = (panel, chart, box, room)
    // Divide first: the quotient of two radii is a moderate number whatever their size.
    scale = box.width / 2 / 1.5
    self.unit = unit
  }

  private let unit: Double

  private func place(_ offset: Point) -> Point {
    guard unit > 0 else { return box.middle }
    return Point(box.middle.x + offset.x / unit * scale, box.middle.y - offset.y / unit * scale)
  }

  /// The unit vector of the weights as it is drawn; nil for zero weights.
  private var direction: Point? {
    let size = Swift.max(chart.weights.x.magnitude, chart.weights.y.magnitude)
    guard size > 0, chart.weights.isDrawable else { return nil }
    let (x, y) = (chart.weights.x / size, chart.weights.y / size)
    let length = (x * x + y * y).squareRoot()
    return Point(x / length, -y / length)
  }

  /// The outline of the ball in the drawing.
  private var outline: [Point] {
    Marks.ballOutline(exponent: panel.exponent, radius: panel.radius).map(place)
  }

  func draw(into drawing: inout Drawing) {
    let outline = self.outline
    let middle = box.middle
    let axes = [
      Segment(from: Point(box.minX, middle.y), to: Point(box.maxX, middle.y)),
      Segment(from: Point(middle.x, box.minY), to: Point(middle.x, box.maxY)),
    ]
    for axis in axes {
      drawing.add(Marks.line(axis.from, axis.to, class: "grid", color: Palette.faint))
    }
    drawing.add(
      .element(
        "path",
        [
          "class": "ball", "d": Marks.data(outline, closed: true), "fill": Palette.ink,
          "fill-opacity": "0.055", "stroke": Palette.ink, "stroke-width": "1.6",
          "stroke-linejoin": "round",
        ]))
    var lines = zip(outline, outline.dropFirst() + outline.prefix(1))
      .map { Segment(from: $0, to: $1) }
    if let level {
      drawing.add(
        Marks.line(
          level.from, level.to, class: "level", color: Palette.soft, width: 1.2, dashes: "4 3"))
      lines.append(level)
    }
    if let edge = panel.freeEdge, edge.from.isDrawable, edge.to.isDrawable {
      drawing.add(
        .element(
          "path",
          [
            "class": "edge", "d": Marks.data([place(edge.from), place(edge.to)]), "fill": "none",
            "stroke": Palette.positive, "stroke-width": "5", "stroke-opacity": "0.4",
            "stroke-linecap": "round",
          ]))
    }
    let weight = direction.map {
      Segment(
        from: middle, to: Point(middle.x + 1.32 * scale * $0.x, middle.y + 1.32 * scale * $0.y))
    }
    let delta = panel.delta.map { Segment(from: middle, to: place($0)) }
    if let weight {
      drawing.add(arrow: weight, "weight", color: Palette.negative, width: 2)
      lines.append(weight)
    }
    if let delta, delta.length > 0.5 {
      drawing.add(arrow: delta, "delta", color: Palette.positive, width: 2.2)
      lines.append(delta)
    }
    drawing.add(
      .element(
        "circle",
        [
          "class": "center", "cx": NumberText.coordinate(middle.x),
          "cy": NumberText.coordinate(middle.y), "r": "2.6", "fill": Palette.ink,
        ]))
    let free = FreeRoom(
      plot: room,
      marks: [
        Box(minX: middle.x, minY: middle.y, maxX: middle.x, maxY: middle.y)
          .grown(by: 3)
      ], lines: lines)
    name(delta, panel.deltaLabel, "t-delta", Palette.positive, free, &drawing)
    name(weight, chart.weightsLabel, "t-weight", Palette.negative, free, &drawing)
  }

  /// The line through the worst perturbation on which the score is the same.
  private var level: Segment? {
    guard let delta = panel.delta, let direction else { return nil }
    let through = place(delta)
    let reach = 2 * box.width
    return Segment(
      from: Point(through.x - reach * direction.y, through.y + reach * direction.x),
      to: Point(through.x + reach * direction.y, through.y - reach * direction.x)
    ).clipped(to: box)
  }

  private func name(
    _ arrow: Segment?, _ label: String, _ className: String, _ color: String, _ free: FreeRoom,
    _ drawing: inout Drawing
  ) {
    guard let arrow else { return }
    let text = RichText(label).shortened(to: room.width / 2, in: .label)
    let origin = Label(text, .label, at: Point(0, 0), classes: [className], color: color)
    let taken = drawing.labels.map(\.box)
    if let placed = free.place(origin, around: arrow, taken: taken) { drawing.add(placed) }
  }
}
