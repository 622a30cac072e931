// Oracle: the definition of a partition, and shares worked out by hand.
import Testing

@testable import AdvKit

struct SplitTests {
  let key = RandomKey(seed: 2025, cell: "data", stream: "split")

  /// n examples whose only input is their position; class i mod `classes`, or as given.
  func numbered(_ n: Int, classes: Int = 2, label: ((Int) -> Int)? = nil) throws -> Examples {
    try Examples(
      shape: .vector(1), inputs: (0..<n).map(Float.init),
      labels: (0..<n).map { label?($0) ?? $0 % classes }, classes: classes)
  }

  @Test(arguments: [false, true])
  func partsAreAPartition(isStratified: Bool) throws {
    let data = try numbered(101, classes: 3)
    let parts = try data.split(.fractions([0.6, 0.2, 0.2]), isStratified: isStratified, key: key)
    // Boundaries 60.6, 80.8 and 101.
    #expect(parts.map(\.count) == [61, 20, 20])
    #expect(parts.flatMap(\.inputs).sorted() == data.inputs)
    #expect(parts[0].inputs != Array(data.inputs.prefix(61)))
    for part in parts {
      #expect(part.classes == 3)
      for index in 0..<part.count { #expect(Int(part.inputs[index]) % 3 == part.labels[index]) }
    }
    let again = try data.split(.fractions([0.6, 0.2, 0.2]), isStratified: isStratified, key: key)
    #expect(again == parts)
    let other = try data.split(
      .fractions([0.6, 0.2, 0.2]), isStratified: isStratified, key: key.named("x"))
    #expect(other != parts)
  }

  @Test func countsMayLeaveSomeOver() throws {
    let parts = try numbered(10).splitPositions(.counts([3, 4]), key: key)
    #expect(parts.map(\.count) == [3, 4])
    #expect(Set(parts.flatMap { $0 }).count == 7)
    #expect(parts.flatMap { $0 }.allSatisfy { (0..<10).contains($0) })
  }

  @Test func sharesThatSumToOneLeaveNoneOver() throws {
    // 0.7 + 0.2 + 0.1 is not 1 in floating point.
    for n in 3...200 {
      let counts = try? SplitSizes.fractions([0.7, 0.2, 0.1]).counts(of: n)
      if let counts { #expect(counts.reduce(0, +) == n) } else { #expect(n < 10) }
    }
  }

  @Test func stratifiedPartsHaveEachClassesShare() throws {
    // 80 of class 0, 15 of class 1, 5 of class 2, in that order.
    let data = try numbered(100, classes: 3) { $0 < 80 ? 0 : ($0 < 95 ? 1 : 2) }
    for stream in 0..<50 {
      let parts = try data.split(
        .counts([60, 20, 20]), isStratified: true, key: key.named("\(stream)"))
      for (part, share) in zip(parts, [0.6, 0.2, 0.2]) {
        for (label, size) in [(0, 80.0), (1, 15), (2, 5)] {
          let found = part.labels.count { $0 == label }
          // One end of a part may be off by half an example of each class and the shift it causes.
          #expect(abs(Double(found) - share * size) <= 2, "class \(label): \(found)")
        }
      }
    }
  }

  @Test func everyPositionIsAboutAsLikely() throws {
    let data = try numbered(10)
    var counts = [Int](repeating: 0, count: 10)
    for stream in 0..<2_000 {
      for position in try data.splitPositions(
        .counts([3]), key: key.named("\(stream)"))[0]
      {
        counts[position] += 1
      }
    }
    // 600 each, deviation √(2000·0.3·0.7) = 20.5; five of them.
    #expect(counts.allSatisfy { abs($0 - 600) < 103 }, "\(counts)")
  }

  @Test(arguments: [
    SplitSizes.counts([]), .counts([0, 3]), .counts([-1]), .counts([6, 5]), .counts([.max, .max]),
    .fractions([]), .fractions([0.5, 0.6]), .fractions([0, 1]), .fractions([-0.5]),
    .fractions([.nan]), .fractions([0.01, 0.99]), .fractions([.infinity]),
  ])
  func impossiblePartsAreRefused(sizes: SplitSizes) throws {
    let data = try numbered(10)
    #expect(throws: DataError.self) { try data.split(sizes, key: key) }
  }
}
