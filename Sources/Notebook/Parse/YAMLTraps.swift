/// What YAML accepts silently and an author of expressions and TeX did not mean; found in the lines
/// before YAML reads them, each with its own message.
struct YAMLTraps {
  let lines: [String]
  let map: TextMap
  let deepest: Int

  /// What a line may be the continuation of.
  private enum Open {
    case nothing
    /// A plain value or a block of text: lines indented deeper than this column belong to it.
    case text(column: Int)
    /// A quoted value or a collection in brackets.
    case flow(YAMLFlow, column: Int)
  }

  /// Every trap, in order; nesting that would exhaust a parser's stack comes alone.
  func find() -> [Diagnostic] {
    if let deep = tooDeep() { return [deep] }
    var found: [Diagnostic] = []
    var open = Open.nothing
    for (number, line) in lines.enumerated() {
      let scalars = Array(line.unicodeScalars)
      let indent = scalars.prefix { $0 == " " }.count
      guard indent < scalars.count else { continue }
      switch open {
      case .nothing: break
      case .text(let column):
        if indent > column { continue }
      case .flow(var flow, let column):
        flow.read(scalars, line: number, from: indent)
        open = take(flow, column, &found)
        continue
      }
      open = .nothing
      if scalars[indent] == "\t" {
        found.append(
          Diagnostic(
            .yamlTab, at: map.span(line: number, offset: indent, length: 1),
            "a tab in the indentation", rule: "YAML is indented with spaces",
            fix: "replace the tab by spaces"))
        continue
      }
      open = readLine(scalars, number, indent, &found)
    }
    return found
  }

  /// Reads a line that begins an entry; returns what the next lines may continue.
  private func readLine(
    _ scalars: [Unicode.Scalar], _ number: Int, _ indent: Int, _ found: inout [Diagnostic]
  ) -> Open {
    var column = indent
    var at = indent
    while at + 1 < scalars.count, scalars[at] == "-", scalars[at + 1] == " " {
      column = at
      at += 2
      while at < scalars.count, scalars[at] == " " { at += 1 }
    }
    guard at < scalars.count else { return .nothing }
    let keyStart = at
    if "\"'{[".unicodeScalars.contains(scalars[at]) {
      let flow = YAMLFlow(scalars, line: number, offset: at)
      let rest = scalars[min(flow.end, scalars.count)...]
      guard !flow.isOpen, flow.trap == nil, rest.first == ":",
        rest.count == 1 || rest.dropFirst().first == " "
      else { return take(flow, column, &found) }
      at = flow.end
    } else if let colon = keyEnd(scalars, from: at) {
      at = colon
    } else {
      return readValue(scalars, number, at, column, key: nil, &found)
    }
    let key = scalars[keyStart..<at]
    if key.elementsEqual("<<".unicodeScalars) {
      found.append(mergeKey(number, keyStart))
      return .text(column: keyStart)
    }
    if let mark = key.first, mark == "&" || mark == "*" || mark == "!" {
      found.append(indicator(mark, number, keyStart))
      return .text(column: keyStart)
    }
    at += 1
    while at < scalars.count, scalars[at] == " " { at += 1 }
    guard at < scalars.count else { return .nothing }
    return readValue(scalars, number, at, keyStart, key: key, &found)
  }

