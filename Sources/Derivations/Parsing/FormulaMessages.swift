// What is said of tokens that cannot be read.
extension FormulaReader {
  /// What stands here instead of something else.
  func expected(_ what: String) -> LanguageFailure {
    if let next { return stray(next) ?? misplaced(next, what) }
    guard let last = tokens.last else {
      return failure(
        "\(what) is missing: nothing stands here", rule: "a formula is complete",
        fix: "write \(what)")
    }
    return failure(
      "behind `\(last.shown)` \(what) is missing", rule: "a formula is complete",
      fix: "write \(what)")
  }

  private func misplaced(_ token: Token, _ what: String) -> LanguageFailure {
    if Self.advice[token.name] != nil { return unknownCommand(token) }
    return failure(
      "`\(token.shown)` stands where \(what) is expected",
      rule: "a formula is read from left to right, and every part is understood",
      fix: "write \(what) there, or give the step a reason under `unchecked:`", at: token.range)
  }

  /// What is left over behind a part that was read to its end.
  func leftOver(_ what: String) -> LanguageFailure {
    guard let next else { return expected("the rest") }
    if let known = stray(next) { return known }
    if Self.advice[next.name] != nil { return unknownCommand(next) }
    if Self.relation(next) != nil || next.isCommand("approx") || next.isCommand("in") {
      return failure(
        "the relation `\(next.shown)` stands inside \(what)",
        rule: "relations stand between the sides of a step", fix: "leave it out", at: next.range)
    }
    return failure(
      "`\(next.shown)` is left over behind \(what)",
      rule: "a formula is read from left to right, and every part is understood",
      fix: "leave it out, or give the step a reason under `unchecked:`", at: next.range)
  }

  /// A bracket that the next token does not close.
  func unclosed(_ opener: Token, _ close: String) -> LanguageFailure {
    let rule = "brackets come in pairs"
    if let next {
      if Self.closers.contains(next.shown) {
        return failure(
          "`\(opener.shown)` is closed by `\(next.shown)`", rule: rule, fix: "write `\(close)`",
          at: next.range)
      }
      let isEnd =
        Self.relation(next) != nil || next.isCommand("\\") || next.isSign("&") || next.isSign(",")
      if !isEnd, let known = stray(next) { return known }
      return failure(
        "`\(opener.shown)` is not closed before `\(next.shown)`", rule: rule,
        fix: "write `\(close)`", at: opener.range)
    }
    return failure(
      "`\(opener.shown)` is not closed", rule: rule, fix: "write `\(close)`", at: opener.range)
  }

  private static let closers: Set<String> = [")", "]", "}", "\\}", "\\rbrace", "\\rangle"]

  /// A token that is wrong wherever it stands; nil for any other.
  func stray(_ token: Token) -> LanguageFailure? {
    func wrong(_ message: String, _ rule: String, _ fix: String) -> LanguageFailure {
      failure(message, rule: rule, fix: fix, at: token.range)
    }
    switch token.kind {
    case .words(let words):
      return wrong(
        "the words \"\(words)\" are not understood here",
        "words that are read: for some, for all, with, and, is convex in, is attained",
        "write them behind `&&` as a reason, or give the step one under `unchecked:`")
    case .command("\\"):
      return wrong(
        "a line ends inside a formula", "lines end between relations", "leave `\\\\` out")
    case .command("stackrel"), .command("overset"), .command("underset"):
      return wrong(
        "`\(token.shown)` has no relation",
        "it has two arguments, the second one a relation: $\\stackrel{(a)}{=}$",
        "write the relation in braces")
    case .command(let name):
      return Self.understands(name) ? nil : unknownCommand(token)
    case .sign(let c) where !c.isASCII:
      return unicode(c, token)
    case .sign("$"):
      return wrong("`$` stands in a formula", "the whole body is a formula", "leave it out")
    case .sign("_"), .sign("^"):
      return wrong(
        "`\(token.shown)` has nothing that it could belong to",
        "a sub- or superscript stands behind a name or a bracket",
        "write the name before it, or brackets around what it belongs to")
    case .sign("."), .sign(","):
      if let number = brokenNumber(token) { return number }
      return wrong(
        "`\(token.shown)` is not understood here",
        "punctuation stands at a line's end, commas between arguments", "leave it out")
    case .sign(";"):
      return wrong(
        "`\(token.shown)` is not understood here",
        "punctuation stands at a line's end, commas between arguments", "leave it out")
    case .sign(":"):
      return wrong(
        "`:` is not understood here", "a body is made of relations",
        "write definitions under `let`, and sets as relations")
    case .sign(")"), .sign("]"), .sign("}"):
      return wrong(
        "`\(token.shown)` closes nothing", "brackets come in pairs",
        "leave it out, or write the bracket that it closes")
    case .sign("&"):
      return wrong("`&` stands inside a formula", "`&` stands before a relation", "leave it out")
    case .sign(let c) where "\"#@`!?".contains(c):
      return wrong(
        "`\(c)` is no sign of a checked formula",
        "every sign is understood; see `advbook explain derive --notation`",
        "leave it out, or give the step a reason under `unchecked:`")
    default: return nil
    }
  }

