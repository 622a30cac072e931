extension Prover {
  /// Whether a polynomial stands in a relation to 0, from what lemmas and facts say of its atoms,
  /// decided by Z3: linear arithmetic over monomials, in which products of what is known are listed;
  /// then, for few unknowns, real arithmetic.
  ///
  /// What the proof used is shown to be satisfiable without the negated goal, so that a contradiction
  /// among facts proves nothing.
  mutating func decideByArithmetic(_ p: Polynomial, _ relation: Relation) -> Bool {
    guard solverCalls > 0 else { return false }
    solverCalls -= 1
    var all = instances(for: p)
    let few = all.list
    all.multiply(self, p)
    var linear = Encoding(isLinear: true)
    if decide(all.list, p, relation, &linear, resources: 400_000) { return true }
    guard p.atoms.count <= 4, p.terms.keys.allSatisfy(\.isSmall) else { return false }
    var real = Encoding(isLinear: false)
    let small = few.filter { instance in
      instance.lemma != .support && instance.lemma != .monotoneValues
        && instance.claim.polynomials.allSatisfy { $0.atoms.count <= 3 }
    }
    return decide(small, p, relation, &real, resources: 100_000)
  }

  private mutating func decide(
    _ list: [LemmaInstance], _ p: Polynomial, _ relation: Relation, _ encoding: inout Encoding,
    resources: Int
  ) -> Bool {
    var problem = SolverProblem()
    for (k, instance) in list.enumerated() {
      problem.assertions.append(.init(encoding.formula(instance.claim), group: k))
    }
    let negated = encoding.formula(.relation(p, relation.negated))
    for side in encoding.sides(&self) { problem.assertions.append(.init(side)) }
    var question = problem
    question.assertions.append(.init(negated))
    let budget = SolverBudget(resources: resources)
    guard case .unsatisfiable(let core) = solve(question, budget) else { return false }
    var context = SolverProblem()
    for assertion in problem.assertions
    where assertion.group < 0 || core.contains(assertion.group) {
      context.assertions.append(assertion)
    }
    guard case .satisfiable = solve(context, budget) else { return false }
    trail.use(.scalars)
    for k in list.indices where core.contains(k) {
      if let lemma = list[k].lemma { trail.use(lemma) }
      trail.use(list[k].sources)
    }
    return true
  }
}

extension Monomial {
  /// Whether it has at most three factors, counted with their powers.
  fileprivate var isSmall: Bool {
    factors.allSatisfy { $0.exponent.isWhole && $0.exponent.signum > 0 }
      && (factors.compactMap(\.exponent.whole).reduce(0, +) <= 3)
  }
}

extension LemmaInstances {
  /// Adds products: an instance times a factor ≥ 0 beside its atom in the goal, times a fact, and both
  /// cases of a sign.
  mutating func multiply(_ prover: Prover, _ goal: Polynomial) {
    var prover = prover
    let original = list
    var cofactors: [Atom: [Monomial]] = [:]
    for m in goal.terms.keys.sorted() where m.factors.count > 1 {
      for factor in m.factors where factor.exponent == .one {
        let rest = m.without(factor.atom)
        if prover.isNonnegative(Polynomial(rest)) {
          cofactors[factor.atom, default: []].append(rest)
        }
      }
    }
    let factFactors = prover.facts.scalars.filter {
      $0.polynomial.terms.count <= 3
        && ($0.relation == .greaterOrEqual || $0.relation == .lessOrEqual || $0.relation == .greater
          || $0.relation == .less)
    }.prefix(6)
    for instance in original {
      guard list.count < 220 else { break }
      let atoms = Set(instance.claim.polynomials.flatMap(\.atoms))
      var seen: Set<Monomial> = []
      for atom in atoms.sorted() {
        for rest in cofactors[atom] ?? [] where seen.insert(rest).inserted {
          if let product = instance.claim.times(Polynomial(rest), &prover) {
            append(product, instance)
          }
        }
      }
      guard instance.lemma == .support || instance.sources.isEmpty == false else { continue }
      for fact in factFactors where list.count < 220 {
        let isUp = fact.relation == .greaterOrEqual || fact.relation == .greater
        let factor = isUp ? fact.polynomial : -fact.polynomial
        if let product = instance.claim.times(factor, &prover) {
          append(product, instance, fact.sources)
        }
      }
    }
    // Both cases of every sign, in all monomials that have it.
    let monomials = Set(
      (list.flatMap { $0.claim.polynomials } + [goal]).flatMap { $0.terms.keys })
    for atom in atoms where prover.isUnit(atom) {
      let mine = monomials.filter { $0.exponent(of: atom) == .one }.sorted()
      func side(_ sign: Rational) -> Claim {
        .all(
          mine.map { m in
            .equal(Polynomial(m), Polynomial(m.without(atom), sign))
          })
      }
      append(.any([side(.one), side(Rational(-1))]), nil)
    }
    // What signs say of whole monomials.
    for m in monomials.sorted() where m.factors.count > 1 && list.count < 400 {
      var attempt = prover
      attempt.trail = Trail()
      if attempt.isPositive(Polynomial(m)) {
        append(.relation(Polynomial(m), .greater), nil, attempt.trail.hypotheses)
      } else if attempt.isNonnegative(Polynomial(m)) {
        append(.relation(Polynomial(m), .greaterOrEqual), nil, attempt.trail.hypotheses)
      }
    }
  }

