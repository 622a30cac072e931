/// The baseline: random points of the ball, of which the best is kept.
///
/// An attack that is not stronger than as many random points shows nothing about robustness.
package struct RandomNoise: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let stopsAtSuccess: Bool
  /// The ball and box.
  package let within: Threat
  /// Number of points for each example, ≥ 1.
  package let draws: Int
  /// What they are drawn with, for each example its own.
  package let key: RandomKey

  /// Noise that is uniform in the ball, then clipped to the box.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, draws: Int, key: RandomKey, loss: NetworkLoss = .crossEntropy,
    stopsAtSuccess: Bool = false
  ) throws(AttackError) {
    guard draws >= 1, draws <= Int(UInt32.max) else {
      throw .option(name: "draws", requirement: "is at least 1")
    }
    self.threat = threat
    within = threat
    self.draws = draws
    self.key = key
    self.loss = try loss.aimed(at: nil)
    self.stopsAtSuccess = stopsAtSuccess
  }

  package var name: String {
    "random noise, \(within.ball.norm.name), \(draws) draw\(draws == 1 ? "" : "s")"
  }

  package func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: false, isIterate: false)
    for draw in 0..<draws {
      block.removeSolved()
      guard block.rows > 0 else { return }
      block.startAtRandom(key, restart: draw)
      block.evaluate(wantsGradient: false, isIterate: false)
    }
  }
}
