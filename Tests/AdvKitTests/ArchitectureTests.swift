// Oracle: shapes and parameter counts worked out by hand from the papers' descriptions, moments and
// bounds of the published initialisations.
import Testing

@testable import AdvKit

struct ArchitectureTests {
  static let mnist = Shape.image(channels: 1, height: 28, width: 28)

  @Test func cnnSmallIsWongAndKolters() throws {
    let architecture = try Architecture(.cnnSmall, input: Self.mnist, classes: 10)
    let summary = architecture.summary
    #expect(
      summary.map(\.name) == [
        "conv 4 × 4, stride 2, padding 1", "ReLU", "conv 4 × 4, stride 2, padding 1", "ReLU",
        "flatten", "dense", "ReLU", "dense",
      ])
    #expect(
      summary.map(\.outputShape.description) == [
        "16 × 14 × 14", "16 × 14 × 14", "32 × 7 × 7", "32 × 7 × 7", "1568", "100", "100", "10",
      ])
    // 16·(16 + 1), 32·(256 + 1), 100·(1568 + 1), 10·(100 + 1).
    #expect(summary.map(\.parameterCount) == [272, 0, 8224, 0, 0, 156_900, 0, 1010])
    #expect(architecture.parameterCount == 166_406)
  }

  @Test func cnnMadryIsMadryAndOthers() throws {
    let architecture = try Architecture(.cnnMadry, input: Self.mnist, classes: 10)
    let summary = architecture.summary
    #expect(
      summary.map(\.name) == [
        "conv 5 × 5, padding 2", "ReLU", "max pool 2 × 2, stride 2", "conv 5 × 5, padding 2",
        "ReLU", "max pool 2 × 2, stride 2", "flatten", "dense", "ReLU", "dense",
      ])
    #expect(
      summary.map(\.outputShape.description) == [
        "32 × 28 × 28", "32 × 28 × 28", "32 × 14 × 14", "64 × 14 × 14", "64 × 14 × 14",
        "64 × 7 × 7", "3136", "1024", "1024", "10",
      ])
    #expect(
      summary.map(\.parameterCount) == [832, 0, 0, 51_264, 0, 0, 0, 3_212_288, 0, 10_250])
    #expect(architecture.parameterCount == 3_274_634)
  }

  @Test func denseArchitecturesFlattenImagesOnly() throws {
    let linear = try Architecture(.linear, input: .vector(64), classes: 10)
    #expect(linear.summary.map(\.name) == ["dense"])
    #expect(linear.parameterCount == 650)
    let onImages = try Architecture(.linear, input: Self.mnist, classes: 10)
    #expect(onImages.summary.map(\.name) == ["flatten", "dense"])
    let mlp = try Architecture(
      .mlp(hidden: [256, 128], activation: .tanh), input: Self.mnist, classes: 10)
    #expect(
      mlp.summary.map(\.name) == ["flatten", "dense", "tanh", "dense", "tanh", "dense"])
    #expect(mlp.parameterCount == 785 * 256 + 257 * 128 + 129 * 10)
  }

  @Test func whatMakesNoNetworkIsSaid() {
    func error(_ kind: Architecture.Kind, _ input: Shape, _ classes: Int = 10) -> ArchitectureError?
    {
      do throws(ArchitectureError) {
        _ = try Architecture(kind, input: input, classes: classes)
        return nil
      } catch {
        return error
      }
    }
    let huge = 1 << 60
    let small = Shape.image(channels: 1, height: 3, width: 28)
    let most = Architecture.mostParameters
    #expect(
      error(.cnnSmall, .vector(784)) == .needsImage(architecture: "cnn-small", found: .vector(784)))
    #expect(
      error(.cnnMadry, small) == .imageTooSmall(architecture: "cnn-madry", least: 4, found: small))
    #expect(error(.cnnSmall, .image(channels: 1, height: 4, width: 5)) == nil)
    #expect(error(.linear, .vector(0)) == .emptyInput(.vector(0)))
    #expect(error(.linear, .vector(2), 1) == .classes(1))
    #expect(
      error(.mlp(hidden: [], activation: .relu), .vector(2))
        == .hiddenLayers(count: 0, most: 64))
    #expect(
      error(.mlp(hidden: Array(repeating: 1, count: 65), activation: .relu), .vector(2))
        == .hiddenLayers(count: 65, most: 64))
    #expect(
      error(.mlp(hidden: [3, 0], activation: .relu), .vector(2))
        == .width(layer: 2, found: 0, most: 65_536))
    #expect(
      error(.mlp(hidden: [huge], activation: .relu), .vector(2))
        == .width(layer: 1, found: huge, most: 65_536))
    for (kind, input, classes) in [
      (.linear, .vector(huge), 2), (.linear, .vector(2), huge), (.linear, .vector(10_000), 10_000),
      (.linear, .image(channels: huge, height: huge, width: huge), 2),
      (.mlp(hidden: [65_536, 65_536], activation: .relu), .vector(2), 2),
      (.cnnSmall, .image(channels: 1, height: huge, width: huge), 2),
      (.cnnSmall, .image(channels: 1, height: 4000, width: 4000), 2),
      (.cnnMadry, .image(channels: 90_000_000, height: 4, width: 4), 2),
    ] as [(Architecture.Kind, Shape, Int)] {
      #expect(error(kind, input, classes) == .tooManyParameters(most: most))
    }
  }

  @Test func activationsGoByTheirNames() {
    #expect(
      Activation.allCases.map(\.rawValue) == ["relu", "leaky-relu", "tanh", "sigmoid", "softplus"])
    #expect(
      Activation.allCases.map { $0.layer(.vector(3)).summary } == [
        "ReLU", "leaky ReLU, slope 0.01", "tanh", "sigmoid", "softplus",
      ])
  }
}

