// Oracle: points, losses and gradients that torchattacks 3.5.1, foolbox 3.3.4 and PyTorch computed,
// recorded by Files/make-peer-iterates.py.
import Evidence
import Foundation
import Testing

@testable import AdvKit

private struct Peers: Decodable {
  struct Layer: Decodable {
    let kind: String
    let inputs: Int?
    let outputs: Int?
    let kernel: Int?
    let stride: Int?
    let padding: Int?
  }
  struct Tensor: Decodable { let values: [Float] }
  struct Loss: Decodable {
    let name: String
    let targets: [Int]?
    let values: [Double]
    let logitGradients: [Double]
    let inputGradients: [Double]
  }
  struct Net: Decodable {
    let name: String
    let layers: [Layer]
    let shape: [Int]
    let classes: Int
    let parameters: [Tensor]
    let points: [Float]
    let labels: [Int]
    let losses: [Loss]
  }
  struct Run: Decodable {
    let net: String
    let library: String
    let attack: String
    let norm: String
    let radius: Double
    let step: Double
    let momentum: Double?
    let start: [Float]?
    let steps: [Int]
    let iterates: [[Double]]
  }
  let nets: [Net]
  let runs: [Run]

  static func read() throws -> Peers {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Files/peer-iterates.json")
    return try JSONDecoder().decode(Peers.self, from: Data(contentsOf: file))
  }
}

extension Peers.Net {
  private var inputShape: Shape {
    shape.count == 1
      ? .vector(shape[0]) : .image(channels: shape[0], height: shape[1], width: shape[2])
  }

  /// The network of the layers that the peer lists; nil where a kind is unknown.
  fileprivate func network() -> Network? {
    var made: [any AdvKit.Layer] = []
    for layer in layers {
      let before = made.last?.outputShape ?? inputShape
      switch layer.kind {
      case "dense": made.append(Dense(inputs: layer.inputs ?? 1, outputs: layer.outputs ?? 1))
      case "relu": made.append(ReLU(before))
      case "tanh": made.append(Tanh(before))
      case "flatten": made.append(Flatten(before))
      case "conv":
        guard let outputs = layer.outputs, let kernel = layer.kernel else { return nil }
        made.append(
          Convolution(
            before, outputs: outputs, kernel: kernel, stride: layer.stride ?? 1,
            padding: layer.padding ?? 0))
      default: return nil
      }
    }
    return Network(layers: made, parameters: parameters.flatMap(\.values))
  }

  fileprivate func examples() throws -> Examples {
    try Examples(shape: inputShape, inputs: points, labels: labels, classes: classes)
  }
}

struct PeerIteratesTests {
  @Test(arguments: ["mlp-2", "mlp-20", "cnn"])
  func iteratesEqualThePeers(name: String) throws {
    let peers = try Peers.read()
    let net = try #require(peers.nets.first { $0.name == name })
    let network = try #require(net.network())
    let runs = peers.runs.filter { $0.net == name }
    #expect(runs.count == 11)
    for run in runs {
      let norm: Norm = run.norm == "linf" ? .linf : (run.norm == "l2" ? .l2 : .l1)
      let threat = try Threat(Ball(norm, radius: run.radius), box: Box(0, 1))
      let profile = try #require(AttackProfile(rawValue: run.library))
      for (steps, expected) in zip(run.steps, run.iterates) {
        let attack: any NetworkAttack =
          switch run.attack {
          case "fgsm": try NetworkFGSM(threat, profile: profile)
          case "mim":
            try MIM(
              threat, steps: steps, step: run.step, momentum: #require(run.momentum),
              profile: profile)
          default:
            try NetworkPGD(
              threat, steps: steps, step: run.step,
              start: run.start.map { .given($0) } ?? .clean, profile: profile)
          }
        let result = try attack.attack(network, on: net.examples(), threads: 1)
        let gap = zip(result.inputs, expected).map { abs(Double($0) - $1) }.max()!
        #expect(gap < 1e-5, "\(run.library) \(run.attack) \(run.norm), \(steps) steps: \(gap)")
      }
    }
  }

  @Test(arguments: ["mlp-2", "mlp-20", "cnn"])
  func lossesAndGradientsEqualThePeers(name: String) throws {
    let net = try #require(try Peers.read().nets.first { $0.name == name })
    let network = try #require(net.network())
    let (n, k) = (net.labels.count, net.classes)
    for loss in net.losses {
      let ours: NetworkLoss
      switch (loss.name, loss.targets == nil) {
      case ("cross-entropy", true): ours = .crossEntropy
      case ("cross-entropy", false): ours = .targetedCrossEntropy
      case ("cw-margin", true): ours = .logitMargin(cappedAt: .infinity)
      case ("cw-margin", false): ours = .targetedMargin(cappedAt: .infinity)
      case ("dlr", true): ours = .logitRatio
      default: ours = .targetedLogitRatio
      }
      let pass = NetworkPass(network, capacity: n)
      pass.input.update(from: net.points, count: net.points.count)
      let losses = FloatBuffer(n)
      network.parameters.withUnsafeBufferPointer { parameters in
        net.labels.withUnsafeBufferPointer { labels in
          (loss.targets ?? net.labels).withUnsafeBufferPointer { targets in
            pass.forward(rows: n, parameters.baseAddress!)
            ours.evaluate(
              LossRows(
                rows: n, classes: k, logits: pass.logits, labels: labels.baseAddress!,
                losses: losses.start, gradient: pass.logitGradient, targets: targets.baseAddress))
          }
        }
        for i in 0..<n {
          #expect(abs(Double(losses.start[i]) - loss.values[i]) < 1e-5, "\(ours)")
        }
        // DLR divides by a difference of logits: its gradients are as large as 10, and single precision
        // rounds in proportion.
        let logitScale = loss.logitGradients.map(\.magnitude).reduce(1, max)
        for i in 0..<n * k {
          let gap = abs(Double(pass.logitGradient[i]) - loss.logitGradients[i])
          #expect(gap < 1e-5 * logitScale, "\(ours)")
        }
        pass.backwardToInput(rows: n, parameters.baseAddress!)
        for i in net.points.indices {
          let gap = abs(Double(pass.inputGradient[i]) - loss.inputGradients[i])
          #expect(gap < 2e-5 * (1 + abs(loss.inputGradients[i])), "\(ours)")
        }
      }
    }
  }
}
