/// A set of one variable that the prover knows by name, centred at 0.
struct BallSet {
  enum Kind: Equatable {
    /// ‖δ‖_p ≤ r.
    case ball(NormOrder)
    /// ‖δ‖_p = r.
    case sphere(NormOrder)
    /// |δ| ≤ r for a scalar.
    case interval
    /// |δ| = r for a scalar.
    case ends
  }

  let kind: Kind
  let radius: Polynomial

  /// Whether δ ↦ −δ leaves it unchanged and it is compact; all four are.
  var isConvex: Bool {
    switch kind {
    case .ball, .interval: true
    case .sphere, .ends: false
    }
  }
}

extension Prover {
  /// The normal form of a largest or smallest value: closed where a rule gives it, else an atom in
  /// which everything is in normal form; min is −max of the negative.
  mutating func extremum(_ e: Extremum) -> Polynomial {
    if e.goal == .minimum {
      return -maximum(e.variables, e.constraint, .negated(e.body), e.claimsAttainment)
    }
    return maximum(e.variables, e.constraint, e.body, e.claimsAttainment)
  }

  private mutating func maximum(
    _ variables: [Bound], _ constraint: Proposition, _ body: Expression, _ claims: Bool
  ) -> Polynomial {
    guard variables.count == 1, let variable = variables.first else {
      return severalVariables(variables, constraint, body, claims)
    }
    let name = Symbol("#\(depth + 1)")
    guard usesExtremumRules else {
      let (conditions, inner) = inside([Bound(name, variable.sort)]) { prover in
        let renaming = Substitution(
          [variable.symbol: .of(name)], indices: [variable.symbol: .variable(name)])
        return (
          prover.canonical(renaming.apply(constraint)),
          prover.scalar(renaming.apply(body)).expression
        )
      }
      return Polynomial(
        .extremum(
          Extremum(.maximum, over: [Bound(name, variable.sort)], where: conditions, of: inner)))
    }
    let renaming =
      name == variable.symbol
      ? Substitution()
      : Substitution([variable.symbol: .of(name)], indices: [variable.symbol: .variable(name)])
    let bound = Bound(name, variable.sort)
    let conjuncts = renaming.apply(constraint).conjuncts
    let inner = renaming.apply(body)
    if let list = finiteSet(conjuncts, name) {
      trail.use(.finiteChoice)
      return choice(
        .maximum, list.map { scalar(Substitution([name: $0]).apply(inner)) })
    }
    if conjuncts.count == 1, let (set, shift) = ball(conjuncts[0], bound) {
      if let shift { trail.use(shift.isTrivial ? .scaling : .shift) }
      let moved = shift.map { Substitution([name: $0.value]).apply(inner) } ?? inner
      let polynomial = inside([bound]) { $0.scalar(moved) }
      return maximum(of: polynomial, over: bound, in: set)
    }
    let polynomial = inside([bound]) { $0.scalar(inner) }
    let conditions = inside([bound]) { prover in
      conjuncts.map { prover.canonical($0) }.sorted { $0.key < $1.key }
    }
    return remaining(
      polynomial, bound, .all(conditions), isSafe: conditions.isEmpty)
  }

  /// The general form for a set without a rule: constant terms leave it where that is safe.
  private mutating func remaining(
    _ body: Polynomial, _ variable: Bound, _ constraint: Proposition, isSafe: Bool
  ) -> Polynomial {
    var fixed = Polynomial()
    var moving = Polynomial()
    for (m, c) in body.sorted {
      if m.factors.contains(where: { $0.atom.expression.freeSymbols.contains(variable.symbol) }) {
        moving.add(Polynomial(m, c))
      } else {
        fixed.add(Polynomial(m, c))
      }
    }
    if moving.isZero, isSafe { return fixed }
    if !fixed.isZero, !moving.isZero { trail.use(.constantTerm) }
    let whole = moving.isZero ? body : moving
    let atom = Polynomial(
      .extremum(
        Extremum(.maximum, over: [variable], where: constraint, of: whole.expression)))
    return moving.isZero ? atom : fixed + atom
  }

  private mutating func severalVariables(
    _ variables: [Bound], _ constraint: Proposition, _ body: Expression, _ claims: Bool
  ) -> Polynomial {
    let (conditions, inner) = inside(variables) { prover in
      (prover.canonical(constraint), prover.scalar(body).expression)
    }
    return Polynomial(
      .extremum(
        Extremum(.maximum, over: variables, where: conditions, of: inner)))
  }

