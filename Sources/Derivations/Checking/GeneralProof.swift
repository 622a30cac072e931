/// A proof that holds in every dimension.
struct GeneralProof: Sendable {
  /// The rules and theorems that it used, in order.
  let lemmas: [Lemma]
  /// Indices of the hypotheses that it used.
  let hypotheses: Set<Int>
  /// The page's theorem that it was allowed to use, by name.
  let theorem: String?

  /// Whether it rests on a theorem that is cited.
  var isByTheorem: Bool { lemmas.contains(where: \.isCited) }
}

/// Proves a goal in every dimension, or gives up.
///
/// A goal counts only where all of it has a value: denominators, logarithms and roots are discharged
/// first, and each max and min is attained.
func proveGenerally(
  _ obligation: Obligation, _ theorem: (name: String, theorem: Theorem)? = nil,
  fromBoundsAlone: Bool = false
) -> GeneralProof? {
  func attempt(_ theorem: (name: String, theorem: Theorem)?) -> GeneralProof? {
    var prover = Prover(obligation)
    prover.usesExtremumRules = !fromBoundsAlone
    if let theorem { prover.assume(theorem.theorem) }
    guard prover.facts.isAbsurd == nil, prover.isDefined(obligation.goal),
      prover.prove(obligation.goal)
    else { return nil }
    return GeneralProof(
      lemmas: prover.trail.lemmas, hypotheses: prover.trail.hypotheses, theorem: theorem?.name)
  }
  // A theorem is named only where the proof needs it.
  if let proof = attempt(nil) { return proof }
  return theorem.flatMap { attempt($0) }
}
