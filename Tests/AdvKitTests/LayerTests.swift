// Oracle: NaiveNetwork.swift, layers by their definitions in Double and their central differences;
// windows worked out by hand for ties and for what is not a number.
import Foundation
import Testing

@testable import AdvKit

struct LayerTests {
  static let image = Shape.image(channels: 2, height: 6, width: 7)

  struct Case: CustomTestStringConvertible {
    var layer: any Layer
    var naive: NaiveLayer
    var rows = 3
    var testDescription: String { layer.summary + ", \(layer.inputShape)" }
  }

  static func convolution(
    _ c: Int, _ h: Int, _ w: Int, _ outputs: Int, _ kernel: (Int, Int), _ stride: Int,
    _ padding: Int, rows: Int = 3
  ) -> Case {
    Case(
      layer: Convolution(
        .image(channels: c, height: h, width: w), outputs: outputs, kernelHeight: kernel.0,
        kernelWidth: kernel.1, stride: stride, padding: padding),
      naive: .convolution(
        NaiveWindows(c, h, w, kernel: kernel, stride: stride, padding: padding), outputs: outputs),
      rows: rows)
  }

  static let cases: [Case] = {
    guard let standardise = try? Standardise(image, mean: [0.25, -0.5], deviation: [0.5, 2]) else {
      preconditionFailure("a standardisation")
    }
    let small = { NaiveWindows(2, 6, 7, kernel: ($0, $0), stride: $1, padding: $2) }
    let mean = (0..<84).map { $0 < 42 ? 0.25 : -0.5 }
    let deviation = (0..<84).map { $0 < 42 ? 0.5 : 2.0 }
    return [
      Case(layer: Dense(inputs: 5, outputs: 4), naive: .dense(inputs: 5, outputs: 4)),
      Case(layer: ReLU(.vector(9)), naive: .pointwise { max(0, $0) }),
      Case(layer: LeakyReLU(.vector(9)), naive: .pointwise { $0 > 0 ? $0 : 0.01 * $0 }),
      Case(
        layer: LeakyReLU(image, slope: 0.25), naive: .pointwise { $0 > 0 ? $0 : 0.25 * $0 }),
      Case(layer: Tanh(.vector(11)), naive: .pointwise { tanh($0) }),
      Case(layer: Sigmoid(.vector(11)), naive: .pointwise(naiveSigmoid)),
      Case(layer: Softplus(.vector(11)), naive: .pointwise(naiveSoftplus)),
      Case(layer: Flatten(image), naive: .pointwise { $0 }),
      Case(
        layer: standardise,
        naive: .standardise(mean: mean, deviation: deviation)),
      Case(layer: MaxPool(image, kernel: 2), naive: .maxPool(small(2, 2, 0))),
      Case(
        layer: MaxPool(image, kernel: 3, stride: 2, padding: 1), naive: .maxPool(small(3, 2, 1))),
      Case(layer: MaxPool(image, kernel: 3, stride: 1), naive: .maxPool(small(3, 1, 0))),
      Case(
        layer: MaxPool(image, kernel: 2, stride: 3, padding: 1), naive: .maxPool(small(2, 3, 1))),
      Case(layer: AveragePool(image, kernel: 2), naive: .averagePool(small(2, 2, 0))),
      Case(
        layer: AveragePool(image, kernel: 3, stride: 2, padding: 1),
        naive: .averagePool(small(3, 2, 1))),
      Case(
        layer: AveragePool(image, kernel: 4, stride: 1, padding: 2),
        naive: .averagePool(small(4, 1, 2))),
      convolution(1, 6, 5, 3, (3, 3), 1, 0),
      convolution(2, 6, 7, 3, (3, 2), 1, 1),
      convolution(2, 5, 5, 3, (5, 5), 1, 2),
      convolution(1, 8, 8, 4, (4, 4), 2, 1),
      convolution(16, 4, 4, 2, (4, 4), 2, 1),
      convolution(64, 3, 3, 2, (2, 2), 1, 1),
      convolution(3, 7, 6, 2, (3, 3), 2, 0),
      convolution(2, 7, 8, 2, (2, 3), 3, 1),
      convolution(2, 5, 4, 3, (1, 1), 1, 0),
      convolution(2, 5, 4, 3, (1, 1), 2, 1),
      convolution(1, 3, 4, 2, (1, 2), 1, 2),
      convolution(1, 7, 9, 2, (2, 2), 4, 0),
      // Padding as wide as the kernel, and an image smaller than the kernel.
      convolution(2, 2, 3, 2, (2, 2), 1, 3),
      convolution(1, 1, 1, 2, (3, 3), 2, 1),
      // More images than a group takes.
      convolution(1, 4, 4, 2, (3, 3), 1, 1, rows: 37),
      convolution(2, 5, 5, 2, (4, 4), 2, 1, rows: 35),
    ]
  }()

