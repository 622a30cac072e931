/// Reads expressions and statements from tokens, each typed as it is read.
struct FormulaReader {
  var tokens: [Token]
  let place: SourcePlace
  let vocabulary: Vocabulary
  /// Where the text ends, for messages about what is missing there.
  let end: Int
  var at = 0
  var bound: [BoundName] = []
  /// Open `|` and `\|`, which close themselves.
  var bars: [Token.Kind] = []
  /// Ranges of indices that were found by use.
  var ranges: [String: Dimension] = [:]
  /// Free indices that nobody declared: they stand for every value.
  var implicit: [String] = []
  /// Names that occurred.
  var used: Set<String> = []
  var nesting = 0
  /// The definitions that are being put in place, by name and number of parameters.
  var unfolding: [(name: String, count: Int)] = []
  /// How many tokens of definitions were put in place.
  var unfolded = 0
  /// Where the argument stands that was taken last, with its braces.
  var group = 0..<0
  /// Where the tokens stand that are read, with what is around them.
  private var extent: Range<Int>?

  static let deepest = 100
  static let largest = 100_000

  init(_ tokens: [Token], _ place: SourcePlace, _ vocabulary: Vocabulary, end: Int) {
    self.tokens = tokens
    self.place = place
    self.vocabulary = vocabulary
    self.end = end
  }

  // MARK: tokens

  var next: Token? { at < tokens.count ? tokens[at] : nil }
  func peek(_ k: Int) -> Token? { at + k < tokens.count ? tokens[at + k] : nil }

  mutating func take(_ sign: Character) -> Bool {
    guard next?.isSign(sign) == true else { return false }
    at += 1
    return true
  }
  mutating func take(command name: String) -> Bool {
    guard next?.isCommand(name) == true else { return false }
    at += 1
    return true
  }

  /// The place of the next token, or the last sign where the text has ended.
  var here: Range<Int> {
    if let next { return next.range }
    if let last = tokens.last { return last.range }
    if let extent { return extent }
    return max(0, end - 1)..<max(1, end)
  }

  func failure(
    _ message: String, rule: String, fix: String, at range: Range<Int>? = nil
  ) -> LanguageFailure {
    LanguageFailure(place, range ?? here, message, rule: rule, fix: fix)
  }

  /// Tokens of a brace group, or of the one token that stands here.
  ///
  /// As in TeX, a number without braces gives its first digit alone.
  /// - Parameter isLast: Whether no other argument takes the digits that are left over; what they
  ///   would then say, `x^12` being $x^1 2$, is hardly meant.
  mutating func argument(isLast: Bool = true) throws(LanguageFailure) -> [Token] {
    guard let first = next else {
      let last = tokens.last
      throw failure(
        last.map { "nothing stands behind `\($0.shown)`" } ?? "an argument is missing",
        rule: "a formula is complete", fix: "write its argument, or leave it out",
        at: last?.range)
    }
    if first.isSign("{") {
      let inner = closing(at)
      guard inner > at else {
        throw failure(
          "a brace is not closed", rule: "braces come in pairs", fix: "write the `}`",
          at: first.range)
      }
      let list = Array(tokens[(at + 1)..<inner])
      at = inner + 1
      group = first.range.lowerBound..<max(first.range.upperBound, tokens[inner].range.upperBound)
      return list
    }
    group = first.range
    if first.isSign("}") { throw expected("an argument") }
    if case .number(let text) = first.kind, text.count > 1 {
      guard !isLast, let (digit, rest) = first.digits else {
        throw failure(
          "only the first digit of `\(text)` stands here",
          rule: "without braces TeX takes one digit", fix: "write `{\(text)}`", at: first.range)
      }
      tokens.replaceSubrange(at...at, with: [digit, rest])
      at += 1
      return [digit]
    }
    if let count = Self.argumentCounts[first.name], count > 0 {
      throw failure(
        "`\(first.shown)` stands as an argument without braces",
        rule: "without braces an argument is one letter, digit or sign",
        fix: "put it in braces: `{\(first.shown)…}`", at: first.range)
    }
    at += 1
    return [first]
  }