  private mutating func append(
    _ claim: Claim, _ instance: LemmaInstance?, _ sources: Set<Int> = []
  ) {
    add(claim, instance?.lemma ?? .signs, (instance?.sources ?? []).union(sources))
  }
}

extension Claim {
  /// The claim times a polynomial that is ≥ 0; nil where that says nothing.
  fileprivate func times(_ factor: Polynomial, _ prover: inout Prover) -> Claim? {
    switch self {
    case .relation(let p, let r):
      let product = prover.multiply(p, factor)
      switch r {
      case .notEqual: return nil
      case .less: return .relation(product, .lessOrEqual)
      case .greater: return .relation(product, .greaterOrEqual)
      default: return .relation(product, r)
      }
    case .all(let list):
      let parts = list.compactMap { $0.times(factor, &prover) }
      return parts.isEmpty ? nil : .all(parts)
    case .any(let list):
      let parts = list.compactMap { $0.times(factor, &prover) }
      return parts.count == list.count ? .any(parts) : nil
    case .implies(let a, let b):
      return b.times(factor, &prover).map { .implies(a, $0) }
    }
  }
}

/// Polynomials as terms: an unknown for every monomial, or for every atom.
private struct Encoding {
  let isLinear: Bool
  private var powers: [(name: String, atom: Atom, exponent: Rational)] = []
  private var known: Set<String> = []

  init(isLinear: Bool) {
    self.isLinear = isLinear
  }

  mutating func formula(_ claim: Claim) -> Formula {
    switch claim {
    case .relation(let p, let r): return .relation(r, term(p), .number(.zero))
    case .all(let list): return .all(list.map { formula($0) })
    case .any(let list): return .any(list.map { formula($0) })
    case .implies(let a, let b): return .implies(formula(a), formula(b))
    }
  }

  private mutating func term(_ p: Polynomial) -> Term {
    .sum(
      p.sorted.map { m, c in
        if m == .unit { return .number(c) }
        if isLinear { return .product([.number(c), .unknown(Polynomial(m).expression.key)]) }
        return .product([.number(c)] + m.factors.flatMap { factor($0) })
      })
  }

  private mutating func factor(_ factor: Monomial.Factor) -> [Term] {
    if let k = factor.exponent.whole, k > 0, k <= 6 {
      return Array(repeating: .unknown(factor.atom.key), count: k)
    }
    let name = "\(factor.atom.key)^\(factor.exponent)"
    if known.insert(name).inserted { powers.append((name, factor.atom, factor.exponent)) }
    return [.unknown(name)]
  }

  /// What defines inverses and roots, where the atom is known not to be 0, or not to be negative.
  func sides(_ prover: inout Prover) -> [Formula] {
    var result: [Formula] = []
    for power in powers {
      let value = Term.unknown(power.name)
      let atom = Term.unknown(power.atom.key)
      let own = Polynomial(Monomial(power.atom))
      if power.exponent == Rational(-1), prover.isNonzero(own) {
        result.append(.relation(.equal, .product([atom, value]), .number(.one)))
      } else if power.exponent == Rational(1, over: 2), prover.isNonnegative(own) {
        result.append(.relation(.equal, .product([value, value]), atom))
        result.append(.relation(.greaterOrEqual, value, .number(.zero)))
      } else if prover.isPositive(own) {
        result.append(.relation(.greater, value, .number(.zero)))
      }
    }
    return result
  }
}
