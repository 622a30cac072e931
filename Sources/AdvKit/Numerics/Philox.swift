/// The counter-based generator Philox 4×32 with 10 rounds.
///
/// A bijection of 128-bit counters for each 64-bit key: no state, no order of drawing.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// section 3.3; the constants are those of the published test vectors (Random123).
package enum Philox {
  /// Four 32-bit words.
  package typealias Block = SIMD4<UInt32>

  /// The block that belongs to a counter under a key (both little end first).
  package static func block(counter: Block, key: SIMD2<UInt32>) -> Block {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) * UInt64(c.x)
      let second = UInt64(0xCD9E_8D57) * UInt64(c.z)
      c = Block(
        UInt32(truncatingIfNeeded: second >> 32) ^ c.y ^ k.x,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ c.w ^ k.y,
        UInt32(truncatingIfNeeded: first))
      k.x &+= 0x9E37_79B9
      k.y &+= 0xBB67_AE85
    }
    return c
  }
}
