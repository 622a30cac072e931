extension Prover {
  /// Whether a polynomial stands in a relation to 0, from what lemmas and facts say of its atoms: real
  /// arithmetic without quantifiers, decided by Z3.
  ///
  /// The facts alone are shown satisfiable, or at least not contradictory, before a contradiction with
  /// the negated goal counts; where they contradict each other nothing is proved.
  mutating func decideByArithmetic(_ p: Polynomial, _ relation: Relation) -> Bool {
    guard solverCalls > 0 else { return false }
    let all = instances(for: p)
    var problem = SolverProblem()
    var encoding = Encoding()
    for (k, instance) in all.list.enumerated() {
      problem.assertions.append(
        .init(formula(instance.claim, &encoding), group: k))
    }
    let negated = formula(.relation(p, relation.negated), &encoding)
    for side in encoding.sides(&self) { problem.assertions.append(.init(side)) }
    var question = problem
    question.assertions.append(.init(negated))
    solverCalls -= 1
    guard case .unsatisfiable(let core) = solve(question, SolverBudget(resources: 300_000)) else {
      return false
    }
    // A contradiction among the instances themselves would prove anything.
    let used = all.list.indices.filter(core.contains)
    var context = SolverProblem()
    for assertion in problem.assertions
    where assertion.group < 0 || core.contains(assertion.group) {
      context.assertions.append(assertion)
    }
    solverCalls -= 1
    guard case .satisfiable = solve(context, SolverBudget(resources: 300_000)) else { return false }
    trail.use(.scalars)
    for k in used {
      if let lemma = all.list[k].lemma { trail.use(lemma) }
      trail.use(all.list[k].sources)
    }
    return true
  }

  private func formula(_ claim: Claim, _ encoding: inout Encoding) -> Formula {
    switch claim {
    case .relation(let p, let r): return .relation(r, encoding.term(p), .number(.zero))
    case .all(let list): return .all(list.map { formula($0, &encoding) })
    case .any(let list): return .any(list.map { formula($0, &encoding) })
    case .implies(let a, let b):
      return .implies(formula(a, &encoding), formula(b, &encoding))
    }
  }
}

/// Polynomials as terms: an unknown for every atom, and one for every power that is not a positive
/// whole one.
private struct Encoding {
  private var powers: [(name: String, atom: Atom, exponent: Rational)] = []
  private var known: Set<String> = []

  mutating func term(_ p: Polynomial) -> Term {
    .sum(
      p.sorted.map { m, c in
        .product([.number(c)] + m.factors.flatMap { factor($0) })
      })
  }

  private mutating func factor(_ factor: Monomial.Factor) -> [Term] {
    if let k = factor.exponent.whole, k > 0, k <= 6 {
      return Array(repeating: .unknown(factor.atom.key), count: k)
    }
    // a^(−k) is the k-th power of an inverse, a^(k/2) that of a root.
    let base: Rational
    let count: Int
    if let k = factor.exponent.whole, k < 0, k >= -6 {
      (base, count) = (Rational(-1), -k)
    } else if factor.exponent.denominator == 2, factor.exponent.signum > 0,
      let k = (factor.exponent * Rational(2)).whole, k <= 6
    {
      (base, count) = (Rational(1, over: 2) ?? .one, k)
    } else {
      (base, count) = (factor.exponent, 1)
    }
    let name = "\(factor.atom.key)^\(base)"
    if known.insert(name).inserted { powers.append((name, factor.atom, base)) }
    return Array(repeating: .unknown(name), count: count)
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
