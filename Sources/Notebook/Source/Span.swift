/// A stretch of one source line: where something that an author wrote stands.
package struct Span: Sendable, Hashable, Comparable {
  /// The file, as the author names it: relative to the project.
  package let path: String
  /// Line, counted from 1.
  package let line: Int
  /// Column of the first character, counted from 1 in Unicode scalars.
  package let column: Int
  /// Number of Unicode scalars covered, at least 1.
  package let length: Int
  /// Where the text goes on that began on this line, if it takes several.
  private let turns: [Turn]

  /// A line on which a text of several lines goes on.
  package struct Turn: Sendable, Hashable {
    /// Unicode scalars of the text before this line's.
    let offset: Int
    /// The line, counted from 1.
    let line: Int
    /// The column of its first scalar that belongs to the text, counted from 1.
    let column: Int
  }

  /// A stretch of `length` scalars (at least 1 is kept) from a line and column counted from 1.
  ///
  /// `turns` are the further lines of the text that begins here, in order; `length` covers the
  /// first line alone.
  package init(path: String, line: Int, column: Int, length: Int = 1, turns: [Turn] = []) {
    self.path = path
    self.line = max(1, line)
    self.column = max(1, column)
    self.length = max(1, length)
    self.turns = turns
  }

  /// By file, then line, then column, then length.
  package static func < (a: Span, b: Span) -> Bool {
    (a.path, a.line, a.column, a.length) < (b.path, b.line, b.column, b.length)
  }

  /// The part of this span's text that starts `offset` scalars in and covers `length` scalars.
  package func part(offset: Int, length: Int) -> Span {
    let offset = max(0, offset)
    let rest = turns.filter { $0.offset > offset }
      .map { Turn(offset: $0.offset - offset, line: $0.line, column: $0.column) }
    if let turn = turns.last(where: { $0.offset <= offset }) {
      return Span(
        path: path, line: turn.line, column: turn.column + offset - turn.offset, length: length,
        turns: rest)
    }
    return Span(path: path, line: line, column: column + offset, length: length, turns: rest)
  }
}
