import Markup

/// The data behind a figure, for readers who want the numbers.
package struct FigureTable: Sendable, Hashable {
  /// The heads of the columns, plain text.
  package let head: [String]
  /// The rows; each as long as `head`.
  package let rows: [[FigureEntry]]
  /// What was left out, as a sentence; nil if nothing was.
  package let note: String?

  /// The number of rows that a table shows at most, when its rows lie along a line.
  static let mostRows = 50

  init(head: [String], rows: [[FigureEntry]], note: String? = nil) {
    self.head = head
    self.rows = rows
    self.note = note
  }

  /// A table that keeps at most `limit` rows, evenly spaced, the first and the last among them.
  init(head: [String], thinning rows: [[FigureEntry]], to limit: Int = mostRows) {
    let step = limit > 1 ? (rows.count + limit - 2) / (limit - 1) : rows.count
    guard rows.count > limit, step > 1 else {
      self.init(head: head, rows: rows)
      return
    }
    var kept = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
    if (rows.count - 1) % step != 0, let last = rows.last { kept.append(last) }
    self.init(
      head: head, rows: kept,
      note: "One in \(step) of \(NumberText.count(rows.count)) rows, and the last.")
  }
}

/// One entry of the table behind a figure.
package enum FigureEntry: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// Words.
  case words(String)

  /// The entry as it is printed: six significant digits for a number.
  package var text: String {
    switch self {
    case .number(let value): NumberText(value, .general(6)).plain
    case .words(let words): words
    }
  }
}
