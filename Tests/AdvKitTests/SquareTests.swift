// Oracle: worst margins of linear networks in closed form, the published schedule, and feasibility
// by the definition of ball and box.
import Evidence
import Testing

@testable import AdvKit

@Suite struct SquareTests {
  static let key = RandomKey(seed: 3, cell: "test", stream: "square")

  @Test func sharesFollowThePublishedSchedule() {
    func share(_ query: Int, _ queries: Int, _ stretches: Bool) -> Double {
      Square.share(0.8, query: query, of: queries, stretches: stretches)
    }
    #expect(share(10, 5000, false) == 0.8)
    #expect(share(11, 5000, false) == 0.4)
    #expect(share(51, 5000, false) == 0.2)
    #expect(share(4999, 5000, false) == 0.8 / 128)
    #expect(share(4999, 5000, true) == 0.8 / 512)
    #expect(share(8001, 10_000, false) == 0.8 / 512)
  }

  // Two linear classes: no point of the ball has a smaller margin, and random search comes close.
  @Test(arguments: [(Norm.linf, 0.1), (.l2, 0.3), (.l1, 0.5)])
  func comesCloseToTheWorstMargin(norm: Norm, radius: Double) throws {
    let linear = PlainLinear(classes: 2, dimension: 6, seed: 1)
    let examples = try linear.examples(40, seed: 2)
    let result = try Square(
      Threat(Ball(norm, radius: radius)), key: Self.key, queries: 600, stopsAtSuccess: false
    ).attack(linear.network, on: examples)
    #expect(result.gradients == 0)
    var gain = 0.0
    var most = 0.0
    for i in 0..<examples.count {
      let x = examples.input(i).map(Double.init)
      let worst = linear.worstMargin(
        x, examples.labels[i], radius: radius, dual: norm.dual.exponent)
      #expect(result.margins.value[i] >= worst - 1e-5)
      gain += linear.margin(x, examples.labels[i]) - result.margins.value[i]
      most += linear.margin(x, examples.labels[i]) - worst
    }
    // ℓ∞ reaches a vertex of the ball, and the worst point is one.
    #expect(gain >= most * (norm == .linf ? 0.9999 : 0.8), "\(gain) of \(most)")
  }

  @Test func countsQueriesUntilExamplesLeave() throws {
    let linear = PlainLinear(classes: 2, dimension: 6, seed: 1)
    let examples = try linear.examples(40, seed: 2)
    let attack = try Square(Threat(Ball(.linf, radius: 1e-6)), key: Self.key, queries: 50)
    // Nothing leaves, but for the clean point each of the 50 queries is counted once.
    let result = try attack.attack(linear.network, on: examples)
    #expect(result.queries == 40 * 51)
    #expect(!result.succeeded.contains(true))
    let wide = try Square(Threat(Ball(.linf, radius: 5)), key: Self.key, queries: 50)
    let found = try wide.attack(linear.network, on: examples)
    #expect(found.succeeded.allSatisfy { $0 })
    #expect(found.queries < result.queries)
  }

  @Test(arguments: [
    (Norm.linf, Shape.vector(24)), (.l2, .vector(24)), (.l1, .vector(24)),
    (.linf, .image(channels: 2, height: 3, width: 4)),
    (.l2, .image(channels: 2, height: 3, width: 4)),
    (.l1, .image(channels: 2, height: 3, width: 4)),
    (.l2, .image(channels: 24, height: 1, width: 1)),
  ])
  func pointsStayInBallAndBoxAndThreadsDoNotMatter(norm: Norm, shape: Shape) throws {
    let linear = PlainLinear(classes: 3, dimension: 24, seed: 6)
    let flat = try linear.examples(150, seed: 7)
    let examples = try Examples(
      shape: shape, inputs: flat.inputs, labels: flat.labels, classes: 3)
    let threat = try Threat(Ball(norm, radius: 0.2), box: Box(0.05, 0.95))
    let attack = try Square(threat, key: Self.key, queries: 30, restarts: 2)
    let one = try attack.attack(linear.network, on: examples, threads: 1)
    #expect(feasibilityErrors(one.inputs, examples, threat) == [])
    #expect(one.succeeded.contains(true) && one.succeeded.contains(false))
    for threads in [2, 4] {
      let other = try attack.attack(linear.network, on: examples, threads: threads)
      #expect(other.inputs.map(\.bitPattern) == one.inputs.map(\.bitPattern))
      #expect(other.queries == one.queries)
    }
  }
}
