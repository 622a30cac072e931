extension Dataset {
  /// Four Gaussian clouds around (±1, ±1); the label is 1 iff the signs of the centre differ.
  ///
  /// Point i belongs to centre i mod 4 of (−1, −1), (−1, 1), (1, 1), (1, −1), so labels alternate
  /// −1, 1, …; x = center + std·N(0, I). No linear model separates the centres.
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 1,000,000.
  ///   - std: standard deviation, finite and ≥ 0.
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func xor(
    count: Int, std: Double, key: RandomKey
  ) throws(DataError) -> Dataset {
    try GeneratorCheck.count(count)
    try GeneratorCheck.spread(std, "std")
    let centers: [[Double]] = [[-1, -1], [-1, 1], [1, 1], [1, -1]]
    var random = RandomStream(key)
    return try alternating(count: count) { index, _ in
      centers[index % 4].map { $0 + std * random.normal() }
    }
  }
}
