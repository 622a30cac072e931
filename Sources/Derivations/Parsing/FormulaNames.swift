// Names: declared and bound symbols, members of families, components, functions, definitions.
extension FormulaReader {
  /// The declared symbols and those bound around this place.
  var scope: Scope {
    Scope(vocabulary.order.compactMap { vocabulary.declarations[$0] }).binding(
      bound.compactMap { name in name.sort.map { Bound(name.symbol, $0) } })
  }

  func isKnown(_ name: String) -> Bool {
    vocabulary.declarations[name] != nil || bound.contains { $0.key == name }
      || vocabulary.definitions.contains { $0.name == name }
  }

  /// Whether a token may begin a name.
  static func startsName(_ token: Token) -> Bool {
    switch token.kind {
    case .letter, .words: true
    case .command(let name):
      letters.contains(name) || styles.contains(name) || accents.contains(name)
    default: false
    }
  }

  /// A letter with its accent, style, star, primes and subscript.
  mutating func name() throws(LanguageFailure) -> Name {
    guard let first = next else { throw expected("a name") }
    let (base, bold) = try stem()
    var isStarred = false
    var primes = 0
    var subscripts: [Token] = []
    var end = tokens[at - 1].range.upperBound
    scan: while let token = next {
      if token.isSign("'") {
        primes += 1
        at += 1
      } else if token.isSign("_") {
        guard subscripts.isEmpty else {
          throw failure(
            "two subscripts stand side by side", rule: "TeX has one subscript behind a name",
            fix: "write both in one: `_{ij}`", at: token.range)
        }
        // `(…)_+` and `\max_{…}` never come here.
        at += 1
        subscripts = try argument()
        guard !subscripts.isEmpty else {
          throw failure(
            "the subscript is empty", rule: "a formula is complete",
            fix: "write what belongs there, or leave `_` out", at: group)
        }
      } else if token.isSign("^") {
        var list: [Token] = []
        if let mark = peek(1) {
          if mark.isSign("{") {
            var k = 2
            while let inner = peek(k), !inner.isSign("}") {
              list.append(inner)
              k += 1
            }
          } else {
            list = [mark]
          }
        }
        let isStar =
          list.count == 1
          && (list[0].isSign("*") || list[0].isCommand("star") || list[0].isCommand("ast"))
        let arePrimes = !list.isEmpty && list.allSatisfy { $0.isCommand("prime") || $0.isSign("'") }
        if let first = list.first, list.count == 2, peek(1)?.isSign("{") == true,
          first.isSign("*") || first.isCommand("star") || first.isCommand("ast"),
          list[1].isCommand("top") || list[1].kind == .letter("T") || list[1].kind == .words("T")
        {
          // `w^{*\top}`: the star is the name's, the rest is read behind it.
          tokens.replaceSubrange((at + 1)...(at + 4), with: [list[1]])
          isStarred = true
          end = first.range.upperBound
          break scan
        }
        guard isStar || arePrimes else { break scan }
        at += 1
        _ = try argument()
        if isStar { isStarred = true } else { primes += list.count }
        if let second = next, second.isSign("^") {
          throw failure(
            "two superscripts stand side by side", rule: "TeX has one superscript behind a name",
            fix: "write braces around the name: `{w^*}^\\top`", at: second.range)
        }
      } else {
        break scan
      }
      end = tokens[at - 1].range.upperBound
    }
    return Name(
      base: base, bold: bold, isStarred: isStarred, primes: primes, subscripts: subscripts,
      range: first.range.lowerBound..<max(end, first.range.upperBound))
  }

