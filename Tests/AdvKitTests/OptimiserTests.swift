// Oracle: the recurrences of the two optimisers in double precision, written again here, and what
// PyTorch computed, recorded by Files/make-peer-layers.py.
import Foundation
import Testing

@testable import AdvKit

struct OptimiserTests {
  /// θ after each of the gradients.
  private func path(
    _ optimiser: some Optimiser, from start: [Float], _ gradients: [[Float]], rate: Double
  ) -> [[Float]] {
    var parameters = start
    var state = optimiser.initialState(parameters: start.count)
    return gradients.map { gradient in
      parameters.withUnsafeMutableBufferPointer { p in
        guard let start = p.baseAddress else { return }
        optimiser.update(start, by: gradient, count: p.count, rate: rate, &state)
      }
      return parameters
    }
  }

  private static let start: [Float] = (0..<19).map { Float($0 * $0 % 7) / 3 - 1 }
  private static let gradients: [[Float]] = (0..<6).map { t in
    (0..<19).map { Float(($0 * 5 + t * 11) % 13) / 6 - 1 }
  }

  @Test(arguments: [
    SGD(), SGD(weightDecay: 0.02), SGD(momentum: 0.9), SGD(momentum: 0.9, weightDecay: 0.02),
    SGD(momentum: 0.8, nesterov: true, weightDecay: 0.02),
  ])
  func gradientDescentFollowsItsRecurrence(rule: SGD) {
    let found = path(rule, from: Self.start, Self.gradients, rate: 0.07)
    for i in Self.start.indices {
      var (x, v) = (Double(Self.start[i]), 0.0)
      for (t, gradient) in Self.gradients.enumerated() {
        let g = Double(gradient[i]) + rule.weightDecay * x
        v = rule.momentum * v + g
        x -= 0.07 * (rule.nesterov ? g + rule.momentum * v : v)
        #expect(abs(Double(found[t][i]) - x) < 2e-6)
      }
    }
  }

  @Test(arguments: [Adam(), Adam(beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1)])
  func adamFollowsItsRecurrence(rule: Adam) {
    let found = path(rule, from: Self.start, Self.gradients, rate: 0.01)
    for i in Self.start.indices {
      var (x, m, v) = (Double(Self.start[i]), 0.0, 0.0)
      var (left1, left2) = (1.0, 1.0)
      for (t, gradient) in Self.gradients.enumerated() {
        let g = Double(gradient[i]) + rule.weightDecay * x
        m = rule.beta1 * m + (1 - rule.beta1) * g
        v = rule.beta2 * v + (1 - rule.beta2) * g * g
        left1 *= rule.beta1
        left2 *= rule.beta2
        x -= 0.01 * (m / (1 - left1)) / ((v / (1 - left2)).squareRoot() + rule.epsilon)
        #expect(abs(Double(found[t][i]) - x) < 2e-6)
      }
    }
  }

  @Test func bothAgreeWithPyTorch() throws {
    let peers = try TrainingPeers.read()
    #expect(peers.optimisers.count == 8)
    for run in peers.optimisers {
      let found: [[Float]]
      if run.settings.optimiser == "sgd" {
        found = path(
          run.settings.sgd, from: run.start, run.gradients, rate: run.settings.rate)
      } else {
        found = path(
          run.settings.adam, from: run.start, run.gradients, rate: run.settings.rate)
      }
      for (mine, theirs) in zip(found.joined(), run.points.joined()) {
        #expect(abs(mine - theirs) <= 1e-6 * max(1, abs(theirs)), "\(run.settings)")
      }
    }
  }

  @Test func constantsOutsideTheirRangeAreRefused() {
    func refused(_ optimiser: any Optimiser) -> TrainingOption? {
      do throws(TrainingOptionError) {
        try optimiser.check()
        return nil
      } catch {
        guard case .option(let option, _) = error else { return nil }
        return option
      }
    }
    #expect(refused(SGD(momentum: 1)) == .momentum)
    #expect(refused(SGD(momentum: .nan)) == .momentum)
    #expect(refused(SGD(nesterov: true)) == .nesterov)
    #expect(refused(SGD(weightDecay: -1)) == .weightDecay)
    #expect(refused(Adam(beta1: 1)) == .beta1)
    #expect(refused(Adam(beta2: -0.1)) == .beta2)
    #expect(refused(Adam(epsilon: 0)) == .epsilon)
    #expect(refused(Adam(weightDecay: .infinity)) == .weightDecay)
    #expect(refused(SGD(momentum: 0.9, nesterov: true, weightDecay: 1e-4)) == nil)
    #expect(refused(Adam()) == nil)
  }
}

/// What PyTorch computed for training.
struct TrainingPeers: Decodable {
  struct Settings: Decodable {
    let optimiser: String
    let rate: Double
    let momentum: Double
    let nesterov: Bool
    let weightDecay: Double
    let beta1: Double
    let beta2: Double
    let epsilon: Double

    var sgd: SGD { SGD(momentum: momentum, nesterov: nesterov, weightDecay: weightDecay) }
    var adam: Adam {
      Adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
    }
    var rule: any Optimiser { optimiser == "sgd" ? sgd : adam }
  }
  struct Trajectory: Decodable {
    let settings: Settings
    let start: [Float]
    let gradients: [[Float]]
    let points: [[Float]]
  }
  struct Schedule: Decodable {
    let schedule: String
    let rate: Double
    let every: Int
    let factor: Double
    let epochs: Int
    let rates: [Double]
  }
  struct Tensor: Decodable { let values: [Float] }
  struct Kind: Decodable {
    let kind: String
    let inputs: Int?
    let outputs: Int?
  }
  struct Training: Decodable {
    let settings: Settings
    let layers: [Kind]
    let classes: Int
    let points: [Float]
    let labels: [Int]
    let start: [Tensor]
    let losses: [Double]
    let end: [Tensor]
  }
  struct Trades: Decodable {
    let radius: Double
    let step: Double
    let beta: Double
    let layers: [Kind]
    let classes: Int
    let parameters: [Tensor]
    let points: [Float]
    let labels: [Int]
    let start: [Float]
    let iterates: [[Float]]
    let loss: Double
    let parameterGradients: [[Float]]
  }
  let optimisers: [Trajectory]
  let schedules: [Schedule]
  let training: [Training]
  let trades: Trades

  static func read() throws -> TrainingPeers {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Files/peer-layers.json")
    return try JSONDecoder().decode(TrainingPeers.self, from: Data(contentsOf: file))
  }

  static func network(_ kinds: [Kind], _ parameters: [Tensor]) -> Network {
    var layers: [any AdvKit.Layer] = []
    for kind in kinds {
      let shape = layers.last?.outputShape ?? .vector(1)
      switch kind.kind {
      case "dense": layers.append(Dense(inputs: kind.inputs ?? 0, outputs: kind.outputs ?? 0))
      case "tanh": layers.append(Tanh(shape))
      default: layers.append(ReLU(shape))
      }
    }
    return Network(layers: layers, parameters: parameters.flatMap(\.values))
  }
}
