// Statements, and the sets below max and min.
extension FormulaReader {
  static let relations: [String: Relation] = [
    "le": .lessOrEqual, "leq": .lessOrEqual, "leqslant": .lessOrEqual, "ge": .greaterOrEqual,
    "geq": .greaterOrEqual, "geqslant": .greaterOrEqual, "ne": .notEqual, "neq": .notEqual,
    "lt": .less, "gt": .greater,
  ]

  /// The rule that relations between things of two types break.
  static let oneType = "both sides of a relation have one type"

  /// The relation that a token is; nil for any other.
  static func relation(_ token: Token) -> Relation? {
    switch token.kind {
    case .sign("="), .command("="): .equal
    case .sign("<"): .less
    case .sign(">"): .greater
    case .command(let name): relations[name]
    default: nil
    }
  }

  /// Relations joined by commas, `\land` or "and", each perhaps for all values of an index.
  mutating func statement() throws(LanguageFailure) -> Proposition {
    var list: [Proposition] = []
    repeat { list.append(contentsOf: try single()) } while takeAnd()
    return list.count == 1 ? list[0] : .all(list)
  }

  private mutating func takeAnd() -> Bool {
    if take(",") || take(command: "land") || take(command: "wedge") || take(";") { return true }
    if let token = next, case .words(let words) = token.kind,
      words.filter({ $0 != " " }) == "and"
    {
      at += 1
      return true
    }
    return false
  }

  private mutating func single() throws(LanguageFailure) -> [Proposition] {
    if next?.startsQuantifier == true {
      nesting += 1
      defer { nesting -= 1 }
      try demandDepth()
      at += 1
      let start = here
      let letter = try self.name().base
      let before = ranges[letter]
      ranges[letter] = nil
      bound.append(
        BoundName(key: letter, subscriptText: "", symbol: Symbol(letter), sort: nil))
      while take(":") || take(",") || take(".") || take(command: "colon") {}
      let inner = try single()
      bound.removeLast()
      guard let range = ranges[letter] else { throw unusedIndex(letter, start) }
      ranges[letter] = before
      return [
        .forAll(
          [Bound(Symbol(letter), .index(range))], where: .truth(true),
          inner.count == 1 ? inner[0] : .all(inner))
      ]
    }
    let known = implicit
    var list: [Proposition] = []
    var left = try sum()
    if take(command: "in") { return [try membership(left)] }
    guard let token = next, Self.relation(token) != nil else {
      if let next, !next.isCommand("\\"), !next.isSign(","), let known = stray(next) { throw known }
      throw failure(
        "this is no relation", rule: "a set or a condition is made of relations",
        fix: "write `=`, `\\le`, `\\ge` or `\\in` and its other side", at: left.range)
    }
    while let token = next, let relation = Self.relation(token) {
      at += 1
      let right = try sum()
      list.append(try related(relation, left, right, near: token.range))
      left = right
    }
    return try quantified(list, known)
  }

  /// Relations with the `\forall j` behind them, where one stands.
  ///
  /// - Parameter known: The indices that earlier relations speak of: they stand for every value
  ///   already.
  private mutating func quantified(
    _ list: [Proposition], _ known: [String]
  ) throws(LanguageFailure) -> [Proposition] {
    guard next?.startsQuantifier == true else { return list }
    at += 1
    let start = here
    let letter = try self.name().base
    guard let range = ranges[letter] ?? vocabulary.indices[letter] else {
      throw unusedIndex(letter, start)
    }
    guard !known.contains(letter), implicit.contains(letter) else { return list }
    implicit.removeAll { $0 == letter }
    ranges[letter] = nil
    return [
      .forAll(
        [Bound(Symbol(letter), .index(range))], where: .truth(true),
        list.count == 1 ? list[0] : .all(list))
    ]
  }

  private func unusedIndex(_ letter: String, _ range: Range<Int>) -> LanguageFailure {
    failure(
      "the index `\(letter)` is not used", rule: "`\\forall j` speaks of components",
      fix: "write it as a subscript, or leave `\\forall` out", at: range)
  }

