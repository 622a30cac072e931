// Oracle: nested golden-section search (partial minimisation of a convex function is convex) on an
// objective written out again here; shares no code with the solver or the certificate.
import AdvKit
import Evidence
import Foundation
import Testing

/// P(w, b) from the formulas, and its minimum by golden sections.
struct ObjectiveOracle {
  let points: [[Double]]
  let labels: [Double]
  let loss: MarginLoss
  let attack: Norm
  let radius: Double
  let ridge: Double

  func loss(_ z: Double) -> Double {
    switch loss {
    case .hinge: z < 1 ? 1 - z : 0
    case .squaredHinge: z < 1 ? (1 - z) * (1 - z) : 0
    case .logistic: z > 0 ? Foundation.log(1 + exp(-z)) : -z + Foundation.log(1 + exp(z))
    case .exponential: exp(-z)
    case .expression: .nan
    }
  }

  func dualNorm(_ w: [Double]) -> Double {
    switch attack {
    case .l1: w.map(abs).max() ?? 0
    case .linf: w.map(abs).reduce(0, +)
    default: w.map { $0 * $0 }.reduce(0, +).squareRoot()
    }
  }

  func value(_ w: [Double], _ b: Double) -> Double {
    var sum = 0.0
    for (x, y) in zip(points, labels) {
      var score = b
      for j in w.indices { score += w[j] * x[j] }
      sum += loss(y * score - radius * dualNorm(w))
    }
    return sum / Double(points.count) + ridge / 2 * w.map { $0 * $0 }.reduce(0, +)
  }

  static func golden(_ steps: Int, _ range: Double, _ f: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (-range, range)
    var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
    var (fa, fb) = (f(a), f(b))
    for _ in 0..<steps {
      if fa < fb {
        (high, b, fb) = (b, a, fa)
        a = high - ratio * (high - low)
        fa = f(a)
      } else {
        (low, a, fa) = (a, b, fb)
        b = low + ratio * (high - low)
        fb = f(b)
      }
    }
    return min(fa, fb)
  }

  /// The minimum over the first two of (w, b), or over all three.
  func minimum(bias: Bool, steps: Int, range: Double) -> Double {
    let d = points[0].count
    if d == 1 {
      return Self.golden(steps, range) { w in
        bias ? Self.golden(steps, range) { value([w], $0) } : value([w], 0)
      }
    }
    return Self.golden(steps, range) { u in
      Self.golden(steps, range) { v in
        bias ? Self.golden(steps, range) { value([u, v], $0) } : value([u, v], 0)
      }
    }
  }
}

/// What the tests of training share: data, and the combinations of norm and loss.
enum TrainingCases {
  static let norms: [Norm] = [.l1, .l2, .linf]

  static let combinations: [(Norm, MarginLoss)] = norms.flatMap { norm in
    MarginLoss.allCases.map { (norm, $0) }
  }

  /// Two overlapping classes: cannot be separated, the more so robustly.
  static func overlapping(_ count: Int, _ dimension: Int, seed: UInt64) -> ([[Double]], [Double]) {
    var numbers = TestNumbers(seed)
    let labels = (0..<count).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    var points = labels.map { y in
      (0..<dimension).map { ($0 == 0 ? 0.8 * y : 0.3 * y) + numbers.number(-1.2...1.2) }
    }
    // One point of each class stands in the midst of the other.
    points[0] = points[1].map { $0 * 1.1 }
    points[count - 1] = (0..<dimension).map { $0 == 0 ? 1.1 : 0.2 }
    return (points, labels)
  }

  static func training(
    _ points: [[Double]], _ labels: [Double], _ loss: MarginLoss, _ norm: Norm, radius: Double,
    ridge: Double = 0, bias: Bool = false
  ) throws -> LinearTraining {
    LinearTraining(
      data: try Dataset(points: Matrix(rows: points), labels: labels), loss: loss,
      ball: try Ball(norm, radius: radius), ridge: ridge, fitsBias: bias)
  }
}

