extension Dataset {
  /// Two round Gaussian clouds: x = center + std·N(0, I), label −1 for the first, 1 for the second.
  ///
  /// Labels alternate −1, 1, −1, …; for odd n the first cloud has one point more. Coordinates are
  /// drawn point by point, so the first points do not depend on n.
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 1,000,000.
  ///   - centers: two points of the same dimension ≥ 1, finite.
  ///   - std: standard deviation of each coordinate, finite and ≥ 0: one for both clouds or two.
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func blobs(
    count: Int, centers: [[Double]], std: [Double], key: RandomKey
  ) throws(DataError) -> Dataset {
    try GeneratorCheck.count(count)
    guard centers.count == 2, let dimension = centers.first?.count, dimension > 0,
      centers.allSatisfy({ $0.count == dimension && $0.allSatisfy(\.isFinite) })
    else {
      throw .parameter(name: "centers", requirement: "are two finite points of one dimension")
    }
    guard std.count == 1 || std.count == 2, let first = std.first, let last = std.last else {
      throw .parameter(name: "std", requirement: "is one number, or one for each cloud")
    }
    for value in std { try GeneratorCheck.spread(value, "std") }
    var random = RandomStream(key)
    return try alternating(count: count) { _, label in
      let center = label < 0 ? centers[0] : centers[1]
      let spread = label < 0 ? first : last
      return center.map { $0 + spread * random.normal() }
    }
  }
}