  /// A relation of two sides of one type; 0 may stand for the vector of zeros, and a number bounds
  /// every component of a vector.
  func related(
    _ relation: Relation, _ left: Typed, _ right: Typed, near range: Range<Int>
  ) throws(LanguageFailure) -> Proposition {
    var a = left.expression
    var b = right.expression
    switch (left.sort, right.sort) {
    case (.vector(let d), .scalar):
      if right.isZero, relation == .equal || relation == .notEqual {
        b = .zeroVector(d)
      } else if relation != .equal, relation != .notEqual {
        b = .tuple(index: Symbol("#k"), d, body: b)
      } else {
        throw mismatch(left, right)
      }
    case (.scalar, .vector(let d)):
      if left.isZero, relation == .equal || relation == .notEqual {
        a = .zeroVector(d)
      } else if relation != .equal, relation != .notEqual {
        a = .tuple(index: Symbol("#k"), d, body: a)
      } else {
        throw mismatch(left, right)
      }
    default:
      guard left.sort == right.sort, left.isRow == right.isRow else { throw mismatch(left, right) }
      if case .matrix = left.sort, relation != .equal {
        throw failure(
          "matrices are compared by `=` only", rule: "matrices have no order here",
          fix: "compare entries", at: range)
      }
    }
    return .relation(relation, a, b)
  }

  private func mismatch(_ left: Typed, _ right: Typed) -> LanguageFailure {
    failure(
      "the left side is \(words(left)) and the right side \(words(right))",
      rule: Self.oneType,
      fix: "look at the types in `where`, and at transposes",
      at: min(
        left.range.lowerBound, right.range.lowerBound)..<max(
          left.range.upperBound, right.range.upperBound))
  }

  /// `x \in …`: a space, a finite set, an interval or a box.
  func isSpace() -> Bool { next?.isCommand("mathbb") == true }

  private mutating func membership(_ element: Typed) throws(LanguageFailure) -> Proposition {
    if take(command: "mathbb") {
      _ = try argument()
      if take("^") { _ = try argument() }
      return .truth(true)
    }
    let opener = next
    if take(command: "{") || take(command: "lbrace") {
      var values: [Typed] = []
      repeat { values.append(try sum()) } while take(",")
      guard take(command: "}") || take(command: "rbrace") else {
        throw opener.map { unclosed($0, "\\}") } ?? expected("a bracket")
      }
      let isPower = take("^")
      if isPower { _ = try argument() }
      if isPower, case .vector(let d) = element.sort, values.allSatisfy({ $0.sort == .scalar }) {
        // {−1, 1}^d: every component is one of them.
        let k = Symbol("#k")
        let part = Expression.component(of: element.expression, [.variable(k)])
        return .forAll(
          [Bound(k, .index(d))], where: .truth(true),
          .any(values.map { .relation(.equal, part, $0.expression) }))
      }
      var options: [Proposition] = []
      for value in values {
        options.append(try related(.equal, element, value, near: value.range))
      }
      return .any(options)
    }
    if let open = next, open.isSign("[") || open.isSign("(") {
      at += 1
      let low = try sum()
      guard take(",") else { throw expected("`,`") }
      let high = try sum()
      let isClosed = take("]")
      guard isClosed || take(")") else { throw unclosed(open, "]") }
      if take("^") { _ = try argument() }
      return .all([
        try related(open.isSign("[") ? .lessOrEqual : .less, low, element, near: open.range),
        try related(isClosed ? .lessOrEqual : .less, element, high, near: open.range),
      ])
    }
    throw failure(
      "this set is not understood",
      rule: "a set is $\\mathbb{R}^d$, $\\{a, b\\}$, $[a, b]$ or relations on the variable",
      fix: "write the set as relations: $\\|\\delta\\|_2 \\le \\varepsilon$")
  }

