// Oracle: a finite difference of the objective written out in ObjectiveOracle, and the optimum
// that golden sections find.
import AdvKit
import Evidence
import Testing

@Suite struct TrainingDescentTests {
  @Test(arguments: TrainingCases.combinations)
  func theFirstStepsFollowTheGradient(_ norm: Norm, _ loss: MarginLoss) throws {
    let (points, labels) = TrainingCases.overlapping(8, 2, seed: 5)
    let problem = try TrainingCases.training(
      points, labels, loss, norm, radius: 0.1, ridge: 0.2, bias: true)
    let oracle = ObjectiveOracle(
      points: points, labels: labels, loss: loss, attack: norm, radius: 0.1, ridge: 0.2)
    let first = try gradientDescent(problem, steps: 1, rate: 0.1).model
    let second = try gradientDescent(problem, steps: 2, rate: 0.1).model
    // After one step no margin is at a kink and no weight at 0.
    let h = 1e-6
    for j in 0..<2 {
      var (up, down) = (first.weights, first.weights)
      up[j] += h
      down[j] -= h
      let slope = (oracle.value(up, first.bias) - oracle.value(down, first.bias)) / (2 * h)
      #expect(abs((first.weights[j] - second.weights[j]) / 0.1 - slope) <= 1e-6)
    }
  }

  @Test func theGapIsTheDistanceToTheOptimum() throws {
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 5)
    let problem = try TrainingCases.training(points, labels, .logistic, .l2, radius: 0.15)
    let run = try gradientDescent(problem, steps: 60, rate: 0.5)
    let oracle = ObjectiveOracle(
      points: points, labels: labels, loss: .logistic, attack: .l2, radius: 0.15, ridge: 0)
    let optimum = oracle.minimum(bias: false, steps: 48, range: 12)
    #expect(abs(try #require(run.gap) - (run.objective.value - optimum)) <= 1e-9)
    #expect(run.objective.evidence.kind == .bounded)
    #expect(run.objective.evidence.direction == .atMost)
    #expect(run.trace.count == 61)
    #expect(run.trace.last?.objective == run.objective.value)
    #expect(run.trace.allSatisfy { $0.worstLoss >= $0.cleanLoss })
  }

  @Test func aLongRunComesNearTheSolver() throws {
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 5)
    // ‖w‖₂ has no kink away from 0, so that a constant rate converges.
    for loss in [MarginLoss.logistic, .squaredHinge] {
      let problem = try TrainingCases.training(
        points, labels, loss, .l2, radius: 0.1, ridge: 0.1, bias: true)
      let run = try gradientDescent(problem, steps: 400, rate: 0.2)
      let gap = try #require(run.gap)
      #expect(gap <= 1e-3)
      #expect(gap >= 0)
    }
  }

  @Test func impossibleStepsAreRefusedAndDivergenceIsSaid() throws {
    let (points, labels) = TrainingCases.overlapping(6, 2, seed: 5)
    let problem = try TrainingCases.training(
      points, labels, .squaredHinge, .l2, radius: 0.1, ridge: 1)
    #expect(throws: TrainingError.steps(0)) { try gradientDescent(problem, steps: 0, rate: 1) }
    #expect(throws: TrainingError.rate(0)) { try gradientDescent(problem, steps: 1, rate: 0) }
    let error = #expect(throws: TrainingError.self) {
      try gradientDescent(problem, steps: 5000, rate: 1e3)
    }
    guard case .diverged = error else {
      Issue.record("expected divergence, not \(String(describing: error))")
      return
    }
  }
}
