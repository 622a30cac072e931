/// Makes steps of the pieces of a body.
struct BodyReader {
  let items: [BodySplitter.Item]
  let scalars: [Unicode.Scalar]
  let vocabulary: Vocabulary
  let hypotheses: [Hypothesis]
  var steps: [Step] = []
  var failures: [LanguageFailure] = []
  var used: Set<String> = []

  /// An expression of the body.
  private struct Side {
    let tokens: [Token]
    let range: Range<Int>
  }

  /// The left side that the next relation continues.
  private var left: Side?
  /// Whether that side is still to be typeset: it begins a chain.
  private var leftIsNew = false
  /// Whether the line ends behind that side, before its sign.
  private var leftEndsLine = false
  private var sign: (sign: BodySplitter.Sign, range: Range<Int>)?
  /// The relations of the chain so far, for what follows from it.
  private var chain: [Proposition] = []
  private var chainIndices: [Bound] = []
  /// Whether what is wrong with the side that comes next was said already.
  private var isExcused = false
  /// The side that the relation before it found to be of another type.
  private var mistyped: Range<Int>?
  /// What an implication starts from.
  private var antecedent: Antecedent?

  private struct Antecedent {
    let statement: Proposition
    let indices: [Bound]
    let sign: BodySplitter.Sign
    let range: Range<Int>
    /// The one relation that is assumed, which is no step of its own.
    let assumed: Step?

    /// Its TeX, where it is typeset with the implication.
    var left: String? {
      assumed.map { ($0.left ?? "") + " " + $0.sign + " " + $0.right }
    }
  }

  init(
    items: [BodySplitter.Item], scalars: [Unicode.Scalar], vocabulary: Vocabulary,
    hypotheses: [Hypothesis]
  ) {
    self.items = items
    self.scalars = scalars
    self.vocabulary = vocabulary
    self.hypotheses = hypotheses
  }

  mutating func run() {
    for (k, item) in items.enumerated() {
      // So many mistakes are one: what is below is not looked at.
      if failures.count >= Self.mostFailures { return }
      switch item {
      case .segment(let tokens, let range): meet(Side(tokens: tokens, range: range))
      case .relation(let found, let range): meet(found, range)
      case .reason(let range): giveReason(range)
      case .newline(let range):
        if sign == nil, left != nil, leftIsNew { leftEndsLine = true }
        if let last = steps.last, sign == nil {
          steps[steps.count - 1] = last.ending()
        } else if sign == nil, left != nil, k + 1 < items.count,
          case .segment = items[k + 1]
        {
          isExcused = true
          fail(
            "a relation is missing at this line's end", range,
            rule: "lines are joined by relations", fix: "write `=` or `\\le` before the next line")
        }
      }
    }
    if let sign {
      fail(
        "the relation has no right side", sign.range, rule: "a relation has two sides",
        fix: "write what stands on its right")
    } else if let left, leftIsNew, !isExcused, antecedent == nil || chain.isEmpty {
      failWithoutRelation(left)
    } else if let antecedent, left == nil {
      fail(
        "nothing follows from this", antecedent.range, rule: "an implication has two sides",
        fix: "write a relation behind it")
    }
  }

  private static let mostFailures = 100

  /// Files that a side is part of no relation, or what may be the reason.
  private mutating func failWithoutRelation(_ side: Side) {
    if let known = FormulaReader.misunderstood(side.tokens, vocabulary) {
      failures.append(known)
    } else {
      fail(
        "this line has no relation", side.range, rule: "every line of a derivation has a relation",
        fix: "write `=`, `\\le`, `\\implies` or a judgement")
    }
  }

  private mutating func fail(
    _ message: String, _ range: Range<Int>, rule: String, fix: String
  ) {
    failures.append(
      LanguageFailure(
        .body, range.isEmpty ? range.lowerBound..<range.lowerBound + 1 : range, message, rule: rule,
        fix: fix))
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
    return String(view)
  }

  private mutating func meet(_ side: Side) {
    if let judged = judgement(side) {
      if judged { return }
    }
    if let sign {
      self.sign = nil
      step(sign.sign, sign.range, side)
      left = side
      leftIsNew = false
      return
    }
    if left != nil, leftIsNew, !isExcused {
      isExcused = true
      failWithoutRelation(left ?? side)
    }
    left = side
    leftIsNew = true
    leftEndsLine = false
    if antecedent == nil {
      chain = []
      chainIndices = []
    }
  }

