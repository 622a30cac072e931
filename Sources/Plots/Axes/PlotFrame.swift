import Markup

/// Two axes with ticks and titles, and the box between them in which the data are drawn.
struct PlotFrame: Sendable {
  /// The box of the data.
  let plot: Box
  /// From values to places, horizontally.
  let x: Scale
  /// From values to places, vertically: upwards.
  let y: Scale

  /// The width of the drawing.
  let width: Double

  private let xTicks: Ticks
  private let yTicks: Ticks
  private let xAxis: Axis
  private let yAxis: Axis
  /// The title of the y axis and whether it stands beside the axis rather than above it.
  private let yTitle: (text: RichText, isBeside: Bool)
  private let xTitle: RichText
  private let yTitleBaseline: Double

  /// The height below the plot that tick texts and the title of the x axis take.
  static func heightBelow(_ axis: Axis) -> Double { axis.label.isEmpty ? 28 : 47 }

  /// Lays out axes in a drawing of the given width.
  ///
  /// - Parameters:
  ///   - xRange, yRange: the values at the ends of the axes.
  ///   - top: the height above everything that is taken (a legend).
  ///   - between: the height between the title of the y axis and the plot that is taken (labels).
  ///   - right: the width at the right that is taken (labels at the ends of lines).
  ///   - height: the height of the plot.
  init(
    layout: Layout, xAxis: Axis, xRange: ClosedRange<Double>, yAxis: Axis,
    yRange: ClosedRange<Double>, top: Double = 0, between: Double = 0, right: Double = 0,
    height: Double
  ) {
    (self.xAxis, self.yAxis) = (xAxis, yAxis)
    width = layout.width
    let yTicks = PlotFrame.ticks(yAxis, yRange, count: Swift.max(2, Swift.min(6, Int(height / 32))))
    let yText = PlotFrame.title(yAxis, yTicks)
    let isBeside = yText.width(in: .axis) <= 30
    let tickWidth = yTicks.list.map { RichText($0.text).width(in: .tick) }.max() ?? 0
    var left = tickWidth + 10 + (isBeside && !yText.isEmpty ? yText.width(in: .axis) + 8 : 2)
    let titleHeight = isBeside || yText.isEmpty ? 0.0 : 23
    yTitle = (isBeside ? yText : yText.shortened(to: layout.width - 6, in: .axis), isBeside)
    yTitleBaseline = top + 17
    let plotTop = top + titleHeight + between + 10

    // The last and the first number may reach beyond the axis: make room for them, at most twice,
    // because moving the ends may change which numbers stand there.
    var right = Swift.max(right, 8)
    var ticks = Ticks(list: [], powerOfTen: 0)
    var scale = Scale(xAxis.scale, domain: xRange, from: left, to: layout.width - right)
    for _ in 0..<3 {
      scale = Scale(xAxis.scale, domain: xRange, from: left, to: layout.width - right)
      ticks = PlotFrame.ticks(xAxis, xRange, along: scale)
      let boxes = PlotFrame.boxes(ticks, along: scale)
      let (over, under) = (
        (boxes.last?.maxX ?? 0) - (layout.width - 2), 2 - (boxes.first?.minX ?? 2)
      )
      if over <= 0 && under <= 0 { break }
      right += Swift.max(0, over)
      left += Swift.max(0, under)
    }
    x = scale
    xTicks = ticks
    xTitle = PlotFrame.title(xAxis, ticks).shortened(to: layout.width - 6, in: .axis)
    self.yTicks = yTicks
    plot = Box(minX: left, minY: plotTop, maxX: layout.width - right, maxY: plotTop + height)
    y = Scale(yAxis.scale, domain: yRange, from: plot.maxY, to: plot.minY)
  }

  /// Where the title of the y axis ends at the right, if it stands above the axis.
  var endOfTitleAbove: Double {
    yTitle.isBeside ? 0 : 2 + yTitle.text.width(in: .axis)
  }

  /// The height of a drawing that ends with this frame.
  var bottom: Double { plot.maxY + PlotFrame.heightBelow(xAxisWithUnits) }

  private var xAxisWithUnits: Axis {
    var axis = xAxis
    if !xTitle.isEmpty { axis.label = "x" }
    return axis
  }

  /// About so many ticks on the scale of an axis.
  static func ticks(_ axis: Axis, _ range: ClosedRange<Double>, count: Int) -> Ticks {
    switch axis.scale {
    case .linear:
      Ticks.linear(range, count: count, unit: axis.unit, wholeNumbers: axis.wholeNumbers)
    case .log: Ticks.log(range, count: count, unit: axis.unit)
    }
  }

