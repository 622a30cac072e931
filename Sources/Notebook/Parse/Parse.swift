/// Reads a notebook's text: front matter, Markdown, cells.
///
/// Pure; all mistakes come back as diagnostics, and what could be read comes back with them. Of the
/// directives it asks only what stands after the line `---` in their cells.
package func parse(
  _ source: SourceText, limits: Limits = Limits(), directives: [any Directive.Type] = []
) -> (Document, [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  let (frontMatter, firstLine) = readFrontMatter(source, limits, &diagnostics)
  // Blank lines keep the numbers of those that follow.
  let body =
    String(repeating: "\n", count: firstLine - 1)
    + source.lines.dropFirst(firstLine - 1).joined(separator: "\n") + "\n"
  let tree: RawNode
  do {
    tree = try CMark.parse(body, deepest: limits.nesting)
  } catch .tooDeep(let line) {
    diagnostics.append(
      Diagnostic(
        .nestedTooDeep, at: source.span(ofLine: line), "nested deeper than \(limits.nesting)",
        rule: "blocks and text nest at most \(limits.nesting) deep", fix: "write it flatter"))
    return (
      Document(source: source, frontMatter: frontMatter, blocks: [], footnotes: []), diagnostics
    )
  } catch {
    diagnostics.append(
      Diagnostic(
        .partMissing, at: nil, "cmark-gfm could not be set up",
        rule: "Markdown is read by cmark-gfm",
        fix: "run `make deps`"))
    return (
      Document(source: source, frontMatter: frontMatter, blocks: [], footnotes: []), diagnostics
    )
  }
  var reader = NodeReader(source: source, limits: limits)
  reader.mathematical = Set(directives.filter { $0.literal == .mathematics }.map { $0.name })
  let blocks = reader.blocks(tree.children.filter { !$0.isFootnote })
  let footnotes = reader.footnotes(tree.children.filter(\.isFootnote))
  reader.checkHTMLIsClosed()
  diagnostics += reader.diagnostics
  if reader.cellCount > limits.cells {
    diagnostics.append(
      Diagnostic(
        .tooManyCells, at: source.span(line: 1, column: 1), "\(reader.cellCount) cells",
        rule: "a notebook has at most \(limits.cells) cells", fix: "split it into several pages"))
  }
  return (
    Document(source: source, frontMatter: frontMatter, blocks: blocks, footnotes: footnotes),
    diagnostics
  )
}

/// The front matter and the number of the first line after it.
private func readFrontMatter(
  _ source: SourceText, _ limits: Limits, _ diagnostics: inout [Diagnostic]
)
  -> (FrontMatter, Int)
{
  guard source.lines.first?.trimmingSpaces() == "---" else {
    diagnostics.append(
      Diagnostic(
        .frontMatterMissing, at: source.span(line: 1, column: 1), "no front matter",
        rule: "a notebook begins with YAML between two lines `---`, with at least a title",
        fix: "put `---`, `title: …`, `---` at the top"))
    return (FrontMatter(), 1)
  }
  guard
    let end = source.lines.indices.dropFirst().first(where: {
      let line = source.lines[$0].trimmingSpaces()
      return line == "---" || line == "..."
    })
  else {
    diagnostics.append(
      Diagnostic(
        .frontMatterUnclosed, at: source.span(line: 1, column: 1, length: 3),
        "front matter that is not closed",
        rule: "the front matter ends with a line `---`", fix: "add a line `---` after its last key")
    )
    return (FrontMatter(), source.lines.count + 1)
  }
  let lines = source.lines[1..<end]
  let map = TextMap(
    origins: lines.indices.map { .init(line: $0 + 1, column: 1) }, path: source.path)
  switch YAMLReader(text: lines.joined(separator: "\n"), map: map, deepest: limits.nesting).read() {
  case .failure(let failure):
    diagnostics += failure.diagnostics
    return (FrontMatter(), end + 2)
  case .success(let node):
    var checker = FieldChecker()
    let checked = checker.check(
      node, fields: FrontMatter.fields, owner: "front matter",
      at: source.span(line: 1, column: 1, length: 3))
    diagnostics += checker.diagnostics
    return (FrontMatter(checked, &diagnostics), end + 2)
  }
}

extension RawNode {
  fileprivate var isFootnote: Bool {
    if case .footnoteDefinition = kind { true } else { false }
  }
}
