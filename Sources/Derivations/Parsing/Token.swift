/// A piece of TeX with its place in the text as it was written.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// `\max`, without the backslash: a word, or one sign as in `\{`.
    case command(String)
    /// A letter, a digit string with at most one point, or a sign.
    case letter(Character)
    case number(String)
    case sign(Character)
    /// `\text{…}`, `\mathrm{…}`, `\operatorname{…}`: the words inside, as written.
    case words(String)
  }

  let kind: Kind
  /// Offsets in Unicode scalars of the text before macros; the call's where a macro made it.
  let range: Range<Int>

  func isCommand(_ name: String) -> Bool { kind == .command(name) }
  func isSign(_ sign: Character) -> Bool { kind == .sign(sign) }

  /// The command's name; empty for all else.
  var name: String {
    if case .command(let name) = kind { name } else { "" }
  }

  /// The digits of a number; nil for any other.
  var digit: String? {
    if case .number(let text) = kind { text } else { nil }
  }

  /// A number's first digit and the number that the others make; nil where there is none.
  var digits: (first: Token, rest: Token)? {
    guard case .number(let text) = kind, let first = text.first else { return nil }
    let others = text.dropFirst()
    guard others.first?.isNumber == true else { return nil }
    // A macro's tokens all stand at the macro.
    let isWritten = range.count == text.count
    let middle = isWritten ? range.lowerBound + 1 : range.upperBound
    return (
      Token(kind: .number(String(first)), range: range.lowerBound..<middle),
      Token(
        kind: .number(String(others)),
        range: isWritten ? middle..<range.upperBound : range)
    )
  }

  /// As messages print it.
  var shown: String {
    switch kind {
    case .command("\\"): "\\\\"
    case .command(let name) where name.hasPrefix("begin-"):
      "\\begin{\(name.dropFirst(6))}"
    case .command(let name) where name.hasPrefix("end-"): "\\end{\(name.dropFirst(4))}"
    case .command(let name): "\\\(name)"
    case .letter(let c), .sign(let c): String(c)
    case .number(let text): text
    case .words(let text): "\\text{\(text)}"
    }
  }
}

/// TeX as tokens, with the course's macros put in place; spacing and sizing commands are left out.
struct Lexer {
  private let scalars: [Character]
  private let place: SourcePlace
  private let macros: [String: String]
  /// How deep macros are nested; a macro that calls itself is refused.
  private let depth: Int
  /// Where a macro's tokens are said to stand; nil in the text itself.
  private let fixed: Range<Int>?
  private var at = 0

  /// How many macros were replaced.
  private var expansions = 0

  static let deepest = 40
  static let mostExpansions = 10_000
  static let longest = 20_000

  /// Commands that only lay out.
  private static let silent: Set<String> = [
    ",", ";", ":", "!", " ", "quad", "qquad", "displaystyle", "textstyle", "limits", "nolimits",
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr",
    "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "notag", "nonumber", "thinspace", "hfill",
    "allowbreak", ">", "enspace", "enskip", "medspace", "thickspace", "negthinspace", "negmedspace",
    "negthickspace", "strut", "mathstrut", "scriptstyle", "scriptscriptstyle", "biggm", "Biggm",
    "null", "hfil", "space", "nobreakspace",
  ]
  /// Commands that lay out, or colour, with one argument that is not read.
  private static let silentWithArgument: Set<String> = [
    "label", "tag", "hspace", "mspace", "phantom", "hphantom", "vphantom", "color", "textcolor",
  ]
  private static let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  private static let subscripts = Array("₀₁₂₃₄₅₆₇₈₉")
  private static let wordCommands: Set<String> = [
    "text", "mathrm", "operatorname", "textrm", "mbox", "textbf", "textit", "mathsf",
    "operatorname*",
  ]
  private static let unicode: [Character: String] = [
    "≤": "le", "≥": "ge", "≠": "ne", "≈": "approx", "∈": "in", "∞": "infty", "⟹": "implies",
    "⇒": "implies", "⟺": "iff", "⇔": "iff", "·": "cdot", "×": "times", "∀": "forall",
    "∃": "exists", "∇": "nabla", "∑": "sum", "ε": "varepsilon", "δ": "delta", "ℓ": "ell",
    "λ": "lambda", "α": "alpha", "β": "beta", "γ": "gamma", "μ": "mu", "σ": "sigma", "η": "eta",
    "θ": "theta", "ξ": "xi", "τ": "tau", "ρ": "rho", "φ": "varphi", "ψ": "psi", "ω": "omega",
    "‖": "|", "∥": "|", "⊤": "top", "⩽": "le", "⩾": "ge", "⟨": "langle", "⟩": "rangle",
    "√": "sqrt", "→": "to", "⟶": "to", "ϑ": "vartheta", "ϱ": "varrho", "ϵ": "epsilon", "ζ": "zeta",
    "ι": "iota", "κ": "kappa", "ν": "nu", "π": "pi", "υ": "upsilon", "χ": "chi", "ϕ": "phi",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∧": "land",
  ]