@Suite struct TrainingOptimumTests {
  @Test(arguments: TrainingCases.combinations, [0, 0.3])
  func theOptimumInThePlaneIsThatOfGoldenSections(
    _ combination: (Norm, MarginLoss), _ ridge: Double
  ) throws {
    let (norm, loss) = combination
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 5)
    for radius in [0, 0.15, 0.6] {
      let oracle = ObjectiveOracle(
        points: points, labels: labels, loss: loss, attack: norm, radius: radius, ridge: ridge)
      let solution = try solve(
        try TrainingCases.training(points, labels, loss, norm, radius: radius, ridge: ridge))
      let expected = oracle.minimum(bias: false, steps: 48, range: 12)
      #expect(abs(solution.objective.value - expected) <= 1e-8)
      #expect(abs(oracle.value(solution.model.weights, 0) - solution.objective.value) <= 1e-13)
      #expect(solution.gap <= 1e-10)
    }
  }

  @Test(arguments: TrainingCases.combinations, [0, 0.3])
  func theOptimumOfOneWeightAndABiasIsThatOfGoldenSections(
    _ combination: (Norm, MarginLoss), _ ridge: Double
  ) throws {
    let (norm, loss) = combination
    let (points, labels) = TrainingCases.overlapping(9, 1, seed: 17)
    for radius in [0, 0.25] {
      let oracle = ObjectiveOracle(
        points: points, labels: labels, loss: loss, attack: norm, radius: radius, ridge: ridge)
      let solution = try solve(
        try TrainingCases.training(
          points, labels, loss, norm, radius: radius, ridge: ridge, bias: true))
      let expected = oracle.minimum(bias: true, steps: 48, range: 12)
      #expect(abs(solution.objective.value - expected) <= 1e-8)
      #expect(solution.gap <= 1e-10)
    }
  }

  @Test(arguments: [(Norm.l1, MarginLoss.logistic), (.l2, .hinge), (.linf, .squaredHinge)])
  func theOptimumOfTwoWeightsAndABiasIsThatOfGoldenSections(
    _ norm: Norm, _ loss: MarginLoss
  ) throws {
    let (points, labels) = TrainingCases.overlapping(6, 2, seed: 29)
    let oracle = ObjectiveOracle(
      points: points, labels: labels, loss: loss, attack: norm, radius: 0.2, ridge: 0)
    let solution = try solve(
      try TrainingCases.training(points, labels, loss, norm, radius: 0.2, bias: true))
    let expected = oracle.minimum(bias: true, steps: 30, range: 6)
    #expect(solution.objective.value <= expected + 1e-12)
    #expect(abs(solution.objective.value - expected) <= 1e-5)
  }

  @Test func aLargeBallMakesTheWeightsExactlyZero() throws {
    let (points, labels) = TrainingCases.overlapping(11, 2, seed: 41)
    for (norm, loss) in TrainingCases.combinations {
      for bias in [false, true] {
        let solution = try solve(
          try TrainingCases.training(points, labels, loss, norm, radius: 30, bias: bias))
        #expect(solution.model.weights == [0, 0])
        // Six points against five: the best constant, by golden section.
        let constant = ObjectiveOracle(
          points: points, labels: labels, loss: loss, attack: norm, radius: 30, ridge: 0)
        let expected =
          bias
          ? ObjectiveOracle.golden(60, 4) { constant.value([0, 0], $0) }
          : constant.value([0, 0], 0)
        #expect(abs(solution.objective.value - expected) <= 1e-9)
      }
    }
  }

  @Test func theSoftMarginMachineIsHingeWithTwiceThePenaltyAsRidge() throws {
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 3)
    let data = try Dataset(points: Matrix(rows: points), labels: labels)
    let machine = LinearTraining.softMarginMachine(data: data, penalty: 0.05, fitsBias: false)
    let solution = try solve(machine)
    // mean hinge + 0.05·‖w‖².
    let oracle = ObjectiveOracle(
      points: points, labels: labels, loss: .hinge, attack: .l2, radius: 0, ridge: 0.1)
    #expect(
      abs(solution.objective.value - oracle.minimum(bias: false, steps: 48, range: 12)) <= 1e-8)
  }

  @Test func anUnneededCoordinateGetsWeightZeroUnderTheLinfBall() throws {
    // The second coordinate does not depend on the label at all.
    let points: [[Double]] = [[1, 1], [1, -1], [-1, 1], [-1, -1], [-0.5, 1], [-0.5, -1]]
    let labels: [Double] = [1, 1, -1, -1, 1, 1]
    for loss in MarginLoss.allCases {
      let solution = try solve(
        try TrainingCases.training(points, labels, loss, .linf, radius: 0.1))
      #expect(solution.model.weights[1] == 0)
      #expect(solution.model.weights[0] > 0)
    }
  }

  @Test func aTraceStartsAtZeroWeightsAndEndsAtTheModel() throws {
    let (points, labels) = TrainingCases.overlapping(10, 2, seed: 5)
    let problem = try TrainingCases.training(points, labels, .logistic, .l2, radius: 0.2)
    let solution = try solve(problem)
    #expect(solution.trace.first?.objective == problem.objective(of: LinearModel(weights: [0, 0])))
    #expect(solution.trace.last?.objective == solution.objective.value)
    #expect(solution.trace.last?.gap == solution.gap)
    #expect(solution.trace.allSatisfy { $0.cleanLoss <= $0.worstLoss + 1e-15 })
  }

  @Test func wrongInputsAreTypedErrors() throws {
    let data = try Dataset(points: Matrix(rows: [[1], [2]]), labels: [1, 1])
    func error(_ training: LinearTraining) -> TrainingError? {
      do {
        _ = try solve(training)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(LinearTraining(data: data, loss: .hinge, fitsBias: true)) == .oneClassOnly)
    #expect(error(LinearTraining(data: data, loss: .hinge, ridge: -1)) == .ridge(-1))
    let cubic = try Ball(.p(3), radius: 1)
    #expect(error(LinearTraining(data: data, loss: .hinge, ball: cubic)) == .norm("ℓ3"))
    #expect(throws: TrainingError.cancelled) {
      try solve(LinearTraining(data: data, loss: .hinge, ridge: 1), isCancelled: { true })
    }
  }
}
