extension Prover {
  /// Tries to prove a statement from the facts; the trail is that of the proof, or as before.
  mutating func prove(_ goal: Proposition) -> Bool {
    attempt { $0.proveDirectly($0.rewritten(goal)) }
  }

  /// Works on a copy that replaces this value where the attempt succeeds.
  mutating func attempt(_ work: (inout Prover) -> Bool) -> Bool {
    guard nesting < 12 else { return false }
    var copy = self
    copy.nesting += 1
    let succeeded = work(&copy)
    solverCalls = copy.solverCalls
    constants = copy.constants
    guard succeeded else { return false }
    trail = copy.trail
    return true
  }

  private mutating func proveDirectly(_ goal: Proposition) -> Bool {
    if facts.others.contains(where: { $0.statement == goal }) {
      for fact in facts.others where fact.statement == goal { trail.use(fact.sources) }
      return true
    }
    switch goal {
    case .truth(let value): return value
    case .relation(let r, let a, let b): return proveRelation(r, a, b)
    case .all(let list):
      for part in list where !prove(part) { return false }
      return true
    case .any(let list):
      for part in list where prove(part) { return true }
      return proveByCases(list)
    case .not(let p): return proveNot(p)
    case .implies(let p, let q):
      assume(p, from: [])
      if let sources = facts.isAbsurd {
        trail.use(sources)
        return true
      }
      return prove(q)
    case .equivalent(let p, let q):
      return prove(.implies(p, q)) && prove(.implies(q, p))
    case .forAll(let bound, let domain, let body):
      let renaming = fresh(bound)
      if bound.allSatisfy(\.isIndex) { renameWitnesses(renaming) }
      assume(renaming.apply(domain), from: [])
      return prove(renaming.apply(body))
    case .exists(let bound, let domain, let body): return proveExists(bound, domain, body)
    case .attains(let point, let e): return proveAttains(point, e)
    case .uniquelyAttains(let point, let e):
      return prove(.attains(point: point, e)) && proveUnique(point, e)
    case .isAttained(let e): return isAttained(e)
    case .hasShape(let shape, let body, let symbol):
      return hasShape(shape, body, in: symbol)
    }
  }

  /// Bound variables as constants.
  mutating func fresh(_ bound: [Bound]) -> Substitution {
    var values: [Symbol: Expression] = [:]
    var indices: [Symbol: Index] = [:]
    for variable in bound {
      let name = constant(variable.sort)
      values[variable.symbol] = .of(name)
      indices[variable.symbol] = .variable(name)
    }
    return Substitution(values, indices: indices)
  }

  private mutating func proveNot(_ p: Proposition) -> Bool {
    switch p {
    case .truth(let value): return !value
    case .relation(let r, let a, let b):
      guard case .scalar = a.sort(in: scope) else {
        return r == .equal ? prove(.relation(.notEqual, a, b)) : false
      }
      return prove(.relation(r.negated, a, b))
    case .not(let q): return prove(q)
    case .any(let list): return prove(.all(list.map { .not($0) }))
    case .all(let list): return prove(.any(list.map { .not($0) }))
    case .implies(let a, let b): return prove(a) && prove(.not(b))
    default: return false
    }
  }

  /// `a or b` from `not a` ⟹ `b`.
  private mutating func proveByCases(_ list: [Proposition]) -> Bool {
    guard list.count > 1, let last = list.last else { return false }
    for part in list.dropLast() { assume(.not(part), from: []) }
    if let sources = facts.isAbsurd {
      trail.use(sources)
      return true
    }
    return prove(last)
  }

  private mutating func proveExists(
    _ bound: [Bound], _ domain: Proposition, _ body: Proposition
  ) -> Bool {
    guard bound.count == 1, let variable = bound.first else { return false }
    for (point, lemma) in points(variable.sort, named: variable.symbol) {
      let put = Substitution([variable.symbol: point])
      let found = attempt { prover in
        prover.trail.use(lemma)
        let d = put.apply(domain)
        let b = put.apply(body)
        return prover.isDefined(d) && prover.isDefined(b) && prover.prove(d) && prover.prove(b)
      }
      if found { return true }
    }
    return false
  }

