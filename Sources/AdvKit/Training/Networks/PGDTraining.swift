/// Adversarial training with projected gradient descent (PGD-AT): the loss is descended at the last
/// iterate of an attack on each example.
///
/// Source: Madry, Makelov, Schmidt, Tsipras, Vladu, "Towards deep learning models resistant to
/// adversarial attacks", ICLR 2018, section 2.1.
package struct PGDTraining: TrainingMethod, Hashable {
  /// Number of steps of the attack, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, in the unit of the inputs; nil for a quarter of the radius.
  package let step: Double?
  /// Whether an attack starts at a random point of the ball, as Madry's does, or at the clean point.
  package let startsAtRandom: Bool

  /// The method; ``check(loss:)`` says whether the constants make sense.
  package init(steps: Int = 10, step: Double? = nil, startsAtRandom: Bool = true) {
    self.steps = steps
    self.step = step
    self.startsAtRandom = startsAtRandom
  }

  package var name: String { "PGD-AT, \(steps) steps" }
  package var constants: [Double] { [Double(steps), step ?? -1, startsAtRandom ? 1 : 0] }

  package func check(loss: NetworkLoss) throws(TrainingOptionError) {
    guard steps >= 1 else { throw .option(.steps, requirement: "is at least 1") }
    try check(step: step)
  }

  package func descend(_ block: TrainingBlock) {
    if startsAtRandom { block.startAtRandom() } else { block.startAtClean() }
    let length = step ?? block.radius / 4
    for _ in 0..<steps { block.ascendLoss(length: Float(length)) }
    block.descend()
  }
}
