/// A statement about polynomials in atoms, for the solver.
indirect enum Claim {
  /// The polynomial stands in that relation to 0.
  case relation(Polynomial, Relation)
  case all([Claim])
  case any([Claim])
  case implies(Claim, Claim)

  var polynomials: [Polynomial] {
    switch self {
    case .relation(let p, _): [p]
    case .all(let list), .any(let list): list.flatMap(\.polynomials)
    case .implies(let a, let b): a.polynomials + b.polynomials
    }
  }

  static func atLeast(_ a: Polynomial, _ b: Polynomial) -> Claim {
    .relation(a - b, .greaterOrEqual)
  }
  static func equal(_ a: Polynomial, _ b: Polynomial) -> Claim { .relation(a - b, .equal) }
}

/// An instance of a lemma, or a fact, that the solver may use.
struct LemmaInstance {
  let claim: Claim
  let lemma: Lemma?
  let sources: Set<Int>
}

/// The atoms in play and what lemmas say of them, grown until nothing new occurs or a bound is reached.
struct LemmaInstances {
  private(set) var list: [LemmaInstance] = []
  private(set) var atoms: [Atom] = []
  private var known: Set<Atom> = []
  private var pending: [Atom] = []
  /// Pairs of function values and of sums are looked at once all atoms are known.
  static let mostAtoms = 40

  mutating func meet(_ p: Polynomial) {
    for atom in p.atoms where atoms.count < Self.mostAtoms && known.insert(atom).inserted {
      atoms.append(atom)
      pending.append(atom)
    }
  }

  mutating func next() -> Atom? { pending.isEmpty ? nil : pending.removeFirst() }

  mutating func add(_ claim: Claim, _ lemma: Lemma?, _ sources: Set<Int> = []) {
    for p in claim.polynomials { meet(p) }
    list.append(LemmaInstance(claim: claim, lemma: lemma, sources: sources))
  }
}

extension Prover {
  /// Everything that lemmas and facts say of the atoms of a polynomial.
  mutating func instances(for goal: Polynomial) -> LemmaInstances {
    var all = LemmaInstances()
    all.meet(goal)
    for fact in facts.scalars {
      all.add(.relation(fact.polynomial, fact.relation), nil, fact.sources)
    }
    for fact in facts.others {
      if let claim = claim(fact.statement) { all.add(claim, nil, fact.sources) }
    }
    while let atom = all.next() { describe(atom, &all) }
    addUniversals(&all)
    while let atom = all.next() { describe(atom, &all) }
    addPairs(&all)
    while let atom = all.next() { describe(atom, &all) }
    return all
  }

  /// A statement without quantifiers as a claim; nil for any other.
  mutating func claim(_ p: Proposition) -> Claim? {
    switch p {
    case .truth(let value): return .relation(value ? .zero : .one, .equal)
    case .relation(let r, let a, let b):
      guard case .scalar = a.sort(in: scope) else { return nil }
      return .relation(settled(a) - settled(b), r)
    case .all(let list):
      let parts = list.compactMap { claim($0) }
      return parts.count == list.count ? .all(parts) : nil
    case .any(let list):
      let parts = list.compactMap { claim($0) }
      return parts.count == list.count ? .any(parts) : nil
    case .implies(let a, let b):
      guard let first = claim(a), let second = claim(b) else { return nil }
      return .implies(first, second)
    case .not(.relation(let r, let a, let b)): return claim(.relation(r.negated, a, b))
    default: return nil
    }
  }

