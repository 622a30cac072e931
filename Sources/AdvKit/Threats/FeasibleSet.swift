/// The perturbations that a threat allows at one point: {δ : ‖δ‖ ≤ ε, x + δ in the box}.
///
/// Convex and closed, and 0 belongs to it.
package struct FeasibleSet: Sendable {
  /// The ball.
  package let ball: Ball
  /// The box, or nil for none.
  package let box: Box?
  /// x, the clean point; inside the box.
  package let center: [Double]

  /// The perturbations of `center`.
  ///
  /// - Throws: ``ThreatError/pointOutsideBox(point:coordinate:value:)`` with point 0;
  ///   ``ThreatError/normUnsupported(norm:by:)`` for norms without a projection here.
  package init(_ ball: Ball, box: Box?, around center: [Double]) throws(ThreatError) {
    if case .p = ball.norm { throw .normUnsupported(norm: ball.norm, by: "the projection") }
    if let box {
      for (coordinate, value) in center.enumerated()
      where !(value >= box.lower && value <= box.upper) {
        throw .pointOutsideBox(point: 0, coordinate: coordinate, value: value)
      }
    }
    self.ball = ball
    self.box = box
    self.center = center
  }

  /// How far coordinate `j` can move in the direction of a sign (−1 or 1), ≥ 0; +∞ without a box.
  package func room(_ j: Int, towards sign: Double) -> Double {
    guard let box else { return .infinity }
    return sign > 0 ? box.upper - center[j] : center[j] - box.lower
  }

  /// The Euclidean projection: the δ of the set that is nearest to `u` in ℓ2.
  ///
  /// Exact for all three norms, with and without a box. As 0 lies in every coordinate's interval,
  /// the projection keeps signs: δⱼ = sign(uⱼ)·lengthⱼ with 0 ≤ lengthⱼ ≤ min(|uⱼ|, roomⱼ).
  package func projection(of u: [Double]) -> [Double] {
    precondition(u.count == center.count, "dimension")
    let rooms = u.indices.map { room($0, towards: u[$0]) }
    let sizes = u.map(\.magnitude)
    let lengths: [Double]
    switch ball.norm {
    case .l1: lengths = Self.lengthsL1(sizes, rooms: rooms, radius: ball.radius)
    case .l2: lengths = Self.lengthsL2(sizes, rooms: rooms, radius: ball.radius)
    case .linf, .p: lengths = zip(sizes, rooms).map { min($0, $1, ball.radius) }
    }
    return zip(u, lengths).map { $0 < 0 ? -$1 : $1 }
  }

  /// x + δ, kept inside the box where the sum rounds past a bound.
  package func point(_ perturbation: [Double]) -> [Double] {
    zip(center, perturbation).map { x, delta in box?.clip(x + delta) ?? (x + delta) }
  }
}
