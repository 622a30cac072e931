/// TRADES: cross-entropy at the clean point plus β times the divergence of the prediction nearby.
///
/// Descended is the mean of −log p_y + β·KL(p ‖ q), p = softmax at the clean point, q = softmax at a
/// point x′ that ascends KL(p ‖ q) from x + 0.001·N(0, I). The derivative goes through p as well as q.
/// Source: Zhang, Yu, Jiao, Xing, El Ghaoui, Jordan, "Theoretically principled trade-off between
/// robustness and accuracy", ICML 2019, equation 5 and algorithm 1.
package struct TRADESTraining: TrainingMethod, Hashable {
  /// β = 1/λ, finite and > 0.
  package let beta: Double
  /// Number of steps of the ascent, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, in the unit of the inputs; nil for a quarter of the radius.
  package let step: Double?

  /// The method; ``check(loss:)`` says whether the constants make sense.
  package init(beta: Double = 6, steps: Int = 10, step: Double? = nil) {
    self.beta = beta
    self.steps = steps
    self.step = step
  }

  package var name: String { "TRADES, β = \(beta), \(steps) steps" }
  package var constants: [Double] { [beta, Double(steps), step ?? -1] }

  package func check(loss: NetworkLoss) throws(TrainingOptionError) {
    guard beta > 0, beta.isFinite else {
      throw .option(.beta, requirement: "is a finite number > 0")
    }
    guard steps >= 1 else { throw .option(.steps, requirement: "is at least 1") }
    try check(step: step)
    guard loss == .crossEntropy else {
      throw .lossUnfit(
        method: "TRADES", loss: loss, requirement: "TRADES descends the cross-entropy")
    }
  }

  package func descend(_ block: TrainingBlock) {
    block.startAtClean()
    block.rememberDistributions()
    block.startAtNoise(0.001)
    let length = step ?? block.radius / 4
    for _ in 0..<steps { block.ascendDivergence(length: Float(length)) }
    block.descendDivergence(beta: Float(beta))
  }
}