  init(
    _ text: String, _ place: SourcePlace, macros: [String: String], depth: Int = 0,
    fixed: Range<Int>? = nil
  ) {
    scalars = text.unicodeScalars.map { Character($0) }
    self.place = place
    self.macros = macros
    self.depth = depth
    self.fixed = fixed
  }

  /// All tokens, with balanced braces and `\left`–`\right` pairs.
  static func tokens(
    _ text: String, _ place: SourcePlace, macros: [String: String]
  ) throws(LanguageFailure) -> [Token] {
    let count = text.unicodeScalars.count
    guard count <= longest else {
      throw LanguageFailure(
        place, 0..<count, "the formula has \(count) characters",
        rule: "a formula has at most \(longest) characters", fix: "split it into several")
    }
    var lexer = Lexer(text, place, macros: macros)
    let list = try lexer.run()
    try lexer.checkBraces(list)
    return list
  }

  private func range(_ start: Int, _ end: Int) -> Range<Int> {
    fixed ?? start..<max(start + 1, end)
  }

  private mutating func run() throws(LanguageFailure) -> [Token] {
    var list: [Token] = []
    var open: [Range<Int>] = []
    while at < scalars.count {
      let start = at
      let c = scalars[at]
      if c.isWhitespace || c == "~" {
        at += 1
      } else if c == "%" {
        while at < scalars.count, !scalars[at].isNewline { at += 1 }
      } else if c == "\\" {
        try command(start, &list, &open)
      } else if !c.isASCII, let name = Self.unicode[c] {
        at += 1
        list.append(Token(kind: .command(name), range: range(start, at)))
      } else if !c.isASCII, Self.superscripts.contains(c) || Self.subscripts.contains(c) {
        list += raised()
      } else if c.isNumber, c.isASCII {
        while at < scalars.count, scalars[at].isASCII, scalars[at].isNumber { at += 1 }
        if at + 1 < scalars.count, scalars[at] == ".", scalars[at + 1].isASCII,
          scalars[at + 1].isNumber
        {
          at += 1
          while at < scalars.count, scalars[at].isASCII, scalars[at].isNumber { at += 1 }
        }
        list.append(
          Token(kind: .number(String(scalars[start..<at])), range: range(start, at)))
      } else {
        at += 1
        let kind: Token.Kind =
          c.isLetter && c.isASCII ? .letter(c) : .sign(c == "−" ? "-" : c == "′" ? "'" : c)
        list.append(Token(kind: kind, range: range(start, at)))
      }
    }
    guard list.count <= Self.longest else {
      throw LanguageFailure(
        place, fixed ?? 0..<scalars.count, "the formula has \(list.count) signs",
        rule: "a formula has at most \(Self.longest) signs", fix: "split it into several")
    }
    if let last = open.last {
      throw LanguageFailure(
        place, last, "`\\left` has no `\\right`", rule: "`\\left` and `\\right` come in pairs",
        fix: "write the `\\right` with its bracket")
    }
    return list
  }

