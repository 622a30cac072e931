extension FeasibleSet {
  /// Lengths of the ℓ2 projection: min(t·|uⱼ|, roomⱼ) with the t ≤ 1 that makes the norm ε.
  ///
  /// The optimality conditions are δ = clip(u/(1 + μ)) with a multiplier μ ≥ 0; t = 1/(1 + μ).
  static func lengthsL2(_ sizes: [Double], rooms: [Double], radius: Double) -> [Double] {
    let clipped = zip(sizes, rooms).map { min($0, $1) }
    if Norm.l2(clipped) <= radius { return clipped }
    if radius == 0 { return clipped.map { _ in 0 } }
    guard let scale = saturatingScale(sizes, rooms: rooms, length: radius) else { return clipped }
    // Rounding may put the root a hair above 1, where the projection would leave [0, |u|].
    return zip(sizes, rooms).map { min(min(scale, 1) * $0, $1) }
  }
}
