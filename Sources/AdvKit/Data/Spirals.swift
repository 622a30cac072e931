extension Dataset {
  /// Two interleaved spirals (Archimedes' curve r = θ/(2π·turns)), one turned by π from the other.
  ///
  /// Label −1: s·(cos 2πts, sin 2πts), t = `turns`; label 1: its negative; s equally spaced up to 1
  /// on each spiral, 0, where they meet, left out; then noise·N(0, I) is added. Labels alternate −1,
  /// 1, …
  ///
  /// After: Lang and Witbrock, "Learning to tell two spirals apart", 1988, which has three turns.
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 1,000,000.
  ///   - noise: standard deviation, finite and ≥ 0; the arms are 1/(2·turns) apart.
  ///   - turns: how often each goes around, in (0, 100].
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func spirals(
    count: Int, noise: Double, turns: Double, key: RandomKey
  ) throws(DataError) -> Dataset {
    try SpiralArm.check(count: count, noise: noise, turns: turns)
    var random = RandomStream(key)
    return try alternating(count: count) { index, label in
      SpiralArm(index: index, of: count, arms: 2, turns: turns).point(noise: noise, &random)
    }
  }
}

extension Examples {
  /// K interleaved spirals, each turned by 2π/K from the last; for K = 2 those of
  /// ``Dataset/spirals(count:noise:turns:key:)``.
  ///
  /// Labels cycle 0, 1, …, K − 1.
  ///
  /// - Parameters:
  ///   - count: n, from K to 1,000,000.
  ///   - classes: K, from 2 to 100.
  ///   - noise: standard deviation, finite and ≥ 0; the arms are 1/(K·turns) apart.
  ///   - turns: how often each goes around, in (0, 100].
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func spirals(
    count: Int, classes: Int, noise: Double, turns: Double, key: RandomKey
  ) throws(DataError) -> Examples {
    guard (2...100).contains(classes) else {
      throw .parameter(name: "classes", requirement: "lies between 2 and 100, not \(classes)")
    }
    try SpiralArm.check(count: count, noise: noise, turns: turns)
    guard count >= classes else {
      throw .parameter(name: "n", requirement: "is at least the number of classes, \(classes)")
    }
    var random = RandomStream(key)
    let inputs = (0..<count).flatMap { index in
      SpiralArm(index: index, of: count, arms: classes, turns: turns).point(noise: noise, &random)
        .map(Float.init)
    }
    return try Examples(
      shape: .vector(2), inputs: inputs, labels: (0..<count).map { $0 % classes }, classes: classes)
  }
}

/// One place on one of several spirals.
private struct SpiralArm {
  /// The distance from the centre, in (0, 1].
  let radius: Double
  /// The angle in radians.
  let angle: Double

  /// The place of point `index`, whose arm is its remainder by the number of arms.
  init(index: Int, of count: Int, arms: Int, turns: Double) {
    let arm = index % arms
    let onArm = (count - arm + arms - 1) / arms
    radius = Double(index / arms + 1) / Double(onArm)
    angle = 2 * Double.pi * (turns * radius + Double(arm) / Double(arms))
  }

  func point(noise: Double, _ random: inout RandomStream) -> [Double] {
    [
      radius * Elementary.cos(angle) + noise * random.normal(),
      radius * Elementary.sin(angle) + noise * random.normal(),
    ]
  }

  static func check(count: Int, noise: Double, turns: Double) throws(DataError) {
    try GeneratorCheck.count(count)
    try GeneratorCheck.spread(noise, "noise")
    guard turns > 0, turns <= 100 else {
      throw .parameter(name: "turns", requirement: "lies above 0 and up to 100, not \(turns)")
    }
  }
}
