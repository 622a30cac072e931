import Markup

/// What a row of the legend shows beside its words.
enum LegendKey: Sendable, Hashable {
  /// A piece of the line, with the marker of its points if they have one.
  case line(SeriesLook, hasMarks: Bool)
  /// A patch of the area under a line.
  case area(SeriesLook)
  /// A reference line.
  case reference
  /// The points of one class.
  case points(isPositive: Bool)
  /// The points of one of several classes.
  case marks(SeriesLook)
  /// A patch of a shade with a point of its class.
  case shade(FieldShade, SeriesLook)
  /// The boundary between classes.
  case boundary
  /// An arrow to where a perturbation carries a point.
  case shift
}

/// Names of series above the plot, for where names beside the lines find no room.
struct Legend: Sendable {
  /// One entry.
  struct Item: Sendable {
    let text: RichText
    let key: LegendKey
  }

  private struct Placed {
    let lines: [RichText]
    let key: LegendKey
    let x: Double
    let top: Double
  }

  private static let rowHeight = 18.0
  private static let lineHeight = 15.0
  private static let keyWidth = 26.0
  private static let gap = 18.0
  private let placed: [Placed]
  /// The height of all rows.
  let height: Double

  /// Sets the entries in one row if they fit, otherwise in columns of equal width; a name that is
  /// wider than the drawing goes on in a second and a third line.
  init(_ items: [Item], width: Double) {
    let room = width - Legend.keyWidth - 6
    let texts = items.map { $0.text.lines(to: room, in: .label, most: 3) }
    let widths = texts.map { lines in
      Legend.keyWidth + (lines.map { $0.width(in: .label) }.max() ?? 0)
    }
    let total = widths.reduce(0) { $0 + $1 + Legend.gap } - Legend.gap
    let widest = (widths.max() ?? 0) + Legend.gap
    let columns = Swift.max(1, Int((width - 4 + Legend.gap) / widest))
    var placed: [Placed] = []
    var (x, top, rowEnd) = (2.0, 0.0, 0.0)
    for (place, item) in items.enumerated() {
      if total > width - 4, place.isMultiple(of: columns) { (x, top) = (2, rowEnd) }
      let lines = texts[place]
      placed.append(Placed(lines: lines, key: item.key, x: x, top: top))
      rowEnd = Swift.max(
        rowEnd, top + Legend.rowHeight + Double(lines.count - 1) * Legend.lineHeight)
      x += total > width - 4 ? widest : widths[place] + Legend.gap
    }
    self.placed = placed
    height = placed.isEmpty ? 0 : rowEnd + 8
  }

  /// Draws the entries from the top of the drawing on.
  func draw(into drawing: inout Drawing) {
    for entry in placed {
      let middle = 12 + entry.top
      let key = Segment(from: Point(entry.x, middle), to: Point(entry.x + 20, middle))
      switch entry.key {
      case .line(let look, let hasMarks):
        var nodes = [Marks.stroke(Marks.data([key.from, key.to]), look)]
        if hasMarks {
          nodes.append(
            Marks.marker(
              look.marker, at: Point(entry.x + 10, middle), radius: 3, color: look.color))
        }
        drawing.add(group: look.group, nodes)
      case .reference:
        drawing.add(
          Marks.line(key.from, key.to, class: "ref", color: Palette.soft, dashes: "3 3"))
      case .area(let look): drawing.add(group: look.group, patch(along: key, look))
      case .points(let isPositive):
        drawing.add(ClassMarks.mark(at: Point(entry.x + 12, middle), isPositive, radius: 3.6))
      case .marks(let look):
        drawing.add(
          group: look.group,
          [
            Marks.marker(
              look.marker, at: Point(entry.x + 12, middle), radius: 3.6, color: look.color)
          ])
      case .shade(let shade, let look):
        let box = Box(minX: entry.x + 2, minY: middle - 7, maxX: entry.x + 20, maxY: middle + 7)
        drawing.add(
          group: look.group,
          [
            Marks.fill(
              Marks.data(box.corners, closed: true), class: shade.name, color: shade.color),
            Marks.marker(look.marker, at: box.middle, radius: 3.4, color: look.color),
          ])
      case .boundary:
        drawing.add(
          Marks.line(key.from, key.to, class: "decide", color: Palette.ink, width: 1.8))
      case .shift:
        drawing.add(Marks.line(key.from, key.to, class: "shift", color: Palette.soft, width: 0.9))
        drawing.add(
          Marks.fill(
            Marks.head(of: key, length: 5, halfWidth: 2.2), class: "head", color: Palette.soft))
      }
      for (line, text) in entry.lines.enumerated() {
        let place = Point(
          entry.x + Legend.keyWidth, middle + 4.3 + Double(line) * Legend.lineHeight)
        switch entry.key {
        case .line(let look, _), .area(let look): drawing.add(Label(text, look, at: place))
        case .marks(let look), .shade(_, let look): drawing.add(Label(text, look, at: place))
        case .reference, .boundary, .shift:
          drawing.add(Label(text, .note, at: place, color: Palette.soft))
        case .points(let isPositive):
          drawing.add(ClassMarks.label(text, isPositive, at: place))
        }
      }
    }
  }

  private func patch(along key: Segment, _ look: SeriesLook) -> [Node] {
    let box = [
      Point(key.from.x, key.from.y + 5), Point(key.from.x, key.from.y - 5),
      Point(key.to.x, key.to.y - 5), Point(key.to.x, key.to.y + 5),
    ]
    return [
      Marks.fill(Marks.data(box, closed: true), class: "area", color: look.color, opacity: "0.12"),
      Marks.stroke(Marks.data(box), look),
    ]
  }
}