  /// A number with a comma, two points, or none before its point; nil for any other sign.
  private func brokenNumber(_ token: Token) -> LanguageFailure? {
    guard let k = tokens.indices.dropFirst(max(0, at - 1)).first(where: { tokens[$0] == token })
    else { return nil }
    let isPoint = token.isSign(".")
    let before =
      k > 0 && tokens[k - 1].range.upperBound == token.range.lowerBound
      ? tokens[k - 1].digit : nil
    let after =
      k + 1 < tokens.count && tokens[k + 1].range.lowerBound == token.range.upperBound
      ? tokens[k + 1].digit : nil
    guard let after, before != nil || isPoint else { return nil }
    let text = (before ?? "") + token.shown + after
    let start = before == nil ? token.range.lowerBound : tokens[k - 1].range.lowerBound
    return failure(
      "`\(text)` is no number",
      rule: "a number is made of digits with at most one point among them",
      fix: before == nil
        ? "write `0\(text)`"
        : isPoint ? "leave one point out" : "write `\((before ?? "") + after)`",
      at: start..<max(start + 1, tokens[k + 1].range.upperBound))
  }

  /// What is wrong with a line that has no relation: a sign that may have been meant for one.
  static func misunderstood(
    _ list: [Token], _ vocabulary: Vocabulary
  ) -> LanguageFailure? {
    var reader = FormulaReader(list, .body, vocabulary, end: list.last?.range.upperBound ?? 1)
    for (k, token) in list.enumerated() {
      reader.at = k
      switch token.kind {
      case .command("\\"), .words: continue
      case .command, .sign(":"): break
      case .sign(let c) where !c.isASCII: break
      default: continue
      }
      if let failure = reader.stray(token) { return failure }
    }
    return nil
  }

  /// A sign that no key of TeX makes.
  private func unicode(_ c: Character, _ token: Token) -> LanguageFailure {
    let code = c.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined()
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    let fix: String
    switch c {
    case "‐", "‑", "‒", "–", "—": fix = "write `-`"
    case "’", "‘", "´": fix = "write `'` for a derivative"
    case "“", "”", "„", "«", "»": fix = "leave it out; words stand in `\\text{…}`"
    case "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}": fix = "delete it"
    case "…", "⋯": fix = "write all terms, or give the step a reason under `unchecked:`"
    case "÷": fix = "write `/` or `\\frac`"
    case "≔": fix = "write definitions under `let`"
    default: fix = "write it as a TeX command, or give the step a reason under `unchecked:`"
    }
    let isVisible = c.unicodeScalars.allSatisfy { !$0.properties.isDefaultIgnorableCodePoint }
    return failure(
      (isVisible ? "`\(c)` (U+\(padded))" : "the invisible U+\(padded)") + " is not understood",
      rule: "formulas are written in TeX's signs and the usual ones of Unicode", fix: fix,
      at: token.range
    ).about("U+\(padded)")
  }

