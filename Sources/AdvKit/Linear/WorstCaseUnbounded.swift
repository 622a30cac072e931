extension SteepestStep {
  /// The steepest step in a ball without a box: reduction ε‖w‖_*.
  ///
  /// ℓ∞: δⱼ = −yε sign(wⱼ). ℓ2: δ = −yε w/‖w‖₂. ℓ1: all of ε on one coordinate of largest |wⱼ|.
  /// General p with 1/p + 1/q = 1: δⱼ = −yε sign(wⱼ)(|wⱼ|/‖w‖_q)^(q−1), equality in Hölder.
  /// Source: Kolter and Madry, "Adversarial robustness: theory and practice", chapter 2.
  static func unbounded(_ w: [Double], label y: Double, ball: Ball) -> SteepestStep {
    let radius = ball.radius
    if radius == 0 { return .none(w.count) }
    let dual = ball.norm.dual(w)
    if dual == 0 { return .none(w.count, free: Array(w.indices)) }
    var step = SteepestStep(
      perturbation: [], reduction: radius * dual, freeCoordinates: [], freedom: .zeroCoordinates)
    switch ball.norm {
    case .linf:
      step.perturbation = w.map { -y * radius * Elementary.sign($0) + 0 }
      step.freeCoordinates = w.indices.filter { w[$0] == 0 }
    case .l2:
      step.perturbation = w.map { -y * radius * ($0 / dual) + 0 }
    case .l1:
      let tied = w.indices.filter { w[$0].magnitude == dual }
      step.perturbation = [Double](repeating: 0, count: w.count)
      if let chosen = tied.first {
        step.perturbation[chosen] = -y * radius * Elementary.sign(w[chosen])
      }
      if tied.count > 1 {
        step.freeCoordinates = tied
        step.freedom = .ties
      }
    case .p(let exponent):
      // q − 1 = 1/(p − 1), without the cancellation of q − 1.
      let power = 1 / (exponent - 1)
      step.perturbation = w.map {
        -y * radius * Elementary.sign($0) * Elementary.pow($0.magnitude / dual, power) + 0
      }
    }
    return step
  }
}
