extension Prover {
  /// Whether every expression of a statement has a value wherever the facts hold.
  mutating func isDefined(_ p: Proposition) -> Bool {
    switch p {
    case .truth: return true
    case .relation(_, let a, let b): return isDefined(a) && isDefined(b)
    case .all(let list), .any(let list):
      for part in list where !isDefined(part) { return false }
      return true
    case .not(let q): return isDefined(q)
    case .implies(let a, let b):
      guard isDefined(a) else { return false }
      return attempt { prover in
        prover.assume(a, from: [])
        return prover.isDefined(b)
      }
    case .equivalent(let a, let b): return isDefined(a) && isDefined(b)
    case .forAll(let bound, let domain, let body):
      return attempt { prover in
        let renaming = prover.fresh(bound)
        guard prover.isDefined(renaming.apply(domain)) else { return false }
        prover.assume(renaming.apply(domain), from: [])
        return prover.isDefined(renaming.apply(body))
      }
    // A point that is named is looked at when it is put in.
    case .exists: return true
    case .attains(let point, let e), .uniquelyAttains(let point, let e):
      return isDefined(point) && isDefined(e)
    case .isAttained(let e): return isDefined(e)
    case .hasShape(_, let body, let symbol):
      return attempt { prover in
        prover.facts = prover.facts.without(symbol)
        return prover.isDefined(body)
      }
    }
  }

  /// The set has a point, and the body a value at every point of it.
  private mutating func isDefined(_ e: Extremum) -> Bool {
    guard isNotEmpty(e) else { return false }
    return attempt { prover in
      let renaming = prover.fresh(e.variables)
      let constraint = renaming.apply(e.constraint)
      guard prover.isDefined(constraint) else { return false }
      prover.assume(constraint, from: [])
      return prover.isDefined(renaming.apply(e.body))
    }
  }

  mutating func isDefined(_ e: Expression) -> Bool {
    switch e {
    case .quotient(let a, let b):
      return isDefined(a) && isDefined(b) && prove(.relation(.notEqual, b, .zero))
    case .power(let base, let exponent):
      guard isDefined(base), isDefined(exponent) else { return false }
      guard let number = exponent.numberValue else {
        return prove(.relation(.greater, base, .zero))
      }
      if number.isWhole {
        return number.signum > 0 || prove(.relation(.notEqual, base, .zero))
      }
      return prove(.relation(number.signum > 0 ? .greaterOrEqual : .greater, base, .zero))
    case .root(let a):
      return isDefined(a) && prove(.relation(.greaterOrEqual, a, .zero))
    case .logarithm(let a): return isDefined(a) && prove(.relation(.greater, a, .zero))
    case .extremum(let extremum):
      guard isDefined(extremum) else { return false }
      // Over a free variable only the objectives are compared; elsewhere max and min claim a point.
      return !extremum.claimsAttainment || extremum.constraint.conjuncts.isEmpty
        || attempt { $0.isAttained(extremum) }
    case .total(let j, let d, let body), .tuple(let j, let d, let body):
      return attempt { prover in
        let renaming = prover.fresh([Bound(j, .index(d))])
        return prover.isDefined(renaming.apply(body))
      }
    case .application(let f, let order, let arguments):
      if order > 0 {
        guard let type = scope.function(f), type.isDifferentiable(order) else { return false }
      }
      for argument in arguments where !isDefined(argument) { return false }
      return true
    case .gradient(let f, _, let arguments):
      guard let type = scope.function(f), type.isDifferentiable(1) else { return false }
      for argument in arguments where !isDefined(argument) { return false }
      return true
    case .piecewise(let cases):
      guard prove(.any(cases.map(\.condition))) else { return false }
      for part in cases {
        let isFine = attempt { prover in
          guard prover.isDefined(part.condition) else { return false }
          prover.assume(part.condition, from: [])
          return prover.isDefined(part.value)
        }
        guard isFine else { return false }
      }
      return true
    default:
      for part in e.parts.expressions where !isDefined(part) { return false }
      return true
    }
  }
}

extension FunctionType {
  func isDifferentiable(_ order: Int) -> Bool {
    if properties.contains(.smooth) { return order <= 3 }
    return order == 1
      && !properties.isDisjoint(with: [
        .differentiable, .negativeDerivative, .positiveDerivative,
      ])
  }
}
