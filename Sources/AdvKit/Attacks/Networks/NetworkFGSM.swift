/// The fast gradient method on a network: one steepest step of length ε from the clean input.
///
/// For ℓ∞ it is x + ε·sign(∇), the fast gradient sign method. Of the clean point and the step's end
/// it keeps the better one.
/// Source: Goodfellow, Shlens, Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015,
/// section 4.
package struct NetworkFGSM: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let target: AttackTarget?
  /// The ball and box.
  package let within: Threat
  /// Whose rules it follows.
  package let profile: AttackProfile

  /// The attack; with a target it ascends the targeted form of the loss.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)`` for a loss without a targeted form and for a
  ///   profile without this attack in this norm.
  package init(
    _ threat: Threat, loss: NetworkLoss = .crossEntropy, target: AttackTarget? = nil,
    profile: AttackProfile = .standard
  ) throws(AttackError) {
    try profile.check("FGSM", threat.ball.norm)
    self.threat = threat
    within = threat
    self.loss = try loss.aimed(at: target)
    self.target = target
    self.profile = profile
  }

  package var keepsLast: Bool { profile.keepsLast }

  package var name: String {
    (target == nil ? "FGSM, " : "targeted FGSM, ") + within.ball.norm.name + profile.suffix
  }

  package func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: true)
    block.ascend(length: Float(within.ball.radius), rules: profile.rules)
    block.evaluate(wantsGradient: false)
  }
}