  /// The base of a name, without and with bold.
  private mutating func stem() throws(LanguageFailure) -> (String, String?) {
    guard let token = next else { throw expected("a name") }
    at += 1
    switch token.kind {
    case .letter(let c): return (String(c), nil)
    case .words(let words): return ("\\mathrm{\(words)}", nil)
    case .command(let name) where Self.letters.contains(name): return ("\\\(name)", nil)
    case .command(let name) where Self.styles.contains(name):
      let list = try argument()
      let inner = try inside(list, near: group) { (reader) throws(LanguageFailure) in
        let inner = try reader.stem().0
        guard reader.next == nil else { throw reader.leftOver("the name") }
        return inner
      }
      if name == "mathcal" || name == "mathfrak" || name == "mathscr" {
        return ("\\\(name){\(inner)}", nil)
      }
      return (inner, "\\mathbf{\(inner)}")
    case .command(let name) where Self.accents.contains(name):
      let list = try argument()
      let inner = try inside(list, near: group) { (reader) throws(LanguageFailure) in
        let inner = try reader.stem()
        guard reader.next == nil else { throw reader.leftOver("the name") }
        return inner
      }
      let accent = name == "widehat" ? "hat" : name == "widetilde" ? "tilde" : name
      return ("\\\(accent){\(inner.0)}", inner.1.map { "\\\(accent){\($0)}" })
    default:
      at -= 1
      throw expected("a name")
    }
  }

  /// A name as a term: a symbol, a member, a component, a function at its arguments.
  mutating func named() throws(LanguageFailure) -> Typed {
    let name = try self.name()
    for bare in [name.bold.flatMap { vocabulary.boldNames.contains($0) ? $0 : nil }, name.base] {
      guard let bare else { continue }
      let spelled = Name(
        base: bare, bold: nil, isStarred: name.isStarred, primes: name.primes,
        subscripts: name.subscripts, range: name.range)
      if let found = try resolved(spelled) { return found }
    }
    throw unknown(name)
  }

  func unknown(_ name: Name) -> LanguageFailure {
    if vocabulary.indices[name.base] != nil, name.subscripts.isEmpty, name.primes == 0 {
      return failure(
        "the index `\(name.base)` stands as a number", rule: "an index stands below a symbol",
        fix: "write it as a subscript", at: name.range)
    }
    if name.primes > 0, let known = vocabulary.declarations[name.unprimed]?.type.sort {
      return failure(
        "`\(name.unprimed)` is \(known.words) and has no derivative",
        rule: "a prime is the derivative of a function of one number",
        fix: "leave it out, or declare a symbol of its own: `\(name.stem): scalar`", at: name.range)
    }
    if name.base == "e", name.range.count == 1, at >= 2, tokens[at - 2].digit != nil,
      tokens[at - 2].range.upperBound == name.range.lowerBound, let power = next?.digit
    {
      let text = (tokens[at - 2].digit ?? "") + "e" + power
      return failure(
        "`\(text)` is no number", rule: "a number is made of digits with at most one point",
        fix: "write `10^{\(power)}`",
        at: tokens[at - 2].range.lowerBound..<max(name.range.upperBound, here.upperBound))
    }
    let mistaken = [name.whole, name.unprimed, name.stem, name.base].compactMap {
      vocabulary.mistaken[$0]
    }.first
    let near = Nearest.name(to: name.whole, in: vocabulary.names + bound.map(\.key))
    return failure(
      "`\(name.whole)` is not declared", rule: "every symbol is declared in `where`",
      fix: near.map { "write `\($0)`, or declare it: `\(name.whole): vector`" }
        ?? "declare it: `\(name.whole): vector`", at: name.range
    ).about(mistaken ?? name.whole)
  }

  private mutating func resolved(_ name: Name) throws(LanguageFailure) -> Typed? {
    // What is bound nearest comes first.
    for entry in bound.reversed() where entry.key == name.stem {
      guard entry.subscriptText.isEmpty || entry.subscriptText == name.subscriptText else {
        continue
      }
      guard let sort = entry.sort else {
        throw failure(
          "the index `\(name.base)` stands as a number", rule: "an index stands below a symbol",
          fix: "write it as a subscript", at: name.range)
      }
      let whole = Typed(expression: .of(entry.symbol), sort: sort, range: name.range)
      if !entry.subscriptText.isEmpty || name.subscripts.isEmpty { return whole }
      return try component(whole, name.subscripts, near: name.range)
    }
    for text in name.subscripts.isEmpty ? [name.stem] : [name.whole, name.stem] {
      if let definition = vocabulary.definition(text, arity: 0) {
        used.insert(text)
        let value = try value(of: definition, [], near: name.range)
        return text == name.whole || name.subscripts.isEmpty
          ? value : try component(value, name.subscripts, near: name.range)
      }
      if let declaration = vocabulary.declarations[text] {
        used.insert(text)
        return try declared(
          declaration, name, subscripts: text == name.whole ? [] : name.subscripts)
      }
      if vocabulary.definitions.contains(where: { $0.name == text }) {
        return try application(text, name)
      }
    }
    if name.primes > 0, let declaration = vocabulary.declarations[name.unprimed],
      case .function = declaration.type
    {
      used.insert(name.unprimed)
      return try call(declaration, name, order: name.primes)
    }
    if name.primes > 0, vocabulary.definitions.contains(where: { $0.name == name.unprimed }) {
      return try application(name.unprimed, name)
    }
    if name.subscripts.isEmpty, name.primes == 0, !name.isStarred,
      vocabulary.dimensions.contains(name.base)
    {
      return Typed(
        expression: .size(Dimension(name.base)), sort: .scalar, range: name.range)
    }
    return nil
  }