  /// `v = a or v = b …`: the values of the variable; nil for any other set.
  private func finiteSet(_ conjuncts: [Proposition], _ name: Symbol) -> [Expression]? {
    guard conjuncts.count == 1 else { return nil }
    let options: [Proposition]
    switch conjuncts[0] {
    case .any(let list): options = list
    case .relation(.equal, .symbol(name, []), _): options = conjuncts
    default: return nil
    }
    var values: [Expression] = []
    for option in options {
      guard case .relation(.equal, let a, let b) = option else { return nil }
      if case .symbol(name, []) = a, !b.freeSymbols.contains(name) {
        values.append(b)
      } else if case .symbol(name, []) = b, !a.freeSymbols.contains(name) {
        values.append(a)
      } else {
        return nil
      }
    }
    return values.isEmpty ? nil : values
  }

  /// What the variable is replaced by to centre its set at 0.
  struct Shift {
    let value: Expression
    /// Whether only the scale changes.
    let isTrivial: Bool
  }

  /// The set as a ball around 0, after the shift that makes it one; nil where it is none, or where its
  /// radius is not known to be ≥ 0 (it would be empty).
  mutating func ball(
    _ condition: Proposition, _ variable: Bound
  ) -> (BallSet, Shift?)? {
    var condition = condition
    if case .forAll(let bound, let domain, let body) = condition,
      let uniform = uniformBound(bound, domain, body)
    {
      condition = uniform
    }
    guard case .relation(var r, var a, var b) = condition else { return nil }
    if a.freeSymbols.contains(variable.symbol) == b.freeSymbols.contains(variable.symbol) {
      return nil
    }
    if b.freeSymbols.contains(variable.symbol) {
      (r, a, b) = (r.swapped, b, a)
    }
    guard r == .lessOrEqual || r == .equal else { return nil }
    var radius = scalar(b)
    // A squared norm below a square.
    var side = a
    if case .power(let base, .number(let two)) = a, two == Rational(2), isNonnegative(radius) {
      switch base {
      case .norm, .absolute:
        side = base
        radius = power(radius, Rational(1, over: 2) ?? .one)
      default: break
      }
    }
    let name = variable.symbol
    switch side {
    case .norm(let v, let p):
      guard case .vector(let d) = variable.sort else { return nil }
      let form = inside([variable]) { $0.vector(v) }
      guard let scale = form.terms[Atom(.of(name))]?.constant else { return nil }
      var rest = form
      rest.add(LinearForm(Atom(.of(name)), Polynomial(scale)), times: Rational(-1))
      guard !rest.sorted.contains(where: { mentions($0.atom, $0.coefficient, name) }),
        let inverse = Rational.one.divided(by: scale)
      else { return nil }
      let r0 = radius.scaled(by: inverse.magnitude)
      guard isNonnegative(r0) else { return nil }
      let kind: BallSet.Kind = r == .equal ? .sphere(p) : .ball(p)
      if rest.isZero, scale.magnitude == .one { return (BallSet(kind: kind, radius: r0), nil) }
      let back = Expression.multiplying([
        .number(inverse), Expression.difference(.of(name), rest.expression(d)),
      ])
      // δ in units of its own: a·δ' = δ.
      let value = Expression.adding(
        [
          Expression.multiplying([.number(inverse.signum < 0 ? -.one : .one), .of(name)]),
          Expression.multiplying([.number(-inverse), rest.expression(d)]),
        ], zero: back)
      return (BallSet(kind: kind, radius: r0), Shift(value: value, isTrivial: rest.isZero))
    case .absolute(let s):
      guard variable.sort == .scalar else { return nil }
      let form = inside([variable]) { $0.scalar(s) }
      guard let scale = form.terms[Monomial(Atom(.of(name)))] else { return nil }
      var rest = form
      rest.add(Polynomial(Monomial(Atom(.of(name))), scale), times: Rational(-1))
      guard !rest.expression.freeSymbols.contains(name),
        let inverse = Rational.one.divided(by: scale)
      else { return nil }
      let r0 = radius.scaled(by: inverse.magnitude)
      guard isNonnegative(r0) else { return nil }
      let kind: BallSet.Kind = r == .equal ? .ends : .interval
      if rest.isZero { return (BallSet(kind: kind, radius: r0), nil) }
      let value = Expression.adding([
        .of(name), Expression.multiplying([.number(-inverse), rest.expression]),
      ])
      return (BallSet(kind: kind, radius: r0), Shift(value: value, isTrivial: false))
    default: return nil
    }
  }

