/// FGSM from a random start: a uniform point of the ball, one steepest step of length α, projected.
///
/// For ℓ∞ with α = 1.25 ε it is FGSM-RS, the attack inside fast adversarial training. Of the clean
/// point, the start and the step's end it keeps the best one.
/// Source: Wong, Rice, Kolter, "Fast is better than free", ICLR 2020, section 4; the idea: Tramèr,
/// Kurakin, Papernot, Goodfellow, Boneh, McDaniel, "Ensemble adversarial training", ICLR 2018.
package struct RFGSM: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let target: AttackTarget?
  /// The ball and box.
  package let within: Threat
  /// α, the length of the step in the ball's norm, in the unit of the inputs.
  package let step: Double
  /// What the starts are drawn with, for each example its own.
  package let key: RandomKey

  /// The attack; α defaults to 1.25 ε.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, key: RandomKey, step: Double? = nil, loss: NetworkLoss = .crossEntropy,
    target: AttackTarget? = nil
  ) throws(AttackError) {
    let length = step ?? 1.25 * threat.ball.radius
    guard length.isFinite, length > 0 || (step == nil && threat.ball.radius == 0) else {
      throw .option(name: "step", requirement: "is a finite number > 0")
    }
    self.threat = threat
    within = threat
    self.loss = try loss.aimed(at: target)
    self.target = target
    self.step = length
    self.key = key
  }

  package var name: String {
    (target == nil ? "R+FGSM, " : "targeted R+FGSM, ") + within.ball.norm.name
  }

  package func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: false, isIterate: false)
    block.startAtRandom(key, restart: 0)
    block.evaluate(wantsGradient: true)
    block.ascend(length: Float(step))
    block.evaluate(wantsGradient: false)
  }
}
