// Oracle: closed forms of the worst loss of a linear model, the volume of balls, and counting.
import Foundation
import Synchronization
import Testing

@testable import AdvKit

struct TrainingPointsTests {
  private static let key = RandomKey(seed: 3, cell: "fit", stream: "data")

  // Two logits ±(wᵀx + b)/2: the worst cross-entropy in the ball is log(1 + e^(−m + ε‖w‖_*)). A step
  // of twice the radius reaches the worst point of ℓ∞ from anywhere; one of the radius, from the
  // clean point, that of ℓ1 and ℓ2.
  @Test func linearModelsAreDescendedAtTheirWorstPoints() throws {
    let w: [Double] = [1.5, -0.5, 0.25]
    let bias = 0.2
    let half = w.map { Float($0 / 2) }
    let network = Network(
      layers: [Dense(inputs: 3, outputs: 2)],
      parameters: half.map { -$0 } + half + [Float(-bias / 2), Float(bias / 2)])
    var random = TestNumbers(8)
    let points = (0..<70).map { _ in (0..<3).map { _ in Float(random.number(-1...1)) } }
    let labels = (0..<70).map { $0 % 2 }
    let examples = try Examples(
      shape: .vector(3), inputs: points.flatMap { $0 }, labels: labels, classes: 2)
    let radius = 0.3
    let cases: [(any TrainingMethod, Norm, Double)] = [
      (FGSMRSTraining(step: 2 * radius), .linf, 2.25),
      (PGDTraining(steps: 2, step: 2 * radius), .linf, 2.25),
      (PGDTraining(steps: 1, step: radius, startsAtRandom: false), .l2, 1.6007810593582121),
      (PGDTraining(steps: 1, step: radius, startsAtRandom: false), .l1, 1.5),
      (StandardTraining(), .l2, 0),
    ]
    for (method, norm, dual) in cases {
      var sum = 0.0
      var correct = 0
      for (x, label) in zip(points, labels) {
        let score = zip(w, x).reduce(bias) { $0 + $1.0 * Double($1.1) }
        let margin = (label == 1 ? score : -score) - radius * dual
        sum += log(1 + exp(-margin))
        if margin > 0 { correct += 1 }
      }
      let training = try NetworkTraining(
        method, threat: Threat(Ball(norm, radius: radius)), epochs: 1, batch: 70, rate: 0.1,
        key: Self.key, evaluateEvery: 0)
      let result = try training.run(try training.start(from: network, on: examples), on: examples)
      let record = try #require(result.state.history.first)
      #expect(abs(record.loss - sum / 70) < 1e-6, "\(method.name)")
      #expect(record.ownAccuracy == Double(correct) / 70)
    }
  }

  // Uniform in a ball of d = 3: one draw in 8 lies within half the radius; sd 0.0052.
  @Test(arguments: [(Norm.l1, 1.0), (.l2, 2.0), (.linf, .infinity)])
  func randomStartsAreUniformInTheBall(norm: Norm, exponent: Double) throws {
    let count = 4000
    let clean = [Float](repeating: 0.5, count: 3 * count)
    var points = clean
    var random = RandomStream(Self.key)
    func sizes() -> [Double] {
      (0..<count).map { row in
        plainNorm((0..<3).map { Double(points[3 * row + $0]) - 0.5 }, exponent)
      }
    }
    let threat = try Threat(Ball(norm, radius: 0.4))
    points.withUnsafeMutableBufferPointer { points in
      guard let start = points.baseAddress else { return }
      RandomStart.fill(start, around: clean, threat, rows: count, dimension: 3, &random)
    }
    #expect(sizes().allSatisfy { $0 <= 0.4 * (1 + 1e-6) })
    #expect(abs(Double(sizes().count { $0 <= 0.2 }) / Double(count) - 0.125) < 0.021)
    for j in 0..<3 {
      let mean = (0..<count).reduce(0.0) { $0 + Double(points[3 * $1 + j]) } / Double(count)
      #expect(abs(mean - 0.5) < 0.016)
    }

    let boxed = try Threat(Ball(norm, radius: 0.4), box: Box(0.45, 0.6))
    points.withUnsafeMutableBufferPointer { points in
      guard let start = points.baseAddress else { return }
      RandomStart.fill(start, around: clean, boxed, rows: count, dimension: 3, &random)
    }
    #expect(sizes().allSatisfy { $0 <= 0.4 * (1 + 1e-6) })
    #expect(points.allSatisfy { $0 >= 0.45 && $0 <= 0.6 })
  }

  private final class Tally: PartedTask {
    let counts: [Atomics] = (0..<16).map { _ in Atomics() }
    final class Atomics: Sendable { let value = Atomic(0) }

    func run(part: Int, worker: Int) {
      counts[part].value.wrappingAdd(1, ordering: .relaxed)
    }
  }

  @Test(arguments: [1, 2, 5])
  func aTeamDoesEveryPartOnce(workers: Int) {
    let tally = Tally()
    let team = WorkerTeam(tally, workers: workers)
    var expected = 0
    for round in 0..<3000 {
      expected += 1 + round % 16
      team.run(parts: 1 + round % 16)
      // Long enough for helpers to fall asleep, now and then.
      if round.isMultiple(of: 500) { usleep(3000) }
      let done = tally.counts.reduce(0) { $0 + $1.value.load(ordering: .relaxed) }
      #expect(done == expected)
    }
    team.end()
    for part in 0..<16 {
      #expect(
        tally.counts[part].value.load(ordering: .relaxed)
          == (0..<3000).count { $0 % 16 >= part })
    }
  }
}
