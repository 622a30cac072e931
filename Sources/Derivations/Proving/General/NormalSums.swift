extension Prover {
  /// The canonical name for a binder at this depth, and the body with it.
  func entered(
    _ symbol: Symbol, _ sort: Sort, _ body: Expression
  ) -> (Symbol, Expression) {
    let name = Symbol("#\(depth + 1)")
    if name == symbol { return (symbol, body) }
    return (
      name, Substitution([symbol: .of(name)], indices: [symbol: .variable(name)]).apply(body)
    )
  }

  /// Works inside binders.
  mutating func inside<Result>(
    _ variables: [Bound], _ work: (inout Prover) -> Result
  ) -> Result {
    let outer = scope
    scope = scope.binding(variables)
    depth += 1
    let result = work(&self)
    depth -= 1
    scope = outer
    return result
  }

  /// Σ_j body: linear, with inner products and norms recognised, in normal form.
  mutating func total(_ index: Symbol, _ d: Dimension, _ body: Expression) -> Polynomial {
    let (place, inner) = entered(index, .index(d), body)
    let summand = inside([Bound(place, .index(d))]) { $0.scalar(inner) }
    var result = Polynomial()
    for (monomial, coefficient) in summand.sorted {
      let bound = Monomial(
        monomial.factors.filter { $0.atom.expression.freeSymbols.contains(place) })
      let free = Monomial(
        monomial.factors.filter { !$0.atom.expression.freeSymbols.contains(place) })
      let sum = totalOfProduct(bound, place, d)
      result.add(multiply(Polynomial(free, coefficient), sum))
    }
    return result
  }

  /// Σ_j of a product all of whose factors have the index j.
  private mutating func totalOfProduct(
    _ m: Monomial, _ j: Symbol, _ d: Dimension
  ) -> Polynomial {
    if m == .unit { return Polynomial(.size(d)) }
    let factors = m.factors
    if factors.count == 2, factors.allSatisfy({ $0.exponent == .one }),
      let u = wholeVector(factors[0].atom.expression, j, d),
      let v = wholeVector(factors[1].atom.expression, j, d)
    {
      trail.use(.innerProductSum)
      return dot(LinearForm(u), LinearForm(v))
    }
    if factors.count == 1, let v = wholeVector(factors[0].atom.expression, j, d) {
      if factors[0].exponent == Rational(2) {
        trail.use(.innerProductSum)
        return dot(LinearForm(v), LinearForm(v))
      }
    }
    if factors.count == 1, case .absolute(let inner) = factors[0].atom.expression,
      let v = wholeVector(inner, j, d)
    {
      if factors[0].exponent == .one { return Polynomial(.norm(v.expression, .one)) }
      if factors[0].exponent > .one {
        return Polynomial(
          Monomial(Atom(.norm(v.expression, .number(factors[0].exponent))), factors[0].exponent))
      }
    }
    return Polynomial(.total(index: j, d, Polynomial(m).expression))
  }
}