  // MARK: extrema

  /// `\max_{…} body`: the set below binds its variable in itself and in the body.
  mutating func extremum(
    _ goal: Goal, claims: Bool, _ token: Token
  ) throws(LanguageFailure) -> Typed {
    let (variable, constraint) = try set(token)
    guard next != nil else {
      throw failure(
        "`\(token.shown)` has no objective", rule: "an extremum is one of what stands behind it",
        fix: "write the objective behind it",
        at: token.range.lowerBound..<max(token.range.upperBound, tokens[at - 1].range.upperBound))
    }
    // Over a free variable everything that follows belongs to the objective.
    let body = constraint == .truth(true) ? try sum() : try operandOfExtremum()
    bound.removeLast()
    guard let sort = variable.sort else { throw expected("a set") }
    try demandScalar(body, goal == .maximum ? "a maximum" : "a minimum")
    return Typed(
      expression: .extremum(
        Extremum(
          goal, claimsAttainment: claims, over: [Bound(variable.symbol, sort)], where: constraint,
          of: body.expression)), sort: .scalar,
      range: token.range.lowerBound..<max(token.range.upperBound, body.range.upperBound),
      isOpen: true)
  }

  private mutating func operandOfExtremum() throws(LanguageFailure) -> Typed {
    var isNegative = false
    while let token = next, token.isSign("-") || token.isSign("+") {
      if token.isSign("-") { isNegative.toggle() }
      at += 1
    }
    var result = try term()
    if isNegative { result.expression = .negated(result.expression) }
    return result
  }

  /// The variable and the constraint of a set; the variable is left bound.
  mutating func set(_ token: Token) throws(LanguageFailure) -> (BoundName, Proposition) {
    guard take("_") else {
      throw failure(
        "`\(token.shown)` has no set", rule: "a maximum says over what",
        fix: "write the set below it",
        at: token.range)
    }
    let first = here
    let list = Self.unstacked(try argument())
    let start = first.lowerBound..<max(first.upperBound, tokens[at - 1].range.upperBound)
    guard !list.isEmpty else {
      throw failure(
        "the set is empty", rule: "a maximum says over what",
        fix: "write the set below it: `\\max_{\\|\\delta\\|_2 \\le \\varepsilon}`", at: start)
    }
    let variable = try boundVariable(list, near: start)
    bound.append(variable)
    let constraint = try inside(list, near: start) {
      (reader) throws(LanguageFailure) -> Proposition in
      if reader.isNameAlone() { return .truth(true) }
      let value = try reader.statement()
      guard reader.next == nil else { throw reader.leftOver("the set") }
      let parts = value.conjuncts
      return parts.isEmpty ? .truth(true) : parts.count == 1 ? parts[0] : .all(parts)
    }
    return (variable, constraint)
  }

  /// The relations of `\substack{a \\\\ b}`, joined by commas.
  private static func unstacked(_ list: [Token]) -> [Token] {
    guard list.count > 2, list[0].isCommand("substack"), list[1].isSign("{"),
      list[list.count - 1].isSign("}")
    else { return list }
    var result: [Token] = []
    for token in list[2..<list.count - 1] {
      if !token.isCommand("\\") {
        result.append(token)
      } else if result.last?.isSign(",") == false {
        result.append(Token(kind: .sign(","), range: token.range))
      }
    }
    return result
  }

  /// Whether all that stands here is one name.
  private func isNameAlone() -> Bool {
    var copy = self
    return (try? copy.name()) != nil && copy.next == nil
  }

