/// Prints diagnostics as an author reads them: place, source line, caret, rule, fix.
package struct TerminalRenderer: Sendable {
  private let sources: [String: SourceText]
  private let usesColour: Bool

  /// A renderer that quotes lines from these sources.
  package init(sources: [SourceText], usesColour: Bool) {
    self.sources = Dictionary(sources.map { ($0.path, $0) }, uniquingKeysWith: { a, _ in a })
    self.usesColour = usesColour
  }

  /// The message, several lines, without a final line end.
  package func text(_ diagnostic: Diagnostic) -> String {
    let word = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let colour = diagnostic.severity == .error ? "31" : "33"
    let head = paint(word, "1;" + colour) + ": " + paint(diagnostic.message, "1")
    var lines = [diagnostic.span.map { place($0) + ": " + head } ?? head]
    if let span = diagnostic.span { lines += quote(span, mark: "^", colour: colour) }
    for related in diagnostic.related {
      lines.append("  \(place(related.span)): \(related.note)")
      lines += quote(related.span, mark: "-", colour: "34")
    }
    lines.append("  rule: \(diagnostic.rule)")
    lines.append("  fix: \(diagnostic.fix)")
    return lines.joined(separator: "\n")
  }

  private func place(_ span: Span) -> String { "\(span.path):\(span.line):\(span.column)" }

  /// The source line with a caret below it; long lines are cut around the place.
  private func quote(_ span: Span, mark: Character, colour: String) -> [String] {
    guard let source = sources[span.path], span.line <= source.lines.count else { return [] }
    var scalars = Array(source.line(span.line).unicodeScalars)
    var column = min(span.column, scalars.count + 1)
    if scalars.count > 160 {
      let start = max(0, column - 60)
      scalars = Array(scalars[start..<min(scalars.count, start + 140)])
      column -= start
    }
    // A tab keeps its width in the caret line; other invisible characters are shown as a blank.
    let text = String(
      String.UnicodeScalarView(
        scalars.map { $0.properties.generalCategory == .control && $0 != "\t" ? " " : $0 }))
    let lead = String(
      String.UnicodeScalarView(scalars.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }))
    let length = max(1, min(span.length, scalars.count - column + 1))
    let number = String(span.line)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count))
    return [
      "\(gutter)\(number) | \(text)",
      "      | \(lead)\(paint(String(repeating: mark, count: length), "1;" + colour))",
    ]
  }

  private func paint(_ text: String, _ code: String) -> String {
    usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
