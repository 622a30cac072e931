// Oracle: distances to the boundaries of linear networks in closed form |wᵀx + b|/‖w‖_q, inside a box
// by bisection over the radius (plainHyperplaneDistance), all in double precision.
import Evidence
import Testing

@testable import AdvKit

@Suite struct FABTests {
  static let key = RandomKey(seed: 3, cell: "test", stream: "fab")

  @Test(arguments: [Norm.linf, .l2, .l1])
  func projectionsAreTheShortest(norm: Norm) throws {
    var numbers = TestNumbers(11)
    let projection = HyperplaneProjection(norm, box: try Box(0, 1))
    var infeasible = 0
    for _ in 0..<200 {
      let count = 1 + numbers.index(7)
      let x = (0..<count).map { _ in Float(numbers.number(0...1)) }
      let w = numbers.awkward(count).map { Float($0) }
      let c = numbers.number(-2...2)
      var d = [Float](repeating: 7, count: count)
      let size = projection.perturb(x, normal: w, change: c, dimension: count, into: &d)
      let deltas = d.map(Double.init)
      #expect(zip(x, d).allSatisfy { $0 + $1 >= -1e-6 && $0 + $1 <= 1 + 1e-6 })
      #expect(abs(plainNorm(deltas, norm.exponent) - size) < 1e-5)
      let weights = w.map(Double.init)
      let distance = plainHyperplaneDistance(
        x.map(Double.init), weights, c, 0, 1, exponent: norm.exponent)
      if let distance {
        #expect(abs(plainDot(deltas, weights) - c) < 1e-5)
        #expect(abs(size - distance) < 1e-5, "\(x) \(w) \(c)")
      } else {
        infeasible += 1
        for j in d.indices where w[j] != 0 {
          let up = (w[j] > 0) == (c > 0)
          #expect(abs(x[j] + d[j] - (up ? 1 : 0)) < 1e-6)
        }
      }
    }
    #expect(infeasible > 10 && infeasible < 190)
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func findsTheDistanceToLinearBoundaries(norm: Norm) throws {
    let linear = PlainLinear(classes: 4, dimension: 6, seed: 12)
    let examples = try linear.examples(40, seed: 13)
    let result = try FAB(norm, key: Self.key, steps: 30).attack(linear.network, on: examples)
    let found = try #require(result.distances).value
    for i in 0..<examples.count {
      let distance = linear.distance(
        examples.input(i).map(Double.init), examples.labels[i], dual: norm.dual.exponent)
      #expect(found[i] >= distance - 1e-6)
      #expect(found[i] <= distance * 1.001 + 1e-6, "example \(i): \(found[i]) \(distance)")
      #expect(result.succeeded[i])
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func findsTheDistanceInsideABox(norm: Norm) throws {
    let linear = PlainLinear(classes: 2, dimension: 5, seed: 14)
    let examples = try linear.examples(40, seed: 15)
    let box = try Box(0.1, 0.9)
    let result = try FAB(norm, box: box, key: Self.key, steps: 30)
      .attack(linear.network, on: examples)
    let found = try #require(result.distances).value
    for i in 0..<examples.count {
      let label = examples.labels[i]
      let x = examples.input(i).map(Double.init)
      let margin = linear.margin(x, label)
      let distance = plainHyperplaneDistance(
        x, linear.normal(label, 1 - label), margin, Double(Float(0.1)), Double(Float(0.9)),
        exponent: norm.exponent)
      if let distance {
        #expect(found[i] >= distance - 1e-6)
        #expect(found[i] <= distance * 1.001 + 1e-5, "example \(i): \(found[i]) \(distance)")
      } else {
        #expect(found[i] == .infinity)
      }
    }
  }

  @Test func targetsFindWhatAllClassesFind() throws {
    let linear = PlainLinear(classes: 5, dimension: 6, seed: 16)
    let examples = try linear.examples(30, seed: 17)
    let result = try FAB(.l2, key: Self.key, targets: 9, steps: 10)
      .attack(linear.network, on: examples)
    let found = try #require(result.distances).value
    for i in 0..<examples.count {
      let distance = linear.distance(
        examples.input(i).map(Double.init), examples.labels[i], dual: 2)
      #expect(abs(found[i] - distance) <= distance * 0.002 + 1e-6)
    }
    // One gradient a step and target, and at the end one a class.
    #expect(result.gradients == 30 * (4 * 10 + 4))
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func underAThreatPointsStayInsideAndThreadsDoNotMatter(norm: Norm) throws {
    let linear = PlainLinear(classes: 4, dimension: 7, seed: 6)
    let examples = try linear.examples(300, seed: 7)
    let threat = try Threat(Ball(norm, radius: 0.2), box: Box(0.05, 0.95))
    let attack = try FAB(norm, threat: threat, key: Self.key, steps: 5, restarts: 2)
    let one = try attack.attack(linear.network, on: examples, threads: 1)
    #expect(feasibilityErrors(one.inputs, examples, threat) == [])
    for (distance, succeeded) in zip(try #require(one.distances).value, one.succeeded)
    where succeeded {
      #expect(distance <= threat.ball.radius + 1e-6)
    }
    for threads in [2, 4] {
      let other = try attack.attack(linear.network, on: examples, threads: threads)
      #expect(other.inputs.map(\.bitPattern) == one.inputs.map(\.bitPattern))
      #expect(other.distances == one.distances)
    }
  }
}
