/// Checks the steps of one derivation: first looks for a counterexample, then for a proof in every
/// dimension, then for one in small dimensions.
struct Checker: Sendable {
  let derivation: Derivation
  let options: CheckOptions

  init(_ derivation: Derivation, _ options: CheckOptions) {
    self.derivation = derivation
    self.options = options
  }

  func obligation(_ goal: Proposition, _ hypotheses: [Hypothesis] = []) -> Obligation {
    Obligation(
      declarations: derivation.declarations, hypotheses: derivation.hypotheses + hypotheses,
      witnesses: derivation.witnesses, goal: goal)
  }

  /// Whether the hypotheses can hold: shown by an instance, refuted by a proof that they cannot.
  func consistency() -> Bool? {
    guard !derivation.hypotheses.isEmpty else { return true }
    if contradicts(derivation.hypotheses) { return false }
    var maker = InstanceMaker(
      obligation(.truth(true)), derivation.hypotheses.map(\.proposition), seed: options.seed,
      largest: (space: 3, family: 3))
    for k in 0..<60 where maker.make(k) != nil { return true }
    return nil
  }

  private func contradicts(_ hypotheses: [Hypothesis]) -> Bool {
    var prover = Prover(
      Obligation(
        declarations: derivation.declarations, hypotheses: hypotheses, goal: .truth(false)))
    return prover.factsAreContradictory()
  }

  func report(witness index: Int) -> StepReport {
    let witness = derivation.witnesses[index]
    let number = index + 1
    // Where the witness is offered.
    for step in derivation.steps {
      for extremum in step.statement.extrema
      where extremum.variables.map(\.symbol) == [witness.symbol]
        && !extremum.constraint.conjuncts.isEmpty
      {
        return report(
          .attains(point: witness.value, extremum), number: number, own: step.hypotheses)
      }
      if case .proposition(let p) = step.statement,
        case .exists(let bound, let domain, let body) = p.unquantified,
        bound.map(\.symbol) == [witness.symbol]
      {
        let put = Substitution([witness.symbol: witness.value])
        return report(
          .all([put.apply(domain), put.apply(body)]), number: number, own: step.hypotheses)
      }
    }
    return StepReport(
      number: number, verdict: .unchecked,
      reason: "no max, min or \"for some\" of this derivation binds $\(witness.symbol)$")
  }

  func report(step index: Int) -> StepReport {
    let step = derivation.steps[index]
    let number = index + 1
    if let reason = options.unchecked[number] {
      return StepReport(number: number, verdict: .unchecked, reason: reason)
    }
    switch step.statement {
    case .proposition(let p):
      return report(objectives: p, number: number, own: step.hypotheses)
    case .inference(let from, let to, let indices):
      return report(from, to, indices, number: number, own: step.hypotheses)
    case .approximation(let a, let b):
      return report(a, b, number: number, own: step.hypotheses)
    }
  }

  // MARK: statements

  /// A statement about minima over a free variable is one about the objectives at every value of it,
  /// which is then a symbol like any other.
  private func report(objectives p: Proposition, number: Int, own: [Hypothesis]) -> StepReport {
    guard case .forAll(let bound, .truth(true), let body) = p.comparingObjectives,
      p.comparingObjectives != p
    else { return report(p, number: number, own: own) }
    let names = Set(derivation.declarations.map(\.symbol))
    let new = bound.compactMap { variable -> Declaration? in
      switch variable.sort {
      case .scalar: Declaration(variable.symbol, .scalar(.real))
      case .vector(let d): Declaration(variable.symbol, .vector(d))
      default: nil
      }
    }
    guard new.count == bound.count, names.isDisjoint(with: new.map(\.symbol)) else {
      return report(p.comparingObjectives, number: number, own: own)
    }
    var wider = derivation
    wider.declarations += new
    return Checker(wider, options).report(body, number: number, own: own)
  }

