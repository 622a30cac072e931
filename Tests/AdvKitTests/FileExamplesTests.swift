// Oracle: small arrays whose joining is written out beside them.
import Testing

@testable import AdvKit

struct FileExamplesTests {
  static let labels = FileArray(sizes: [2], values: .integers([-1, 1]))

  @Test func minusOneAndOneBecomeTwoClasses() throws {
    let inputs = FileArray(sizes: [2, 1], values: .doubles([0.5, 2]))
    let examples = try Examples.joining(inputs: inputs, labels: Self.labels)
    #expect(examples.labels == [0, 1])
    #expect(examples.classes == 2)
    #expect(examples.inputs == [0.5, 2])
    // With three classes asked for, −1 is no class.
    #expect(throws: FileFormatError.examples(.classLabel(row: 1, value: -1, classes: 3))) {
      try Examples.joining(inputs: inputs, labels: Self.labels, classes: 3)
    }
  }

  @Test func channelsMayComeLast() throws {
    // One image of 1 × 2 pixels and 3 channels: red 1, 4; green 2, 5; blue 3, 6; and its double.
    let inputs = FileArray(
      sizes: [2, 1, 2, 3], values: .bytes([1, 2, 3, 4, 5, 6, 2, 4, 6, 8, 10, 12]))
    let last = try Examples.joining(
      inputs: inputs, labels: Self.labels, layout: InputLayout(channelsLast: true))
    #expect(last.shape == .image(channels: 3, height: 1, width: 2))
    #expect(last.inputs == [1, 4, 2, 5, 3, 6, 2, 8, 4, 10, 6, 12])
    let first = try Examples.joining(inputs: inputs, labels: Self.labels)
    #expect(first.shape == .image(channels: 1, height: 2, width: 3))
    #expect(first.inputs == [1, 2, 3, 4, 5, 6, 2, 4, 6, 8, 10, 12])
    let flat = try Examples.joining(
      inputs: inputs, labels: Self.labels, layout: InputLayout(scale: 2, isFlat: true))
    #expect(flat.shape == .vector(6))
    #expect(flat.inputs.prefix(3) == [0.5, 1, 1.5])
  }

  @Test(arguments: [0, -1, .nan, .infinity])
  func aScaleThatDoesNotScaleIsRefused(scale: Double) {
    let inputs = FileArray(sizes: [2, 1], values: .floats([0, 1]))
    #expect {
      try Examples.joining(
        inputs: inputs, labels: Self.labels, layout: InputLayout(scale: scale))
    } throws: { "\($0)".hasPrefix("scale is a finite number > 0") }
  }

  @Test func labelsMayBeAColumnOfWholeFloats() throws {
    let inputs = FileArray(sizes: [2, 1], values: .floats([0, 1]))
    let examples = try Examples.joining(
      inputs: inputs, labels: FileArray(sizes: [2, 1], values: .doubles([0, 3])))
    #expect(examples.labels == [0, 3])
    #expect(examples.classes == 4)
    #expect(throws: FileFormatError.notWhole(place: [2, 1], value: "0.5")) {
      try Examples.joining(
        inputs: inputs, labels: FileArray(sizes: [2, 1], values: .doubles([0, 0.5])))
    }
  }

  @Test func labelsDoNotAskForMillionsOfClasses() throws {
    let inputs = FileArray(sizes: [2, 1], values: .floats([0, 1]))
    for label in [1_000, Int64.max] {
      #expect(throws: FileFormatError.self) {
        try Examples.joining(
          inputs: inputs, labels: FileArray(sizes: [2], values: .integers([0, label])))
      }
    }
    let largest = FileArray(sizes: [2], values: .integers([0, 999]))
    #expect(try Examples.joining(inputs: inputs, labels: largest).classes == 1_000)
  }

  @Test func shapesThatDoNotFitAreNamed() {
    let column = FileArray(sizes: [2, 1], values: .floats([0, 1]))
    for (inputs, labels) in [
      (FileArray(sizes: [2], values: .floats([0, 1])), Self.labels),
      (FileArray(sizes: [], values: .floats([0])), Self.labels),
      (FileArray(sizes: [1, 1, 1, 1, 2], values: .floats([0, 1])), Self.labels),
      (column, FileArray(sizes: [], values: .bytes([1]))),
      (column, FileArray(sizes: [1, 2], values: .bytes([0, 1]))),
    ] {
      #expect { try Examples.joining(inputs: inputs, labels: labels) } throws: {
        "\($0)".contains("the array has the shape (")
      }
    }
    #expect(throws: FileFormatError.counts(inputs: 2, labels: 1)) {
      try Examples.joining(inputs: column, labels: FileArray(sizes: [1], values: .bytes([1])))
    }
    #expect(throws: FileFormatError.examples(.empty)) {
      try Examples.joining(
        inputs: FileArray(sizes: [0, 3], values: .floats([])),
        labels: FileArray(sizes: [0], values: .bytes([])))
    }
    #expect(throws: FileFormatError.examples(.noCoordinates)) {
      try Examples.joining(
        inputs: FileArray(sizes: [2, 0], values: .floats([])), labels: Self.labels)
    }
  }
}
