/// How a derivation is checked, besides what it says itself.
package struct CheckOptions: Sendable {
  /// Keys the random instances.
  package var seed: UInt64
  /// Steps that are not checked, by number, with the author's reason.
  package var unchecked: [Int: String]
  /// For ≈ steps, by number: the symbol that is small and the order that is claimed, at least 1.
  package var orders: [Int: (small: Symbol, order: Int)]

  package init(
    seed: UInt64, unchecked: [Int: String] = [:], orders: [Int: (small: Symbol, order: Int)] = [:]
  ) {
    self.seed = seed
    self.unchecked = unchecked
    self.orders = orders
  }
}

/// What checking a derivation found: a report for every step and for every witness.
package struct DerivationReport: Sendable {
  /// In the order of the steps.
  package let steps: [StepReport]
  /// One for each witness: that it lies in the set that it is offered for, in the witnesses' order.
  package let witnesses: [StepReport]
  /// Whether the hypotheses contradict each other; nil where that was not decided, which lowers every
  /// verdict to `tested` at most.
  package let hypothesesAreConsistent: Bool?

  package init(steps: [StepReport], witnesses: [StepReport], hypothesesAreConsistent: Bool?) {
    self.steps = steps
    self.witnesses = witnesses
    self.hypothesesAreConsistent = hypothesesAreConsistent
  }

  /// The verdict of the whole: the first of its steps' and witnesses' in the table; nil without any.
  package var verdict: Verdict? {
    (steps + witnesses).map(\.verdict).min { $0.rank < $1.rank }
  }
}

/// Checks every step of a derivation.
package func check(_ derivation: Derivation, _ options: CheckOptions) -> DerivationReport {
  DerivationReport(
    steps: derivation.steps.indices.map {
      StepReport(number: $0 + 1, verdict: .unchecked, reason: "not built yet")
    },
    witnesses: derivation.witnesses.indices.map {
      StepReport(number: $0 + 1, verdict: .unchecked, reason: "not built yet")
    }, hypothesesAreConsistent: nil)
}
