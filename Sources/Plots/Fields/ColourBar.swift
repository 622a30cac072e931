import Markup

/// What the shades of a field mean: its name, and the bands between two numbers.
struct ColourBar: Sendable {
  private let lines: [RichText]
  private let shades: [FieldShade]
  private let low: RichText
  private let high: RichText
  private let hasBoundary: Bool
  private let isBelow: Bool
  private let barStart: Double
  private let barWidth: Double
  /// The height that it takes.
  let height: Double

  init(_ chart: FieldChart, _ shades: FieldShades, width: Double) {
    hasBoundary = chart.meaning == .confidence
    switch chart.meaning {
    case .confidence:
      (low, high) = (RichText("0\u{202F}%"), RichText("100\u{202F}%"))
      self.shades = FieldShade.confidence
    case .winner:
      (low, high) = (RichText("below 50\u{202F}%"), RichText("above 90\u{202F}%"))
      self.shades = FieldShade.neutral
    case .level:
      (low, high) = (
        RichText(Words.number(shades.range.lowerBound)),
        RichText(Words.number(shades.range.upperBound))
      )
      self.shades = FieldShade.level
    }
    barWidth = self.shades.count == 4 ? 72 : 150
    lines = chart.shadeName.lines(to: width - 6, in: .note, most: 3)
    let ends = low.width(in: .tick) + high.width(in: .tick) + barWidth + 14
    let name = lines.map { $0.width(in: .note) }.max() ?? 0
    isBelow = lines.count > 1 || name + 12 + ends > width - 4
    barStart = (isBelow ? 2 : 2 + name + 12) + low.width(in: .tick) + 7
    height = (isBelow ? Double(lines.count) * 16 : 0) + 26
  }

  /// Draws it from a place on downwards.
  func draw(at top: Double, into drawing: inout Drawing) {
    for (place, line) in lines.enumerated() {
      drawing.add(
        Label(
          line, .note, at: Point(2, top + 14 + Double(place) * 16), color: Palette.soft))
    }
    let middle = top + 10 + (isBelow ? Double(lines.count) * 16 : 0)
    let step = barWidth / Double(shades.count)
    for (place, shade) in shades.enumerated() {
      let left = barStart + Double(place) * step
      let box = Box(minX: left, minY: middle - 6, maxX: left + step, maxY: middle + 6)
      let patch = Marks.fill(
        Marks.data(box.corners, closed: true), class: shade.name, color: shade.color)
      drawing.add(shade.group.map { .element("g", ["class": $0], [patch]) } ?? patch)
    }
    let bar = Box(
      minX: barStart, minY: middle - 6, maxX: barStart + barWidth, maxY: middle + 6)
    drawing.add(
      Marks.stroke(
        Marks.data(bar.corners, closed: true), class: "rim", color: Palette.line, width: 1))
    if hasBoundary {
      drawing.add(
        Marks.line(
          Point(bar.middle.x, bar.minY), Point(bar.middle.x, bar.maxY), class: "decide",
          color: Palette.ink, width: 1.8))
    }
    let (left, right) = (bar.minX - 7, bar.maxX + 7)
    drawing.add(end(low, at: Point(left, middle + 4.2), .end))
    drawing.add(end(high, at: Point(right, middle + 4.2), .start))
  }

  /// A number at an end; its class tells it from the numbers of an axis.
  private func end(_ text: RichText, at point: Point, _ anchor: Label.Anchor) -> Label {
    Label(text, .tick, at: point, anchor: anchor, classes: ["bar-end"], color: Palette.soft)
  }
}

extension Box {
  /// The four corners in turn.
  var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
  }
}