  private mutating func declared(
    _ declaration: Declaration, _ name: Name, subscripts: [Token]
  ) throws(LanguageFailure) -> Typed {
    if case .function = declaration.type { return try call(declaration, name, order: 0) }
    let count = declaration.indices.count
    let split = Self.split(subscripts)
    guard split.count >= count else {
      throw failure(
        "`\(declaration.symbol)` is a family and stands without its index",
        rule: "a member of a family is written with its index",
        fix: "write `\(declaration.symbol)_i`", at: name.range)
    }
    var places: [Index] = []
    for k in 0..<count {
      places.append(try index(split[k], declaration.indices[k]))
    }
    guard let sort = declaration.type.sort else {
      // An order p as a number, as in 1/p + 1/q = 1.
      return Typed(
        expression: .symbol(declaration.symbol, []), sort: .scalar, range: name.range)
    }
    let whole = Typed(
      expression: .symbol(declaration.symbol, places), sort: sort, range: name.range)
    let rest = Array(split[count...])
    return rest.isEmpty ? whole : try component(whole, rest.flatMap { [$0] }, near: name.range)
  }

  /// Subscripts one by one: `i,j` and `ij` are two.
  private static func split(_ subscripts: [Token]) -> [Token] {
    subscripts.filter { !$0.isSign(",") }
  }

  /// A component of a vector, an entry of a matrix.
  mutating func component(
    _ whole: Typed, _ subscripts: [Token], near range: Range<Int>
  ) throws(LanguageFailure) -> Typed {
    let list = Self.split(subscripts)
    if whole.sort == .scalar, list.count == 1, list[0].isSign("+") {
      throw failure(
        "`_+` stands behind a name", rule: "the positive part is one of brackets: $(a)_+$",
        fix: "write brackets around the name", at: range)
    }
    for token in list where token.isSign("+") || token.isSign("-") {
      throw failure(
        "an index is calculated", rule: "an index is a letter or a number from 1",
        fix: "write one letter or number", at: token.range)
    }
    let lengths: [Dimension]
    switch whole.sort {
    case .vector(let d): lengths = [d]
    case .matrix(let m, let d): lengths = [m, d]
    default:
      var name = words(whole)
      var key = "x"
      if case .symbol(let symbol, let indices) = whole.expression, indices.isEmpty {
        name = "`\(symbol)` is a scalar and"
        key = symbol.name
      }
      throw failure(
        "\(name) has no components and no members",
        rule: "vectors have components, families have members",
        fix: "declare it as a family, `\(key): scalar[i]`, or as a vector", at: range)
    }
    guard list.count == lengths.count else {
      throw failure(
        "\(words(whole)) with \(list.count) indices",
        rule: "a component has \(lengths.count == 1 ? "one index" : "two indices")",
        fix: lengths.count == 1 ? "write `_j`" : "write `_{ij}`", at: range)
    }
    var places: [Index] = []
    for (token, length) in zip(list, lengths) { places.append(try index(token, length)) }
    return Typed(
      expression: .component(of: whole.expression, places), sort: .scalar,
      range: whole.range.lowerBound..<max(whole.range.upperBound, range.upperBound))
  }