  private func mentions(_ atom: Atom, _ coefficient: Polynomial, _ name: Symbol) -> Bool {
    atom.expression.freeSymbols.contains(name)
      || coefficient.expression.freeSymbols.contains(name)
  }

  // MARK: the largest value over a ball

  /// max over δ in the set of a polynomial in normal form, δ being bound at the next depth.
  mutating func maximum(
    of body: Polynomial, over variable: Bound, in set: BallSet
  ) -> Polynomial {
    let name = variable.symbol
    var fixed = Polynomial()
    var moving = Polynomial()
    for (m, c) in body.sorted {
      if m.factors.contains(where: { $0.atom.expression.freeSymbols.contains(name) }) {
        moving.add(Polynomial(m, c))
      } else {
        fixed.add(Polynomial(m, c))
      }
    }
    if moving.isZero { return fixed }
    if !fixed.isZero { trail.use(.constantTerm) }
    return fixed + maximumOfMoving(moving, variable, set)
  }

  private mutating func maximumOfMoving(
    _ body: Polynomial, _ variable: Bound, _ set: BallSet
  ) -> Polynomial {
    let name = variable.symbol
    if let closed = linearMaximum(body, variable, set) { return closed }
    // A factor that does not move and is ≥ 0 leaves the maximum (everything here is finite: the set
    // is compact, and a factor 0 makes both sides 0).
    let (common, scale, _) = body.content
    var leaving = Monomial.unit
    for factor in common.factors where !factor.atom.expression.freeSymbols.contains(name) {
      let alone = Monomial(factor.atom, factor.exponent)
      if isNonnegative(Polynomial(alone)) { leaving = leaving * alone }
    }
    if leaving != .unit || scale != .one {
      let inverse = leaving.raised(to: Rational(-1))
      let divided = Rational.one.divided(by: scale) ?? .one
      var rest = Polynomial()
      for (m, c) in body.sorted { rest.add(Polynomial(m * inverse, c * divided)) }
      if inside([variable], { $0.isContinuous(rest.expression, in: name) }) {
        trail.use(.scaling)
        return multiply(Polynomial(leaving, scale), maximum(of: rest, over: variable, in: set))
      }
    }
    if let single = body.single, single.coefficient.magnitude == .one,
      single.monomial.factors.count == 1, single.monomial.factors[0].exponent == .one,
      let composed = composedMaximum(
        single.monomial.factors[0].atom.expression, single.coefficient.signum, variable, set)
    {
      return composed
    }
    if let split = separableMaximum(body, variable, set) { return split }
    return Polynomial(
      .extremum(
        Extremum(
          .maximum, over: [variable], where: condition(set, variable), of: body.expression)))
  }

  /// The canonical constraint of a set.
  func condition(_ set: BallSet, _ variable: Bound) -> Proposition {
    let delta = Expression.of(variable.symbol)
    let r = set.radius.expression
    switch set.kind {
    case .ball(let p): return .relation(.lessOrEqual, .norm(delta, p), r)
    case .sphere(let p): return .relation(.equal, .norm(delta, p), r)
    case .interval: return .relation(.lessOrEqual, .absolute(delta), r)
    case .ends: return .relation(.equal, .absolute(delta), r)
    }
  }

  /// max c·δ = r‖c‖_q over ‖δ‖_p ≤ r, and over its sphere; r|c| for scalars.
  private mutating func linearMaximum(
    _ body: Polynomial, _ variable: Bound, _ set: BallSet
  ) -> Polynomial? {
    let name = variable.symbol
    let delta = Atom(.of(name))
    switch set.kind {
    case .interval, .ends:
      var slope = Polynomial()
      for (m, c) in body.sorted {
        guard m.exponent(of: delta) == .one else { return nil }
        slope.add(Polynomial(m.without(delta), c))
      }
      guard !slope.expression.freeSymbols.contains(name) else { return nil }
      trail.use(.boundary)
      return multiply(set.radius, absolute(slope))
    case .ball(let p), .sphere(let p):
      guard case .vector(let d) = variable.sort, let slope = linearSlope(body, name) else {
        return nil
      }
      guard let q = conjugate(of: p) else { return nil }
      switch p {
      case .two: trail.use(.cauchySchwarz)
      case .one, .infinity: trail.use(.holderOne)
      default: trail.use(.holder)
      }
      if case .sphere = set.kind { trail.use(.boundary) }
      return multiply(set.radius, norm(slope, q, length: .vector(d)))
    }
  }

