// Oracle: examples whose infimum and minimisers are worked out by hand in the comments.
import AdvKit
import Evidence
import Foundation
import Testing

@Suite struct TrainingAttainmentTests {
  private func infimum(_ solution: LinearSolution) -> Double? {
    if case .notAttained(_, let infimum) = solution.attainment { return infimum.value }
    return nil
  }

  private func isUnique(_ solution: LinearSolution) -> Bool { solution.uniqueness == .unique }

  private func isMany(_ solution: LinearSolution) -> Bool {
    if case .notUnique = solution.uniqueness { return true }
    return false
  }

  // x₁ = (1, 0), x₂ = (1, 1), both y = 1, ε = 1 and ℓ2. Along (t, c) the worst margins tend to 0
  // and c from below: the infimum is (ℓ(0) + min ℓ)/2, reached by no model.
  @Test(arguments: [
    (MarginLoss.hinge, 0.5), (.squaredHinge, 0.5), (.logistic, 0.34657359027997264),
    (.exponential, 0.5),
  ])
  func aHingeNeedsNoSeparabilityToMissItsInfimum(_ loss: MarginLoss, _ expected: Double) throws {
    let solution = try solve(
      try TrainingCases.training([[1, 0], [1, 1]], [1, 1], loss, .l2, radius: 1))
    let value = try #require(infimum(solution))
    #expect(abs(value - expected) <= 1e-9)
    #expect(solution.uniqueness == .noMinimiser)
    #expect(abs(solution.objective.value - expected) <= 1e-6)
  }

  // The same points and norms with corners: margins 1·w₁ − ‖w‖_* do reach 0 and 1.
  @Test func withAPolyhedralNormTheSameHingeIsAttained() throws {
    let solution = try solve(
      try TrainingCases.training([[1, 0], [1, 1]], [1, 1], .hinge, .l1, radius: 1))
    // ‖w‖_∞ = w₁ and w₂ ≥ 1: losses 1 and 0.
    #expect(solution.attainment == .attained)
    #expect(abs(solution.objective.value - 0.5) <= 1e-12)
    #expect(isMany(solution))
    let smooth = try solve(
      try TrainingCases.training([[1, 0], [1, 1]], [1, 1], .logistic, .l1, radius: 1))
    #expect(abs(try #require(infimum(smooth)) - log(2) / 2) <= 1e-10)
  }

  @Test(arguments: TrainingCases.norms)
  func separableDataHaveInfimumZero(_ norm: Norm) throws {
    let points: [[Double]] = [[2, 1], [3, -1], [-2, 0], [-3, 2]]
    let labels: [Double] = [1, 1, -1, -1]
    for bias in [false, true] {
      for loss in [MarginLoss.logistic, .exponential] {
        let solution = try solve(
          try TrainingCases.training(points, labels, loss, norm, radius: 0.5, bias: bias))
        #expect(infimum(solution) == 0)
        #expect(solution.objective.value > 0)
        #expect(solution.objective.value <= 1e-10)
      }
      for loss in [MarginLoss.hinge, .squaredHinge] {
        let solution = try solve(
          try TrainingCases.training(points, labels, loss, norm, radius: 0.5, bias: bias))
        #expect(solution.attainment == .attained)
        #expect(solution.objective.value == 0)
        #expect(isMany(solution))
      }
    }
  }

  @Test func aPointAtTheOriginKeepsItsLoss() throws {
    // Margins (w, −w·(−2) = 2w, 0): the two go to infinity, the third is 0 for every w.
    let data = try Dataset(points: Matrix(rows: [[1], [-2], [0]]), labels: [1, -1, 1])
    let logistic = try solve(LinearTraining(data: data, loss: .logistic))
    #expect(abs(try #require(infimum(logistic)) - log(2) / 3) <= 1e-10)
    let exponential = try solve(LinearTraining(data: data, loss: .exponential))
    #expect(abs(try #require(infimum(exponential)) - 1 / 3) <= 1e-10)
    let hinge = try solve(LinearTraining(data: data, loss: .hinge))
    #expect(hinge.attainment == .attained)
    #expect(abs(hinge.objective.value - 1 / 3) <= 1e-12)
    #expect(isMany(hinge))
  }

