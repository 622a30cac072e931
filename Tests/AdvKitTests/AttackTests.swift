// Oracle: the vertices of the ball (ℓ1, ℓ∞) for the true worst margin, by-hand runs of one or two
// steps, and the O(1/k) bound of projected gradient ascent for ℓ2 in a box.
import Evidence
import Testing

@testable import AdvKit

struct AttackTests {
  let model = LinearModel(weights: [1.5, -0.5, 0.25], bias: 0.1)

  private func data(_ count: Int = 10) throws -> Dataset {
    var numbers = TestNumbers(31)
    return try Dataset.given(
      points: (0..<count).map { _ in (0..<3).map { _ in numbers.number(0...1) } },
      labels: (0..<count).map { _ in numbers.sign() })
  }

  /// The true worst margins by enumeration.
  private func worst(_ data: Dataset, l1: Bool, radius: Double, hasBox: Bool) -> [Double] {
    (0..<data.count).map { i in
      let x = Array(data.points.row(i))
      var set = Polytope.ball(l1: l1, radius: radius, dimension: 3)
      if hasBox { set += Polytope.interval(x.map { -$0 }, x.map { 1 - $0 }) }
      return Polytope.vertices(set, dimension: 3).map { d in
        data.labels[i] * (plainDot(model.weights, zip(x, d).map { $0 + $1 }) + model.bias)
      }.min() ?? .nan
    }
  }

  @Test(arguments: [true, false], [true, false])
  func enoughStepsReachTheVertices(l1: Bool, hasBox: Bool) throws {
    let data = try data()
    let exact = worst(data, l1: l1, radius: 0.4, hasBox: hasBox)
    let ball = try Ball(l1 ? .l1 : .linf, radius: 0.4)
    let box = hasBox ? try Box(0, 1) : nil
    // From a random start in a box, full coordinates and the next one trade mass step by step, so
    // ℓ1 gets there gradually; everything else is there after a handful of steps.
    let steps = l1 && hasBox ? 400 : 60
    for start in [PGD.Start.zero, .random(RandomKey(seed: 1, cell: "pgd", stream: "start"))] {
      let result = try PGD(ball: ball, box: box, objective: .margin, steps: steps, start: start)
        .attack(model, on: data, loss: .logistic)
      for i in 0..<data.count {
        #expect(result.margins.value[i] >= exact[i] - 1e-12)
        #expect(abs(result.margins.value[i] - exact[i]) < 1e-9)
      }
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf], AttackObjective.allCases)
  func everyResultIsAllowedAndNoBetterThanTheTruth(norm: Norm, objective: AttackObjective) throws {
    let data = try data()
    let ball = try Ball(norm, radius: 0.3)
    let box = try Box(0, 1)
    let clean = (0..<data.count).map { i in
      data.labels[i] * (plainDot(model.weights, Array(data.points.row(i))) + model.bias)
    }
    // The ℓ∞ ball holds the other two, so its vertices bound them all.
    let bound = worst(data, l1: false, radius: 0.3, hasBox: true)
    let start = PGD.Start.random(RandomKey(seed: 2, cell: "a", stream: "start"))
    for result in [
      try PGD(ball: ball, box: box, objective: objective, steps: 7, start: start)
        .attack(model, on: data, loss: .squaredHinge),
      try FGSM(ball: ball, box: box, objective: objective)
        .attack(model, on: data, loss: .squaredHinge),
    ] {
      for i in 0..<data.count {
        let delta = Array(result.perturbations.row(i))
        #expect(plainNorm(delta, norm.exponent) <= 0.3 * (1 + 1e-12))
        #expect(result.points.row(i).allSatisfy { $0 >= 0 && $0 <= 1 })
        let margin = data.labels[i] * (plainDot(model.weights, Array(result.points.row(i))) + 0.1)
        #expect(abs(margin - result.margins.value[i]) < 1e-12)
        #expect(result.margins.value[i] >= bound[i] - 1e-12)
        #expect(max(0, 1 - result.margins.value[i]) >= max(0, 1 - clean[i]))
        let loss = max(0, 1 - margin) * max(0, 1 - margin)
        #expect(abs(loss - result.losses.value[i]) < 1e-12)
      }
      #expect(result.losses.evidence.direction == .atLeast)
      #expect(result.meanLoss.evidence.direction == .atLeast)
      #expect(result.margins.evidence.direction == .atMost)
      #expect(result.robustAccuracy.evidence.direction == .atMost)
      #expect(result.losses.evidence.kind == .found)
      #expect(zip(result.bestTrace, result.bestTrace.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(result.moved + result.unmoved == data.count)
    }
  }