  /// What is true of one atom.
  private mutating func describe(_ atom: Atom, _ all: inout LemmaInstances) {
    let own = Polynomial(Monomial(atom))
    switch atom.expression {
    case .size: all.add(.atLeast(own, .one), .signs)
    case .symbol(let symbol, _):
      switch scope.declaration(symbol)?.type {
      case .scalar(.nonnegative): all.add(.atLeast(own, .zero), .signs)
      case .scalar(.positive): all.add(.relation(own, .greater), .signs)
      case .scalar(.sign):
        all.add(.any([.equal(own, .one), .equal(own, Polynomial(Rational(-1)))]), .signs)
      default: break
      }
    case .norm(let v, let p): describeNorm(own, v, p, &all)
    case .dot(let u, let v): describeDot(own, u, v, &all)
    case .component(let v, let at) where at.count == 1:
      for other in all.atoms {
        if case .norm(let w, _) = other.expression, w.key == v.key {
          let size = Polynomial(Monomial(other))
          all.add(
            .all([.atLeast(size, own), .atLeast(size, -own)]), .normOrder)
        }
      }
    case .absolute(let inner):
      let a = Polynomial(canonical: inner)
      all.add(
        .any([
          .all([.relation(a, .greaterOrEqual), .equal(own, a)]),
          .all([.relation(a, .less), .equal(own, -a)]),
        ]), .signs)
    case .sign(let inner):
      if case .vector = inner.sort(in: scope) { return }
      let a = Polynomial(canonical: inner)
      all.add(
        .any([
          .all([.relation(a, .greater), .equal(own, .one)]),
          .all([.relation(a, .equal), .equal(own, .zero)]),
          .all([.relation(a, .less), .equal(own, Polynomial(Rational(-1)))]),
        ]), .signs)
    case .choice(.maximum, let entries):
      let parts = entries.map { Polynomial(canonical: $0) }
      all.add(
        .all(
          parts.map { .atLeast(own, $0) } + [.any(parts.map { .equal(own, $0) })]), .finiteChoice)
    case .exponential(let inner):
      let a = Polynomial(canonical: inner)
      all.add(
        .all([.relation(own, .greater), .atLeast(own, Polynomial.one + a)]), .support)
    case .logarithm(let inner):
      let a = Polynomial(canonical: inner)
      all.add(.atLeast(a - Polynomial.one, own), .support)
      // log(t + rest) ≥ log t.
      for (m, c) in a.sorted where a.terms.count > 1 {
        let term = Polynomial(m, c)
        guard isPositive(term) else { continue }
        let rest = a - term
        if isPositive(rest) {
          all.add(.relation(own - logarithm(term), .greater), .monotoneValues)
        } else if isNonnegative(rest) {
          all.add(.atLeast(own, logarithm(term)), .monotoneValues)
        }
      }
    case .application(let f, let order, _):
      guard let type = scope.function(f) else { return }
      let signs = type.signs(ofDerivative: order)
      if signs == .plus { all.add(.relation(own, .greater), .signs) }
      if signs == .nonnegative { all.add(.relation(own, .greaterOrEqual), .signs) }
      if signs == .minus { all.add(.relation(own, .less), .signs) }
      if signs == .nonpositive { all.add(.relation(own, .lessOrEqual), .signs) }
    case .total(let j, let d, let body): describeTotal(own, j, d, body, &all)
    case .extremum(let e): describeExtremum(own, e, &all)
    default: break
    }
  }

