/// NumPy's array files (`.npy`), versions 1 to 3.
///
/// Read are truth values, whole numbers of 1 to 8 bytes and floating-point numbers of 4 and 8, both
/// ends first, in C and Fortran order. Source: NumPy Enhancement Proposal 1 and
/// `numpy.lib.format`.
package enum NPY {
  /// Reads the bytes of a file; the header is checked against their number before any room is made.
  ///
  /// - Throws: ``FileFormatError``.
  package static func parse(_ bytes: [UInt8]) throws(FileFormatError) -> FileArray {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard bytes.prefix(magic.count).elementsEqual(magic.prefix(bytes.count)) else {
      throw .notTheFormat(format: format, found: "it does not begin with \\x93NUMPY")
    }
    guard bytes.count >= 10 else {
      throw .truncated(format: format, expected: 10, found: bytes.count)
    }
    let version = (major: bytes[6], minor: bytes[7])
    guard (1...3).contains(version.major), version.minor == 0 else {
      throw .unsupported(format: format, what: "the version \(version.major).\(version.minor)")
    }
    let start = version.major == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw .truncated(format: format, expected: start, found: bytes.count)
    }
    let headerLength = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count - start >= headerLength else {
      throw .truncated(format: format, expected: start + headerLength, found: bytes.count)
    }
    guard headerLength <= longestHeader else {
      throw .header(
        format: format, problem: "it is \(headerLength) bytes long; NumPy reads \(longestHeader)")
    }
    let dataStart = start + headerLength
    let header = try NPYHeader(bytes[start..<dataStart])
    return try array(header, bytes[dataStart...], offset: dataStart)
  }

  static let format = "NPY"

  /// The most bytes of a header that NumPy itself reads.
  private static let longestHeader = 10_000

  private static func array(
    _ header: NPYHeader, _ data: ArraySlice<UInt8>, offset: Int
  ) throws(FileFormatError) -> FileArray {
    guard let length = product(ofSizes: header.sizes + [header.type.width]),
      length <= Int.max - offset
    else {
      throw .header(format: format, problem: "its sizes multiply to more than can be counted")
    }
    guard data.count >= length else {
      throw .truncated(format: format, expected: offset + length, found: offset + data.count)
    }
    guard data.count == length else {
      throw .tooLong(format: format, expected: offset + length, found: offset + data.count)
    }
    guard let values = header.type.read(data, bigEndian: header.isBigEndian) else {
      throw .unsupported(format: format, what: "a whole number beyond 2⁶³")
    }
    let stored = FileArray(sizes: header.sizes, values: values)
    return header.isFortranOrder ? stored.inCOrder() : stored
  }
}

extension FileArray {
  /// The array whose values stand here in Fortran order, the first axis fastest.
  fileprivate func inCOrder() -> FileArray {
    guard sizes.count > 1, count > 0 else { return self }
    // The step in the file along each axis.
    var steps: [Int] = []
    var step = 1
    for size in sizes {
      steps.append(step)
      step *= size
    }
    var sources: [Int] = []
    sources.reserveCapacity(count)
    var place = [Int](repeating: 0, count: sizes.count)
    var source = 0
    for _ in 0..<count {
      sources.append(source)
      var axis = sizes.count - 1
      while axis >= 0 {
        place[axis] += 1
        source += steps[axis]
        guard place[axis] == sizes[axis] else { break }
        source -= steps[axis] * sizes[axis]
        place[axis] = 0
        axis -= 1
      }
    }
    let ordered: Values =
      switch values {
      case .bytes(let values): .bytes(sources.map { values[$0] })
      case .integers(let values): .integers(sources.map { values[$0] })
      case .floats(let values): .floats(sources.map { values[$0] })
      case .doubles(let values): .doubles(sources.map { values[$0] })
      }
    return FileArray(sizes: sizes, values: ordered)
  }
}
