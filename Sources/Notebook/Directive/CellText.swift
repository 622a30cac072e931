/// A cell as its author wrote it, for a directive that reads a language of its own.
package struct CellText: Sendable {
  /// The arguments, with expressions and references as their source text.
  package let arguments: Argument
  /// The LaTeX after the line `---`; empty where there is none.
  package let body: String
  /// The macros of the page and of the site: name with its backslash, and body.
  package let macros: [String: String]
  /// The containers around the cell, from the outermost.
  package let containers: [Container.Kind]
  /// The containers of the page that have an id, such as theorems: their kinds.
  package let labelled: [String: Container.Kind]
  /// The first cell with an id inside each of those: what checks a theorem's statement.
  package let checked: [String: String]
  /// Where the cell stands: its fence.
  package let span: Span
  let map: TextMap?
  let source: SourceText

  /// The place of a stretch of the body, counted in Unicode scalars; of its first line, where it
  /// has several.
  package func place(inBody range: Range<Int>) -> Span {
    guard let map else { return span }
    let rest = body.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)
    let length = rest.prefix { $0 != "\n" }.count
    return map.span(in: body, offset: range.lowerBound, length: max(1, length))
  }

  /// The place of a stretch of a scalar or key, counted in Unicode scalars of its text.
  ///
  /// Quotation marks are counted as they stand in the source; the text of a double-quoted scalar has
  /// no escapes, which YAML's traps see to.
  package func place(of range: Range<Int>, in text: String, at span: Span) -> Span {
    let written = Array(source.line(span.line).unicodeScalars.dropFirst(span.column - 1).prefix(2))
    let first = text.unicodeScalars.first
    guard let quote = written.first, quote == "'" || quote == "\"",
      first != quote || written.last == quote
    else { return span.part(offset: range.lowerBound, length: range.count) }
    let scalars = Array(text.unicodeScalars)
    let isDoubled = { (scalar: Unicode.Scalar) in quote == "'" && scalar == "'" }
    let before = scalars.prefix(range.lowerBound).count(where: isDoubled)
    let inside = scalars.dropFirst(range.lowerBound).prefix(range.count).count(where: isDoubled)
    return span.part(
      offset: range.lowerBound + 1 + before, length: range.count + inside)
  }
}

/// What a directive made of a cell's own language before anything runs.
package struct CellReading: Sendable {
  /// What is wrong or doubtful.
  package var diagnostics: [Diagnostic]
  /// The places of the relations that get a number and the label `#id.k`, k from 1.
  package var steps: [Span]
  /// The cells of this page that it reads besides those in its fields, with where it names them.
  package var references: [(id: String, span: Span)]

  /// A reading; a cell without a language of its own has nothing in it.
  package init(
    diagnostics: [Diagnostic] = [], steps: [Span] = [], references: [(id: String, span: Span)] = []
  ) {
    self.references = references
    self.diagnostics = diagnostics
    self.steps = steps
  }
}
