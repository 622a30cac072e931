/// Adversarial training with one step from a random start (FGSM-RS, "fast adversarial training").
///
/// Start uniform in the ball and clipped to the box, one step of 1.25·ε, projection: cheap, and known
/// to collapse; see ``CatastrophicOverfitting``.
/// Source: Wong, Rice, Kolter, "Fast is better than free: revisiting adversarial training",
/// ICLR 2020, algorithm 3.
package struct FGSMRSTraining: TrainingMethod, Hashable {
  /// Length of the step in the ball's norm, in the unit of the inputs; nil for 1.25 times the radius.
  package let step: Double?

  /// The method; ``check(loss:)`` says whether the step makes sense.
  package init(step: Double? = nil) { self.step = step }

  package var name: String { "FGSM-RS" }
  package var constants: [Double] { [step ?? -1] }
  package var isSingleStep: Bool { true }

  package func check(loss: NetworkLoss) throws(TrainingOptionError) { try check(step: step) }

  package func descend(_ block: TrainingBlock) {
    block.startAtRandom()
    block.ascendLoss(length: Float(step ?? 1.25 * block.radius))
    block.descend()
  }
}
