/// What checking found about a step.
package struct StepReport: Sendable {
  /// From 1, in the order of the page.
  package let number: Int
  package let verdict: Verdict
  /// In a few words, why: "Cauchy–Schwarz; shift of a ball", "denominator 0".
  ///
  /// Plain text with `$…$` for mathematics.
  package let reason: String
  /// What was tested; nil where nothing was.
  package let tests: TestSummary?
  /// Where it is refuted or undefined: an instance.
  package let counterexample: Counterexample?
  /// The largest sizes for which it was proved, where the verdict is that.
  package let sizes: [Dimension: Int]
  /// The lemmas and theorems that the proof used, in order, by name.
  package let lemmas: [String]
  /// Indices of the derivation's hypotheses that the proof used; nil where there is no proof.
  package let usedHypotheses: Set<Int>?
  /// A step that could say more, sides that are one expression, a hypothesis that would save the step:
  /// sentences.
  package let remarks: [String]

  package init(
    number: Int, verdict: Verdict, reason: String, tests: TestSummary? = nil,
    counterexample: Counterexample? = nil, sizes: [Dimension: Int] = [:], lemmas: [String] = [],
    usedHypotheses: Set<Int>? = nil, remarks: [String] = []
  ) {
    self.number = number
    self.verdict = verdict
    self.reason = reason
    self.tests = tests
    self.counterexample = counterexample
    self.sizes = sizes
    self.lemmas = lemmas
    self.usedHypotheses = usedHypotheses
    self.remarks = remarks
  }
}