  /// A layer with its memory, all of which begins as something that is no number.
  private final class Bench {
    let layer: any Layer
    let rows: Int
    var input: [Float]
    var parameters: [Float]
    var outputGradient: [Float]
    var output: [Float]
    var scratch: [Float]
    var inputGradient: [Float]

    init(_ test: Case, seed: UInt64) {
      var numbers = TestNumbers(seed)
      layer = test.layer
      rows = test.rows
      func draws(_ count: Int) -> [Float] { (0..<count).map { _ in Float(numbers.number(-2...2)) } }
      input = draws(rows * layer.inputShape.count)
      parameters = draws(layer.parameterCount)
      outputGradient = draws(rows * layer.outputShape.count)
      output = Array(repeating: .nan, count: rows * layer.outputShape.count)
      scratch = Array(repeating: .nan, count: layer.scratchCount) + [1, 2, 3, 4]
      inputGradient = Array(repeating: .nan, count: input.count)
    }

    func run(_ body: (LayerMemory) -> Void) {
      run(parameters + [0], input, &output, &outputGradient, &scratch, body)
    }

    private func run(
      _ parameters: UnsafePointer<Float>, _ input: UnsafePointer<Float>,
      _ output: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
      _ scratch: UnsafeMutablePointer<Float>, _ body: (LayerMemory) -> Void
    ) {
      body(
        LayerMemory(
          rows: rows, parameters: parameters, input: input, output: output,
          outputGradient: gradient, scratch: scratch))
    }
  }

  private func near(_ found: Float, _ expected: Double, _ scale: Double) -> Bool {
    abs(Double(found) - expected) <= 1e-5 * (1 + scale)
  }

  @Test(arguments: cases)
  func forwardIsTheDefinition(test: Case) {
    let bench = Bench(test, seed: 1)
    bench.run { bench.layer.forward($0) }
    let (inputs, outputs) = (bench.layer.inputShape.count, bench.layer.outputShape.count)
    #expect(bench.layer.parameterCount == test.naive.parameterCount)
    let w = bench.parameters.map(Double.init)
    for row in 0..<test.rows {
      let x = bench.input[row * inputs..<(row + 1) * inputs].map(Double.init)
      let expected = test.naive(x, w[...])
      #expect(expected.count == outputs)
      for i in 0..<outputs {
        #expect(near(bench.output[row * outputs + i], expected[i], abs(expected[i])))
      }
    }
    #expect(bench.scratch.suffix(4) == [1, 2, 3, 4])
  }

