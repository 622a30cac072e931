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

  /// A stretch of `length` scalars (at least 1 is kept) from a line and column counted from 1.
  package init(path: String, line: Int, column: Int, length: Int = 1) {
    self.path = path
    self.line = max(1, line)
    self.column = max(1, column)
    self.length = max(1, length)
  }

  /// By file, then line, then column, then length.
  package static func < (a: Span, b: Span) -> Bool {
    (a.path, a.line, a.column, a.length) < (b.path, b.line, b.column, b.length)
  }

  /// The part of this span that starts `offset` scalars in and covers `length` scalars.
  package func part(offset: Int, length: Int) -> Span {
    Span(path: path, line: line, column: column + max(0, offset), length: length)
  }
}