  /// An index in a range: a number, a bound or declared letter, or one that stands for every value.
  private mutating func index(
    _ token: Token, _ range: Dimension
  ) throws(LanguageFailure) -> Index {
    switch token.kind {
    case .number(let text):
      if let k = Int(text), k >= 1, k <= 1000 { return .number(k) }
    case .letter(let c):
      let letter = String(c)
      let isBound = bound.contains { $0.key == letter }
      let declared = isBound ? nil : vocabulary.indices[letter]
      if let known = declared ?? ranges[letter], known != range {
        throw failure(
          "`\(letter)` runs to \(known) and stands where an index to \(range) is expected",
          rule: "an index has one range", fix: "use another letter", at: token.range)
      }
      if let entry = bound.last(where: { $0.key == letter }) {
        if let sort = entry.sort, sort != .index(range) {
          throw failure(
            "`\(letter)` is \(sort.words) and stands where an index to \(range) is expected",
            rule: "an index has one range", fix: "use another letter", at: token.range)
        }
        ranges[letter] = range
        return .variable(entry.symbol)
      }
      if vocabulary.declarations[letter] == nil {
        used.insert(letter)
        ranges[letter] = range
        if !implicit.contains(letter) { implicit.append(letter) }
        return .variable(Symbol(letter))
      }
    default: break
    }
    if case .letter(let c) = token.kind, let sort = vocabulary.declarations[String(c)]?.type.sort {
      throw failure(
        "`\(c)` is \(sort.words) and no index", rule: "an index is a letter or a number from 1",
        fix: "write `i` or `j`, or declare the name with its subscript in `where`",
        at: token.range)
    }
    throw failure(
      "`\(token.shown)` is no index", rule: "an index is a letter or a number from 1",
      fix: "write `i`, `j` or a number; declare a name with a subscript of its own in `where`",
      at: token.range)
  }

  // MARK: functions

  private mutating func call(
    _ declaration: Declaration, _ name: Name, order: Int
  ) throws(LanguageFailure) -> Typed {
    guard case .function(let type) = declaration.type else { throw unknown(name) }
    let arguments = try self.arguments(of: declaration.symbol.name, near: name.range)
    let range = name.range.lowerBound..<tokens[at - 1].range.upperBound
    guard arguments.count == type.arguments.count else {
      throw failure(
        "`\(declaration.symbol)` takes \(type.arguments.count == 1 ? "one argument" : "\(type.arguments.count) arguments"), not \(arguments.count)",
        rule: "a function has the arguments that it is declared with",
        fix: "declare it with others: `function(vector, scalar)`", at: range)
    }
    for (argument, sort) in zip(arguments, type.arguments) {
      let isVector: Bool
      if case .vector = argument.sort { isVector = true } else { isVector = false }
      let wantsVector: Bool
      if case .vector = sort { wantsVector = true } else { wantsVector = false }
      guard isVector == wantsVector, argument.sort == .scalar || isVector, !argument.isRow else {
        throw failure(
          "`\(declaration.symbol)` takes \(sort.words) here, not \(words(argument))",
          rule: "a function has the arguments that it is declared with",
          fix: "look at its type in `where`", at: argument.range)
      }
    }
    guard order == 0 || type.arguments == [.scalar] else {
      throw failure(
        "`\(declaration.symbol)` has several derivatives",
        rule: "a prime is the derivative of a function of one number",
        fix: "write `\\nabla_x`", at: range)
    }
    return Typed(
      expression: .application(
        declaration.symbol, derivative: order, arguments.map(\.expression)), sort: .scalar,
      range: range)
  }

  private mutating func arguments(
    of name: String, near range: Range<Int>
  ) throws(LanguageFailure) -> [Typed] {
    let close: Character
    let opener = next
    if take("(") {
      close = ")"
    } else if take("[") {
      close = "]"
    } else if let next, case .sign(let c) = next.kind, !c.isASCII, let known = stray(next) {
      throw known
    } else if let next, next.isSign("^") {
      throw failure(
        "`^` stands between the function `\(name)` and its arguments",
        rule: "a power of a function stands behind its arguments",
        fix: "write `\(name)(z)^2`", at: next.range)
    } else {
      throw failure(
        "the function `\(name)` stands without arguments",
        rule: "a function is written with its arguments", fix: "write `\(name)(z)`", at: range)
    }
    if take(close) {
      throw failure(
        "the function `\(name)` stands without arguments",
        rule: "a function is written with its arguments", fix: "write `\(name)(z)`",
        at: range.lowerBound..<tokens[at - 1].range.upperBound)
    }
    let outer = bars
    bars = []
    var list: [Typed] = []
    repeat { list.append(try sum()) } while take(",")
    bars = outer
    guard take(close) else {
      throw opener.map { unclosed($0, String(close)) } ?? expected("a bracket")
    }
    return list
  }