  /// Whether a command means something somewhere.
  private static func understands(_ name: String) -> Bool {
    starting.contains(name) || letters.contains(name) || styles.contains(name)
      || accents.contains(name) || relations[name] != nil || placed.contains(name)
  }

  /// Commands that are read where they belong.
  private static let placed: Set<String> = [
    "=", "cdot", "times", "in", "forall", "colon", "land", "wedge", "mathbb", "top", "intercal",
    "prime", "star", "ast", "infty", "approx", "simeq", "implies", "Rightarrow", "Longrightarrow",
    "iff", "Leftrightarrow", "Longleftrightarrow", "arg", "argmin", "argmax", "substack", "|", "}",
    "rbrace", "rbrack", "rangle", "vert", "Vert", "rvert", "rVert", "end-cases",
  ]

  /// A command that nothing is known of.
  func unknownCommand(_ token: Token) -> LanguageFailure {
    let name = token.name
    var fix = ""
    if let own = Self.advice[name] {
      return failure(
        "`\(token.shown)` is not understood", rule: Self.everything,
        fix: own + ", or give the step a reason under `unchecked:`", at: token.range
      ).about(token.shown)
    }
    if !Self.elsewhere.contains(name) {
      fix = Nearest.name(to: name, in: Self.known).map { "write `\\\($0)`, or " } ?? ""
      fix += "define it under `macros:`, or "
    }
    return failure(
      "`\(token.shown)` is not understood", rule: Self.everything,
      fix: fix + "give the step a reason under `unchecked:`", at: token.range
    ).about(token.shown)
  }

  private static let everything =
    "every command of a checked formula is understood; see `advbook explain derive --notation`"

  /// All commands that may have been meant, in order.
  private static let known: [String] = starting.union(letters).union(styles).union(accents)
    .union(relations.keys).union(placed).filter { !$0.contains("-") }.sorted()

  /// What to write instead of some commands.
  private static let advice: [String: String] = [
    "not": "write `\\ne`", "over": "write `\\frac{…}{…}`", "coloneqq": "write it under `let`",
    "triangleq": "write it under `let`", "equiv": "write `=`, or a definition under `let`",
    "ldots": "write `\\sum`", "dots": "write `\\sum`", "cdots": "write `\\sum`",
    "prod": "write the factors", "mid": "write `\\lvert … \\rvert`, or a comma in a set",
    "parallel": "write `\\|`", "exists": "write `\\text{ for some }` behind the relation",
    "pm": "write both cases", "mp": "write both cases", "to": "write the limit's claim with `\\le`",
    "mathbb": "write the set as relations", "bf": "write `\\mathbf{…}`",
    "rm": "write `\\mathrm{…}`", "it": "write `\\mathit{…}`", "cal": "write `\\mathcal{…}`",
    "infty": "write $\\|w\\|_\\infty$",
  ]

  /// Commands that TeX knows, so that another one is hardly meant.
  private static let elsewhere: Set<String> = [
    "sin", "cos", "tan", "tanh", "sinh", "cosh", "arctan", "int", "oint", "lim", "limsup", "liminf",
    "partial", "det", "dim", "ker", "gcd", "Pr", "deg", "hom", "lfloor", "rfloor", "lceil", "rceil",
    "binom", "choose", "cup", "cap", "subset", "subseteq", "setminus", "emptyset", "circ", "odot",
    "otimes", "oplus", "sim", "propto", "ll", "gg", "perp", "succ", "prec", "succeq", "preceq",
    "mapsto", "mod", "bmod", "pmod", "neg", "lor", "vee", "%", "$", "#", "_", "&", "imath", "jmath",
    "hbar", "Re", "Im", "aleph", "angle", "triangle", "square", "dagger", "ddagger", "bullet",
    "cancel", "xrightarrow", "stackunder", "begin-pmatrix", "begin-bmatrix", "begin-matrix",
    "begin-vmatrix", "begin-array", "begin-smallmatrix",
  ]
}
