internal import Evidence
internal import Markup

/// Applies a schema to YAML: every mistake becomes a diagnostic at the value's own place.
struct FieldChecker {
  private(set) var diagnostics: [Diagnostic] = []

  /// Checks a mapping against the fields of what `owner` names, such as "`adv train`".
  mutating func check(_ node: YAMLNode, fields: [Field], owner: String, at place: Span)
    -> CheckedArgument
  {
    guard case .mapping(let entries, let span) = node else {
      report(
        .wrongType, node.span, "\(owner) holds \(node.description), not fields",
        rule: "it is written as `key: value`, one a line", fix: "write the fields of \(owner)")
      return CheckedArgument(content: .mapping([]), span: node.span, source: "")
    }
    var checked: [CheckedArgument.Entry] = []
    for entry in entries {
      guard let field = fields.first(where: { $0.name == entry.key }) else {
        if !entry.key.isEmpty {
          let nearest = nearestName(to: entry.key, in: fields.map(\.name))
          report(
            .unknownKey, entry.keySpan, "unknown key `\(entry.key)`",
            rule: "\(owner) takes \(fields.map(\.name).joined(separator: ", "))",
            fix: nearest.map { "write `\($0)`" } ?? "remove it")
        }
        continue
      }
      if let argument = check(entry.value, type: field.type, name: entry.key) {
        checked.append(.init(name: entry.key, span: entry.keySpan, argument: argument))
      }
    }
    for field in fields where field.isRequired && !entries.contains(where: { $0.key == field.name })
    {
      report(
        .missingKey, place, "\(owner) without `\(field.name)`",
        rule: "`\(field.name)` is required: \(field.summary)",
        fix: "add `\(field.name): …` (\(field.type.description))")
    }
    return CheckedArgument(content: .mapping(checked), span: span, source: "")
  }

  /// Checks what stands at one key; nil after a report.
  private mutating func check(_ node: YAMLNode, type: FieldType, name: String) -> CheckedArgument? {
    switch type {
    case .number(let range): return number(node, range: range, isWhole: false, name)
    case .integer(let range):
      return number(
        node, range: NumberRange(Double(range.lowerBound), Double(range.upperBound)), isWhole: true,
        name)
    case .value: return value(node, name)
    case .deferred(let extra): return deferred(node, extra, name)
    case .boolean:
      guard let text = plainScalar(node, type, name) else { return nil }
      guard text == "true" || text == "false" else { return wrongType(node, type, name) }
      return literal(node, Value(.boolean(text == "true"), .given()), text)
    case .text, .markdown:
      guard let text = anyScalar(node, type, name) else { return nil }
      return literal(node, .given(text), text)
    case .choice(let words):
      guard let text = anyScalar(node, type, name) else { return nil }
      guard words.contains(text) else {
        report(
          .unknownChoice, node.span, "`\(name)` is `\(text)`",
          rule: "`\(name)` is one of \(words.joined(separator: ", "))",
          fix: suggestion(for: text, in: words, what: "choice"))
        return nil
      }
      return literal(node, .given(text), text)
    case .cell(let tags):
      guard let text = plainScalar(node, type, name) else { return nil }
      guard isName(text) else { return wrongType(node, type, name) }
      return CheckedArgument(content: .cell(text, tags: tags), span: node.span, source: text)
    case .parameter:
      guard let text = plainScalar(node, type, name) else { return nil }
      return CheckedArgument(content: .parameter(text), span: node.span, source: text)
    case .file:
      guard let text = anyScalar(node, type, name) else { return nil }
      guard !text.isEmpty else { return wrongType(node, type, name) }
      return CheckedArgument(content: .file(text), span: node.span, source: text)
    case .list(let item, let counts): return list(node, item, counts, name)
    case .mapping(let fields):
      guard case .mapping = node else { return wrongType(node, type, name) }
      return check(node, fields: fields, owner: "`\(name)`", at: node.span)
    case .names(let item): return names(node, item, name)
    case .entries(let item, _): return self.entries(node, type, item, name)
    case .macros: return macros(node, name)
    case .either(let types): return either(node, types, type, name)
    }
  }

  private mutating func number(_ node: YAMLNode, range: NumberRange, isWhole: Bool, _ name: String)
    -> CheckedArgument?
  {
    let type: FieldType = isWhole ? .integer(Int(range.lower)...Int(range.upper)) : .number(range)
    guard case .scalar(let text, let isPlain, let span) = node else {
      return wrongType(node, type, name)
    }
    if text.hasPrefix("=") {
      guard let (expression, format) = expression(text, isPlain: isPlain, at: span) else {
        return nil
      }
      return CheckedArgument(
        content: .expression(expression, range: range, isWhole: isWhole), span: span, source: text,
        format: format, inside: Self.inside(span, isPlain: isPlain))
    }
    guard let number = decimal(text) else {
      if ["nan", ".nan", "inf", ".inf", "-.inf", "infinity"].contains(text.lowercased()) {
        report(
          .outOfRange, span, "`\(name)` is \(text)", rule: "`\(name)` is \(type.description)",
          fix: "write a finite decimal number")
        return nil
      }
      return wrongType(node, type, name)
    }
    guard range.contains(number) else {
      report(
        .outOfRange, span, "`\(name)` is \(text)", rule: "`\(name)` is \(type.description)",
        fix: "write a number in that range")
      return nil
    }
    guard !isWhole || number == number.rounded() else { return wrongType(node, type, name) }
    return literal(node, .given(number), text)
  }

