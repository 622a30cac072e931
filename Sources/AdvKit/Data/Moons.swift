extension Dataset {
  /// Two interleaved half circles, as scikit-learn's `make_moons` places them.
  ///
  /// Label −1: (cos t, sin t); label 1: (1 − cos t, ½ − sin t); t equally spaced from 0 to π on each
  /// moon, both ends included; then noise·N(0, I) is added. Labels alternate −1, 1, …
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 1,000,000.
  ///   - noise: standard deviation, finite and ≥ 0.
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func moons(
    count: Int, noise: Double, key: RandomKey
  ) throws(DataError) -> Dataset {
    try GeneratorCheck.count(count)
    try GeneratorCheck.spread(noise, "noise")
    var random = RandomStream(key)
    return try alternating(count: count) { index, label in
      let onMoon = label < 0 ? (count + 1) / 2 : count / 2
      let t = onMoon > 1 ? Double.pi * Double(index / 2) / Double(onMoon - 1) : 0
      let x = label < 0 ? Elementary.cos(t) : 1 - Elementary.cos(t)
      let y = label < 0 ? Elementary.sin(t) : 0.5 - Elementary.sin(t)
      return [x + noise * random.normal(), y + noise * random.normal()]
    }
  }
}
