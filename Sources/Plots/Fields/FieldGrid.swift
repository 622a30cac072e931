import Markup

/// Where the panels of a field chart stand and how large they are.
struct FieldGrid: Sendable {
  /// How many panels stand side by side.
  let columns: Int
  private let chart: FieldChart
  private let range: FieldRange
  private let titles: [[RichText]]
  private let yTitle: RichText
  private let isBeside: Bool
  private let width: Double
  private let left: Double
  private let gap: Double
  private let size: (width: Double, height: Double)

  init(_ chart: FieldChart, _ panels: [FieldChart.Panel], _ range: FieldRange, layout: Layout) {
    (self.chart, self.range) = (chart, range)
    width = layout.width
    let columns =
      layout == .narrow || panels.count == 1 ? 1 : panels.count == 3 || panels.count > 4 ? 3 : 2
    self.columns = columns
    let gap = 26.0
    self.gap = gap
    let axis = Axis(chart.y.label, unit: chart.y.unit, wholeNumbers: chart.y.wholeNumbers)
    // Equal units on both axes where that gives a shape that can be looked at.
    let ratio = Swift.min(
      Swift.max(
        (range.y.upperBound - range.y.lowerBound) / (range.x.upperBound - range.x.lowerBound), 0.4),
      1.25)
    let highest = layout == .narrow ? 320.0 : columns == 1 ? 400 : 300
    var size = (width: 200.0, height: 200.0)
    var (left, title, isBeside) = (0.0, RichText(""), false)
    // The room at the left depends on the numbers there, and these on the height.
    for _ in 0..<3 {
      let ticks = PanelFrame.yTicks(axis, range.y, height: size.height)
      title = PlotFrame.title(axis, ticks)
      isBeside = title.width(in: .axis) <= 30
      let numbers = ticks.list.map { RichText($0.text).width(in: .tick) }.max() ?? 0
      left = numbers + 10 + (isBeside && !title.isEmpty ? title.width(in: .axis) + 8 : 2)
      let room = (layout.width - left - 12 - gap * Double(columns - 1)) / Double(columns)
      size.height = Swift.min(room * ratio, highest)
      size.width = size.height / ratio
    }
    (self.size, self.left, self.isBeside) = (size, left, isBeside)
    yTitle = isBeside ? title : title.shortened(to: layout.width - 6, in: .axis)
    let room = columns == 1 ? layout.width - left - 4 : size.width + gap - 8
    titles = panels.map { panel in
      panel.label.isEmpty ? [] : RichText(panel.label).lines(to: room, in: .axis, most: 2)
    }
  }

  /// Draws a row of panels from a place on downwards.
  ///
  /// - Parameter content: paints the data of a panel into its frame.
  /// - Returns: where the row ends.
  func draw(
    _ places: Range<Int>, from top: Double, into drawing: inout Drawing,
    _ content: (Int, PanelFrame, inout Drawing) -> Void
  ) -> Double {
    var top = top
    if !isBeside, !yTitle.isEmpty {
      drawing.add(Label(yTitle, .axis, at: Point(2, top + 16)))
      top += 22
    }
    let lines = places.map { titles[$0].count }.max() ?? 0
    let plotTop = top + (lines > 0 ? Double(lines) * 17 + 8 : 8)
    var hasTitles = false
    for place in places {
      let column = place - places.lowerBound
      let start = left + Double(column) * (size.width + gap)
      let plot = Box(
        minX: start, minY: plotTop, maxX: start + size.width, maxY: plotTop + size.height)
      let margin = gap / 2 - 2
      let strip =
        Swift.max(
          2, plot.minX - (column == 0 ? left : margin))...Swift.min(
          width - 2, plot.maxX + margin)
      let frame = PanelFrame(
        plot: plot, xAxis: chart.x, xRange: range.x, yAxis: chart.y, yRange: range.y, strip: strip,
        hasYTexts: column == 0)
      for (line, text) in titles[place].enumerated() {
        let number = Double(titles[place].count - line)
        drawing.add(centred(text, over: plot, at: plotTop - 17 * number + 8))
      }
      content(place, frame, &drawing)
      frame.draw(into: &drawing)
      // Only where no panel stands below.
      let title = frame.xTitle(chart.x)
      if !title.isEmpty, place + columns >= titles.count {
        hasTitles = true
        let room = columns == 1 ? width - 6 : size.width + gap - 8
        drawing.add(
          centred(title.shortened(to: room, in: .axis), over: plot, at: plot.maxY + 38))
      }
    }
    if isBeside {
      drawing.add(Label(yTitle, .axis, at: Point(2, plotTop + size.height / 2 + 4.5)))
    }
    let isLast = places.upperBound == titles.count
    return plotTop + size.height + (hasTitles ? 47 : 28) + (isLast ? 0 : 8)
  }

  /// A text over the middle of a plot, moved to stay in the drawing.
  private func centred(_ text: RichText, over plot: Box, at line: Double) -> Label {
    let half = text.width(in: .axis) / 2
    let middle = Swift.min(Swift.max(plot.middle.x, half + 2), width - half - 2)
    return Label(text, .axis, at: Point(middle, line), anchor: .middle)
  }
}
