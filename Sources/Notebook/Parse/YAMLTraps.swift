/// What YAML accepts silently and an author of expressions and TeX did not mean; found in the lines
/// before YAML reads them, each with its own message.
struct YAMLTraps {
  let lines: [String]
  let map: TextMap
  let deepest: Int

  /// Every trap, in order; nesting that would exhaust a parser's stack comes alone.
  func find() -> [Diagnostic] {
    if let deep = tooDeep() { return [deep] }
    var found: [Diagnostic] = []
    var blockScalarIndent: Int?
    for (number, line) in lines.enumerated() {
      let scalars = Array(line.unicodeScalars)
      let indent = scalars.prefix { $0 == " " }.count
      if let block = blockScalarIndent {
        if scalars.isEmpty || indent > block { continue }
        blockScalarIndent = nil
      }
      if indent < scalars.count, scalars[indent] == "\t" {
        found.append(
          Diagnostic(
            .yamlTab, at: map.span(line: number, offset: indent, length: 1),
            "a tab in the indentation",
            rule: "YAML is indented with spaces", fix: "replace the tab by spaces"))
        continue
      }
      guard let start = valueStart(scalars, from: indent), scalars[start] != "#" else { continue }
      if isBlockScalar(scalars[start...]) {
        blockScalarIndent = indent
        continue
      }
      if let trap = trap(Array(scalars[start...]), number, start) { found.append(trap) }
    }
    return found
  }

  /// Where the value of a line begins: after the dashes of a list and after `key: `.
  private func valueStart(_ scalars: [Unicode.Scalar], from indent: Int) -> Int? {
    var at = indent
    while at + 1 < scalars.count, scalars[at] == "-", scalars[at + 1] == " " {
      at += 2
      while at < scalars.count, scalars[at] == " " { at += 1 }
    }
    guard at < scalars.count else { return nil }
    if scalars[at] == "\"" || scalars[at] == "'" || scalars[at] == "{" || scalars[at] == "[" {
      return at
    }
    var colon = at
    while colon + 1 < scalars.count, !(scalars[colon] == ":" && scalars[colon + 1] == " ") {
      if scalars[colon] == " ", scalars[colon + 1] == "#" { return at }
      colon += 1
    }
    guard colon + 1 < scalars.count else { return scalars.last == ":" ? nil : at }
    at = colon + 1
    while at < scalars.count, scalars[at] == " " { at += 1 }
    return at < scalars.count ? at : nil
  }

  /// `|` or `>` alone (with its indicators) starts a block of text, which is meant.
  private func isBlockScalar(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
    guard value.first == "|" || value.first == ">" else { return false }
    return value.dropFirst().allSatisfy {
      $0 == "-" || $0 == "+" || $0 == " " || ("1"..."9").contains($0)
    }
  }

  private func trap(_ value: [Unicode.Scalar], _ line: Int, _ offset: Int) -> Diagnostic? {
    let span = map.span(line: line, offset: offset, length: 1)
    let text = String(String.UnicodeScalarView(value))
    switch value[0] {
    case "=":
      return commentCuts(value, line, offset)
    case "\"":
      guard let at = badEscape(value) else { return nil }
      return Diagnostic(
        .yamlDoubleQuotedBackslash, at: map.span(line: line, offset: offset + at, length: 2),
        "a backslash in double quotes",
        rule: "in double quotes YAML turns \\v, \\t, \\n … into control characters",
        fix: "use single quotes: '\(text.dropFirst().prefix { $0 != "\"" })'")
    case "&", "*":
      return Diagnostic(
        .yamlAnchor, at: span, "a value that begins with \(value[0])",
        rule: "YAML reads & as an anchor and * as an alias, and cells use neither",
        fix: "put TeX in single quotes; write a repeated value out")
    case "!":
      return Diagnostic(
        .yamlTag, at: span, "a value that begins with !",
        rule: "YAML reads ! as a tag, and cells use none",
        fix: "put the value in single quotes")
    case "|", ">", "`", "@", "%":
      return Diagnostic(
        .yamlIndicatorStartsValue, at: span, "a value that begins with \(value[0])",
        rule: "YAML gives \(value[0]) a meaning of its own at the start of a value",
        fix: "put the value in single quotes: '\(text)'")
    case "{", "[":
      guard text.contains("\\") else { return nil }
      let quoted = text.contains("'")
      guard !quoted else { return nil }
      return Diagnostic(
        .yamlIndicatorStartsValue, at: span, "TeX inside \(value[0]) of YAML",
        rule: "YAML reads { } and [ ] as collections, also those of TeX",
        fix: "put the TeX in single quotes, or write the field in block style, on a line of its own"
      )
    case "-" where value.count > 1 && value[1] == " ":
      return nil
    default:
      return nil
    }
  }

  private func commentCuts(_ value: [Unicode.Scalar], _ line: Int, _ offset: Int) -> Diagnostic? {
    guard
      let at = value.indices.dropFirst().first(where: { value[$0] == "#" && value[$0 - 1] == " " })
    else { return nil }
    let rest = String(String.UnicodeScalarView(value[..<at])).trimmingSpaces()
    // A comment after a complete expression is what the author meant.
    if (try? Expression.parse(Expression.splitFormat(String(rest.dropFirst())).expression)) != nil,
      at + 1 < value.count, value[at + 1] == " "
    {
      return nil
    }
    return Diagnostic(
      .yamlCommentCutsValue, at: map.span(line: line, offset: offset + at, length: 1),
      "a # that cuts the expression", rule: "in YAML white space and # begin a comment",
      fix: "remove the #, or put a space after it if a comment is meant")
  }

  /// The first backslash in a double-quoted scalar that is no `\"` or `\\`.
  private func badEscape(_ value: [Unicode.Scalar]) -> Int? {
    var at = 1
    while at < value.count, value[at] != "\"" {
      if value[at] == "\\" {
        guard at + 1 < value.count, value[at + 1] == "\"" || value[at + 1] == "\\" else {
          return at
        }
        at += 1
      }
      at += 1
    }
    return nil
  }

  /// Yams reads collections by recursion, so their depth is bounded before it sees them.
  private func tooDeep() -> Diagnostic? {
    var brackets = 0
    for (number, line) in lines.enumerated() {
      var dashes = 0
      var onlyDashes = true
      var indent = 0
      for (offset, scalar) in line.unicodeScalars.enumerated() {
        switch scalar {
        case "[", "{": brackets += 1
        case "]", "}": brackets = max(0, brackets - 1)
        case "-", "?", ":": dashes += onlyDashes ? 1 : 0
        case " ": indent += onlyDashes ? 1 : 0
        default: onlyDashes = false
        }
        if brackets > deepest || dashes > deepest || indent > 20 * deepest {
          return Diagnostic(
            .yamlTooDeep, at: map.span(line: number, offset: offset, length: 1),
            "YAML nested deeper than \(deepest)", rule: "YAML nests at most \(deepest) deep",
            fix: "write the value flatter")
        }
      }
    }
    return nil
  }
}
