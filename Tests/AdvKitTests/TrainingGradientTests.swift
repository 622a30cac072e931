// Oracle: a forward pass in double precision written here, central differences of it, gradient
// descent on it, and what PyTorch computed for training and for the TRADES loss.
import Foundation
import Testing

@testable import AdvKit

/// Dense layers with tanh between them, in double precision.
private struct PlainMLP {
  let sizes: [Int]

  func logits(_ x: [Double], _ parameters: [Double]) -> [Double] {
    var (now, place) = (x, 0)
    for (layer, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
      var next = [Double](repeating: 0, count: outputs)
      for j in 0..<outputs {
        next[j] = parameters[place + outputs * inputs + j]
        for i in 0..<inputs { next[j] += parameters[place + j * inputs + i] * now[i] }
      }
      place += outputs * (inputs + 1)
      now = layer + 2 < sizes.count ? next.map { tanh($0) } : next
    }
    return now
  }

  func logSoftmax(_ z: [Double]) -> [Double] {
    let largest = z.max() ?? 0
    let sum = z.reduce(0) { $0 + exp($1 - largest) }
    return z.map { $0 - largest - log(sum) }
  }

  func crossEntropy(_ x: [Double], _ label: Int, _ parameters: [Double]) -> Double {
    -logSoftmax(logits(x, parameters))[label]
  }

  func divergence(_ x: [Double], _ other: [Double], _ parameters: [Double]) -> Double {
    let p = logSoftmax(logits(x, parameters))
    let q = logSoftmax(logits(other, parameters))
    return zip(p, q).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
  }
}

struct TrainingGradientTests {
  private static let plain = PlainMLP(sizes: [3, 5, 4])
  private static let layers: [any AdvKit.Layer] = [
    Dense(inputs: 3, outputs: 5), Tanh(.vector(5)), Dense(inputs: 5, outputs: 4),
  ]
  private static let key = RandomKey(seed: 5, cell: "test", stream: "data")

  private static func network() -> Network {
    var random = RandomStream(key.named("weights"))
    return Network(layers: layers, parameters: (0..<44).map { _ in Float(random.normal() / 2) })
  }

  /// More rows than a block has, so that several parts and their order are at work.
  private static func examples(_ count: Int) throws -> Examples {
    var random = RandomStream(key)
    return try Examples(
      shape: .vector(3), inputs: (0..<3 * count).map { _ in Float(random.normal()) },
      labels: (0..<count).map { $0 * 7 % 4 }, classes: 4)
  }

  /// θ − θ′ of one plain update at rate 1 is the gradient that was descended.
  private func gradient(_ method: any TrainingMethod, _ threat: Threat?, count: Int) throws
    -> (gradient: [Double], loss: Double)
  {
    let network = Self.network()
    let examples = try Self.examples(count)
    let training = try NetworkTraining(
      method, threat: threat, epochs: 1, batch: count, optimiser: SGD(), rate: 1, key: Self.key,
      order: .given([Array(0..<count)]), evaluateEvery: 0)
    let result = try training.run(try training.start(from: network, on: examples), on: examples)
    #expect(result.outcome == .finished)
    let differences = zip(network.parameters, result.network.parameters).map {
      Double($0) - Double($1)
    }
    return (differences, result.state.history[0].loss)
  }

  private func numeric(_ loss: ([Double]) -> Double) -> [Double] {
    let start = Self.network().parameters.map(Double.init)
    return start.indices.map { i in
      var (up, down) = (start, start)
      up[i] += 1e-5
      down[i] -= 1e-5
      return (loss(up) - loss(down)) / 2e-5
    }
  }