  private func report(
    _ goal: Proposition, number: Int, own: [Hypothesis]
  ) -> StepReport {
    let whole = obligation(goal, own)
    let proof = proveGenerally(whole, theorem(number))
    let outcome = test(
      whole, seed: options.seed,
      budget: proof == nil ? .standard : TestBudget(plain: 60, withExtrema: 12))
    var tests: TestSummary?
    switch outcome {
    case .refuted(let counterexample):
      return StepReport(
        number: number, verdict: .refuted, reason: "a counterexample was found",
        counterexample: counterexample, remarks: saving(whole, counterexample))
    case .undefined(let counterexample):
      return StepReport(
        number: number, verdict: .undefined, reason: counterexample.reason,
        counterexample: counterexample, remarks: saving(whole, counterexample))
    case .held(let summary): tests = summary
    case .noInstance, .impossible: break
    }
    var remarks = self.remarks(goal)
    if let tests, tests.isAlwaysEqual, let equal = goal.asEquality {
      let isProved = proveGenerally(obligation(equal, own)) != nil
      remarks.append(
        isProved
          ? "It could say more: both sides are always equal."
          : "It could say more: both sides were equal on every instance.")
    }
    if let proof {
      let theorem = proof.lemmas.first(where: \.isCited)
      let reason = proof.lemmas.map(\.rawValue).joined(separator: "; ")
      let isPageTheorem = proof.theorem != nil
      return StepReport(
        number: number, verdict: proof.isByTheorem || isPageTheorem ? .byTheorem : .proved,
        reason: reason, tests: tests,
        lemmas: proof.lemmas.map(\.rawValue) + (theorem?.citation.map { [$0] } ?? [])
          + (proof.theorem.map { [$0] } ?? []),
        usedHypotheses: proof.hypotheses, remarks: remarks)
    }
    if let tie = tie(whole) {
      return StepReport(
        number: number, verdict: .refuted, reason: "a counterexample was found",
        counterexample: tie, remarks: saving(whole, tie))
    }
    switch proveSmall(whole) {
    case .proved(let ranges):
      return StepReport(
        number: number, verdict: ranges.verdict, reason: ranges.words, tests: tests,
        sizes: ranges.sizes, usedHypotheses: ranges.usedHypotheses, remarks: remarks)
    case .candidate(let instance):
      if let found = Tester(whole).counterexample(at: instance, options.seed) {
        return StepReport(
          number: number, verdict: .refuted, reason: "a counterexample was found",
          counterexample: found, remarks: saving(whole, found))
      }
    case .undecided: break
    }
    if let tests {
      return StepReport(
        number: number, verdict: .tested,
        reason: "no proof was found; it held on \(tests.instances) instances", tests: tests,
        remarks: remarks)
    }
    let reason: String
    switch outcome {
    case .noInstance: reason = "no instance that obeys the hypotheses was found"
    case .impossible(let words): reason = words
    default: reason = "it was not decided"
    }
    return StepReport(number: number, verdict: .unchecked, reason: reason, remarks: remarks)
  }

  private func theorem(_ number: Int) -> (name: String, theorem: Theorem)? {
    guard let name = options.by[number], let theorem = options.theorems[name] else { return nil }
    return (name, theorem)
  }

  /// An implication: from what stands before it and the named points alone.
  private func report(
    _ from: Proposition, _ to: Proposition, _ indices: [Bound], number: Int, own: [Hypothesis]
  ) -> StepReport {
    let goal = DerivationReader.forEvery(.implies(from, to), indices)
    let whole = obligation(goal, own)
    switch test(whole, seed: options.seed) {
    case .refuted(let counterexample):
      return StepReport(
        number: number, verdict: .refuted,
        reason: "what stands before it holds, and what follows does not",
        counterexample: counterexample, remarks: saving(whole, counterexample))
    case .undefined(let counterexample):
      return StepReport(
        number: number, verdict: .undefined, reason: counterexample.reason,
        counterexample: counterexample, remarks: saving(whole, counterexample))
    case .held(let tests):
      return inferred(whole, to, indices, number, own, tests)
    case .noInstance, .impossible:
      return inferred(whole, to, indices, number, own, nil)
    }
  }

