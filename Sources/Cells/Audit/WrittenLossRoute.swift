internal import AdvKit
internal import Notebook

/// A written loss by a walk over what the author wrote, in numbers that carry their rounding.
///
/// The second route: the engine evaluates a formula that was translated and compiled; this reads the
/// text anew by the page's own parser.
enum WrittenLossRoute {
  /// ℓ(z); NaN where the text has no value.
  static func value(_ loss: ExpressionLoss, _ z: Rounded) -> Rounded {
    guard let expression = try? Notebook.Expression.parse(loss.text) else { return Rounded(.nan) }
    return value(expression, z)
  }

  /// −ℓ*(−u), the least ℓ(z) + uz, by golden sections; ℓ is convex.
  ///
  /// A search cannot come below the least value, and is as near above it as rounding lets it be.
  static func conjugate(_ loss: ExpressionLoss, _ u: Double) -> Rounded {
    guard let expression = try? Notebook.Expression.parse(loss.text) else { return Rounded(.nan) }
    func sum(_ z: Double) -> Rounded { value(expression, Rounded(z)) + Rounded(u) * Rounded(z) }
    var best = sum(0)
    func better(_ candidate: Rounded) {
      if candidate.value < best.value || !best.value.isFinite { best = candidate }
    }
    let ratio = 0.6180339887498949
    // Far out rounding decides comparisons, so that small windows are searched first.
    for window in [8.0, 512, 1e12] {
      var low = max(-window, loss.range.lowerBound)
      var high = min(window, loss.range.upperBound)
      guard low < high else { continue }
      better(sum(low))
      better(sum(high))
      var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      var (atA, atB) = (sum(a), sum(b))
      while high - low > 1e-15 * max(1, low.magnitude, high.magnitude), low < a, b < high {
        better(atA)
        better(atB)
        if atA.value <= atB.value {
          (high, b, atB) = (b, a, atA)
          a = high - ratio * (high - low)
          atA = sum(a)
        } else {
          (low, a, atA) = (a, b, atB)
          b = low + ratio * (high - low)
          atB = sum(b)
        }
      }
    }
    return Rounded(best.value, error: best.error + 1e-12 * max(1, best.value.magnitude))
  }

  private static func value(_ e: Notebook.Expression, _ z: Rounded) -> Rounded {
    switch e {
    case .number(let number, _): return Rounded(number)
    case .name: return z
    case .negation(let a, _): return -value(a, z)
    case .binary(let sign, let a, let b, _):
      let (left, right) = (value(a, z), value(b, z))
      switch sign {
      case .plus: return left + right
      case .minus: return left - right
      case .times: return left * right
      case .over: return left.divided(by: right)
      case .power: return left.raised(to: right)
      }
    case .call(let function, let arguments, _):
      let parts = arguments.map { value($0, z) }
      switch function {
      case .sqrt: return parts[0].squareRoot
      case .exp: return parts[0].exponential
      case .log: return parts[0].naturalLogarithm
      case .abs: return Rounded(parts[0].value.magnitude, error: parts[0].error)
      case .min: return parts.dropFirst().reduce(parts[0]) { -Rounded.larger(-$0, -$1) }
      case .max: return parts.dropFirst().reduce(parts[0]) { Rounded.larger($0, $1) }
      default: return Rounded(.nan)
      }
    case .comparison: return Rounded(.nan)
    }
  }
}

extension Rounded {
  /// The larger of two.
  static func larger(_ a: Rounded, _ b: Rounded) -> Rounded {
    if a.value - a.error > b.value + b.error { return a }
    if b.value - b.error > a.value + a.error { return b }
    return Rounded(Swift.max(a.value, b.value), error: Swift.max(a.error, b.error))
  }

  /// The quotient.
  func divided(by b: Rounded) -> Rounded {
    let quotient = value / b.value
    let below = b.value.magnitude - b.error
    guard below > 0 else { return Rounded(quotient, error: .infinity) }
    return .rounding(quotient, (error + quotient.magnitude * b.error) / below)
  }

  /// log a.
  var naturalLogarithm: Rounded {
    let below = value - error
    guard below > 0 else { return Rounded(Elementary.log(value), error: .infinity) }
    return .rounding(Elementary.log(value), error / below)
  }

  /// a to the power of b.
  func raised(to b: Rounded) -> Rounded {
    guard b.error == 0 else { return (b * naturalLogarithm).exponential }
    let exponent = b.value
    if exponent == exponent.rounded(), exponent.magnitude <= 64 {
      let size = (0..<Int(exponent.magnitude)).reduce(Rounded(1)) { product, _ in product * self }
      return exponent < 0 ? Rounded(1).divided(by: size) : size
    }
    if value > 0 || error > 0 {
      // Near 0 the bound is that of the end of the interval.
      let most = Elementary.pow(value + error, exponent)
      let result = Elementary.pow(value, exponent)
      let least = value > error ? Elementary.pow(value - error, exponent) : 0
      return .rounding(result, Swift.max((most - result).magnitude, (result - least).magnitude))
    }
    return Rounded(Elementary.pow(value, exponent))
  }
}
