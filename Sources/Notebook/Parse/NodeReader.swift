internal import Markup

/// Turns cmark's tree into a document: finds places, reads cells and containers, refuses what a
/// page may not hold.
struct NodeReader {
  let source: SourceText
  let limits: Limits
  /// The directives after whose line `---` LaTeX stands.
  var mathematical: Set<String> = []
  var diagnostics: [Diagnostic] = []
  var cellCount = 0
  var html: HTMLReader
  private var footnoteUses: [Int: Int] = [:]
  private var isTooDeep = false
  private var isInTable = false

  init(source: SourceText, limits: Limits) {
    self.source = source
    self.limits = limits
    html = HTMLReader(source: source)
  }

  // MARK: - Blocks

  mutating func blocks(_ nodes: [RawNode]) -> [Block] {
    nodes.compactMap { block($0) }
  }

  mutating func footnotes(_ nodes: [RawNode]) -> [Footnote] {
    nodes.enumerated().map { index, node in
      let blocks = blocks(node.children)
      return Footnote(number: index + 1, references: footnoteUses[index + 1] ?? 0, blocks: blocks)
    }
  }

  private mutating func block(_ node: RawNode) -> Block? {
    switch node.kind {
    case .quote: return .quote(blocks(node.children))
    case .list(let start, let isTight):
      return .list(
        start: start, isTight: isTight,
        node.children.map { item in
          var isDone: Bool?
          if case .item(let done) = item.kind { isDone = done }
          return ListItem(isDone: isDone, blocks: blocks(item.children))
        })
    case .codeBlock(let info, let text, let isFenced):
      return code(node, info: info, text: text, isFenced: isFenced)
    case .display(let text, let isClosed): return display(node, text: text, isClosed: isClosed)
    case .htmlBlock(let text):
      let pieces = html.read(text, line: node.startLine, lastLine: node.endLine)
      return pieces.isEmpty ? nil : .html(pieces)
    case .paragraph:
      var finder = Finder(source: source, firstLine: node.startLine, lastLine: node.endLine)
      return .paragraph(inlines(node.children, &finder))
    case .heading(let level):
      var finder = Finder(source: source, firstLine: node.startLine, lastLine: node.endLine)
      return .heading(
        level: level, inlines(node.children, &finder), span: source.span(ofLine: node.startLine))
    case .rule: return .rule
    case .table(let alignments): return table(node, alignments)
    case .container(let mark): return container(node, mark)
    default: return nil
    }
  }

  private mutating func table(_ node: RawNode, _ alignments: [Alignment]) -> Block {
    isInTable = true
    defer { isInTable = false }
    var rows: [[[Inline]]] = []
    for row in node.children {
      var finder = Finder(source: source, firstLine: row.startLine, lastLine: row.endLine)
      rows.append(row.children.map { inlines($0.children, &finder) })
    }
    return .table(alignments: alignments, head: rows.first ?? [], rows: Array(rows.dropFirst()))
  }

  private mutating func container(_ node: RawNode, _ mark: Extensions.Mark?) -> Block? {
    let line = source.line(node.startLine)
    let scalars = Array(line.unicodeScalars)
    let start =
      scalars.indices.first { at in scalars[at...].prefix(3).elementsEqual([":", ":", ":"]) } ?? 0
    let colons = scalars[start...].prefix { $0 == ":" }.count
    let span = source.span(line: node.startLine, column: start + 1, length: scalars.count - start)
    switch mark {
    case .stray:
      guard !isTooDeep else { return nil }
      report(
        .strayContainerEnd, span, "`:::` closes nothing",
        rule: "a line of colons alone closes the innermost open container",
        fix: "remove it, or open a container such as `::: exercise` above")
      return nil
    case .tooDeep:
      // Said once: those that follow are not read, nor are the lines that would close them.
      guard !isTooDeep else { return nil }
      isTooDeep = true
      report(
        .nestedTooDeep, span, "containers nested deeper than \(Extensions.deepestContainers)",
        rule: "containers nest at most \(Extensions.deepestContainers) deep",
        fix: "close some of them with `:::`")
      return nil
    case nil:
      report(
        .unclosedContainer, span, "a container that is not closed",
        rule: "every `:::` container ends with a line `:::` at the same nesting",
        fix: "add a line `:::` where it ends")
    case .closed: break
    }
    let words = String(String.UnicodeScalarView(scalars[(start + colons)...]))
    let attributes = ContainerAttributes.read(
      words, at: span.part(offset: colons, length: words.unicodeScalars.count))
    diagnostics += attributes.diagnostics
    let blocks = blocks(node.children)
    guard let kind = attributes.kind else { return .quote(blocks) }
    return .container(
      Container(
        kind: kind, title: attributes.title, label: attributes.label, span: span, blocks: blocks))
  }

