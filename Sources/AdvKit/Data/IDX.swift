internal import Compression

/// The IDX format of MNIST: a magic number, the sizes of the axes, then the values, big end first.
///
/// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section "File
/// formats". All six value types are read.
package enum IDX {
  /// Reads the bytes of a file, unpacked first where they begin as gzip does.
  ///
  /// The header is checked against the number of bytes before anything is made room for.
  ///
  /// - Parameter limit: the most bytes that a packed file may unpack to.
  /// - Throws: ``FileFormatError``.
  package static func parse(
    _ bytes: [UInt8], limit: Int = FileLimit.unpackedBytes
  ) throws(FileFormatError) -> FileArray {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return try parsePlain(bytes) }
    let plain: [UInt8]
    do throws(CompressionError) {
      plain = try inflate(bytes, format: .gzip, limit: limit)
    } catch {
      throw .compression(format: format, error)
    }
    return try parsePlain(plain)
  }

  private static let format = "IDX"

  private static func parsePlain(_ bytes: [UInt8]) throws(FileFormatError) -> FileArray {
    guard bytes.count >= 4 else {
      guard bytes.prefix(2).allSatisfy({ $0 == 0 }) else {
        throw .notTheFormat(format: format, found: "it does not begin with two zero bytes")
      }
      throw .truncated(format: format, expected: 4, found: bytes.count)
    }
    guard bytes[0] == 0, bytes[1] == 0 else {
      throw .notTheFormat(format: format, found: "it does not begin with two zero bytes")
    }
    let type: ElementType
    switch bytes[2] {
    case 0x08: type = .unsigned(bytes: 1)
    case 0x09: type = .signed(bytes: 1)
    case 0x0B: type = .signed(bytes: 2)
    case 0x0C: type = .signed(bytes: 4)
    case 0x0D: type = .floating(bytes: 4)
    case 0x0E: type = .floating(bytes: 8)
    default:
      throw .notTheFormat(
        format: format, found: "its third byte is \(bytes[2]), which stands for no type of value")
    }
    let axes = Int(bytes[3])
    guard axes > 0 else { throw .header(format: format, problem: "it has no axes") }
    let start = 4 + 4 * axes
    guard bytes.count >= start else {
      throw .truncated(format: format, expected: start, found: bytes.count)
    }
    let sizes = (0..<axes).map { axis in
      bytes[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
    }
    if let zero = sizes.firstIndex(of: 0) {
      throw .header(format: format, problem: "size \(zero + 1) is 0")
    }
    guard let length = product(ofSizes: sizes + [type.width]), length <= Int.max - start else {
      throw .header(format: format, problem: "its sizes multiply to more than can be counted")
    }
    let expected = start + length
    guard bytes.count >= expected else {
      throw .truncated(format: format, expected: expected, found: bytes.count)
    }
    guard bytes.count == expected else {
      throw .tooLong(format: format, expected: expected, found: bytes.count)
    }
    guard let values = type.read(bytes[start...], bigEndian: true) else {
      throw .unsupported(format: format, what: "a whole number beyond 2⁶³")
    }
    return FileArray(sizes: sizes, values: values)
  }
}
