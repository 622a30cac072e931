import Markup

/// Draws vectors: in the plane as arrows from the origin, on a line each in a row of its own.
func drawArrows(_ chart: ArrowChart, layout: Layout) -> Drawing {
  let (arrows, balls) = (chart.shownArrows, chart.shownBalls)
  let extent =
    arrows.map { Swift.max($0.tip.x.magnitude, $0.tip.y.magnitude) }
    + balls.map { Swift.max($0.center.x.magnitude, $0.center.y.magnitude, $0.radius) }
  guard let largest = extent.max(), largest > 0 else {
    return Drawing.empty("Nothing to draw: all vectors are 0.", layout: layout)
  }
  return chart.isLine
    ? drawLine(chart, arrows, balls, layout: layout)
    : ArrowPlane(chart, arrows, balls, layout: layout).drawn()
}

/// What stands beside a drawing of vectors, one a line, below it on a narrow screen.
struct SideNotes {
  let texts: [RichText]
  private static let line = 21.0

  /// Writes them, and makes room for them.
  func write(into drawing: inout Drawing, right x: Double, from y: Double) {
    let isWide = drawing.layout == .wide
    let left = isWide ? x : 8
    let room = drawing.width - left - 8
    let top = isWide ? y : drawing.height + 6
    for (place, text) in texts.enumerated() {
      let base = top + SideNotes.line * (Double(place) + 0.7)
      drawing.add(Label(text.shortened(to: room, in: .axis), .axis, at: Point(left, base)))
    }
    let end = top + SideNotes.line * Double(texts.count) + 6
    drawing.height = Swift.max(drawing.height, end)
  }

  /// The numbers beside a chart.
  static func values(_ chart: ArrowChart) -> [RichText] {
    chart.values.prefix(4).map { value in
      RichText("\(value.label) \(value.printed)")
    }
  }
}

/// The numbers of a line: an arrow or a bar in a row for each, over one axis.
private func drawLine(
  _ chart: ArrowChart, _ arrows: [ArrowChart.Arrow], _ balls: [ArrowChart.Ball], layout: Layout
) -> Drawing {
  let (left, right) = layout == .wide ? (160.0, 440.0) : (126.0, 336.0)
  let (top, row) = (8.0, 26.0)
  var ends = [0.0] + arrows.map(\.tip.x)
  for ball in balls { ends += [ball.center.x - ball.radius, ball.center.x + ball.radius] }
  let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
  let air = (high / 2 - low / 2) * 0.16
  let scale = Scale(.linear, domain: (low - air)...(high + air), from: left, to: right)
  let axis = top + row * Double(arrows.count + balls.count) + 4
  var drawing = Drawing(layout: layout, height: axis + 26)
  drawing.add(
    Marks.line(Point(scale(0), top), Point(scale(0), axis), class: "grid", color: Palette.faint))
  for (place, ball) in balls.enumerated() {
    let y = top + row * (Double(place) + 0.5)
    let ends = [scale(ball.center.x - ball.radius), scale(ball.center.x + ball.radius)]
    let corners = [
      Point(ends[0], y - 6), Point(ends[1], y - 6), Point(ends[1], y + 6), Point(ends[0], y + 6),
    ]
    drawing.add(Marks.ball(corners))
    name(ball.label, y, nil)
  }
  for (place, arrow) in arrows.enumerated() {
    let y = top + row * (Double(balls.count + place) + 0.5)
    let look = SeriesLook(.automatic, stroke: .solid, place: place)
    let segment = Segment(from: Point(scale(0), y), to: Point(scale(arrow.tip.x), y))
    if segment.length > 0.5 {
      drawing.add(
        arrow: segment, "arrow", color: look.color, width: look.width, group: look.group)
    } else {
      drawing.add(
        group: look.group, [Marks.marker(.circle, at: segment.from, radius: 3, color: look.color)])
    }
    name(arrow.label, y, look)
  }
  func name(_ label: String, _ y: Double, _ look: SeriesLook?) {
    let text = RichText(label).shortened(to: left - 26, in: .label)
    let place = Point(left - 14, y + 4.2)
    drawing.add(
      look.map { Label(text, $0, at: place, anchor: .end) }
        ?? Label(text, .label, at: place, anchor: .end, classes: ["t-robust"]))
  }
  let ticks = Ticks.linear((low - air)...(high + air), count: 4)
  drawing.add(Marks.line(Point(left, axis), Point(right, axis), class: "axis", color: Palette.soft))
  drawing.add(ticks: ticks, below: axis, scale)
  let power = PlotFrame.title(Axis(""), ticks)
  let notes = SideNotes.values(chart) + (power.isEmpty ? [] : [power])
  SideNotes(texts: notes).write(into: &drawing, right: 466, from: top)
  return drawing
}

extension Drawing {
  /// Ticks and their numbers below a horizontal axis.
  mutating func add(ticks: Ticks, below axis: Double, _ scale: Scale) {
    for tick in ticks.list {
      let x = scale(tick.value)
      add(Marks.line(Point(x, axis), Point(x, axis + 4), class: "tick", color: Palette.soft))
      let label = Label.tick(tick, below: x, at: axis)
      if label.box.maxX < width, isFree(label.box) { add(label) }
    }
  }
}

extension Marks {
  /// A ball by its outline.
  static func ball(_ outline: [Point]) -> Node {
    .element(
      "path",
      [
        "class": "ball", "d": data(outline, closed: true), "fill": Palette.ink,
        "fill-opacity": "0.055", "stroke": Palette.ink, "stroke-width": "1.6",
        "stroke-linejoin": "round",
      ])
  }
}
