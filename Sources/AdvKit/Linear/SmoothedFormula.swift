/// A formula's value and first two derivatives at a margin.
struct Jet: Sendable {
  var value: Double
  var first: Double
  var second: Double

  static func + (a: Jet, b: Jet) -> Jet {
    Jet(value: a.value + b.value, first: a.first + b.first, second: a.second + b.second)
  }
  static func * (a: Jet, b: Jet) -> Jet {
    Jet(
      value: a.value * b.value, first: a.first * b.value + a.value * b.first,
      second: a.second * b.value + 2 * a.first * b.first + a.value * b.second)
  }
  static prefix func - (a: Jet) -> Jet {
    Jet(value: -a.value, first: -a.first, second: -a.second)
  }

  /// f(a) from f, f′ and f″ at the value of a.
  func through(_ f: Double, _ slope: Double, _ curvature: Double) -> Jet {
    Jet(
      value: f, first: slope * first, second: curvature * first * first + slope * second)
  }

  /// √(a² + s²): |a| without its kink.
  func size(smoothedBy s: Double) -> Jet {
    let r = (value * value + s * s).squareRoot()
    guard r > 0 else { return Jet(value: 0, first: 0, second: 0) }
    return through(r, value / r, s * s / (r * r * r))
  }

  /// No value.
  static let none = Jet(value: .nan, first: .nan, second: .nan)

  /// The largest without its kinks.
  static func largest(_ list: [Jet], smoothedBy s: Double) -> Jet {
    guard let first = list.first else { return .none }
    return list.dropFirst().reduce(first) { larger($0, $1, smoothedBy: s) }
  }

  /// The larger of two without its kink: (a + b + √((a − b)² + s²))/2.
  static func larger(_ a: Jet, _ b: Jet, smoothedBy s: Double) -> Jet {
    let sum = a + b + (a + -b).size(smoothedBy: s)
    return Jet(value: sum.value / 2, first: sum.first / 2, second: sum.second / 2)
  }
}

extension MarginFormula {
  /// The value and two derivatives at a margin, with kinks rounded off over a width of about `s` > 0.
  ///
  /// The solver walks on this towards s = 0. It proves nothing: what is published is computed from
  /// the formula and its slope themselves. Source: Chen, Harker, SIAM J. Matrix Anal. Appl. 14 (1993).
  func smoothed(_ z: Double, by s: Double) -> Jet {
    switch self {
    case .number(let number): return Jet(value: number, first: 0, second: 0)
    case .margin: return Jet(value: z, first: 1, second: 0)
    case .sum(let terms):
      return terms.reduce(Jet(value: 0, first: 0, second: 0)) { $0 + $1.smoothed(z, by: s) }
    case .product(let factors):
      return factors.reduce(Jet(value: 1, first: 0, second: 0)) { $0 * $1.smoothed(z, by: s) }
    case .quotient(let a, let b):
      let below = b.smoothed(z, by: s)
      let x = below.value
      return a.smoothed(z, by: s) * below.through(1 / x, -1 / (x * x), 2 / (x * x * x))
    case .power(let base, let k):
      let inner = base.smoothed(z, by: s)
      let x = inner.value
      func term(_ factor: Double, _ exponent: Double) -> Double {
        factor == 0 ? 0 : factor * Elementary.pow(x, exponent)
      }
      return inner.through(term(1, k), term(k, k - 1), term(k * (k - 1), k - 2))
    case .root(let a):
      let inner = a.smoothed(z, by: s)
      let r = inner.value.squareRoot()
      return inner.through(r, 0.5 / r, -0.25 / (r * inner.value))
    case .exponential(let a):
      let inner = a.smoothed(z, by: s)
      let e = Elementary.exp(inner.value)
      return inner.through(e, e, e)
    case .logarithm(let a):
      let inner = a.smoothed(z, by: s)
      let x = inner.value
      return inner.through(Elementary.log(x), 1 / x, -1 / (x * x))
    case .absolute(let a): return a.smoothed(z, by: s).size(smoothedBy: s)
    case .largest(let list):
      return Jet.largest(list.map { $0.smoothed(z, by: s) }, smoothedBy: s)
    case .smallest(let list):
      return -Jet.largest(list.map { -$0.smoothed(z, by: s) }, smoothedBy: s)
    case .cases(let list):
      return list.first { $0.condition.holds(at: z) }?.value.smoothed(z, by: s)
        ?? .none
    }
  }
}
