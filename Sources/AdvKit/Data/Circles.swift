extension Dataset {
  /// Two concentric circles, as scikit-learn's `make_circles` places them.
  ///
  /// Label −1 on the outer circle of radius 1, label 1 on the inner one of radius `factor`; angles
  /// equally spaced from 0, 2π left out; then noise·N(0, I) is added. Labels alternate −1, 1, …
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 1,000,000.
  ///   - noise: standard deviation, finite and ≥ 0.
  ///   - factor: radius of the inner circle, in (0, 1).
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func circles(
    count: Int, noise: Double, factor: Double, key: RandomKey
  ) throws(DataError) -> Dataset {
    try GeneratorCheck.count(count)
    try GeneratorCheck.spread(noise, "noise")
    guard factor > 0, factor < 1 else {
      throw .parameter(name: "factor", requirement: "lies strictly between 0 and 1, not \(factor)")
    }
    var random = RandomStream(key)
    return try alternating(count: count) { index, label in
      let onCircle = label < 0 ? (count + 1) / 2 : count / 2
      let t = 2 * Double.pi * Double(index / 2) / Double(onCircle)
      let radius = label < 0 ? 1 : factor
      return [
        radius * Elementary.cos(t) + noise * random.normal(),
        radius * Elementary.sin(t) + noise * random.normal(),
      ]
    }
  }
}
