extension SteepestStep {
  /// The steepest ℓ2 step inside the box: |δⱼ| = min(t|wⱼ|, roomⱼ) with ‖δ‖₂ = ε, or all rooms.
  ///
  /// The optimality conditions of max Σ|wⱼ|dⱼ over 0 ≤ dⱼ ≤ roomⱼ, Σdⱼ² ≤ ε²; t is the root of
  /// one increasing function of one variable (``saturatingScale(_:rooms:length:)``).
  static func insideBoxL2(
    _ w: [Double], label y: Double, radius: Double, rooms: [Room]
  ) -> SteepestStep {
    if radius == 0 { return .none(w.count) }
    let zeros = w.indices.filter { w[$0] == 0 && rooms[$0].canMove }
    let largest = Norm.linf(w)
    if largest == 0 { return .none(w.count, free: zeros) }
    var step = SteepestStep.none(w.count, because: .zeroCoordinates)
    let sizes = w.map { $0.magnitude / largest }
    let lengths: [Double]
    if let scale = saturatingScale(sizes, rooms: rooms.map(\.ahead), length: radius) {
      lengths = w.indices.map { sizes[$0] > 0 ? min(scale * sizes[$0], rooms[$0].ahead) : 0 }
    } else {
      lengths = rooms.map(\.ahead)
      // Every coordinate with a weight is at its bound and the ball still has room.
      if Norm.l2(lengths) < radius { step.freeCoordinates = zeros }
    }
    for j in w.indices where w[j] != 0 {
      step.perturbation[j] = -y * Elementary.sign(w[j]) * lengths[j] + 0
      step.reduction += w[j].magnitude * lengths[j]
    }
    return step
  }
}