  private mutating func meet(_ found: BodySplitter.Sign, _ range: Range<Int>) {
    if let sign {
      fail(
        "two relations stand side by side", sign.range.lowerBound..<range.upperBound,
        rule: "between two relations stands an expression", fix: "leave one out")
      self.sign = nil
      isExcused = true
      return
    }
    switch found {
    case .implies, .equivalent:
      guard !chain.isEmpty else {
        fail(
          "nothing stands before the implication", range,
          rule: "an implication starts from a relation", fix: "write a relation before it")
        left = nil
        leftIsNew = false
        isExcused = true
        return
      }
      // One relation before ⟹ is what is assumed; a chain is a derivation that goes on.
      var assumed: Step?
      if chain.count == 1, let last = steps.last, last.left != nil { assumed = steps.removeLast() }
      antecedent = Antecedent(
        statement: chain.count == 1 ? chain[0] : .all(chain), indices: chainIndices, sign: found,
        range: range, assumed: assumed)
      chain = []
      left = nil
      leftIsNew = false
    default:
      guard left != nil else {
        fail(
          "the relation has no left side", range, rule: "a relation has two sides",
          fix: "write what stands on its left")
        isExcused = true
        return
      }
      isExcused = false
      sign = (found, range)
    }
  }

  private mutating func giveReason(_ range: Range<Int>) {
    guard let last = steps.last else { return }
    steps[steps.count - 1] = last.with(reason: text(range))
  }

  // MARK: steps

  private mutating func step(
    _ sign: BodySplitter.Sign, _ range: Range<Int>, _ right: Side
  ) {
    guard let left else { return }
    do throws(LanguageFailure) {
      var reader = FormulaReader([], .body, vocabulary, end: scalars.count)
      let statement = try self.statement(sign, range, left, right, &reader)
      used.formUnion(reader.used)
      let indices = reader.freeIndices
      let wholeSign: String
      let made: Statement
      var leftText: String? = leftIsNew ? text(left.range) : nil
      if let known = antecedent, case .proposition(let to) = statement {
        antecedent = nil
        let (from, kind, place) = (known.statement, known.sign, known.range)
        let others = known.indices
        let all = others + indices.filter { new in !others.contains { $0.symbol == new.symbol } }
        // What stands right of ⟹ is one relation, typeset whole.
        wholeSign = text(place)
        if kind == .implies {
          made = .inference(from: quantified(from, to), to: to, for: all)
        } else {
          made = .proposition(DerivationReader.forEvery(.equivalent(from, to), all))
        }
        chain = [to]
        chainIndices = all
        steps.append(
          Step(
            made, range: place.lowerBound..<right.range.upperBound, sign: wholeSign,
            left: known.left,
            right: text(left.range.lowerBound..<right.range.upperBound), endsLine: false))
        return
      }
      switch statement {
      case .proposition(let p):
        made = .proposition(DerivationReader.forEvery(p, indices))
        chain.append(p)
        chainIndices += indices.filter { new in
          !chainIndices.contains { $0.symbol == new.symbol }
        }
      default: made = statement
      }
      if leftIsNew, steps.isEmpty == false, leftText?.isEmpty == true { leftText = nil }
      steps.append(
        Step(
          made, range: range.lowerBound..<max(right.range.upperBound, range.upperBound),
          sign: text(range), left: leftText, right: text(right.range), endsLine: false,
          leftEndsLine: leftText != nil && leftEndsLine))
    } catch {
      file(error, left, right)
      // The rest is read on, so that its own mistakes are found.
      steps.append(
        Step(
          .proposition(.truth(true)), range: range, sign: text(range),
          left: leftIsNew ? text(left.range) : nil, right: text(right.range), endsLine: false))
    }
  }

