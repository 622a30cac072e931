// Oracle: a reader of PNG written from its specification and RFC 1951, with a bitwise CRC-32; it
// shares no code with the writer, and the tests hold it against files that Python's zlib made.

/// A PNG of grey or RGB bytes without filters, as read from its bytes.
struct PortableImage {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var colourType = -1
  private(set) var samples: [UInt8] = []

  enum Wrong: Error { case signature, crc, order, header, zlib, adler, filter, size }

  init(_ file: [UInt8]) throws {
    guard file.count > 8, Array(file[..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    else { throw Wrong.signature }
    var place = 8
    var names: [String] = []
    var packed: [UInt8] = []
    while place < file.count {
      guard place + 12 <= file.count else { throw Wrong.size }
      let length = PortableImage.number(file, place)
      guard place + 12 + length <= file.count else { throw Wrong.size }
      let named = Array(file[place + 4..<place + 8 + length])
      guard PortableImage.crc(named) == UInt32(PortableImage.number(file, place + 8 + length))
      else { throw Wrong.crc }
      let name = String(decoding: named[..<4], as: UTF8.self)
      names.append(name)
      if name == "IHDR" {
        guard length == 13 else { throw Wrong.header }
        width = PortableImage.number(named, 4)
        height = PortableImage.number(named, 8)
        colourType = Int(named[13])
        guard named[12] == 8, Array(named[14...]) == [0, 0, 0] else { throw Wrong.header }
      }
      if name == "IDAT" { packed += named[4...] }
      place += 12 + length
    }
    guard names == ["IHDR", "IDAT", "IEND"] else { throw Wrong.order }
    let channels = colourType == 2 ? 3 : 1
    guard packed.count > 6, packed[0] & 15 == 8, (Int(packed[0]) * 256 + Int(packed[1])) % 31 == 0
    else { throw Wrong.zlib }
    var bits = BitReader(bytes: Array(packed[2..<packed.count - 4]))
    let raw = try bits.inflate()
    var (low, high) = (1, 0)
    for byte in raw {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    guard high << 16 | low == PortableImage.number(packed, packed.count - 4) else {
      throw Wrong.adler
    }
    let stride = width * channels + 1
    guard raw.count == stride * height else { throw Wrong.size }
    for row in 0..<height {
      guard raw[row * stride] == 0 else { throw Wrong.filter }
      samples += raw[row * stride + 1..<(row + 1) * stride]
    }
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 {
        register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1
      }
    }
    return ~register
  }
}

/// DEFLATE, decoded bit by bit.
private struct BitReader {
  let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func bit() throws -> Int {
    guard place / 8 < bytes.count else { throw PortableImage.Wrong.zlib }
    defer { place += 1 }
    return Int(bytes[place / 8] >> UInt8(place % 8)) & 1
  }

  private mutating func bits(_ count: Int) throws -> Int {
    var value = 0
    for step in 0..<count { value |= try bit() << step }
    return value
  }

  /// A canonical code as its words of each length.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in 1..<16 {
        for (symbol, own) in lengths.enumerated() where own == length {
          counts[length] += 1
          symbols.append(symbol)
        }
      }
    }
  }

  private mutating func symbol(_ code: Code) throws -> Int {
    var (word, first, index) = (0, 0, 0)
    for length in 1..<16 {
      word |= try bit()
      let count = code.counts[length]
      if word - first < count { return code.symbols[index + word - first] }
      index += count
      first = (first + count) << 1
      word <<= 1
    }
    throw PortableImage.Wrong.zlib
  }

  mutating func inflate() throws -> [UInt8] {
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = try bit() == 1
      switch try bits(2) {
      case 0:
        place = (place + 7) / 8 * 8
        let (length, complement) = (try bits(16), try bits(16))
        guard length == complement ^ 0xFFFF else { throw PortableImage.Wrong.zlib }
        for _ in 0..<length { output.append(UInt8(try bits(8))) }
      case 1:
        let lengths =
          Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
          + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
        try block(Code(lengths), Code(Array(repeating: 5, count: 30)), &output)
      case 2:
        let (literals, distances) = try codes()
        try block(literals, distances, &output)
      default: throw PortableImage.Wrong.zlib
      }
    }
    return output
  }

  private mutating func codes() throws -> (Code, Code) {
    let (literals, distances, words) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for place in order[..<words] { lengths[place] = try bits(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch try symbol(code) {
      case 16: all += Array(repeating: all[all.count - 1], count: try bits(2) + 3)
      case 17: all += Array(repeating: 0, count: try bits(3) + 3)
      case 18: all += Array(repeating: 0, count: try bits(7) + 11)
      case let length: all.append(length)
      }
    }
    return (Code(Array(all[..<literals])), Code(Array(all[literals...])))
  }

  private mutating func block(_ literals: Code, _ distances: Code, _ output: inout [UInt8]) throws {
    let lengthBase = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
      163, 195, 227, 258,
    ]
    while true {
      let word = try symbol(literals)
      if word < 256 {
        output.append(UInt8(word))
        continue
      }
      if word == 256 { return }
      let place = word - 257
      let extra = place < 8 || place == 28 ? 0 : (place - 4) / 4
      let length = lengthBase[place] + (try bits(extra))
      let step = try symbol(distances)
      let more = step < 4 ? 0 : (step - 2) / 2
      let base = step < 4 ? step + 1 : (2 + step % 2) << more + 1
      let distance = base + (try bits(more))
      guard distance <= output.count else { throw PortableImage.Wrong.zlib }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}
