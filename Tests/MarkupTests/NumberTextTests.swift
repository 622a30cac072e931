// Oracle: printf of the C library (through Foundation) and published values; nothing of Markup.
import Foundation
import Markup
import Testing

struct NumberTextTests {
  private static let values: [Double] = {
    var list: [Double] = [
      0, -0.0, 1, -1, 0.5, 1.5, 2.5, 0.125, 0.375, 9.995, 99.95, 0.9995, 999_999.5, 1e-5, 1e-4,
      0.00012345, 123_456, 1e15, 1e16, 1e22, 1e300, 5e-324, 2.2250738585072014e-308,
      .greatestFiniteMagnitude, 0.1, 0.3, 1.0 / 3.0, .pi, -2.0 / 3.0, 1e-300,
    ]
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<3000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: state)
      if value.isFinite { list.append(value) }
      list.append((Double(state >> 40) - 8_388_608) / 1024)
    }
    return list
  }()

  private func cString(_ value: Double, _ digits: Int, _ letter: String) -> String {
    String(format: "%.\(digits)\(letter)", value)
  }

  private func withoutZeroSign(_ text: String) -> String {
    text.hasPrefix("-") && !text.prefix { $0 != "e" }.contains { "123456789".contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// `1.50e-09` as `1.50e-9`.
  private func shortExponent(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0])e\(exponent)"
  }

  @Test(arguments: [0, 1, 2, 3, 6, 17])
  func fixedAgreesWithPrintf(digits: Int) {
    for value in Self.values {
      #expect(
        NumberText(value, .fixed(digits)).ascii
          == withoutZeroSign(cString(value, digits, "f")))
    }
  }

  @Test(arguments: [0, 1, 2, 9])
  func scientificAgreesWithPrintf(digits: Int) {
    for value in Self.values {
      let expected = shortExponent(withoutZeroSign(cString(value, digits, "e")))
      #expect(NumberText(value, .scientific(digits)).ascii == expected)
    }
  }

  @Test(arguments: [1, 2, 4, 8, 17])
  func generalAgreesWithPrintf(digits: Int) {
    for value in Self.values {
      let expected = shortExponent(withoutZeroSign(cString(value, digits, "g")))
      #expect(NumberText(value, .general(digits)).ascii == expected)
    }
  }

  @Test func percentMovesThePointByTwoPlaces() {
    #expect(NumberText(0.8833333, .percent(1)).plain == "88.3\u{202F}%")
    #expect(NumberText(0, .percent(1)).ascii == "0.0%")
    #expect(NumberText(1, .percent(0)).ascii == "100%")
    #expect(NumberText(0.9996, .percent(1)).ascii == "100.0%")
    #expect(NumberText(0.0004, .percent(1)).ascii == "0.0%")
    #expect(NumberText(0.0005, .percent(1)).ascii == "0.1%")
    #expect(NumberText(-0.003, .percent(1)).plain == "\u{2212}0.3\u{202F}%")
    #expect(NumberText(0.883, .percent(1)).tex == "88.3\\,\\%")
  }

  @Test func powersOfTenAreWrittenForEachReader() {
    let text = NumberText(3.1e-9, .scientific(1))
    #expect(text.plain == "3.1\u{202F}×\u{202F}10⁻⁹")
    #expect(text.tex == "3.1 \\times 10^{-9}")
    #expect(
      Node.fragment(text.nodes).serialized == "3.1\u{202F}×\u{202F}10<sup>\u{2212}9</sup>")
    #expect(NumberText(-2e12, .scientific(0)).plain == "\u{2212}2\u{202F}×\u{202F}10¹²")
  }

  @Test func minusIsTrueOnPagesAndAHyphenInTeX() {
    let text = NumberText(-1.5, .fixed(1))
    #expect(text.plain == "\u{2212}1.5")
    #expect(Node.fragment(text.nodes).serialized == "\u{2212}1.5")
    #expect(text.tex == "-1.5")
  }

  @Test(arguments: [NumberFormat.fixed(2), .percent(1), .scientific(2), .general(3)])
  func valuesThatAreNotNumbersAreNamed(format: NumberFormat) {
    #expect(NumberText(.nan, format).plain == "NaN")
    #expect(NumberText(.infinity, format).plain == "∞")
    #expect(NumberText(-.infinity, format).plain == "\u{2212}∞")
    #expect(NumberText(-.infinity, format).tex == "-\\infty")
    #expect(NumberText(.infinity, format).ascii == "inf")
  }

  @Test func nothingPrintsANegativeZero() {
    #expect(NumberText(-0.0004, .fixed(3)).plain == "0.000")
    #expect(NumberText(-0.0, .scientific(1)).ascii == "0.0e0")
    #expect(NumberText(-0.0, .general(4)).ascii == "0")
    #expect(NumberText.shortest(-0.0) == "0")
    #expect(NumberText.coordinate(-0.001) == "0")
  }

  @Test func shortestReadsBackAsTheSameNumber() {
    for value in Self.values { #expect(Double(NumberText.shortest(value)) == value) }
    #expect(NumberText.shortest(0.3) == "0.3")
    #expect(NumberText.shortest(2) == "2")
    #expect(NumberText.shortest(1e-9) == "1e-9")
  }

  @Test func coordinatesHaveAtMostTwoDecimals() {
    for (value, text) in [
      (1.0, "1"), (1.5, "1.5"), (1.05, "1.05"), (-12.345, "-12.35"), (-0.5, "-0.5"), (.nan, "0"),
      (100, "100"), (0.994, "0.99"), (0.996, "1"),
    ] {
      #expect(NumberText.coordinate(value) == text)
    }
  }

  @Test func countsHaveCommasBetweenThousands() {
    for (value, text) in [
      (0, "0"), (999, "999"), (1240, "1,240"), (-1_000_000, "\u{2212}1,000,000"),
    ] {
      #expect(NumberText.count(value) == text)
    }
  }

  @Test func formatsAreReadAndWritten() {
    for source in [".3f", ".1%", ".2e", ".4g", ".0f", ".17g"] {
      #expect(NumberFormat(parsing: source)?.source == source)
    }
    for source in [
      "", ".", "3f", ".f", ".18f", ".003f", ".0g", ".3F", ".3f ", " .3f", ".3d", ".-1f", ".３f",
    ] {
      #expect(NumberFormat(parsing: source) == nil)
    }
  }
}
