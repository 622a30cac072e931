import Compression

/// Writes images as PNG (W3C, Portable Network Graphics, third edition): eight bits for each grey or
/// RGB sample, no filter, one data chunk.
enum PNG {
  /// The file of an image.
  ///
  /// - Parameters:
  ///   - samples: row after row from the top, each pixel with its channels side by side;
  ///     `width · height · channels` of them.
  ///   - channels: 1 for grey, 3 for RGB.
  /// - Precondition: the sizes are positive and below 2³¹, and the samples are as many as they say;
  ///   ``Picture`` sees to both.
  static func file(width: Int, height: Int, channels: Int, samples: [UInt8]) -> [UInt8] {
    let stride = width * channels
    precondition(width > 0 && height > 0 && samples.count == stride * height, "sizes fit")
    var lines: [UInt8] = []
    lines.reserveCapacity((stride + 1) * height)
    for row in 0..<height {
      // Filter type 0: small images with few greys pack best as they are.
      lines.append(0)
      lines += samples[row * stride..<(row + 1) * stride]
    }
    let header =
      big(UInt32(truncatingIfNeeded: width)) + big(UInt32(truncatingIfNeeded: height))
      + [8, channels == 3 ? 2 : 0, 0, 0, 0]
    let signature: [UInt8] = [137, 80, 78, 71, 13, 10, 26, 10]
    return signature + chunk("IHDR", header) + chunk("IDAT", deflate(lines, format: .zlib))
      + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + body
    return big(UInt32(truncatingIfNeeded: body.count)) + named + big(checksum(named))
  }

  private static func big(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
