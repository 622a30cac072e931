/// The pixel box: every coordinate of a perturbed point stays in [lower, upper].
package struct Box: Sendable, Hashable {
  /// The least allowed value of a coordinate.
  package let lower: Double
  /// The greatest allowed value of a coordinate, ≥ `lower`.
  package let upper: Double

  /// The box [lower, upper]ᵈ.
  ///
  /// - Throws: ``ThreatError/box(lower:upper:)`` unless both are finite and in order.
  package init(_ lower: Double, _ upper: Double) throws(ThreatError) {
    guard lower.isFinite, upper.isFinite, lower <= upper else {
      throw .box(lower: lower, upper: upper)
    }
    self.lower = lower
    self.upper = upper
  }

  /// The nearest value inside the box.
  package func clip(_ value: Double) -> Double {
    Swift.min(Swift.max(value, lower), upper)
  }
}
