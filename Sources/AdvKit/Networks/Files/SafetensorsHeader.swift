/// What a safetensors header says of each tensor, read by a strict reader of just that JSON.
///
/// An object of tensors, each an object of `dtype` (a string), `shape` (whole numbers) and
/// `data_offsets` (two whole numbers), and `__metadata__`, an object of strings. Nothing nests
/// deeper, so that no input makes the reader recurse.
struct SafetensorsHeader {
  /// One tensor, as announced.
  struct Entry {
    var name: String
    var elementType: String
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  var entries: [Entry] = []
  var metadata: [Safetensors.Note] = []

  init(_ bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
    var reader = HeaderReader(bytes)
    var names: Set<String> = []
    try reader.object { (name, reader) throws(SafetensorsError) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try Self.metadata(&reader)
      } else {
        entries.append(try Self.entry(name, &reader))
      }
    }
    try reader.end()
  }

  private static func metadata(
    _ reader: inout HeaderReader
  ) throws(SafetensorsError) -> [Safetensors.Note] {
    var notes: [Safetensors.Note] = []
    var keys: Set<String> = []
    try reader.object { (key, reader) throws(SafetensorsError) in
      guard keys.insert(key).inserted else { throw reader.failure("has the note \"\(key)\" twice") }
      notes.append(Safetensors.Note(key: key, text: try reader.string()))
    }
    return notes
  }

  private static func entry(
    _ name: String, _ reader: inout HeaderReader
  ) throws(SafetensorsError) -> Entry {
    var elementType: String?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { (key, reader) throws(SafetensorsError) in
      let isNew: Bool
      switch key {
      case "dtype":
        isNew = elementType == nil
        elementType = try reader.string()
      case "shape":
        isNew = shape == nil
        shape = try reader.integers()
      case "data_offsets":
        isNew = offsets == nil
        offsets = try reader.integers()
      default: throw reader.failure("has the unknown field \"\(key)\" in tensor \"\(name)\"")
      }
      if !isNew { throw reader.failure("has the field \"\(key)\" of tensor \"\(name)\" twice") }
    }
    guard let elementType, let shape, let offsets else {
      throw reader.failure("lacks dtype, shape or data_offsets of tensor \"\(name)\"")
    }
    guard offsets.count == 2 else {
      throw reader.failure("has \(offsets.count) data_offsets for tensor \"\(name)\", not 2")
    }
    return Entry(
      name: name, elementType: elementType, shape: shape, begin: offsets[0], end: offsets[1])
  }
}

/// The JSON that a header may contain: objects, strings, lists of whole numbers.
struct HeaderReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  func failure(_ problem: String) -> SafetensorsError {
    .header(offset: place - bytes.startIndex, problem: problem)
  }

  /// Reads an object; `member` reads the value of each key.
  mutating func object(
    _ member: (String, inout HeaderReader) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if take("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try member(key, &self)
    } while take(",")
    try expect("}")
  }

  /// Reads a list of whole numbers ≥ 0.
  mutating func integers() throws(SafetensorsError) -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat { numbers.append(try integer()) } while take(",")
    try expect("]")
    return numbers
  }

  /// Only white space may follow.
  mutating func end() throws(SafetensorsError) {
    skipSpace()
    if place < bytes.endIndex { throw failure("has something behind its closing brace") }
  }

  private mutating func integer() throws(SafetensorsError) -> Int {
    skipSpace()
    let first = place
    var value = 0
    while let byte = peek(), byte >= 0x30, byte <= 0x39 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowAgain) = tens.addingReportingOverflow(Int(byte - 0x30))
      if overflow || overflowAgain { throw failure("has a number beyond 64 bits") }
      value = sum
      place += 1
    }
    guard place > first else { throw failure("has something else where a whole number belongs") }
    if place - first > 1, bytes[first] == 0x30 { throw failure("has a number with a leading zero") }
    return value
  }

  /// Reads a string.
  mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = peek() {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        let string = String(decoding: text, as: UTF8.self)
        guard string.utf8.elementsEqual(text) else { throw failure("is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw failure("has a control character in a string")
      default: text.append(byte)
      }
    }
    throw failure("ends within a string")
  }

  private mutating func escape() throws(SafetensorsError) -> [UInt8] {
    guard let byte = peek() else { throw failure("ends within a string") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard peek() == UInt8(ascii: "\\") else { throw failure("has half a surrogate pair") }
        place += 1
        guard peek() == UInt8(ascii: "u") else { throw failure("has half a surrogate pair") }
        place += 1
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("has half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("has half a surrogate pair") }
      return Array(String(Character(scalar)).utf8)
    default: throw failure("has an unknown escape in a string")
    }
  }

  private mutating func hexadecimal() throws(SafetensorsError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("has an escape without four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      place += 1
    }
    return code
  }

  private func peek() -> UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      place += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
    if !take(character) {
      throw failure(
        peek() == nil
          ? "ends where \(character) belongs" : "has something else where \(character) belongs")
    }
  }
}
