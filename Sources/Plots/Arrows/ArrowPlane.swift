import Markup

/// Arrows from the origin and balls, in the plane.
struct ArrowPlane {
  private let chart: ArrowChart
  private let arrows: [ArrowChart.Arrow]
  private let balls: [ArrowChart.Ball]
  private let layout: Layout
  private let across: Scale
  private let up: Scale
  private let box: Box

  init(
    _ chart: ArrowChart, _ arrows: [ArrowChart.Arrow], _ balls: [ArrowChart.Ball], layout: Layout
  ) {
    (self.chart, self.arrows, self.balls, self.layout) = (chart, arrows, balls, layout)
    let side = layout == .wide ? 260.0 : 270.0
    let left = layout == .wide ? 56.0 : 60.0
    box = Box(minX: left, minY: 10, maxX: left + side, maxY: 10 + side)
    var (x, y) = ([0.0], [0.0])
    for arrow in arrows {
      x.append(arrow.tip.x)
      y.append(arrow.tip.y)
    }
    for ball in balls {
      x += [ball.center.x - ball.radius, ball.center.x + ball.radius]
      y += [ball.center.y - ball.radius, ball.center.y + ball.radius]
    }
    // One unit is as long upwards as to the right, and names find room around what is drawn.
    func halves(_ list: [Double]) -> (middle: Double, half: Double) {
      let (low, high) = (list.min() ?? 0, list.max() ?? 0)
      return (low / 2 + high / 2, high / 2 - low / 2)
    }
    let (across, up) = (halves(x), halves(y))
    let reach = Swift.max(across.half, up.half) * 1.34
    self.across = Scale(
      .linear, domain: (across.middle - reach)...(across.middle + reach), from: box.minX,
      to: box.maxX)
    self.up = Scale(
      .linear, domain: (up.middle - reach)...(up.middle + reach), from: box.maxY, to: box.minY)
  }

  private func place(_ point: Point) -> Point { Point(across(point.x), up(point.y)) }

  /// Vectors that end at one place, under one name.
  private var groups: [(names: [String], tip: Point)] {
    var groups: [(names: [String], tip: Point)] = []
    for arrow in arrows {
      if let same = groups.firstIndex(where: { $0.tip == arrow.tip }) {
        groups[same].names.append(arrow.label)
      } else {
        groups.append(([arrow.label], arrow.tip))
      }
    }
    return groups
  }

  func drawn() -> Drawing {
    var drawing = Drawing(layout: layout, height: box.maxY + 26)
    let origin = place(Point(0, 0))
    for (from, to) in [
      (Point(box.minX, origin.y), Point(box.maxX, origin.y)),
      (Point(origin.x, box.minY), Point(origin.x, box.maxY)),
    ] {
      drawing.add(Marks.line(from, to, class: "grid", color: Palette.faint))
    }
    var lines: [Segment] = []
    let outlines = balls.map { ball in
      Marks.ballOutline(exponent: ball.exponent, radius: ball.radius).map {
        place(Point(ball.center.x + $0.x, ball.center.y + $0.y))
      }
    }
    for outline in outlines {
      drawing.add(Marks.ball(outline))
      lines += segments(outline)
    }
    for ball in balls where ball.center != Point(0, 0) {
      drawing.add(dot(place(ball.center), "center"))
    }
    let named = groups.enumerated().map { place, group in
      (
        text: group.names.joined(separator: " = ")
          + (group.tip == Point(0, 0) ? " = 0" : ""),
        look: SeriesLook(.automatic, stroke: .solid, place: place),
        arrow: Segment(from: origin, to: self.place(group.tip))
      )
    }
    // A short arrow along a long one lies upon it.
    for (_, look, arrow) in named.sorted(by: { $0.arrow.length > $1.arrow.length }) {
      if arrow.length > 0.5 {
        drawing.add(
          arrow: arrow, "arrow", color: look.color, width: look.width, group: look.group)
      }
      lines.append(arrow)
    }
    drawing.add(dot(origin, "center"))
    let ticks = Ticks.linear(across.domain, count: 4)
    frame(ticks, Ticks.linear(up.domain, count: 4), &drawing)
    let names = self.names(named.map { ($0.text, $0.look, $0.arrow) }, outlines, lines, &drawing)
    let power = PlotFrame.title(Axis(""), ticks)
    let notes = SideNotes.values(chart) + names + (power.isEmpty ? [] : [power])
    SideNotes(texts: notes).write(into: &drawing, right: box.maxX + 34, from: box.minY)
    return drawing
  }

  /// Both axes with their numbers.
  private func frame(_ below: Ticks, _ beside: Ticks, _ drawing: inout Drawing) {
    let corner = Point(box.minX, box.maxY)
    for end in [Point(box.maxX, box.maxY), Point(box.minX, box.minY)] {
      drawing.add(Marks.line(corner, end, class: "axis", color: Palette.soft))
    }
    drawing.add(ticks: below, below: box.maxY, across)
    for tick in beside.list {
      let y = up(tick.value)
      drawing.add(
        Marks.line(
          Point(box.minX, y), Point(box.minX - 4, y), class: "tick", color: Palette.soft))
      let label = Label(
        RichText(tick.text), .tick, at: Point(box.minX - 8, y + 4.2), anchor: .end,
        color: Palette.soft)
      if label.box.minX > 0, drawing.isFree(label.box) { drawing.add(label) }
    }
  }

  private func segments(_ outline: [Point]) -> [Segment] {
    zip(outline, outline.dropFirst() + outline.prefix(1)).map { Segment(from: $0, to: $1) }
  }

  private func dot(_ point: Point, _ name: String) -> Node {
    .element(
      "circle",
      [
        "class": name, "cx": NumberText.coordinate(point.x), "cy": NumberText.coordinate(point.y),
        "r": "2.6", "fill": Palette.ink,
      ])
  }

  /// Writes the names where they touch nothing; those that find no place come back.
  private func names(
    _ named: [(text: String, look: SeriesLook, arrow: Segment)], _ outlines: [[Point]],
    _ lines: [Segment], _ drawing: inout Drawing
  ) -> [RichText] {
    var homeless: [RichText] = []
    let centers = [place(Point(0, 0))] + balls.map { place($0.center) }
    let marks = centers.map {
      Box(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y).grown(by: 3)
    }
    let free = FreeRoom(plot: box, marks: marks, lines: lines)
    let start = drawing.labels.map(\.box)
    var taken = start
    func put(_ label: Label?, or text: RichText) {
      if let label {
        drawing.add(label)
        taken.append(label.box)
      } else {
        homeless.append(text)
      }
    }
    for (text, look, arrow) in named {
      let short = RichText(text).shortened(to: box.width / 2, in: .label)
      let label = Label(short, look, at: Point(0, 0))
      put(free.place(label, around: arrow, taken: taken), or: RichText(text))
    }
    for (ball, outline) in zip(balls, outlines) {
      let text = RichText(ball.label)
      let label = Label(
        text.shortened(to: box.width / 2, in: .label), .label, at: Point(0, 0),
        classes: ["t-robust"])
      put(free.place(label, along: segments(outline), taken: taken), or: text)
    }
    return homeless
  }
}
