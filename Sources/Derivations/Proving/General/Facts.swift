/// What is assumed, in normal form, each with the hypotheses that it comes from.
struct Facts: Sendable {
  /// A scalar fact: the polynomial stands in that relation to 0.
  struct Scalar: Sendable {
    let polynomial: Polynomial
    let relation: Relation
    let sources: Set<Int>
  }

  /// Vectors that are not 0, up to a factor that is not 0 either.
  struct Direction: Sendable {
    let vector: LinearForm
    let sources: Set<Int>
  }

  var scalars: [Scalar] = []
  var nonzeroVectors: [Direction] = []
  /// Symbols that stand for an expression.
  var definitions: [(symbol: Symbol, value: Expression, sources: Set<Int>)] = []
  /// Statements about every value of an index or a variable, used where one is at hand.
  var universals:
    [(bound: [Bound], domain: Proposition, statement: Proposition, sources: Set<Int>)] =
      []
  /// Everything else, as it was assumed.
  var others: [(statement: Proposition, sources: Set<Int>)] = []
  /// Orders p and q with 1/p + 1/q = 1.
  var conjugates: [(p: Symbol, q: Symbol, sources: Set<Int>)] = []
  /// Whether two facts contradict each other on sight.
  var isAbsurd: Set<Int>?
}

extension Prover {
  /// Nothing is assumed of a scalar beyond its domain, which signs know; orders need no fact.
  mutating func assumeDomain(of declaration: Declaration) {}

  /// Assumes a statement: splits it, puts it in normal form and files it.
  mutating func assume(_ statement: Proposition, from sources: Set<Int>) {
    switch statement {
    case .all(let list): for part in list { assume(part, from: sources) }
    case .truth(true): return
    case .truth(false): facts.isAbsurd = sources
    case .not(.relation(let r, let a, let b)):
      if case .scalar = a.sort(in: scope) {
        assume(.relation(r.negated, a, b), from: sources)
      } else {
        facts.others.append((statement, sources))
      }
    case .not(.not(let p)): assume(p, from: sources)
    case .not(.implies(let p, let q)):
      assume(p, from: sources)
      assume(.not(q), from: sources)
    case .relation(let r, let a, let b): assumeRelation(r, a, b, from: sources)
    case .forAll(let bound, let domain, let body):
      if let ball = uniformBound(bound, domain, body) {
        assume(ball, from: sources)
      }
      facts.universals.append((bound, domain, body, sources))
    default: facts.others.append((statement, sources))
    }
  }

  private mutating func assumeRelation(
    _ r: Relation, _ a: Expression, _ b: Expression, from sources: Set<Int>
  ) {
    let a = rewritten(a)
    let b = rewritten(b)
    switch a.sort(in: scope) {
    case .scalar:
      if r == .equal, define(a, b, from: sources) || define(b, a, from: sources) { return }
      let difference = scalar(a) - scalar(b)
      if r == .equal, let pair = conjugatePair(difference) {
        facts.conjugates.append((pair.0, pair.1, sources))
      }
      if let known = difference.constant {
        if !r.holds(known.signum) { facts.isAbsurd = sources }
        return
      }
      facts.scalars.append(.init(polynomial: difference, relation: r, sources: sources))
      // A norm that is positive is that of a vector which is not 0.
      if r == .greater || r == .notEqual || r == .less {
        if let single = difference.single, single.monomial.factors.count == 1,
          case .norm(let v, _) = single.monomial.factors[0].atom.expression
        {
          facts.nonzeroVectors.append(.init(vector: vector(v), sources: sources))
        }
      }
    case .vector(let length):
      switch r {
      case .equal:
        if define(a, b, from: sources) || define(b, a, from: sources) { return }
        facts.others.append((.relation(.equal, a, b), sources))
        let j = Symbol("#each")
        facts.universals.append(
          (
            [Bound(j, .index(length))], .truth(true),
            .relation(
              .equal, Expression.component(of: a, [.variable(j)]),
              Expression.component(of: b, [.variable(j)])), sources
          ))
      case .notEqual:
        facts.nonzeroVectors.append(.init(vector: vector(a) - vector(b), sources: sources))
      default:
        let j = Symbol("#each")
        facts.universals.append(
          (
            [Bound(j, .index(length))], .truth(true),
            .relation(
              r, Expression.component(of: a, [.variable(j)]),
              Expression.component(of: b, [.variable(j)])), sources
          ))
      }
    default: facts.others.append((.relation(r, a, b), sources))
    }
  }

