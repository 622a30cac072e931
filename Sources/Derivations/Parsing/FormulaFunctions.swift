// Functions by name, operators that bind a variable, and cases.
extension FormulaReader {
  mutating func function(_ name: String, _ token: Token) throws(LanguageFailure) -> Typed {
    at += 1
    switch name {
    case "frac", "tfrac", "dfrac":
      guard next != nil else { throw argumentMissing(token, "two arguments", "{a}{b}") }
      let top = try argument(isLast: false)
      let above = try read(top, as: "the numerator", near: group)
      guard next != nil else { throw argumentMissing(token, "two arguments", "{a}{b}") }
      let bottom = try argument()
      let below = try read(bottom, as: "the denominator", near: group)
      guard below.sort == .scalar else {
        throw failure(
          "\(words(below)) is no denominator", rule: "only scalars divide",
          fix: "divide by a number, such as a norm", at: below.range)
      }
      return Typed(
        expression: .quotient(above.expression, below.expression), sort: above.sort,
        range: token.range.lowerBound..<tokens[at - 1].range.upperBound, isRow: above.isRow)
    case "sqrt":
      var index: Rational?
      if take("[") {
        guard case .number(let text)? = next?.kind, let k = Rational(decimal: text[...]),
          k.isWhole, k.signum > 0
        else { throw expected("a whole number") }
        at += 1
        guard take("]") else { throw expected("`]`") }
        index = k
      }
      guard next != nil else { throw argumentMissing(token, "an argument", "{a}") }
      let list = try argument()
      let inner = try read(list, as: "the root", near: group)
      try demandScalar(inner, "the root")
      let range = token.range.lowerBound..<tokens[at - 1].range.upperBound
      if let index, index != Rational(2), let power = Rational.one.divided(by: index) {
        return Typed(
          expression: .power(inner.expression, .number(power)), sort: .scalar, range: range)
      }
      return Typed(expression: .root(inner.expression), sort: .scalar, range: range)
    case "log", "ln": return try applied(token, "log") { .logarithm($0) }
    case "exp": return try applied(token, "exp") { .exponential($0) }
    case "sign", "sgn":
      let inner = try functionArgument(token)
      guard !inner.isRow else {
        throw failure(
          "sign takes a scalar or a vector, not \(words(inner))",
          rule: "sign is taken of a number, or of every component",
          fix: "transpose behind it: $\\mathrm{sign}(w)^\\top$", at: inner.range)
      }
      if case .matrix = inner.sort {
        throw failure(
          "sign takes a scalar or a vector, not \(words(inner))",
          rule: "sign is taken of a number, or of every component", fix: "give it a vector",
          at: inner.range)
      }
      return Typed(
        expression: .sign(inner.expression), sort: inner.sort,
        range: token.range.lowerBound..<inner.range.upperBound)
    case "sum": return try total(token)
    case "max", "min", "sup", "inf":
      let goal: Goal = name == "max" || name == "sup" ? .maximum : .minimum
      if next?.isSign("_") == true {
        return try extremum(goal, claims: name == "max" || name == "min", token)
      }
      return try choice(goal, token)
    case "nabla": return try gradient(token)
    case "{", "lbrace":
      let outer = bars
      bars = []
      var inner = try sum()
      bars = outer
      guard take(command: "}") || take(command: "rbrace") else { throw unclosed(token, "\\}") }
      inner.range = token.range.lowerBound..<tokens[at - 1].range.upperBound
      inner.isOpen = false
      return inner
    case "lbrack":
      var inner = try sum()
      guard take(command: "rbrack") else { throw unclosed(token, "\\rbrack") }
      inner.isOpen = false
      return inner
    case "langle":
      let left = try sum()
      guard take(",") else { throw expected("`,`") }
      let right = try sum()
      guard take(command: "rangle") else { throw unclosed(token, "\\rangle") }
      let range = token.range.lowerBound..<tokens[at - 1].range.upperBound
      guard case .vector = left.sort, left.sort == right.sort else {
        throw failure(
          "an inner product of \(words(left)) and \(words(right))",
          rule: "an inner product takes two vectors of one length",
          fix: "look at the types in `where`", at: range)
      }
      return Typed(
        expression: .dot(left.expression, right.expression), sort: .scalar, range: range)
    case "begin-cases": return try cases(token)
    case "underbrace", "overbrace", "boxed", "underline":
      guard next != nil else { throw argumentMissing(token, "an argument", "{a}") }
      let list = try argument()
      var inner = try read(list, as: "the formula", near: group)
      // The label of a brace is typeset and not read.
      if name == "underbrace", take("_") { _ = try argument() }
      if name == "overbrace", take("^") { _ = try argument() }
      inner.range = token.range.lowerBound..<tokens[at - 1].range.upperBound
      inner.isOpen = false
      return inner
    case "infty":
      throw failure(
        "$\\infty$ is no number", rule: "$\\infty$ stands as the order of a norm only",
        fix: "write $\\|w\\|_\\infty$", at: token.range)
    default:
      at -= 1
      throw expected("a term")
    }
  }

