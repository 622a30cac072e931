/// The work on one minibatch at a time, in parts that depend on its size alone.
///
/// All memory is allocated once: the parameters, a gradient for each part, a block for each worker.
/// Parts are reduced in order, so that results do not depend on the number of threads.
final class Minibatch: PartedTask, @unchecked Sendable {
  // Sharing: between two rounds of the team only the caller touches anything; in a round every
  // worker writes to its own block and to the places of its part.

  /// The most parts that a minibatch is cut into.
  static let mostParts = 16
  /// The most rows that run through the network at once.
  static let mostRows = 128

  /// The network's parameters; to be updated between rounds.
  let parameters: FloatBuffer
  /// The perturbations kept for each row of a minibatch.
  let perturbation: FloatBuffer
  /// The order of the examples in this epoch.
  let order: UnsafeMutableBufferPointer<Int>

  private let method: any TrainingMethod
  private let inputs: UnsafePointer<Float>
  private let labels: UnsafePointer<Int>
  private let dimension: Int
  private let blocks: [TrainingBlock]
  private let key: RandomKey
  private let parameterCount: Int
  private let stride: Int
  private let gradients: FloatBuffer
  private let results: UnsafeMutableBufferPointer<MinibatchResult>

  private var epoch = 0
  private var first = 0
  private var parts = Blocks(rows: 0)

  /// How a minibatch of this size is cut.
  ///
  /// 32 rows are enough for the products of a small network, and two workers can share 64 of them;
  /// large minibatches have larger parts, so that the gradients of all parts stay few.
  static func parts(of size: Int) -> Blocks {
    Blocks(rows: size, limit: max(size <= 128 ? 32 : 64, (size + mostParts - 1) / mostParts))
  }

  /// Memory for training on examples at `inputs` and `labels`, which outlive the rounds.
  init(
    _ training: NetworkTraining, _ network: Network, inputs: UnsafePointer<Float>,
    labels: UnsafePointer<Int>, count: Int, workers: Int
  ) {
    method = training.method
    self.inputs = inputs
    self.labels = labels
    dimension = network.inputShape.count
    key = training.key.named("training attack")
    parameterCount = network.parameters.count
    stride = (parameterCount + 15) / 16 * 16
    let parameters = FloatBuffer(parameterCount)
    self.parameters = parameters
    // The last minibatch of an epoch may be smaller, and cut otherwise.
    let cuts = [training.batch, count % training.batch].filter { $0 > 0 }.map(Self.parts)
    gradients = FloatBuffer((cuts.map(\.count).max() ?? 1) * stride)
    perturbation = FloatBuffer(training.method.keepsPerturbation ? training.batch * dimension : 0)
    order = .allocate(capacity: count)
    order.initialize(repeating: 0)
    results = .allocate(capacity: Self.mostParts + 1)
    results.initialize(repeating: MinibatchResult())
    let capacity = min(cuts.map(\.size).max() ?? 1, Self.mostRows)
    blocks = (0..<workers).map { _ in
      TrainingBlock(
        network, UnsafePointer(parameters.start), capacity: capacity, threat: training.threat,
        loss: training.loss, key: training.key)
    }
  }

  deinit {
    order.deallocate()
    results.deallocate()
  }

  /// Computes the gradient of the mean loss of the rows `range` of the order.
  ///
  /// - Returns: sums over the rows, and the gradient, which lives until the next call.
  func gradient(
    of range: Range<Int>, epoch: Int, by team: WorkerTeam<Minibatch>
  ) -> (result: MinibatchResult, gradient: UnsafePointer<Float>) {
    self.epoch = epoch
    first = range.lowerBound
    parts = Self.parts(of: range.count)
    team.run(parts: parts.count)
    var sum = results[0]
    for part in 1..<max(parts.count, 1) { sum.add(results[part]) }
    sum.isGradientFinite = reduce()
    return (sum, UnsafePointer(gradients.start))
  }

  /// Adds the gradients of all parts to the first, in order; says whether all numbers are finite.
  private func reduce() -> Bool {
    let total = gradients.start
    for part in 1..<max(parts.count, 1) {
      let other = gradients.start + part * stride
      for i in 0..<stride { total[i] += other[i] }
    }
    return total.areFinite(count: parameterCount)
  }

  func run(part: Int, worker: Int) {
    let block = blocks[worker]
    let rows = parts[part]
    let gradient = gradients.start + part * stride
    gradient.update(repeating: 0, count: stride)
    block.beginPart(of: parts.rows, gradient: gradient)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + Self.mostRows, rows.upperBound)
      let place = first + row
      block.take(
        UnsafeBufferPointer(rebasing: order[place..<first + end]), inputs: inputs,
        classes: labels,
        perturbation: perturbation.start + (method.keepsPerturbation ? row * dimension : 0),
        random: RandomStream(
          key, part: UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: epoch)))
      method.descend(block)
      row = end
    }
    results[part] = MinibatchResult(
      lossSum: block.lossSum, correct: block.correct, gradients: block.gradients)
  }
}

/// Sums over the rows of a part or of a minibatch.
struct MinibatchResult {
  /// Sum of the losses.
  var lossSum = 0.0
  /// Number of rows classified correctly.
  var correct = 0
  /// Number of gradients computed.
  var gradients = 0
  /// Whether all numbers of the gradient are finite.
  var isGradientFinite = true

  /// Adds the sums of another part.
  mutating func add(_ other: MinibatchResult) {
    lossSum += other.lossSum
    correct += other.correct
    gradients += other.gradients
  }
}

extension UnsafeMutablePointer<Float> {
  /// Whether the first `count` numbers are all finite.
  func areFinite(count: Int) -> Bool {
    // x·0 is 0 for finite x and NaN otherwise; eight sums side by side.
    var sums = SIMD8<Float>.zero
    var place = 0
    let raw = UnsafeRawPointer(self)
    while place + 8 <= count {
      sums += raw.loadUnaligned(fromByteOffset: place * 4, as: SIMD8<Float>.self) * 0
      place += 8
    }
    var sum = sums.sum()
    while place < count {
      sum += self[place] * 0
      place += 1
    }
    return sum == 0
  }
}
