// Oracle: loops over the definitions, written out here, and counts over a fine grid of radii.
import Evidence
import Testing

@testable import AdvKit

struct MeasuresTests {
  @Test(arguments: MarginLoss.allCases)
  func cleanMeasuresAreTheirDefinitions(loss: MarginLoss) throws {
    var numbers = TestNumbers(41)
    let weights = [1.25, -2, 0.5]
    let points = (0..<25).map { _ in (0..<3).map { _ in numbers.number(-2...2) } }
    let labels = points.map { _ in numbers.sign() }
    let result = try cleanMeasures(
      of: LinearModel(weights: weights, bias: 0.3), on: .given(points: points, labels: labels),
      loss: loss)
    var total = 0.0
    var wrong = 0
    for (i, x) in points.enumerated() {
      let z = labels[i] * (plainDot(weights, x) + 0.3)
      #expect(abs(result.margins.value[i] - z) < 1e-13)
      let value = plainLoss(loss.rawValue, z)
      let audited = lossByDefinition(
        loss.rawValue, weights: weights, bias: 0.3, point: x, label: labels[i])
      #expect(abs(audited - value) < 1e-12 * max(1, value))
      #expect(abs(result.losses.value[i] - value) < 1e-12 * max(1, value))
      total += value
      if z <= 0 { wrong += 1 }
    }
    #expect(abs(result.meanLoss.value - total / 25) < 1e-12 * max(1, total))
    #expect(result.errors.value == Double(wrong))
    #expect(result.accuracy.value == Double(25 - wrong) / 25)
    #expect(result.accuracy.evidence.kind == .computed)
  }

  @Test func aScoreOfZeroIsAnError() throws {
    let result = try cleanMeasures(
      of: LinearModel(weights: [1]), on: .given(points: [[0], [1]], labels: [1, 1]), loss: .hinge)
    #expect(result.errors.value == 1)
    #expect(result.accuracy.value == 0.5)
  }

  @Test(arguments: [Norm.l1, .l2, .linf, .p(3)])
  func accuracyAgainstRadiusIsTheCountAtEveryRadius(norm: Norm) throws {
    var numbers = TestNumbers(42)
    let weights = [1.5, -0.5]
    let points = (0..<30).map { _ in [numbers.number(-2...2), numbers.number(-2...2)] }
    let labels = points.map { _ in numbers.sign() }
    let curve = try accuracyCurve(
      of: LinearModel(weights: weights, bias: 0.1), on: .given(points: points, labels: labels),
      norm: norm)
    // The dual exponent by hand: 1 ↔ ∞, 2 ↔ 2, 3 ↔ 3/2.
    let dual: Double = norm == .l1 ? .infinity : norm == .l2 ? 2 : norm == .linf ? 1 : 1.5
    let size = plainNorm(weights, dual)
    for k in 0...300 {
      let radius = Double(k) * 0.01
      let robust = points.indices.count { i in
        labels[i] * (plainDot(weights, points[i]) + 0.1) - radius * size > 0
      }
      #expect(curve.accuracy(at: radius).value == Double(robust) / 30)
    }
    #expect(curve.breakpoints == curve.breakpoints.sorted())
    #expect(curve.accuracies.last == 0)
    #expect(curve.accuracy(at: 0).value == curve.cleanAccuracy)
    #expect(curve.accuracies(at: [0, 100]).value == [curve.cleanAccuracy, 0])
    #expect(curve.accuracy(at: 0).evidence.kind == .computed)
  }

  @Test func theCurveFallsAtItsBreakpointsAndJoinsTies() throws {
    let data = try Dataset.given(points: [[2], [2], [4], [-1]], labels: [1, 1, 1, 1])
    let curve = try accuracyCurve(of: LinearModel(weights: [2]), on: data, norm: .l2)
    #expect(curve.radii == [2, 2, 4, -1])
    #expect(curve.breakpoints == [2, 4])
    #expect(curve.accuracies == [0.25, 0])
    #expect(curve.cleanAccuracy == 0.75)
    #expect(curve.accuracies(at: [Double(2).nextDown, 2, 3, 4]).value == [0.75, 0.25, 0.25, 0])
  }

  @Test func withoutWeightsTheCurveIsFlat() throws {
    let data = try Dataset.given(points: [[2], [3]], labels: [1, -1])
    let curve = try accuracyCurve(of: LinearModel(weights: [0], bias: 1), on: data, norm: .l1)
    #expect(curve.breakpoints.isEmpty)
    #expect(curve.accuracies(at: [0, 1e9]).value == [0.5, 0.5])
    let zero = try accuracyCurve(of: LinearModel(weights: [0]), on: data, norm: .l1)
    #expect(zero.accuracies(at: [0, 1]).value == [0, 0])
  }

  @Test func lossesByDefinitionCountThePerturbationAndItsCancellation() {
    #expect(
      marginByDefinition(
        weights: [1, 1, 1], bias: 0, point: [1e16, 1, -1e16], label: -1, perturbation: [0, 0.5, 0])
        == -1.5)
    #expect(lossByDefinition("hinge", margin: 0.25) == 0.75)
    #expect(lossByDefinition("logistic", margin: -1e4) == 1e4)
    #expect(lossByDefinition("other", margin: 0).isNaN)
  }

  @Test func theSandwichNamesThePointsThatBreakIt() {
    #expect(
      sandwichViolations(lower: [1, 2, .infinity], upper: [1 - 1e-12, 3, .infinity]).isEmpty)
    #expect(sandwichViolations(lower: [1, 2.1], upper: [1, 2]).map(\.point) == [1])
    #expect(sandwichViolations(lower: [.nan, .infinity], upper: [1, 1]).map(\.point) == [0, 1])
  }
}