  @Test func partlySeparableDataHaveTheInfimumOfTheRest() throws {
    // Along (0, 1) the last two points go to infinity; the first three overlap in x₁ and have
    // x₂ = 0. Logistic in one weight: margins a, a, −a: min of 2ℓ(a) + ℓ(−a) at a = log 2.
    let points: [[Double]] = [[1, 0], [1, 0], [1, 0], [0.3, 2], [-0.2, -1]]
    let labels: [Double] = [1, 1, -1, 1, -1]
    let data = try Dataset(points: Matrix(rows: points), labels: labels)
    let solution = try solve(LinearTraining(data: data, loss: .logistic))
    let expected = (2 * log(1 + 0.5) + log(1 + 2.0)) / 5
    #expect(abs(try #require(infimum(solution)) - expected) <= 1e-9)
    #expect(abs(solution.objective.value - expected) <= 1e-8)
    let squared = try solve(LinearTraining(data: data, loss: .squaredHinge))
    // 2(1 − a)² + (1 + a)² is least at a = 1/3.
    #expect(squared.attainment == .attained)
    #expect(abs(squared.objective.value - (2 * 4.0 / 9 + 16.0 / 9) / 5) <= 1e-10)
    #expect(isMany(squared))
  }

  @Test func atExactlyTheLargestMarginTheLossNeitherVanishesNorDiverges() throws {
    // One point of each class at ±1 in the plane, ε = 1: worst margins are w₁ − ‖w‖₂ ≤ 0, and 0
    // for w = (t, 0): the optimum is ℓ(0), attained on a ray.
    for (norm, loss) in TrainingCases.combinations {
      let solution = try solve(
        try TrainingCases.training([[1, 0], [-1, 0]], [1, -1], loss, norm, radius: 1))
      #expect(solution.attainment == .attained, "\(norm) \(loss)")
      #expect(
        abs(solution.objective.value - (loss == .logistic ? log(2) : 1)) <= 1e-9,
        "\(norm) \(loss)")
      #expect(isMany(solution), "\(norm) \(loss)")
    }
  }

  @Test func aRidgeAlwaysHasAMinimiserAndItsWeightsAreUnique() throws {
    let points: [[Double]] = [[2, 1], [3, -1], [-2, 0], [-3, 2]]
    for (norm, loss) in TrainingCases.combinations {
      let solution = try solve(
        try TrainingCases.training(
          points, [1, 1, -1, -1], loss, norm, radius: 0.5, ridge: 0.1))
      #expect(solution.attainment == .attained)
      #expect(isUnique(solution))
      #expect(solution.certificate.normBound == nil)
    }
  }

  @Test func aCollinearSetLeavesADirectionFree() throws {
    // All points on a line through 0: what w does across it changes nothing without a ball.
    let points: [[Double]] = [[1, 2], [-1, -2], [0.5, 1], [-2, -4], [-0.5, -1]]
    let labels: [Double] = [1, -1, -1, 1, -1]
    let data = try Dataset(points: Matrix(rows: points), labels: labels)
    for loss in MarginLoss.allCases {
      let free = try solve(LinearTraining(data: data, loss: loss))
      #expect(isMany(free), "\(loss)")
      let robust = try solve(
        LinearTraining(data: data, loss: loss, ball: try Ball(.l2, radius: 0.01)))
      #expect(isUnique(robust), "\(loss)")
    }
  }

  @Test func theBiasOfAMachineMayMoveInAnInterval() throws {
    // Heavy ridge: w is small, every point violates the margin, and with as many points of each
    // class the hinge does not see b until it reaches about ±1.
    let points: [[Double]] = [[1], [2], [-1], [-2]]
    let solution = try solve(
      try TrainingCases.training(
        points, [1, 1, -1, -1], .hinge, .l2, radius: 0, ridge: 100, bias: true))
    #expect(isMany(solution))
    // Three against one at the same place: the slope in b jumps from −2 to 1 at b = 1 − w.
    let uneven = try solve(
      try TrainingCases.training(
        [[1], [1], [1], [-2]], [1, 1, 1, -1], .hinge, .l2, radius: 0, ridge: 100, bias: true))
    #expect(isUnique(uneven))
    let smooth = try solve(
      try TrainingCases.training(
        points, [1, 1, -1, -1], .logistic, .l2, radius: 0, ridge: 100, bias: true))
    #expect(isUnique(smooth))
  }

  @Test func overlappingDataInGeneralPositionHaveOneMinimiser() throws {
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 5)
    for norm in TrainingCases.norms {
      for loss in [MarginLoss.squaredHinge, .logistic, .exponential] {
        let solution = try solve(
          try TrainingCases.training(points, labels, loss, norm, radius: 0.2, bias: true))
        #expect(isUnique(solution), "\(norm) \(loss)")
      }
    }
  }
}
