import Markup

/// What a row of the legend shows beside its words.
enum LegendKey: Sendable, Hashable {
  /// A piece of the line, with the marker of its points if they have one.
  case line(SeriesLook, hasMarks: Bool)
  /// A patch of the area under a line.
  case area(SeriesLook)
  /// The points of one class.
  case points(isPositive: Bool)
}

/// Names of series above the plot, for where names beside the lines find no room.
struct Legend: Sendable {
  /// One entry.
  struct Item: Sendable {
    let text: RichText
    let key: LegendKey
  }

  private struct Placed {
    let item: Item
    let x: Double
    let row: Int
  }

  private static let rowHeight = 18.0
  private static let keyWidth = 26.0
  private let placed: [Placed]
  /// The height of all rows.
  let height: Double

  /// Sets the entries in rows, from the left.
  init(_ items: [Item], width: Double) {
    var placed: [Placed] = []
    var (x, row) = (2.0, 0)
    for item in items {
      let text = item.text.shortened(to: width - Legend.keyWidth - 10, in: .label)
      let needed = Legend.keyWidth + text.width(in: .label)
      if x > 2, x + needed > width - 2 { (x, row) = (2, row + 1) }
      placed.append(Placed(item: Item(text: text, key: item.key), x: x, row: row))
      x += needed + 18
    }
    self.placed = placed
    height = placed.isEmpty ? 0 : Double(row + 1) * Legend.rowHeight + 6
  }

  /// Draws the entries from the top of the drawing on.
  func draw(into drawing: inout Drawing) {
    for entry in placed {
      let middle = 9 + Double(entry.row) * Legend.rowHeight
      let key = Segment(from: Point(entry.x, middle), to: Point(entry.x + 20, middle))
      let text = Point(entry.x + Legend.keyWidth, middle + 4.3)
      switch entry.item.key {
      case .line(let look, let hasMarks):
        var nodes = [Marks.stroke(Marks.data([key.from, key.to]), look)]
        if hasMarks {
          nodes.append(
            Marks.marker(
              look.marker, at: Point(entry.x + 10, middle), radius: 3, color: look.color))
        }
        drawing.add(group: look.group, nodes)
        drawing.add(Label(entry.item.text, look, at: text))
      case .area(let look):
        let box = [
          Point(key.from.x, middle + 5), Point(key.from.x, middle - 5),
          Point(key.to.x, middle - 5), Point(key.to.x, middle + 5),
        ]
        drawing.add(
          group: look.group,
          [
            Marks.fill(
              Marks.data(box, closed: true), class: "area", color: look.color, opacity: "0.12"),
            Marks.stroke(Marks.data(box), look),
          ])
        drawing.add(Label(entry.item.text, look, at: text))
      case .points(let isPositive):
        drawing.add(ClassMarks.mark(at: Point(entry.x + 12, middle), isPositive, radius: 3.6))
        drawing.add(ClassMarks.label(entry.item.text, isPositive, at: text))
      }
    }
  }
}
