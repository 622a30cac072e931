import Markup

/// The axes of one of several panels that share them: the box of its data is given, and texts stand
/// only where the neighbours do not say the same.
struct PanelFrame: Sendable {
  /// The box of the data.
  let plot: Box
  /// From values to places, horizontally.
  let x: Scale
  /// From values to places, vertically: upwards.
  let y: Scale
  private let xTicks: Ticks
  private let yTicks: Ticks
  private let hasYTexts: Bool

  /// - Parameters:
  ///   - strip: between which places texts below the horizontal axis may stand.
  ///   - hasYTexts: whether the numbers of the vertical axis are written.
  init(
    plot: Box, xAxis: Axis, xRange: ClosedRange<Double>, yAxis: Axis, yRange: ClosedRange<Double>,
    strip: ClosedRange<Double>, hasYTexts: Bool
  ) {
    self.plot = plot
    self.hasYTexts = hasYTexts
    x = Scale(.linear, domain: xRange, from: plot.minX, to: plot.maxX)
    y = Scale(.linear, domain: yRange, from: plot.maxY, to: plot.minY)
    let ticks = PlotFrame.ticks(xAxis, xRange, along: x)
    let scale = x
    xTicks = Ticks(
      list: ticks.list.filter {
        let box = Label.tick($0, below: scale($0.value), at: 0).box
        return strip.contains(box.minX) && strip.contains(box.maxX)
      }, powerOfTen: ticks.powerOfTen)
    yTicks = PanelFrame.yTicks(yAxis, yRange, height: plot.height)
  }

  /// The ticks of a vertical axis of a certain height.
  static func yTicks(_ axis: Axis, _ range: ClosedRange<Double>, height: Double) -> Ticks {
    PlotFrame.ticks(axis, range, count: Swift.max(2, Swift.min(6, Int(height / 32))))
  }

  /// The title of the horizontal axis, with the power of ten that its numbers leave out.
  func xTitle(_ axis: Axis) -> RichText { PlotFrame.title(axis, xTicks) }

  /// Draws axes, ticks and numbers.
  func draw(into drawing: inout Drawing) {
    var marks: [Node] = []
    for tick in yTicks.list {
      let place = y(tick.value)
      marks.append(mark(Point(plot.minX, place), Point(plot.minX - 4, place)))
      guard hasYTexts else { continue }
      drawing.add(
        Label(
          RichText(tick.text), .tick, at: Point(plot.minX - 8, place + 4.2), anchor: .end,
          color: Palette.soft))
    }
    for tick in xTicks.list {
      let place = x(tick.value)
      marks.append(mark(Point(place, plot.maxY), Point(place, plot.maxY + 4)))
      drawing.add(Label.tick(tick, below: place, at: plot.maxY))
    }
    drawing.add(
      Marks.stroke(
        Marks.data([
          Point(plot.minX, plot.minY), Point(plot.minX, plot.maxY), Point(plot.maxX, plot.maxY),
        ]), class: "axis", color: Palette.soft, width: 1))
    for node in marks { drawing.add(node) }
  }

  private func mark(_ from: Point, _ to: Point) -> Node {
    Marks.line(from, to, class: "tick", color: Palette.soft)
  }
}
