// Oracle: weak duality itself. A certificate of random multipliers must stay below an objective
// that is evaluated by formulas written here, at random models; tightness is by known answers.
import AdvKit
import Evidence
import Testing

@Suite struct TrainingCertificateTests {
  @Test(arguments: TrainingCases.combinations)
  func noModelIsBelowTheBoundOfRandomMultipliers(_ norm: Norm, _ loss: MarginLoss) throws {
    var numbers = TestNumbers(71)
    for trial in 0..<60 {
      let bias = trial % 2 == 0
      let ridge = trial % 3 == 0 ? 0 : numbers.number(0.01...2)
      let radius = trial % 5 == 0 ? 0 : numbers.number(0.01...1.5)
      let (points, labels) = TrainingCases.overlapping(6, 3, seed: UInt64(trial))
      let training = try TrainingCases.training(
        points, labels, loss, norm, radius: radius, ridge: ridge, bias: bias)
      let largest = loss == .hinge || loss == .logistic ? 1.0 : 3.0
      var u = labels.map { _ in numbers.number(0...largest) }
      if bias { for k in stride(from: 0, to: 6, by: 2) { u[k + 1] = u[k] } }
      let certificate = try #require(
        DualCertificate(multipliers: u, of: training, normBound: 2))
      let oracle = ObjectiveOracle(
        points: points, labels: labels, loss: loss, attack: norm, radius: radius, ridge: ridge)
      for _ in 0..<40 {
        var w = (0..<3).map { _ in numbers.number(-1...1) }
        let b = bias ? numbers.number(-2...2) : 0
        let size = oracle.dualNorm(w)
        let target = numbers.number(0...2)
        w = w.map { $0 * target / size }
        #expect(oracle.value(w, b) >= certificate.value - 1e-12)
      }
    }
  }

  @Test func theBoundIsTightWhereTheAnswerIsKnown() throws {
    // One point x = 2 with y = 1, hinge, λ = 1: min max(0, 1 − 2w + ε|w|) + w²/2.
    // With ε = 1: 1 − w + w²/2 on w ≤ 1, so w = 1 and the minimum is 1/2, with u = 1.
    for norm in TrainingCases.norms {
      let training = try TrainingCases.training([[2]], [1], .hinge, norm, radius: 1, ridge: 1)
      let certificate = try #require(DualCertificate(multipliers: [1], of: training))
      #expect(abs(certificate.value - 0.5) <= 1e-15)
    }
  }

  @Test func theL1DistanceIsThatOfAFineGrid() throws {
    // D(u) with λ = 1/2 and hinge is mean u − dist₂(v, {‖·‖₁ ≤ s})²: the distance by a grid.
    let points: [[Double]] = [[0.9, 0.6], [0.2, 1.4]]
    let training = try TrainingCases.training(points, [1, 1], .hinge, .l1, radius: 1, ridge: 0.5)
    for u in [[1, 1], [1, 0.3], [0.2, 1]] {
      let v = [
        (u[0] * 0.9 + u[1] * 0.2) / 2, (u[0] * 0.6 + u[1] * 1.4) / 2,
      ]
      let s = (u[0] + u[1]) / 2
      var least = Double.infinity
      for k in 0...20000 {
        // The nearest point of the diamond to a point outside of its first quadrant's edge.
        let x = s * Double(k) / 20000
        let (dx, dy) = (v[0] - x, v[1] - (s - x))
        least = min(least, dx * dx + dy * dy)
      }
      if v[0] + v[1] <= s { least = 0 }
      let certificate = try #require(DualCertificate(multipliers: u, of: training))
      #expect(abs(certificate.value - (s - least)) <= 1e-7)
    }
  }

  @Test func multipliersThatProveNothingMakeNoCertificate() throws {
    let points: [[Double]] = [[1, 0], [-1, 0.5]]
    let labels: [Double] = [1, -1]
    let free = try TrainingCases.training(points, labels, .hinge, .l2, radius: 0.1)
    #expect(DualCertificate(multipliers: [1.1, 1], of: free, normBound: 9) == nil)
    #expect(DualCertificate(multipliers: [-0.1, 1], of: free, normBound: 9) == nil)
    #expect(DualCertificate(multipliers: [1], of: free, normBound: 9) == nil)
    #expect(DualCertificate(multipliers: [.nan, 1], of: free, normBound: 9) == nil)
    // ‖v‖ > εs, and no R.
    #expect(DualCertificate(multipliers: [1, 1], of: free) == nil)
    let withBias = try TrainingCases.training(
      points, labels, .hinge, .l2, radius: 0.1, bias: true)
    #expect(DualCertificate(multipliers: [1, 0.9], of: withBias, normBound: 9) == nil)
    #expect(DualCertificate(multipliers: [0, 0], of: withBias)?.value == 0)
  }

  @Test func theSolversBoundHoldsForEveryModelWhereItSaysSo() throws {
    var numbers = TestNumbers(9)
    for (norm, loss) in TrainingCases.combinations {
      let (points, labels) = TrainingCases.overlapping(8, 2, seed: 13)
      let solution = try solve(
        try TrainingCases.training(points, labels, loss, norm, radius: 0.4, bias: true))
      #expect(solution.certificate.normBound == nil)
      #expect(solution.certificate.statement.contains("no model has"))
      let oracle = ObjectiveOracle(
        points: points, labels: labels, loss: loss, attack: norm, radius: 0.4, ridge: 0)
      for scale in [1e-3, 0.1, 1, 10, 1e3] {
        let w = (0..<2).map { _ in scale * numbers.number(-1...1) }
        #expect(
          oracle.value(w, scale * numbers.number(-1...1)) >= solution.certificate.value - 1e-12)
      }
    }
  }

  @Test func withoutBallAndRidgeTheBoundNamesAnRBeyondTheSolution() throws {
    let (points, labels) = TrainingCases.overlapping(8, 2, seed: 13)
    let data = try Dataset(points: Matrix(rows: points), labels: labels)
    for loss in MarginLoss.allCases {
      let solution = try solve(LinearTraining(data: data, loss: loss))
      if let bound = solution.certificate.normBound {
        #expect(bound >= 2 * Norm.l2(solution.model.weights))
        #expect(solution.objective.evidence.basis.contains("‖w‖_* ≤ \(bound)"))
      }
      #expect(solution.gap <= 1e-11)
    }
  }

  @Test func evidenceOfWeightsIsABoundOnlyWithRidge() throws {
    let (points, labels) = TrainingCases.overlapping(8, 2, seed: 13)
    let ridged = try solve(
      try TrainingCases.training(points, labels, .logistic, .linf, radius: 0.1, ridge: 0.5))
    #expect(ridged.weights.evidence.kind == .bounded)
    #expect((ridged.weights.evidence.gap ?? 1) <= 1e-5)
    let free = try solve(
      try TrainingCases.training(points, labels, .logistic, .linf, radius: 0.1))
    #expect(free.weights.evidence.kind == .found)
    #expect(free.objective.evidence.direction == .atMost)
    #expect(free.dual.evidence.direction == .atLeast)
    #expect(free.objective.evidence.gap == free.gap)
  }
}
