// What is said of a step besides its verdict.
extension Checker {
  /// What is odd about a statement.
  func remarks(_ goal: Proposition) -> [String] {
    switch goal.unquantified {
    case .relation(let r, let a, let b) where a == b && r != .notEqual:
      return ["You wrote the same thing twice: both sides are one expression."]
    case .exists(let bound, let domain, let body):
      guard bound.count == 1, case .vector(let d) = bound[0].sort else { return [] }
      let put = Substitution([bound[0].symbol: .zeroVector(d)])
      let trivial = obligation(.all([put.apply(domain), put.apply(body)]))
      return proveGenerally(trivial) == nil
        ? []
        : [
          "It says nothing: $\(bound[0].symbol) = 0$ does it. Name the point that is meant, and what "
            + "it must not be."
        ]
    default: return []
    }
  }

  /// Hypotheses that would save a false or undefined step: the counterexample must break them.
  func saving(_ whole: Obligation, _ counterexample: Counterexample) -> [String] {
    let free = whole.goal.freeSymbols
    for declaration in whole.declarations where free.contains(declaration.symbol) {
      let assigned = counterexample.values.first { $0.symbol == declaration.symbol }
      guard declaration.indices.isEmpty, let numbers = assigned?.numbers, !numbers.isEmpty,
        numbers.allSatisfy({ $0 == 0 })
      else { continue }
      let zero: Expression
      switch declaration.type {
      case .vector(let d): zero = .zeroVector(d)
      case .scalar(.real), .scalar(.nonnegative): zero = .zero
      default: continue
      }
      let extra = Hypothesis(
        .relation(.notEqual, .of(declaration.symbol), zero),
        tex: "\(derivation.spelling(of: declaration.symbol)) \\ne 0")
      let saved = Obligation(
        declarations: whole.declarations, hypotheses: whole.hypotheses + [extra],
        witnesses: whole.witnesses, goal: whole.goal)
      guard
        case .held = test(
          saved, seed: options.seed, budget: TestBudget(plain: 60, withExtrema: 14))
      else { continue }
      return [
        proveGenerally(saved) != nil
          ? "It holds where $\(extra.tex)$."
          : "Where $\(extra.tex)$ no counterexample was found."
      ]
    }
    return []
  }
}