  private func argumentMissing(
    _ token: Token, _ count: String, _ form: String
  ) -> LanguageFailure {
    failure(
      "an argument of `\(token.shown)` is missing", rule: "`\(token.shown)` has \(count)",
      fix: "write `\(token.shown)\(form)`",
      at: token.range.lowerBound..<max(token.range.upperBound, tokens[at - 1].range.upperBound))
  }

  /// What a function such as `\log` takes: what stands in brackets, or one factor.
  ///
  /// An exponent behind brackets is the function's: $\exp(a)^2$ is $(\exp(a))^2$.
  private mutating func functionArgument(_ token: Token) throws(LanguageFailure) -> Typed {
    guard let first = next else {
      throw failure(
        "`\(token.shown)` stands without its argument",
        rule: "a function is written with its argument", fix: "write `\(token.shown)(a)`",
        at: token.range)
    }
    if first.isSign("-") || first.isSign("+") {
      throw failure(
        "`\(first.shown)` stands behind `\(token.shown)`",
        rule: "a function of a negative number is written with brackets",
        fix: "write `\(token.shown)(\(first.shown)…)`",
        at: token.range.lowerBound..<max(token.range.upperBound, first.range.upperBound))
    }
    if first.isSign("^") || first.isSign("_") {
      throw failure(
        "`\(first.shown)` stands between `\(token.shown)` and its argument",
        rule: "a power of a function stands behind its argument; the logarithm is the natural one",
        fix: "write `\(token.shown)(a)^2`", at: first.range)
    }
    if first.isSign("(") || first.isSign("[") || first.isCommand("{") { return try atom() }
    let inner = try factor()
    if let after = next {
      var isLoose = false
      switch (first.kind, after.kind) {
      case (.letter, .letter), (.number, .letter), (.number, .command), (.letter, .command),
        (.letter, .sign("(")), (.number, .sign("(")), (.command, .letter), (.command, .sign("(")):
        isLoose = Self.startsName(first) || first.digit != nil
        if case .command = after.kind { isLoose = isLoose && Self.startsName(after) }
      default: break
      }
      if isLoose {
        throw failure(
          "it is not clear how far `\(token.shown)` reaches",
          rule: "a function of a product is written with brackets",
          fix: "write `\(token.shown)(…)`",
          at: token.range.lowerBound..<max(token.range.upperBound, after.range.upperBound))
      }
    }
    return inner
  }

  private mutating func applied(
    _ token: Token, _ name: String, _ make: (Expression) -> Expression
  ) throws(LanguageFailure) -> Typed {
    let inner = try functionArgument(token)
    try demandScalar(inner, name)
    return Typed(
      expression: make(inner.expression), sort: .scalar,
      range: token.range.lowerBound..<inner.range.upperBound)
  }

