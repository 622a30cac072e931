/// The memory for training on a block of rows of a minibatch; one a worker, used again and again.
///
/// A method puts points near ``clean`` into ``current``, moves them, and calls a `descend`, which
/// adds the rows' share of the gradient of the minibatch's mean loss.
package final class TrainingBlock {
  /// The number of rows at work.
  package private(set) var rows = 0
  /// Numbers of an input.
  package let dimension: Int
  /// Number of logits.
  package let classes: Int
  /// The loss that is descended, and ascended by attacks.
  package let loss: NetworkLoss
  /// Sum of the rows' losses since the part began; NaN where a logit is not finite.
  package private(set) var lossSum = 0.0
  /// Number of rows classified correctly at the points that were descended at, since the part began.
  package private(set) var correct = 0
  /// Number of gradients since the part began, one for each row carried back.
  package private(set) var gradients = 0

  private let pass: NetworkPass
  private let threat: Threat?
  private let parameters: UnsafePointer<Float>
  private let cleanMemory: FloatBuffer
  private let lossMemory: FloatBuffer
  // softmax at the clean points and its logarithm, for divergences.
  private let distributions: FloatBuffer
  private let logarithms: FloatBuffer
  private let labelMemory: UnsafeMutableBufferPointer<Int>
  private let labels: UnsafeMutablePointer<Int>
  private var gradient: UnsafeMutablePointer<Float>
  private var perturbation: UnsafeMutablePointer<Float>
  private var random: RandomStream
  // 1 / size of the minibatch: what a row weighs in the mean.
  private var weight: Float = 1

  /// Memory for up to `capacity` rows; `parameters` are those of the network, and may change between
  /// minibatches.
  init(
    _ network: Network, _ parameters: UnsafePointer<Float>, capacity: Int, threat: Threat?,
    loss: NetworkLoss, key: RandomKey
  ) {
    pass = NetworkPass(network, capacity: capacity)
    dimension = pass.dimension
    classes = pass.classes
    self.loss = loss
    self.threat = threat
    self.parameters = parameters
    cleanMemory = FloatBuffer(capacity * dimension)
    lossMemory = FloatBuffer(capacity)
    distributions = FloatBuffer(capacity * classes)
    logarithms = FloatBuffer(capacity * classes)
    labelMemory = .allocate(capacity: max(capacity, 1))
    labelMemory.initialize(repeating: 0)
    // The memory is not empty.
    labels = labelMemory.baseAddress ?? .allocate(capacity: 1)
    gradient = pass.input
    perturbation = pass.input
    random = RandomStream(key)
  }

  deinit { labelMemory.deallocate() }

  /// The clean inputs: rows × dimension.
  package var clean: UnsafePointer<Float> { UnsafePointer(cleanMemory.start) }
  /// The points at work: rows × dimension.
  package var current: UnsafeMutablePointer<Float> { pass.input }
  /// ε of the threat; 0 without one.
  package var radius: Double { threat?.ball.radius ?? 0 }

  /// Begins a part of a minibatch of `size` rows, whose gradients are added to `gradient`.
  func beginPart(of size: Int, gradient: UnsafeMutablePointer<Float>) {
    self.gradient = gradient
    weight = 1 / Float(size)
    lossSum = 0
    correct = 0
    gradients = 0
  }

  /// Takes up the examples at these places.
  ///
  /// - Parameters:
  ///   - perturbation: where the perturbations of these rows live on; rows × dimension.
  ///   - random: the stream of the draws for these rows.
  func take(
    _ places: UnsafeBufferPointer<Int>, inputs: UnsafePointer<Float>, classes: UnsafePointer<Int>,
    perturbation: UnsafeMutablePointer<Float>, random: RandomStream
  ) {
    rows = places.count
    self.perturbation = perturbation
    self.random = random
    for row in 0..<rows {
      let place = places[row]
      labels[row] = classes[place]
      (cleanMemory.start + row * dimension).update(
        from: inputs + place * dimension, count: dimension)
    }
  }

  // MARK: Where points start

  /// Puts every row at its clean input.
  package func startAtClean() { current.update(from: clean, count: rows * dimension) }

  /// Puts every row at a random point of the ball, clipped to the box.
  package func startAtRandom() {
    startAtClean()
    guard let threat else { return }
    RandomStart.fill(
      current, around: clean, threat, rows: rows, dimension: dimension, &random)
  }

  /// Puts every row at its clean input plus `scale`·N(0, I); not projected.
  package func startAtNoise(_ scale: Double) {
    for i in 0..<rows * dimension { current[i] = clean[i] + Float(scale * random.normal()) }
  }

  /// Puts every row at its clean input plus the perturbation kept, moved into ball ∩ box.
  package func startAtPerturbation() {
    for i in 0..<rows * dimension { current[i] = clean[i] + perturbation[i] }
    guard let threat else { return }
    for row in 0..<rows {
      RowStep.project(
        current + row * dimension, around: clean + row * dimension, threat, dimension: dimension)
    }
  }

  /// Keeps the present perturbations for the next minibatch.
  package func keepPerturbation() {
    for i in 0..<rows * dimension { perturbation[i] = current[i] - clean[i] }
  }

  // MARK: Ascent

  /// One step up the loss, projected.
  package func ascendLoss(length: Float) {
    pass.forward(rows: rows, parameters)
    if loss == .crossEntropy {
      // The losses themselves are not wanted here.
      SoftmaxRows.fill(pass.logitGradient, of: pass.logits, rows: rows, classes: classes)
      for row in 0..<rows { pass.logitGradient[row * classes + labels[row]] -= 1 }
    } else {
      evaluateLoss()
    }
    ascend(length)
  }

  /// Remembers softmax and its logarithm at the present points.
  package func rememberDistributions() {
    pass.forward(rows: rows, parameters)
    let k = classes
    SoftmaxRows.fill(distributions.start, of: pass.logits, rows: rows, classes: k)
    for row in 0..<rows {
      let z = pass.logits + row * k
      let offset = SoftmaxRows.logOffset(z, classes: k)
      for i in 0..<k { logarithms.start[row * k + i] = Float(Double(z[i]) + offset) }
    }
  }

  /// One step up KL(remembered ‖ present), projected.
  package func ascendDivergence(length: Float) {
    pass.forward(rows: rows, parameters)
    let slope = pass.logitGradient
    SoftmaxRows.fill(slope, of: pass.logits, rows: rows, classes: classes)
    for i in 0..<rows * classes { slope[i] -= distributions.start[i] }
    ascend(length)
  }

  private func ascend(_ length: Float) {
    pass.backwardToInput(rows: rows, parameters)
    gradients += rows
    step(length: length)
  }

  /// Moves every row one steepest step along the derivatives last carried back, and projects it.
  package func step(length: Float) {
    guard let threat else { return }
    if threat.ball.norm == .linf {
      // Every coordinate by itself: all rows are one.
      RowStep.ascend(
        current, from: clean, along: pass.inputGradient, length: length, threat,
        dimension: rows * dimension)
      return
    }
    for row in 0..<rows {
      let place = row * dimension
      RowStep.ascend(
        current + place, from: clean + place, along: pass.inputGradient + place, length: length,
        threat, dimension: dimension)
    }
  }

  // MARK: Descent

  /// Adds the gradient of the loss at the present points, each row weighing 1/minibatch.
  ///
  /// - Parameter toInput: whether derivatives are carried on to the inputs, for ``step(length:)``.
  package func descend(toInput: Bool = false) {
    pass.forward(rows: rows, parameters)
    evaluateLoss()
    recordLosses(scale: 1)
    recordCorrect()
    for i in 0..<rows * classes { pass.logitGradient[i] *= weight }
    carryBack(toInput: toInput)
  }

  /// Adds the gradient of −log p_y + β·KL(p ‖ q), p at the clean points, q at the present ones.
  ///
  /// p is what ``rememberDistributions()`` found at the clean points; these are the present points
  /// afterwards. ∂KL/∂z is q − p for the logits of q, and pᵢ((log pᵢ − log qᵢ) − KL) for those of p.
  package func descendDivergence(beta: Float) {
    let k = classes
    let (p, logP, slope) = (distributions.start, logarithms.start, pass.logitGradient)
    pass.forward(rows: rows, parameters)
    recordCorrect()
    SoftmaxRows.fill(slope, of: pass.logits, rows: rows, classes: k)
    for row in 0..<rows {
      let z = pass.logits + row * k
      let offset = SoftmaxRows.logOffset(z, classes: k)
      var divergence = 0.0
      for i in row * k..<(row + 1) * k {
        // log p is no longer needed by itself.
        logP[i] -= Float(Double(pass.logits[i]) + offset)
        divergence += Double(p[i]) * Double(logP[i])
        slope[i] = weight * beta * (slope[i] - p[i])
      }
      lossMemory.start[row] = Float(divergence)
      for i in row * k..<(row + 1) * k {
        logP[i] = beta * p[i] * (logP[i] - Float(divergence))
      }
    }
    recordLosses(scale: Double(beta))
    carryBack(toInput: false)

    startAtClean()
    pass.forward(rows: rows, parameters)
    evaluateLoss()
    recordLosses(scale: 1)
    for i in 0..<rows * k { slope[i] = weight * (slope[i] + logP[i]) }
    carryBack(toInput: false)
  }

  private func evaluateLoss() {
    loss.evaluate(
      LossRows(
        rows: rows, classes: classes, logits: pass.logits, labels: labels,
        losses: lossMemory.start, gradient: pass.logitGradient))
  }

  private func carryBack(toInput: Bool) {
    gradients += rows
    pass.backwardToParameters(rows: rows, parameters, into: gradient, toInput: toInput)
  }

  private func recordLosses(scale: Double) {
    var sum = 0.0
    for row in 0..<rows { sum += Double(lossMemory.start[row]) }
    lossSum += scale * sum
  }

  private func recordCorrect() {
    var check: Float = 0
    for row in 0..<rows {
      let z = pass.logits + row * classes
      if logitMargin(z, classes: classes, label: labels[row]).margin > 0 { correct += 1 }
      // A loss may not notice a logit that is not a number; the sum must.
      for i in 0..<classes { check += z[i] * 0 }
    }
    lossSum += Double(check)
  }
}