  // MARK: - Inlines

  mutating func inlines(_ nodes: [RawNode], _ finder: inout Finder) -> [Inline] {
    let start = finder
    var result: [Inline] = []
    for node in nodes {
      guard let inline = inline(node, &finder) else { continue }
      if case .text(let more) = inline, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(inline)
      }
    }
    let claims = ClaimReader(result, start)
    for span in claims.strays {
      report(
        .unknownLabel, span, "a claim without its beginning",
        rule: "a claim is written `[what is claimed]{claim=#id}`, in one paragraph",
        fix: "write `[` where it begins")
    }
    return claims.inlines
  }

  private mutating func inline(_ node: RawNode, _ finder: inout Finder) -> Inline? {
    switch node.kind {
    case .text(let text):
      // Two dollars that are escaped one by one are not found.
      if text.contains("$$"), let span = finder.locate("$$") {
        report(
          .displayInText, span, "`$$` inside a paragraph",
          rule: "a displayed formula begins and ends on lines of its own",
          fix: "put `$$` at the start of a line, or write `$…$` for a formula in the text")
      }
      return .text(text)
    case .softBreak: return .softBreak
    case .lineBreak: return .lineBreak
    case .code(let text):
      guard text == "adv" || text.hasPrefix("adv ") else {
        _ = finder.find(("`" + text, 1), (text, 0))
        return .code(text)
      }
      let skip = min(4, text.unicodeScalars.count)
      let span = finder.find(("`" + text, skip + 1), ("` " + text, skip + 2), (text, skip))
      return .computed(written(String(text.dropFirst(4)), at: span))
    case .mathematics(let text):
      let span = finder.find(("$" + text, 1), (text, 0))
      // GFM has made `|` of it before anyone could see a formula: a norm would become a modulus.
      if isInTable, let bar = Array(text.unicodeScalars).firstIndex(of: "|") {
        report(
          .barInTable, span.part(offset: bar, length: 2), "`\\|` inside a formula in a table",
          rule: "in a table `|` separates cells and `\\|` stands for `|`, also inside formulas",
          fix:
            "write \\lVert w \\rVert for a norm, \\lvert x \\rvert for a modulus, \\mid for a bar")
      }
      return .mathematics(tex(text, map: finder.map(of: text, at: span)))
    case .html(let text):
      let span = finder.find((text, 0))
      return html.readTag(text, at: span).map { .html($0) }
    case .emphasis: return .emphasis(inlines(node.children, &finder))
    case .strong: return .strong(inlines(node.children, &finder))
    case .strikethrough: return .strikethrough(inlines(node.children, &finder))
    case .link(let destination, let title):
      let content = inlines(node.children, &finder)
      let span = self.span(of: destination, &finder)
      return .link(destination: destination, title: title, content, span: span)
    case .image(let destination, let title):
      let alternative = plainText(inlines(node.children, &finder))
      let span = self.span(of: destination, &finder)
      return .image(destination: destination, title: title, alternative: alternative, span: span)
    case .footnoteReference(let text):
      let number = Int(text) ?? 0
      footnoteUses[number, default: 0] += 1
      return .footnote(number: number, occurrence: footnoteUses[number] ?? 1)
    default: return nil
    }
  }

  private func span(of destination: String, _ finder: inout Finder) -> Span {
    finder.find(("](" + destination, 2), ("](<" + destination, 3), (destination, 0))
  }

  /// An expression as it stands in the text.
  mutating func written(_ text: String, at span: Span) -> WrittenExpression {
    let (expressionText, format) = Expression.splitFormat(text)
    if let format, NumberFormat(parsing: format) == nil {
      report(
        .badFormat,
        span.part(
          offset: expressionText.unicodeScalars.count + 4, length: format.unicodeScalars.count),
        "unknown format `\(format)`", rule: NumberFormat.rule, fix: "write one such as `.3f`")
    }
    do {
      return WrittenExpression(
        text: expressionText, expression: try Expression.parse(expressionText), format: format,
        span: span)
    } catch {
      diagnostics.append(Diagnostic(error, .expressionSyntax, in: span))
      return WrittenExpression(text: expressionText, expression: nil, format: nil, span: span)
    }
  }

  mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix))
  }

  mutating func checkHTMLIsClosed() {
    html.checkAllClosed()
    diagnostics += html.diagnostics
  }
}

/// The text of some inlines, for titles, slugs and alternatives.
package func plainText(_ inlines: [Inline]) -> String {
  inlines.map { inline in
    switch inline {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner, _), .claim(_, let inner, _):
      plainText(inner)
    case .image(_, _, let alternative, _): alternative
    case .mathematics(let tex): tex.text
    case .computed(let written): written.text
    case .footnote, .html: ""
    }
  }.joined()
}
