// Oracle: fractions worked out by hand, and the field's axioms on small ones.
import Testing

@testable import Derivations

struct RationalTests {
  @Test(arguments: [
    ("0.25", "1/4"), ("12", "12"), (".5", "1/2"), ("3.", "3"), ("007.50", "15/2"),
  ])
  func decimalsAreExact(text: String, expected: String) throws {
    #expect(try #require(Rational(decimal: Substring(text))).description == expected)
  }

  @Test(arguments: ["", ".", "1e3", "-1", "1.2.3", "½"])
  func otherTextsAreNoNumbers(text: String) {
    #expect(Rational(decimal: Substring(text)) == nil)
  }

  @Test(arguments: [0.0, 1, -0.75, 0x1p-60, 12345.678, 1e300, -5e-324])
  func floatingPointNumbersAreTakenExactly(number: Double) throws {
    #expect(try #require(Rational(exactly: number)).double == number)
  }

  @Test func infinitiesAndZeroDenominatorsAreRefused() {
    #expect(Rational(exactly: .infinity) == nil && Rational(exactly: .nan) == nil)
    #expect(Rational(1, over: 0) == nil && Rational(1).divided(by: .zero) == nil)
    #expect(Rational.zero.power(-1) == nil)
  }

  @Test func arithmeticIsThatOfAField() throws {
    let numbers = (-4...4).flatMap { p in (1...4).compactMap { Rational(p, over: $0) } }
    for a in numbers {
      for b in numbers {
        #expect(a + b == b + a && a * b == b * a && (a - b) + b == a)
        if b.signum != 0 { #expect(try #require(a.divided(by: b)) * b == a) }
        #expect((a < b) == ((a - b).signum < 0))
      }
      #expect(try #require(a.power(3)) == a * a * a)
    }
  }
}
