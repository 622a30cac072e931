// Oracle: the functions written out here with the C library, their differences, and what is known of
// them from calculus.
import AdvKit
import Derivations
import Foundation
import Notebook
import Testing

@testable import Cells

@Suite struct LossStudyTests {
  /// What a study finds of a text.
  static func study(_ text: String) throws -> LossStudy {
    try LossStudy(Notebook.Expression.parse(text), text: text)
  }

  /// A loss as a text and as a function, with its kinks.
  struct Known: CustomTestStringConvertible, Sendable {
    let text: String
    let kinks: [Double]
    let isConvex: Bool
    let value: @Sendable (Double) -> Double
    var testDescription: String { text }

    init(
      _ text: String, kinks: [Double] = [], isConvex: Bool = true,
      _ value: @escaping @Sendable (Double) -> Double
    ) {
      self.text = text
      self.kinks = kinks
      self.isConvex = isConvex
      self.value = value
    }
  }

  static let falling = [
    Known("max(0, 1 - z)", kinks: [1]) { max(0, 1 - $0) },
    Known("max(0, 1 - z)^2", kinks: [1]) { max(0, 1 - $0) * max(0, 1 - $0) },
    Known("log(1 + exp(-z))") { log(1 + exp(-$0)) },
    Known("log(1 + exp(-z)) / log(2)") { log2(1 + exp(-$0)) },
    Known("exp(-z)") { exp(-$0) },
    Known("exp(-z) * exp(-z)") { exp(-2 * $0) },
    Known("2^(-z)") { exp2(-$0) },
    Known("-z") { -$0 },
    Known("3") { _ in 3 },
    Known("max(0, 1 - z)^1.5", kinks: [1]) { pow(max(0, 1 - $0), 1.5) },
    Known("max(0, 1 - z, 3 - 5 * z)", kinks: [0.5, 1]) { max(0, 1 - $0, 3 - 5 * $0) },
    Known("abs(1 - z) + 1 - z", kinks: [1]) { $0 < 1 ? 2 - 2 * $0 : 0 },
    Known("log(2 + exp(-z) + exp(-3 * z))") { log(2 + exp(-$0) + exp(-3 * $0)) },
    Known("sqrt(1 + z^2) - z") { 1 / (sqrt(1 + $0 * $0) + $0) },
    Known("(1 - z)^3", isConvex: false) { pow(1 - $0, 3) },
    Known("1 / (1 + exp(z))", isConvex: false) { 1 / (1 + exp($0)) },
    Known("min(1, max(0, 1 - z))", kinks: [0, 1], isConvex: false) { min(1, max(0, 1 - $0)) },
    Known("max(0, 1 - z) - 0.5 * max(0, -z)", kinks: [0, 1], isConvex: false) {
      max(0, 1 - $0) - 0.5 * max(0, -$0)
    },
  ]

  /// Margins that keep away from kinks.
  static func margins(_ kinks: [Double], _ count: Int = 60) -> [Double] {
    // Multiples of the golden ratio, taken modulo 1, spread evenly and hit nothing twice.
    (1...count).map { k in
      let share = (Double(k) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      return 12 * share - 6
    }
    .filter { z in kinks.allSatisfy { abs($0 - z) > 1e-3 } }
  }

  @Test(arguments: falling)
  func whatFallsIsProvedToFall(_ known: Known) throws {
    let study = try Self.study(known.text)
    #expect(study.falls.isProved)
    #expect(study.loss.isNonincreasing)
    #expect(study.curves.isProved == known.isConvex)
    #expect(study.loss.isConvex == known.isConvex)
    guard case .refuted(let a, let b) = study.curves else { return }
    #expect(known.value((a + b) / 2) > (known.value(a) + known.value(b)) / 2 + 1e-9)
  }

  @Test(arguments: falling)
  func theSlopeIsTheDifference(_ known: Known) throws {
    let loss = try Self.study(known.text).loss
    for z in Self.margins(known.kinks) {
      let h = 1e-5
      let difference = (known.value(z + h) - known.value(z - h)) / (2 * h)
      #expect(abs(loss.formula.value(z) - known.value(z)) <= 1e-12 * max(1, abs(known.value(z))))
      #expect(
        abs(loss.slope.value(z) - difference) <= 1e-5 * max(1, abs(difference)), "at \(z)")
    }
  }

  @Test(arguments: falling)
  func atAKinkTheSlopeIsTheOneToTheRight(_ known: Known) throws {
    let loss = try Self.study(known.text).loss
    for z in known.kinks {
      let right = (known.value(z + 1e-7) - known.value(z)) / 1e-7
      #expect(abs(loss.slope.value(z) - right) <= 1e-3, "at \(z)")
    }
  }

  @Test(
    arguments: [
      Known("exp(z)") { exp($0) }, Known("z^2") { $0 * $0 }, Known("max(0, z)") { max(0, $0) },
      Known("(1 - z)^2") { (1 - $0) * (1 - $0) }, Known("1 / (1 + z^2)") { 1 / (1 + $0 * $0) },
      Known("abs(z)") { abs($0) }, Known("exp(-z) + z / 2") { exp(-$0) + $0 / 2 },
      // It rises beyond 40 only.
      Known("max(-z, z - 80)") { max(-$0, $0 - 80) },
    ])
  func whatRisesIsRefutedByTwoMargins(_ known: Known) throws {
    let study = try Self.study(known.text)
    guard case .refuted(let a, let b) = study.falls else {
      Issue.record("\(study.falls)")
      return
    }
    #expect(a < b)
    #expect(known.value(a) < known.value(b))
    #expect(!study.loss.isNonincreasing)
  }

  @Test(arguments: [("-log(z)", 0.0), ("1 / z", 0), ("1 / (z - 1)", 1), ("-sqrt(z)", -1)])
  func whatHasNoValueSomewhereSaysWhere(_ text: String, _ most: Double) throws {
    guard case .undefined(let z, let reason) = try Self.study(text).falls else {
      Issue.record("\(text) is not undefined")
      return
    }
    #expect(z <= most)
    #expect(!reason.isEmpty)
  }

  @Test(arguments: [
    "sign(z)", "mean(z)", "z < 1", "z^z", "1 / 0", "exp(-z)^40", "norm(z)", "max(0, inf - z)",
  ])
  func whatIsNoLossIsRefused(_ text: String) {
    #expect(throws: LossRefusal.self) { try Self.study(text) }
  }

  /// A function that falls for reasons that no rule knows is left open, not taken to fall.
  @Test func whatIsNotProvedIsOpen() throws {
    let study = try Self.study("log(1 + exp(-z)) + exp(-z^2) / 10")
    #expect(!study.falls.isProved)
    #expect(!study.loss.isNonincreasing)
    #expect(!study.loss.isConvex)
  }
}