  /// Digits that are written small, as in ‖w‖₂².
  private mutating func raised() -> [Token] {
    let start = at
    let digits = Self.superscripts.contains(scalars[at]) ? Self.superscripts : Self.subscripts
    var number = ""
    while at < scalars.count, let digit = digits.firstIndex(of: scalars[at]) {
      number += String(digit)
      at += 1
    }
    let mark: Character = digits == Self.superscripts ? "^" : "_"
    let kinds: [Token.Kind] = [.sign(mark), .sign("{"), .number(number), .sign("}")]
    return kinds.map { Token(kind: $0, range: range(start, at)) }
  }

  private mutating func command(
    _ start: Int, _ list: inout [Token], _ open: inout [Range<Int>]
  ) throws(LanguageFailure) {
    at += 1
    guard at < scalars.count else {
      throw LanguageFailure(
        place, range(start, at), "a backslash stands alone", rule: "a command follows a backslash",
        fix: "leave it out")
    }
    var name = String(scalars[at])
    at += 1
    if name.first?.isLetter == true, name.first?.isASCII == true {
      while at < scalars.count, scalars[at].isASCII, scalars[at].isLetter {
        name.append(scalars[at])
        at += 1
      }
    }
    if name == "operatorname", at < scalars.count, scalars[at] == "*" { at += 1 }
    let here = range(start, at)
    if let body = macros[name] ?? macros["\\" + name] {
      list += try expanded(name, body, here)
      return
    }
    if name == "left" { open.append(here) }
    if name == "right", open.popLast() == nil {
      throw LanguageFailure(
        place, here, "`\\right` has no `\\left`", rule: "`\\left` and `\\right` come in pairs",
        fix: "write the `\\left` with its bracket")
    }
    if name == "left" || name == "right" || name == "middle" {
      skipSpace()
      // `\left.` stands for no bracket.
      if at < scalars.count, scalars[at] == "." {
        at += 1
      } else if name != "middle", at < scalars.count, scalars[at] == "<" || scalars[at] == ">" {
        // Between these commands the signs are angle brackets.
        list.append(
          Token(
            kind: .command(scalars[at] == "<" ? "langle" : "rangle"), range: range(at, at + 1)))
        at += 1
      }
      return
    }
    if Self.silent.contains(name) { return }
    if Self.wordCommands.contains(name) {
      skipSpace()
      if at < scalars.count, scalars[at] == "{" {
        let words = try group(start)
        list.append(Token(kind: .words(words), range: range(start, at)))
        return
      }
    }
    if Self.silentWithArgument.contains(name) {
      if at < scalars.count, scalars[at] == "*" { at += 1 }
      skipSpace()
      if at < scalars.count, scalars[at] == "{" { _ = try group(start) }
      return
    }
    if name == "begin" || name == "end" {
      skipSpace()
      guard at < scalars.count, scalars[at] == "{" else {
        throw LanguageFailure(
          place, here, "`\\\(name)` names no environment", rule: "an environment has a name",
          fix: "write `\\\(name){aligned}`")
      }
      let environment = try group(start)
      list.append(
        Token(
          kind: .command("\(name)-\(environment.filter { $0 != "*" })"), range: range(start, at)))
      return
    }
    list.append(Token(kind: .command(name), range: here))
  }

  private mutating func skipSpace() {
    while at < scalars.count, scalars[at].isWhitespace { at += 1 }
  }

  /// The text of a brace group that begins here; `at` stands behind it afterwards.
  private mutating func group(_ start: Int) throws(LanguageFailure) -> String {
    let first = at + 1
    var level = 0
    while at < scalars.count {
      if scalars[at] == "{" { level += 1 }
      if scalars[at] == "}" { level -= 1 }
      at += 1
      if level == 0 { return String(scalars[first..<at - 1]) }
    }
    throw LanguageFailure(
      place, range(first - 1, first), "a brace is not closed", rule: "braces come in pairs",
      fix: "write the `}`")
  }