  /// Commands that take arguments themselves.
  private static let argumentCounts: [String: Int] = [
    "frac": 2, "tfrac": 2, "dfrac": 2, "sqrt": 1, "underbrace": 1, "overbrace": 1, "boxed": 1,
  ]

  /// The index of the brace that closes the one at an index.
  private func closing(_ start: Int) -> Int {
    var level = 0
    for k in start..<tokens.count {
      if tokens[k].isSign("{") { level += 1 }
      if tokens[k].isSign("}") { level -= 1 }
      if level == 0 { return k }
    }
    return tokens.count - 1
  }

  /// Reads other tokens as an expression, in this scope.
  mutating func read(
    _ list: [Token], as what: String, near range: Range<Int>
  ) throws(LanguageFailure) -> Typed {
    guard !list.isEmpty else {
      throw failure(
        "\(what) is empty", rule: "a formula is complete", fix: "write what belongs there",
        at: range)
    }
    return try inside(list, near: range) { (reader) throws(LanguageFailure) in
      let value = try reader.sum()
      guard reader.next == nil else { throw reader.leftOver(what) }
      return value
    }
  }

  func demandDepth() throws(LanguageFailure) {
    guard nesting >= Self.deepest else { return }
    throw failure(
      "the formula is nested more than \(Self.deepest) deep",
      rule: "a formula has at most \(Self.deepest) levels", fix: "name a part in `let`")
  }

  /// Works on other tokens in this scope, and keeps what was learned of indices and names.
  mutating func inside<Result>(
    _ list: [Token], near range: Range<Int>,
    _ work: (inout FormulaReader) throws(LanguageFailure) -> Result
  ) throws(LanguageFailure) -> Result {
    try demandDepth()
    var inner = FormulaReader(list, place, vocabulary, end: range.upperBound)
    inner.bound = bound
    inner.ranges = ranges
    inner.implicit = implicit
    inner.used = used
    inner.unfolded = unfolded
    inner.unfolding = unfolding
    inner.nesting = nesting + 1
    inner.extent = range
    let result = try work(&inner)
    ranges = inner.ranges
    implicit = inner.implicit
    used = inner.used
    unfolded = inner.unfolded
    return result
  }

  // MARK: sums and products

  mutating func sum() throws(LanguageFailure) -> Typed {
    var isNegative = false
    let start = here
    while let token = next, token.isSign("-") || token.isSign("+") {
      if token.isSign("-") { isNegative.toggle() }
      at += 1
    }
    var result = try term()
    if isNegative {
      result.expression = .negated(result.expression)
      result.range = start.lowerBound..<max(start.upperBound, result.range.upperBound)
    }
    var terms = [result.expression]
    while let token = next, token.isSign("+") || token.isSign("-") {
      at += 1
      if next?.isSign("-") == true || next?.isSign("+") == true { throw twoSigns(token) }
      let right = try term()
      let range =
        min(
          result.range.lowerBound, right.range.lowerBound)..<max(
          result.range.upperBound, right.range.upperBound)
      guard result.sort == right.sort, result.isRow == right.isRow else {
        throw failure(
          "\(words(result)) and \(words(right)) cannot be added",
          rule: "only things of one type are added and subtracted",
          fix: "look at the types in `where`, and at transposes", at: range)
      }
      terms.append(token.isSign("-") ? .negated(right.expression) : right.expression)
      result = Typed(
        expression: result.expression, sort: result.sort, range: range, isRow: result.isRow)
    }
    if terms.count > 1 { result.expression = .adding(terms, zero: zeroOf(result.sort)) }
    return result
  }

