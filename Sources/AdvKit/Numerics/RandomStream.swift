/// What a stream of random numbers belongs to: draws of one key never depend on another key.
package struct RandomKey: Sendable, Hashable {
  /// The seed of the notebook.
  package let seed: UInt64
  /// The id of the cell that draws.
  package let cell: String
  /// What the cell draws for, such as `noise`.
  package let stream: String

  /// Joins seed, cell and stream name.
  package init(seed: UInt64, cell: String, stream: String) {
    self.seed = seed
    self.cell = cell
    self.stream = stream
  }

  /// The same seed and cell with another stream name.
  package func named(_ stream: String) -> RandomKey {
    RandomKey(seed: seed, cell: cell, stream: stream)
  }

  /// The generator's key: FNV-1a (64 bits) of cell, the byte FF (which UTF-8 never uses) and stream.
  package var hash: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    for byte in cell.utf8 { add(byte) }
    add(0xFF)
    for byte in stream.utf8 { add(byte) }
    return hash
  }
}

/// Random numbers drawn one after the other from ``Philox`` under one ``RandomKey``.
///
/// The counter's low half counts blocks and its high half is the seed, so two seeds never share a
/// block; the key is the hash of the names. A copy repeats what the original draws.
package struct RandomStream: Sendable {
  private var key: SIMD2<UInt32>
  private let seed: SIMD2<UInt32>
  private var next: UInt64 = 0
  private var spareWord: UInt64?
  private var spareNormal: Double?

  /// The stream of a key, at its beginning.
  package init(_ key: RandomKey) {
    let hash = key.hash
    self.key = SIMD2(UInt32(truncatingIfNeeded: hash), UInt32(truncatingIfNeeded: hash >> 32))
    self.seed = SIMD2(
      UInt32(truncatingIfNeeded: key.seed), UInt32(truncatingIfNeeded: key.seed >> 32))
  }

  /// One of 2⁶⁴ streams under one key, such as that of an example and a restart.
  ///
  /// Stream (0, 0) is the stream of the key itself. Each has 2³² blocks before it meets the next one.
  package init(_ key: RandomKey, part: UInt32, _ round: UInt32 = 0) {
    self.init(key)
    // Rounds change the key, parts the high half of the counter.
    self.key.y = self.key.y &+ round &* 0x9E37_79B9
    next = UInt64(part) << 32
  }

  /// 64 random bits.
  package mutating func word() -> UInt64 {
    if let spare = spareWord {
      spareWord = nil
      return spare
    }
    let counter = Philox.Block(
      UInt32(truncatingIfNeeded: next), UInt32(truncatingIfNeeded: next >> 32), seed.x, seed.y)
    let block = Philox.block(counter: counter, key: key)
    next &+= 1
    spareWord = UInt64(block.w) << 32 | UInt64(block.z)
    return UInt64(block.y) << 32 | UInt64(block.x)
  }

  /// A uniform draw from [0, 1): a multiple of 2⁻⁵³.
  package mutating func uniform() -> Double {
    Double(word() >> 11) * 0x1p-53
  }

  /// A draw from the standard normal distribution (Box and Muller 1958).
  package mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    // 1 − u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * Elementary.log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * Elementary.sin(angle)
    return radius * Elementary.cos(angle)
  }

  /// A uniform draw from 0..<bound, without bias.
  ///
  /// - Precondition: `bound > 0`.
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "bound")
    let bound = UInt64(bound)
    // Words below 2⁶⁴ mod bound would make small results too likely.
    let threshold = (0 &- bound) % bound
    var draw = word()
    while draw < threshold { draw = word() }
    return Int(draw % bound)
  }

  /// A uniform draw from the orders of 0..<count (Fisher and Yates).
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }
}