  /// Files what is wrong with a relation, and what is wrong with its right side besides.
  private mutating func file(_ failure: LanguageFailure, _ left: Side, _ right: Side) {
    let isOfTypes = failure.rule == FormulaReader.oneType
    // A side of the wrong type breaks both of its relations, which is one mistake.
    if isOfTypes, mistyped == left.range {
      mistyped = nil
    } else {
      failures.append(failure)
      mistyped = isOfTypes ? right.range : nil
    }
    let isPlain = !right.tokens.contains {
      if case .words = $0.kind { return true }
      return $0.isCommand("arg") || $0.isCommand("argmin") || $0.isCommand("argmax")
    }
    guard left.range.overlaps(failure.range), !right.range.overlaps(failure.range), isPlain else {
      return
    }
    var reader = FormulaReader([], .body, vocabulary, end: scalars.count)
    do throws(LanguageFailure) {
      _ = try reader.read(right.tokens, as: "the right side", near: right.range)
    } catch { failures.append(error) }
  }

  /// The antecedent for all values of the symbols that the consequent binds.
  private func quantified(_ from: Proposition, _ to: Proposition) -> Proposition {
    let names = to.boundVariables
    let free = from.freeSymbols
    let bounds = names.filter { free.contains($0.symbol) }
    guard !bounds.isEmpty else { return from }
    let symbols = Set(bounds.map(\.symbol))
    let about = hypotheses.map(\.proposition).filter {
      !$0.freeSymbols.isDisjoint(with: symbols)
    }
    return .forAll(bounds, where: about.isEmpty ? .truth(true) : .all(about), from)
  }

  private func statement(
    _ sign: BodySplitter.Sign, _ range: Range<Int>, _ left: Side, _ right: Side,
    _ reader: inout FormulaReader
  ) throws(LanguageFailure) -> Statement {
    if let k = right.tokens.firstIndex(where: \.startsExistence) {
      return try existence(
        sign, range, left, Array(right.tokens[..<k]), Array(right.tokens[(k + 1)...]), right.range,
        right.tokens[k].range, &reader)
    }
    let tokens = right.tokens
    if let whole = Self.quantified(left.tokens, sign, range, tokens) {
      let statement = try reader.inside(whole, near: left.range.lowerBound..<right.range.upperBound)
      { (inner) throws(LanguageFailure) in
        let statement = try inner.statement()
        guard inner.next == nil else { throw inner.leftOver("the relation") }
        return statement
      }
      return .proposition(statement)
    }
    let first = try reader.read(left.tokens, as: "the left side", near: left.range)
    if let goal = Self.argument(tokens) {
      let (e, consumed) = try extremum(goal, right, &reader)
      var point = first
      if point.isZero, case .vector(let d)? = e.variables.first?.sort {
        point = Typed(expression: .zeroVector(d), sort: .vector(d), range: first.range)
      }
      guard consumed, e.variables.first?.sort == point.sort else {
        throw LanguageFailure(
          .body, left.range, "the left side is no point of the set",
          rule: "$\\arg\\min$ is a set of points", fix: "look at the types in `where`")
      }
      switch sign {
      case .element: return .proposition(.attains(point: point.expression, e))
      case .relation(.equal): return .proposition(.uniquelyAttains(point: point.expression, e))
      default:
        throw LanguageFailure(
          .body, range, "this relation does not stand before $\\arg\\min$",
          rule: "a point is `\\in` or `=` an $\\arg\\min$", fix: "write `\\in`")
      }
    }
    switch sign {
    case .element:
      var copy = reader
      let membership = try copy.inside(
        left.tokens + [Token(kind: .command("in"), range: range)] + right.tokens, near: right.range
      ) { (inner) throws(LanguageFailure) in try inner.statement() }
      reader = copy
      return .proposition(membership)
    case .approximately:
      let second = try reader.read(tokens, as: "the right side", near: right.range)
      guard first.sort == .scalar, second.sort == .scalar else {
        throw LanguageFailure(
          .body, range, "$\\approx$ stands between numbers",
          rule: "an approximation is one of numbers", fix: "compare a norm or a component")
      }
      return .approximation(first.expression, second.expression)
    case .relation(let relation):
      let second = try reader.read(tokens, as: "the right side", near: right.range)
      return .proposition(try reader.related(relation, first, second, near: range))
    case .implies, .equivalent: return .proposition(.truth(true))
    }
  }

  /// The tokens of a relation for all values of an index, `\forall j` before or behind it; nil for
  /// any other.
  private static func quantified(
    _ left: [Token], _ sign: BodySplitter.Sign, _ range: Range<Int>, _ right: [Token]
  ) -> [Token]? {
    guard left.first?.startsQuantifier == true || right.contains(where: \.startsQuantifier),
      case .relation(let relation) = sign
    else { return nil }
    return left + [Token(kind: .command(relation.command), range: range)] + right
  }

