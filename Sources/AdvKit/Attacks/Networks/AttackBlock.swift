/// The memory and the record of an attack on a block of examples; one a worker, used again and again.
///
/// An attack writes iterates to ``current``, calls ``evaluate(wantsGradient:)``, which computes
/// losses, keeps the best points and carries gradients back to ``gradient``, and steps. Rows that
/// are done may leave through ``removeSolved(_:)``; `rows` then falls.
package final class AttackBlock {
  /// Forward and backward memory; the iterates are its input.
  package let pass: NetworkPass
  /// The network's parameters.
  package let parameters: UnsafePointer<Float>
  /// What the opponent may do.
  package let threat: Threat?
  /// The loss whose largest value is kept.
  package let loss: NetworkLoss
  /// Whether misclassified rows may leave.
  package let stopsAtSuccess: Bool
  /// Whether the record is of the last evaluated points instead of the best ones.
  package let keepsLast: Bool
  /// What a targeted attack aims at.
  package let target: AttackTarget?
  /// The number of rows at work.
  package private(set) var rows = 0
  /// The place of each row's example among all examples: what keys its random draws.
  package private(set) var examples: [Int] = []
  /// The classes of the rows.
  package let labels: UnsafeMutablePointer<Int>
  /// The target class of each row, which stays with it: that of ``target``, else the class after
  /// the row's own; the attack's to write.
  package let targets: UnsafeMutablePointer<Int>
  /// The reference distribution of each row, which stays with it: softmax at the clean input; rows
  /// × classes, filled where ``loss`` needs it.
  package let references: UnsafeMutablePointer<Float>
  /// The loss of each row at the last evaluation.
  package let losses: UnsafeMutablePointer<Float>
  /// The logit margin of each row at the last evaluation.
  package let margins: UnsafeMutablePointer<Float>
  /// Gradients counted so far in this block.
  package var gradients = 0
  /// Forward passes without gradient counted so far in this block.
  package var queries = 0

  // Rows keep their slot when others leave: the record is by slot.
  private let slots: UnsafeMutablePointer<Int>
  private var count = 0
  private var first = 0
  private let cleanMemory: FloatBuffer
  private let bestMemory: FloatBuffer
  private let wrongMemory: FloatBuffer
  private let numberMemory: FloatBuffer
  // By slot: the largest loss, the margin there, the smallest margin, and 1 where a misclassified
  // point is kept.
  private let bestLoss: UnsafeMutablePointer<Float>
  private let marginAtBest: UnsafeMutablePointer<Float>
  private let bestMargin: UnsafeMutablePointer<Float>
  private let isWrong: UnsafeMutablePointer<Float>
  private var trace: [Double] = []
  private var hasTrace = true
  private var hasReached: [Bool] = []
  private let nearest: NearestPoints?
  private let referenceMemory: FloatBuffer
  // What the block began with, for taking all rows up again.
  private var allInputs: UnsafePointer<Float>?
  private var allLabels: ArraySlice<Int> = []
  private var allTargets: [Int] = []

  /// Memory for up to `capacity` rows.
  package init(
    _ network: Network, _ parameters: UnsafeBufferPointer<Float>, capacity: Int, threat: Threat?,
    loss: NetworkLoss, stopsAtSuccess: Bool, keepsLast: Bool = false,
    target: AttackTarget? = nil, nearest search: NearestSearch? = nil
  ) {
    pass = NetworkPass(network, capacity: capacity)
    // A network without parameters never reads them.
    self.parameters = parameters.baseAddress ?? UnsafePointer(pass.input)
    self.threat = threat
    self.loss = loss
    self.stopsAtSuccess = stopsAtSuccess
    self.keepsLast = keepsLast
    self.target = target
    let dimension = pass.dimension
    nearest = search.map { NearestPoints($0, capacity: capacity, dimension: dimension) }
    cleanMemory = FloatBuffer(capacity * pass.dimension)
    bestMemory = FloatBuffer(capacity * pass.dimension)
    wrongMemory = FloatBuffer(capacity * pass.dimension)
    numberMemory = FloatBuffer(6 * capacity)
    losses = numberMemory.start
    margins = losses + capacity
    bestLoss = margins + capacity
    marginAtBest = bestLoss + capacity
    bestMargin = marginAtBest + capacity
    isWrong = bestMargin + capacity
    // Without need of them they have no memory, and nothing reads them.
    referenceMemory = FloatBuffer(loss.needsReferences ? capacity * pass.classes : 0)
    references = referenceMemory.start
    labels = .allocate(capacity: 3 * capacity)
    labels.initialize(repeating: 0, count: 3 * capacity)
    slots = labels + 2 * capacity
    targets = labels + capacity
  }

  deinit { labels.deallocate() }

  /// Numbers of an input.
  package var dimension: Int { pass.dimension }
  /// Number of logits.
  package var classes: Int { pass.classes }
  /// The clean inputs: rows × dimension.
  package var clean: UnsafeMutablePointer<Float> { cleanMemory.start }
  /// The iterates: rows × dimension.
  package var current: UnsafeMutablePointer<Float> { pass.input }
  /// The gradient of the loss by the iterates after an evaluation: rows × dimension.
  package var gradient: UnsafeMutablePointer<Float> { pass.inputGradient }
  /// The point of the largest loss so far of each row's example.
  package func best(_ row: Int) -> UnsafeMutablePointer<Float> {
    bestMemory.start + slots[row] * dimension
  }
  /// The largest loss so far of a row's example.
  package func bestLoss(_ row: Int) -> Float { bestLoss[slots[row]] }
  /// Whether a misclassified point of a row's example is known.
  ///
  /// For an attack with a ``target``, whether one that is classified as the target is known; for one
  /// that looks for the nearest point, whether any is, inside the threat or not.
  package func isSolved(_ row: Int) -> Bool {
    let slot = slots[row]
    if let nearest { return nearest.distances[slot] < .infinity }
    return target == nil ? bestMargin[slot] <= 0 : hasReached[slot]
  }
  /// The distance of the nearest misclassified point so far of a row's example; infinite where none
  /// is known or the attack does not look for it.
  package func nearestDistance(_ row: Int) -> Double {
    nearest?.distances[slots[row]] ?? .infinity
  }

  /// Takes up the examples of a block; the iterates are the clean inputs.
  func begin(_ inputs: UnsafePointer<Float>, _ classes: ArraySlice<Int>, first: Int) {
    count = classes.count
    self.first = first
    allInputs = inputs
    allLabels = classes
    allTargets = classes.map { ($0 + 1) % self.classes }
    hasReached = [Bool](repeating: false, count: count)
    nearest?.begin(inputs, count: count)
    gradients = 0
    queries = 0
    takeUpAll()
    aim()
    bestMemory.start.update(from: inputs, count: rows * dimension)
    bestLoss.update(repeating: -.infinity, count: rows)
    bestMargin.update(repeating: .infinity, count: rows)
    marginAtBest.update(repeating: .infinity, count: rows)
    isWrong.update(repeating: 0, count: rows)
    trace = []
    hasTrace = true
  }

  /// Puts the iterates of the rows at work back at their clean inputs.
  func startAtClean() { current.update(from: clean, count: rows * dimension) }

  /// Takes up all examples of the block again, those that left included, at their clean inputs.
  package func takeUpAll() {
    rows = count
    examples = Array(first..<first + rows)
    for (row, label) in allLabels.enumerated() {
      labels[row] = label
      slots[row] = row
      targets[row] = allTargets[row]
    }
    guard let allInputs else { return }
    clean.update(from: allInputs, count: rows * dimension)
    current.update(from: allInputs, count: rows * dimension)
    if loss.needsReferences {
      pass.forward(rows: rows, parameters)
      queries += rows
      KLDivergence.distributions(of: pass.logits, rows: rows, classes: classes, into: references)
    }
  }

  /// Writes the targets of ``target``.
  private func aim() {
    guard let target else { return }
    if target == .leastLikely {
      pass.forward(rows: rows, parameters)
      queries += rows
    }
    for row in 0..<rows {
      targets[row] = target.target(
        example: first + row, label: labels[row], classes: classes,
        logits: UnsafePointer(pass.logits + row * classes))
      allTargets[row] = targets[row]
    }
  }

  /// Computes logits, losses and margins of the iterates, offers them to the record, and carries the
  /// gradient of the loss back to ``gradient`` where wanted.
  ///
  /// - Parameters:
  ///   - ascended: the loss whose gradient is wanted, where it is not the one that the record keeps.
  ///   - ascendedLosses: replaced by the ascended losses of the rows, where wanted.
  ///   - isIterate: whether the mean loss joins the trace.
  ///   - isInside: whether the iterates are known to obey the threat. An attack that looks for the
  ///     nearest point leaves the ball; its iterates join the record of the ball where their norm
  ///     says so.
  package func evaluate(
    wantsGradient: Bool, ascended: NetworkLoss? = nil,
    ascendedLosses: UnsafeMutablePointer<Float>? = nil, isIterate: Bool = true,
    isInside: Bool = true
  ) {
    let ascended = ascended == loss ? nil : ascended
    pass.forward(rows: rows, parameters)
    loss.evaluate(
      LossRows(
        rows: rows, classes: classes, logits: pass.logits, labels: labels, losses: losses,
        gradient: wantsGradient && ascended == nil ? pass.logitGradient : nil, targets: targets,
        references: references))
    if ascended == nil { ascendedLosses?.update(from: losses, count: rows) }
    if wantsGradient || ascendedLosses != nil, let ascended {
      // The losses of the record stay; those of the ascended loss go elsewhere, unless wanted to the
      // margins' place, which is written next.
      ascended.evaluate(
        LossRows(
          rows: rows, classes: classes, logits: pass.logits, labels: labels,
          losses: ascendedLosses ?? margins, gradient: wantsGradient ? pass.logitGradient : nil,
          targets: targets, references: references))
    }
    record(isIterate: isIterate, isInside: isInside)
    if wantsGradient {
      gradients += rows
      pass.backwardToInput(rows: rows, parameters)
    } else {
      queries += rows
    }
  }

  private func record(isIterate: Bool, isInside: Bool) {
    let (d, k, rows) = (dimension, classes, rows)
    let (logits, current, best) = (pass.logits, current, bestMemory.start)
    let (nearest, keepsLast) = (nearest, keepsLast)
    // Points of minimal norm replace each other whatever their loss.
    let replaces = keepsLast || (nearest != nil && threat == nil)
    var sum = 0.0
    for row in 0..<rows {
      let slot = slots[row]
      let margin = logitMargin(logits + row * k, classes: k, label: labels[row]).margin
      margins[row] = margin
      let loss = losses[row]
      sum += Double(loss)
      if let nearest {
        guard joins(row, slot, margin, nearest, isInside: isInside) else { continue }
      } else if !isInside, let ball = threat?.ball {
        guard norm(row, ball.norm) <= ball.radius else { continue }
      }
      if replaces {
        (bestMargin[slot], isWrong[slot], hasReached[slot]) = (.infinity, 0, false)
      }
      if margin < bestMargin[slot] || margin.isNaN { bestMargin[slot] = margin }
      if replaces || loss > bestLoss[slot] || loss.isNaN {
        bestLoss[slot] = loss
        marginAtBest[slot] = margin
        copy(current + row * d, to: best + slot * d, count: d)
      }
      if margin <= 0 { recordError(row, slot) }
    }
    if isIterate, rows == count { trace.append(sum) } else if isIterate { hasTrace = false }
  }

  @inline(__always)
  private func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    // A call costs more than a few numbers.
    if count < 8 {
      for j in 0..<count { target[j] = source[j] }
    } else {
      target.update(from: source, count: count)
    }
  }

  /// The norm of a row's perturbation, in double precision and without memory.
  func norm(_ row: Int, _ norm: Norm) -> Double {
    RowNorm.distance(current + row * dimension, clean + row * dimension, dimension, norm)
  }

  /// Keeps the first misclassified point, or for a targeted attack the first that reaches its target.
  private func recordError(_ row: Int, _ slot: Int) {
    let d = dimension
    var reaches = false
    if target != nil, !hasReached[slot] {
      let logits = UnsafePointer(pass.logits + row * classes)
      reaches = logitMargin(logits, classes: classes, label: targets[row]).margin > 0
    }
    guard isWrong[slot] == 0 || reaches else { return }
    isWrong[slot] = 1
    if reaches { hasReached[slot] = true }
    (wrongMemory.start + slot * d).update(from: current + row * d, count: d)
  }

  /// Offers an iterate to the nearest points, and says whether it joins the record of the threat.
  ///
  /// Without a threat the clean points and each new nearest point do.
  private func joins(
    _ row: Int, _ slot: Int, _ margin: Float, _ nearest: NearestPoints, isInside: Bool
  ) -> Bool {
    let (point, clean) = (current + row * dimension, clean + row * dimension)
    let isNearer = nearest.offer(point, clean: clean, margin: margin, slot: slot)
    guard let ball = threat?.ball else { return isNearer || bestLoss[slot] == -.infinity }
    return isInside || nearest.distance(point, clean, ball.norm) <= ball.radius
  }

  /// For attacks that look for the nearest point, under a threat: offers the nearest points of all
  /// examples, projected onto ball ∩ box, to the record of the ball.
  package func offerNearestInside() {
    guard let threat, let nearest else { return }
    takeUpAll()
    for row in 0..<rows {
      let point = current + row * dimension
      point.update(from: nearest.point(slots[row]), count: dimension)
      RowStep.project(point, around: clean + row * dimension, threat, dimension: dimension)
    }
    evaluate(wantsGradient: false, isIterate: false)
  }

  /// Lets the rows go whose examples are solved; the others move up.
  ///
  /// - Parameter move: called for each row that stays with its old and its new place, in order, so
  ///   that the attack's own memory can follow.
  package func removeSolved(_ move: (_ from: Int, _ to: Int) -> Void = { _, _ in }) {
    guard stopsAtSuccess else { return }
    remove(where: { isSolved($0) }, move)
  }

  /// Lets the rows go for which a condition holds; see ``removeSolved(_:)``.
  package func remove(
    where isDone: (_ row: Int) -> Bool, _ move: (_ from: Int, _ to: Int) -> Void = { _, _ in }
  ) {
    let d = dimension
    var next = 0
    for row in 0..<rows where !isDone(row) {
      if row != next {
        (clean + next * d).update(from: clean + row * d, count: d)
        (current + next * d).update(from: current + row * d, count: d)
        (gradient + next * d).update(from: gradient + row * d, count: d)
        labels[next] = labels[row]
        targets[next] = targets[row]
        if loss.needsReferences {
          (references + next * classes).update(from: references + row * classes, count: classes)
        }
        losses[next] = losses[row]
        margins[next] = margins[row]
        slots[next] = slots[row]
        examples[next] = examples[row]
        move(row, next)
      }
      next += 1
    }
    rows = next
  }

  /// Hands the block's record to that of all examples.
  func finish(into record: AttackRecord, _ block: Int) {
    let d = dimension
    for slot in 0..<count {
      let example = first + slot
      // A targeted attack hands out a point that reaches its target where it has one.
      let fromWrong = isWrong[slot] == 1 && (marginAtBest[slot] > 0 || hasReached[slot])
      (record.inputs + example * d).update(
        from: (fromWrong ? wrongMemory : bestMemory).start + slot * d, count: d)
      record.losses[example] = Double(bestLoss[slot])
      record.margins[example] = Double(bestMargin[slot])
      record.reached[example] = hasReached[slot]
      record.distances[example] = nearest?.distances[slot] ?? .infinity
    }
    record.add(
      block: block, gradients: gradients, queries: queries, trace: hasTrace ? trace : nil)
  }
}
