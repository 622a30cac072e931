/// What a gradient attack needs to know of a binary model: its margin and the margin's gradient.
package protocol DifferentiableMargin: Sendable {
  /// Number of coordinates of a point.
  var dimension: Int { get }
  /// The margin y·f(x); positive iff x is classified as y.
  func margin(at x: [Double], label y: Double) -> Double
  /// ∇ₓ y·f(x), one number a coordinate.
  func marginGradient(at x: [Double], label y: Double) -> [Double]
}

extension LinearModel: DifferentiableMargin {
  /// y(wᵀx + b).
  package func margin(at x: [Double], label y: Double) -> Double { margin(x, y) }

  /// y·w, the same at every point.
  package func marginGradient(at x: [Double], label y: Double) -> [Double] {
    weights.map { y * $0 }
  }
}

/// What a gradient attack ascends.
package enum AttackObjective: String, Sendable, Hashable, CaseIterable {
  /// The loss ℓ(z): the gradient ℓ′(z)∇z is 0 where ℓ is flat (hinge at z ≥ 1), and there the
  /// attack stands still.
  case loss
  /// The negated margin −z: never flat for a linear model with w ≠ 0.
  case margin
}