  /// c of c·δ; nil where the polynomial is not that.
  func linearSlope(_ body: Polynomial, _ name: Symbol) -> LinearForm? {
    var slope = LinearForm()
    for (m, c) in body.sorted {
      let moving = m.factors.filter { $0.atom.expression.freeSymbols.contains(name) }
      guard moving.count == 1, moving[0].exponent == .one,
        case .dot(let u, let v) = moving[0].atom.expression
      else { return nil }
      let other: Expression
      if case .symbol(name, []) = u {
        other = v
      } else if case .symbol(name, []) = v {
        other = u
      } else {
        return nil
      }
      guard !other.freeSymbols.contains(name) else { return nil }
      slope.add(LinearForm(Atom(other), Polynomial(m.without(moving[0].atom), c)))
    }
    return slope
  }

  /// q with 1/p + 1/q = 1.
  mutating func conjugate(of p: NormOrder) -> NormOrder? {
    switch p {
    case .infinity: return .one
    case .number(let value):
      if value == .one { return .infinity }
      guard value > .one, let q = value.divided(by: value - .one) else { return nil }
      return .number(q)
    case .symbol(let symbol):
      for pair in facts.conjugates {
        if pair.p == symbol {
          trail.use(pair.sources)
          return .symbol(pair.q)
        }
        if pair.q == symbol {
          trail.use(pair.sources)
          return .symbol(pair.p)
        }
      }
      return nil
    }
  }

  /// max ±h(g(δ)) where h is monotone and g continuous: h of the max or min of g.
  private mutating func composedMaximum(
    _ e: Expression, _ sign: Int, _ variable: Bound, _ set: BallSet
  ) -> Polynomial? {
    let name = variable.symbol
    /// ±h at the extremum of g that makes it largest.
    func outer(
      _ inner: Expression, rises: Bool, _ prover: inout Prover,
      _ apply: (inout Prover, Polynomial) -> Polynomial
    ) -> Polynomial? {
      guard prover.inside([variable], { $0.isContinuous(inner, in: name) }) else { return nil }
      prover.trail.use(.monotone)
      let goal: Goal = rises == (sign > 0) ? .maximum : .minimum
      let g = Polynomial(canonical: inner)
      let best =
        goal == .maximum
        ? prover.maximum(of: g, over: variable, in: set)
        : -prover.maximum(of: -g, over: variable, in: set)
      let value = apply(&prover, best)
      return sign > 0 ? value : -value
    }
    switch e {
    case .application(let f, 0, let arguments):
      guard arguments.count == 1, let type = scope.function(f),
        type.arguments == [.scalar], type.isNonincreasing || type.isNondecreasing
      else { return nil }
      return outer(arguments[0], rises: type.isNondecreasing, &self) { _, best in
        Polynomial(.application(f, derivative: 0, [best.expression]))
      }
    case .exponential(let inner):
      return outer(inner, rises: true, &self) { $0.exponential($1) }
    case .logarithm(let inner):
      guard inside([variable], { $0.isPositive(Polynomial(canonical: inner)) }) else { return nil }
      return outer(inner, rises: true, &self) { $0.logarithm($1) }
    case .choice(.maximum, let list):
      let moving = list.filter { $0.freeSymbols.contains(name) }
      let fixed = list.filter { !$0.freeSymbols.contains(name) }
      if sign > 0 {
        for entry in moving
        where !inside([variable], { $0.isContinuous(entry, in: name) }) { return nil }
        trail.use(.monotone)
        return choice(
          .maximum,
          fixed.map { Polynomial(canonical: $0) }
            + moving.map { maximum(of: Polynomial(canonical: $0), over: variable, in: set) })
      }
      guard moving.count == 1 else { return nil }
      return outer(moving[0], rises: true, &self) { prover, best in
        prover.choice(.maximum, fixed.map { Polynomial(canonical: $0) } + [best])
      }
    case .norm(.symbol(name, []), let p):
      // The largest value of the norm that makes the set is its radius.
      guard sign > 0 else { return nil }
      switch set.kind {
      case .ball(let order), .sphere(let order): return order == p ? set.radius : nil
      default: return nil
      }
    default: return nil
    }
  }