  private mutating func value(_ node: YAMLNode, _ name: String) -> CheckedArgument? {
    switch node {
    case .scalar(let text, let isPlain, let span):
      if text.hasPrefix("=") {
        guard let (expression, format) = expression(text, isPlain: isPlain, at: span) else {
          return nil
        }
        return CheckedArgument(
          content: .expression(expression, range: nil, isWhole: false), span: span, source: text,
          format: format, inside: Self.inside(span, isPlain: isPlain))
      }
      guard let number = decimal(text) else { return wrongType(node, .value, name) }
      return literal(node, .given(number), text)
    case .sequence(let items, let span):
      var numbers: [Double] = []
      for item in items {
        guard case .scalar(let text, _, _) = item, let number = decimal(text) else {
          return wrongType(item, .number(.finite), name)
        }
        numbers.append(number)
      }
      return CheckedArgument(content: .literal(.given(numbers)), span: span, source: "")
    case .mapping: return wrongType(node, .value, name)
    }
  }

  private mutating func deferred(_ node: YAMLNode, _ extra: [String], _ name: String)
    -> CheckedArgument?
  {
    guard case .scalar(let text, let isPlain, let span) = node, text.hasPrefix("=") else {
      return wrongType(node, .deferred(extra), name)
    }
    guard let (expression, format) = expression(text, isPlain: isPlain, at: span) else {
      return nil
    }
    let source = Expression.splitFormat(String(text.dropFirst())).expression
    return CheckedArgument(
      content: .deferred(expression, extraNames: extra), span: Self.inside(span, isPlain: isPlain),
      source: source, format: format)
  }

  private mutating func list(
    _ node: YAMLNode, _ item: FieldType, _ counts: ClosedRange<Int>, _ name: String
  )
    -> CheckedArgument?
  {
    let type = FieldType.list(item, counts)
    guard case .sequence(let nodes, let span) = node else { return wrongType(node, type, name) }
    guard counts.contains(nodes.count) else {
      report(
        .outOfRange, span, "`\(name)` has \(nodes.count) entries",
        rule: "`\(name)` is \(type.description)",
        fix: nodes.isEmpty ? "write at least one" : "write that many")
      return nil
    }
    let before = diagnostics.count
    let items = nodes.compactMap { check($0, type: item, name: name) }
    guard diagnostics.count == before else { return nil }
    return CheckedArgument(content: .list(items), span: span, source: "")
  }

  private mutating func names(_ node: YAMLNode, _ item: FieldType, _ name: String)
    -> CheckedArgument?
  {
    guard case .mapping(let entries, let span) = node else {
      return wrongType(node, .names(item), name)
    }
    var checked: [CheckedArgument.Entry] = []
    for entry in entries {
      checkName(entry.key, at: entry.keySpan)
      if let argument = check(entry.value, type: item, name: entry.key) {
        checked.append(.init(name: entry.key, span: entry.keySpan, argument: argument))
      }
    }
    return CheckedArgument(content: .mapping(checked), span: span, source: "")
  }

  private mutating func entries(
    _ node: YAMLNode, _ type: FieldType, _ item: FieldType, _ name: String
  ) -> CheckedArgument? {
    guard case .mapping(let entries, let span) = node else { return wrongType(node, type, name) }
    let checked = entries.compactMap { entry -> CheckedArgument.Entry? in
      check(entry.value, type: item, name: entry.key).map {
        .init(name: entry.key, span: entry.keySpan, argument: $0)
      }
    }
    return CheckedArgument(content: .mapping(checked), span: span, source: "")
  }

  private mutating func macros(_ node: YAMLNode, _ name: String) -> CheckedArgument? {
    guard case .mapping(let entries, let span) = node else { return wrongType(node, .macros, name) }
    var checked: [CheckedArgument.Entry] = []
    for entry in entries {
      let letters = entry.key.dropFirst()
      if entry.key.first != "\\" || letters.isEmpty
        || !letters.allSatisfy({ $0.isASCII && $0.isLetter })
      {
        report(
          .badName, entry.keySpan, "`\(entry.key)` is no macro name",
          rule: "a macro's name is a backslash and letters", fix: "write it as \\name")
      }
      if let argument = check(entry.value, type: .text, name: entry.key) {
        checked.append(.init(name: entry.key, span: entry.keySpan, argument: argument))
      }
    }
    return CheckedArgument(content: .mapping(checked), span: span, source: "")
  }

