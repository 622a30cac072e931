/// What follows `:::`: a word, or `{.kind #id title="…"}`.
struct ContainerAttributes {
  private(set) var kind: Container.Kind?
  private(set) var title: String?
  private(set) var label: Label?
  private(set) var diagnostics: [Diagnostic] = []

  /// Reads the rest of a container's line, which begins at `span`.
  static func read(_ text: String, at span: Span) -> ContainerAttributes {
    var result = ContainerAttributes()
    let scalars = Array(text.unicodeScalars)
    var tokens: [(text: String, offset: Int)] = []
    var at = 0
    var quoted = false
    var token = String.UnicodeScalarView()
    var tokenStart = 0
    func isBreak(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "{" || scalar == "}"
    }
    while at <= scalars.count {
      if at == scalars.count || (!quoted && isBreak(scalars[at])) {
        if !token.isEmpty { tokens.append((String(token), tokenStart)) }
        token = .init()
        tokenStart = at + 1
      } else {
        if scalars[at] == "\"" { quoted.toggle() }
        token.append(scalars[at])
      }
      at += 1
    }
    let isBraced = text.trimmingSpaces().hasPrefix("{")
    for (index, token) in tokens.enumerated() {
      let place = span.part(offset: token.offset, length: token.text.unicodeScalars.count)
      if token.text.hasPrefix("#") {
        let id = String(token.text.dropFirst())
        result.label = Label(id: id, span: place)
        if !isName(id) || Expression.reservedNames.contains(id) {
          result.report(
            .badName, place, "`\(id)` is no id",
            rule: "an id is [a-z][a-z0-9-]* and no reserved word",
            fix: "write it with small letters, digits and hyphens, a letter first")
        }
      } else if token.text.hasPrefix("title=") {
        let value = token.text.dropFirst(6)
        result.title = String(value.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
      } else if isBraced ? token.text.hasPrefix(".") : index == 0 {
        let word = isBraced ? String(token.text.dropFirst()) : token.text
        if let kind = Container.Kind(rawValue: word) {
          result.kind = kind
        } else {
          let kinds = Container.Kind.allCases.map(\.rawValue)
          result.report(
            .unknownContainer, place, "unknown container `\(word)`",
            rule: "containers are \(kinds.joined(separator: ", "))",
            fix: suggestion(for: word, in: kinds, what: "container"))
          return result
        }
      } else {
        result.report(
          .containerAttributes, place, "`\(token.text)` is not expected here",
          rule: "a container begins with `::: KIND` or `::: {.KIND #id title=\"…\"}`",
          fix: "remove it")
      }
    }
    if result.kind == nil, result.diagnostics.isEmpty {
      result.report(
        .unknownContainer, span, "a container without a kind",
        rule: "a container begins with `::: KIND` or `::: {.KIND #id}`",
        fix: "write a kind such as exercise or solution")
    }
    return result
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix))
  }
}