  private mutating func describeNorm(
    _ own: Polynomial, _ v: Expression, _ p: NormOrder, _ all: inout LemmaInstances
  ) {
    if let known = nonzeroSources(v) {
      all.add(.relation(own, .greater), nil, known)
    }
    all.add(.atLeast(own, .zero), .signs)
    guard case .vector(let d) = v.sort(in: scope) else { return }
    let count = Polynomial(.size(d))
    for other in all.atoms {
      guard case .norm(let w, let q) = other.expression, w.key == v.key, q != p else { continue }
      let size = Polynomial(Monomial(other))
      if let least = p.isBelow(q) {
        // ‖v‖_q ≤ ‖v‖_p for p ≤ q.
        let (low, high) = least ? (size, own) : (own, size)
        all.add(.atLeast(high, low), .normOrder)
        let (small, large) = least ? (p, q) : (q, p)
        switch (small, large) {
        case (.one, .two), (.two, .infinity):
          let root = power(count, Rational(1, over: 2) ?? .one)
          all.add(.atLeast(multiply(root, low), high), .normOrder)
          all.add(
            .atLeast(multiply(count, multiply(low, low)), multiply(high, high)), .normOrder)
        case (.one, .infinity):
          all.add(.atLeast(multiply(count, low), high), .normOrder)
        default: break
        }
      }
    }
    if p == .two {
      let one = Atom(.norm(v, .one))
      let most = Atom(.norm(v, .infinity))
      if all.atoms.contains(one), all.atoms.contains(most) {
        all.add(
          .atLeast(
            multiply(Polynomial(Monomial(one)), Polynomial(Monomial(most))), rawSquare(own)),
          .normOrder)
      }
    }
    if p == .infinity, case .sign = v { all.add(.atLeast(.one, own), .normOrder) }
    if case .total(let index, let range, let body) = v {
      all.add(.atLeast(scalar(.total(index: index, range, .norm(body, p))), own), .triangle)
    }
    guard case .sum = v else { return }
    let form = vector(v)
    var parts: [Polynomial] = []
    for (atom, coefficient) in form.sorted {
      parts.append(
        multiply(absolute(coefficient), Polynomial(.norm(atom.expression, p))))
    }
    let sum = parts.reduce(Polynomial.zero, +)
    all.add(.atLeast(sum, own), .triangle)
    for part in parts { all.add(.atLeast(own + sum - part, part), .triangle) }
    if p == .two { all.add(.equal(rawSquare(own), dot(form, form)), .innerProductSum) }
  }

  /// s² as a monomial, without writing it out.
  private func rawSquare(_ p: Polynomial) -> Polynomial {
    guard let single = p.single else { return p }
    return Polynomial(single.monomial.raised(to: Rational(2)))
  }

  private mutating func describeDot(
    _ own: Polynomial, _ u: Expression, _ v: Expression, _ all: inout LemmaInstances
  ) {
    var orders: [(NormOrder, Bool)] = []
    for other in all.atoms {
      if case .norm(let w, let p) = other.expression {
        if w.key == u.key { orders.append((p, true)) }
        if w.key == v.key { orders.append((p, false)) }
      }
    }
    if case .sign = u { orders.append((.infinity, true)) }
    if case .sign = v { orders.append((.infinity, false)) }
    if orders.isEmpty { orders = [(.two, true)] }
    guard usesExtremumRules else { return }
    var done: Set<String> = []
    for (p, isLeft) in orders {
      guard let q = conjugate(of: p) else { continue }
      let (left, right) = isLeft ? (p, q) : (q, p)
      guard done.insert("\(left.key),\(right.key)").inserted else { continue }
      let bound = multiply(
        Polynomial(.norm(u, left)), Polynomial(.norm(v, right)))
      let lemma: Lemma
      switch p {
      case .two: lemma = .cauchySchwarz
      case .one, .infinity: lemma = .holderOne
      default: lemma = .holder
      }
      all.add(.all([.atLeast(bound, own), .atLeast(bound, -own)]), lemma)
    }
  }

  private mutating func describeTotal(
    _ own: Polynomial, _ j: Symbol, _ d: Dimension, _ body: Expression, _ all: inout LemmaInstances
  ) {
    let index = constant(.index(d))
    let inner = Substitution([j: .of(index)], indices: [j: .variable(index)]).apply(body)
    let summand = settled(inner)
    if isPositive(summand) {
      all.add(.relation(own, .greater), .termwise)
    } else if isNonnegative(summand) {
      all.add(.atLeast(own, .zero), .termwise)
    } else {
      // |Σ a_j| ≤ Σ |a_j|.
      let sizes = total(j, d, .absolute(body))
      if sizes.terms.count == 1 {
        all.add(.all([.atLeast(sizes, own), .atLeast(sizes, -own)]), .triangle)
      }
    }
  }