  /// Files `symbol = value` as a definition, where the left side is a symbol that the right one lacks.
  private mutating func define(
    _ left: Expression, _ right: Expression, from sources: Set<Int>
  ) -> Bool {
    guard case .symbol(let symbol, let at) = left, at.isEmpty,
      !right.freeSymbols.contains(symbol), scope.sort(symbol) != nil,
      !facts.definitions.contains(where: { $0.symbol == symbol })
    else { return false }
    // A domain that the definition would lose must still be a fact.
    if let declaration = scope.declaration(symbol), case .scalar(let domain) = declaration.type,
      domain != .real
    {
      return false
    }
    facts.definitions.append((symbol, right, sources))
    let substitution = Substitution([symbol: right])
    let scalars = facts.scalars
    facts.scalars = []
    for fact in scalars {
      let polynomial = scalar(substitution.apply(fact.polynomial.expression))
      facts.scalars.append(
        .init(
          polynomial: polynomial, relation: fact.relation,
          sources: fact.polynomial.expression.freeSymbols.contains(symbol)
            ? fact.sources.union(sources) : fact.sources))
    }
    let directions = facts.nonzeroVectors
    facts.nonzeroVectors = []
    for direction in directions {
      guard let first = direction.vector.sorted.first,
        case .vector(let length) = first.atom.expression.sort(in: scope)
      else { continue }
      facts.nonzeroVectors.append(
        .init(
          vector: vector(substitution.apply(direction.vector.expression(length))),
          sources: direction.sources.union(sources)))
    }
    return true
  }

  /// The expression with defined symbols replaced; the trail notes the definitions that were used.
  mutating func rewritten(_ e: Expression) -> Expression {
    var result = e
    for definition in facts.definitions where result.freeSymbols.contains(definition.symbol) {
      trail.use(definition.sources)
      result = Substitution([definition.symbol: definition.value]).apply(result)
    }
    return result
  }

  mutating func rewritten(_ p: Proposition) -> Proposition {
    var result = p
    for definition in facts.definitions where result.freeSymbols.contains(definition.symbol) {
      trail.use(definition.sources)
      result = Substitution([definition.symbol: definition.value]).apply(result)
    }
    return result
  }

  /// `∀j |v_j| ≤ r` as `‖v‖_∞ ≤ r`; nil for any other statement.
  func uniformBound(
    _ bound: [Bound], _ domain: Proposition, _ body: Proposition
  ) -> Proposition? {
    guard bound.count == 1, case .index(let range) = bound[0].sort, domain == .truth(true),
      case .relation(let r, let a, let b) = body, r == .lessOrEqual,
      case .absolute(let inner) = a, !b.freeSymbols.contains(bound[0].symbol)
    else { return nil }
    let j = bound[0].symbol
    if let (v, at) = inner.componentOfVector, at == j, !v.freeSymbols.contains(j) {
      return .relation(r, .norm(v, .infinity), b)
    }
    return .relation(r, .norm(.tuple(index: j, range, body: inner), .infinity), b)
  }

  /// p and q of 1/p + 1/q − 1 (or a multiple of it).
  private func conjugatePair(_ difference: Polynomial) -> (Symbol, Symbol)? {
    guard difference.terms.count == 3, let whole = difference.terms[.unit] else { return nil }
    var found: [Symbol] = []
    for (monomial, coefficient) in difference.sorted where monomial != .unit {
      guard coefficient == -whole, monomial.factors.count == 1,
        monomial.factors[0].exponent == Rational(-1),
        case .symbol(let p, let at) = monomial.factors[0].atom.expression, at.isEmpty
      else { return nil }
      found.append(p)
    }
    return found.count == 2 ? (found[0], found[1]) : nil
  }
}

extension Relation {
  /// Whether it holds between a number of that sign and 0.
  func holds(_ signum: Int) -> Bool {
    switch self {
    case .equal: signum == 0
    case .notEqual: signum != 0
    case .lessOrEqual: signum <= 0
    case .greaterOrEqual: signum >= 0
    case .less: signum < 0
    case .greater: signum > 0
    }
  }
}
