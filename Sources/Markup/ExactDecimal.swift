/// The decimal digits of a finite `Double`, all of them: every binary fraction has a finite one.
///
/// |value| = 0.d₁d₂d₃… · 10^`point`, with d₁ ≠ 0; no digits for zero. Rounding works on the exact
/// value, to the nearest and ties to the even digit, as C's `printf` does.
struct ExactDecimal {
  /// The digits d₁, d₂, …, each 0…9, without trailing zeros.
  private(set) var digits: [UInt8]
  /// The power of ten: how many digits stand before the decimal point (may be negative).
  private(set) var point: Int

  /// The digits of |value|, which is finite.
  init(_ value: Double) {
    let biased = Int(value.exponentBitPattern)
    // value = significand · 2^exponent with an integer significand below 2⁵³.
    let significand = value.significandBitPattern | (biased == 0 ? 0 : 1 << 52)
    let exponent = Swift.max(biased, 1) - 1075
    guard significand != 0 else {
      (digits, point) = ([], 0)
      return
    }
    // A fraction m / 2^k is m · 5^k / 10^k, so one big integer carries all digits.
    var limbs = BigLimbs(significand)
    limbs.multiply(by: exponent < 0 ? 5 : 2, times: Swift.abs(exponent))
    digits = limbs.decimalDigits
    point = digits.count + Swift.min(exponent, 0)
    while digits.last == 0 { digits.removeLast() }
  }

  /// Keeps the digits down to 10^−`decimals` and rounds the rest away.
  func rounded(decimals: Int) -> ExactDecimal {
    rounded(keeping: point + decimals)
  }

  /// Keeps `count` digits from the first on and rounds the rest away; a carry may add one in front.
  func rounded(keeping count: Int) -> ExactDecimal {
    guard count < digits.count else { return self }
    var result = self
    guard count >= 0 else {
      (result.digits, result.point) = ([], 0)
      return result
    }
    let rest = digits[count...]
    let isTie = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    let goesUp = isTie ? isOdd : (rest.first ?? 0) >= 5
    result.digits = Array(digits[..<count])
    if goesUp { result.increment() }
    while result.digits.last == 0 { result.digits.removeLast() }
    if result.digits.isEmpty { result.point = 0 }
    return result
  }

  /// Adds one unit to the last digit.
  private mutating func increment() {
    for place in digits.indices.reversed() {
      if digits[place] < 9 {
        digits[place] += 1
        return
      }
      digits[place] = 0
    }
    digits.insert(1, at: 0)
    point += 1
  }

  /// The digits around a point that stands after `before` of them, with `decimals` after it:
  /// `.text(before: point, decimals: 3)` is the number itself with three decimals.
  func text(before: Int, decimals: Int) -> String {
    var bytes: [UInt8] = []
    func digit(_ place: Int) -> UInt8 {
      48 + (digits.indices.contains(place) ? digits[place] : 0)
    }
    if before <= 0 { bytes.append(48) }
    for place in 0..<Swift.max(0, before) { bytes.append(digit(place)) }
    if decimals > 0 {
      bytes.append(UInt8(ascii: "."))
      for place in before..<before + decimals { bytes.append(digit(place)) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A nonnegative integer in base 10⁹, least limb first; just enough to expand a `Double`.
private struct BigLimbs {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % BigLimbs.base)
      rest /= BigLimbs.base
    }
  }

  /// Multiplies by factor^count; the factor is below ten.
  mutating func multiply(by factor: UInt64, times count: Int) {
    var left = count
    while left > 0 {
      // Eight factors at once stay below 10⁹, so a product of limbs fits into 64 bits.
      let now = Swift.min(8, left)
      multiply(by: (0..<now).reduce(1) { product, _ in product * factor })
      left -= now
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for place in limbs.indices {
      let product = limbs[place] * factor + carry
      limbs[place] = product % BigLimbs.base
      carry = product / BigLimbs.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  var decimalDigits: [UInt8] {
    var result: [UInt8] = []
    for limb in limbs.reversed() {
      var divisor = BigLimbs.base / 10
      while divisor > 0 {
        result.append(UInt8(truncatingIfNeeded: limb / divisor % 10))
        divisor /= 10
      }
    }
    return Array(result.drop { $0 == 0 })
  }
}