  /// max over S of f is at least f at every point of S that is at hand.
  private mutating func describeExtremum(
    _ own: Polynomial, _ e: Extremum, _ all: inout LemmaInstances
  ) {
    guard e.goal == .maximum, e.variables.count == 1, let variable = e.variables.first,
      nesting < 6
    else { return }
    for (point, lemma) in points(variable.sort, named: variable.symbol).prefix(6) {
      let put = Substitution([variable.symbol: point])
      var before = self
      let isFeasible = before.attempt { prover in
        let constraint = put.apply(e.constraint)
        return prover.isDefined(point) && prover.prove(constraint)
      }
      solverCalls = before.solverCalls
      guard isFeasible else { continue }
      let sources = before.trail.hypotheses
      all.add(.atLeast(own, settled(put.apply(e.body))), lemma, sources)
    }
  }

  /// Statements about all values of an index, at the indices that occur.
  private mutating func addUniversals(_ all: inout LemmaInstances) {
    var indices: Set<Symbol> = []
    for atom in all.atoms {
      for symbol in atom.expression.freeSymbols {
        if case .index = scope.sort(symbol) { indices.insert(symbol) }
      }
    }
    for universal in facts.universals {
      guard universal.bound.count == 1, let bound = universal.bound.first else { continue }
      let places: [Expression]
      switch bound.sort {
      case .index:
        places = indices.sorted().filter { scope.sort($0) == bound.sort }.map { .of($0) }
      default: places = points(bound.sort, named: bound.symbol).prefix(5).map(\.0)
      }
      for place in places {
        var index: [Symbol: Index] = [:]
        if case .symbol(let name, []) = place { index[bound.symbol] = .variable(name) }
        let put = Substitution([bound.symbol: place], indices: index)
        let domain = put.apply(universal.domain)
        guard let statement = claim(put.apply(universal.statement)) else { continue }
        if domain.conjuncts.isEmpty {
          all.add(statement, nil, universal.sources)
        } else if let condition = claim(domain) {
          all.add(.implies(condition, statement), nil, universal.sources)
        }
      }
    }
  }

  /// What is true of pairs: values of one function, sums over one range.
  private mutating func addPairs(_ all: inout LemmaInstances) {
    let atoms = all.atoms
    for (k, first) in atoms.enumerated() {
      for second in atoms[(k + 1)...] {
        let a = Polynomial(Monomial(first))
        let b = Polynomial(Monomial(second))
        switch (first.expression, second.expression) {
        case (.exponential(let x), .exponential(let y)):
          let u = Polynomial(canonical: x)
          let v = Polynomial(canonical: y)
          all.add(
            .all([
              .implies(.atLeast(u, v), .atLeast(a, b)), .implies(.atLeast(v, u), .atLeast(b, a)),
            ]), .monotoneValues)
          all.add(.atLeast(a, multiply(b, Polynomial.one + u - v)), .support)
          all.add(.atLeast(b, multiply(a, Polynomial.one + v - u)), .support)
        case (.logarithm(let x), .logarithm(let y)):
          let u = Polynomial(canonical: x)
          let v = Polynomial(canonical: y)
          all.add(
            .all([
              .implies(.atLeast(u, v), .atLeast(a, b)), .implies(.atLeast(v, u), .atLeast(b, a)),
            ]), .monotoneValues)
        case (.application(let f, let order, let x), .application(let g, let other, let y))
        where f == g && x.count == 1 && y.count == 1 && order == 0 && other == 0:
          guard let type = scope.function(f), type.arguments == [.scalar] else { continue }
          addValues(type, (a, Polynomial(canonical: x[0])), (b, Polynomial(canonical: y[0])), &all)
        case (.total(let i, let d, let x), .total(let j, let n, let y)) where d == n:
          guard nesting < 5 else { continue }
          let index = constant(.index(d))
          let u = settled(
            Substitution([i: .of(index)], indices: [i: .variable(index)]).apply(x))
          let v = settled(
            Substitution([j: .of(index)], indices: [j: .variable(index)]).apply(y))
          if attempt({ $0.isAtLeastZero(u - v, isStrict: false) }) {
            all.add(.atLeast(a, b), .termwise)
          } else if attempt({ $0.isAtLeastZero(v - u, isStrict: false) }) {
            all.add(.atLeast(b, a), .termwise)
          }
        default: continue
        }
      }
    }
    addConvexity(&all)
  }