  private func twoSigns(_ first: Token) -> LanguageFailure {
    failure(
      "`\(first.shown)` and `\(next?.shown ?? "")` stand side by side",
      rule: "a negative number behind an operator is written in brackets",
      fix: "write `\(first.shown) (-…)`, or one sign",
      at: first.range.lowerBound..<max(first.range.upperBound, here.upperBound))
  }

  private func zeroOf(_ sort: Sort) -> Expression {
    if case .vector(let d) = sort { return .zeroVector(d) }
    return .zero
  }

  func words(_ t: Typed) -> String {
    t.isRow ? "a transposed vector" : t.sort.words
  }

  /// Factors side by side, `\cdot`, `/`.
  mutating func term() throws(LanguageFailure) -> Typed {
    var parts: [Typed] = [try factor()]
    while let token = next {
      if parts.last?.isOpen == true { break }
      if token.isCommand("cdot") || token.isCommand("times") || token.isSign("*") {
        at += 1
        if let sign = next, sign.isSign("-") || sign.isSign("+") { throw twoSigns(token) }
        let right = try factor()
        if token.isCommand("cdot"), case .vector = right.sort, !right.isRow,
          let left = try? product(parts), !left.isRow, left.sort == right.sort
        {
          // Between two vectors the dot is the inner product.
          parts = [
            Typed(
              expression: .dot(left.expression, right.expression), sort: .scalar,
              range: left.range.lowerBound..<right.range.upperBound)
          ]
        } else {
          parts.append(right)
        }
      } else if token.isSign("/") {
        at += 1
        let below = try factor()
        let above = try product(parts)
        guard below.sort == .scalar else {
          throw failure(
            "\(words(below)) is no denominator", rule: "only scalars divide",
            fix: "divide by a number, such as a norm", at: below.range)
        }
        parts = [
          Typed(
            expression: .quotient(above.expression, below.expression), sort: above.sort,
            range: above.range.lowerBound..<below.range.upperBound, isRow: above.isRow)
        ]
      } else if canStartFactor(token) {
        parts.append(try factor())
      } else {
        break
      }
    }
    return try product(parts)
  }

  private func canStartFactor(_ token: Token) -> Bool {
    switch token.kind {
    case .letter, .number: return true
    case .sign(let c):
      if c == "|" { return bars.last != token.kind }
      return c == "(" || c == "[" || c == "{"
    case .command(let name):
      if name == "|" || name == "Vert" { return bars.last != .command("|") }
      if name == "vert" { return bars.last != .sign("|") }
      return Self.starting.contains(name) || Self.letters.contains(name)
        || Self.styles.contains(name) || Self.accents.contains(name)
    case .words(let words):
      return Self.isFunctionWord(words) || words.count <= 12 && !words.contains(" ")
    }
  }

  static func isFunctionWord(_ words: String) -> Bool {
    ["sign", "sgn", "max", "min", "log", "exp", "sup", "inf", "ln"].contains(
      words.filter { $0 != " " })
  }

