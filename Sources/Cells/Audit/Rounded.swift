#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A number together with a bound for the rounding errors of the operations that made it.
///
/// Audits compute with these, so that their tolerances follow from the arithmetic and nobody picks
/// them. Source: Higham, "Accuracy and stability of numerical algorithms", section 3.3 (running
/// error analysis).
struct Rounded: Sendable, Hashable {
  /// The number.
  let value: Double
  /// It differs from the exact result by at most this.
  let error: Double

  /// One unit in the last place of 1: twice the bound for one arithmetic operation, and enough for
  /// one call of the C library's elementary functions.
  static let unit = 0x1p-52

  /// An exact number.
  init(_ exact: Double) {
    value = exact
    error = 0
  }

  /// A number and its bound.
  init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// A result whose inputs contribute `error`, rounded once more.
  static func rounding(_ value: Double, _ error: Double) -> Rounded {
    Rounded(value, error: error + value.magnitude * unit + .leastNormalMagnitude)
  }

  static func + (a: Rounded, b: Rounded) -> Rounded {
    rounding(a.value + b.value, a.error + b.error)
  }

  static func - (a: Rounded, b: Rounded) -> Rounded {
    rounding(a.value - b.value, a.error + b.error)
  }

  static func * (a: Rounded, b: Rounded) -> Rounded {
    rounding(
      a.value * b.value,
      a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error)
  }

  /// The quotient by an exact number other than 0.
  static func / (a: Rounded, b: Double) -> Rounded {
    rounding(a.value / b, a.error / b.magnitude)
  }

  static prefix func - (a: Rounded) -> Rounded { Rounded(-a.value, error: a.error) }

  /// √a, for a ≥ 0.
  var squareRoot: Rounded {
    let root = value.squareRoot()
    // |√a − √(a + e)| ≤ min(e/√a, √e).
    let slope = root > 0 ? min(error / root, error.squareRoot()) : error.squareRoot()
    return .rounding(root, slope)
  }

  /// max(0, a).
  var positivePart: Rounded {
    Rounded(max(0, value), error: max(0, min(error, value + error)))
  }

  /// eᵃ.
  var exponential: Rounded {
    let power = exp(value)
    return .rounding(power, power * expm1(min(error, 1)))
  }

  /// log(1 + e^(−a)), the logistic loss of a margin.
  var logistic: Rounded {
    let tail = exp(-value.magnitude)
    let loss = value >= 0 ? log1p(tail) : log1p(tail) - value
    // The slope is at most 1, and at most e^(−z) over the whole interval of z.
    let slope = min(1, exp(error - value))
    return Rounded(loss, error: error * slope + 3 * loss * Rounded.unit + .leastNormalMagnitude)
  }

  /// |a|ᵖ for p > 0.
  func power(_ exponent: Double) -> Rounded {
    let size = value.magnitude
    let result = pow(size, exponent)
    let relative = size > 0 ? exponent * error / size : 0
    return Rounded(
      result, error: result * (relative + 4 * Rounded.unit) * 1.5 + .leastNormalMagnitude)
  }

  /// Whether a published number is this one, up to the rounding of both computations.
  ///
  /// The published one comes from another order of operations with a bound of the same size; eight
  /// bounds cover both.
  func agrees(with published: Double) -> Bool {
    if published == value { return true }
    return (published - value).magnitude <= 8 * error
  }

  /// The mean, added from the last to the first.
  static func mean(_ terms: [Rounded]) -> Rounded {
    sum(terms) / Double(terms.count)
  }

  /// The sum, added from the last to the first.
  static func sum(_ terms: [Rounded]) -> Rounded {
    terms.reversed().reduce(Rounded(0), +)
  }
}
