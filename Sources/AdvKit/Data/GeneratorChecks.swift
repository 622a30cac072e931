/// The range checks that the generators share.
enum GeneratorCheck {
  /// The most points that a generator draws.
  static let largestCount = 1_000_000

  /// Refuses numbers of points outside 2...1,000,000.
  static func count(_ n: Int) throws(DataError) {
    guard n >= 2, n <= largestCount else {
      throw .parameter(name: "n", requirement: "lies between 2 and \(largestCount), not \(n)")
    }
  }

  /// Refuses spreads that are negative or not finite.
  static func spread(_ value: Double, _ name: String) throws(DataError) {
    guard value >= 0, value.isFinite else {
      throw .parameter(name: name, requirement: "is a finite number ≥ 0, not \(value)")
    }
  }
}

extension Dataset {
  /// A set of points whose labels alternate −1, 1, −1, …, so that a prefix is balanced too.
  static func alternating(
    count: Int, point: (_ index: Int, _ label: Double) -> [Double]
  ) throws(DataError) -> Dataset {
    let labels = (0..<count).map { $0.isMultiple(of: 2) ? -1.0 : 1.0 }
    return try Dataset(
      points: Matrix(rows: labels.indices.map { point($0, labels[$0]) }), labels: labels)
  }
}
