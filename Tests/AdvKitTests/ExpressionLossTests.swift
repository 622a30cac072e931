// Oracle: the conjugates of the losses that have a name, known in closed form, and grids.
import Testing

@testable import AdvKit

@Suite struct ExpressionLossTests {
  static let one = MarginFormula.number(1)
  static let minus = MarginFormula.product([.number(-1), .margin])
  static let room = MarginFormula.sum([one, minus])
  static let pairs: [(MarginLoss, ExpressionLoss)] = [
    (
      .hinge,
      written(
        .largest([.number(0), room]),
        .cases([
          .init(.number(-1), where: .less(.margin, one)),
          .init(.number(0), where: .atMost(one, .margin)),
        ]))
    ),
    (
      .logistic,
      written(
        .logarithm(.sum([one, .exponential(minus)])),
        .quotient(
          .product([.number(-1), .exponential(minus)]), .sum([one, .exponential(minus)])))
    ),
    (.exponential, written(.exponential(minus), .product([.number(-1), .exponential(minus)]))),
    (
      .squaredHinge,
      written(
        .power(.largest([.number(0), room]), 2),
        .product([.number(-2), .largest([.number(0), room])]))
    ),
  ]

  static func written(
    _ formula: MarginFormula, _ slope: MarginFormula, isConvex: Bool = true
  ) -> ExpressionLoss {
    ExpressionLoss(
      text: "written", formula: formula, slope: slope, isNonincreasing: true, isConvex: isConvex)
  }

  @Test(arguments: 0..<4)
  func tangentsGiveTheConjugate(_ index: Int) {
    let (named, written) = Self.pairs[index]
    for u in [0, 1e-9, 0.01, 0.25, 0.5, 0.75, 0.999, 1, 1.0.nextUp, 1.5, 3, 20] {
      let (expected, found) = (named.conjugateTerm(u), written.conjugateTerm(u))
      if expected == -.infinity {
        #expect(found == -.infinity, "\(named) \(u)")
      } else if u != 1 || named != .logistic {
        // The logistic loss has the slope −1 at −∞ only.
        #expect(abs(found - expected) <= 1e-9, "\(named) \(u)")
      }
      // Fenchel and Young: never above ℓ(z) + uz.
      for k in -60...60 {
        let z = Double(k) / 4
        #expect(found <= named.value(z) + u * z + 1e-12, "\(named) \(u) \(z)")
      }
    }
  }

  @Test func withoutConvexityNothingIsProved() {
    let loss = Self.written(Self.minus, .number(-1), isConvex: false)
    #expect(loss.conjugateTerm(1) == -.infinity)
    #expect(Self.written(Self.minus, .number(-1)).conjugateTerm(1) == 0)
  }

  @Test(arguments: [1.0, 1e-3, 1e-6])
  func roundedKinksStayWithinTheirWidth(_ width: Double) {
    for (named, written) in Self.pairs where named != .squaredHinge {
      for k in -40...40 {
        let z = Double(k) / 8 + 1.0 / 3
        let jet = written.formula.smoothed(z, by: width)
        #expect(abs(jet.value - named.value(z)) <= width)
        let h = 1e-4
        let next = written.formula.smoothed(z + h, by: width)
        let last = written.formula.smoothed(z - h, by: width)
        #expect(abs(jet.first - (next.value - last.value) / (2 * h)) <= 1e-5)
        #expect(abs(jet.second - (next.first - last.first) / (2 * h)) <= 1e-4)
      }
    }
  }
}
