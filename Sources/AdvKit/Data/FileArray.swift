/// An array of numbers as a file holds it: sizes along its axes, and its values.
///
/// Values stand in C order: the last axis runs fastest, whatever order the file used.
package struct FileArray: Sendable, Hashable {
  /// Values in the narrowest of four types that holds every value of the file's own type.
  package enum Values: Sendable, Hashable {
    /// Unsigned bytes, and truth values as 0 and 1.
    case bytes([UInt8])
    /// All other whole numbers.
    case integers([Int64])
    /// Single precision.
    case floats([Float])
    /// Double precision.
    case doubles([Double])

    /// How many values.
    package var count: Int {
      switch self {
      case .bytes(let values): values.count
      case .integers(let values): values.count
      case .floats(let values): values.count
      case .doubles(let values): values.count
      }
    }
  }

  /// The sizes along the axes; empty for a single number.
  package let sizes: [Int]
  /// The values, as many as the product of the sizes.
  package let values: Values

  /// Joins sizes and values.
  ///
  /// - Precondition: as many values as the product of the sizes.
  init(sizes: [Int], values: Values) {
    precondition(product(ofSizes: sizes) == values.count, "sizes and values")
    self.sizes = sizes
    self.values = values
  }

  /// The number of values.
  package var count: Int { values.count }

  /// All values divided by `scale`, rounded once to single precision.
  ///
  /// - Parameter scale: finite and > 0, such as 255 for grey levels of a byte.
  /// - Throws: ``FileFormatError/notFinite(place:)`` where the result is not finite, and
  ///   ``FileFormatError/examples(_:)`` for another scale.
  package func floats(scale: Double = 1) throws(FileFormatError) -> [Float] {
    guard scale > 0, scale.isFinite else {
      throw .examples(
        .parameter(name: "scale", requirement: "is a finite number > 0, not \(scale)"))
    }
    let result: [Float] =
      switch values {
      case .bytes(let values): values.map { Float(Double($0) / scale) }
      case .integers(let values): values.map { Float(Double($0) / scale) }
      case .floats(let values):
        scale == 1 ? values : values.map { Float(Double($0) / scale) }
      case .doubles(let values): values.map { Float($0 / scale) }
      }
    if let bad = result.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(place: place(of: bad))
    }
    return result
  }

  /// All values in double precision, as data in the plane need them.
  ///
  /// Whole numbers beyond 2⁵³ are rounded.
  ///
  /// - Throws: ``FileFormatError/notFinite(place:)``.
  package func doubles() throws(FileFormatError) -> [Double] {
    let result: [Double] =
      switch values {
      case .bytes(let values): values.map(Double.init)
      case .integers(let values): values.map(Double.init)
      case .floats(let values): values.map(Double.init)
      case .doubles(let values): values
      }
    if let bad = result.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(place: place(of: bad))
    }
    return result
  }

  /// All values as whole numbers, such as labels; 3.0 is one, 3.5 is not.
  ///
  /// - Throws: ``FileFormatError/notWhole(place:value:)``, also for numbers beyond ±2⁵³ in a
  ///   floating-point type, where neighbours are no longer told apart.
  package func integers() throws(FileFormatError) -> [Int] {
    switch values {
    case .bytes(let values): return values.map(Int.init)
    case .integers(let values): return values.map(Int.init)
    case .floats(let values): return try whole(values.map(Double.init))
    case .doubles(let values): return try whole(values)
    }
  }

  private func whole(_ values: [Double]) throws(FileFormatError) -> [Int] {
    if let bad = values.firstIndex(where: { $0 != $0.rounded() || !($0.magnitude <= 0x1p53) }) {
      throw .notWhole(place: place(of: bad), value: "\(values[bad])")
    }
    return values.map { Int($0) }
  }

  /// The place of a value along the axes, counted from 1.
  private func place(of index: Int) -> [Int] {
    var rest = index
    var place: [Int] = []
    for size in sizes.reversed() {
      place.append(rest % size + 1)
      rest /= size
    }
    return place.reversed()
  }
}

/// The number types of data files, as bytes.
enum ElementType: Sendable, Hashable {
  case bool
  case unsigned(bytes: Int)
  case signed(bytes: Int)
  case floating(bytes: Int)

  /// The bytes of one value: 1, 2, 4 or 8.
  var width: Int {
    switch self {
    case .bool: 1
    case .unsigned(let bytes), .signed(let bytes), .floating(let bytes): bytes
    }
  }

  /// Reads all values of a slice.
  ///
  /// - Precondition: the slice's length is a multiple of the width.
  /// - Returns: nil where an unsigned number is beyond the range of `Int64`.
  func read(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> FileArray.Values? {
    switch self {
    case .bool: return .bytes(bytes.map { $0 == 0 ? 0 : 1 })
    case .unsigned(bytes: 1): return .bytes(Array(bytes))
    case .unsigned:
      let words = Self.words(bytes, width: width, bigEndian: bigEndian)
      guard words.allSatisfy({ $0 <= UInt64(Int64.max) }) else { return nil }
      return .integers(words.map { Int64(bitPattern: $0) })
    case .signed:
      let unused = UInt64(64 - 8 * width)
      return .integers(
        Self.words(bytes, width: width, bigEndian: bigEndian).map {
          Int64(bitPattern: $0 << unused) >> Int64(unused)
        })
    case .floating(bytes: 4):
      return .floats(
        Self.words(bytes, width: 4, bigEndian: bigEndian).map {
          Float(bitPattern: UInt32(truncatingIfNeeded: $0))
        })
    case .floating:
      return .doubles(
        Self.words(bytes, width: 8, bigEndian: bigEndian).map { Double(bitPattern: $0) })
    }
  }

  private static func words(
    _ bytes: ArraySlice<UInt8>, width: Int, bigEndian: Bool
  ) -> [UInt64] {
    bytes.withUnsafeBufferPointer { bytes in
      (0..<bytes.count / width).map { index in
        var word: UInt64 = 0
        for k in 0..<width {
          word = word << 8 | UInt64(bytes[index * width + (bigEndian ? k : width - 1 - k)])
        }
        return word
      }
    }
  }
}

/// The number of values that sizes make, or nil where it overflows.
func product(ofSizes sizes: [Int]) -> Int? {
  // With a size 0 among them there are none, however large the others.
  if sizes.contains(0) { return 0 }
  var product = 1
  for size in sizes {
    let (next, overflow) = product.multipliedReportingOverflow(by: size)
    if overflow { return nil }
    product = next
  }
  return product
}
