/// The header of an NPY file: a Python dictionary with `descr`, `fortran_order` and `shape`.
struct NPYHeader {
  let type: ElementType
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let sizes: [Int]

  /// Reads the dictionary; each of the three keys stands once, and nothing else does.
  ///
  /// - Throws: ``FileFormatError``: `unsupported` for legal types that are not read.
  init(_ bytes: ArraySlice<UInt8>) throws(FileFormatError) {
    var reader = NPYHeaderReader(bytes)
    var descr: String?
    var order: Bool?
    var sizes: [Int]?
    try reader.expect("{")
    while !reader.skip("}") {
      let key = try reader.string()
      try reader.expect(":")
      switch key {
      case "descr" where descr == nil:
        guard reader.isAtQuote else {
          throw .unsupported(format: NPY.format, what: "records of several fields")
        }
        descr = try reader.string()
      case "fortran_order" where order == nil: order = try reader.truthValue()
      case "shape" where sizes == nil: sizes = try reader.sizes()
      default:
        throw .header(format: NPY.format, problem: "the key '\(key)' stands twice or is unknown")
      }
      guard reader.skip(",") else {
        try reader.expect("}")
        break
      }
    }
    try reader.expectEnd()
    guard let descr, let order, let sizes else {
      throw .header(format: NPY.format, problem: "descr, fortran_order or shape is missing")
    }
    isFortranOrder = order
    self.sizes = sizes
    let parts = Array(descr.unicodeScalars)
    guard parts.count >= 3, "<>|".unicodeScalars.contains(parts[0]) else {
      throw .unsupported(format: NPY.format, what: "the type \(descr)")
    }
    isBigEndian = parts[0] == ">"
    switch descr.dropFirst() {
    case "b1": type = .bool
    case "u1": type = .unsigned(bytes: 1)
    case "i1": type = .signed(bytes: 1)
    case "u2": type = .unsigned(bytes: 2)
    case "i2": type = .signed(bytes: 2)
    case "u4": type = .unsigned(bytes: 4)
    case "i4": type = .signed(bytes: 4)
    case "u8": type = .unsigned(bytes: 8)
    case "i8": type = .signed(bytes: 8)
    case "f4": type = .floating(bytes: 4)
    case "f8": type = .floating(bytes: 8)
    default: throw .unsupported(format: NPY.format, what: "the type \(descr)")
    }
    guard parts[0] != "|" || type.width == 1 else {
      throw .header(
        format: NPY.format, problem: "the type \(descr) does not say which end is first")
    }
  }
}

/// Reads the few forms of Python that an NPY header is written in.
private struct NPYHeaderReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  private mutating func skipBlanks() {
    while let first = rest.first, first == 0x20 || first == 0x0A { rest.removeFirst() }
  }

  /// Whether a quoted string comes next.
  var isAtQuote: Bool {
    mutating get {
      skipBlanks()
      return rest.first == UInt8(ascii: "'") || rest.first == UInt8(ascii: "\"")
    }
  }

  /// Skips blanks and the word, if it comes next.
  mutating func skip(_ word: StaticString) -> Bool {
    skipBlanks()
    let count = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { rest.prefix(count).elementsEqual($0) }
    if matches { rest.removeFirst(count) }
    return matches
  }

  mutating func expect(_ word: StaticString) throws(FileFormatError) {
    guard skip(word) else { throw failure("\(word)") }
  }

  mutating func expectEnd() throws(FileFormatError) {
    skipBlanks()
    guard rest.isEmpty else { throw failure("the end") }
  }

  /// A string in single or double quotes, of printable ASCII without escapes.
  mutating func string() throws(FileFormatError) -> String {
    guard isAtQuote, let quote = rest.popFirst() else { throw failure("a quoted word") }
    var text = ""
    while let byte = rest.popFirst(), byte != quote {
      guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") else {
        throw failure("a quoted word of plain letters")
      }
      text.unicodeScalars.append(Unicode.Scalar(byte))
      guard text.utf8.count <= 64 else { throw failure("a short quoted word") }
    }
    return text
  }

  mutating func truthValue() throws(FileFormatError) -> Bool {
    if skip("True") { return true }
    try expect("False")
    return false
  }

  /// A tuple of whole numbers: (), (3,), (3, 4) or (3, 4,).
  mutating func sizes() throws(FileFormatError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    var endsInComma = true
    while !skip(")") {
      guard endsInComma else { throw failure(", or )") }
      // NumPy's arrays have at most 64 axes.
      guard sizes.count < 64 else { throw failure("at most 64 sizes") }
      sizes.append(try number())
      endsInComma = skip(",")
    }
    guard sizes.count != 1 || endsInComma else { throw failure("a tuple") }
    return sizes
  }

  private mutating func number() throws(FileFormatError) -> Int {
    skipBlanks()
    var value: Int?
    while let byte = rest.first, (0x30...0x39).contains(byte) {
      let (tens, over) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, beyond) = tens.addingReportingOverflow(Int(byte) - 0x30)
      guard !over, !beyond else {
        throw .header(format: NPY.format, problem: "a size is more than can be counted")
      }
      value = sum
      rest.removeFirst()
    }
    guard let value else { throw failure("a size") }
    return value
  }

  private func failure(_ expected: String) -> FileFormatError {
    let next = rest.prefix(12).map { byte in
      (0x20..<0x7F).contains(byte) ? String(Unicode.Scalar(byte)) : "?"
    }.joined()
    return .header(
      format: NPY.format,
      problem: next.isEmpty
        ? "it ends where \(expected) should stand"
        : "\"\(next)\" stands where \(expected) should")
  }
}
