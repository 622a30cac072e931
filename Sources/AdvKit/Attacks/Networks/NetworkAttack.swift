package import Evidence

/// An attack on a network: looks for inputs near the examples that the network misclassifies.
///
/// One attack, one file; each works on a block of rows through ``AttackBlock``, which keeps the
/// record of the best points, and ``NetworkAttack/attack(_:on:threads:progress:)`` does the rest.
package protocol NetworkAttack: Sendable {
  /// The name in print, with what distinguishes it: "PGD, ℓ∞, 40 steps".
  var name: String { get }
  /// What the opponent may do; nil for attacks that look for the nearest misclassified point.
  var threat: Threat? { get }
  /// The loss that the record keeps the largest of.
  var loss: NetworkLoss { get }
  /// Whether rows that are misclassified may leave the block before it is done.
  var stopsAtSuccess: Bool { get }
  /// Whether the result is the last evaluated point of each example instead of the best one.
  var keepsLast: Bool { get }
  /// The class that a targeted attack aims at; nil for untargeted ones. ``AttackBlock`` writes the
  /// rows' targets and records whether they are reached.
  var target: AttackTarget? { get }
  /// The search for the nearest misclassified point that the attack is; nil for the others.
  var nearest: NearestSearch? { get }

  /// Checks what only network and examples together decide, such as a number of classes.
  func check(_ network: Network, _ examples: Examples) throws(AttackError)
  /// Perturbs the rows of one block.
  func run(_ block: AttackBlock)
}

extension NetworkAttack {
  package var stopsAtSuccess: Bool { false }
  package var keepsLast: Bool { false }
  package var target: AttackTarget? { nil }
  package var nearest: NearestSearch? { nil }
  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {}
}

/// Why an attack on a network makes no sense.
package enum AttackError: Error, Sendable, Hashable {
  /// A threat that makes no sense.
  case threat(ThreatError)
  /// Examples of another shape than the network's inputs.
  case shapes(network: Shape, examples: Shape)
  /// Examples of more classes than the network has logits.
  case classes(network: Int, examples: Int)
  /// A loss or an attack that needs more classes than there are.
  case tooFewClasses(what: String, needs: Int, found: Int)
  /// An option outside its range.
  case option(name: String, requirement: String)
  /// A logit that is not a finite number; the example is counted from 0.
  case notFinite(example: Int)
}

/// What an attack on a network came upon, one entry an example.
package struct NetworkAttackResult: Sendable {
  /// The perturbed inputs: those of the largest loss, or a misclassified point where that is none.
  ///
  /// Attacks that keep the last point return that; attacks that look for the nearest misclassified
  /// point without a ball return it, or the clean input, and its loss and margin; targeted attacks
  /// prefer a point that is classified as the target.
  package let inputs: [Float]
  /// The largest loss found; the true worst losses are at least these.
  package let losses: Established<[Double]>
  /// The smallest logit margin found, z_y − max z_i; the true worst margins are at most these.
  package let margins: Established<[Double]>
  /// Mean of the losses.
  package let meanLoss: Established<Double>
  /// Share of the examples for which every candidate was classified correctly; the true robust
  /// accuracy is at most this.
  package let robustAccuracy: Established<Double>
  /// For each example, whether a misclassified point was found (the clean point counts).
  package let succeeded: [Bool]
  /// Number of gradients computed, over all examples.
  package let gradients: Int
  /// Number of forward passes without a gradient, over all examples.
  package let queries: Int
  /// Mean loss of the iterates: entry 0 at the start, entry k after k steps; empty where examples
  /// left early or the attack has no such iterates.
  package let trace: [Double]
  /// The norms of the smallest misclassified perturbations found, where the attack looks for them.
  ///
  /// They may be outside the ball, and are infinite where none was found; the true smallest norms
  /// are at most these. Nil for other attacks.
  package internal(set) var distances: Established<[Double]>?
  /// Whether a point that is classified as the target was found; nil without a target.
  package internal(set) var reachedTarget: [Bool]?
}

extension NetworkAttack {
  /// Attacks all examples, in fixed blocks on up to `threads` threads.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - progress: told the number of examples that are done; from any thread.
  ///   - isCancelled: asked before each block; the rest is then left at the clean points.
  /// - Throws: ``AttackError``.
  package func attack(
    _ network: Network, on examples: Examples, threads: Int = availableThreads,
    progress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
  ) throws(AttackError) -> NetworkAttackResult {
    guard network.inputShape.count == examples.shape.count else {
      throw .shapes(network: network.inputShape, examples: examples.shape)
    }
    guard examples.classes <= network.classes else {
      throw .classes(network: network.classes, examples: examples.classes)
    }
    if let threat {
      do throws(ThreatError) {
        try check(examples, inside: threat.box)
      } catch {
        throw .threat(error)
      }
    }
    guard loss.requiredClasses <= network.classes else {
      throw .tooFewClasses(
        what: loss.name, needs: loss.requiredClasses, found: network.classes)
    }
    if let target { try target.check(network, examples) }
    try check(network, examples)
    let record = AttackRecord(examples)
    let blocks = Blocks(rows: examples.count)
    network.parameters.withUnsafeBufferPointer { parameters in
      examples.inputs.withUnsafeBufferPointer { inputs in
        blocks.forEach(
          threads: threads,
          workspace: {
            AttackBlock(
              network, parameters, capacity: blocks.size, threat: threat, loss: loss,
              stopsAtSuccess: stopsAtSuccess, keepsLast: keepsLast, target: target,
              nearest: nearest)
          },
          { block, index in
            if isCancelled() { return }
            let rows = blocks[index]
            guard let start = inputs.baseAddress else { return }
            block.begin(
              start + rows.lowerBound * examples.shape.count, examples.labels[rows],
              first: rows.lowerBound)
            run(block)
            block.finish(into: record, index)
            progress(rows.count)
          })
      }
    }
    return try record.result(
      of: name, isTargeted: target != nil, isNearest: nearest != nil)
  }

  private func check(_ examples: Examples, inside box: Box?) throws(ThreatError) {
    guard let box else { return }
    let (lower, upper) = (Float(box.lower), Float(box.upper))
    let place = examples.inputs.firstIndex { !($0 >= lower && $0 <= upper) }
    guard let place else { return }
    throw .pointOutsideBox(
      point: place / examples.shape.count, coordinate: place % examples.shape.count,
      value: Double(examples.inputs[place]))
  }
}
