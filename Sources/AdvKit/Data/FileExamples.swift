/// How the numbers of an input file become the inputs of a network.
package struct InputLayout: Sendable, Hashable {
  /// What every number is divided by: 255 for grey levels of a byte, so that the box is [0, 1].
  package var scale: Double
  /// Whether images become vectors.
  package var isFlat: Bool
  /// Whether an image's channels are its last axis in the file, as in TensorFlow, and not its first.
  package var channelsLast: Bool

  /// A layout; as the file has it unless said otherwise.
  package init(scale: Double = 1, isFlat: Bool = false, channelsLast: Bool = false) {
    self.scale = scale
    self.isFlat = isFlat
    self.channelsLast = channelsLast
  }
}

extension Examples {
  /// The most classes that a file's labels may ask for unasked.
  static let largestClassCount = 1_000

  /// Joins an array of inputs and one of labels.
  ///
  /// The first axis counts the examples. Inputs n × d are vectors; n × height × width are images of
  /// one channel; n × channels × height × width are images. Labels are whole numbers, an array
  /// of n or n × 1: classes from 0, or −1 and 1, which become the classes 0 and 1.
  ///
  /// - Parameter classes: the number of classes, at least 2; nil for the largest label + 1.
  /// - Throws: ``FileFormatError``: `counts`, `shape`, `notFinite`, `notWhole`, or `examples` for
  ///   labels outside the classes.
  package static func joining(
    inputs: FileArray, labels: FileArray, layout: InputLayout = InputLayout(), classes: Int? = nil
  ) throws(FileFormatError) -> Examples {
    let perExample = labels.sizes.dropFirst().reduce(true) { $0 && $1 == 1 }
    guard let labelCount = labels.sizes.first, perExample, labels.sizes.count <= 2 else {
      throw .shape(found: labels.sizes, requirement: "labels have one axis, a label an example")
    }
    guard (2...4).contains(inputs.sizes.count) else {
      throw .shape(
        found: inputs.sizes,
        requirement: "inputs have the axes examples × numbers, examples × height × width, "
          + "or examples × channels × height × width")
    }
    guard inputs.sizes[0] == labelCount else {
      throw .counts(inputs: inputs.sizes[0], labels: labelCount)
    }
    guard inputs.count > 0 else {
      throw .examples(labelCount == 0 ? .empty : .noCoordinates)
    }
    var values = try inputs.floats(scale: layout.scale)
    var sizes = Array(inputs.sizes.dropFirst())
    if sizes.count == 3, layout.channelsLast {
      values = channelsFirst(values, pixels: sizes[0] * sizes[1], channels: sizes[2])
      sizes = [sizes[2], sizes[0], sizes[1]]
    }
    if sizes.count == 2 { sizes.insert(1, at: 0) }
    let shape: Shape =
      sizes.count == 3 && !layout.isFlat
      ? .image(channels: sizes[0], height: sizes[1], width: sizes[2])
      : .vector(sizes.reduce(1, *))
    let (indices, count) = try classIndices(labels.integers(), classes: classes)
    do throws(DataError) {
      return try Examples(shape: shape, inputs: values, labels: indices, classes: count)
    } catch {
      throw .examples(error)
    }
  }

  /// Joins the two files of MNIST's format, packed or not.
  ///
  /// - Parameters:
  ///   - images: bytes of an IDX file n × height × width (or n × d).
  ///   - labels: bytes of an IDX file with n labels.
  ///   - scale: what grey levels are divided by, such as 255.
  ///   - classes: the number of classes; nil for the largest label + 1.
  ///   - isFlat: whether images become vectors.
  /// - Throws: ``FileFormatError``; parse the files one by one to know which of them is at fault.
  package static func idx(
    images: [UInt8], labels: [UInt8], scale: Double, classes: Int? = nil, isFlat: Bool = false
  ) throws(FileFormatError) -> Examples {
    try joining(
      inputs: IDX.parse(images), labels: IDX.parse(labels),
      layout: InputLayout(scale: scale, isFlat: isFlat), classes: classes)
  }

  /// Joins two arrays of an NPZ archive.
  ///
  /// - Parameters:
  ///   - bytes: the archive.
  ///   - inputs: the name of the array of inputs.
  ///   - labels: the name of the array of labels.
  ///   - layout: how the inputs are understood.
  ///   - classes: the number of classes; nil for the largest label + 1.
  /// - Throws: ``FileFormatError``.
  package static func npz(
    _ bytes: [UInt8], inputs: String = "x", labels: String = "y",
    layout: InputLayout = InputLayout(), classes: Int? = nil
  ) throws(FileFormatError) -> Examples {
    let archive = try NPZ(bytes)
    return try joining(
      inputs: archive.array(named: inputs), labels: archive.array(named: labels), layout: layout,
      classes: classes)
  }

  /// Labels −1 and 1 as 0 and 1, all others as they are, and the number of classes.
  private static func classIndices(
    _ labels: [Int], classes: Int?
  ) throws(FileFormatError) -> (labels: [Int], classes: Int) {
    if labels.contains(-1), labels.allSatisfy({ $0 == -1 || $0 == 1 }), (classes ?? 2) == 2 {
      return (labels.map { $0 == 1 ? 1 : 0 }, 2)
    }
    if let classes { return (labels, classes) }
    let largest = labels.max() ?? 0
    guard largest < largestClassCount else {
      let row = labels.firstIndex(of: largest) ?? 0
      throw .examples(.classLabel(row: row + 1, value: largest, classes: largestClassCount))
    }
    return (labels, max(2, largest + 1))
  }

  /// Moves the channels of each image before its pixels.
  private static func channelsFirst(_ values: [Float], pixels: Int, channels: Int) -> [Float] {
    var moved: [Float] = []
    moved.reserveCapacity(values.count)
    for image in stride(from: 0, to: values.count, by: pixels * channels) {
      for channel in 0..<channels {
        for pixel in 0..<pixels { moved.append(values[image + pixel * channels + channel]) }
      }
    }
    return moved
  }
}