  static let starting: Set<String> = [
    "frac", "tfrac", "dfrac", "sqrt", "sum", "max", "min", "sup", "inf", "log", "ln", "exp", "sign",
    "sgn", "nabla", "{", "lvert", "lVert", "langle", "begin-cases", "begin-aligned", "lbrace",
    "lbrack", "underbrace", "overbrace", "boxed", "underline",
  ]
  static let letters: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta",
    "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varrho", "sigma", "tau", "upsilon",
    "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi",
    "Sigma",
    "Phi", "Psi", "Omega", "ell",
  ]
  static let styles: Set<String> = [
    "mathbf", "boldsymbol", "bm", "mathit", "mathcal", "pmb", "vec", "mathfrak", "mathscr",
  ]
  static let accents: Set<String> = [
    "hat", "widehat", "tilde", "widetilde", "bar", "overline", "dot", "check",
  ]

  /// Scalars, at most one row, matrices and a column, multiplied from left to right.
  func product(_ parts: [Typed]) throws(LanguageFailure) -> Typed {
    guard let first = parts.first, let last = parts.last else { throw expected("a factor") }
    if parts.count == 1 { return first }
    var scalars: [Expression] = []
    var current: Typed?
    for part in parts {
      if part.sort == .scalar {
        scalars.append(part.expression)
        continue
      }
      guard let left = current else {
        current = part
        continue
      }
      let range = left.range.lowerBound..<part.range.upperBound
      func mismatch(_ fix: String) -> LanguageFailure {
        failure(
          "\(words(left)) times \(words(part)) is not defined",
          rule: "products join a row with a column, or a matrix with what fits it", fix: fix,
          at: range)
      }
      switch (left.sort, part.sort) {
      case (.vector(let m), .vector(let d)):
        guard left.isRow, !part.isRow else {
          throw mismatch("write `^\\top` at the left one: $w^\\top x$")
        }
        guard m == d else { throw mismatch("look at the lengths in `where`") }
        scalars.append(.dot(left.expression, part.expression))
        current = nil
      case (.vector(let m), .matrix(let rows, let columns)):
        guard left.isRow else { throw mismatch("write `^\\top` at the vector") }
        guard m == rows else { throw mismatch("look at the sizes in `where`") }
        current = Typed(
          expression: .image(.transpose(part.expression), left.expression),
          sort: .vector(columns), range: range, isRow: true)
      case (.matrix(let rows, let columns), .vector(let d)):
        guard !part.isRow, columns == d else { throw mismatch("look at the sizes in `where`") }
        current = Typed(
          expression: .image(left.expression, part.expression), sort: .vector(rows), range: range)
      case (.matrix(let rows, let inner), .matrix(let other, let columns)):
        guard inner == other else { throw mismatch("look at the sizes in `where`") }
        current = Typed(
          expression: .matrixProduct(left.expression, part.expression),
          sort: .matrix(rows: rows, columns: columns), range: range)
      default: throw mismatch("look at the types in `where`")
      }
    }
    let range = first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound)
    guard let current else {
      return Typed(expression: .multiplying(scalars), sort: .scalar, range: range)
    }
    return Typed(
      expression: scalars.isEmpty
        ? current.expression : .multiplying(scalars + [current.expression]),
      sort: current.sort, range: range, isRow: current.isRow)
  }

  // MARK: factors

  mutating func factor() throws(LanguageFailure) -> Typed {
    try powers(of: try atom(), transposes: true)
  }

  /// The exponents behind a base.
  ///
  /// - Parameter transposes: Whether `^\top` belongs to it too.
  mutating func powers(of first: Typed, transposes: Bool) throws(LanguageFailure) -> Typed {
    var base = first
    var isRaised = false
    while let token = next, token.isSign("^") {
      guard let mark = peek(1) else {
        at += 1
        throw expected("an exponent")
      }
      var inner = mark
      if mark.isSign("{"), let only = peek(2), peek(3)?.isSign("}") == true { inner = only }
      let isTranspose =
        inner.isCommand("top") || inner.isCommand("intercal") || inner.kind == .letter("T")
        || inner.kind == .words("T")
      if isTranspose, !transposes { break }
      if isRaised {
        throw failure(
          "two superscripts stand side by side", rule: "TeX has one superscript behind a name",
          fix: "write brackets around the first: `(…^2)^3`, or braces around both", at: token.range)
      }
      isRaised = true
      if isTranspose, base.sort != .scalar {
        at += mark.isSign("{") ? 4 : 2
        switch base.sort {
        case .vector: base.isRow.toggle()
        case .matrix(let m, let d):
          base.expression = .transpose(base.expression)
          base.sort = .matrix(rows: d, columns: m)
        default: break
        }
        base.range = base.range.lowerBound..<(tokens[at - 1].range.upperBound)
        continue
      }
      at += 1
      let list = try argument()
      let exponent = try read(list, as: "the exponent", near: group)
      let range = base.range.lowerBound..<max(base.range.upperBound, group.upperBound)
      guard base.sort == .scalar else {
        throw failure(
          "\(words(base)) has no power", rule: "only scalars are raised to powers",
          fix: "write $\\|w\\|_2^2$ or $w^\\top w$", at: range)
      }
      guard exponent.sort == .scalar else {
        throw failure(
          "\(words(exponent)) is no exponent", rule: "exponents are scalars",
          fix: "write a number", at: exponent.range)
      }
      base = Typed(
        expression: .power(base.expression, exponent.expression), sort: .scalar, range: range)
    }
    return base
  }

  mutating func atom() throws(LanguageFailure) -> Typed {
    nesting += 1
    defer { nesting -= 1 }
    try demandDepth()
    guard let token = next else { throw expected("a term") }
    switch token.kind {
    case .number(let text):
      at += 1
      guard let value = Rational(decimal: text[...]) else {
        throw failure(
          "`\(text)` is too long a number", rule: "numbers have at most 400 digits",
          fix: "write fewer digits", at: token.range)
      }
      return Typed(expression: .number(value), sort: .scalar, range: token.range)
    case .letter("e") where peek(1)?.isSign("^") == true && !isKnown("e"):
      at += 2
      let list = try argument()
      let exponent = try read(list, as: "the exponent", near: group)
      try demandScalar(exponent, "exp")
      return Typed(
        expression: .exponential(exponent.expression), sort: .scalar,
        range: token.range.lowerBound..<exponent.range.upperBound)
    case .letter: return try named()
    case .sign("("), .sign("["), .sign("{"): return try parenthesis(token)
    case .sign("|"): return try modulus(token)
    case .command("|"), .command("Vert"), .command("lVert"): return try norm(token)
    case .command("vert"), .command("lvert"): return try modulus(token)
    case .words(let words) where Self.isFunctionWord(words):
      return try function(words.filter { $0 != " " }, token)
    case .words: return try named()
    case .command(let name):
      if Self.styles.contains(name), let vector = try constantVector(token) { return vector }
      if Self.letters.contains(name) || Self.styles.contains(name) || Self.accents.contains(name) {
        return try named()
      }
      return try function(name, token)
    default: throw expected("a term")
    }
  }

  /// `\mathbf{0}` and `\mathbf{1}`: the vectors of zeros and of ones.
  private mutating func constantVector(_ token: Token) throws(LanguageFailure) -> Typed? {
    let number = peek(1)?.isSign("{") == true ? peek(2) : peek(1)
    guard let text = number?.digit, text == "0" || text == "1" else { return nil }
    at += 1
    let list = try argument()
    guard list.count == 1 else { throw expected("a name") }
    let value: Expression =
      text == "0"
      ? .zeroVector(.space) : .tuple(index: Symbol("#k"), .space, body: .one)
    return Typed(
      expression: value, sort: .vector(.space),
      range: token.range.lowerBound..<tokens[at - 1].range.upperBound)
  }

  func demandScalar(_ t: Typed, _ name: String) throws(LanguageFailure) {
    guard t.sort == .scalar else {
      throw failure(
        "\(name) takes a scalar, not \(words(t))", rule: "\(name) is a function of one number",
        fix: "give it a number, such as $w^\\top x$", at: t.range)
    }
  }

  private mutating func parenthesis(_ token: Token) throws(LanguageFailure) -> Typed {
    at += 1
    let close: Character = token.isSign("(") ? ")" : token.isSign("[") ? "]" : "}"
    if next?.isSign(close) == true {
      throw failure(
        "`\(token.shown)\(close)` is empty", rule: "a formula is complete",
        fix: "write what belongs there, or leave it out",
        at: token.range.lowerBound..<max(token.range.upperBound, here.upperBound))
    }
    let outer = bars
    bars = []
    var inner = try sum()
    bars = outer
    guard take(close) else { throw unclosed(token, String(close)) }
    inner.range = token.range.lowerBound..<tokens[at - 1].range.upperBound
    inner.isOpen = false
    guard next?.isSign("_") == true else { return inner }
    at += 1
    let list = try argument()
    if list.count == 1, list[0].isSign("+") {
      try demandScalar(inner, "the positive part")
      return Typed(
        expression: .choice(.maximum, [.zero, inner.expression]), sort: .scalar,
        range: inner.range.lowerBound..<tokens[at - 1].range.upperBound)
    }
    return try component(inner, list, near: group)
  }

  private mutating func modulus(_ token: Token) throws(LanguageFailure) -> Typed {
    at += 1
    let isPaired = token.isCommand("lvert")
    guard next != nil else { throw unclosed(token, isPaired ? "\\rvert" : "|") }
    bars.append(isPaired ? .command("lvert") : .sign("|"))
    let inner = try sum()
    bars.removeLast()
    let isClosed =
      isPaired ? take(command: "rvert") : take("|") || take(command: "vert")
    guard isClosed else { throw unclosed(token, isPaired ? "\\rvert" : "|") }
    guard inner.sort == .scalar else {
      throw failure(
        "$|\\cdot|$ takes a scalar, not \(words(inner))", rule: "the modulus is one of numbers",
        fix: "write $\\|w\\|_2$ for a vector", at: inner.range)
    }
    return Typed(
      expression: .absolute(inner.expression), sort: .scalar,
      range: token.range.lowerBound..<tokens[at - 1].range.upperBound)
  }

  private mutating func norm(_ token: Token) throws(LanguageFailure) -> Typed {
    at += 1
    let isPaired = token.isCommand("lVert")
    bars.append(isPaired ? .command("lVert") : .command("|"))
    let inner = try sum()
    bars.removeLast()
    let isClosed =
      isPaired ? take(command: "rVert") : take(command: "|") || take(command: "Vert")
    guard isClosed else { throw unclosed(token, isPaired ? "\\rVert" : "\\|") }
    let range = token.range.lowerBound..<tokens[at - 1].range.upperBound
    guard case .vector = inner.sort, !inner.isRow else {
      throw failure(
        "$\\|\\cdot\\|$ takes a vector, not \(words(inner))", rule: "norms are norms of vectors",
        fix: "write $|\\cdot|$ for a number", at: range)
    }
    guard take("_") else {
      throw failure(
        "the norm has no order", rule: "a norm says which one it is", fix: "write $\\|w\\|_2$",
        at: range)
    }
    let list = try argument()
    let order = try normOrder(list, near: group)
    return Typed(
      expression: .norm(inner.expression, order), sort: .scalar,
      range: range.lowerBound..<tokens[at - 1].range.upperBound)
  }

  private mutating func normOrder(
    _ list: [Token], near range: Range<Int>
  ) throws(LanguageFailure) -> NormOrder {
    if list.count == 1, list[0].isCommand("infty") { return .infinity }
    if list.count == 1, case .number(let text) = list[0].kind,
      let value = Rational(decimal: text[...]), value >= .one
    {
      return .number(value)
    }
    if list.count == 1, case .letter(let c) = list[0].kind,
      let declaration = vocabulary.declarations[String(c)], declaration.type == .order
    {
      used.insert(String(c))
      return .symbol(declaration.symbol)
    }
    if list.count > 1 {
      let value = try read(list, as: "the order", near: range)
      if case .quotient(.number(let a), .number(let b)) = value.expression,
        let p = a.divided(by: b), p >= .one
      {
        return .number(p)
      }
    }
    throw failure(
      "`\(list.map(\.shown).joined())` is no order of a norm",
      rule: "the order is a number of at least 1, `\\infty`, or a symbol declared as `order`",
      fix: "write `2`, `\\infty`, or declare it: "
        + "`\(list.count == 1 && list[0].digit == nil ? list[0].shown : "p"): order`", at: range)
  }
}