  /// Which name a set binds, and what it is.
  private mutating func boundVariable(
    _ list: [Token], near range: Range<Int>
  ) throws(LanguageFailure) -> BoundName {
    var found = try occurrences(list, near: range)
    // `x \in …` and a name alone bind that name.
    if let first = found.first, first.start == 0 {
      let after = first.end < list.count ? list[first.end] : nil
      if after == nil, vocabulary.declarations[first.name.unprimed] == nil {
        if stands(below: first.name.base) {
          throw failure(
            "`\(first.name.whole)` is an index, and this runs over an index",
            rule: "extrema run over numbers and vectors",
            fix: "write $\\|w\\|_\\infty$, or a list: $\\max\\{w_1, w_2\\}$",
            at: first.name.range)
        }
        throw failure(
          "it is not said what `\(first.name.whole)` runs over",
          rule: "a bound variable takes its type from its set, or from `where`",
          fix: "write `\(first.name.whole) \\in \\mathbb{R}^d`", at: first.name.range)
      }
      if after == nil || after?.isCommand("in") == true {
        return binding(first, try spaceSort(list, first) ?? first.sort)
      }
    }
    let free = found.filter { !isResolved($0.name) }
    let names = Set(free.map { $0.name.whole })
    if names.count == 1, let first = free.first { return binding(first, first.sort) }
    if names.count > 1, let first = free.first {
      // Only undeclared names below: components of one vector are still one.
      if Set(free.map { $0.name.unprimed }).count == 1 { return binding(first, first.sort) }
      throw failure(
        "the set has two unknown names, \(names.sorted().map { "`\($0)`" }.joined(separator: " and "))",
        rule: "a set binds one variable; all else in it is declared",
        fix: "declare the other one in `where`", at: first.name.range)
    }
    // All are declared: the only one, or the one that the first norm or modulus is of.
    let all = found.filter { vocabulary.indices[$0.name.base] == nil }
    if Set(all.map { $0.name.unprimed }).count == 1, let first = all.first {
      return binding(
        first, vocabulary.declarations[first.name.unprimed]?.type.sort ?? first.sort)
    }
    found = found.filter { $0.isInBars }
    let candidates = Set(found.map { $0.name.whole })
    if candidates.count == 1, let first = found.first { return binding(first, first.sort) }
    let offered = found.filter { vocabulary.witnesses.contains($0.name.unprimed) }
    if Set(offered.map { $0.name.whole }).count == 1, let first = offered.first {
      return binding(first, first.sort)
    }
    throw failure(
      "it is not clear which variable this set binds",
      rule: "a set binds the one name in it that is not declared",
      fix: "leave the variable out of `where`, or write it first: $\\delta \\in \\mathbb{R}^d$",
      at: range)
  }

  /// Whether a letter is a subscript in what follows.
  private func stands(below letter: String) -> Bool {
    guard at < tokens.count else { return false }
    for k in at..<tokens.count where tokens[k].isSign("_") {
      let inner = tokens[(k + 1)...].prefix(2)
      if inner.contains(where: { $0.shown == letter }) { return true }
    }
    return false
  }

  struct Occurrence {
    let name: Name
    /// Token indices.
    let start: Int
    let end: Int
    /// Between `|` or `\|`.
    let isInBars: Bool
    let sort: Sort
  }

