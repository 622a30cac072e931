extension NodeReader {
  /// Code that is shown, or a cell where the info string begins with `adv`.
  mutating func code(_ node: RawNode, info: String, text: String, isFenced: Bool) -> Block {
    if isFenced { checkFenceIsClosed(node, text) }
    let words = info.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    guard isFenced, words.first == "adv" else {
      return .code(language: words.first ?? "", text: text)
    }
    cellCount += 1
    return .cell(cell(node, info: info, words: words, text: text))
  }

  /// cmark takes an unclosed fence to the end of its parent in silence.
  private mutating func checkFenceIsClosed(_ node: RawNode, _ text: String) {
    let opening = Array(source.line(node.startLine).unicodeScalars)
    guard
      let start = opening.indices.first(where: { at in
        (opening[at] == "`" || opening[at] == "~") && at + 2 < opening.count
          && opening[at + 1] == opening[at] && opening[at + 2] == opening[at]
      })
    else { return }
    let mark = opening[start]
    let length = opening[start...].prefix { $0 == mark }.count
    // The text of a fence stands between its two lines; a fence that ends with its list or
    // quotation has the next line of the page in the place of the second.
    let last = source.line(node.endLine).unicodeScalars.filter {
      $0 != " " && $0 != "\t" && $0 != ">"
    }
    let isClosed = last.count >= length && last.allSatisfy { $0 == mark }
    if !isClosed || node.endLine <= node.startLine + text.count(where: { $0 == "\n" }) {
      report(
        .unclosedFence,
        source.span(line: node.startLine, column: start + 1, length: opening.count - start),
        "a fence that is not closed",
        rule: "a fence ends with a line of at least as many \(mark) as it began with",
        fix: "add a line `\(String(repeating: Character(mark), count: length))` where it ends")
    }
  }

  private mutating func cell(_ node: RawNode, info: String, words: [String], text: String) -> Cell {
    var finder = Finder(source: source, firstLine: node.startLine, lastLine: node.startLine)
    let headSpan = finder.find(("adv", 0))
    var label: Label?
    var directive = ""
    var directiveSpan = headSpan
    for (index, word) in words.dropFirst().enumerated() {
      let span = finder.find((word, 0))
      if index == 0, !word.hasPrefix("#") {
        (directive, directiveSpan) = (word, span)
      } else if word.hasPrefix("#"), label == nil {
        label = Label(id: String(word.dropFirst()), span: span)
        checkName(String(word.dropFirst()), at: span)
      } else {
        report(
          .cellHeader, span, "`\(word)` is not expected here",
          rule: "a cell begins with ```adv DIRECTIVE #id", fix: "remove it")
      }
    }
    if directive.isEmpty {
      report(
        .cellHeader, headSpan, "a cell without a directive",
        rule: "a cell begins with ```adv DIRECTIVE #id", fix: "write the directive after `adv`")
    }
    let lines = placedLines(text, firstLine: node.startLine + 1)
    let cut = lines.firstIndex { $0.text.trimmingSpaces() == "---" }
    let yamlLines = lines[..<(cut ?? lines.count)]
    let map = TextMap(
      origins: yamlLines.map { .init(line: $0.line, column: $0.column) }
        + (yamlLines.isEmpty ? [.init(line: node.startLine, column: headSpan.column)] : []),
      path: source.path)
    var body: YAMLNode?
    switch YAMLReader(
      text: yamlLines.map(\.text).joined(separator: "\n"), map: map, deepest: limits.nesting
    ).read() {
    case .success(let node): body = node
    case .failure(let failure): diagnostics += failure.diagnostics
    }
    if let cut, mathematical.contains(directive) {
      let tex = lines[(cut + 1)...]
      let map = TextMap(
        origins: tex.map { .init(line: $0.line, column: $0.column) }, path: source.path)
      return Cell(
        directive: directive, directiveSpan: directiveSpan, label: label, span: headSpan,
        body: body, source: lines.map(\.text).joined(separator: "\n"), caption: nil,
        literal: TeX(text: tex.map(\.text).joined(separator: "\n"), map: map, computed: []))
    }
    let shown = yamlLines.map(\.text).joined(separator: "\n")
    return Cell(
      directive: directive, directiveSpan: directiveSpan, label: label, span: headSpan, body: body,
      source: shown, caption: cut.map { caption(Array(lines[($0 + 1)...])) })
  }

  /// Each line of a fence's or formula's text with the place where it begins in the file.
  private func placedLines(_ text: String, firstLine: Int) -> [(
    text: String, line: Int, column: Int
  )] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines.enumerated().map { index, line in
      let raw = source.line(firstLine + index).unicodeScalars
      let length = line.unicodeScalars.count
      // In a list or a quotation the text is what is left after the prefix; where cmark has turned a
      // tab of the prefix into spaces, the visible part still ends the line.
      let visible = line.unicodeScalars.drop { $0 == " " }.count
      let column =
        raw.count >= length && raw.suffix(length).elementsEqual(line.unicodeScalars)
        ? raw.count - length : max(0, raw.count - visible - (length - visible))
      return (
        line, firstLine + index, source.span(line: firstLine + index, column: column + 1).column
      )
    }
  }

  private mutating func caption(_ lines: [(text: String, line: Int, column: Int)]) -> [Block] {
    let excerpt = source.excerpt(lines)
    let text = excerpt.lines.joined(separator: "\n") + "\n"
    guard let tree = try? CMark.parse(text, deepest: limits.nesting) else {
      if let first = lines.first {
        report(
          .nestedTooDeep, source.span(line: first.line, column: first.column),
          "nested deeper than \(limits.nesting)",
          rule: "text nests at most \(limits.nesting) deep", fix: "write it flatter")
      }
      return []
    }
    var reader = NodeReader(source: excerpt, limits: limits)
    let blocks = reader.blocks(tree.children)
    reader.checkHTMLIsClosed()
    diagnostics += reader.diagnostics
    if reader.cellCount > 0, let first = lines.first {
      report(
        .cellHeader, source.span(line: first.line, column: first.column), "a cell inside a caption",
        rule: "a caption is Markdown without cells", fix: "move the cell out of this one")
    }
    return blocks
  }

  mutating func checkName(_ name: String, at span: Span) {
    if Expression.reservedNames.contains(name) {
      report(
        .badName, span, "the id `\(name)` is taken",
        rule: "`params`, `page`, `as`, `inf` and function names are reserved",
        fix: "choose another id")
    } else if !isName(name) {
      report(
        .badName, span, "`\(name)` is no id", rule: "an id is [a-z][a-z0-9-]*",
        fix: "write it with small letters, digits and hyphens, a letter first")
    }
  }

  // MARK: - Displayed formulas

  mutating func display(_ node: RawNode, text: String, isClosed: Bool) -> Block {
    var finder = Finder(source: source, firstLine: node.startLine, lastLine: node.endLine)
    let opening = finder.find(("$$", 0))
    guard isClosed else {
      report(
        .unmatchedDisplay, opening, "a `$$` that is not closed",
        rule: "a displayed formula begins with `$$` and ends with `$$` before the next blank line",
        fix: "write `$$` at its end")
      return .paragraph([])
    }
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    var label: Label?
    if scalars.last == "}", let brace = scalars.lastIndex(of: "{") {
      let id = String(String.UnicodeScalarView(scalars[(brace + 2)..<(scalars.count - 1)]))
      var search = Finder(source: source, firstLine: node.startLine, lastLine: node.endLine)
      label = Label(
        id: id,
        span: search.find(("{#" + id + "}", 1)).part(
          offset: 0, length: id.unicodeScalars.count + 1))
      checkName(id, at: label?.span ?? opening)
      scalars = Array(scalars[..<brace])
      while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    }
    let tex = String(String.UnicodeScalarView(scalars.dropLast(2)))
    let origins = placedLines(text, firstLine: node.startLine).map {
      TextMap.Origin(line: $0.line, column: $0.column)
    }
    let map = TextMap(origins: origins, path: source.path)
    return .display(Display(tex: self.tex(tex, map: map), label: label))
  }

  /// TeX with its computed numbers found.
  mutating func tex(_ text: String, map: TextMap) -> TeX {
    let scalars = Array(text.unicodeScalars)
    let command = Array("\\adv{".unicodeScalars)
    var embedded: [TeX.Embedded] = []
    var at = 0
    while at + command.count <= scalars.count {
      guard Array(scalars[at..<(at + command.count)]) == command else {
        at += 1
        continue
      }
      let start = at + command.count
      guard let end = scalars[start...].firstIndex(of: "}") else {
        report(
          .expressionSyntax, map.span(in: text, offset: at, length: 4),
          "`\\adv{` that is not closed",
          rule: "`\\adv{EXPRESSION}` ends with its brace", fix: "write the missing }")
        break
      }
      let inner = String(String.UnicodeScalarView(scalars[start..<end]))
      let span = map.span(in: text, offset: start, length: end - start)
      embedded.append(
        TeX.Embedded(
          range: at..<(end + 1), written: written(inner.replacingTeXPercent(), at: span)))
      at = end + 1
    }
    return TeX(text: text, map: map, computed: embedded)
  }
}

extension String {
  /// In TeX a percent sign is written `\%`.
  fileprivate func replacingTeXPercent() -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "%", result.last == "\\" { result.removeLast() }
      result.append(scalar)
    }
    return String(result)
  }
}