  /// Points of that sort that are at hand: witnesses (those for the symbol first), arbitrary members,
  /// declared symbols, 0.
  func points(_ sort: Sort, named symbol: Symbol?) -> [(Expression, Lemma)] {
    var result: [(Expression, Lemma)] = []
    let own = witnesses.filter { $0.symbol == symbol } + witnesses.filter { $0.symbol != symbol }
    for witness in own where witness.value.sort(in: scope) == sort {
      result.append((witness.value, .witness))
    }
    for name in scope.names(of: sort) { result.append((.of(name), .feasiblePoint)) }
    switch sort {
    case .scalar: result.append((.zero, .feasiblePoint))
    case .vector(let d): result.append((.zeroVector(d), .feasiblePoint))
    default: break
    }
    return result
  }

  // MARK: relations

  private mutating func proveRelation(
    _ r: Relation, _ a: Expression, _ b: Expression
  ) -> Bool {
    switch a.sort(in: scope) {
    case .scalar, .index:
      switch r {
      case .greaterOrEqual, .greater: return proveScalars(r.swapped, b, a)
      default: return proveScalars(r, a, b)
      }
    case .vector(let d):
      if r == .equal {
        let difference = settled(vector: Expression.difference(a, b), d)
        if difference.isZero {
          trail.use(.arithmetic)
          return true
        }
      }
      if r == .notEqual {
        let difference = settled(vector: Expression.difference(a, b), d)
        guard let single = difference.single, isNonzero(single.coefficient),
          let sources = nonzeroSources(single.atom.expression)
        else {
          guard let sources = nonzeroSources(difference.expression(d)) else { return false }
          trail.use(sources)
          return true
        }
        trail.use(sources)
        return true
      }
      let j = constant(.index(d))
      trail.use(.componentwise)
      return prove(
        .relation(
          r, Expression.component(of: a, [.variable(j)]),
          Expression.component(of: b, [.variable(j)])))
    case .matrix: return r == .equal && a.key == b.key
    }
  }

  /// The normal form, taken again until it no longer changes.
  mutating func settled(_ e: Expression) -> Polynomial {
    var p = scalar(e)
    for _ in 0..<5 {
      let next = scalar(p.expression)
      if next == p { break }
      p = next
    }
    return p
  }

  mutating func settled(vector e: Expression, _ d: Dimension) -> LinearForm {
    var v = vector(e)
    for _ in 0..<5 {
      let next = vector(v.expression(d))
      if next == v { break }
      v = next
    }
    return v
  }

  private mutating func proveScalars(_ r: Relation, _ a: Expression, _ b: Expression) -> Bool {
    let difference = settled(b) - settled(a)
    switch r {
    case .equal:
      if difference.isZero || cleared(difference).isZero {
        trail.use(.arithmetic)
        return true
      }
      if isNonnegative(difference), isNonpositive(difference) { return true }
      if attempt({ $0.isAtLeastZero(difference, isStrict: false) }),
        attempt({ $0.isAtLeastZero(-difference, isStrict: false) })
      {
        return true
      }
      return false
    case .lessOrEqual:
      return attempt { $0.isOrderedByMonotonicity(a, b) }
        || isAtLeastZero(difference, isStrict: false)
    case .less: return isAtLeastZero(difference, isStrict: true)
    case .notEqual:
      if isNonzero(difference) {
        trail.use(.signs)
        return true
      }
      return attempt { $0.isAtLeastZero(difference, isStrict: true) }
        || attempt { $0.isAtLeastZero(-difference, isStrict: true) }
        || decideByArithmetic(difference, .notEqual)
    default: return false
    }
  }