  /// `a = b for some δ`, with its set where one follows.
  private func existence(
    _ sign: BodySplitter.Sign, _ range: Range<Int>, _ left: Side, _ right: [Token],
    _ variable: [Token], _ place: Range<Int>, _ words: Range<Int>, _ reader: inout FormulaReader
  ) throws(LanguageFailure) -> Statement {
    guard !variable.isEmpty else {
      throw LanguageFailure(
        .body, words, "nothing is said to exist", rule: "\"for some\" names a variable and its set",
        fix: "write `\\text{ for some } \\|\\delta\\|_2 \\le \\varepsilon`")
    }
    guard case .relation(let relation) = sign else {
      throw LanguageFailure(
        .body, range, "\"for some\" follows a relation", rule: "what exists makes a relation true",
        fix: "write `=` or `\\le`")
    }
    // `v \text{ with } …`: what follows is the set.
    var variable = variable
    if let k = variable.firstIndex(where: \.startsCondition) {
      let isAlone = !variable[..<k].contains { $0.isCommand("in") || $0.relates }
      variable =
        isAlone
        ? Array(variable[(k + 1)...])
        : variable[..<k] + [Token(kind: .sign(","), range: variable[k].range)]
          + variable[(k + 1)...]
    }
    return try reader.inside(
      [Token(kind: .sign("_"), range: place), Token(kind: .sign("{"), range: place)] + variable
        + [Token(kind: .sign("}"), range: place)], near: place
    ) { (inner) throws(LanguageFailure) in
      inner.at = 0
      let mark = Token(kind: .words("for some"), range: place)
      let (bound, constraint) = try inner.set(mark)
      let first = try inner.read(left.tokens, as: "the left side", near: left.range)
      let second = try inner.read(right, as: "the right side", near: place)
      let body = try inner.related(relation, first, second, near: range)
      guard let sort = bound.sort else { throw inner.expected("a set") }
      return .proposition(.exists([Bound(bound.symbol, sort)], where: constraint, body))
    }
  }

  /// Whether tokens begin with `\arg\min` or `\arg\max`.
  private static func argument(_ tokens: [Token]) -> (goal: Goal, length: Int)? {
    guard let first = tokens.first else { return nil }
    switch first.kind {
    case .command("argmin"): return (.minimum, 1)
    case .command("argmax"): return (.maximum, 1)
    case .command("arg"):
      guard tokens.count > 1 else { return nil }
      if tokens[1].isCommand("min") { return (.minimum, 2) }
      if tokens[1].isCommand("max") { return (.maximum, 2) }
      return nil
    case .words(let words):
      let plain = words.filter { $0.isLetter }
      if plain == "argmin" { return (.minimum, 1) }
      return plain == "argmax" ? (.maximum, 1) : nil
    default: return nil
    }
  }

  private func extremum(
    _ goal: (goal: Goal, length: Int), _ side: Side, _ reader: inout FormulaReader
  ) throws(LanguageFailure) -> (Extremum, Bool) {
    let rest = Array(side.tokens[goal.length...])
    let value = try reader.inside(rest, near: side.range) { (inner) throws(LanguageFailure) in
      let value = try inner.extremum(goal.goal, claims: true, side.tokens[0])
      guard inner.next == nil else { throw inner.leftOver("the objective") }
      return value
    }
    guard case .extremum(let e) = value.expression else {
      throw LanguageFailure(
        .body, side.range, "this is no $\\arg\\min$",
        rule: "$\\arg\\min$ has a set and an objective",
        fix: "write `\\arg\\min_{\\|\\delta\\|_2 \\le \\varepsilon} …`")
    }
    return (e, true)
  }