struct InitialisationTests {
  static let key = RandomKey(seed: 5, cell: "model", stream: "weights")

  private func network(
    _ widths: [Int], _ initialisation: Initialisation, input: Shape = .vector(64)
  ) throws -> Network {
    try Architecture(.mlp(hidden: widths, activation: .relu), input: input, classes: 10).network(
      key: Self.key, initialisation: initialisation)
  }

  @Test func heHasItsVarianceAndZeroBiases() throws {
    let numbers = try network([400], .he).parameters
    let weights = numbers[..<25_600].map(Double.init)
    #expect(numbers[25_600..<26_000].allSatisfy { $0 == 0 })
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 25_600
    // 2/64, and five standard errors √(2/25600) of it.
    #expect(abs(variance * 32 - 1) < 0.045)
    // A normal distribution has kurtosis 3 (standard error √(24/n)), a uniform one 1.8.
    let fourth = weights.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 25_600
    #expect(abs(fourth / (variance * variance) - 3) < 0.16)
  }

  @Test(arguments: [Initialisation.glorot, .pytorch])
  func uniformOnesFillTheirInterval(initialisation: Initialisation) throws {
    let numbers = try network([400], initialisation).parameters.map(Double.init)
    let bound = initialisation == .glorot ? (6.0 / 464).squareRoot() : 0.125
    let weights = numbers[..<25_600]
    let largest = weights.reduce(0) { max($0, abs($1)) }
    #expect(largest <= bound && largest > 0.999 * bound)
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 25_600
    #expect(abs(variance * 3 / (bound * bound) - 1) < 0.03)
    let mean = weights.reduce(0, +) / 25_600
    #expect(abs(mean) < 5 * bound / (3 * 25_600.0).squareRoot())
    let biases = numbers[25_600..<26_000]
    let largestBias = biases.reduce(0) { max($0, abs($1)) }
    #expect(initialisation == .glorot ? largestBias == 0 : largestBias > 0.95 * 0.125)
    #expect(largestBias <= 0.125)
  }

  @Test func aConvolutionCountsItsWindow() throws {
    let architecture = try Architecture(
      .cnnSmall, input: .image(channels: 1, height: 28, width: 28), classes: 10)
    let numbers = try architecture.network(key: Self.key, initialisation: .pytorch).parameters
    #expect(numbers.count == 166_406)
    // Fan-in 16 for the first convolution, 256 for the second.
    let first = numbers[..<272].reduce(0) { max($0, abs($1)) }
    let second = numbers[272..<8496].reduce(0) { max($0, abs($1)) }
    #expect(first <= 0.25 && first > 0.24)
    #expect(second <= 0.0625 && second > 0.0624)
  }

  @Test(arguments: Initialisation.allCases)
  func aFurtherLayerChangesNoTensorBeforeIt(initialisation: Initialisation) throws {
    let short = try network([20], initialisation).parameters
    let long = try network([20, 30], initialisation).parameters
    #expect(short[..<1300] == long[..<1300])
    // Nor do layers without parameters: an image is flattened first.
    let image = try network([20], initialisation, input: .image(channels: 1, height: 8, width: 8))
    #expect(image.parameters == short)
    // Each tensor has draws of its own: scaled alike, the two weights have nothing in common.
    let scales = initialisation == .glorot ? [84.0, 30.0] : [64.0, 20.0]
    let apart = (0..<200).filter {
      let (first, second) = (Double(short[$0]), Double(short[1300 + $0]))
      return abs(first * scales[0].squareRoot() - second * scales[1].squareRoot()) > 1e-4
    }
    #expect(apart.count > 190)
  }

  @Test func standardisationStandsInFrontAndFitsItsInput() throws {
    let architecture = try Architecture(.linear, input: .vector(2), classes: 2)
    let standardise = try Standardise(.vector(2), mean: [1, 2], deviation: [3, 4])
    let network = try architecture.network(
      key: Self.key, initialisation: .he, standardise: standardise)
    #expect(network.summary.map(\.name) == ["standardise", "dense"])
    let other = try Standardise(.vector(3), mean: [1], deviation: [3])
    #expect(throws: ArchitectureError.self) {
      try architecture.network(key: Self.key, initialisation: .he, standardise: other)
    }
  }
}
