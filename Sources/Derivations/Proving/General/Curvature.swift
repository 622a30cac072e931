/// How an expression curves in a symbol, as far as the rules of convexity tell.
struct Curvature {
  var isConvex: Bool
  var isConcave: Bool

  static let affine = Curvature(isConvex: true, isConcave: true)
  static let unknown = Curvature(isConvex: false, isConcave: false)

  var flipped: Curvature { Curvature(isConvex: isConcave, isConcave: isConvex) }
  var isAffine: Bool { isConvex && isConcave }
  func and(_ b: Curvature) -> Curvature {
    Curvature(isConvex: isConvex && b.isConvex, isConcave: isConcave && b.isConcave)
  }
}

extension Prover {
  mutating func hasShape(
    _ shape: Proposition.Shape, _ body: Expression, in symbol: Symbol
  ) -> Bool {
    trail.use(.convexRules)
    // The symbol varies: what is assumed of its one value says nothing here.
    facts = facts.without(symbol)
    func holds(_ curvature: Curvature) -> Bool {
      switch shape {
      case .convex: curvature.isConvex
      case .concave: curvature.isConcave
      case .affine: curvature.isAffine
      }
    }
    if holds(curvature(body, in: symbol)) { return true }
    return holds(curvature(settled(body).expression, in: symbol))
  }

  /// The rules: sums, multiples, maxima, norms, compositions with monotone convex functions.
  ///
  /// Source: Boyd, Vandenberghe: Convex Optimization, 2004, section 3.2.
  mutating func curvature(_ e: Expression, in x: Symbol) -> Curvature {
    guard e.freeSymbols.contains(x) else { return .affine }
    switch e {
    case .symbol, .component(.symbol, _): return .affine
    case .component(let v, _): return isAffine(v, in: x) ? .affine : .unknown
    case .sum(let terms):
      var result = Curvature.affine
      for term in terms { result = result.and(curvature(term, in: x)) }
      return result
    case .product(let factors):
      let moving = factors.filter { $0.freeSymbols.contains(x) }
      guard moving.count == 1 else { return squared(moving, factors, in: x) }
      let fixed = factors.filter { !$0.freeSymbols.contains(x) }
      return scaled(curvature(moving[0], in: x), by: fixed)
    case .quotient(let a, let b):
      guard !b.freeSymbols.contains(x) else { return .unknown }
      return scaled(curvature(a, in: x), by: [.quotient(.one, b)])
    case .dot(let u, let v):
      if u.key == v.key, isAffine(u, in: x) { return Curvature(isConvex: true, isConcave: false) }
      let isLinear =
        !u.freeSymbols.contains(x) && isAffine(v, in: x)
        || !v.freeSymbols.contains(x) && isAffine(u, in: x)
      return isLinear ? .affine : .unknown
    case .norm(let v, _):
      return Curvature(isConvex: isAffine(v, in: x), isConcave: false)
    case .absolute(let a):
      let inner = curvature(a, in: x)
      return Curvature(
        isConvex: inner.isAffine || inner.isConvex && isNonnegative(scalar(a)), isConcave: false)
    case .power(let base, .number(let exponent)): return powerCurvature(base, exponent, in: x)
    case .exponential(let a):
      return Curvature(isConvex: curvature(a, in: x).isConvex, isConcave: false)
    case .logarithm(let a):
      return Curvature(
        isConvex: isSumOfExponentials(a, in: x), isConcave: curvature(a, in: x).isConcave)
    case .choice(let goal, let list):
      var all = Curvature.affine
      for part in list { all = all.and(curvature(part, in: x)) }
      return goal == .maximum
        ? Curvature(isConvex: all.isConvex, isConcave: false)
        : Curvature(isConvex: false, isConcave: all.isConcave)
    case .total(let j, let d, let body):
      return inside([Bound(j, .index(d))]) { $0.curvature(body, in: x) }
    case .extremum(let extremum):
      guard !extremum.constraint.freeSymbols.contains(x) else { return .unknown }
      let inner = inside(extremum.variables) { $0.curvature(extremum.body, in: x) }
      return extremum.goal == .maximum
        ? Curvature(isConvex: inner.isConvex, isConcave: false)
        : Curvature(isConvex: false, isConcave: inner.isConcave)
    case .application(let f, 0, let arguments):
      guard let type = scope.function(f) else { return .unknown }
      if arguments.count == 1, type.arguments == [.scalar] {
        return composed(type, curvature(arguments[0], in: x))
      }
      var allAffine = true
      for (k, argument) in arguments.enumerated() {
        if case .scalar = type.arguments[k] {
          allAffine = allAffine && curvature(argument, in: x).isAffine
        } else {
          allAffine = allAffine && isAffine(argument, in: x)
        }
      }
      return Curvature(
        isConvex: allAffine && type.properties.contains(.convex),
        isConcave: allAffine && type.properties.contains(.concave))
    default: return .unknown
    }
  }

