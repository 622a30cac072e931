extension SteepestStep {
  /// The steepest ℓ∞ step inside the box: |δⱼ| = min(ε, roomⱼ), coordinate by coordinate.
  ///
  /// The reduction is Σ|wⱼ| min(ε, roomⱼ): objective and constraints separate.
  static func insideBoxLinf(
    _ w: [Double], label y: Double, radius: Double, rooms: [Room]
  ) -> SteepestStep {
    if radius == 0 { return .none(w.count) }
    var step = SteepestStep.none(w.count)
    for j in w.indices {
      if w[j] == 0 {
        if rooms[j].canMove { step.freeCoordinates.append(j) }
      } else {
        let length = min(radius, rooms[j].ahead)
        step.perturbation[j] = -y * Elementary.sign(w[j]) * length + 0
        step.reduction += w[j].magnitude * length
      }
    }
    step.freedom = w.allSatisfy { $0 == 0 } ? .zeroWeights : .zeroCoordinates
    return step
  }
}
