/// A point at which a value found by attack exceeds the exact one, or the exact one its bound.
package struct SandwichViolation: Sendable, Hashable {
  /// The point, counted from 0.
  package let point: Int
  /// The value that should not be the greater one.
  package let lower: Double
  /// The value that should not be the smaller one.
  package let upper: Double
}

/// The points at which lower ≤ upper fails, for per-point losses: found ≤ exact ≤ certified.
///
/// Allows lowerᵢ ≤ upperᵢ + tolerance·max(1, |upperᵢ|). Equal infinities agree; NaN never does.
///
/// - Parameter tolerance: relative above 1 and absolute below, ≥ 0.
/// - Precondition: both have the same length.
package func sandwichViolations(
  lower: [Double], upper: [Double], tolerance: Double = 1e-9
) -> [SandwichViolation] {
  precondition(lower.count == upper.count, "point counts")
  return lower.indices.compactMap { i in
    let slack = upper[i].isFinite ? tolerance * max(1, upper[i].magnitude) : 0
    if lower[i] <= upper[i] + slack { return nil }
    return SandwichViolation(point: i, lower: lower[i], upper: upper[i])
  }
}
