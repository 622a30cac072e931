// Oracle: a file written by Python's struct and json and numpy (Files/tensors.py), bytes written by
// hand from the format's description, and numbers that a round trip must keep.
import Foundation
import Testing

@testable import AdvKit

struct SafetensorsTests {
  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Files/tensors.safetensors")

  @Test func whatNumpyWroteIsRead() throws {
    let file = try Safetensors.parse(Array(Data(contentsOf: Self.file)))
    #expect(
      file.names == ["2.weight", "brain", "double", "empty", "half", "näme \"in\" quotes\n"])
    #expect(file["2.weight"]?.shape == [2, 3])
    #expect(file["2.weight"]?.values == [-1, -0.75, -0.5, -0.25, 0, 0.25])
    #expect(file["double"]?.values == [Float(1.0 / 3), -1e-3, 65_537])
    // The third of half precision is 1365/4096.
    #expect(file["half"]?.values == [0x1p-24, -0x1p-14, 65_504, 1365.0 / 4096, 0])
    #expect(file["half"]?.values[4].sign == .minus)
    #expect(file["brain"]?.values == [1, -3.140625, 0x1p100])
    #expect(file["empty"]?.shape == [0, 5])
    #expect(file["empty"]?.values == [])
    #expect(file["näme \"in\" quotes\n"]?.shape == [])
    #expect(file["näme \"in\" quotes\n"]?.values == [7])
    #expect(file.metadata.map(\.key) == ["format", "of"])
    #expect(file.metadata.map(\.text) == ["pt", "a test 😀"])
  }

  @Test func bytesAreThoseOfTheDescription() throws {
    let file = try Safetensors(
      [
        .init(name: "b", shape: [2], values: [1, -2]), .init(name: "a", shape: [], values: [0.5]),
      ], metadata: [.init(key: "k", text: "\"\u{1}")])
    let header =
      #"{"__metadata__":{"k":"\"\u0001"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#
    let padding = (8 - header.utf8.count % 8) % 8
    let length = header.utf8.count + padding
    #expect(length < 256 && padding > 0)
    let expected =
      [UInt8(length), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
      + Array(repeating: 0x20, count: padding)
      + [0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    #expect(file.serialised() == expected)
    #expect(try Safetensors.parse(expected) == file)
  }

  @Test(arguments: Architecture.names)
  func aNetworkSurvivesTheRoundTrip(name: String) throws {
    let image = Shape.image(channels: 2, height: 5, width: 4)
    let kinds: [String: Architecture.Kind] = [
      "linear": .linear, "mlp": .mlp(hidden: [5, 3], activation: .sigmoid), "cnn-small": .cnnSmall,
      "cnn-madry": .cnnMadry,
    ]
    let kind = try #require(kinds[name])
    let architecture = try Architecture(kind, input: image, classes: 3)
    let standardise = try Standardise(image, mean: [0.5, 0.25], deviation: [2, 3])
    let network = try architecture.network(
      key: RandomKey(seed: 1, cell: "m", stream: "w"), initialisation: .pytorch,
      standardise: standardise)
    let bytes = try network.safetensors().serialised()
    let read = try Network.load(Safetensors.parse(bytes), into: architecture)
    #expect(read.parameters == network.parameters)
    #expect(read.summary == network.summary)
    #expect(read.layers[0] as? Standardise == standardise)
    #expect(try read.safetensors().serialised() == bytes)
  }

  @Test func namesAreThoseOfASequential() throws {
    let small = try Architecture(
      .cnnSmall, input: .image(channels: 1, height: 28, width: 28), classes: 10)
    let key = RandomKey(seed: 1, cell: "m", stream: "w")
    let file = try small.network(key: key, initialisation: .he).safetensors()
    // Conv, ReLU, Conv, ReLU, Flatten, Linear, ReLU, Linear.
    #expect(
      file.tensors.map { "\($0.name) \($0.shape)" } == [
        "0.bias [16]", "0.weight [16, 1, 4, 4]", "2.bias [32]", "2.weight [32, 16, 4, 4]",
        "5.bias [100]", "5.weight [100, 1568]", "7.bias [10]", "7.weight [10, 100]",
      ])
    let standardise = try Standardise(.vector(2), mean: [1, 2], deviation: [3, 4])
    let mlp = try Architecture(
      .mlp(hidden: [3], activation: .relu), input: .vector(2), classes: 2
    ).network(key: key, initialisation: .he, standardise: standardise)
    #expect(
      try mlp.safetensors().names == [
        "0.bias", "0.weight", "2.bias", "2.weight", "standardise.deviation", "standardise.mean",
      ])
  }

  static func tensor(_ name: String, _ shape: [Int]) -> Safetensors.Tensor {
    .init(
      name: name, shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0) + 1 })
  }

  @Test func flatteningMayBeOutsideOfTheSequential() throws {
    let image = Shape.image(channels: 1, height: 2, width: 2)
    for (input, place) in [(image, 0), (image, 1), (.vector(4), 0), (.vector(4), 1)] {
      let file = try Safetensors([
        Self.tensor("\(place).weight", [2, 4]), Self.tensor("\(place).bias", [2]),
      ])
      let architecture = try Architecture(.linear, input: input, classes: 2)
      #expect(
        try Network.load(file, into: architecture).parameters == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2])
    }
  }

  @Test func misfitsNameTheTensor() throws {
    let architecture = try Architecture(.linear, input: .vector(4), classes: 2)
    let (weight, bias) = (Self.tensor("0.weight", [2, 4]), Self.tensor("0.bias", [2]))
    func error(_ tensors: [Safetensors.Tensor]) throws -> SafetensorsError? {
      let file = try Safetensors(tensors)
      do throws(SafetensorsError) {
        _ = try Network.load(file, into: architecture)
        return nil
      } catch {
        return error
      }
    }
    #expect(try error([weight, bias]) == nil)
    #expect(try error([weight]) == .missing(tensor: "0.bias", found: ["0.weight"]))
    #expect(
      try error([Self.tensor("0.weight", [4, 2]), bias])
        == .shape(tensor: "0.weight", expected: [2, 4], found: [4, 2]))
    #expect(
      try error([weight, bias, Self.tensor("2.bias", [2])])
        == .unexpected(tensor: "2.bias", expected: ["0.weight", "0.bias"]))
    #expect(
      try error([weight, bias, Self.tensor("standardise.mean", [2])])
        == .architecture(.standardisation("has 2 means and 0 deviations")))
  }

  @Test func shapesTellDenseArchitectures() throws {
    func inferred(
      _ tensors: [Safetensors.Tensor], _ input: Shape? = nil
    ) throws -> Architecture {
      try .inferred(from: Safetensors(tensors), input: input, activation: .tanh)
    }
    let t = Self.tensor
    let one = [t("0.weight", [3, 4]), t("0.bias", [3])]
    #expect(try inferred(one) == Architecture(.linear, input: .vector(4), classes: 3))
    let image = Shape.image(channels: 1, height: 2, width: 2)
    #expect(try inferred(one, image) == Architecture(.linear, input: image, classes: 3))
    // Places go by number: 10 comes after 2.
    let many = (0...5).flatMap { [t("\(2 * $0).weight", [5 - $0 + 2, 5 - $0 + 3])] }
    #expect(
      try inferred(many)
        == Architecture(
          .mlp(hidden: [7, 6, 5, 4, 3], activation: .tanh), input: .vector(8), classes: 2))
    for wrong in [
      [], [t("fc.weight", [3, 4])], [t("2.weight", [3, 4])], [t("0.weight", [3, 4, 1, 1])],
      one + [t("1.weight", [2, 3])], one + [t("3.weight", [2, 3])], one + [t("2.weight", [2, 4])],
      [t("0.weight", [1, 4])], [t("0.weight", [3, 0])], [t("00.weight", [3, 4])],
      one + [t("2.running_mean", [3])],
    ] {
      #expect(throws: SafetensorsError.self) { try inferred(wrong) }
    }
    #expect(
      throws: SafetensorsError.shape(tensor: "0.weight", expected: [3, 5], found: [3, 4])
    ) { try inferred(one, .vector(5)) }
  }
}
