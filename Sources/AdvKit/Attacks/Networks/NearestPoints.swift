/// What an attack minimises that looks for the nearest misclassified point.
package struct NearestSearch: Sendable, Hashable {
  /// The norm of the perturbation.
  package let norm: Norm
  /// κ ≥ 0: a point counts where its logit margin is at most −κ.
  package let confidence: Float

  /// The search in this norm.
  package init(_ norm: Norm, confidence: Float = 0) {
    self.norm = norm
    self.confidence = confidence
  }
}

/// The nearest misclassified points of the examples of a block, by slot.
final class NearestPoints {
  let search: NearestSearch
  private(set) var distances: [Double] = []
  private let memory: FloatBuffer
  private let dimension: Int
  private var difference: [Double]

  init(_ search: NearestSearch, capacity: Int, dimension: Int) {
    self.search = search
    self.dimension = dimension
    memory = FloatBuffer(capacity * dimension)
    difference = [Double](repeating: 0, count: dimension)
  }

  /// Forgets everything; the points of slots without one are the clean inputs.
  func begin(_ inputs: UnsafePointer<Float>, count: Int) {
    distances = [Double](repeating: .infinity, count: count)
    memory.start.update(from: inputs, count: count * dimension)
  }

  /// The nearest point of a slot, or the clean input.
  func point(_ slot: Int) -> UnsafePointer<Float> {
    UnsafePointer(memory.start + slot * dimension)
  }

  /// Takes a point up if it counts and none before it was as near; says whether it did.
  func offer(
    _ point: UnsafePointer<Float>, clean: UnsafePointer<Float>, margin: Float, slot: Int
  ) -> Bool {
    guard margin <= -search.confidence else { return false }
    let distance = distance(point, clean, search.norm)
    guard distance < distances[slot] else { return false }
    distances[slot] = distance
    (memory.start + slot * dimension).update(from: point, count: dimension)
    return true
  }

  /// ‖point − clean‖, in double precision.
  func distance(
    _ point: UnsafePointer<Float>, _ clean: UnsafePointer<Float>, _ norm: Norm
  ) -> Double {
    for j in 0..<dimension { difference[j] = Double(point[j]) - Double(clean[j]) }
    return norm(difference)
  }
}
