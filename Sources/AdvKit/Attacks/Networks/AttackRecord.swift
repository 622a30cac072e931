internal import Evidence
internal import Synchronization

/// The record of an attack on all examples, filled block by block.
///
/// Blocks write to places of their own; what they share is behind the lock.
final class AttackRecord: Sendable {
  nonisolated(unsafe) let inputs: UnsafeMutablePointer<Float>
  nonisolated(unsafe) let losses: UnsafeMutablePointer<Double>
  nonisolated(unsafe) let margins: UnsafeMutablePointer<Double>
  nonisolated(unsafe) let reached: UnsafeMutablePointer<Bool>
  nonisolated(unsafe) let distances: UnsafeMutablePointer<Double>
  private let count: Int
  private let dimension: Int

  private struct Shared {
    var gradients = 0
    var queries = 0
    var traces: [Int: [Double]?] = [:]
  }
  private let shared = Mutex(Shared())

  /// The record of examples that nothing was found for yet: the clean inputs.
  init(_ examples: Examples) {
    count = examples.count
    dimension = examples.shape.count
    inputs = .allocate(capacity: count * dimension)
    inputs.initialize(repeating: 0, count: count * dimension)
    for (place, value) in examples.inputs.enumerated() { inputs[place] = value }
    losses = .allocate(capacity: count)
    losses.initialize(repeating: -.infinity, count: count)
    margins = .allocate(capacity: count)
    margins.initialize(repeating: .infinity, count: count)
    reached = .allocate(capacity: count)
    reached.initialize(repeating: false, count: count)
    distances = .allocate(capacity: count)
    distances.initialize(repeating: .infinity, count: count)
  }

  deinit {
    inputs.deallocate()
    losses.deallocate()
    margins.deallocate()
    reached.deallocate()
    distances.deallocate()
  }

  /// Adds what a block cost, and the sums of its losses at each iterate.
  func add(block: Int, gradients: Int, queries: Int, trace: [Double]?) {
    shared.withLock {
      $0.gradients += gradients
      $0.queries += queries
      $0.traces.updateValue(trace, forKey: block)
    }
  }

  /// The whole result; sums run in the order of the blocks.
  ///
  /// - Parameters:
  ///   - isTargeted: whether the attack has a target.
  ///   - isNearest: whether the attack looks for the nearest point.
  func result(
    of attack: String, isTargeted: Bool = false, isNearest: Bool = false
  ) throws(AttackError) -> NetworkAttackResult {
    let losses = Array(UnsafeBufferPointer(start: losses, count: count))
    let margins = Array(UnsafeBufferPointer(start: margins, count: count))
    if let example = (0..<count).first(where: { losses[$0].isNaN || margins[$0].isNaN }) {
      throw .notFinite(example: example)
    }
    let succeeded = margins.map { $0 <= 0 }
    let robust = succeeded.count { !$0 }
    let (gradients, queries, traces) = shared.withLock { shared in
      (shared.gradients, shared.queries, (0..<shared.traces.count).map { shared.traces[$0] ?? nil })
    }
    var trace: [Double] = []
    if let length = traces.compactMap({ $0?.count }).min(), traces.allSatisfy({ $0 != nil }) {
      trace = (0..<length).map { step in
        traces.reduce(0) { $0 + ($1?[step] ?? 0) } / Double(count)
      }
    }
    return NetworkAttackResult(
      inputs: Array(UnsafeBufferPointer(start: inputs, count: count * dimension)),
      losses: Established(losses, .found(direction: .atLeast, attack)),
      margins: Established(margins, .found(direction: .atMost, attack)),
      meanLoss: Established(arithmeticMean(losses), .found(direction: .atLeast, attack)),
      robustAccuracy: Established(
        Double(robust) / Double(count), .found(direction: .atMost, attack)),
      succeeded: succeeded, gradients: gradients, queries: queries, trace: trace,
      distances: isNearest
        ? Established(
          Array(UnsafeBufferPointer(start: distances, count: count)),
          .found(direction: .atMost, attack)) : nil,
      reachedTarget: isTargeted
        ? Array(UnsafeBufferPointer(start: reached, count: count)) : nil)
  }
}
