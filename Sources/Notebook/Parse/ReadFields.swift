/// Reads a file that is one cell's body: its fields in YAML, a line `---`, and LaTeX.
///
/// Returns nil where the file has no line `---`; the text is nil where its fields do not pass.
package func readCellText(
  _ source: SourceText, fields: [Field], owner: String
) -> (text: CellText?, diagnostics: [Diagnostic])? {
  let lines = source.lines
  // A file may also begin with that line, as front matter does.
  let first = lines.first?.trimmingSpaces() == "---" ? 1 : 0
  guard
    let cut = lines.indices.dropFirst(first).first(where: { lines[$0].trimmingSpaces() == "---" })
  else { return nil }
  let yaml = lines[first..<cut]
  let map = TextMap(
    origins: yaml.indices.map { .init(line: $0 + 1, column: 1) }
      + (yaml.isEmpty ? [.init(line: 1, column: 1)] : []), path: source.path)
  switch YAMLReader(text: yaml.joined(separator: "\n"), map: map, deepest: Limits().nesting).read()
  {
  case .failure(let failure): return (nil, failure.diagnostics)
  case .success(let node):
    var checker = FieldChecker()
    let start = source.span(line: 1, column: 1)
    let arguments = checker.check(node, fields: fields, owner: owner, at: start)
    let text = CellText(
      arguments: arguments.written,
      body: lines.indices.dropFirst(cut + 1).map { (lines[$0], $0 + 1) }, source: source)
    return (checker.diagnostics.hasErrors ? nil : text, checker.diagnostics)
  }
}

extension CellText {
  /// A cell that stands in no notebook: arguments, and the lines of its body with their numbers.
  package init(
    arguments: Argument, body: [(text: String, line: Int)], macros: [String: String] = [:],
    source: SourceText
  ) {
    self.init(
      arguments: arguments, body: body.map(\.text).joined(separator: "\n"), macros: macros,
      containers: [], labelled: [:], checked: [:], span: source.span(line: 1, column: 1),
      map: TextMap(origins: body.map { .init(line: $0.line, column: 1) }, path: source.path),
      source: source)
  }
}
