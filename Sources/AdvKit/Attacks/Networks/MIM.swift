/// The momentum iterative method: g ← μ·g + ∇/‖∇‖₁, then a steepest step along g and a projection.
///
/// Where a gradient vanishes, g only shrinks. It keeps the best point of each example, the clean
/// one included.
/// Source: Dong, Liao, Pang, Su, Zhu, Hu, Li, "Boosting adversarial attacks with momentum", CVPR 2018,
/// algorithm 1.
package struct MIM: NetworkAttack, Hashable {
  /// What a gradient is divided by before it joins the momentum.
  package enum Scale: Sendable, Hashable {
    /// ‖∇‖₁, as in the paper.
    case sum
    /// The mean of |∇ⱼ|.
    case mean
    /// Its size in the ball's norm: ∇/‖∇‖ₚ, and sign(∇) for ℓ∞.
    case direction
  }

  package let threat: Threat?
  package let loss: NetworkLoss
  package let target: AttackTarget?
  package let stopsAtSuccess: Bool
  /// The ball and box.
  package let within: Threat
  /// Number of steps, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, in the unit of the inputs, finite and > 0.
  package let step: Double
  /// μ ≥ 0.
  package let momentum: Double
  /// Whose rules it follows.
  package let profile: AttackProfile

  /// The attack; without other numbers 10 steps of the profile's length, ε/10 for ours, and μ = 1.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, loss: NetworkLoss = .crossEntropy, steps: Int = 10, step: Double? = nil,
    momentum: Double = 1, target: AttackTarget? = nil, profile: AttackProfile = .standard,
    stopsAtSuccess: Bool = false
  ) throws(AttackError) {
    try profile.check("MIM", threat.ball.norm)
    let parts: Double
    switch profile {
    case .standard, .madry: parts = 10
    case .torchattacks: parts = 4
    case .foolbox: parts = 5
    }
    let length = step ?? threat.ball.radius / parts
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard length.isFinite, length > 0 || (step == nil && threat.ball.radius == 0) else {
      throw .option(name: "step", requirement: "is a finite number > 0")
    }
    guard momentum >= 0, momentum.isFinite else {
      throw .option(name: "momentum", requirement: "is a finite number ≥ 0")
    }
    self.threat = threat
    within = threat
    self.loss = try loss.aimed(at: target)
    self.target = target
    self.steps = steps
    self.step = length
    self.momentum = momentum
    self.profile = profile
    self.stopsAtSuccess = stopsAtSuccess
  }

  package var keepsLast: Bool { profile.keepsLast }

  package var name: String {
    (target == nil ? "MIM, " : "targeted MIM, ") + "\(within.ball.norm.name), \(steps) steps"
      + profile.suffix
  }

  /// What gradients are divided by.
  package var scale: Scale {
    switch profile {
    case .standard, .madry: .sum
    case .torchattacks: .mean
    case .foolbox: .direction
    }
  }

  package func run(_ block: AttackBlock) {
    let d = block.dimension
    let memory = FloatBuffer(block.rows * d)
    for _ in 0..<steps {
      guard block.rows > 0 else { return }
      block.evaluate(wantsGradient: true)
      block.removeSolved { from, to in
        (memory.start + to * d).update(from: memory.start + from * d, count: d)
      }
      for row in 0..<block.rows {
        accumulate(block.gradient + row * d, into: memory.start + row * d, d)
      }
      block.ascend(length: Float(step), along: memory.start, rules: profile.rules)
    }
    if block.rows > 0 { block.evaluate(wantsGradient: false) }
  }

  private func accumulate(
    _ gradient: UnsafePointer<Float>, into momentum: UnsafeMutablePointer<Float>, _ d: Int
  ) {
    let keep = Float(self.momentum)
    let norm = within.ball.norm
    if scale == .direction, norm == .linf {
      for j in 0..<d {
        momentum[j] = keep * momentum[j] + (gradient[j] > 0 ? 1 : (gradient[j] < 0 ? -1 : 0))
      }
      return
    }
    let isSquare = scale == .direction && norm == .l2
    var size = 0.0
    for j in 0..<d {
      let entry = Double(abs(gradient[j]))
      size += isSquare ? entry * entry : entry
    }
    if isSquare { size = size.squareRoot() }
    if scale == .mean { size /= Double(d) }
    if scale == .direction { size = max(size, profile.rules.leastNorm) }
    let hasGradient = size > 0 && size.isFinite
    for j in 0..<d {
      momentum[j] = keep * momentum[j] + (hasGradient ? Float(Double(gradient[j]) / size) : 0)
    }
  }
}
