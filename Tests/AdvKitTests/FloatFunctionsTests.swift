// Oracle: the C library's functions in Double, rounded to units in the last place of Float.
import Foundation
import Testing

@testable import AdvKit

struct FloatFunctionsTests {
  typealias Eight = FloatFunctions.Eight

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var ours: @Sendable (Eight) -> Eight
    var libm: @Sendable (Double) -> Double
    var ranges: [ClosedRange<Double>]
    /// The bound that the function's comment states.
    var units: Double
  }

  static let cases = [
    Case(
      testDescription: "exp", ours: { FloatFunctions.exp($0) }, libm: { exp($0) },
      ranges: [-87.2...88.2, -1...1, -1e-6...1e-6], units: 2),
    Case(
      testDescription: "expm1", ours: { FloatFunctions.expm1($0) }, libm: { expm1($0) },
      ranges: [-30...88.2, -1...1, -1e-6...1e-6], units: 3),
    Case(
      testDescription: "tanh near 0", ours: { FloatFunctions.tanh($0) }, libm: { tanh($0) },
      ranges: [-2...2, -0.1...0.1, -1e-3...1e-3], units: 4.5),
    Case(
      testDescription: "tanh", ours: { FloatFunctions.tanh($0) }, libm: { tanh($0) },
      ranges: [-12...12, 2...8], units: 7),
    Case(
      testDescription: "log", ours: { FloatFunctions.log($0) }, libm: { log($0) },
      ranges: [1e-6...1e-3, 1e-3...0.9, 0.9...1.1, 1.1...1e3, 1e3...1e30], units: 2),
    Case(
      testDescription: "log1p", ours: { FloatFunctions.log1p($0) }, libm: { log1p($0) },
      ranges: [-0.99...1, -1e-6...1e-6, 0...1e-30, 1...1e6, 1e6...1e30], units: 3),
    Case(
      testDescription: "sigmoid", ours: { FloatFunctions.sigmoid($0) },
      libm: { 1 / (1 + exp(-$0)) }, ranges: [-87...100, -1...1], units: 3),
    Case(
      testDescription: "softplus", ours: { FloatFunctions.softplus($0) },
      libm: { $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0)) },
      ranges: [-87...200, -1...1, -17...17], units: 3),
  ]

  @Test(arguments: cases)
  func isTheCLibrarysWithinTheStatedUnits(test: Case) {
    var numbers = TestNumbers(11)
    var worst = (units: 0.0, at: Float(0))
    for range in test.ranges {
      for k in 0..<2_000 {
        // Half of them in even steps, half at random.
        let t = (range.upperBound - range.lowerBound) * Double(k) / 1_999
        var x = Eight(repeating: Float(range.lowerBound + t))
        for lane in 1..<8 { x[lane] = Float(numbers.number(range)) }
        let y = test.ours(x)
        for lane in 0..<8 {
          let expected = test.libm(Double(x[lane]))
          let unit = Double(max(Float(abs(expected)), .leastNormalMagnitude).ulp)
          let units = abs(Double(y[lane]) - expected) / unit
          if !(units <= worst.units) { worst = (units, x[lane]) }
        }
      }
    }
    #expect(worst.units <= test.units, "at \(worst.at)")
  }

  @Test func theEndsOfTheRange() {
    let x: Eight = [-.infinity, .infinity, -200, 200, 0, -0.0, .nan, -1]
    func check(_ found: Eight, _ expected: [Float], _ name: Comment) {
      for lane in 0..<8 {
        #expect(
          found[lane] == expected[lane] || found[lane].isNaN && expected[lane].isNaN,
          "\(name) of \(x[lane]) is \(found[lane])")
      }
    }
    let largest = FloatFunctions.exp(Eight(repeating: 88.3))[0]
    let e = Float(exp(-1.0))
    check(FloatFunctions.exp(x), [0, largest, 0, largest, 1, 1, .nan, e], "exp")
    let one = Float(1).nextDown
    check(
      FloatFunctions.tanh(x), [-one, one, -one, one, 0, 0, .nan, FloatFunctions.tanh(x)[7]], "tanh")
    check(
      FloatFunctions.log(x), [.nan, .infinity, .nan, log(200), -.infinity, -.infinity, .nan, .nan],
      "log")
    check(
      FloatFunctions.log1p(x), [.nan, .infinity, .nan, log(201), 0, 0, .nan, -.infinity], "log1p")
    check(
      FloatFunctions.sigmoid(x), [0, 1, 0, 1, 0.5, 0.5, .nan, FloatFunctions.sigmoid(x)[7]],
      "sigmoid")
    let ln2 = Float(log(2.0))
    check(
      FloatFunctions.softplus(x),
      [0, .infinity, 0, 200, ln2, ln2, .nan, FloatFunctions.softplus(x)[7]], "softplus")
    check(
      FloatFunctions.expm1(x),
      [
        -1, FloatFunctions.expm1(x)[1], -1, FloatFunctions.expm1(x)[3], 0, 0, .nan,
        FloatFunctions.expm1(x)[7],
      ], "expm1")
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 37])
  func mapsAndSumsReachEveryNumberAndNoOther(count: Int) {
    var numbers = (0..<count + 2).map { Float($0) + 1 }
    #expect(FloatFunctions.sum(numbers, count: count) == Float(count * (count + 1) / 2))
    let first = numbers
    FloatFunctions.map(first, first, count: count, into: &numbers) { $0 * 2 + $1 }
    for i in 0..<count + 2 { #expect(numbers[i] == Float(i + 1) * (i < count ? 3 : 1)) }
  }
}
