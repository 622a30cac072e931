// Oracle: TeX's own rule for arguments without braces, with the braces written out by hand.
import Testing

@testable import Derivations

@Suite struct ArgumentTests {
  private static let symbols: [DerivationSource.Entry] = [
    .init("a", "scalar"), .init("w", "vector"),
  ]

  private static func failures(_ body: String) -> [LanguageFailure] {
    read(DerivationSource(symbols: symbols, body: body)).failures.filter { !$0.isWarning }
  }

  @Test(arguments: [
    (#"\frac12 = a"#, #"\frac{1}{2} = a"#),
    (#"\frac 1 2 = a"#, #"\frac{1}{2} = a"#),
    (#"\frac1{2} = a"#, #"\frac{1}{2} = a"#),
    (#"\frac{1}2 = a"#, #"\frac{1}{2} = a"#),
    (#"\frac12a = a"#, #"\frac{1}{2} a = a"#),
    (#"\frac a2 = a"#, #"\frac{a}{2} = a"#),
    (#"\tfrac34 \dfrac1a = a"#, #"\tfrac{3}{4} \dfrac{1}{a} = a"#),
    (#"\sqrt2 = a"#, #"\sqrt{2} = a"#),
    (#"\sqrt2a = a"#, #"\sqrt{2} a = a"#),
    (#"\sqrt a a = a"#, #"\sqrt{a} a = a"#),
    (#"a^2a = a"#, #"a^{2} a = a"#),
    (#"\|w\|_2^2 = a"#, #"\|w\|_{2}^{2} = a"#),
    (#"w_1a = a"#, #"w_{1} a = a"#),
  ])
  func oneTokenIsTakenWithoutBraces(short: String, full: String) throws {
    let first = read(DerivationSource(symbols: Self.symbols, body: short)).derivation
    let second = read(DerivationSource(symbols: Self.symbols, body: full)).derivation
    #expect(try #require(first).steps.map(\.statement) == #require(second).steps.map(\.statement))
  }

  /// What is short for something else is read as the long form, which has one reading.
  @Test(arguments: [
    (#"\exp(a)^2 = a"#, #"{\exp(a)}^{2} = a"#), (#"\log a^2 = a"#, #"\log(a^2) = a"#),
    (#"\exp[a] a = a"#, #"\exp(a) \cdot a = a"#), (#"w \cdot w = a"#, #"w^\top w = a"#),
    (#"a w \cdot w = a"#, #"(a w)^\top w = a"#),
    (#"\mathrm{sign}(w)^\top w = a"#, #"(\mathrm{sign}(w))^\top w = a"#),
    (#"w_j \le 1 \quad \forall j"#, #"\forall j: w_j \le 1"#),
    (#"w_j \le 1 \text{ for all } j"#, #"\forall j: w_j \le 1"#),
    (
      #"a = 0 \text{ for some } v \text{ with } \|v\|_2 \le 1"#,
      #"a = 0 \text{ for some } \|v\|_2 \le 1"#
    ),
    (#"\underbrace{a}_{b} = \boxed{a}"#, #"a = a"#), (#"\left<w, w\right> = a"#, #"w^\top w = a"#),
    (#"a = a."#, #"a = a"#), (#"\nabla_w \|w\|_2^2 = w"#, #"\nabla_w (\|w\|_2^2) = w"#),
  ])
  func shortFormsAreReadAsLongOnes(short: String, full: String) throws {
    let first = read(DerivationSource(symbols: Self.symbols, body: short)).derivation
    let second = read(DerivationSource(symbols: Self.symbols, body: full)).derivation
    #expect(try #require(first).steps.map(\.statement) == #require(second).steps.map(\.statement))
  }

  @Test(arguments: [
    #"\log 2a = a"#, #"\exp a a = a"#, #"\log a (a + 1) = a"#,
  ])
  func functionsOfProductsNeedBrackets(body: String) {
    #expect(Self.failures(body).map { $0.message.hasPrefix("it is not clear how far") } == [true])
  }

  @Test(arguments: [
    (#"a^12 = a"#, 2..<4, "write `{12}`"),
    (#"\sqrt12 = a"#, 5..<7, "write `{12}`"),
    (#"\frac123 = a"#, 6..<8, "write `{23}`"),
    (#"\frac{a}12 = a"#, 8..<10, "write `{12}`"),
    (#"w_12 = a"#, 2..<4, "write `{12}`"),
    (#"\|w\|_12 = a"#, 6..<8, "write `{12}`"),
    (#"a^1.5 = a"#, 2..<5, "write `{1.5}`"),
    (#"a^\frac12 = a"#, 2..<7, #"put it in braces: `{\frac…}`"#),
  ])
  func digitsThatAreLeftOverAreAMistake(body: String, range: Range<Int>, fix: String) {
    let failures = Self.failures(body)
    #expect(failures.map(\.range) == [range])
    #expect(failures.map(\.fix) == [fix])
  }

  @Test func aMacroDoesNotHideTheRule() {
    let macros = [#"\half"#: #"\frac12"#]
    let written = read(
      DerivationSource(symbols: Self.symbols, macros: macros, body: #"\half a = a"#))
    let full = read(DerivationSource(symbols: Self.symbols, body: #"\frac{1}{2} a = a"#))
    #expect(written.failures.filter { !$0.isWarning } == [])
    #expect(written.derivation?.steps.map(\.statement) == full.derivation?.steps.map(\.statement))
  }
}
