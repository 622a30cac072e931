// Oracle: losses written out and maximised over all vertices of the ball, point by point, and
// numbers worked out by hand.
import Evidence
import Testing

@testable import AdvKit

struct InnerMaximumTests {
  static func data(_ count: Int, seed: UInt64) throws -> Dataset {
    var numbers = TestNumbers(seed)
    return try Dataset.given(
      points: (0..<count).map { _ in [numbers.number(0...1), numbers.number(0...1)] },
      labels: (0..<count).map { _ in numbers.sign() })
  }

  @Test(arguments: MarginLoss.allCases, [true, false])
  func worstLossesAreTheMaximaOverTheVertices(loss: MarginLoss, hasBox: Bool) throws {
    let data = try Self.data(12, seed: 21)
    let model = LinearModel(weights: [1.5, -0.75], bias: -0.2)
    let result = try innerMaximum(
      of: model, on: data, loss: loss, ball: Ball(.linf, radius: 0.25),
      box: hasBox ? Box(0, 1) : nil)
    var total = 0.0
    var robust = 0
    for i in 0..<data.count {
      let x = Array(data.points.row(i))
      var set = Polytope.ball(l1: false, radius: 0.25, dimension: 2)
      if hasBox { set += Polytope.interval(x.map { -$0 }, x.map { 1 - $0 }) }
      let margins = Polytope.vertices(set, dimension: 2).map { d in
        data.labels[i] * (1.5 * (x[0] + d[0]) - 0.75 * (x[1] + d[1]) - 0.2)
      }
      let worst = margins.map { plainLoss(loss.rawValue, $0) }.max() ?? .nan
      #expect(abs(result.losses.value[i] - worst) < 1e-12 * max(1, worst))
      total += worst / 12
      if (margins.min() ?? 0) > 0 { robust += 1 }
    }
    #expect(abs(result.meanLoss.value - total) < 1e-12 * max(1, total))
    #expect(result.robustAccuracy.value == Double(robust) / 12)
    #expect(result.robustCount.value == Double(robust))
    #expect(result.robustAccuracy.evidence.kind == .computed)
    #expect(result.robustAccuracy.evidence.direction == .equal)
    #expect(result.dualNorm.value == 2.25)
  }

  @Test func aPointOnTheBoundaryOfItsBallIsNotRobust() throws {
    // wᵀx = ±1 and ε‖w‖₁ = 1 exactly, in numbers without rounding.
    let data = try Dataset.given(points: [[1, 0], [-1, 0], [1.5, 0]], labels: [1, -1, 1])
    let result = try innerMaximum(
      of: LinearModel(weights: [1, -1]), on: data, loss: .hinge, ball: Ball(.linf, radius: 0.5))
    #expect(result.margins.value == [0, 0, 0.5])
    #expect(result.cleanMargins.value == [1, 1, 1.5])
    #expect(result.robustCount.value == 1)
    #expect(result.undecidedPoints == [0, 1])
    #expect(result.losses.value == [1, 1, 0.5])
    #expect(result.maximisers.rowArrays == [[-0.5, 0.5], [0.5, -0.5], [-0.5, 0.5]])
  }

  @Test func flatPointsAndFreeCoordinatesAreReported() throws {
    let data = try Dataset.given(points: [[3, 0], [1, 0]], labels: [1, 1])
    let ball = try Ball(.linf, radius: 0.5)
    let hinge = try innerMaximum(
      of: LinearModel(weights: [1, 0]), on: data, loss: .hinge, ball: ball)
    #expect(hinge.flatPoints == [0])
    #expect(hinge.freeCoordinates == [1])
    #expect(hinge.freedom == .zeroCoordinates)
    let logistic = try innerMaximum(
      of: LinearModel(weights: [1, 2]), on: data, loss: .logistic, ball: ball)
    #expect(logistic.flatPoints.isEmpty)
    #expect(logistic.freeCoordinates.isEmpty)
    #expect(logistic.freedom == nil)
  }

  @Test func errorsNameThePoint() throws {
    let data = try Dataset.given(points: [[0, 0], [0, 2]], labels: [1, 1])
    let ball = try Ball(.l2, radius: 0.5)
    #expect(throws: ThreatError.pointOutsideBox(point: 1, coordinate: 1, value: 2)) {
      try innerMaximum(
        of: LinearModel(weights: [1, 1]), on: data, loss: .hinge, ball: ball, box: Box(0, 1))
    }
    #expect(throws: ThreatError.dimensions(expected: 1, found: 2)) {
      try innerMaximum(of: LinearModel(weights: [1]), on: data, loss: .hinge, ball: ball)
    }
  }
}
