/// A proof that holds in every dimension.
struct GeneralProof: Sendable {
  /// The rules and theorems that it used, in order.
  let lemmas: [Lemma]
  /// Indices of the hypotheses that it used.
  let hypotheses: Set<Int>

  /// Whether it rests on a theorem that is cited.
  var isByTheorem: Bool { lemmas.contains(where: \.isCited) }
}

/// Proves a goal in every dimension, or gives up.
///
/// A goal counts only where all of it has a value: denominators, logarithms and roots are discharged
/// first, and each max and min is attained.
func proveGenerally(_ obligation: Obligation) -> GeneralProof? {
  var prover = Prover(obligation)
  guard prover.facts.isAbsurd == nil, prover.isDefined(obligation.goal) else { return nil }
  // What made both sides defined is part of what the step needs.
  guard prover.prove(obligation.goal) else { return nil }
  return GeneralProof(lemmas: prover.trail.lemmas, hypotheses: prover.trail.hypotheses)
}
