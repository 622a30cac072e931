internal import Compression

/// A ZIP archive in memory, read through its central directory; stored and deflated entries.
///
/// Source: PKWARE, APPNOTE 6.3.10, sections 4.3 and 4.4. Not read: archives in several parts,
/// encrypted entries, and zip64, the extension for more than 4 GiB or 65,534 entries. Local headers
/// are used for the place of the data only: NumPy fills their sizes with zip64 marks.
struct ZIPArchive: Sendable {
  /// One file of the archive, as the central directory describes it.
  struct Entry: Sendable, Hashable {
    let name: String
    fileprivate let isDeflated: Bool
    fileprivate let checksum: UInt32
    fileprivate let packedSize: Int
    fileprivate let size: Int
    fileprivate let nameBytes: ArraySlice<UInt8>
    fileprivate let offset: Int
  }

  /// The entries, in the directory's order; no name stands twice.
  let entries: [Entry]
  private let bytes: [UInt8]
  /// Where the central directory begins, and so every entry ends.
  private let directory: Int

  private static let format = "ZIP"

  /// Reads the central directory.
  ///
  /// - Throws: ``FileFormatError``.
  init(_ bytes: [UInt8]) throws(FileFormatError) {
    self.bytes = bytes
    let reader = LittleEndian(bytes)
    // An archive begins with an entry, or with its end where it has none.
    guard bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) else {
      throw .notTheFormat(format: Self.format, found: "it does not begin with PK")
    }
    let end = try Self.end(of: reader)
    let fields = (0..<4).map { reader.short(end + 4 + 2 * $0) }
    let (size, start) = (reader.long(end + 12), reader.long(end + 16))
    let isZIP64 = fields.contains(0xFFFF) || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF
    guard !isZIP64, end < 20 || reader.long(end - 20) != 0x0706_4B50 else {
      throw Self.zip64
    }
    guard fields[0] == 0, fields[1] == 0, fields[2] == fields[3] else {
      throw .unsupported(format: Self.format, what: "several parts")
    }
    guard start + size == end else {
      throw .header(format: Self.format, problem: "its directory is not where its end says")
    }
    directory = start
    var entries: [Entry] = []
    var names: Set<String> = []
    var position = start
    for _ in 0..<fields[3] {
      let entry = try Self.entry(reader, at: &position, end: end)
      guard names.insert(entry.name).inserted else {
        throw .header(format: Self.format, problem: "the name \"\(entry.name)\" stands twice")
      }
      entries.append(entry)
    }
    guard position == end else {
      throw .header(
        format: Self.format, problem: "its directory has more than \(fields[3]) entries")
    }
    self.entries = entries
  }

  /// Where the record stands that ends the archive: the last one whose comment fills the file.
  private static func end(of reader: LittleEndian) throws(FileFormatError) -> Int {
    let last = reader.count - 22
    for position in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where reader.long(position) == 0x0605_4B50
      && position + 22 + reader.short(position + 20) == reader.count
    {
      return position
    }
    throw .header(format: format, problem: "its directory is missing; is the file cut off?")
  }

  private static func entry(
    _ reader: LittleEndian, at position: inout Int, end: Int
  ) throws(FileFormatError) -> Entry {
    let start = position
    guard end - start >= 46, reader.long(start) == 0x0201_4B50 else {
      throw .header(format: format, problem: "its directory has fewer entries than its end says")
    }
    let flags = reader.short(start + 8)
    let method = reader.short(start + 10)
    let lengths = (0..<3).map { reader.short(start + 28 + 2 * $0) }
    position = start + 46 + lengths.reduce(0, +)
    guard position <= end else {
      throw .header(format: format, problem: "an entry of its directory is longer than it")
    }
    let nameBytes = reader.bytes[start + 46..<start + 46 + lengths[0]]
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .unsupported(format: format, what: "a name that is not UTF-8")
    }
    let numbers = [20, 24, 42].map { reader.long(start + $0) }
    guard !numbers.contains(0xFFFF_FFFF), reader.short(start + 34) != 0xFFFF else { throw zip64 }
    guard reader.short(start + 34) == 0 else {
      throw .unsupported(format: format, what: "several parts")
    }
    guard flags & 1 == 0 else {
      throw .unsupported(format: format, what: "an encrypted entry \"\(name)\"")
    }
    guard method == 0 || method == 8 else {
      throw .unsupported(format: format, what: "an entry \"\(name)\" packed by method \(method)")
    }
    guard method == 8 || numbers[0] == numbers[1] else {
      throw .header(format: format, problem: "\"\(name)\" is stored, yet has two sizes")
    }
    return Entry(
      name: name, isDeflated: method == 8, checksum: UInt32(reader.long(start + 16)),
      packedSize: numbers[0], size: numbers[1], nameBytes: nameBytes, offset: numbers[2])
  }

  /// Unpacks an entry and compares its size and checksum with the directory.
  ///
  /// - Parameter limit: the most bytes that it may unpack to.
  /// - Throws: ``FileFormatError``.
  func contents(of entry: Entry, limit: Int) throws(FileFormatError) -> [UInt8] {
    guard entry.size <= limit else {
      throw .tooLarge(format: Self.format, bytes: entry.size, limit: limit)
    }
    let reader = LittleEndian(bytes)
    let misplaced = FileFormatError.header(
      format: Self.format, problem: "\"\(entry.name)\" is not where its directory says")
    guard entry.offset <= directory - 30, reader.long(entry.offset) == 0x0403_4B50 else {
      throw misplaced
    }
    let nameLength = reader.short(entry.offset + 26)
    let start = entry.offset + 30 + nameLength + reader.short(entry.offset + 28)
    guard start <= directory, entry.packedSize <= directory - start,
      bytes[entry.offset + 30..<entry.offset + 30 + nameLength] == entry.nameBytes
    else { throw misplaced }
    let packed = Array(bytes[start..<start + entry.packedSize])
    let contents: [UInt8]
    if entry.isDeflated {
      do throws(CompressionError) {
        contents = try inflate(packed, format: .raw, limit: entry.size)
      } catch .tooLarge {
        throw .header(
          format: Self.format,
          problem: "\"\(entry.name)\" unpacks to more than the \(entry.size) bytes it says")
      } catch {
        throw .compression(format: Self.format, error)
      }
    } else {
      contents = packed
    }
    guard contents.count == entry.size else {
      throw .header(
        format: Self.format,
        problem: "\"\(entry.name)\" unpacks to \(contents.count) bytes, not \(entry.size)")
    }
    guard Compression.checksum(contents) == entry.checksum else {
      throw .compression(
        format: Self.format, .damaged("the checksum of \"\(entry.name)\" is another"))
    }
    return contents
  }

  private static var zip64: FileFormatError {
    .unsupported(format: format, what: "zip64 records (more than 4 GiB or 65,534 entries)")
  }
}

/// Whole numbers in bytes, little end first.
private struct LittleEndian {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var count: Int { bytes.count }

  /// Two bytes at a position that exists.
  func short(_ position: Int) -> Int { Int(bytes[position]) | Int(bytes[position + 1]) << 8 }

  /// Four bytes at a position that exists.
  func long(_ position: Int) -> Int { short(position) | short(position + 2) << 16 }
}
