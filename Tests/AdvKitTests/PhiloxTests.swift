// Oracle: published vectors (Random123 tests/kat_vectors, philox4x32 with 10 rounds; FNV-1a of
// "foobar" from its authors' page) and moments of the uniform and normal distributions.
import Testing

@testable import AdvKit

struct PhiloxTests {
  @Test(arguments: [
    (
      Philox.Block(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
      Philox.Block(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      Philox.Block(repeating: 0xffff_ffff), SIMD2<UInt32>(repeating: 0xffff_ffff),
      Philox.Block(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      Philox.Block(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      Philox.Block(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func matchesPublishedVectors(counter: Philox.Block, key: SIMD2<UInt32>, expected: Philox.Block) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }

  @Test func keyIsThePublishedHashOfTheNames() {
    let key = RandomKey(seed: 1, cell: "foobar", stream: "")
    let published: UInt64 = 0x8594_4171_f739_67e8
    #expect(key.hash == (published ^ 0xff) &* 0x100_0000_01b3)
    #expect(
      RandomKey(seed: 1, cell: "ab", stream: "c").hash
        != RandomKey(seed: 1, cell: "a", stream: "bc").hash)
  }

  @Test func streamsDependOnEveryPartOfTheKeyAndOnNothingElse() {
    func draws(_ seed: UInt64, _ cell: String, _ stream: String) -> [UInt64] {
      var random = RandomStream(RandomKey(seed: seed, cell: cell, stream: stream))
      return (0..<6).map { _ in random.word() }
    }
    let first = draws(2025, "points", "noise")
    #expect(first == draws(2025, "points", "noise"))
    #expect(Set(first).count == 6)
    for other in [
      draws(2026, "points", "noise"), draws(2025 | 1 << 40, "points", "noise"),
      draws(2025, "point", "noise"), draws(2025, "points", "start"),
    ] {
      #expect(Set(first).isDisjoint(with: other))
    }
  }

  @Test func uniformsHaveTheMomentsOfTheUnitInterval() {
    var random = RandomStream(RandomKey(seed: 7, cell: "a", stream: "u"))
    let draws = (0..<20_000).map { _ in random.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    // Five standard errors.
    #expect(abs(mean - 0.5) < 0.0102)
    #expect(abs(variance - 1.0 / 12) < 0.0027)
  }

  @Test func normalsHaveTheMomentsOfTheStandardNormal() {
    var random = RandomStream(RandomKey(seed: 7, cell: "a", stream: "n"))
    let draws = (0..<20_000).map { _ in random.normal() }
    let moments = (1...4).map { k in
      draws.reduce(0) { sum, x in sum + (0..<k).reduce(1.0) { p, _ in p * x } } / 20_000
    }
    #expect(abs(moments[0]) < 0.036)
    #expect(abs(moments[1] - 1) < 0.05)
    #expect(abs(moments[2]) < 0.14)
    #expect(abs(moments[3] - 3) < 0.35)
    #expect(draws.count { abs($0) < 1.959964 } > 18_840)
    #expect(draws.count { abs($0) < 1.959964 } < 19_160)
  }

  @Test func permutationsAreOrdersAndReachEveryOrder() {
    var random = RandomStream(RandomKey(seed: 3, cell: "a", stream: "p"))
    var seen: Set<[Int]> = []
    for _ in 0..<200 {
      let order = random.permutation(3)
      #expect(order.sorted() == [0, 1, 2])
      seen.insert(order)
    }
    #expect(seen.count == 6)
    #expect(random.permutation(0).isEmpty)
    #expect(random.permutation(1) == [0])
  }
}
