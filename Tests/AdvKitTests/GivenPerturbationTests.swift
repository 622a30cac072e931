// Oracle: margins, losses and norms worked out by hand for three points.
import Evidence
import Testing

@testable import AdvKit

struct GivenPerturbationTests {
  let model = LinearModel(weights: [3, 4])

  private func data() throws -> Dataset {
    try Dataset.given(points: [[1, 0], [0, 1], [0, 0]], labels: [1, -1, 1])
  }

  @Test func lossesAreThoseOfTheMovedPoints() throws {
    let result = try evaluate(
      perturbations: Matrix(rows: [[-0.6, -0.8], [0.6, 0.8], [0, 0]]), of: model, on: data(),
      loss: .hinge, ball: Ball(.l2, radius: 1))
    let expected: [Double] = [-2, -9, 0]
    for (margin, value) in zip(result.margins.value, expected) {
      #expect(abs(margin - value) < 1e-14)
    }
    #expect(abs(result.meanLoss.value - 14.0 / 3) < 1e-14)
    #expect(result.robustAccuracy.value == 0)
    #expect(result.infeasible.isEmpty)
    #expect(result.moved == 2)
    #expect(result.unmoved == 1)
    #expect(result.losses.evidence.kind == .found)
    #expect(result.losses.evidence.direction == .atLeast)
    #expect(result.robustAccuracy.evidence.direction == .atMost)
  }

  @Test func aPerturbationThatHelpsIsReportedAsItIs() throws {
    let result = try evaluate(
      perturbations: Matrix(rows: [[0.6, 0.8], [0, 0], [0, 0]]), of: model, on: data(),
      loss: .hinge, ball: Ball(.l2, radius: 1))
    #expect(abs(result.margins.value[0] - 8) < 1e-14)
  }

  @Test func forbiddenPerturbationsAreNamedAndLoseTheirDirection() throws {
    let deltas = Matrix(rows: [[-0.6, -0.9], [0.5, 0.2], [0.1, -0.1]])
    let result = try evaluate(
      perturbations: deltas, of: model, on: data(), loss: .logistic, ball: Ball(.l2, radius: 1),
      box: Box(0, 1))
    #expect(result.infeasible.map(\.point) == [0, 1, 2])
    if case .norm(let size, let radius) = result.infeasible.first?.violation {
      #expect(abs(size * size - 1.17) < 1e-14)
      #expect(radius == 1)
    } else {
      Issue.record("the norm of the first perturbation is too large")
    }
    #expect(
      result.infeasible.dropFirst().map(\.violation) == [
        .box(coordinate: 1, value: 1.2), .box(coordinate: 1, value: -0.1),
      ])
    #expect(result.losses.evidence.direction == .unknown)
    #expect(result.robustAccuracy.evidence.direction == .unknown)
  }

  @Test func theToleranceCoversRoundingOnly() throws {
    for (factor, allowed) in [(1 + 1e-13, true), (1 + 1e-11, false)] {
      let result = try evaluate(
        perturbations: Matrix(rows: [[0.5 * factor, 0], [0, 0], [0, 0]]), of: model, on: data(),
        loss: .logistic, ball: Ball(.p(3), radius: 0.5))
      #expect(result.infeasible.isEmpty == allowed)
    }
  }

  @Test func shapesAndNumbersAreChecked() throws {
    let ball = try Ball(.l2, radius: 1)
    #expect(throws: ThreatError.pointCount(expected: 3, found: 1)) {
      try evaluate(
        perturbations: Matrix(rows: [[0, 0]]), of: model, on: data(), loss: .hinge, ball: ball)
    }
    #expect(throws: ThreatError.dimensions(expected: 2, found: 1)) {
      try evaluate(
        perturbations: Matrix(rows: [[0], [0], [0]]), of: model, on: data(), loss: .hinge,
        ball: ball)
    }
    #expect(throws: ThreatError.self) {
      try evaluate(
        perturbations: Matrix(rows: [[0, .nan], [0, 0], [0, 0]]), of: model, on: data(),
        loss: .hinge, ball: ball)
    }
  }
}