  @Test func euclideanAscentInABoxKeepsItsConvergenceBound() throws {
    let data = try data()
    let radius = 0.5
    let result = try PGD(
      ball: Ball(.l2, radius: radius), box: Box(0, 1), objective: .margin, steps: 400, step: 0.5
    ).attack(model, on: data, loss: .hinge)
    // f* − f_k ≤ ‖w‖ε²/(2αk) for a linear f (Beck, "First-order methods", theorem 10.21).
    let bound = plainNorm(model.weights, 2) * radius * radius / (2 * 0.5 * 400)
    for i in 0..<data.count {
      let x = Array(data.points.row(i))
      // Weak duality: Σ max over a room of (|w|d − μd²/2) + με²/2 is above the maximum.
      var least = Double.infinity
      for k in 1...4000 {
        let mu = Double(k) * 0.002
        var total = mu * radius * radius / 2
        for j in 0..<3 {
          let w = abs(model.weights[j])
          let ahead = -data.labels[i] * model.weights[j] > 0 ? 1 - x[j] : x[j]
          let d = min(w / mu, ahead)
          total += w * d - mu * d * d / 2
        }
        least = min(least, total)
      }
      let clean = data.labels[i] * (plainDot(model.weights, x) + model.bias)
      #expect(result.margins.value[i] >= clean - least - 1e-12)
      #expect(result.margins.value[i] <= clean - least + bound + 1e-5)
    }
  }

  @Test func oneStepIsWhatItIsByHand() throws {
    let data = try Dataset.given(points: [[0.5, 0.5]], labels: [1])
    let model = LinearModel(weights: [3, -4])
    func points(_ norm: Norm, _ objective: AttackObjective) throws -> [[Double]] {
      try FGSM(ball: Ball(norm, radius: 0.25), objective: objective)
        .attack(model, on: data, loss: .logistic).points.rowArrays
    }
    for objective in AttackObjective.allCases {
      #expect(try points(.linf, objective) == [[0.25, 0.75]])
      #expect(try points(.l1, objective) == [[0.5, 0.75]])
      let euclidean = try points(.l2, objective)[0]
      #expect(abs(euclidean[0] - 0.35) < 1e-15)
      #expect(abs(euclidean[1] - 0.7) < 1e-15)
    }
    let boxed = try FGSM(ball: Ball(.linf, radius: 0.25), box: Box(0.375, 0.625))
      .attack(model, on: data, loss: .logistic)
    #expect(boxed.points.rowArrays == [[0.375, 0.625]])
  }

  @Test func traceAndCountsFollowTheSteps() throws {
    let data = try Dataset.given(points: [[0, 0], [0, 0]], labels: [1, -1])
    let result = try PGD(ball: Ball(.linf, radius: 1), steps: 3, step: 0.5)
      .attack(LinearModel(weights: [1, 1]), on: data, loss: .hinge)
    #expect(result.trace == [1, 2, 3, 3])
    #expect(result.bestTrace == [1, 2, 3, 3])
    #expect(result.gradients == 6)
    #expect(result.moved == 2)
    #expect(result.stalled == 0)
    #expect(result.points.rowArrays == [[-1, -1], [1, 1]])
    #expect(result.losses.value == [3, 3])
    #expect(result.robustAccuracy.value == 0)
  }

  @Test func theHingeLossStandsStillBeyondItsKinkAndTheMarginDoesNot() throws {
    // Margins 1 (the kink), 2 and ½ with ε‖w‖₁ = 3: every point can be carried across.
    let data = try Dataset.given(points: [[1], [2], [0.5]], labels: [1, 1, 1])
    let model = LinearModel(weights: [1])
    let ball = try Ball(.linf, radius: 3)
    let loss = try PGD(ball: ball).attack(model, on: data, loss: .hinge)
    #expect(loss.stalled == 2)
    #expect(loss.unmoved == 2)
    #expect(loss.margins.value == [1, 2, -2.5])
    #expect(loss.robustAccuracy.value == 2.0 / 3)
    let fast = try FGSM(ball: ball).attack(model, on: data, loss: .hinge)
    #expect(fast.margins.value == [1, 2, -2.5])
    #expect(fast.stalled == 2)
    #expect(fast.gradients == 3)
    let margin = try PGD(ball: ball, objective: .margin).attack(model, on: data, loss: .hinge)
    #expect(margin.margins.value == [-2, -1, -2.5])
    #expect(margin.stalled == 0)
    #expect(margin.robustAccuracy.value == 0)
  }

  @Test func randomStartsRepeatUnderTheirKey() throws {
    let data = try data()
    func run(_ cell: String) throws -> Matrix {
      try PGD(
        ball: Ball(.l2, radius: 0.3), steps: 1, step: 1e-3,
        start: .random(RandomKey(seed: 1, cell: cell, stream: "start"))
      ).attack(model, on: data, loss: .logistic).points
    }
    #expect(try run("a") == run("a"))
    #expect(try run("a") != run("b"))
  }

  @Test func parametersOutOfRangeAreRefused() throws {
    let ball = try Ball(.l2, radius: 1)
    #expect(throws: ThreatError.steps(0)) { try PGD(ball: ball, steps: 0) }
    #expect(throws: ThreatError.step(0)) { try PGD(ball: ball, step: 0) }
    #expect(throws: ThreatError.self) { try PGD(ball: ball, step: .nan) }
    let data = try data()
    #expect(throws: ThreatError.normUnsupported(norm: .p(3), by: "PGD")) {
      try PGD(ball: Ball(.p(3), radius: 1)).attack(model, on: data, loss: .hinge)
    }
    #expect(throws: ThreatError.dimensions(expected: 1, found: 3)) {
      try FGSM(ball: ball).attack(LinearModel(weights: [1]), on: data, loss: .hinge)
    }
    let still = try PGD(ball: Ball(.l1, radius: 0), steps: 2)
      .attack(model, on: data, loss: .logistic)
    #expect(still.moved == 0)
  }
}
