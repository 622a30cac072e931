/// Memory for single-precision numbers that is allocated once and reused, zeros at first.
///
/// Not `Sendable`: each worker has its own.
package final class FloatBuffer {
  /// The first number; aligned to 64 bytes.
  package let start: UnsafeMutablePointer<Float>
  /// How many there are.
  package let count: Int

  /// Room for `count` numbers.
  package init(_ count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { start.deallocate() }
}
