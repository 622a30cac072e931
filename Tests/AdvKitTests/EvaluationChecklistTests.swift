// Oracle: what is known of two networks by construction: one is trained and honest; the other is the
// same with its last layer times 10,000, so that it predicts the same and its cross-entropy has no
// gradient in single precision.
import Evidence
import Testing

@testable import AdvKit

@Suite struct EvaluationChecklistTests {
  static let key = RandomKey(seed: 5, cell: "test", stream: "checklist")

  /// Three clusters in [0, 1]⁶ that overlap a little.
  static func examples() throws -> Examples {
    var numbers = TestNumbers(41)
    var inputs: [Float] = []
    let labels = (0..<90).map { $0 % 3 }
    for label in labels {
      for j in 0..<6 {
        let center = j % 3 == label ? 0.7 : 0.4
        let noise = numbers.number(-1...1) + numbers.number(-1...1)
        inputs.append(Float(min(max(center + 0.12 * noise, 0), 1)))
      }
    }
    return try Examples(shape: .vector(6), inputs: inputs, labels: labels, classes: 3)
  }

  /// 6-12-3 with tanh, trained by plain gradient descent.
  static func trained(on examples: Examples) -> Network {
    var numbers = TestNumbers(42)
    let layers: [any Layer] = [
      Dense(inputs: 6, outputs: 12), Tanh(.vector(12)), Dense(inputs: 12, outputs: 3),
    ]
    let count = layers.reduce(0) { $0 + $1.parameterCount }
    var network = Network(
      layers: layers, parameters: (0..<count).map { _ in Float(numbers.number(-0.5...0.5)) })
    let pass = NetworkPass(network, capacity: examples.count)
    let losses = UnsafeMutablePointer<Float>.allocate(capacity: examples.count)
    let labels = UnsafeMutablePointer<Int>.allocate(capacity: examples.count)
    defer {
      losses.deallocate()
      labels.deallocate()
    }
    losses.initialize(repeating: 0, count: examples.count)
    labels.initialize(repeating: 0, count: examples.count)
    for (place, label) in examples.labels.enumerated() { labels[place] = label }
    // None of these is empty, so that each has an address.
    for _ in 0..<400 {
      for (place, value) in examples.inputs.enumerated() { pass.input[place] = value }
      var gradient = [Float](repeating: 0, count: count)
      network.parameters.withUnsafeBufferPointer { parameters in
        guard let start = parameters.baseAddress else { return }
        pass.forward(rows: examples.count, start)
        NetworkLoss.crossEntropy.evaluate(
          LossRows(
            rows: examples.count, classes: 3, logits: pass.logits, labels: labels, losses: losses,
            gradient: pass.logitGradient))
        gradient.withUnsafeMutableBufferPointer {
          guard let sums = $0.baseAddress else { return }
          pass.backwardToParameters(rows: examples.count, start, into: sums)
        }
      }
      for place in 0..<count { network.parameters[place] -= 0.01 * gradient[place] }
    }
    return network
  }

  /// The same network with logits 10,000 times as large.
  static func masked(_ network: Network) -> Network {
    var result = network
    for place in network.parameterOffsets[2]..<network.parameters.count {
      result.parameters[place] *= 10_000
    }
    return result
  }

  static func checklist(
    _ loss: NetworkLoss = .crossEntropy, source: Network? = nil
  ) throws -> EvaluationChecklist {
    try EvaluationChecklist(
      Threat(Ball(.linf, radius: 0.08), box: Box(0, 1)), key: key, loss: loss, steps: 20,
      restarts: 3, queries: 300, draws: 100, source: source)
  }

  // With three classes the largest cross-entropy may lie where both others are likely and neither
  // wins, so that PGD on it misses what Square finds; the logit margin has no such points.
  @Test func anHonestNetworkPasses() throws {
    let examples = try Self.examples()
    let network = Self.trained(on: examples)
    let report = try Self.checklist(
      .logitMargin(cappedAt: .infinity), source: Self.masked(network)
    ).run(network, on: examples)
    #expect(
      report.failures == [], "\(report.findings.filter { $0.verdict == .fail }.map(\.reason))")
    #expect(report.findings.map(\.item) == ChecklistItem.allCases)
    #expect(report.clean.accuracy.value > 0.9)
    // It says something: the attack under evaluation misleads some examples, not all.
    #expect(report.evaluated.robustAccuracy.value < report.clean.accuracy.value - 0.1)
    #expect(report.evaluated.robustAccuracy.value > 0.1)
    let open = report.findings.filter { $0.verdict == .notApplicable }.map(\.item)
    #expect(open == [.adaptiveAttack, .codeAndModels, .randomness, .provableBound])
  }

  @Test func aMaskedNetworkFoolsPGDAndNotTheChecklist() throws {
    let examples = try Self.examples()
    let honest = Self.trained(on: examples)
    let network = Self.masked(honest)
    let report = try Self.checklist(source: honest).run(network, on: examples)
    // It is no more robust than the honest one, whose margins it has 10,000 times.
    let truth = try Self.checklist().run(honest, on: examples)
    #expect(report.clean.predictions == truth.clean.predictions)
    #expect(
      report.evaluated.robustAccuracy.value > truth.evaluated.robustAccuracy.value + 0.05)
    for item in [
      ChecklistItem.gradients, .gradientFree, .whiteBox, .noise, .unbounded, .otherLoss,
      .perExample,
      .transfer,
    ] {
      #expect(report[item]?.verdict == .fail, "\(item): \(report[item]?.reason ?? "")")
    }
    for item in [ChecklistItem.cleanAccuracy, .logits, .threatModel] {
      #expect(report[item]?.verdict == .pass)
    }
    #expect(
      report.worst.robustAccuracy.value <= truth.evaluated.robustAccuracy.value + 0.02)
  }

  @Test func probabilitiesAreNoticed() throws {
    // Two outputs (x, 1 − x) with the sum 1: probabilities, given as logits.
    let network = Network(
      layers: [Dense(inputs: 1, outputs: 2)], parameters: [1, -1, 0, 1])
    let examples = try Examples(
      shape: .vector(1), inputs: [0.1, 0.2, 0.8, 0.9], labels: [1, 1, 0, 0], classes: 2)
    let report = try EvaluationChecklist(
      Threat(Ball(.linf, radius: 0.05), box: Box(0, 1)), key: Self.key, steps: 10, restarts: 2,
      queries: 20, draws: 20
    ).run(network, on: examples)
    #expect(report.failures.contains(.logits))
    #expect(report[.targeted]?.verdict == .notApplicable)
    #expect(report[.transfer]?.verdict == .notApplicable)
    #expect(report[.gradients]?.verdict == .pass)
  }

  @Test func aBallWithoutRadiusIsRefused() throws {
    #expect(throws: AttackError.self) {
      try EvaluationChecklist(Threat(Ball(.linf, radius: 0)), key: Self.key)
    }
  }
}
