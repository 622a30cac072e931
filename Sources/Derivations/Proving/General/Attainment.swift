extension Prover {
  /// Whether a max or min is attained: a continuous function (or a monotone one of a continuous one)
  /// on a compact set that is not empty, a finite set, or a named point that attains it.
  mutating func isAttained(_ e: Extremum) -> Bool {
    let found = attempt { prover in
      guard e.variables.count == 1, let variable = e.variables.first else { return false }
      let name = variable.symbol
      guard prover.isCompactAndNotEmpty(e) else { return false }
      let body = prover.inside([variable]) { $0.scalar(e.body) }
      prover.trail.use(.compactness)
      return prover.inside([variable]) { prover in
        if prover.isContinuous(body.expression, in: name) { return true }
        var moving = Polynomial()
        for (m, c) in body.sorted
        where m.factors.contains(where: { $0.atom.expression.freeSymbols.contains(name) }) {
          moving.add(Polynomial(m, c))
        }
        guard let single = moving.single else { return false }
        let factors = single.monomial.factors.filter {
          $0.atom.expression.freeSymbols.contains(name)
        }
        guard factors.count == 1, factors[0].exponent == .one,
          case .application(let f, 0, let arguments) = factors[0].atom.expression,
          arguments.count == 1, let type = prover.scope.function(f), type.arguments == [.scalar],
          type.isNonincreasing || type.isNondecreasing
        else { return false }
        prover.trail.use(.monotone)
        return prover.isContinuous(arguments[0], in: name)
      }
    }
    if found { return true }
    guard let variable = e.variables.first, e.variables.count == 1 else { return false }
    for witness in witnesses where witness.symbol == variable.symbol {
      let attains = attempt { prover in
        prover.trail.use(.witness)
        return prover.proveAttains(witness.value, e)
      }
      if attains { return true }
    }
    return false
  }

  /// A ball, sphere or interval with a radius ≥ 0, or a finite set.
  private mutating func isCompactAndNotEmpty(_ e: Extremum) -> Bool {
    guard let variable = e.variables.first else { return false }
    let conjuncts = e.constraint.conjuncts
    guard conjuncts.count == 1 else { return false }
    switch conjuncts[0] {
    case .any(let list):
      return !list.isEmpty
        && list.allSatisfy {
          if case .relation(.equal, let a, let b) = $0 {
            return a == .of(variable.symbol) && !b.freeSymbols.contains(variable.symbol)
              || b == .of(variable.symbol) && !a.freeSymbols.contains(variable.symbol)
          }
          return false
        }
    default: return ball(conjuncts[0], variable) != nil
    }
  }

  /// Whether the set of an extremum has a point.
  mutating func isNotEmpty(_ e: Extremum) -> Bool {
    if e.constraint.conjuncts.isEmpty { return true }
    if attempt({ $0.isCompactAndNotEmpty(e) }) { return true }
    guard e.variables.count == 1 else { return false }
    return prove(.exists(e.variables, where: .truth(true), e.constraint))
  }

  /// The point lies in the set, and no point of the set is better.
  mutating func proveAttains(_ point: Expression, _ e: Extremum) -> Bool {
    guard e.variables.count == 1, let variable = e.variables.first else { return false }
    let put = Substitution([variable.symbol: point])
    guard prove(put.apply(e.constraint)) else { return false }
    let value = put.apply(e.body)
    let closed = attempt { prover in
      let best = prover.settled(.extremum(e))
      let mine = prover.settled(value)
      let difference = e.goal == .maximum ? mine - best : best - mine
      return prover.isAtLeastZero(difference, isStrict: false)
    }
    if closed { return true }
    return attempt { prover in
      prover.trail.use(.everyPoint)
      let renaming = prover.fresh(e.variables)
      prover.assume(renaming.apply(e.constraint), from: [])
      return prover.prove(
        .relation(
          e.goal == .maximum ? .lessOrEqual : .greaterOrEqual, renaming.apply(e.body), value))
    }
  }

  /// Every point of the set with the value of the point is that point.
  mutating func proveUnique(_ point: Expression, _ e: Extremum) -> Bool {
    guard e.variables.count == 1, let variable = e.variables.first else { return false }
    let strict = attempt { prover in
      // A linear function that is not 0, on a Euclidean ball: the case of equality in Cauchy–Schwarz.
      guard e.constraint.conjuncts.count == 1, case .vector(let d) = variable.sort,
        let (set, shift) = prover.ball(e.constraint.conjuncts[0], variable)
      else { return false }
      guard set.kind == .ball(.two) || set.kind == .sphere(.two) else { return false }
      let moved = shift.map { Substitution([variable.symbol: $0.value]).apply(e.body) } ?? e.body
      var body = prover.inside([variable]) { $0.scalar(moved) }
      if let single = body.single, single.monomial.factors.count == 1,
        case .application(let f, 0, let arguments) = single.monomial.factors[0].atom.expression,
        arguments.count == 1, let type = prover.scope.function(f), type.isStrictlyMonotone
      {
        prover.trail.use(.monotone)
        body = Polynomial(canonical: arguments[0])
      }
      var moving = Polynomial()
      for (m, c) in body.sorted
      where m.factors.contains(where: {
        $0.atom.expression.freeSymbols.contains(variable.symbol)
      }) {
        moving.add(Polynomial(m, c))
      }
      guard let slope = prover.linearSlope(moving, variable.symbol) else { return false }
      prover.trail.use(.cauchySchwarz)
      let size = prover.norm(slope, .two, length: .vector(d))
      return prover.isPositive(size)
    }
    if strict { return true }
    return attempt { prover in
      let renaming = prover.fresh(e.variables)
      guard let other = renaming.value(of: variable.symbol) else { return false }
      prover.assume(renaming.apply(e.constraint), from: [])
      prover.assume(
        .relation(
          .equal, renaming.apply(e.body),
          Substitution([variable.symbol: point]).apply(e.body)), from: [])
      return prover.prove(.relation(.equal, other, point))
    }
  }
}

extension FunctionType {
  var isStrictlyMonotone: Bool {
    !properties.isDisjoint(with: [
      .strictlyDecreasing, .strictlyIncreasing, .negativeDerivative, .positiveDerivative,
    ])
  }
}
