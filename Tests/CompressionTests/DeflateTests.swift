// Oracle: streams and checksums made by Python's gzip and zlib modules; packing and unpacking again.
import Compression
import Testing

struct DeflateTests {
  /// `gzip.compress(b"hello hello hello", mtime=0)`.
  static let hello: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57,
    0xc8, 0x40, 0x90, 0x00, 0x80, 0x88, 0xf9, 0xe5, 0x11, 0x00, 0x00, 0x00,
  ]

  @Test func readsWhatPythonPacked() throws {
    let text = try inflate(Self.hello, format: .gzip, limit: 100)
    #expect(String(decoding: text, as: UTF8.self) == "hello hello hello")
  }

  @Test(arguments: [CompressionFormat.gzip, .zlib, .raw])
  func unpacksWhatItPacks(format: CompressionFormat) throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
    #expect(try inflate(deflate(bytes, format: format), format: format, limit: 200_000) == bytes)
    #expect(try inflate(deflate([], format: format), format: format, limit: 0) == [])
  }

  @Test func severalMembersAreOneFile() throws {
    let text = try inflate(Self.hello + Self.hello, format: .gzip, limit: 100)
    #expect(text.count == 34)
  }

  @Test func aBombStopsAtTheLimit() {
    let bomb = deflate([UInt8](repeating: 0, count: 10_000_000), format: .gzip)
    #expect(bomb.count < 20_000)
    #expect(throws: CompressionError.tooLarge(limit: 1000)) {
      try inflate(bomb, format: .gzip, limit: 1000)
    }
  }

  @Test(arguments: 1..<28) func aCutStreamIsTruncated(length: Int) {
    #expect(throws: CompressionError.truncated) {
      try inflate(Array(Self.hello[..<length]), format: .gzip, limit: 100)
    }
  }

  @Test func aDamagedStreamIsSaidToBe() {
    var bytes = Self.hello
    bytes[0] = 0
    #expect(throws: CompressionError.self) { try inflate(bytes, format: .gzip, limit: 100) }
    bytes = Self.hello
    bytes[21] ^= 1
    #expect(throws: CompressionError.self) { try inflate(bytes, format: .gzip, limit: 100) }
  }

  @Test func theChecksumIsThePublishedOne() {
    #expect(checksum("123456789".utf8) == 0xCBF4_3926)
  }
}