  @Test(arguments: cases)
  func gradientsAreTheCentralDifferences(test: Case) {
    let bench = Bench(test, seed: 2)
    bench.run { bench.layer.forward($0) }
    let (inputs, outputs) = (bench.layer.inputShape.count, bench.layer.outputShape.count)
    let x = bench.input.map(Double.init)
    let w = bench.parameters.map(Double.init)
    let g = bench.outputGradient.map(Double.init)
    func weighted(_ row: Int, _ x: [Double], _ w: [Double]) -> Double {
      zip(test.naive(x, w[...]), g[row * outputs..<(row + 1) * outputs]).reduce(0) {
        $0 + $1.0 * $1.1
      }
    }
    var parameterGradient = [Float](repeating: 0, count: w.count + 1)
    bench.run { memory in
      bench.layer.backward(
        memory, inputGradient: &bench.inputGradient, parameterGradient: &parameterGradient)
    }
    // First and last row: a group of images ends between them where there are many.
    for row in Set([0, test.rows - 1]) {
      let own = Array(x[row * inputs..<(row + 1) * inputs])
      for i in 0..<inputs {
        let expected = centralDifference(own, i) { weighted(row, $0, w) }
        #expect(
          near(bench.inputGradient[row * inputs + i], expected, abs(expected)),
          "row \(row), input \(i)")
      }
    }
    #expect(bench.inputGradient.allSatisfy { $0.isFinite })
    for k in w.indices {
      let expected = centralDifference(w, k) { w in
        (0..<test.rows).reduce(0) {
          $0 + weighted($1, Array(x[$1 * inputs..<($1 + 1) * inputs]), w)
        }
      }
      // The sum over rows and positions rounds with its terms' size.
      #expect(near(parameterGradient[k], expected, abs(expected) + 4), "parameter \(k)")
    }
    #expect(bench.scratch.suffix(4) == [1, 2, 3, 4])
  }

  @Test(arguments: cases)
  func parameterGradientsAddUpAndNeedNoInputGradient(test: Case) {
    let count = test.layer.parameterCount
    guard count > 0 else { return }
    let bench = Bench(test, seed: 3)
    bench.run { bench.layer.forward($0) }
    var once = [Float](repeating: 0, count: count)
    var again = [Float](repeating: 8, count: count)
    bench.run { bench.layer.backward($0, inputGradient: nil, parameterGradient: &once) }
    bench.run { bench.layer.backward($0, inputGradient: nil, parameterGradient: &again) }
    for k in 0..<count { #expect(abs(again[k] - (8 + once[k])) <= 1e-5 * (8 + abs(once[k]))) }
    #expect(once.contains { abs($0) > 0.1 })
    // The gradient by the inputs does not depend on whether that by the parameters is wanted.
    var (alone, both) = (bench.inputGradient, bench.inputGradient)
    bench.run { bench.layer.backward($0, inputGradient: &alone, parameterGradient: nil) }
    bench.run { bench.layer.backward($0, inputGradient: &both, parameterGradient: &once) }
    #expect(alone == both)
  }

  @Test(arguments: cases.filter(\.layer.isElementwise))
  func inPlaceIsTheSame(test: Case) {
    let apart = Bench(test, seed: 4)
    apart.run { apart.layer.forward($0) }
    apart.run { memory in
      apart.layer.backward(
        memory, inputGradient: &apart.inputGradient, parameterGradient: nil)
    }
    let place = Bench(test, seed: 4)
    place.output = place.input
    place.run { memory in
      let shared = LayerMemory(
        rows: memory.rows, parameters: memory.parameters, input: UnsafePointer(memory.output),
        output: memory.output, outputGradient: memory.outputGradient, scratch: memory.scratch)
      place.layer.forward(shared)
      place.layer.backward(
        shared, inputGradient: memory.outputGradient, parameterGradient: nil)
    }
    #expect(place.output == apart.output)
    #expect(place.outputGradient == apart.inputGradient)
  }

  @Test func aTieInAWindowGoesToTheFirstInScanOrder() {
    let bench = Bench(
      Case(
        layer: MaxPool(.image(channels: 1, height: 2, width: 4), kernel: 2),
        naive: .pointwise { $0 }, rows: 1), seed: 1)
    bench.input = [1, 3, 5, 5, 3, 3, 5, 5]
    bench.outputGradient = [2, 7]
    bench.run { bench.layer.forward($0) }
    bench.run { memory in
      bench.layer.backward(
        memory, inputGradient: &bench.inputGradient, parameterGradient: nil)
    }
    #expect(bench.output == [3, 5])
    #expect(bench.inputGradient == [0, 2, 7, 0, 0, 0, 0, 0])
  }

  @Test(
    arguments: [
      ReLU(.vector(16)), LeakyReLU(.vector(16)), Tanh(.vector(16)), Sigmoid(.vector(16)),
      Softplus(.vector(16)), MaxPool(.image(channels: 1, height: 4, width: 4), kernel: 2),
      AveragePool(.image(channels: 1, height: 4, width: 4), kernel: 2),
      Convolution(.image(channels: 1, height: 4, width: 4), outputs: 1, kernel: 2, stride: 2),
    ] as [any Layer])
  func whatIsNotANumberStaysSo(layer: any Layer) {
    let bench = Bench(Case(layer: layer, naive: .pointwise { $0 }, rows: 1), seed: 5)
    bench.input[5] = .nan
    bench.run { layer.forward($0) }
    #expect(bench.output.filter { $0.isNaN }.count == 1)
  }

  @Test func aStandardisationIsForAllChannelsOrCoordinatesAndNothingElse() throws {
    let shape = Shape.image(channels: 2, height: 1, width: 2)
    for (mean, expected) in [
      ([1], [1, 1, 1, 1]), ([1, 2], [1, 1, 2, 2]), ([1, 2, 3, 4], [1, 2, 3, 4]),
    ] as [([Float], [Float])] {
      let layer = try Standardise(shape, mean: mean, deviation: mean)
      let bench = Bench(Case(layer: layer, naive: .pointwise { $0 }, rows: 1), seed: 1)
      bench.input = expected.map { 3 * $0 }
      bench.run { layer.forward($0) }
      #expect(bench.output == [2, 2, 2, 2])
    }
    for (mean, deviation) in [
      ([1, 2, 3], [1, 2, 3]), ([], []), ([1], [1, 1]), ([.nan], [1]), ([0], [0]), ([0], [-1]),
      ([0], [.infinity]),
    ] as [([Float], [Float])] {
      #expect(throws: ArchitectureError.self) {
        try Standardise(shape, mean: mean, deviation: deviation)
      }
    }
  }
}
