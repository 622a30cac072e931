// Oracle: ℓ2 and general p by enumerating directions; ℓ1 and ℓ∞, with and without a box, by all
// vertices of the polytope; ℓ2 in a box by bisection on the multiplier.
import Testing

@testable import AdvKit

struct WorstCaseTests {
  @Test(arguments: [Norm.l1, .l2, .linf, .p(1.25), .p(3), .p(10)])
  func noPointOfTheBallIsWorseAndTheMaximiserAttainsIt(norm: Norm) throws {
    var numbers = TestNumbers(3)
    let circle = circlePoints(1000)
    for _ in 0..<6 {
      let model = LinearModel(
        weights: [numbers.number(-2...2), numbers.number(-2...2)], bias: numbers.number(-1...1))
      let x = [numbers.number(-1...1), numbers.number(-1...1)]
      let y = numbers.sign()
      let radius = numbers.number(0.1...1)
      let worst = try worstCase(of: model, at: x, label: y, ball: Ball(norm, radius: radius))
      func margin(_ d: [Double]) -> Double {
        y * (model.weights[0] * (x[0] + d[0]) + model.weights[1] * (x[1] + d[1]) + model.bias)
      }
      var least = Double.infinity
      for v in circle {
        let size = plainNorm(v, norm.exponent)
        least = min(least, margin([radius * v[0] / size, radius * v[1] / size]))
      }
      #expect(worst.margin <= least + 1e-12)
      #expect(worst.margin >= least - 5e-3)
      #expect(plainNorm(worst.perturbation, norm.exponent) <= radius * (1 + 1e-12))
      #expect(abs(margin(worst.perturbation) - worst.margin) < 1e-12)
      #expect(worst.isUnique)
    }
  }

  @Test(arguments: [true, false], [2, 3])
  func polyhedralBallsInABoxMatchTheirVertices(l1: Bool, dimension: Int) throws {
    var numbers = TestNumbers(4)
    for round in 0..<30 {
      let model = LinearModel(weights: numbers.awkward(dimension), bias: numbers.number(-1...1))
      let x = (0..<dimension).map { _ in
        [0, 1, 0.5, numbers.number(0...1)][numbers.index(4)]
      }
      let y = numbers.sign()
      let radius = [0, 0.3, 0.8, 2.5][round % 4]
      let box = round % 5 == 4 ? nil : try Box(0, 1)
      let worst = try worstCase(
        of: model, at: x, label: y, ball: Ball(l1 ? .l1 : .linf, radius: radius), box: box)
      var set = Polytope.ball(l1: l1, radius: radius, dimension: dimension)
      if box != nil { set += Polytope.interval(x.map { -$0 }, x.map { 1 - $0 }) }
      let slope = model.weights.map { y * $0 }
      let clean = y * (plainDot(model.weights, x) + model.bias)
      let least = Polytope.vertices(set, dimension: dimension).map { clean + plainDot(slope, $0) }
        .min()
      #expect(abs(worst.margin - (least ?? .nan)) < 1e-9)
      #expect(abs(clean + plainDot(slope, worst.perturbation) - worst.margin) < 1e-12)
      #expect(Polytope.contains(worst.perturbation, set, slack: 1e-12))
    }
  }

