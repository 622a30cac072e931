/// The closed ball of perturbations {δ : ‖δ‖ ≤ ε}.
package struct Ball: Sendable, Hashable {
  /// The norm that measures a perturbation.
  package let norm: Norm
  /// ε, finite and ≥ 0, in the unit of the data.
  package let radius: Double

  /// The closed ball of this norm and radius.
  ///
  /// - Throws: ``ThreatError/radius(_:)`` unless the radius is finite and ≥ 0;
  ///   ``ThreatError/exponent(_:)`` unless the exponent is ≥ 1.
  package init(_ norm: Norm, radius: Double) throws(ThreatError) {
    guard radius >= 0, radius.isFinite else { throw .radius(radius) }
    guard let canonical = Norm(exponent: norm.exponent) else { throw .exponent(norm.exponent) }
    self.norm = canonical
    self.radius = radius
  }
}
