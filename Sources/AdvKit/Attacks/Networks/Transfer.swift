/// An attack on one network whose points are tried on another one: no gradient of the other is used.
///
/// Source: Papernot, McDaniel, Goodfellow, "Transferability in machine learning", 2016.
package struct Transfer: Sendable {
  /// The network that is attacked.
  package let source: Network
  /// What it is called in print.
  package let sourceName: String
  /// How it is attacked.
  package let attack: any NetworkAttack

  /// Joins a source and an attack on it.
  package init(_ attack: any NetworkAttack, from source: Network, named sourceName: String) {
    self.attack = attack
    self.source = source
    self.sourceName = sourceName
  }

  /// The name in print: "transfer from A (PGD, ℓ∞, 40 steps)".
  package var name: String { "transfer from \(sourceName) (\(attack.name))" }

  /// Attacks the source on these examples and evaluates the points found on the other network.
  ///
  /// Losses are the attack's, of the other network; of the clean and the transferred point the
  /// better counts. Gradients and forward passes of both networks are counted.
  ///
  /// - Throws: ``AttackError``; an attack with a target or a divergence has no loss to compare by, and
  ///   its points are judged by cross-entropy.
  package func attack(
    _ network: Network, on examples: Examples, threads: Int = availableThreads,
    progress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
  ) throws(AttackError) -> NetworkAttackResult {
    let found = try attack.attack(
      source, on: examples, threads: threads, progress: progress, isCancelled: isCancelled)
    let loss = attack.loss.isTargeted || attack.loss.needsReferences ? .crossEntropy : attack.loss
    let given = try GivenInputs(
      found.inputs, name: name, threat: attack.threat, loss: loss, keepsLast: attack.keepsLast)
    let result = try given.attack(network, on: examples, threads: threads)
    return NetworkAttackResult(
      inputs: result.inputs, losses: result.losses, margins: result.margins,
      meanLoss: result.meanLoss, robustAccuracy: result.robustAccuracy,
      succeeded: result.succeeded, gradients: found.gradients + result.gradients,
      queries: found.queries + result.queries, trace: [])
  }
}
