/// The shape of one example or of one layer's output: a vector or a stack of channels.
package struct Shape: Sendable, Hashable, CustomStringConvertible {
  /// One size for a vector; channels, height and width for an image, stored in that order.
  package let sizes: [Int]

  /// A vector of `count` numbers.
  package static func vector(_ count: Int) -> Shape { Shape(sizes: [count]) }

  /// An image of channels × height × width numbers, stored channel by channel, row by row.
  package static func image(channels: Int, height: Int, width: Int) -> Shape {
    Shape(sizes: [channels, height, width])
  }

  private init(sizes: [Int]) { self.sizes = sizes }

  /// The number of numbers in it.
  package var count: Int { sizes.reduce(1, *) }

  /// Channels, height and width; nil for a vector.
  package var image: (channels: Int, height: Int, width: Int)? {
    sizes.count == 3 ? (sizes[0], sizes[1], sizes[2]) : nil
  }

  /// The sizes with crosses between them: "64", "1 × 28 × 28".
  package var description: String { sizes.map(String.init).joined(separator: " × ") }
}