  /// A macro's tokens: `#k` stands for the k-th argument, a group or one token.
  private mutating func expanded(
    _ name: String, _ body: String, _ here: Range<Int>
  ) throws(LanguageFailure) -> [Token] {
    expansions += 1
    guard expansions <= Self.mostExpansions else {
      throw LanguageFailure(
        place, here, "macros in macros grow too long",
        rule: "macros are replaced at most \(Self.mostExpansions) times in a formula",
        fix: "write it out")
    }
    guard depth < Self.deepest else {
      throw LanguageFailure(
        place, here, "the macro `\\\(name)` calls itself",
        rule: "macros are replaced at most \(Self.deepest) deep", fix: "write it without itself")
    }
    var count = 0
    let letters = Array(body)
    for (k, c) in letters.enumerated() where c == "#" && k + 1 < letters.count {
      count = max(count, letters[k + 1].wholeNumberValue ?? 0)
    }
    var arguments: [String] = []
    for _ in 0..<count {
      skipSpace()
      guard at < scalars.count, !"}&=<>".contains(scalars[at]) else {
        throw LanguageFailure(
          place, here,
          "the macro `\\\(name)` takes \(count == 1 ? "one argument" : "\(count) arguments")",
          rule: "a macro has all its arguments", fix: "write them in braces")
      }
      if scalars[at] == "{" {
        arguments.append(try group(at))
      } else {
        let start = at
        at += 1
        if scalars[start] == "\\" {
          while at < scalars.count, scalars[at].isASCII, scalars[at].isLetter { at += 1 }
          if at == start + 1, at < scalars.count { at += 1 }
        }
        arguments.append(String(scalars[start..<at]))
      }
    }
    var text = ""
    var k = 0
    while k < letters.count {
      if letters[k] == "#", k + 1 < letters.count, let n = letters[k + 1].wholeNumberValue,
        n >= 1, n <= arguments.count
      {
        text += arguments[n - 1]
        k += 2
      } else {
        text.append(letters[k])
        k += 1
      }
      // Arguments that grow without end are cut off with a message.
      guard text.count <= Self.longest else {
        throw LanguageFailure(
          place, here, "the macro `\\\(name)` grows too long",
          rule: "a formula has at most \(Self.longest) characters", fix: "write it out")
      }
    }
    var inner = Lexer(
      text, place, macros: macros, depth: depth + 1,
      fixed: fixed ?? here.lowerBound..<max(here.upperBound, at))
    inner.expansions = expansions
    let list = try inner.run()
    expansions = inner.expansions
    return list
  }

  private func checkBraces(_ list: [Token]) throws(LanguageFailure) {
    var open: [Token] = []
    for token in list {
      if token.isSign("{") { open.append(token) }
      if token.isSign("}"), open.popLast() == nil {
        throw LanguageFailure(
          place, token.range, "a brace closes nothing", rule: "braces come in pairs",
          fix: "leave it out, or write `\\}` for a brace that is printed")
      }
    }
    if let last = open.last {
      throw LanguageFailure(
        place, last.range, "a brace is not closed", rule: "braces come in pairs",
        fix: "write the `}`")
    }
    try checkEnvironments(list)
  }

  private func checkEnvironments(_ list: [Token]) throws(LanguageFailure) {
    var open: [Token] = []
    for token in list {
      if token.name.hasPrefix("begin-") { open.append(token) }
      guard token.name.hasPrefix("end-") else { continue }
      let begin = open.popLast()
      guard begin?.name.dropFirst(6) == token.name.dropFirst(4) else {
        throw LanguageFailure(
          place, token.range,
          begin.map { "`\($0.shown)` is closed by `\(token.shown)`" }
            ?? "`\(token.shown)` has no `\\begin`",
          rule: "`\\begin` and `\\end` come in pairs",
          fix: begin.map { "write `\\end{\($0.name.dropFirst(6))}`" }
            ?? "write the `\\begin`, or leave it out")
      }
    }
    if let last = open.last {
      throw LanguageFailure(
        place, last.range, "`\(last.shown)` is not closed",
        rule: "`\\begin` and `\\end` come in pairs",
        fix: "write `\\end{\(last.name.dropFirst(6))}`")
    }
  }
}