  /// As many ticks along a horizontal axis, up to six, as leave air between their texts.
  static func ticks(
    _ axis: Axis, _ range: ClosedRange<Double>, along scale: Scale
  ) -> Ticks {
    let most = Swift.min(6, Swift.max(2, Int((scale.end - scale.start) / 50)))
    for count in stride(from: most, to: 2, by: -1) {
      let ticks = self.ticks(axis, range, count: count)
      let boxes = self.boxes(ticks, along: scale)
      let hasAir = zip(boxes, boxes.dropFirst()).allSatisfy { $1.minX - $0.maxX >= 10 }
      if hasAir { return ticks }
    }
    let ticks = self.ticks(axis, range, count: 2)
    // The two ends, where even two texts in the middle would touch.
    var kept: [Ticks.Tick] = []
    for tick in ticks.list {
      let box = Label.tick(tick, below: scale(tick.value), at: 0).box
      let last = kept.last.map { Label.tick($0, below: scale($0.value), at: 0).box.maxX }
      if box.minX - (last ?? -.infinity) >= 6 { kept.append(tick) }
    }
    return Ticks(list: kept, powerOfTen: ticks.powerOfTen)
  }

  private static func boxes(_ ticks: Ticks, along scale: Scale) -> [Box] {
    ticks.list.map { Label.tick($0, below: scale($0.value), at: 0).box }
  }

  /// The title of an axis, with the power of ten that its numbers leave out.
  static func title(_ axis: Axis, _ ticks: Ticks) -> RichText {
    guard ticks.powerOfTen != 0 else { return RichText(axis.label) }
    let power = "10" + NumberText.superscript(ticks.powerOfTen)
    let start = axis.label.isEmpty ? "" : "\(axis.label), "
    return RichText("\(start)in units of \(power)")
  }

  /// Draws grid, axes, ticks and titles.
  func draw(into drawing: inout Drawing) {
    var grid: [Node] = []
    var marks: [Node] = []
    for tick in yTicks.list {
      let place = y(tick.value)
      if yAxis.grid {
        grid.append(
          Marks.line(
            Point(plot.minX, place), Point(plot.maxX, place), class: "grid", color: Palette.faint))
      } else {
        marks.append(tickMark(Point(plot.minX, place), Point(plot.minX - 4, place)))
      }
      drawing.add(
        Label(
          RichText(tick.text), .tick, at: Point(plot.minX - 8, place + 4.2), anchor: .end,
          color: Palette.soft))
    }
    for tick in xTicks.list {
      let place = x(tick.value)
      if xAxis.grid {
        grid.append(
          Marks.line(
            Point(place, plot.minY), Point(place, plot.maxY), class: "grid", color: Palette.faint))
      }
      marks.append(tickMark(Point(place, plot.maxY), Point(place, plot.maxY + 4)))
      drawing.add(Label.tick(tick, below: place, at: plot.maxY))
    }
    let corner = Point(plot.minX, plot.maxY)
    var axes = [
      Marks.line(corner, Point(plot.maxX, plot.maxY), class: "axis", color: Palette.soft)
    ]
    if !yAxis.grid {
      axes.append(
        Marks.line(Point(plot.minX, plot.minY), corner, class: "axis", color: Palette.soft))
    }
    for node in grid + axes + marks { drawing.add(node) }
    addTitles(to: &drawing)
  }

  private func tickMark(_ from: Point, _ to: Point) -> Node {
    Marks.line(from, to, class: "tick", color: Palette.soft)
  }

  private func addTitles(to drawing: inout Drawing) {
    if yTitle.isBeside {
      let width = yTitle.text.width(in: .axis)
      let widest = yTicks.list.map { RichText($0.text).width(in: .tick) }.max() ?? 0
      let end = plot.minX - 10 - widest - 6
      let middle = (plot.minY + plot.maxY) / 2 + 4.5
      drawing.add(
        Label(yTitle.text, .axis, at: Point(Swift.max(1, end - width), middle)))
    } else {
      drawing.add(Label(yTitle.text, .axis, at: Point(2, yTitleBaseline)))
    }
    let half = xTitle.width(in: .axis) / 2
    let centre = (plot.minX + plot.maxX) / 2
    let place = Swift.min(Swift.max(centre, half + 2), drawing.width - half - 2)
    drawing.add(Label(xTitle, .axis, at: Point(place, plot.maxY + 38), anchor: .middle))
  }
}

extension Label {
  /// The number of a tick below a horizontal axis.
  static func tick(_ tick: Ticks.Tick, below place: Double, at axis: Double) -> Label {
    Label(
      RichText(tick.text), .tick, at: Point(place, axis + 19), anchor: .middle, color: Palette.soft)
  }
}
