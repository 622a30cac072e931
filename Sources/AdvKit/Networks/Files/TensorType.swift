/// The types of a safetensors file that are read, little end first.
enum TensorType: String {
  case single = "F32"
  case double = "F64"
  case half = "F16"
  case brainHalf = "BF16"

  /// Bytes of an entry.
  var width: Int {
    switch self {
    case .single: 4
    case .double: 8
    case .half, .brainHalf: 2
    }
  }

  /// The entries in single precision; one beyond its range becomes infinite.
  func values(_ bytes: ArraySlice<UInt8>) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(bytes.count / width)
    bytes.withUnsafeBytes { raw in
      var place = 0
      while place + width <= raw.count {
        values.append(value(raw, place))
        place += width
      }
    }
    return values
  }

  @inline(__always)
  private func value(_ raw: UnsafeRawBufferPointer, _ place: Int) -> Float {
    switch self {
    case .single:
      Float(
        bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    case .double:
      Float(
        Double(
          bitPattern: UInt64(
            littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))))
    case .half:
      Self.half(UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
    case .brainHalf:
      Float(
        bitPattern: UInt32(
          UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt16.self))) << 16)
    }
  }

  /// The number of a half-precision pattern: 5 bits of exponent, 10 of significand.
  private static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let significand = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let size = Float(significand) * 0x1p-24
      return sign == 0 ? size : -size
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | significand << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | significand << 13)
    }
  }
}