  /// Checks fields whose names the author chooses at the top of a cell (`let`).
  mutating func checkNames(_ node: YAMLNode, _ item: FieldType, owner: String) -> CheckedArgument {
    names(node, item, owner) ?? CheckedArgument(content: .mapping([]), span: node.span, source: "")
  }

  private mutating func checkName(_ name: String, at span: Span) {
    if Expression.reservedNames.contains(name) {
      report(
        .badName, span, "the name `\(name)` is taken",
        rule: "`params`, `page`, `as`, `inf` and function names are reserved",
        fix: "choose another name")
    } else if !isName(name) {
      report(
        .badName, span, "`\(name)` is no name", rule: "a name is [a-z][a-z0-9-]*",
        fix: "write it with small letters, digits and hyphens, a letter first")
    }
  }

  /// Tries each type; where none fits, the messages of the one that fits the form are reported.
  private mutating func either(
    _ node: YAMLNode, _ types: [FieldType], _ whole: FieldType, _ name: String
  )
    -> CheckedArgument?
  {
    var best: [Diagnostic]?
    for type in types {
      var attempt = FieldChecker()
      if let argument = attempt.check(node, type: type, name: name) {
        diagnostics += attempt.diagnostics
        return argument
      }
      // What begins with `=` is meant as an expression: that it does not parse is not a reason to
      // take it for text.
      if case .scalar(let text, _, _) = node, text.hasPrefix("="),
        attempt.diagnostics.contains(where: {
          $0.code == .expressionSyntax || $0.code == .badFormat
        })
      {
        best = attempt.diagnostics
        break
      }
      // A number out of its range is no misspelt word, whatever words are taken beside numbers.
      if case .scalar(let text, _, _) = node, decimal(text) != nil,
        attempt.diagnostics.contains(where: { $0.code == .outOfRange })
      {
        best = attempt.diagnostics
        break
      }
      if best == nil,
        !attempt.diagnostics.contains(where: { $0.code == .wrongType && $0.span == node.span })
      {
        best = attempt.diagnostics
      }
    }
    guard let best else { return wrongType(node, whole, name) }
    diagnostics += best
    return nil
  }

  // MARK: - Scalars

  private mutating func expression(_ text: String, isPlain: Bool, at span: Span) -> (
    Expression, String?
  )? {
    let (source, format) = Expression.splitFormat(String(text.dropFirst()))
    let inside = Self.inside(span, isPlain: isPlain)
    if let format, NumberFormat(parsing: format) == nil {
      report(
        .badFormat,
        inside.part(offset: source.unicodeScalars.count + 4, length: format.unicodeScalars.count),
        "unknown format `\(format)`", rule: NumberFormat.rule, fix: "write one such as `.3f`")
      return nil
    }
    do {
      return (try Expression.parse(source), format)
    } catch {
      diagnostics.append(Diagnostic(error, .expressionSyntax, in: inside))
      return nil
    }
  }

  /// Where the expression itself begins: after the quote, if any, and the `=`.
  private static func inside(_ span: Span, isPlain: Bool) -> Span {
    span.part(offset: isPlain ? 1 : 2, length: span.length)
  }

  private mutating func plainScalar(_ node: YAMLNode, _ type: FieldType, _ name: String) -> String?
  {
    guard let text = anyScalar(node, type, name) else { return nil }
    guard !text.hasPrefix("=") else {
      _ = wrongType(node, type, name)
      return nil
    }
    return text
  }

  private mutating func anyScalar(_ node: YAMLNode, _ type: FieldType, _ name: String) -> String? {
    guard case .scalar(let text, let isPlain, _) = node, !(text.isEmpty && isPlain) else {
      _ = wrongType(node, type, name)
      return nil
    }
    return text
  }

  private func literal(_ node: YAMLNode, _ value: Value, _ source: String) -> CheckedArgument {
    CheckedArgument(content: .literal(value), span: node.span, source: source)
  }

  private mutating func wrongType(_ node: YAMLNode, _ type: FieldType, _ name: String)
    -> CheckedArgument?
  {
    report(
      .wrongType, node.span, "`\(name)` is \(node.description)",
      rule: "`\(name)` is \(type.description)", fix: "write \(type.description)")
    return nil
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix))
  }
}

/// A decimal number as authors write it; nil for everything else, `nan` and hexadecimal included.
func decimal(_ text: String) -> Double? {
  guard let first = text.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first),
    text.unicodeScalars.allSatisfy({ "+-.0123456789eE".unicodeScalars.contains($0) }),
    let number = Double(text), number.isFinite
  else { return nil }
  return number
}

/// Whether a word is a name: `[a-z][a-z0-9-]*`.
func isName(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, ("a"..."z").contains(first) else { return false }
  return text.unicodeScalars.allSatisfy {
    ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
  }
}

extension Diagnostic {
  /// What is wrong with an expression, at its place in the source.
  init(_ failure: ExpressionFailure, _ code: DiagnosticCode, in span: Span) {
    self.init(
      code, at: span.part(offset: failure.offset, length: failure.length), failure.message,
      rule: failure.rule, fix: failure.fix)
  }
}
