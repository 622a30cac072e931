/// The cone {(t, w) : ‖w‖ ≤ t} of one dual norm inside the interior-point method: its scaling, its
/// share of the Newton system, and its multiplier (q_t, q_w) in the dual cone.
///
/// An iteration calls ``prepare(weights:height:)``, ``addCurvature(to:height:)``, then ``aim(at:corrected:)``
/// and ``direct(weights:height:)`` once for the predictor and once for the corrector, then
/// ``advance(_:)``.
protocol NormCone {
  /// Number of complementarity products; the average of ``product`` over it is μ.
  var degree: Double { get }
  /// Inner product of the point with the multiplier, ≥ 0.
  var product: Double { get }
  /// The multiplier: ‖q_w‖ in the attack's norm is at most q_t.
  var multiplier: (weights: [Double], height: Double) { get }
  /// Takes in the current point; the scaling holds until ``advance(_:)``.
  mutating func prepare(weights: [Double], height: Double)
  /// Adds G, where the multiplier's step is e − G·(step of the point), to the upper triangle of a
  /// system whose first unknowns are w; `height` is the index of t, or nil where t does not move.
  func addCurvature(to system: inout SymmetricSystem, height: Int?)
  /// e for complementarity products of `target`, with the second-order terms of the last direction.
  mutating func aim(at target: Double, corrected: Bool) -> (weights: [Double], height: Double)
  /// Computes and stores the direction that belongs to a step of the point and the last aim.
  mutating func direct(weights: [Double], height: Double)
  /// The longest step along the stored direction that keeps the point and the multiplier inside.
  func longestStep() -> Double
  /// ``product`` after a step along the stored direction.
  func product(afterStep step: Double) -> Double
  /// The logarithmic barrier after a step along the stored direction; +∞ outside the cone.
  func barrier(afterStep step: Double) -> Double
  /// Sets the multiplier to the one that makes all complementarity products `mu` at this point.
  mutating func centre(at mu: Double, weights: [Double], height: Double)
  /// Takes a step along the stored direction.
  mutating func advance(_ step: Double)
}

/// The longest step a ≤ 1e10 with `value + a * step >= 0` for all entries.
func longestStep(_ values: [Double], _ steps: [Double]) -> Double {
  var longest = 1e10
  for (value, step) in zip(values, steps) where step < 0 {
    longest = min(longest, -value / step)
  }
  return longest
}
