extension Prover {
  /// Whether a polynomial stands in a relation to 0, from what lemmas and facts say of its atoms.
  mutating func decideByArithmetic(_ p: Polynomial, _ relation: Relation) -> Bool {
    false
  }
}
