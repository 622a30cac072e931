/// The loss at a point x + δ by the definitions alone, as a second route to published values.
///
/// Shares nothing with ``MarginLoss`` or ``worstCase(of:at:label:ball:box:)``: the score is added
/// from the last coordinate to the first with compensation (Neumaier 1974), the loss is written
/// out. Agrees with the engine to a few units in the last place, not bit for bit.
///
/// - Parameters:
///   - perturbation: δ, or nil for the clean point.
///   - name: the loss as `MarginLoss.rawValue` spells it; NaN for another.
package func lossByDefinition(
  _ name: String, weights: [Double], bias: Double, point: [Double], label: Double,
  perturbation: [Double]? = nil
) -> Double {
  lossByDefinition(
    name,
    margin: marginByDefinition(
      weights: weights, bias: bias, point: point, label: label, perturbation: perturbation))
}

/// The margin y(Σwⱼ(xⱼ + δⱼ) + b) by compensated summation, last coordinate first.
///
/// - Precondition: all arrays have the same length.
package func marginByDefinition(
  weights: [Double], bias: Double, point: [Double], label: Double, perturbation: [Double]? = nil
) -> Double {
  var sum = bias
  var lost = 0.0
  func add(_ term: Double) {
    let total = sum + term
    lost += sum.magnitude >= term.magnitude ? (sum - total) + term : (term - total) + sum
    sum = total
  }
  for j in weights.indices.reversed() {
    // δ is multiplied by itself, so that x + δ is never rounded.
    add(weights[j] * point[j])
    if let perturbation { add(weights[j] * perturbation[j]) }
  }
  return label * (sum + lost)
}

/// ℓ(z) of a loss named as `MarginLoss.rawValue` spells it; NaN for another name.
package func lossByDefinition(_ name: String, margin z: Double) -> Double {
  switch name {
  case "hinge": return z >= 1 ? 0 : 1 - z
  case "squared-hinge": return z >= 1 ? 0 : Elementary.pow(1 - z, 2)
  case "logistic":
    // log(1 + e^(−z)) = −z + log(1 + e^z) where e^(−z) would overflow.
    return z < -30
      ? -z + Elementary.log1p(Elementary.exp(z)) : Elementary.log1p(Elementary.exp(-z))
  case "exponential": return 1 / Elementary.exp(z)
  default: return .nan
  }
}