  /// "… is convex in w", "… is attained"; nil where the segment is no judgement.
  private mutating func judgement(_ side: Side) -> Bool? {
    guard
      let k = side.tokens.firstIndex(where: {
        if case .words(let words) = $0.kind { return words.trimmed.hasPrefix("is ") }
        return false
      }), case .words(let words) = side.tokens[k].kind
    else { return nil }
    let plain = words.trimmed
    if let sign {
      self.sign = nil
      left = nil
      leftIsNew = false
      fail(
        "\"\(plain)\" stands behind `\(text(sign.range))`",
        side.tokens[k].range, rule: "a judgement is a step of its own",
        fix: "write it on a line of its own")
      return true
    }
    let subject = Array(side.tokens[..<k])
    let object = Array(side.tokens[(k + 1)...])
    let range = side.tokens[k].range.lowerBound..<side.range.upperBound
    do throws(LanguageFailure) {
      var reader = FormulaReader([], .body, vocabulary, end: scalars.count)
      let statement: Proposition
      if plain == "is attained" {
        let value = try reader.read(subject, as: "the maximum", near: side.range)
        guard case .extremum(let e) = value.expression else {
          throw LanguageFailure(
            .body, side.range, "only a maximum or a minimum is attained",
            rule: "\"is attained\" speaks of a maximum over a set", fix: "write `\\max_{…}`")
        }
        statement = .isAttained(e)
      } else {
        let shapes: [(String, Proposition.Shape)] = [
          ("is convex in", .convex), ("is concave in", .concave), ("is affine in", .affine),
          ("is linear in", .affine),
        ]
        guard let shape = shapes.first(where: { plain.hasPrefix($0.0) })?.1 else {
          throw LanguageFailure(
            .body, side.tokens[k].range, "\"\(plain)\" is not understood",
            rule: "judgements are: is convex in, is concave in, is affine in, is attained",
            fix: "write one of them, such as `\\text{ is convex in } w`")
        }
        let value = try reader.read(subject, as: "the function", near: side.range)
        let variable = try reader.read(object, as: "the variable", near: side.range)
        guard value.sort == .scalar else {
          throw LanguageFailure(
            .body, value.range, "\(reader.words(value)) is not convex, concave or affine",
            rule: "judgements speak of numbers", fix: "write a number, such as a norm of it")
        }
        guard case .symbol(let symbol, let at) = variable.expression, at.isEmpty else {
          throw LanguageFailure(
            .body, variable.range, "this is no symbol", rule: "\"\(plain)\" names a symbol",
            fix: "write `\\text{ is convex in } w`")
        }
        statement = .hasShape(shape, value.expression, in: symbol)
      }
      used.formUnion(reader.used)
      let indices = reader.freeIndices
      let subjectEnd = side.tokens[k].range.lowerBound
      if let known = antecedent {
        antecedent = nil
        let (from, kind, place) = (known.statement, known.sign, known.range)
        let others = known.indices
        let all = others + indices.filter { new in !others.contains { $0.symbol == new.symbol } }
        steps.append(
          Step(
            kind == .implies
              ? .inference(from: from, to: statement, for: all)
              : .proposition(DerivationReader.forEvery(.equivalent(from, statement), all)),
            range: place.lowerBound..<side.range.upperBound, sign: text(place), left: known.left,
            right: text(side.range), endsLine: false))
      } else {
        steps.append(
          Step(
            .proposition(DerivationReader.forEvery(statement, indices)), range: range, sign: "",
            left: text(side.range.lowerBound..<subjectEnd), right: text(range), endsLine: false))
      }
      chain = [statement]
      chainIndices = indices
    } catch {
      failures.append(error)
    }
    left = nil
    leftIsNew = false
    return true
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension Step {
  fileprivate func ending() -> Step {
    Step(
      statement, hypotheses: hypotheses, range: range, sign: sign, left: left, right: right,
      reason: reason, endsLine: true, leftEndsLine: leftEndsLine)
  }
  fileprivate func with(reason: String) -> Step {
    Step(
      statement, hypotheses: hypotheses, range: range, sign: sign, left: left, right: right,
      reason: reason, endsLine: endsLine, leftEndsLine: leftEndsLine)
  }
}

extension Proposition {
  /// The variables that max and min in it bind.
  var boundVariables: [Bound] {
    var found: [Bound] = []
    func look(_ e: Expression) {
      if case .extremum(let extremum) = e {
        for variable in extremum.variables where !found.contains(variable) {
          found.append(variable)
        }
      }
      let parts = e.parts
      parts.expressions.forEach(look)
      parts.conditions.forEach(look)
    }
    func look(_ p: Proposition) {
      _ = p.mapped(
        {
          look($0)
          return $0
        },
        {
          look($0)
          return $0
        })
    }
    look(self)
    return found
  }
}