  @Test(arguments: [true, false])
  func freeCoordinatesAreThoseThatDifferBetweenOptimalVertices(l1: Bool) throws {
    var numbers = TestNumbers(5)
    let choices: [Double] = [0, 1, -1, 0.5]
    for round in 0..<120 {
      let weights = (0..<3).map { _ in choices[numbers.index(4)] }
      let x = (0..<3).map { _ in [0, 1, 0.5][numbers.index(3)] }
      let radius = [0.25, 0.5, 1, 1.5, 1.75, 4][round % 6]
      let box = round % 5 == 4 ? nil : try Box(0, 1)
      let worst = try worstCase(
        of: LinearModel(weights: weights), at: x, label: 1,
        ball: Ball(l1 ? .l1 : .linf, radius: radius), box: box)
      var set = Polytope.ball(l1: l1, radius: radius, dimension: 3)
      if box != nil { set += Polytope.interval(x.map { -$0 }, x.map { 1 - $0 }) }
      let vertices = Polytope.vertices(set, dimension: 3)
      let least = vertices.map { plainDot(weights, $0) }.min() ?? .nan
      let optimal = vertices.filter { plainDot(weights, $0) < least + 1e-9 }
      let free = (0..<3).filter { j in
        let values = optimal.map { $0[j] }
        return (values.max() ?? 0) - (values.min() ?? 0) > 1e-9
      }
      #expect(worst.freeCoordinates == free, "w \(weights) x \(x) ε \(radius) box \(box != nil)")
      #expect(
        worst.isUnique
          == (optimal.allSatisfy { d in
            d.indices.allSatisfy { abs(d[$0] - (optimal.first?[$0] ?? .nan)) < 1e-9 }
          }))
    }
  }

  @Test func euclideanBallInABoxMatchesBisectionOnTheMultiplier() throws {
    var numbers = TestNumbers(6)
    for round in 0..<60 {
      let dimension = 1 + round % 6
      let weights = numbers.awkward(dimension)
      let x = (0..<dimension).map { _ in [0, 1, numbers.number(0...1)][numbers.index(3)] }
      let y = numbers.sign()
      let radius = [0.1, 0.5, 1, 3][round % 4]
      let worst = try worstCase(
        of: LinearModel(weights: weights), at: x, label: y, ball: Ball(.l2, radius: radius),
        box: Box(0, 1))
      // The maximiser of Σ|w|d − μΣd²/2 over the rooms, with μ such that ‖d‖ = ε.
      func steps(_ mu: Double) -> [Double] {
        weights.indices.map { j in
          let ahead = -y * weights[j] > 0 ? 1 - x[j] : (weights[j] == 0 ? 0 : x[j])
          return min(abs(weights[j]) / mu, ahead)
        }
      }
      var low = 1e-12
      var high = 1e12
      for _ in 0..<400 {
        let middle = (low * high).squareRoot()
        if plainNorm(steps(middle), 2) > radius { low = middle } else { high = middle }
      }
      let reduction = plainDot(weights.map { abs($0) }, steps(high))
      #expect(abs(worst.reduction - reduction) < 1e-9)
      #expect(plainNorm(worst.perturbation, 2) <= radius * (1 + 1e-12))
      for (value, step) in zip(x, worst.perturbation) {
        #expect(value + step >= -1e-12 && value + step <= 1 + 1e-12)
      }
      #expect(abs(-y * plainDot(weights, worst.perturbation) - worst.reduction) < 1e-12)
    }
  }

  @Test func euclideanBallWithRoomLeftFreesTheCoordinatesWithoutWeight() throws {
    let model = LinearModel(weights: [2, 0])
    let tight = try worstCase(
      of: model, at: [0.5, 0.5], label: 1, ball: Ball(.l2, radius: 0.5), box: Box(0, 1))
    #expect(tight.perturbation == [-0.5, 0])
    #expect(tight.isUnique)
    let loose = try worstCase(
      of: model, at: [0.5, 0.5], label: 1, ball: Ball(.l2, radius: 0.6), box: Box(0, 1))
    #expect(loose.perturbation == [-0.5, 0])
    #expect(loose.freeCoordinates == [1])
    #expect(loose.freedom == .zeroCoordinates)
  }

  @Test(arguments: [Norm.l1, .l2, .linf, .p(3)])
  func zeroWeightsAreSaidToHaveNoDirection(norm: Norm) throws {
    let worst = try worstCase(
      of: LinearModel(weights: [0, 0], bias: 0.5), at: [1, 2], label: -1,
      ball: Ball(norm, radius: 1))
    #expect(worst.perturbation == [0, 0])
    #expect(worst.margin == -0.5)
    #expect(worst.freedom == .zeroWeights)
    #expect(worst.freeCoordinates == [0, 1])
    let still = try worstCase(
      of: LinearModel(weights: [0, 0]), at: [1, 2], label: -1, ball: Ball(norm, radius: 0))
    #expect(still.isUnique)
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func aBoxWithoutExtentFreesNothing(norm: Norm) throws {
    let worst = try worstCase(
      of: LinearModel(weights: [1, 0]), at: [0.5, 0.5], label: 1, ball: Ball(norm, radius: 1),
      box: Box(0.5, 0.5))
    #expect(worst.perturbation == [0, 0])
    #expect(worst.margin == 0.5)
    #expect(worst.isUnique)
  }

  @Test func extremeScalesStayExact() throws {
    for scale in [1e150, 1e-150] {
      let model = LinearModel(weights: [3 * scale, 4 * scale])
      let worst = try worstCase(
        of: model, at: [0, 0], label: 1, ball: Ball(.l2, radius: 1), box: Box(-10, 10))
      #expect(abs(worst.margin / scale + 5) < 1e-12)
      let free = try worstCase(of: model, at: [0, 0], label: 1, ball: Ball(.l2, radius: 1))
      #expect(abs(free.margin / scale + 5) < 1e-12)
    }
  }

  @Test func impossibleQuestionsAreTypedErrors() throws {
    let model = LinearModel(weights: [1, 2])
    let ball = try Ball(.p(3), radius: 1)
    #expect(throws: ThreatError.boxUnsupported(norm: .p(3))) {
      try worstCase(of: model, at: [0, 0], label: 1, ball: ball, box: Box(0, 1))
    }
    #expect(throws: ThreatError.dimensions(expected: 2, found: 1)) {
      try worstCase(of: model, at: [0], label: 1, ball: ball)
    }
    #expect(throws: ThreatError.pointOutsideBox(point: 0, coordinate: 1, value: 1.5)) {
      try worstCase(of: model, at: [0, 1.5], label: 1, ball: Ball(.l1, radius: 1), box: Box(0, 1))
    }
    #expect(throws: ThreatError.self) {
      try worstCase(of: LinearModel(weights: [1e300]), at: [1e300], label: 1, ball: ball)
    }
    #expect(throws: ThreatError.self) {
      try worstCase(of: LinearModel(weights: [.nan]), at: [1], label: 1, ball: ball)
    }
  }
}
