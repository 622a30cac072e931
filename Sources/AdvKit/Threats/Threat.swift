/// What an opponent may do to an input: a ball of perturbations, and a box that inputs stay in.
package struct Threat: Sendable, Hashable {
  /// The ball: ‖δ‖ ≤ ε in the unit of the inputs.
  package let ball: Ball
  /// The pixel box, or nil for none.
  package let box: Box?

  /// Joins ball and box.
  ///
  /// - Throws: ``ThreatError/normUnsupported(norm:by:)`` for norms other than ℓ1, ℓ2, ℓ∞.
  package init(_ ball: Ball, box: Box? = nil) throws(ThreatError) {
    if case .p = ball.norm { throw .normUnsupported(norm: ball.norm, by: "an attack on a network") }
    self.ball = ball
    self.box = box
  }

  /// The same norm and box with another radius.
  ///
  /// - Throws: ``ThreatError/radius(_:)``.
  package func with(radius: Double) throws(ThreatError) -> Threat {
    try Threat(Ball(ball.norm, radius: radius), box: box)
  }
}