  private func composed(_ type: FunctionType, _ inner: Curvature) -> Curvature {
    let isConvex = type.properties.contains(.convex)
    let isConcave = type.properties.contains(.concave)
    return Curvature(
      isConvex: isConvex
        && (inner.isAffine || inner.isConvex && type.isNondecreasing
          || inner.isConcave && type.isNonincreasing),
      isConcave: isConcave
        && (inner.isAffine || inner.isConcave && type.isNondecreasing
          || inner.isConvex && type.isNonincreasing)
    )
  }

  private mutating func scaled(_ inner: Curvature, by fixed: [Expression]) -> Curvature {
    if inner.isAffine { return inner }
    let factor = scalar(Expression.multiplying(fixed))
    if isNonnegative(factor) { return inner }
    return isNonpositive(factor) ? inner.flipped : .unknown
  }

  /// a·a·c of an affine a.
  private mutating func squared(
    _ moving: [Expression], _ factors: [Expression], in x: Symbol
  ) -> Curvature {
    guard moving.count == 2, moving[0].key == moving[1].key,
      curvature(moving[0], in: x).isAffine
    else { return .unknown }
    return scaled(
      Curvature(isConvex: true, isConcave: false),
      by: factors.filter { !$0.freeSymbols.contains(x) })
  }

  private mutating func powerCurvature(
    _ base: Expression, _ exponent: Rational, in x: Symbol
  ) -> Curvature {
    let inner = curvature(base, in: x)
    if let k = exponent.whole, k > 0, k % 2 == 0, inner.isAffine {
      return Curvature(isConvex: true, isConcave: false)
    }
    guard exponent >= .one, inner.isConvex, isNonnegative(scalar(base)) else { return .unknown }
    return Curvature(isConvex: true, isConcave: false)
  }

  /// Σ c·exp(convex) with c ≥ 0: its logarithm is convex.
  private mutating func isSumOfExponentials(_ e: Expression, in x: Symbol) -> Bool {
    let p = scalar(e)
    for (m, c) in p.sorted {
      guard c.signum > 0 else { return false }
      var exponent = Polynomial()
      for factor in m.factors {
        if case .exponential(let inner) = factor.atom.expression {
          exponent.add(Polynomial(canonical: inner), times: factor.exponent)
        } else if factor.atom.expression.freeSymbols.contains(x)
          || !isNonnegative(Polynomial(Monomial(factor.atom, factor.exponent)))
        {
          return false
        }
      }
      guard curvature(exponent.expression, in: x).isConvex else { return false }
    }
    return true
  }

  /// Whether a vector is affine in a symbol.
  mutating func isAffine(_ v: Expression, in x: Symbol) -> Bool {
    guard v.freeSymbols.contains(x) else { return true }
    switch v {
    case .symbol: return true
    case .sum(let terms):
      for term in terms where !isAffine(term, in: x) { return false }
      return true
    case .product(let factors):
      let moving = factors.filter { $0.freeSymbols.contains(x) }
      guard moving.count == 1, let only = moving.first else { return false }
      if case .scalar = only.sort(in: scope) { return curvature(only, in: x).isAffine }
      return isAffine(only, in: x)
    case .quotient(let a, let b): return !b.freeSymbols.contains(x) && isAffine(a, in: x)
    case .image(let a, let u): return !a.freeSymbols.contains(x) && isAffine(u, in: x)
    case .total(let j, let d, let body):
      return inside([Bound(j, .index(d))]) { $0.isAffine(body, in: x) }
    case .tuple(let j, let d, let body):
      return inside([Bound(j, .index(d))]) { $0.curvature(body, in: x).isAffine }
    default: return false
    }
  }
}

extension Facts {
  /// The facts that do not mention a symbol.
  func without(_ symbol: Symbol) -> Facts {
    var kept = self
    kept.scalars.removeAll { $0.polynomial.expression.freeSymbols.contains(symbol) }
    kept.nonzeroVectors.removeAll { direction in
      direction.vector.sorted.contains {
        $0.atom.expression.freeSymbols.contains(symbol)
          || $0.coefficient.expression.freeSymbols.contains(symbol)
      }
    }
    kept.universals.removeAll {
      $0.statement.freeSymbols.contains(symbol) || $0.domain.freeSymbols.contains(symbol)
    }
    kept.others.removeAll { $0.statement.freeSymbols.contains(symbol) }
    return kept
  }
}