  /// The colon that ends a plain key; nil where the line has none.
  private func keyEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
    for at in start..<scalars.count {
      if scalars[at] == "#", at == start || scalars[at - 1] == " " { return nil }
      if scalars[at] == ":", at + 1 == scalars.count || scalars[at + 1] == " " { return at }
    }
    return nil
  }

  private func readValue(
    _ scalars: [Unicode.Scalar], _ number: Int, _ start: Int, _ column: Int,
    key: ArraySlice<Unicode.Scalar>?, _ found: inout [Diagnostic]
  ) -> Open {
    if "\"'{[".unicodeScalars.contains(scalars[start]) {
      return take(YAMLFlow(scalars, line: number, offset: start), column, &found)
    }
    let value = Array(scalars[start...])
    let isTeX = key?.first == "\\" || value.contains("\\")
    if let trap = isTeX ? parameterCuts(value, number, start) : nil {
      found.append(trap)
      return .text(column: column)
    }
    if value[0] == "#" { return .nothing }
    if isBlockScalar(value) { return .text(column: column) }
    if let trap = trap(value, number, start, follows: key != nil) { found.append(trap) }
    return .text(column: column)
  }

  private func take(_ flow: YAMLFlow, _ column: Int, _ found: inout [Diagnostic]) -> Open {
    guard let trap = flow.trap else { return flow.isOpen ? .flow(flow, column: column) : .nothing }
    found.append(diagnostic(trap))
    return .text(column: column)
  }

  /// `|` or `>` alone (with its indicators and perhaps a comment) starts a block of text, which is meant.
  private func isBlockScalar(_ value: [Unicode.Scalar]) -> Bool {
    guard value[0] == "|" || value[0] == ">" else { return false }
    let rest = value.dropFirst().drop { $0 == "-" || $0 == "+" || ("1"..."9").contains($0) }
    return rest.isEmpty || rest.first == " " && (rest.first { $0 != " " } ?? "#") == "#"
  }

  // MARK: - Messages

  private func trap(_ value: [Unicode.Scalar], _ line: Int, _ offset: Int, follows: Bool)
    -> Diagnostic?
  {
    switch value[0] {
    case "=": return commentCuts(value, line, offset)
    case "-" where follows && value.count > 1 && value[1] == " ":
      return starts("- ", line, offset, "takes it for an entry of a list")
    case "&", "*", "!", "|", ">", "`", "@", "%": return indicator(value[0], line, offset)
    default: return nil
    }
  }

  private func diagnostic(_ trap: YAMLFlow.Trap) -> Diagnostic {
    let span = map.span(line: trap.line, offset: trap.offset, length: 1)
    switch trap.kind {
    case .expressionCut:
      return Diagnostic(
        .yamlExpressionCut, at: span, "an expression cut in two by a comma or a brace",
        rule: "inside { } and [ ], YAML ends a plain value at a comma or brace",
        fix: "put the expression in single quotes, or write the field on a line of its own")
    case .backslash:
      return Diagnostic(
        .yamlDoubleQuotedBackslash, at: map.span(line: trap.line, offset: trap.offset, length: 2),
        "a backslash in double quotes",
        rule: "in double quotes YAML turns \\v, \\t, \\n … into control characters",
        fix: "use single quotes, in which a backslash is a backslash")
    case .indicator(let scalar): return indicator(scalar, trap.line, trap.offset)
    case .tex(let bracket):
      return Diagnostic(
        .yamlIndicatorStartsValue, at: span, "TeX inside \(bracket) of YAML",
        rule: "YAML reads { } and [ ] as collections, also those of TeX",
        fix: "put the TeX in single quotes, or write the field in block style, on a line of its own"
      )
    case .mergeKey: return mergeKey(trap.line, trap.offset)
    case .textAfter(let bracket):
      return starts(
        String(bracket), trap.line, trap.offset,
        "takes it for a collection, which ends at its bracket")
    }
  }

  private func indicator(_ scalar: Unicode.Scalar, _ line: Int, _ offset: Int) -> Diagnostic {
    let span = map.span(line: line, offset: offset, length: 1)
    switch scalar {
    case "&", "*":
      return Diagnostic(
        .yamlAnchor, at: span, "a value that begins with \(scalar)",
        rule: "YAML reads & as an anchor and * as an alias, and cells use neither",
        fix: "put TeX in single quotes; write a repeated value out")
    case "!":
      return Diagnostic(
        .yamlTag, at: span, "a value that begins with !",
        rule: "YAML reads ! as a tag, and cells use none", fix: "put the value in single quotes")
    default: return starts(String(scalar), line, offset, "gives it a meaning of its own there")
    }
  }

  private func mergeKey(_ line: Int, _ offset: Int) -> Diagnostic {
    Diagnostic(
      .yamlMergeKey, at: map.span(line: line, offset: offset, length: 2), "a merge key `<<`",
      rule: "cells say what they hold where they stand: no anchors, aliases or merge keys",
      fix: "write the fields out")
  }

  private func starts(_ mark: String, _ line: Int, _ offset: Int, _ reason: String) -> Diagnostic {
    Diagnostic(
      .yamlIndicatorStartsValue, at: map.span(line: line, offset: offset, length: 1),
      "a value that begins with \(mark.trimmingSpaces())",
      rule: "\(mark.trimmingSpaces()) does not start a plain value: YAML \(reason)",
      fix: "put the value in single quotes")
  }

  private func commentCuts(_ value: [Unicode.Scalar], _ line: Int, _ offset: Int) -> Diagnostic? {
    guard let at = comment(in: value) else { return nil }
    let rest = String(String.UnicodeScalarView(value[..<at])).trimmingSpaces()
    // A comment behind an expression that is not cut short is what the author meant.
    let isCut =
      "=+-*/^,(<>".contains(rest.last ?? "=")
      || rest.count { $0 == "(" } > rest.count { $0 == ")" }
    if !isCut, at + 1 < value.count, value[at + 1] == " " { return nil }
    return Diagnostic(
      .yamlCommentCutsValue, at: map.span(line: line, offset: offset + at, length: 1),
      "a # that cuts the expression", rule: "in YAML white space and # begin a comment",
      fix: "remove the #, or put a space after it if a comment is meant")
  }

  /// In TeX a `#1` after a space is an argument of a macro, and to YAML the beginning of a comment.
  private func parameterCuts(_ value: [Unicode.Scalar], _ line: Int, _ offset: Int) -> Diagnostic? {
    guard let at = value[0] == "#" ? 0 : comment(in: value), at + 1 < value.count,
      ("1"..."9").contains(value[at + 1])
    else { return nil }
    return Diagnostic(
      .yamlCommentCutsValue, at: map.span(line: line, offset: offset + at, length: 2),
      "a #\(value[at + 1]) that cuts the TeX", rule: "in YAML white space and # begin a comment",
      fix: "put the TeX in single quotes")
  }

  private func comment(in value: [Unicode.Scalar]) -> Int? {
    value.indices.dropFirst().first {
      value[$0] == "#" && (value[$0 - 1] == " " || value[$0 - 1] == "\t")
    }
  }

  // MARK: - Depth

  /// Yams reads collections by recursion, so their depth is bounded before it sees them: by the
  /// brackets that are open, and by the indentations and dashes that enclose a line.
  private func tooDeep() -> Diagnostic? {
    var brackets = 0
    var indents: [Int] = []
    for (number, line) in lines.enumerated() {
      var starts = 0
      var isStart = true
      for (offset, scalar) in line.unicodeScalars.enumerated() where scalar != " " {
        if isStart, starts == 0 {
          while let last = indents.last, last >= offset { indents.removeLast() }
          indents.append(offset)
        }
        switch scalar {
        case "[", "{": brackets += 1
        case "]", "}": brackets = max(0, brackets - 1)
        default: break
        }
        isStart = isStart && (scalar == "-" || scalar == "?" || scalar == ":")
        if isStart { starts += 1 }
        if brackets > deepest || indents.count + starts > deepest + 1 {
          return YAMLReader.tooDeep(at: map.span(line: number, offset: offset, length: 1), deepest)
        }
      }
    }
    return nil
  }
}
