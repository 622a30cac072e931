// Oracle: NaiveNetwork.swift, the whole network by its definition in Double, and central differences
// of its cross-entropy.
import Testing

@testable import AdvKit

struct NetworkGradientTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var layers: [any Layer]
    var naive: [NaiveLayer]
    /// How many inputs and parameters are compared; all where nil.
    var sampled: Int?
  }

  static let relu = NaiveLayer.pointwise { max(0, $0) }

  static let cases: [Case] = {
    guard
      let standardise = try? Standardise(.vector(3), mean: [1, 0, -1], deviation: [2, 1, 0.5]),
      let small = try? Architecture(
        .cnnSmall, input: .image(channels: 1, height: 8, width: 8), classes: 10),
      let madry = try? Architecture(
        .cnnMadry, input: .image(channels: 1, height: 4, width: 4), classes: 3)
    else { preconditionFailure("layers") }
    let input = Shape.image(channels: 1, height: 7, width: 6)
    let conv = Convolution(input, outputs: 3, kernel: 3, padding: 1)
    let average = AveragePool(conv.outputShape, kernel: 2, stride: 1)
    let second = Convolution(average.outputShape, outputs: 2, kernel: 2)
    let pool = MaxPool(second.outputShape, kernel: 2, padding: 1)
    return [
      Case(
        testDescription: "mlp",
        layers: [
          standardise,
          Dense(inputs: 3, outputs: 5), Tanh(.vector(5)), Dense(inputs: 5, outputs: 4),
          LeakyReLU(.vector(4)), Dense(inputs: 4, outputs: 6), Softplus(.vector(6)),
          Dense(inputs: 6, outputs: 3),
        ],
        naive: [
          .standardise(mean: [1, 0, -1], deviation: [2, 1, 0.5]), .dense(inputs: 3, outputs: 5),
          .pointwise { $0.hyperbolicTangent }, .dense(inputs: 5, outputs: 4),
          .pointwise { $0 > 0 ? $0 : 0.01 * $0 }, .dense(inputs: 4, outputs: 6),
          .pointwise(naiveSoftplus), .dense(inputs: 6, outputs: 3),
        ]),
      // An activation behind a pooling runs in the pooling's memory.
      Case(
        testDescription: "cnn",
        layers: [
          conv, ReLU(conv.outputShape), average, second, pool, Sigmoid(pool.outputShape),
          Flatten(pool.outputShape), Dense(inputs: pool.outputShape.count, outputs: 4),
        ],
        naive: [
          .convolution(NaiveWindows(1, 7, 6, kernel: (3, 3), stride: 1, padding: 1), outputs: 3),
          relu, .averagePool(NaiveWindows(3, 7, 6, kernel: (2, 2), stride: 1, padding: 0)),
          .convolution(NaiveWindows(3, 6, 5, kernel: (2, 2), stride: 1, padding: 0), outputs: 2),
          .maxPool(NaiveWindows(2, 5, 4, kernel: (2, 2), stride: 2, padding: 1)),
          .pointwise(naiveSigmoid), .dense(inputs: 18, outputs: 4),
        ]),
      Case(
        testDescription: "cnn-small",
        layers: small.layers,
        naive: [
          .convolution(NaiveWindows(1, 8, 8, kernel: (4, 4), stride: 2, padding: 1), outputs: 16),
          relu,
          .convolution(NaiveWindows(16, 4, 4, kernel: (4, 4), stride: 2, padding: 1), outputs: 32),
          relu, .dense(inputs: 128, outputs: 100), relu, .dense(inputs: 100, outputs: 10),
        ], sampled: 24),
      Case(
        testDescription: "cnn-madry",
        layers: madry.layers,
        naive: [
          .convolution(NaiveWindows(1, 4, 4, kernel: (5, 5), stride: 1, padding: 2), outputs: 32),
          relu, .maxPool(NaiveWindows(32, 4, 4, kernel: (2, 2), stride: 2, padding: 0)),
          .convolution(NaiveWindows(32, 2, 2, kernel: (5, 5), stride: 1, padding: 2), outputs: 64),
          relu, .maxPool(NaiveWindows(64, 2, 2, kernel: (2, 2), stride: 2, padding: 0)),
          .dense(inputs: 64, outputs: 1024), relu, .dense(inputs: 1024, outputs: 3),
        ], sampled: 8),
    ]
  }()

  @Test(arguments: cases)
  func theLossGradientIsTheCentralDifference(test: Case) {
    let rows = 2
    let key = RandomKey(seed: 3, cell: "net", stream: "weights")
    let network = Network(
      layers: test.layers, parameters: Initialisation.pytorch.parameters(of: test.layers, key: key))
    let (d, k) = (network.inputShape.count, network.classes)
    var numbers = TestNumbers(9)
    let inputs = (0..<rows * d).map { _ in Float(numbers.number(-1...1)) }
    let labels = [k - 1, 0]
    let pass = NetworkPass(network, capacity: rows)
    var losses = [Float](repeating: 0, count: rows)
    var gradient = [Float](repeating: 0, count: network.parameters.count)
    pass.input.update(from: inputs, count: inputs.count)
    pass.forward(rows: rows, network.parameters)
    let logits = (0..<rows * k).map { pass.logits[$0] }
    func loss() {
      NetworkLoss.crossEntropy.evaluate(
        LossRows(
          rows: rows, classes: k, logits: pass.logits, labels: labels, losses: &losses,
          gradient: pass.logitGradient))
    }
    loss()
    pass.backwardToParameters(rows: rows, network.parameters, into: &gradient, toInput: true)
    let both = (0..<rows * d).map { pass.inputGradient[$0] }
    pass.forward(rows: rows, network.parameters)
    loss()
    pass.backwardToInput(rows: rows, network.parameters)
    #expect(both == (0..<rows * d).map { pass.inputGradient[$0] })

    let naive = NaiveNetwork(layers: test.naive)
    let w = network.parameters.map(Double.init)
    let x = (0..<rows).map { row in inputs[row * d..<(row + 1) * d].map(Double.init) }
    func picked(_ count: Int) -> [Int] {
      test.sampled.map { n in (0..<n).map { _ in numbers.index(count) } } ?? Array(0..<count)
    }
    for row in 0..<rows {
      let expected = naive.logits(x[row], w)
      for i in 0..<k { #expect(abs(Double(logits[row * k + i]) - expected[i]) < 2e-6) }
      let value = naive.crossEntropy(x[row], w, label: labels[row])
      #expect(abs(Double(losses[row]) - value) < 4e-6)
      for i in picked(d) {
        let expected = centralDifference(x[row], i, step: 1e-6) {
          naive.crossEntropy($0, w, label: labels[row])
        }
        #expect(abs(Double(both[row * d + i]) - expected) < 2e-6, "row \(row), input \(i)")
      }
    }
    for place in picked(w.count) {
      let expected = centralDifference(w, place, step: 1e-6) { w in
        (0..<rows).reduce(0) { $0 + naive.crossEntropy(x[$1], w, label: labels[$1]) }
      }
      #expect(abs(Double(gradient[place]) - expected) < 4e-6, "parameter \(place)")
    }
    #expect(gradient.contains { abs($0) > 1e-3 })
  }
}

extension Double {
  fileprivate var hyperbolicTangent: Double { 2 * naiveSigmoid(2 * self) - 1 }
}
