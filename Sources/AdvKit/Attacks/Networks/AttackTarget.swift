/// The class that a targeted attack aims at, for each example another than its own.
package enum AttackTarget: Sendable, Hashable {
  /// The class after the example's own, and 0 after the last.
  case next
  /// This class; examples that belong to it aim at the next one.
  case one(Int)
  /// A class for each example.
  case each([Int])
  /// The class of the smallest logit at the clean input that is not the example's own; of equal
  /// ones the first.
  case leastLikely

  /// Checks that the targets are classes, and other ones than the examples' own.
  func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    let range = 0..<network.classes
    switch self {
    case .next, .leastLikely: return
    case .one(let target):
      guard range.contains(target) else {
        throw .option(name: "target", requirement: "is a class from 0 to \(range.upperBound - 1)")
      }
    case .each(let targets):
      guard targets.count == examples.count else {
        throw .option(name: "target", requirement: "has one class for each example")
      }
      for (target, label) in zip(targets, examples.labels) {
        guard range.contains(target), target != label else {
          throw .option(
            name: "target",
            requirement:
              "is for each example a class from 0 to \(range.upperBound - 1) other than its own")
        }
      }
    }
  }

  /// The target of one example.
  ///
  /// - Parameter logits: those at the clean input.
  func target(
    example: Int, label: Int, classes: Int, logits: UnsafePointer<Float>
  ) -> Int {
    let next = (label + 1) % classes
    switch self {
    case .next: return next
    case .one(let target): return target == label ? next : target
    case .each(let targets): return targets[example]
    case .leastLikely:
      var least = label == 0 ? 1 : 0
      for i in 0..<classes where i != label && logits[i] < logits[least] { least = i }
      return least
    }
  }
}

extension NetworkLoss {
  /// The loss that an attack with this target ascends: its targeted form where there is a target.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)`` for a loss without a targeted form, and for
  ///   a targeted loss without a target.
  func aimed(at target: AttackTarget?) throws(AttackError) -> NetworkLoss {
    if target == nil {
      if isTargeted {
        throw .option(name: "target", requirement: "is given where the loss is the \(name)")
      }
      return self
    }
    switch self {
    case .crossEntropy: return .targetedCrossEntropy
    case .logitMargin(let cap): return .targetedMargin(cappedAt: cap)
    case .logitRatio: return .targetedLogitRatio
    case .targetedCrossEntropy, .targetedMargin, .targetedLogitRatio: return self
    case .margin, .divergence:
      throw .option(
        name: "loss", requirement: "is cross-entropy, C&W margin or DLR where there is a target")
    }
  }
}
