internal import BigInt

/// An exact fraction p/q with q > 0 and gcd(p, q) = 1.
package struct Rational: Hashable, Sendable, Comparable, CustomStringConvertible {
  let numerator: BigInt
  let denominator: BigInt

  /// The fraction `numerator / denominator` in lowest terms; nil where the denominator is 0.
  init?(_ numerator: BigInt, over denominator: BigInt) {
    guard denominator != 0 else { return nil }
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    let sign: BigInt = denominator < 0 ? -1 : 1
    self.init(lowest: sign * numerator / divisor, sign * denominator / divisor)
  }

  private init(lowest numerator: BigInt, _ denominator: BigInt) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The whole number.
  package init(_ whole: Int) {
    self.init(lowest: BigInt(whole), 1)
  }

  /// The fraction of two whole numbers; nil where the denominator is 0.
  package init?(_ numerator: Int, over denominator: Int) {
    self.init(BigInt(numerator), over: BigInt(denominator))
  }

  /// The exact value of a decimal numeral such as `12`, `0.25`; nil for any other text.
  package init?(decimal text: Substring) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    let digits = parts[0] + fraction
    guard !digits.isEmpty, digits.count <= 400, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let numerator = BigInt(String(digits), radix: 10)
    else { return nil }
    self.init(numerator, over: BigInt(10).power(fraction.count))
  }

  /// The exact value of a finite floating-point number; nil for any other.
  package init?(exactly number: Double) {
    guard let numerator = BigInt(exactly: number.significandWhole) else { return nil }
    let exponent = number.exponentOfWhole
    self.init(
      exponent >= 0 ? numerator << exponent : numerator,
      over: exponent >= 0 ? 1 : BigInt(1) << -exponent)
  }

  package static let zero = Rational(0)
  package static let one = Rational(1)

  /// Whether it is a whole number.
  package var isWhole: Bool { denominator == 1 }
  /// −1, 0 or 1.
  package var signum: Int { numerator == 0 ? 0 : numerator < 0 ? -1 : 1 }
  /// The whole number it is; nil for a proper fraction and where it does not fit.
  package var whole: Int? { isWhole ? Int(exactly: numerator) : nil }
  /// The nearest floating-point number, up to one unit in the last place.
  package var double: Double {
    if numerator.magnitude.bitWidth <= 53, denominator.magnitude.bitWidth <= 53 {
      return Double(Int(numerator)) / Double(Int(denominator))
    }
    let up = max(0, numerator.magnitude.bitWidth - 1000)
    let down = max(0, denominator.magnitude.bitWidth - 1000)
    let quotient = Double(numerator >> up) / Double(denominator >> down)
    return Double(sign: .plus, exponent: up - down, significand: quotient)
  }

  /// `-3/2`, `4`.
  package var description: String {
    isWhole ? "\(numerator)" : "\(numerator)/\(denominator)"
  }

  package static func < (a: Rational, b: Rational) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
  package static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator + b.numerator * a.denominator,
      over: a.denominator * b.denominator) ?? .zero
  }
  package static prefix func - (a: Rational) -> Rational {
    Rational(lowest: -a.numerator, a.denominator)
  }
  package static func - (a: Rational, b: Rational) -> Rational { a + -b }
  package static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, over: a.denominator * b.denominator) ?? .zero
  }
  /// The quotient; nil where `b` is 0.
  package func divided(by b: Rational) -> Rational? {
    Rational(numerator * b.denominator, over: denominator * b.numerator)
  }
  /// The absolute value.
  package var magnitude: Rational { signum < 0 ? -self : self }
  /// The whole power; nil for 0 to a negative power and for |exponent| > 1,000.
  package func power(_ exponent: Int) -> Rational? {
    guard abs(exponent) <= 1000 else { return nil }
    let n = numerator.power(abs(exponent))
    let d = denominator.power(abs(exponent))
    return exponent >= 0 ? Rational(n, over: d) : Rational(d, over: n)
  }
}

extension Double {
  /// The significand as a whole number, with the sign; not finite for infinities and NaN.
  fileprivate var significandWhole: Double {
    guard isFinite, self != 0 else { return self }
    return (sign == .minus ? -1 : 1) * significand * 0x1p52
  }
  /// The power of two that `significandWhole` is multiplied by.
  fileprivate var exponentOfWhole: Int { self == 0 || !isFinite ? 0 : Int(exponent) - 52 }
}
