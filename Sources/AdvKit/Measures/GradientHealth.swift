package import Evidence

/// Whether the gradients that an attack would follow are there, at the examples themselves.
///
/// Source: Croce and Hein's code of AutoAttack, `checks.py`; Carlini et al. 2019, as for
/// ``EvaluationChecklist``.
package struct GradientHealth: Sendable {
  /// Number of examples at which every derivative of the loss by the input is 0.
  package let zeros: Established<Double>
  /// Number of examples at which a derivative is infinite or not a number.
  package let notFinite: Established<Double>
}

/// Counts the examples at which the gradient of a loss by the input is 0 or not finite.
///
/// - Parameter loss: an untargeted loss that needs no reference.
/// - Throws: ``AttackError`` for other shapes or class counts, and a loss that is not defined here.
package func gradientHealth(
  of network: Network, on examples: Examples, loss: NetworkLoss = .crossEntropy,
  threads: Int = availableThreads
) throws(AttackError) -> GradientHealth {
  let probe = try GradientProbe(loss, examples.count)
  _ = try probe.attack(network, on: examples, threads: threads)
  let basis = "counted gradients of the \(loss.name) at the examples"
  return GradientHealth(
    zeros: Established(Double(probe.count(0)), .computed(basis)),
    notFinite: Established(Double(probe.count(2)), .computed(basis)))
}

/// An attack that stays where it is, and says of each example what its gradient is like.
private struct GradientProbe: NetworkAttack {
  let loss: NetworkLoss
  private let kinds: Kinds

  /// 0 for a gradient of zeros, 1 for a good one, 2 for one that is not finite.
  private final class Kinds: Sendable {
    // Blocks write to places of their own.
    nonisolated(unsafe) let memory: UnsafeMutableBufferPointer<UInt8>

    init(_ count: Int) {
      memory = .allocate(capacity: count)
      memory.initialize(repeating: 1)
    }

    deinit { memory.deallocate() }
  }

  init(_ loss: NetworkLoss, _ count: Int) throws(AttackError) {
    guard !loss.isTargeted, !loss.needsReferences else {
      throw .option(name: "loss", requirement: "is defined by logits and class alone")
    }
    self.loss = loss
    kinds = Kinds(count)
  }

  var name: String { "gradients at the examples" }
  var threat: Threat? { nil }

  func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: true)
    for row in 0..<block.rows {
      let gradient = UnsafeBufferPointer(
        start: block.gradient + row * block.dimension, count: block.dimension)
      let kind: UInt8 =
        if !gradient.allSatisfy(\.isFinite) { 2 } else if gradient.contains(where: { $0 != 0 }) {
          1
        } else { 0 }
      kinds.memory[block.examples[row]] = kind
    }
  }

  func count(_ kind: UInt8) -> Int { kinds.memory.count { $0 == kind } }
}
