import Markup

/// Vertical lines across a plot, with their labels in rows above it.
struct VerticalReferences: Sendable {
  private let references: [Reference]
  private static let rowHeight = 17.0

  init(_ references: [Reference]) { self.references = references.filter { $0.value.isDrawable } }

  /// The height that the labels need above the plot.
  var height: Double {
    references.contains { !RichText($0.label).isEmpty } ? VerticalReferences.rowHeight : 0
  }

  /// Whether the labels leave room for a text that reaches from the left side to `end`, in the row
  /// where they stand.
  func leavesRoom(to end: Double, in frame: PlotFrame) -> Bool {
    labels(in: frame).allSatisfy { $0.box.minX > end + 12 }
  }

  /// Draws the lines that fall into the range, and as many labels as fit into one row without
  /// touching.
  func draw(in frame: PlotFrame, into drawing: inout Drawing) {
    let plot = frame.plot
    let shown = references.filter { frame.x.domain.contains($0.value) }
      .sorted { ($0.value, $0.label) < ($1.value, $1.label) }
    for reference in shown {
      let place = frame.x(reference.value)
      drawing.add(
        Marks.line(
          Point(place, plot.minY - 4), Point(place, plot.maxY), class: "ref", color: Palette.soft,
          dashes: "3 3"))
    }
    for label in labels(in: frame) { drawing.add(label) }
  }

  /// The labels, moved sideways to make room for each other.
  private func labels(in frame: PlotFrame) -> [Label] {
    let named = references.filter {
      frame.x.domain.contains($0.value) && !RichText($0.label).isEmpty
    }.sorted { ($0.value, $0.label) < ($1.value, $1.label) }
    let width = frame.width
    let share = named.isEmpty ? 0 : (width - 4) / Double(named.count) - 12
    let texts = named.map { RichText($0.label).shortened(to: share, in: .note) }
    let sizes = texts.map { $0.width(in: .note) + 12 }
    let middles = spread(named.map { frame.x($0.value) }, sizes: sizes, within: 2...width - 2)
    return zip(texts, middles ?? []).map { text, middle in
      Label(
        text, .note, at: Point(middle, frame.plot.minY - 9), anchor: .middle, color: Palette.soft)
    }
  }
}