  /// A defined function at its arguments, put in place.
  private mutating func application(
    _ text: String, _ name: Name
  ) throws(LanguageFailure) -> Typed {
    let arguments = try self.arguments(of: text, near: name.range)
    let range = name.range.lowerBound..<tokens[at - 1].range.upperBound
    guard let definition = vocabulary.definition(text, arity: arguments.count) else {
      throw failure(
        "`\(text)` is not defined for \(arguments.count) arguments",
        rule: "a definition is used with the arguments that it names",
        fix: "define it in `let` for so many", at: range)
    }
    used.insert(text)
    guard name.primes > 0 else { return try value(of: definition, arguments, near: range) }
    // A derivative of a definition is found by differentiation.
    guard arguments.count == 1, arguments[0].sort == .scalar else {
      throw failure(
        "`\(text)` has several derivatives",
        rule: "a prime is the derivative of a function of one number",
        fix: "write `\\nabla_x`", at: range)
    }
    guard name.primes <= 4 else {
      throw failure(
        "`\(text)` has \(name.primes) primes",
        rule: "definitions are differentiated at most 4 times",
        fix: "name the derivative with a symbol of its own", at: range)
    }
    let dummy = Symbol("#z")
    let inner = Typed(expression: .of(dummy), sort: .scalar, range: range)
    var e = try value(of: definition, [inner], near: range).expression
    let scope = self.scope.binding([Bound(dummy, .scalar)])
    for _ in 0..<name.primes {
      guard let derivative = e.derivative(in: dummy, scope: scope) else {
        throw failure(
          "the derivative of `\(text)` is not understood",
          rule: "derivatives are taken of sums, products, exp, log and declared functions",
          fix: "name it with a symbol of its own", at: range)
      }
      e = derivative
    }
    return Typed(
      expression: Substitution([dummy: arguments[0].expression]).apply(e), sort: .scalar,
      range: range)
  }

  private mutating func value(
    of definition: Vocabulary.Definition, _ arguments: [Typed], near range: Range<Int>
  ) throws(LanguageFailure) -> Typed {
    let isInside = unfolding.contains {
      $0.name == definition.name && $0.count == definition.parameters.count
    }
    guard !isInside else {
      throw failure(
        "the definition of `\(definition.name)` leads back to itself",
        rule: "a definition uses only what does not use it", fix: "write it out", at: range)
    }
    unfolded += definition.tokens.count
    let size = arguments.map { $0.expression.size(below: Self.largest) }.max() ?? 0
    guard unfolded <= Self.largest, size * definition.tokens.count <= Self.largest else {
      throw failure(
        "definitions in definitions grow too large",
        rule: "what is put in place has at most \(Self.largest) parts",
        fix: "declare the inner ones in `where`", at: range)
    }
    var reader = FormulaReader(
      definition.tokens, definition.place, vocabulary,
      end: definition.tokens.last?.range.upperBound ?? 1)
    reader.nesting = nesting + 2
    reader.unfolded = unfolded
    reader.unfolding = unfolding + [(definition.name, definition.parameters.count)]
    reader.ranges = ranges
    reader.implicit = implicit
    reader.used = used
    var values: [Symbol: Expression] = [:]
    // Parameters are bound under names that no argument has.
    for (k, (parameter, argument)) in zip(definition.parameters, arguments).enumerated() {
      let symbol = Symbol("#p\(k)")
      values[symbol] = argument.expression
      reader.bound.append(
        BoundName(key: parameter, subscriptText: "", symbol: symbol, sort: argument.sort))
    }
    var result = try reader.sum()
    guard reader.next == nil else { throw reader.leftOver("the definition") }
    unfolded = reader.unfolded
    used = reader.used
    implicit = reader.implicit
    ranges = reader.ranges
    result.expression = Substitution(values).apply(result.expression)
    result.range = range
    result.isOpen = false
    return result
  }
}
