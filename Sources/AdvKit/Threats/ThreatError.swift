/// Why a threat, or a threat together with a model and data, makes no sense.
package enum ThreatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A radius that is negative, infinite or not a number.
  case radius(Double)
  /// An exponent of a norm that is below 1 or not a number.
  case exponent(Double)
  /// Bounds of a box that are not finite or not in order.
  case box(lower: Double, upper: Double)
  /// A data point outside the pixel box; point and coordinate are counted from 0.
  case pointOutsideBox(point: Int, coordinate: Int, value: Double)
  /// A pixel box together with a norm for which there is no exact method here.
  case boxUnsupported(norm: Norm)
  /// A norm for which this attack has no steepest step or projection.
  case normUnsupported(norm: Norm, by: String)
  /// Model and data, or perturbations and data, of different dimensions.
  case dimensions(expected: Int, found: Int)
  /// A number of rows that is not the number of data points.
  case pointCount(expected: Int, found: Int)
  /// A weight, bias or entry that is infinite or not a number; says which.
  case notFinite(String)
  /// A number of steps below 1.
  case steps(Int)
  /// A step length that is not positive and finite.
  case step(Double)

  /// One sentence, without the place.
  package var description: String {
    switch self {
    case .radius(let radius):
      "the radius of a ball is a finite number ≥ 0, not \(radius)"
    case .exponent(let exponent):
      "the exponent of a norm is at least 1, not \(exponent)"
    case .box(let lower, let upper):
      "the bounds of a box are finite and in order, not [\(lower), \(upper)]"
    case .pointOutsideBox(let point, let coordinate, let value):
      "point \(point + 1) lies outside the box: its coordinate \(coordinate + 1) is \(value)"
    case .boxUnsupported(let norm):
      "there is no exact method for the \(norm.name) ball with a box; use ℓ1, ℓ2 or ℓ∞"
    case .normUnsupported(let norm, let attack):
      "\(attack) has no step for the \(norm.name) ball; use ℓ1, ℓ2 or ℓ∞"
    case .dimensions(let expected, let found):
      "the model has \(expected) weights and the data have \(found) coordinates"
    case .pointCount(let expected, let found):
      "there are \(expected) points and \(found) perturbations"
    case .notFinite(let what):
      "\(what) is not a finite number"
    case .steps(let steps):
      "the number of steps is at least 1, not \(steps)"
    case .step(let step):
      "the step length is a finite number > 0, not \(step)"
    }
  }
}