  private func addValues(
    _ type: FunctionType, _ a: (value: Polynomial, at: Polynomial),
    _ b: (value: Polynomial, at: Polynomial), _ all: inout LemmaInstances
  ) {
    let (low, high): (Relation, Relation) =
      type.isNonincreasing ? (.greaterOrEqual, .lessOrEqual) : (.lessOrEqual, .greaterOrEqual)
    guard type.isNonincreasing || type.isNondecreasing else {
      all.add(
        .implies(.equal(a.at, b.at), .equal(a.value, b.value)), .scalars)
      return
    }
    let difference = a.value - b.value
    all.add(
      .all([
        .implies(.relation(a.at - b.at, .lessOrEqual), .relation(difference, low)),
        .implies(.relation(a.at - b.at, .greaterOrEqual), .relation(difference, high)),
      ]), .monotoneValues)
    if type.isStrictlyMonotone {
      let (less, more): (Relation, Relation) =
        type.isNonincreasing ? (.greater, .less) : (.less, .greater)
      all.add(
        .all([
          .implies(.relation(a.at - b.at, .less), .relation(difference, less)),
          .implies(.relation(a.at - b.at, .greater), .relation(difference, more)),
        ]), .monotoneValues)
    }
  }

  /// Convex functions: above the tangent at every point in play, and Jensen's inequality for means.
  private mutating func addConvexity(_ all: inout LemmaInstances) {
    var byFunction: [Symbol: [(value: Polynomial, at: Polynomial)]] = [:]
    var order: [Symbol] = []
    for atom in all.atoms {
      guard case .application(let f, 0, let x) = atom.expression, x.count == 1,
        let type = scope.function(f), type.arguments == [.scalar],
        type.properties.contains(.convex) || type.properties.contains(.concave)
      else { continue }
      if byFunction[f] == nil { order.append(f) }
      byFunction[f, default: []].append(
        (Polynomial(Monomial(atom)), Polynomial(canonical: x[0])))
    }
    for f in order {
      guard let type = scope.function(f), let values = byFunction[f] else { continue }
      let sign = type.properties.contains(.convex) ? Rational.one : Rational(-1)
      for (k, here) in values.enumerated() {
        let slope: Polynomial
        if type.isDifferentiable(1) {
          slope = Polynomial(.application(f, derivative: 1, [here.at.expression]))
        } else {
          slope = Polynomial(.of(Symbol("#slope\(k)\(f.name)")))
        }
        for (j, there) in values.enumerated() where j != k {
          let tangent = here.value + multiply(slope, there.at - here.at)
          all.add(
            .relation((there.value - tangent).scaled(by: sign), .greaterOrEqual), .support)
        }
        addJensen(f, here, sign, &all)
      }
    }
  }

  /// ℓ((1/n) Σ z_i) ≤ (1/n) Σ ℓ(z_i).
  private mutating func addJensen(
    _ f: Symbol, _ here: (value: Polynomial, at: Polynomial), _ sign: Rational,
    _ all: inout LemmaInstances
  ) {
    guard let single = here.at.single, single.coefficient.signum != 0 else { return }
    for factor in single.monomial.factors where factor.exponent == .one {
      guard case .total(let i, let d, let body) = factor.atom.expression,
        single.monomial.exponent(of: Atom(.size(d))) == Rational(-1)
      else { continue }
      let rest = single.monomial.without(factor.atom).without(Atom(.size(d)))
      let inner = Expression.multiplying([
        Polynomial(rest, single.coefficient).expression, body,
      ])
      let mean = multiply(
        Polynomial(Monomial(Atom(.size(d)), Rational(-1))),
        total(i, d, .application(f, derivative: 0, [inner])))
      all.add(
        .relation((mean - here.value).scaled(by: sign), .greaterOrEqual), .jensen)
    }
  }
}

extension NormOrder {
  /// Whether this order is the smaller one; nil where that is not known.
  func isBelow(_ q: NormOrder) -> Bool? {
    switch (self, q) {
    case (.number(let a), .number(let b)): a < b
    case (.number, .infinity): true
    case (.infinity, .number): false
    default: nil
    }
  }
}
