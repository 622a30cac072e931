// Oracle: the worst margin of linear networks in closed form (dual norms, double precision), the
// published list of checkpoints, and one step worked out by hand.
import Evidence
import Testing

@testable import AdvKit

@Suite struct APGDTests {
  static let key = RandomKey(seed: 3, cell: "test", stream: "apgd")

  @Test func checkpointsAreThoseOfThePublishedCode() {
    #expect(APGD.checkpoints(steps: 100) == [22, 41, 57, 70, 80, 87, 93, 99])
    #expect(APGD.checkpoints(steps: 50) == [11, 21, 30, 38, 45])
    #expect(Array(APGD.checkpoints(steps: 20).prefix(6)) == [4, 7, 9, 10, 11, 12])
    #expect(Array(APGD.checkpoints(steps: 1000).prefix(3)) == [220, 410, 570])
    #expect(APGD.checkpoints(steps: 1) == [1])
  }

  @Test(arguments: [(Norm.linf, 1.0, 0.1), (.l2, 2.0, 0.3), (.l1, Double.infinity, 0.5)])
  func reachesTheWorstMarginOfTwoLinearClasses(norm: Norm, dual: Double, radius: Double) throws {
    let linear = PlainLinear(classes: 2, dimension: 6, seed: 1)
    let examples = try linear.examples(40, seed: 2)
    let threat = try Threat(Ball(norm, radius: radius))
    let result = try APGD(
      threat, key: Self.key, loss: .logitMargin(cappedAt: .infinity), restarts: 2
    ).attack(linear.network, on: examples)
    for i in 0..<examples.count {
      let x = examples.input(i).map(Double.init)
      let worst = linear.worstMargin(x, examples.labels[i], radius: radius, dual: dual)
      #expect(result.margins.value[i] >= worst - 1e-5)
      #expect(result.margins.value[i] <= worst + 1e-4, "example \(i)")
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func targetsFindAsManyErrorsAsTheClosedFormHas(norm: Norm) throws {
    let linear = PlainLinear(classes: 5, dimension: 8, seed: 4)
    let examples = try linear.examples(60, seed: 5)
    let dual = norm.dual.exponent
    let distances = (0..<examples.count).map {
      linear.distance(examples.input($0).map(Double.init), examples.labels[$0], dual: dual)
    }
    // Half of the examples can be misled.
    let radius = distances.sorted()[30]
    let result = try APGD(
      Threat(Ball(norm, radius: radius)), key: Self.key, loss: .logitRatio, targets: 9, steps: 50,
      stopsAtSuccess: true
    ).attack(linear.network, on: examples)
    for (i, distance) in distances.enumerated() {
      if distance < radius * 0.999 { #expect(result.succeeded[i], "example \(i)") }
      if distance > radius * 1.001 { #expect(!result.succeeded[i], "example \(i)") }
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func pointsStayInBallAndBoxAndThreadsDoNotMatter(norm: Norm) throws {
    let linear = PlainLinear(classes: 4, dimension: 7, seed: 6)
    let examples = try linear.examples(300, seed: 7)
    let threat = try Threat(Ball(norm, radius: 0.4), box: Box(0.05, 0.95))
    let attack = try APGD(threat, key: Self.key, steps: 12, restarts: 2)
    let one = try attack.attack(linear.network, on: examples, threads: 1)
    #expect(feasibilityErrors(one.inputs, examples, threat) == [])
    for threads in [2, 4] {
      let other = try attack.attack(linear.network, on: examples, threads: threads)
      #expect(other.inputs.map(\.bitPattern) == one.inputs.map(\.bitPattern))
      #expect(other.losses == one.losses)
    }
  }

  // The start and all steps but the last have a gradient.
  @Test func countsOneGradientAStep() throws {
    let linear = PlainLinear(classes: 3, dimension: 4, seed: 8)
    let examples = try linear.examples(10, seed: 9)
    let threat = try Threat(Ball(.linf, radius: 0.01))
    let result = try APGD(threat, key: Self.key, steps: 25).attack(linear.network, on: examples)
    #expect(result.gradients == 10 * 25)
    // The clean point and the end of the last step.
    #expect(result.queries == 10 * 2)
    #expect(result.trace.count == 26)
  }

  @Test func ratiosNeedTheirClasses() throws {
    let linear = PlainLinear(classes: 3, dimension: 4, seed: 8)
    let examples = try linear.examples(10, seed: 9)
    let threat = try Threat(Ball(.linf, radius: 0.01))
    #expect(throws: AttackError.tooFewClasses(what: "targeted DLR", needs: 4, found: 3)) {
      try APGD(threat, key: Self.key, loss: .logitRatio, targets: 2)
        .attack(linear.network, on: examples)
    }
    #expect(throws: AttackError.option(name: "steps", requirement: "is at least 1")) {
      try APGD(threat, key: Self.key, steps: 0)
    }
  }
}

/// The examples whose points leave ball or box by more than single precision explains.
func feasibilityErrors(_ inputs: [Float], _ examples: Examples, _ threat: Threat) -> [Int] {
  let d = examples.shape.count
  return (0..<examples.count).filter { i in
    let range = i * d..<(i + 1) * d
    let difference = range.map { Double(inputs[$0]) - Double(examples.inputs[$0]) }
    let size = plainNorm(difference, threat.ball.norm.exponent)
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    return size > threat.ball.radius + 1e-6
      || !inputs[range].allSatisfy { $0 >= lower && $0 <= upper }
  }
}