  /// `\max\{a, b\}`.
  private mutating func choice(_ goal: Goal, _ token: Token) throws(LanguageFailure) -> Typed {
    let isBrace = take(command: "{") || take(command: "lbrace")
    guard isBrace || take("(") || take("[") else {
      throw failure(
        "`\(token.shown)` has neither a set below it nor a list behind it",
        rule: "a maximum is over a set, $\\max_{\\dots}$, or of a list, $\\max\\{a, b\\}$",
        fix: "write the set below it", at: token.range)
    }
    let opener = tokens[at - 1]
    let outer = bars
    bars = []
    var list: [Expression] = []
    repeat {
      let entry = try sum()
      try demandScalar(entry, "a maximum of a list")
      list.append(entry.expression)
    } while take(",")
    bars = outer
    let isClosed =
      isBrace
      ? take(command: "}") || take(command: "rbrace") : take(opener.isSign("(") ? ")" : "]")
    guard isClosed else {
      throw unclosed(opener, isBrace ? "\\}" : opener.isSign("(") ? ")" : "]")
    }
    return Typed(
      expression: .choice(goal, list), sort: .scalar,
      range: token.range.lowerBound..<tokens[at - 1].range.upperBound)
  }

  /// The rest of a product, which an operator such as `\sum` takes, with a sign before it.
  private mutating func operand() throws(LanguageFailure) -> Typed {
    var isNegative = false
    while let token = next, token.isSign("-") || token.isSign("+") {
      if token.isSign("-") { isNegative.toggle() }
      at += 1
    }
    var result = try term()
    if isNegative { result.expression = .negated(result.expression) }
    return result
  }

  private mutating func total(_ token: Token) throws(LanguageFailure) -> Typed {
    var letter: String?
    var range: Dimension?
    var place = token.range
    while let mark = next, mark.isSign("_") || mark.isSign("^") {
      at += 1
      let list = try argument()
      place = group
      if mark.isSign("_") {
        guard let first = list.first, case .letter(let c) = first.kind else {
          throw failure(
            "the sum has no index", rule: "a sum runs over an index: $\\sum_{i=1}^n$",
            fix: "write `i=1`", at: place)
        }
        letter = String(c)
        if vocabulary.declarations[String(c)] != nil {
          throw failure(
            "the sum runs over `\(c)`, which is declared", rule: "a sum binds an index of its own",
            fix: "use another letter, such as `\\sum_{i=1}^n`", at: first.range)
        }
        if list.count > 1 {
          guard list.count == 3, list[1].isSign("="), list[2].kind == .number("1") else {
            throw failure(
              "`\(list.map(\.shown).joined())` is not understood below a sum",
              rule: "a sum runs from 1: $\\sum_{i=1}^n$", fix: "write `\(c)=1`", at: place)
          }
        }
      } else {
        guard list.count == 1, case .letter(let c) = list[0].kind,
          vocabulary.dimensions.contains(String(c))
        else {
          throw failure(
            "`\(list.map(\.shown).joined())` is no range of a sum",
            rule: "a sum runs to a dimension: "
              + vocabulary.dimensions.sorted().map { "`\($0)`" }.joined(separator: ", "),
            fix: "write `n` or `d`", at: place)
        }
        range = Dimension(String(c))
      }
    }
    guard let letter else {
      throw failure(
        "the sum has no index", rule: "a sum runs over an index: $\\sum_{i=1}^n$",
        fix: "write `\\sum_{i=1}^n`", at: token.range)
    }
    let before = ranges[letter]
    ranges[letter] = range
    bound.append(
      BoundName(
        key: letter, subscriptText: "", symbol: Symbol(letter), sort: range.map { .index($0) }))
    guard next != nil else {
      throw failure(
        "the sum has no terms", rule: "a sum is over what stands behind it",
        fix: "write the terms behind it",
        at: token.range.lowerBound..<max(token.range.upperBound, place.upperBound))
    }
    let body = try operand()
    bound.removeLast()
    let found = range ?? ranges[letter]
    ranges[letter] = before
    let whole = token.range.lowerBound..<max(token.range.upperBound, body.range.upperBound)
    guard let found else {
      throw failure(
        "the index `\(letter)` of the sum is not used and has no range",
        rule: "a sum says how far it runs", fix: "write `\\sum_{\(letter)=1}^n`", at: whole)
    }
    return Typed(
      expression: .total(index: Symbol(letter), found, body.expression), sort: body.sort,
      range: whole, isRow: body.isRow, isOpen: true)
  }