  /// The polynomial times the denominators that are sums: 0 exactly where it is.
  mutating func cleared(_ p: Polynomial) -> Polynomial {
    var result = p
    for _ in 0..<6 {
      var denominator: (atom: Atom, exponent: Rational)?
      for (m, _) in result.sorted {
        for factor in m.factors where factor.exponent.signum < 0 {
          if factor.exponent < (denominator?.exponent ?? .zero) {
            denominator = (factor.atom, factor.exponent)
          }
        }
      }
      guard let denominator else { break }
      var next = Polynomial()
      for (m, c) in result.sorted {
        next.add(
          reduced(m * Monomial(denominator.atom, -denominator.exponent)), times: c)
      }
      result = next
    }
    return result
  }

  // MARK: inequalities

  /// Whether a polynomial is ≥ 0 (> 0): by signs, for every point of the sets under max, term by term
  /// under sums, and by arithmetic with instances of lemmas.
  mutating func isAtLeastZero(_ p: Polynomial, isStrict: Bool) -> Bool {
    if isStrict ? isPositive(p) : isNonnegative(p) {
      trail.use(p.isZero ? .arithmetic : .signs)
      return true
    }
    let clear = cleared(p)
    if !isStrict, clear.isZero { return true }
    if attempt({ $0.overEveryPoint(p, isStrict: isStrict) }) { return true }
    if attempt({ $0.byOrderOfArguments(p, isStrict: isStrict) }) { return true }
    if attempt({ $0.termByTerm(p, isStrict: isStrict) }) { return true }
    return attempt { $0.decideByArithmetic(p, isStrict ? .greater : .greaterOrEqual) }
  }

  /// −c·max_S f + rest ≥ 0 from −c·f(δ) + rest ≥ 0 for every δ of S, c ≥ 0.
  private mutating func overEveryPoint(_ p: Polynomial, isStrict: Bool) -> Bool {
    for (m, c) in p.sorted where c.signum < 0 {
      for factor in m.factors where factor.exponent == .one {
        guard case .extremum(let e) = factor.atom.expression, e.goal == .maximum else { continue }
        let rest = m.without(factor.atom)
        guard isNonnegative(Polynomial(rest)) else { continue }
        // A strict bound for every point gives a strict one for the maximum where it is attained.
        if isStrict, !attempt({ $0.isAttained(e) }) { continue }
        trail.use(.everyPoint)
        let renaming = fresh(e.variables)
        assume(renaming.apply(e.constraint), from: [])
        let value = settled(renaming.apply(e.body))
        var next = p - Polynomial(m, c)
        next.add(multiply(Polynomial(rest, c), value))
        return isAtLeastZero(next, isStrict: isStrict)
      }
    }
    return false
  }

  /// Σ_i a_i + c ≥ 0 from a_i + c/n ≥ 0 for every i, all terms having the same factor.
  private mutating func termByTerm(_ p: Polynomial, isStrict: Bool) -> Bool {
    var range: Dimension?
    var common: Monomial?
    for (m, _) in p.sorted {
      for factor in m.factors where factor.exponent == .one {
        if case .total(_, let d, _) = factor.atom.expression {
          range = range ?? d
          common = common ?? m.without(factor.atom)
        }
      }
    }
    guard let range, let common, isPositive(Polynomial(common)) else { return false }
    let index = constant(.index(range))
    let count = Atom(.size(range))
    var summand = Polynomial()
    for (m, c) in p.sorted {
      let left = m * common.raised(to: Rational(-1))
      if let factor = left.factors.first(where: {
        if case .total(_, range, _) = $0.atom.expression { return $0.exponent == .one }
        return false
      }), case .total(let j, _, let body) = factor.atom.expression {
        let inner = Substitution([j: .of(index)], indices: [j: .variable(index)]).apply(body)
        let rest = reduced(left.without(factor.atom))
        summand.add(multiply(rest, settled(inner)), times: c)
      } else {
        summand.add(reduced(left * Monomial(count, Rational(-1))), times: c)
      }
    }
    trail.use(.termwise)
    return isAtLeastZero(summand, isStrict: isStrict)
  }
}
