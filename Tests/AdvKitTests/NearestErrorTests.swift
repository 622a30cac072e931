// Oracle: distances to hyperplanes in double precision, |f|/‖w‖_q over all pairs of classes; for a
// small network the nearest misclassified point of a fine grid.
import Evidence
import Testing

@testable import AdvKit

struct NearestErrorTests {
  @Test(arguments: [Norm.l2, .linf], [2, 5])
  func deepFoolReachesTheNearestHyperplane(norm: Norm, classes: Int) throws {
    let model = PlainNetwork([4, classes], seed: 61, scale: 3)
    let examples = try model.points(20, seed: 62)
    let result = try DeepFool(norm).attack(model.network, on: examples, threads: 1)
    let distances = try #require(result.distances).value
    for i in 0..<examples.count {
      let distance = hyperplane(model, examples, i, dual: norm == .l2 ? 2 : 1)
      // The overshoot of 2 %, and for several classes another boundary may come first on the way.
      #expect(distances[i] >= distance * (1 - 1e-5))
      #expect(distances[i] <= 1.02 * distance * (1 + 1e-4))
      let moved = zip(result.plain(i, 4), examples.plain(i)).map { $0 - $1 }
      #expect(abs(plainNorm(moved, norm.exponent) - distances[i]) < 1e-9)
      #expect(model.margin(result.plain(i, 4), examples.labels[i]) <= 1e-6)
      #expect(result.succeeded[i] && result.margins.value[i] <= 0)
    }
  }

  @Test(arguments: [false, true])
  func carliniWagnerComesCloseToTheNearestHyperplane(hasBox: Bool) throws {
    let model = PlainNetwork([3, 3], seed: 63, scale: 3)
    let examples = try model.points(6, seed: 64, in: 0.4...0.6)
    let attack = try CarliniWagner(box: hasBox ? Box(-2, 3) : nil, searches: 8, steps: 400)
    let result = try attack.attack(model.network, on: examples, threads: 1)
    let distances = try #require(result.distances).value
    for i in 0..<examples.count {
      let distance = hyperplane(model, examples, i, dual: 2)
      #expect(distances[i] >= distance * (1 - 1e-5))
      #expect(distances[i] <= 1.03 * distance + 1e-4, "\(distances[i]) \(distance)")
      #expect(model.margin(result.plain(i, 3), examples.labels[i]) <= 1e-6)
    }
  }

  /// z = ±4(x₁ − x₂ + 0.5): from (0, 1), a corner of the box, the nearest error is (0.25, 0.75).
  @Test func valuesOnABoundOfTheBoxMove() throws {
    let model = PlainNetwork(weight: [[-2, 2], [2, -2]], bias: [-1, 1])
    let examples = try Examples(shape: .vector(2), inputs: [0, 1], labels: [0], classes: 2)
    let attack = try CarliniWagner(box: Box(0, 1), searches: 9, steps: 1000)
    let result = try attack.attack(model.network, on: examples, threads: 1)
    #expect(abs(result.plain(0, 2)[0] - 0.25) < 0.01 && abs(result.plain(0, 2)[1] - 0.75) < 0.01)
    let distance = try #require(result.distances).value[0]
    #expect(distance >= 0.125.squareRoot() - 1e-6 && distance < 1.03 * 0.125.squareRoot())
  }

  @Test func confidenceAsksForALargerMargin() throws {
    let model = PlainNetwork([3, 2], seed: 65, scale: 3)
    let examples = try model.points(4, seed: 66)
    let attack = try CarliniWagner(searches: 6, steps: 300, confidence: 0.5)
    let result = try attack.attack(model.network, on: examples, threads: 1)
    for i in 0..<4 { #expect(model.margin(result.plain(i, 3), examples.labels[i]) <= -0.5 + 1e-5) }
  }

  /// A ball of a given radius holds an error exactly where the nearest one is not farther away.
  @Test(arguments: [0.05, 0.2, 2])
  func insideABallOnlyWhatItHoldsCounts(radius: Double) throws {
    let model = PlainNetwork([4, 2], seed: 67, scale: 2)
    let examples = try model.points(30, seed: 68)
    let threat = try Threat(Ball(.l2, radius: radius))
    let deep = try DeepFool(.l2, threat: threat)
    let carlini = try CarliniWagner(threat: threat, searches: 5, steps: 100)
    for attack in [deep, carlini] as [any NetworkAttack] {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      for i in 0..<examples.count {
        let moved = zip(result.plain(i, 4), examples.plain(i)).map { $0 - $1 }
        #expect(plainNorm(moved, 2) <= radius * (1 + 1e-6) + 1e-7)
        let distance = hyperplane(model, examples, i, dual: 2)
        if distance > radius * 1.0001 { #expect(!result.succeeded[i]) }
        if distance < radius / 1.03 { #expect(result.succeeded[i], "\(attack.name) \(i)") }
        #expect(result.losses.value[i].isFinite)
      }
    }
  }

  @Test func onANetworkTheNearestGridErrorIsNotMuchNearer() throws {
    let model = PlainNetwork([2, 8, 2], seed: 71, scale: 3)
    let examples = try model.points(6, seed: 70, in: -1...1)
    let carlini = try CarliniWagner(box: Box(-3, 3), searches: 8, steps: 300)
      .attack(model.network, on: examples, threads: 1)
    let deep = try DeepFool(.l2, box: Box(-3, 3)).attack(model.network, on: examples, threads: 1)
    let h = 0.01
    var errors = 0
    for i in 0..<examples.count {
      let (x, label) = (examples.plain(i), examples.labels[i])
      var nearest = Double.infinity
      for a in -300...300 {
        for b in -300...300 {
          let q = [Double(a) * h, Double(b) * h]
          let distance = plainNorm([q[0] - x[0], q[1] - x[1]], 2)
          if distance < nearest, model.margin(q, label) <= 0 { nearest = distance }
        }
      }
      guard nearest < .infinity else { continue }
      errors += 1
      let found = try #require(carlini.distances).value[i]
      #expect(found <= 1.05 * nearest + h, "C&W \(found), grid \(nearest)")
      for result in [carlini, deep] where result.succeeded[i] {
        #expect(model.margin(result.plain(i, 2), label) <= 1e-5)
      }
    }
    #expect(errors >= 3)
  }

  /// The distance to the nearest hyperplane z_k = z_y.
  private func hyperplane(
    _ model: PlainNetwork, _ examples: Examples, _ i: Int, dual: Double
  ) -> Double {
    let (x, label) = (examples.plain(i), examples.labels[i])
    let (z, rows) = (model.logits(x), model.layers[0].weight)
    return -largest(
      z.indices.filter { $0 != label }.map { k in
        (z[k] - z[label]) / plainNorm(zip(rows[label], rows[k]).map { $0 - $1 }, dual)
      })
  }
}