  private func inferred(
    _ whole: Obligation, _ to: Proposition, _ indices: [Bound], _ number: Int, _ own: [Hypothesis],
    _ tests: TestSummary?
  ) -> StepReport {
    func proved(_ proof: GeneralProof) -> StepReport {
      StepReport(
        number: number, verdict: proof.isByTheorem ? .byTheorem : .proved,
        reason: proof.lemmas.map(\.rawValue).joined(separator: "; "), tests: tests,
        lemmas: proof.lemmas.map(\.rawValue), usedHypotheses: proof.hypotheses)
    }
    let isAboutSet = to.extrema.contains { e in
      e.variables.contains { whole.goal.antecedentMentions($0.symbol) }
    }
    if isAboutSet {
      // The rules for extrema would prove the right side by themselves.
      if let proof = proveGenerally(whole, fromBoundsAlone: true) { return proved(proof) }
      let alone = obligation(DerivationReader.forEvery(to, indices), own)
      if proveGenerally(alone) != nil {
        return StepReport(
          number: number, verdict: .unchecked,
          reason:
            "the right side is true, but it does not follow from the left side alone: a bound "
            + "is not an extremum until a point attains it; name one under `witness`", tests: tests)
      }
    }
    if let proof = proveGenerally(whole) { return proved(proof) }
    switch proveSmall(whole) {
    case .proved(let ranges):
      return StepReport(
        number: number, verdict: ranges.verdict, reason: ranges.words, tests: tests,
        sizes: ranges.sizes, usedHypotheses: ranges.usedHypotheses)
    case .candidate(let instance):
      if let found = Tester(whole).counterexample(at: instance, options.seed) {
        return StepReport(
          number: number, verdict: .refuted,
          reason: "what stands before it holds, and what follows does not",
          counterexample: found, remarks: saving(whole, found))
      }
    case .undecided: break
    }
    guard let tests, !isAboutSet else {
      return StepReport(
        number: number, verdict: .unchecked,
        reason: "it was not shown to follow from what stands before it", tests: tests)
    }
    return StepReport(
      number: number, verdict: .tested,
      reason: "no proof was found; it held on \(tests.instances) instances", tests: tests)
  }

  /// ≈: by the observed order of the error.
  private func report(
    _ a: Expression, _ b: Expression, number: Int, own: [Hypothesis]
  ) -> StepReport {
    guard let claim = options.orders[number] else {
      return StepReport(
        number: number, verdict: .unchecked,
        reason: "an approximation says what is small and to which order: `small` and `order`")
    }
    switch observedOrder(
      a, b, small: claim.small, claimed: claim.order, obligation(.truth(true), own),
      seed: options.seed)
    {
    case .holds(let order, let instances):
      return StepReport(
        number: number, verdict: .order(claim.order),
        reason: order.map { "the observed order of the error is at least \(texNumber($0))" }
          ?? "the error is below rounding",
        tests: TestSummary(
          instances: instances, dimensions: 1...8, largestDifference: 0, isAlwaysEqual: false,
          seed: options.seed))
    case .fails(let order, let counterexample):
      return StepReport(
        number: number, verdict: .refuted,
        reason: "the observed order of the error is \(texNumber((order * 100).rounded() / 100)), "
          + "below \(claim.order)", counterexample: counterexample)
    case .impossible(let reason):
      return StepReport(number: number, verdict: .unchecked, reason: reason)
    }
  }
}

extension ProofRanges {
  /// Where no dimension had to be written out, the proof holds in every one.
  fileprivate var verdict: Verdict {
    sizes.isEmpty && orders.isEmpty ? .proved : .provedForSmall
  }
  fileprivate var words: String {
    let norms =
      orders.isEmpty
      ? "" : ", $\(orders.map(\.name).joined(separator: ", ")) \\in \\{1, 2, \\infty\\}$"
    return (sizes.isEmpty ? "real arithmetic" : "real arithmetic, written out for small dimensions")
      + norms
  }
}