  /// max Σ_j h_j(δ_j) over ‖δ‖_∞ ≤ r is Σ_j max over |δ_j| ≤ r.
  private mutating func separableMaximum(
    _ body: Polynomial, _ variable: Bound, _ set: BallSet
  ) -> Polynomial? {
    let name = variable.symbol
    guard case .ball(.infinity) = set.kind, case .vector(let d) = variable.sort else { return nil }
    var result = Polynomial()
    for (m, c) in body.sorted {
      let moving = m.factors.filter { $0.atom.expression.freeSymbols.contains(name) }
      guard moving.count == 1, moving[0].exponent == .one else { return nil }
      let rest = m.without(moving[0].atom)
      switch moving[0].atom.expression {
      case .total(let j, d, let summand):
        guard
          let scalarBody = byComponent(
            Expression.multiplying([Polynomial(rest, c).expression, summand]), name, j)
        else { return nil }
        let t = Symbol("#t\(depth)")
        let inner = Substitution([name: .of(t)]).apply(scalarBody)
        trail.use(.separable)
        result.add(
          total(
            j, d,
            .extremum(
              Extremum(
                .maximum, over: [Bound(t, .scalar)],
                where: .relation(.lessOrEqual, .absolute(.of(t)), set.radius.expression),
                of: inner))))
      default: return nil
      }
    }
    return body.terms.count == 1 ? result : nil
  }

  /// The summand with δ_j written as the scalar δ; nil where δ occurs otherwise.
  private func byComponent(_ e: Expression, _ name: Symbol, _ j: Symbol) -> Expression? {
    func walk(_ e: Expression) -> Expression {
      if let (v, at) = e.componentOfVector, at == j, v == .of(name) {
        return .of(Symbol("#held"))
      }
      return e.mapped(walk, { $0 })
    }
    let held = walk(e)
    guard !held.freeSymbols.contains(name) else { return nil }
    return Substitution([Symbol("#held"): .of(name)]).apply(held)
  }

  // MARK: continuity

  /// Whether an expression in normal form is continuous in a variable, wherever that is.
  mutating func isContinuous(_ e: Expression, in name: Symbol) -> Bool {
    guard e.freeSymbols.contains(name) else { return true }
    switch e {
    case .number, .size, .symbol, .zeroVector: return true
    case .sign, .piecewise, .gradient, .extremum, .matrixProduct, .transpose: return false
    case .component(let v, _): return isContinuous(v, in: name)
    case .quotient(let a, let b):
      return isContinuous(a, in: name) && isContinuous(b, in: name) && isNonzero(scalar(b))
    case .power(let base, .number(let exponent)):
      guard isContinuous(base, in: name) else { return false }
      if exponent.isWhole, exponent.signum > 0 { return true }
      let p = scalar(base)
      return exponent.signum > 0 ? isNonnegative(p) : isNonzero(p) && isNonnegative(p)
    case .power: return false
    case .root(let a): return isContinuous(a, in: name) && isNonnegative(scalar(a))
    case .logarithm(let a): return isContinuous(a, in: name) && isPositive(scalar(a))
    case .application(let f, 0, let arguments):
      guard let type = scope.function(f), type.isContinuous else { return false }
      if type.arguments != [.scalar],
        type.properties.isDisjoint(with: [.continuous, .differentiable, .smooth, .convex, .concave])
      {
        return false
      }
      return arguments.allSatisfy { isContinuous($0, in: name) }
    case .application: return false
    case .total(let j, let d, let body):
      return inside([Bound(j, .index(d))]) { $0.isContinuous(body, in: name) }
    case .tuple(let j, let d, let body):
      return inside([Bound(j, .index(d))]) { $0.isContinuous(body, in: name) }
    default:
      for part in e.parts.expressions where !isContinuous(part, in: name) { return false }
      return true
    }
  }
}
