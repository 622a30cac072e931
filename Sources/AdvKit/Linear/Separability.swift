package import Evidence

/// The largest radius at which some linear model is robust on all points, with proofs on both sides.
///
/// It is max over ‖w‖_* ≤ 1 and b of minᵢ yᵢ(wᵀxᵢ + b). By duality it equals half the distance, in
/// the norm of the perturbations, between the convex hulls of the two classes; without bias, the
/// distance from 0 to conv{yᵢxᵢ} (Bennett, Bredensteiner, ICML 2000; Mangasarian, Oper. Res. Lett.
/// 24 (1999) for other norms). The data are robustly separable at ε iff ε is below it.
package struct Separability: Sendable {
  /// The margin of ``model``, 0 where the data cannot be separated, in the unit of the data.
  ///
  /// The true largest margin is at least this and at most ``upperBound``.
  package let margin: Established<Double>
  /// A model with ‖w‖_* = 1 that has this least margin; w = 0 where the margin is 0.
  package let model: LinearModel
  /// The distance (with bias: half the distance) of ``hullPoints``: an upper bound of the margin.
  package let upperBound: Double
  /// ``upperBound`` minus ``margin``, ≥ 0.
  package let gap: Double
  /// One weight a point, ≥ 0.
  ///
  /// With a bias the weights of each class sum to 1, otherwise all do.
  package let convexWeights: [Double]
  /// The points that the weights make: with a bias one of each hull, positive then negative;
  /// otherwise one of conv{yᵢxᵢ}.
  package let hullPoints: [[Double]]
  /// Newton steps.
  package let iterations: Int
}

/// Finds the largest robust margin by an interior-point method.
///
/// - Parameters:
///   - data: n points.
///   - norm: the norm of perturbations, ℓ1, ℓ2 or ℓ∞.
///   - fitsBias: whether b is free; otherwise b = 0.
///   - isCancelled: asked before every Newton step.
/// - Throws: ``TrainingError/norm(_:)``; ``TrainingError/oneClassOnly`` with a bias and one class;
///   ``TrainingError/cancelled``.
package func separability(
  of data: Dataset, norm: Norm, fitsBias: Bool, isCancelled: () -> Bool = { false }
) throws(TrainingError) -> Separability {
  let hulls = try HullDistance(data, norm: norm, fitsBias: fitsBias, isCancelled: isCancelled)
  let gap = max(0, hulls.upper - hulls.lower)
  var hullPoints: [[Double]] = []
  var weights = hulls.weights
  if fitsBias {
    weights = weights.map { 2 * $0 }
    for side in [1.0, -1.0] {
      hullPoints.append(
        data.points.transposedProduct(
          zip(weights, data.labels).map { $0.1 == side ? $0.0 : 0 }))
    }
  } else {
    hullPoints.append(
      data.points.transposedProduct(zip(weights, data.labels).map { $0.0 * $0.1 }))
  }
  return Separability(
    margin: Established(
      hulls.lower,
      .bounded(
        gap: gap, direction: .atLeast,
        fitsBias
          ? "half the \(norm.name) distance of the class hulls, with a point of each"
          : "the \(norm.name) distance from 0 to the hull of the points yx, with a point of it")),
    model: LinearModel(
      weights: hulls.lower > 0 ? hulls.direction : hulls.direction.map { _ in 0 },
      bias: hulls.lower > 0 ? hulls.bias : 0),
    upperBound: max(hulls.lower, hulls.upper), gap: gap, convexWeights: weights,
    hullPoints: hullPoints, iterations: hulls.iterations)
}
