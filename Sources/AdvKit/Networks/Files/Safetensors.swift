/// The tensors of a safetensors file, in single precision.
///
/// The file: 8 bytes with the length of the header (little end first), the header in JSON, the data.
/// Source: the format's description at https://github.com/huggingface/safetensors (README, "Format").
package struct Safetensors: Sendable, Hashable {
  /// A named tensor.
  package struct Tensor: Sendable, Hashable {
    /// Its name, such as `0.weight`.
    package let name: String
    /// Its sizes, slowest first; none for a single number.
    package let shape: [Int]
    /// Its entries, row-major.
    package let values: [Float]

    /// - Precondition: as many values as the shape says.
    package init(name: String, shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "a value an entry")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// An entry of the file's `__metadata__`.
  package struct Note: Sendable, Hashable {
    /// What it is about.
    package let key: String
    /// What it says.
    package let text: String

    /// Joins key and text.
    package init(key: String, text: String) {
      self.key = key
      self.text = text
    }
  }

  /// The tensors, in the order of their names' bytes.
  package let tensors: [Tensor]
  /// The notes, in the order of their keys' bytes.
  package let metadata: [Note]

  /// The longest header that the format allows, in bytes.
  package static let longestHeader = 100_000_000

  /// Joins tensors and notes.
  ///
  /// - Throws: ``SafetensorsError/duplicateName(_:)``.
  package init(_ tensors: [Tensor], metadata: [Note] = []) throws(SafetensorsError) {
    var names: Set<String> = ["__metadata__"]
    for tensor in tensors where !names.insert(tensor.name).inserted {
      throw .duplicateName(tensor.name)
    }
    var keys: Set<String> = []
    for note in metadata where !keys.insert(note.key).inserted { throw .duplicateName(note.key) }
    self.tensors = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.metadata = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The tensor of this name.
  package subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The names of the tensors, in order.
  package var names: [String] { tensors.map(\.name) }

  /// Reads a file; F64, F16 and BF16 are rounded or widened to single precision.
  ///
  /// - Throws: ``SafetensorsError`` for a header that lies about sizes, tensors that overlap, leave
  ///   holes or reach beyond the file, other types, and entries that are not finite.
  package static func parse(_ bytes: [UInt8]) throws(SafetensorsError) -> Safetensors {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(bytes.count - 8) else {
      throw .headerBeyondEnd(length: length, bytes: bytes.count)
    }
    guard length <= UInt64(longestHeader) else {
      throw .headerTooLong(length: length, most: longestHeader)
    }
    let data = bytes[(8 + Int(length))...]
    let header = try SafetensorsHeader(bytes[8..<8 + Int(length)])
    var checked: [(entry: SafetensorsHeader.Entry, type: TensorType)] = []
    for entry in header.entries {
      checked.append((entry, try check(entry, data: data.count)))
    }
    try checkCover(header.entries, data: data.count)
    var tensors: [Tensor] = []
    for (entry, type) in checked {
      let start = data.startIndex + entry.begin
      let values = type.values(data[start..<start + entry.end - entry.begin])
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(tensor: entry.name, entry: place + 1)
      }
      tensors.append(Tensor(name: entry.name, shape: entry.shape, values: values))
    }
    return try Safetensors(tensors, metadata: header.metadata)
  }

  private static func check(
    _ entry: SafetensorsHeader.Entry, data: Int
  ) throws(SafetensorsError) -> TensorType {
    guard let type = TensorType(rawValue: entry.elementType) else {
      throw .elementType(tensor: entry.name, found: entry.elementType)
    }
    var size = type.width
    for count in entry.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      if overflow { throw .shapeTooLarge(tensor: entry.name) }
      size = product
    }
    guard entry.begin <= entry.end, entry.end <= data else {
      throw .offsets(tensor: entry.name, begin: entry.begin, end: entry.end, data: data)
    }
    guard size == entry.end - entry.begin else {
      throw .size(
        tensor: entry.name, shape: entry.shape, expected: size, found: entry.end - entry.begin)
    }
    return type
  }

  /// Checks that the tensors, one after the other, are all of the data.
  private static func checkCover(
    _ entries: [SafetensorsHeader.Entry], data: Int
  ) throws(SafetensorsError) {
    var reached = 0
    var last = ""
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      if entry.begin < reached { throw .overlap(tensor: entry.name, with: last) }
      if entry.begin > reached { throw .hole(offset: reached, bytes: entry.begin - reached) }
      reached = entry.end
      last = entry.name
    }
    if reached < data { throw .hole(offset: reached, bytes: data - reached) }
  }

  /// The file's bytes: notes first, then the tensors by name, all F32; the header is filled with
  /// spaces to a multiple of 8 bytes.
  package func serialised() -> [UInt8] {
    var fields: [String] = []
    if !metadata.isEmpty {
      let notes = metadata.map { Self.quoted($0.key) + ":" + Self.quoted($0.text) }
      fields.append("\"__metadata__\":{" + notes.joined(separator: ",") + "}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      fields.append(
        Self.quoted(tensor.name)
          + ":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
    while !header.count.isMultiple(of: 8) { header.append(0x20) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    bytes += header
    for tensor in tensors {
      for value in tensor.values {
        let pattern = value.bitPattern
        for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: pattern >> (8 * shift))) }
      }
    }
    return bytes
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
