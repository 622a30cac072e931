package import Evidence

/// Robust accuracy of a linear model against the radius, exactly: a falling step function.
///
/// Without a box, point i is robust at ε iff zᵢ − ε‖w‖_* > 0, that is iff ε < rᵢ = zᵢ/‖w‖_*, its
/// distance to the decision boundary in the ball's norm. The ball is closed, so at ε = rᵢ the
/// point is lost: the function is continuous from the right. Where ε equals some rᵢ up to rounding,
/// the count may differ from ``InnerMaximum/robustCount`` by its `undecidedPoints`.
package struct AccuracyCurve: Sendable, Hashable {
  /// The norm of the ball.
  package let norm: Norm
  /// Signed distances zᵢ/‖w‖_*, one a point in data order; ±∞ (0 for zᵢ = 0) where w = 0.
  package let radii: [Double]
  /// The radii at which the accuracy falls: the distinct finite rᵢ > 0, ascending.
  package let breakpoints: [Double]
  /// Accuracy from breakpoint k on, up to the next; as many as breakpoints.
  package let accuracies: [Double]
  /// Accuracy from ε = 0 to before the first breakpoint.
  package let cleanAccuracy: Double

  /// Robust accuracy at a radius ≥ 0, in [0, 1].
  package func accuracy(at radius: Double) -> Established<Double> {
    Established(value(at: radius), evidence)
  }

  /// Robust accuracies at several radii ≥ 0, in their order.
  package func accuracies(at radii: [Double]) -> Established<[Double]> {
    Established(radii.map(value), evidence)
  }

  /// How every accuracy of the curve is known.
  package var evidence: Evidence {
    .computed("exact count of distances y(wᵀx + b)/‖w‖ > ε, dual norm \(norm.dual.name)")
  }

  private func value(at radius: Double) -> Double {
    // The number of breakpoints ≤ radius.
    var low = 0
    var high = breakpoints.count
    while low < high {
      let middle = (low + high) / 2
      if breakpoints[middle] <= radius { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? cleanAccuracy : accuracies[low - 1]
  }
}

/// The exact curve of robust accuracy against the radius, for any p ≥ 1, without a box.
///
/// - Throws: ``ThreatError`` for other dimensions, and weights or margins that are not finite.
package func accuracyCurve(
  of model: LinearModel, on data: Dataset, norm: Norm
) throws(ThreatError) -> AccuracyCurve {
  guard let norm = Norm(exponent: norm.exponent) else { throw .exponent(norm.exponent) }
  // The loss plays no part in margins.
  let margins = try cleanMeasures(of: model, on: data, loss: .hinge).margins.value
  let dual = norm.dual(model.weights)
  let radii = margins.map { dual > 0 ? $0 / dual : ($0 == 0 ? 0 : $0 * .infinity) }
  let sorted = radii.filter { $0 > 0 }.sorted()
  var breakpoints: [Double] = []
  var accuracies: [Double] = []
  for (index, radius) in sorted.enumerated() where radius.isFinite {
    let accuracy = Double(sorted.count - index - 1) / Double(data.count)
    if breakpoints.last == radius {
      accuracies[accuracies.count - 1] = accuracy
    } else {
      breakpoints.append(radius)
      accuracies.append(accuracy)
    }
  }
  return AccuracyCurve(
    norm: norm, radii: radii, breakpoints: breakpoints, accuracies: accuracies,
    cleanAccuracy: Double(sorted.count) / Double(data.count))
}
