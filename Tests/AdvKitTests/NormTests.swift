// Oracle: maximum of wᵀv over enumerated points of the unit circle of each norm (every v/‖v‖),
// and norms by their definition with powers from repeated square roots.
import Testing

@testable import AdvKit

struct NormTests {
  static let norms: [Norm] = [.l1, .l2, .linf, .p(1.5), .p(3), .p(7.25)]

  @Test(arguments: norms)
  func normIsItsDefinition(norm: Norm) {
    var numbers = TestNumbers(1)
    for _ in 0..<20 {
      let v = numbers.awkward(4)
      let expected = plainNorm(v, norm.exponent)
      #expect(abs(norm(v) - expected) <= 1e-12 * max(1, expected))
    }
    #expect(norm([Double]()) == 0)
    #expect(norm([0.0, -0.0]) == 0)
    #expect(norm([1.0, .nan]).isNaN)
    #expect(norm([1.0, -.infinity]) == .infinity)
  }

  @Test(arguments: norms)
  func dualNormIsTheMaximumOverTheUnitBall(norm: Norm) {
    let circle = circlePoints(2000)
    var numbers = TestNumbers(2)
    for _ in 0..<5 {
      let w = [numbers.number(-2...2), numbers.number(-2...2)]
      var best = 0.0
      for v in circle { best = max(best, plainDot(w, v) / plainNorm(v, norm.exponent)) }
      let dual = norm.dual(w)
      // The enumeration never exceeds the supremum and misses it by at most the angle's step.
      #expect(best <= dual * (1 + 1e-12))
      #expect(best >= dual * (1 - 1e-3))
    }
  }

  @Test(arguments: norms)
  func normNeitherOverflowsNorUnderflows(norm: Norm) {
    let reference = norm([3.0, -4.0, 1.0])
    for scale in [1e200, 1e-200, 1e290, 1e-290] {
      let scaled = norm([3 * scale, -4 * scale, scale])
      #expect(abs(scaled / scale - reference) <= 1e-12 * reference)
    }
  }

  @Test func exponentsMapToNormsAndBack() {
    #expect(Norm(exponent: 1) == .l1)
    #expect(Norm(exponent: 2) == .l2)
    #expect(Norm(exponent: .infinity) == .linf)
    #expect(Norm(exponent: 3) == .p(3))
    #expect(Norm(exponent: 0.99) == nil)
    #expect(Norm(exponent: .nan) == nil)
    #expect(Norm.l1.dual == .linf)
    #expect(Norm.linf.dual == .l1)
    #expect(Norm.l2.dual == .l2)
    #expect(Norm.p(3).dual == .p(1.5))
    #expect(Norm.p(2).dual == .l2)
    #expect([Norm.l1, .l2, .linf, .p(3), .p(1.5)].map(\.name) == ["ℓ1", "ℓ2", "ℓ∞", "ℓ3", "ℓ1.5"])
  }

  @Test(arguments: [-1.0, .infinity, .nan])
  func radiiOutOfRangeAreRefused(radius: Double) {
    #expect(throws: ThreatError.self) { try Ball(.l2, radius: radius) }
  }

  @Test func ballsAndBoxesCheckTheirNumbers() throws {
    #expect(throws: ThreatError.exponent(0.5)) { try Ball(.p(0.5), radius: 1) }
    #expect(try Ball(.p(2), radius: 0).norm == .l2)
    #expect(throws: ThreatError.box(lower: 1, upper: 0)) { try Box(1, 0) }
    #expect(throws: ThreatError.self) { try Box(0, .infinity) }
    #expect(try Box(1, 1).clip(3) == 1)
  }
}
