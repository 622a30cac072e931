/// How an expression moves with a symbol, as far as the rules of monotonicity tell.
struct Trend {
  var isNondecreasing: Bool
  var isNonincreasing: Bool

  static let constant = Trend(isNondecreasing: true, isNonincreasing: true)
  static let rising = Trend(isNondecreasing: true, isNonincreasing: false)
  static let unknown = Trend(isNondecreasing: false, isNonincreasing: false)

  var flipped: Trend {
    Trend(isNondecreasing: isNonincreasing, isNonincreasing: isNondecreasing)
  }
  func and(_ b: Trend) -> Trend {
    Trend(
      isNondecreasing: isNondecreasing && b.isNondecreasing,
      isNonincreasing: isNonincreasing && b.isNonincreasing)
  }
}

extension Prover {
  /// F(s) ≤ F(t) from s ≤ t or t ≤ s, where both sides are one expression in two symbols and the rules
  /// say how it moves between them.
  ///
  /// What is assumed of s and of t says nothing of the numbers between, so the rules work without it;
  /// F must have a value for all of these.
  mutating func isOrderedByMonotonicity(_ left: Expression, _ right: Expression) -> Bool {
    let (mine, other) = (left.freeSymbols, right.freeSymbols)
    let (first, second) = (mine.subtracting(other), other.subtracting(mine))
    guard first.count == 1, second.count == 1, let s = first.first, let t = second.first,
      let domain = intervalDomain(s), domain == intervalDomain(t),
      Substitution([s: .of(t)]).apply(left).key == right.key
    else { return false }
    var between = self
    between.facts = facts.without(s).without(t)
    guard between.isDefined(left) else { return false }
    let trend = between.trend(left, in: s)
    solverCalls = between.solverCalls
    trail = between.trail
    trail.use(.monotoneValues)
    if trend.isNondecreasing, prove(.relation(.lessOrEqual, .of(s), .of(t))) { return true }
    return trend.isNonincreasing && prove(.relation(.lessOrEqual, .of(t), .of(s)))
  }

  /// The domain of a scalar symbol, where it is an interval.
  private func intervalDomain(_ symbol: Symbol) -> Domain? {
    guard case .scalar? = scope.sort(symbol) else { return nil }
    guard let declaration = scope.declaration(symbol) else { return .real }
    guard declaration.indices.isEmpty, case .scalar(let domain) = declaration.type,
      domain != .sign, domain != .integer
    else { return nil }
    return domain
  }

  /// The rules: sums, multiples, products of parts of known sign, and monotone functions of monotone
  /// parts.
  mutating func trend(_ e: Expression, in x: Symbol) -> Trend {
    guard e.freeSymbols.contains(x) else { return .constant }
    switch e {
    case .symbol(_, let at): return at.isEmpty ? .rising : .unknown
    case .sum(let terms), .choice(_, let terms):
      var result = Trend.constant
      for term in terms { result = result.and(trend(term, in: x)) }
      return result
    case .product(let factors):
      return product(factors.map { ($0, isBelow: false) }, in: x)
    case .quotient(let a, let b):
      return product([(a, isBelow: false), (b, isBelow: true)], in: x)
    case .power(let base, .number(let exponent)): return power(base, exponent, in: x)
    case .root(let a), .exponential(let a), .logarithm(let a): return trend(a, in: x)
    case .sign(let a):
      guard case .scalar = a.sort(in: scope) else { return .unknown }
      return trend(a, in: x)
    case .absolute(let a): return size(a, in: x).trend
    case .application(let f, 0, let arguments):
      guard let type = scope.function(f), type.arguments == [.scalar], arguments.count == 1 else {
        return .unknown
      }
      let inner = trend(arguments[0], in: x)
      if type.isNondecreasing { return inner }
      return type.isNonincreasing ? inner.flipped : .unknown
    default: return .unknown
    }
  }

  /// How |e| moves, and the sign of e, where that is known and one.
  private mutating func size(_ e: Expression, in x: Symbol) -> (trend: Trend, isNegative: Bool) {
    let own = trend(e, in: x)
    let value = scalar(e)
    if isNonnegative(value) { return (own, false) }
    if isNonpositive(value) { return (own.flipped, true) }
    return (.unknown, false)
  }

  /// A product of factors and of reciprocals: one moving factor times a constant of known sign, or
  /// factors of known sign whose sizes move alike.
  private mutating func product(
    _ factors: [(Expression, isBelow: Bool)], in x: Symbol
  ) -> Trend {
    var result = Trend.constant
    var isNegative = false
    let moving = factors.filter { $0.0.freeSymbols.contains(x) }
    for (factor, isBelow) in factors {
      let isMoving = factor.freeSymbols.contains(x)
      if isMoving, moving.count == 1, !isBelow {
        result = result.and(trend(factor, in: x))
        continue
      }
      let part = size(factor, in: x)
      // A constant of unknown sign leaves nothing known.
      if !isMoving, !isNonnegative(scalar(factor)), !isNonpositive(scalar(factor)) {
        return .unknown
      }
      result = result.and(isBelow ? part.trend.flipped : part.trend)
      isNegative = isNegative != part.isNegative
    }
    return isNegative ? result.flipped : result
  }

  private mutating func power(_ base: Expression, _ exponent: Rational, in x: Symbol) -> Trend {
    if let k = exponent.whole {
      if k > 0, k % 2 != 0 { return trend(base, in: x) }
      let part = size(base, in: x)
      let sized = k > 0 ? part.trend : part.trend.flipped
      return k % 2 != 0 && part.isNegative ? sized.flipped : sized
    }
    // Only numbers ≥ 0 have such powers.
    let inner = trend(base, in: x)
    return exponent.signum > 0 ? inner : inner.flipped
  }
}