  /// `\nabla_x f(x, y)` of a declared function, or of any expression by differentiation.
  private mutating func gradient(_ token: Token) throws(LanguageFailure) -> Typed {
    guard take("_") else {
      throw failure(
        "the gradient has no variable", rule: "a gradient says in what: $\\nabla_x$",
        fix: "write `\\nabla_x`", at: token.range)
    }
    let list = try argument()
    let variable = try read(list, as: "the variable", near: group)
    guard case .symbol(let symbol, let indices) = variable.expression else {
      throw failure(
        "a gradient is taken in a symbol, not in this",
        rule: "a gradient says in what: $\\nabla_x$",
        fix: "write `\\nabla_x`", at: variable.range)
    }
    let operand = try gradientOperand()
    let range = token.range.lowerBound..<operand.range.upperBound
    try demandScalar(operand, "a gradient")
    if case .application(let f, 0, let arguments) = operand.expression,
      let position = arguments.firstIndex(of: variable.expression),
      arguments.filter({ $0.freeSymbols.contains(symbol) }).count == 1,
      case .vector = variable.sort
    {
      return Typed(
        expression: .gradient(f, argument: position, arguments), sort: variable.sort, range: range)
    }
    let scope = self.scope
    let derivative =
      indices.isEmpty
      ? (variable.sort == .scalar
        ? operand.expression.derivative(in: symbol, scope: scope)
        : operand.expression.gradient(in: symbol, scope: scope))
      : nil
    guard let derivative else {
      throw failure(
        "this gradient is not understood",
        rule: "gradients are taken of sums, products, norms, exp, log and declared functions",
        fix: "name the gradient with a symbol of its own", at: range)
    }
    return Typed(expression: derivative, sort: variable.sort, range: range)
  }

  /// One factor; `^\top` behind it belongs to the gradient, as in `\nabla_x \ell(x)^\top \delta`.
  private mutating func gradientOperand() throws(LanguageFailure) -> Typed {
    guard next != nil else { throw expected("what the gradient is taken of") }
    return try powers(of: try atom(), transposes: false)
  }

  private mutating func cases(_ token: Token) throws(LanguageFailure) -> Typed {
    var list: [Expression.Case] = []
    var sort: Sort?
    repeat {
      if next?.isCommand("end-cases") == true { break }
      guard next != nil else { throw unclosed(token, "\\end{cases}") }
      let value = try sum()
      guard next != nil else { throw unclosed(token, "\\end{cases}") }
      if let sort, sort != value.sort {
        throw failure(
          "\(words(value)) stands among cases of \(sort.words)", rule: "all cases have one type",
          fix: "look at the types in `where`", at: value.range)
      }
      sort = value.sort
      _ = take(",")
      _ = take("&")
      if next?.isCommand("\\") == true || next?.isCommand("end-cases") == true {
        throw failure(
          "the case has no condition",
          rule: "a case ends with its condition, or with `\\text{otherwise}`",
          fix: "write `& \\text{if } z < 0` behind it", at: value.range)
      }
      var condition = Proposition.truth(true)
      if let word = next, case .words(let text) = word.kind {
        at += 1
        let plain = text.filter { $0 != " " && $0 != "$" && $0 != "," }
        if plain == "otherwise" || plain == "else" {
          list.append(.init(value.expression, where: condition))
          continue
        }
        guard plain == "if" || plain == "for" || plain == "when" || plain == "where" else {
          throw failure(
            "`\(text)` is not understood in cases",
            rule: "a case ends with its condition, or with `\\text{otherwise}`",
            fix: "write `\\text{if } z < 0`", at: word.range)
        }
      }
      condition = try statement()
      list.append(.init(value.expression, where: condition))
    } while take(command: "\\")
    guard take(command: "end-cases") else { throw unclosed(token, "\\end{cases}") }
    guard !list.isEmpty else {
      throw failure(
        "the cases are empty", rule: "cases have at least one value", fix: "write one",
        at: token.range.lowerBound..<max(token.range.upperBound, tokens[at - 1].range.upperBound))
    }
    return Typed(
      expression: .piecewise(list), sort: sort ?? .scalar,
      range: token.range.lowerBound..<tokens[at - 1].range.upperBound)
  }
}
