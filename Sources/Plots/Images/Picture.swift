/// Why numbers are no image.
package enum PictureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number of values is not width · height · channels.
  case count(expected: Int, found: Int)
  /// A side that is not in 1…4096.
  case size(width: Int, height: Int)
  /// A number of channels other than 1 and 3.
  case channels(Int)
  /// A scale that is not finite or has no length.
  case scale

  /// One sentence, without the place.
  package var description: String {
    switch self {
    case .count(let expected, let found): "the image has \(expected) values, and \(found) came"
    case .size(let width, let height):
      "an image of \(width) × \(height) pixels is empty or too large to show"
    case .channels(let count): "an image has 1 or 3 channels, and this one has \(count)"
    case .scale: "the scale of an image is not finite or has no length"
    }
  }
}

/// A small image, as the pixels that are shown and what they mean.
package struct Picture: Sendable, Hashable {
  /// How values become greys, or the brightness of each of three colours.
  package enum Shading: Sendable, Hashable {
    /// The lower value is black, the upper one white.
    case range(ClosedRange<Double>)
    /// Zero is the middle grey, +limit white and −limit black.
    case difference(limit: Double)
  }

  /// Pixels side by side.
  package let width: Int
  /// Pixels one above the other.
  package let height: Int
  /// 1 for grey, 3 for RGB.
  package let channels: Int
  /// What black and white mean.
  package let shading: Shading
  /// How many values lie beyond the scale and are shown as its nearest end.
  package let clipped: Int
  /// How many values are not finite; they are shown in the middle grey.
  package let undefined: Int
  /// The samples, row after row, the channels of a pixel side by side.
  let samples: [UInt8]

  /// An image from its values.
  ///
  /// - Parameters:
  ///   - values: channel after channel, as tensors have them: `values[(c · height + row) · width +
  ///     column]`, the first row at the top.
  ///   - channels: 1 or 3.
  ///   - shading: what black and white mean.
  /// - Throws: ``PictureError``.
  package init(
    values: [Double], width: Int, height: Int, channels: Int = 1, shading: Shading = .range(0...1)
  ) throws(PictureError) {
    guard channels == 1 || channels == 3 else { throw .channels(channels) }
    guard (1...4096).contains(width), (1...4096).contains(height) else {
      throw .size(width: width, height: height)
    }
    let plane = width * height
    guard values.count == plane * channels else {
      throw .count(expected: plane * channels, found: values.count)
    }
    let (low, high) =
      switch shading {
      case .range(let range): (range.lowerBound, range.upperBound)
      case .difference(let limit): (-limit, limit)
      }
    guard low.isDrawable, high.isDrawable, low < high else { throw .scale }
    // A difference is symmetric about 128, which is exactly zero.
    let (middle, reach) =
      switch shading {
      case .range: (127.5, 127.5)
      case .difference: (128.0, 127.0)
      }
    let centre = low / 2 + high / 2
    let half = high / 2 - low / 2
    var (clipped, undefined) = (0, 0)
    var samples = [UInt8](repeating: 128, count: values.count)
    for (place, value) in values.enumerated() {
      guard value.isFinite else {
        undefined += 1
        continue
      }
      if value < low || value > high { clipped += 1 }
      let share = Swift.min(Swift.max((value - centre) / half, -1), 1)
      let (channel, pixel) = place.quotientAndRemainder(dividingBy: plane)
      samples[pixel * channels + channel] = UInt8((middle + reach * share).rounded())
    }
    (self.width, self.height, self.channels) = (width, height, channels)
    self.shading = shading
    (self.clipped, self.undefined) = (clipped, undefined)
    self.samples = samples
  }

  /// The address under which a browser finds the image: the image itself.
  var address: String {
    let file = PNG.file(width: width, height: height, channels: channels, samples: samples)
    return "data:image/png;base64," + Base64.text(file)
  }
}

extension Picture.Shading {
  /// What black and white mean, in words.
  var words: String {
    switch self {
    case .range(let range):
      return
        "black is \(Words.number(range.lowerBound)), white \(Words.number(range.upperBound))"
    case .difference(let limit):
      let size = Words.number(limit)
      return "grey is 0, white +\(size), black \u{2212}\(size)"
    }
  }
}