  @Test(arguments: [1, 32, 77, 300])
  func aMinibatchDescendsItsMeanLoss(count: Int) throws {
    let examples = try Self.examples(count)
    func loss(_ parameters: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<count {
        sum += Self.plain.crossEntropy(
          examples.input(i).map(Double.init), examples.labels[i], parameters)
      }
      return sum / Double(count)
    }
    let found = try gradient(StandardTraining(), nil, count: count)
    #expect(abs(found.loss - loss(Self.network().parameters.map(Double.init))) < 1e-6)
    for (a, b) in zip(found.gradient, numeric(loss)) { #expect(abs(a - b) < 2e-6) }
  }

  // Without room for a step, the divergence is that to the starting noise: 0 to 1e-6. So the ball has
  // radius 0.3 and its points come from a second, plain ascent: a step longer than the ball ends in a
  // corner, whose signs the plain loss decides.
  @Test func tradesDescendsBothPlacesOfTheNetwork() throws {
    let (count, beta) = (6, 3.0)
    let examples = try Self.examples(count)
    let threat = try Threat(Ball(.linf, radius: 0.3))
    let start = Self.network().parameters.map(Double.init)
    let clean = (0..<count).map { examples.input($0).map(Double.init) }
    // The start near the clean point, drawn as the method draws it, then one step of length 1.
    var random = RandomStream(Self.key.named("training attack"), part: 0, 0)
    let moved = clean.map { x in
      let near = x.map { Double(Float($0) + Float(0.001 * random.normal())) }
      let corner = near.indices.map { j in
        var (up, down) = (near, near)
        up[j] += 1e-6
        down[j] -= 1e-6
        let slope =
          Self.plain.divergence(x, up, start) - Self.plain.divergence(x, down, start)
        return x[j] + (slope > 0 ? 0.3 : -0.3)
      }
      return corner
    }
    func loss(_ parameters: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<count {
        sum += Self.plain.crossEntropy(clean[i], examples.labels[i], parameters)
        sum += beta * Self.plain.divergence(clean[i], moved[i], parameters)
      }
      return sum / Double(count)
    }
    let found = try gradient(TRADESTraining(beta: beta, steps: 1, step: 1), threat, count: count)
    #expect(abs(found.loss - loss(start)) < 2e-6)
    for (a, b) in zip(found.gradient, numeric(loss)) { #expect(abs(a - b) < 4e-6) }
  }

  @Test func linearNetworksFollowPlainGradientDescent() throws {
    let count = 40
    let examples = try Self.examples(count)
    let plain = PlainMLP(sizes: [3, 4])
    let start: [Float] = (0..<16).map { Float($0 % 5) / 5 - 0.4 }
    let training = try NetworkTraining(
      StandardTraining(), epochs: 25, batch: count, optimiser: SGD(), rate: 0.5, key: Self.key,
      evaluateEvery: 0)
    let network = Network(layers: [Dense(inputs: 3, outputs: 4)], parameters: start)
    let result = try training.run(try training.start(from: network, on: examples), on: examples)
    var theta = start.map(Double.init)
    for _ in 0..<25 {
      var gradient = [Double](repeating: 0, count: 16)
      for i in 0..<count {
        let x = examples.input(i).map(Double.init)
        let log = plain.logSoftmax(plain.logits(x, theta))
        for c in 0..<4 {
          let slope = exp(log[c]) - (c == examples.labels[i] ? 1 : 0)
          for j in 0..<3 { gradient[c * 3 + j] += slope * x[j] / Double(count) }
          gradient[12 + c] += slope / Double(count)
        }
      }
      for i in theta.indices { theta[i] -= 0.5 * gradient[i] }
    }
    for (a, b) in zip(result.network.parameters, theta) { #expect(abs(Double(a) - b) < 5e-6) }
  }

  @Test func fullBatchesAgreeWithPyTorch() throws {
    let peers = try TrainingPeers.read().training
    #expect(peers.count == 3)
    for peer in peers {
      let examples = try Examples(
        shape: .vector(2), inputs: peer.points, labels: peer.labels, classes: peer.classes)
      let training = try NetworkTraining(
        StandardTraining(), epochs: peer.losses.count, batch: examples.count,
        optimiser: peer.settings.rule, rate: peer.settings.rate, key: Self.key, evaluateEvery: 0)
      let result = try training.run(
        try training.start(from: TrainingPeers.network(peer.layers, peer.start), on: examples),
        on: examples)
      for (record, loss) in zip(result.state.history, peer.losses) {
        #expect(abs(record.loss - loss) < 2e-6)
      }
      let end = peer.end.flatMap(\.values)
      #expect(end.count == result.network.parameters.count)
      for (a, b) in zip(result.network.parameters, end) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func tradesAgreesWithPyTorch() throws {
    let peer = try TrainingPeers.read().trades
    let network = TrainingPeers.network(peer.layers, peer.parameters)
    let threat = try Threat(Ball(.linf, radius: peer.radius), box: Box(0, 1))
    let rows = peer.labels.count
    let parameters = FloatBuffer(network.parameters.count)
    for (i, value) in network.parameters.enumerated() { parameters.start[i] = value }
    let gradient = FloatBuffer(network.parameters.count)
    let block = TrainingBlock(
      network, parameters.start, capacity: rows, threat: threat, loss: .crossEntropy,
      key: Self.key)
    block.beginPart(of: rows, gradient: gradient.start)
    Array(0..<rows).withUnsafeBufferPointer { places in
      block.take(
        places, inputs: peer.points, classes: peer.labels, perturbation: gradient.start,
        random: RandomStream(Self.key))
    }
    block.startAtClean()
    block.rememberDistributions()
    for (i, value) in peer.start.enumerated() { block.current[i] = value }
    for points in peer.iterates {
      block.ascendDivergence(length: Float(peer.step))
      for (i, value) in points.enumerated() { #expect(abs(block.current[i] - value) < 1e-5) }
    }
    block.descendDivergence(beta: Float(peer.beta))
    #expect(abs(block.lossSum / Double(rows) - peer.loss) < 1e-5)
    for (i, value) in peer.parameterGradients.joined().enumerated() {
      #expect(abs(gradient.start[i] - value) < 1e-5)
    }
  }
}
