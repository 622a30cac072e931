/// How large the parts of a split are.
package enum SplitSizes: Sendable, Hashable {
  /// The number of examples in each part; what is left over belongs to none.
  case counts([Int])
  /// The share of each part, in (0, 1]; their sum is at most 1. Boundaries are rounded to the
  /// nearest example, so shares that sum to 1 leave none over.
  case fractions([Double])

  /// The number of examples in each part of a set of `count`.
  ///
  /// - Throws: ``DataError/parameter(name:requirement:)`` for no parts, parts without examples, and
  ///   parts that are together more than the set.
  package func counts(of count: Int) throws(DataError) -> [Int] {
    let counts: [Int]
    switch self {
    case .counts(let given): counts = given
    case .fractions(let shares):
      // A sum such as 0.7 + 0.2 + 0.1 may exceed 1 by its rounding.
      guard shares.allSatisfy({ $0 > 0 && $0 <= 1 }), shares.reduce(0, +) <= 1 + 1e-9 else {
        throw .parameter(
          name: "split", requirement: "has shares above 0 that sum to at most 1, not \(shares)")
      }
      var total = 0.0
      var taken = 0
      counts = shares.map { share in
        total += share
        let boundary = min(count, Int((total * Double(count)).rounded()))
        defer { taken = boundary }
        return boundary - taken
      }
    }
    guard !counts.isEmpty else {
      throw .parameter(name: "split", requirement: "has at least one part")
    }
    var total = 0
    for (part, size) in counts.enumerated() {
      guard size > 0 else {
        throw .parameter(
          name: "split", requirement: "leaves part \(part + 1) of \(count) examples empty")
      }
      guard size <= count - total else {
        throw .parameter(name: "split", requirement: "needs more than the \(count) examples")
      }
      total += size
    }
    return counts
  }
}

extension Examples {
  /// Random parts without common examples, such as training, validation and test.
  ///
  /// The order of the examples is drawn by ``RandomStream/permutation(_:)`` and cut into the parts.
  /// With `isStratified`, the drawn order is first evened out: the j-th of the m examples of a class
  /// moves to the place (j + ½)/m, so that every part has each class's share, up to about one
  /// example.
  ///
  /// - Throws: ``DataError/parameter(name:requirement:)``, see ``SplitSizes/counts(of:)``.
  package func split(
    _ sizes: SplitSizes, isStratified: Bool = false, key: RandomKey
  ) throws(DataError) -> [Examples] {
    try splitPositions(sizes, isStratified: isStratified, key: key).map(selecting)
  }

  /// The positions in this set that ``split(_:isStratified:key:)`` puts into each part.
  ///
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package func splitPositions(
    _ sizes: SplitSizes, isStratified: Bool = false, key: RandomKey
  ) throws(DataError) -> [[Int]] {
    let counts = try sizes.counts(of: count)
    var random = RandomStream(key)
    var order = random.permutation(count)
    if isStratified { order = evenedOut(order) }
    var start = 0
    return counts.map { size in
      defer { start += size }
      return Array(order[start..<start + size])
    }
  }

  private func evenedOut(_ order: [Int]) -> [Int] {
    var sizes = [Int](repeating: 0, count: classes)
    for label in labels { sizes[label] += 1 }
    var seen = [Int](repeating: 0, count: classes)
    // The place (j + ½)/m, as (2j + 1) and m.
    let places = order.enumerated().map { rank, position in
      let label = labels[position]
      defer { seen[label] += 1 }
      return (odd: 2 * seen[label] + 1, size: sizes[label], rank: rank, position: position)
    }
    return places.sorted { a, b in
      let (left, right) = (a.odd * b.size, b.odd * a.size)
      return left != right ? left < right : a.rank < b.rank
    }.map(\.position)
  }
}