  /// All names in a set, with what their place says of their type.
  private mutating func occurrences(
    _ list: [Token], near range: Range<Int>
  ) throws(LanguageFailure) -> [Occurrence] {
    var result: [Occurrence] = []
    var isNorm = false
    var isModulus = false
    var quantified: Set<String> = []
    var k = 0
    while k < list.count {
      let token = list[k]
      if token.isCommand("|") || token.isCommand("lVert") || token.isCommand("rVert")
        || token.isCommand("Vert")
      {
        isNorm.toggle()
        k += 1
        // The order of a norm is no variable.
        if !isNorm, k < list.count, list[k].isSign("_") {
          k += 1
          if k < list.count, list[k].isSign("{") {
            while k < list.count, !list[k].isSign("}") { k += 1 }
          }
          k += 1
        }
        continue
      }
      if token.isSign("|") || token.isCommand("lvert") || token.isCommand("rvert") {
        isModulus.toggle()
        k += 1
        continue
      }
      if token.isCommand("mathbb") {
        k += 1
        if k < list.count, list[k].isSign("{") {
          while k < list.count, !list[k].isSign("}") { k += 1 }
        }
        k += 1
        if k < list.count, list[k].isSign("^") {
          k += 1
          if k < list.count, list[k].isSign("{") {
            while k < list.count, !list[k].isSign("}") { k += 1 }
          }
          k += 1
        }
        continue
      }
      guard Self.startsName(token) else {
        k += 1
        continue
      }
      if case .words(let words) = token.kind,
        Self.isFunctionWord(words) || words.filter({ $0 != " " }) == "and"
      {
        k += 1
        continue
      }
      let start = k
      let (name, length) = try inside(list, near: range) { (reader) throws(LanguageFailure) in
        reader.at = start
        return (try reader.name(), reader.at - start)
      }
      if k > 0, list[k - 1].isCommand("forall") {
        quantified.insert(name.base)
      } else if !quantified.contains(name.base) {
        let isComponent =
          name.subscripts.count == 1 && quantified.contains(name.subscriptText)
        let sort: Sort =
          isNorm || isComponent ? .vector(.space) : .scalar
        result.append(
          Occurrence(
            name: isComponent
              ? Name(
                base: name.base, bold: name.bold, isStarred: name.isStarred, primes: 0,
                subscripts: [], range: name.range) : name,
            start: k, end: k + length, isInBars: isNorm || isModulus, sort: sort))
      }
      k += max(1, length)
    }
    return result
  }

  private func isResolved(_ name: Name) -> Bool {
    let isFunction =
      switch vocabulary.declarations[name.unprimed]?.type {
      case .function: true
      default: false
      }
    for text in [isFunction ? name.unprimed : name.stem, name.whole] {
      if bound.contains(where: { $0.key == text }) { return true }
      if vocabulary.declarations[text] != nil { return true }
      if vocabulary.mistaken[text] != nil { return true }
      if vocabulary.definitions.contains(where: { $0.name == text }) { return true }
    }
    return vocabulary.dimensions.contains(name.base) && name.subscripts.isEmpty && !name.isStarred
  }

  /// What `\in \mathbb{R}^d` or `\in [0, 1]^d` says; nil where it says nothing.
  private func spaceSort(_ list: [Token], _ first: Occurrence) throws(LanguageFailure) -> Sort? {
    guard first.end < list.count, list[first.end].isCommand("in") else {
      // A name alone: its own type.
      return vocabulary.declarations[first.name.unprimed]?.type.sort
    }
    // The power of the space is that of its last token.
    let rest = list[(first.end + 1)...]
    if let hat = rest.lastIndex(where: { $0.isSign("^") }) {
      for token in rest[hat...] {
        if case .letter(let c) = token.kind { return .vector(Dimension(String(c))) }
      }
      return .vector(.space)
    }
    return .scalar
  }

  private mutating func binding(_ occurrence: Occurrence, _ sort: Sort) -> BoundName {
    let name = occurrence.name
    used.insert(name.stem)
    // A declared symbol keeps its declared type where that is a vector.
    let declared = vocabulary.declarations[name.stem]?.type.sort
    let own: Sort
    if case .vector = declared, case .vector = sort { own = declared ?? sort } else { own = sort }
    return BoundName(
      key: name.stem, subscriptText: name.subscriptText, symbol: Symbol(name.whole), sort: own)
  }
}

extension Token {
  /// Whether it is `\forall`, or "for all" in words.
  var startsQuantifier: Bool {
    if case .words(let words) = kind {
      let plain = words.filter { $0 != " " }
      return plain == "forall" || plain == "forevery" || plain == "foreach"
    }
    return isCommand("forall")
  }
}

extension Relation {
  /// The command that it is read from.
  var command: String {
    switch self {
    case .equal: "="
    case .notEqual: "ne"
    case .lessOrEqual: "le"
    case .greaterOrEqual: "ge"
    case .less: "lt"
    case .greater: "gt"
    }
  }
}
