internal import CZlib

/// Why compressed bytes cannot be read.
package enum CompressionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The bytes are not what their format says; zlib's own words, where it has any.
  case damaged(String)
  /// The bytes end before the compressed stream does.
  case truncated
  /// More comes out than was allowed: a limit in bytes.
  case tooLarge(limit: Int)

  /// One sentence, without the place.
  package var description: String {
    switch self {
    case .damaged(let words): "the compressed data are damaged\(words.isEmpty ? "" : ": \(words)")"
    case .truncated: "the compressed data end too early"
    case .tooLarge(let limit): "the data unpack to more than \(limit) bytes"
    }
  }
}

/// The wrappings of a DEFLATE stream.
package enum CompressionFormat: Sendable, Hashable {
  /// gzip, RFC 1952: `.gz` files.
  case gzip
  /// zlib, RFC 1950: the data chunks of a PNG.
  case zlib
  /// DEFLATE alone, RFC 1951: the entries of a ZIP archive.
  case raw

  fileprivate var windowBits: Int32 {
    switch self {
    case .gzip: 15 + 16
    case .zlib: 15
    case .raw: -15
    }
  }
}

/// Unpacks a compressed stream; for gzip, all its members one after the other.
///
/// - Parameter limit: the most bytes that may come out, so that a small file cannot fill the memory.
/// - Throws: ``CompressionError``.
package func inflate(
  _ bytes: [UInt8], format: CompressionFormat, limit: Int
) throws(CompressionError) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else {
    throw .damaged("zlib does not start")
  }
  defer { inflateEnd(&stream) }
  var output: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  var input = bytes
  var failure: CompressionError?
  let count = input.count
  input.withUnsafeMutableBufferPointer { source in
    stream.next_in = source.baseAddress
    stream.avail_in = UInt32(clamping: count)
    while true {
      let (code, produced) = chunk.withUnsafeMutableBufferPointer { target in
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        let code = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (code, target.count - Int(stream.avail_out))
      }
      guard output.count + produced <= limit else { return failure = .tooLarge(limit: limit) }
      output.append(contentsOf: chunk[..<produced])
      switch code {
      case Z_STREAM_END:
        guard format == .gzip, stream.avail_in > 0 else { return }
        guard inflateReset(&stream) == Z_OK else { return failure = .damaged("") }
      case Z_OK:
        if stream.avail_in == 0, produced == 0 { return failure = .truncated }
      case Z_BUF_ERROR:
        return failure = .truncated
      default:
        return failure = .damaged(stream.msg.map { String(cString: $0) } ?? "")
      }
    }
  }
  if let failure { throw failure }
  return output
}

/// Packs bytes at zlib's best level; the same bytes in give the same bytes out for one zlib.
package func deflate(_ bytes: [UInt8], format: CompressionFormat) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  let code = deflateInit2_(
    &stream, Z_BEST_COMPRESSION, Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY,
    ZLIB_VERSION, size)
  precondition(code == Z_OK, "zlib starts")
  defer { deflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
  var input = bytes
  let written = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      let code = CZlib.deflate(&stream, Z_FINISH)
      precondition(code == Z_STREAM_END, "room for all of it")
      return target.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<written])
}

/// The CRC-32 of ISO 3309, as PNG and ZIP use it.
package func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
  let bytes = Array(bytes)
  return UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
}
