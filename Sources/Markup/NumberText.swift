/// A number as it is printed: the one place that turns a `Double` into characters.
///
/// The pieces are kept apart, because a page writes the exponent as a superscript, a formula as
/// TeX and a title as Unicode characters. Nothing depends on a locale. A value that rounds to zero
/// has no sign.
package struct NumberText: Sendable, Hashable {
  /// Which sort of value is printed.
  package enum Sort: Sendable, Hashable {
    /// An ordinary number.
    case finite
    /// ∞ or −∞.
    case infinite
    /// Not a number.
    case undefined
  }

  /// Which sort of value is printed.
  package let sort: Sort
  /// Whether a minus sign stands in front.
  package let isNegative: Bool
  /// The digits with an ASCII point, without a sign, such as `3.1`; empty unless finite.
  package let digits: String
  /// The power of ten behind the digits, where there is one.
  package let exponent: Int?
  /// Whether a per cent sign stands at the end.
  package let isPercent: Bool

  /// Prints a value in a format, rounded to nearest from its exact binary value, ties to even.
  package init(_ value: Double, _ format: NumberFormat) {
    isPercent = value.isFinite && format.isPercent
    guard value.isFinite else {
      sort = value.isNaN ? .undefined : .infinite
      isNegative = value < 0
      (digits, exponent) = ("", nil)
      return
    }
    sort = .finite
    let printed = NumberText.print(ExactDecimal(value), format)
    digits = printed.digits
    exponent = printed.exponent
    isNegative = value < 0 && printed.digits.utf8.contains { (49...57).contains($0) }
  }

  private static func print(
    _ value: ExactDecimal, _ format: NumberFormat
  ) -> (digits: String, exponent: Int?) {
    switch format {
    case .fixed(let decimals):
      let rounded = value.rounded(decimals: decimals)
      return (rounded.text(before: rounded.point, decimals: decimals), nil)
    case .percent(let decimals):
      let rounded = value.rounded(decimals: decimals + 2)
      // The point of zero must not move: "0.0 %", not "000.0 %".
      let before = rounded.digits.isEmpty ? 0 : rounded.point + 2
      return (rounded.text(before: before, decimals: decimals), nil)
    case .scientific(let decimals):
      let rounded = value.rounded(keeping: decimals + 1)
      let exponent = rounded.digits.isEmpty ? 0 : rounded.point - 1
      return (rounded.text(before: 1, decimals: decimals), exponent)
    case .general(let significant):
      let rounded = value.rounded(keeping: significant)
      guard !rounded.digits.isEmpty else { return ("0", nil) }
      let exponent = rounded.point - 1
      if exponent < -4 || exponent >= significant {
        return (rounded.text(before: 1, decimals: rounded.digits.count - 1), exponent)
      }
      let decimals = Swift.max(0, rounded.digits.count - rounded.point)
      return (rounded.text(before: rounded.point, decimals: decimals), nil)
    }
  }

  /// Unicode text for titles and SVG: `−3.1 × 10⁻⁹`, `88.3 %` (narrow no-break space), `∞`, `NaN`.
  package var plain: String {
    mark("\u{2212}") + body("∞", "NaN")
      + power { "\u{202F}×\u{202F}10" + NumberText.superscript($0) }
      + (isPercent ? "\u{202F}%" : "")
  }

  /// For HTML: as ``plain``, with the exponent in `sup`.
  package var nodes: [Node] {
    guard let exponent else { return [.text(plain)] }
    return [
      .text(mark("\u{2212}") + digits + "\u{202F}×\u{202F}10"),
      .element("sup", text: (exponent < 0 ? "\u{2212}" : "") + String(Swift.abs(exponent))),
    ]
  }

  /// For TeX: `-3.1 \times 10^{-9}`, `88.3\,\%`, `\infty`, `\mathrm{NaN}`.
  package var tex: String {
    mark("-") + body("\\infty", "\\mathrm{NaN}") + power { " \\times 10^{\($0)}" }
      + (isPercent ? "\\,\\%" : "")
  }

  /// For terminals and logs, ASCII: `-3.1e-9`, `88.3%`, `inf`, `nan`.
  package var ascii: String {
    mark("-") + body("inf", "nan") + power { "e\($0)" } + (isPercent ? "%" : "")
  }

  private func mark(_ minus: String) -> String { isNegative ? minus : "" }

  private func body(_ infinite: String, _ undefined: String) -> String {
    switch sort {
    case .finite: digits
    case .infinite: infinite
    case .undefined: undefined
    }
  }

  private func power(_ write: (Int) -> String) -> String { exponent.map(write) ?? "" }

  /// An integer in Unicode superscripts: `⁻¹²`.
  package static func superscript(_ value: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return String(String(value).map { raised[$0] ?? $0 })
  }

  /// A count with commas between thousands: `1,240`; U+2212 in front of a negative one.
  package static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var result = value < 0 ? "\u{2212}" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0 && (digits.count - place).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// The shortest decimal that reads back as the same `Double`, for machines: `0.3`, `2`, `1e-9`.
  ///
  /// `inf`, `-inf` and `nan` stand for the values that JSON cannot write. Zero has no sign.
  package static func shortest(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    // The standard library's description is the shortest round trip; only its layout is changed.
    let parts = value.description.split(separator: "e")
    let mantissa = parts.first.map(String.init) ?? "0"
    let trimmed = mantissa.hasSuffix(".0") ? String(mantissa.dropLast(2)) : mantissa
    guard parts.count == 2, let exponent = Int(parts[1]) else { return trimmed }
    return trimmed + "e\(exponent)"
  }

  /// A coordinate in a drawing: at most two decimals, no trailing zeros, ASCII minus.
  ///
  /// Meant for |value| < 10¹²; larger ones are cut to that, and what is not a number becomes 0.
  package static func coordinate(_ value: Double) -> String {
    guard !value.isNaN else { return "0" }
    let hundredths = Int((Swift.min(Swift.max(value, -1e12), 1e12) * 100).rounded())
    let (whole, rest) = Swift.abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension NumberFormat {
  fileprivate var isPercent: Bool {
    if case .percent = self { true } else { false }
  }
}
