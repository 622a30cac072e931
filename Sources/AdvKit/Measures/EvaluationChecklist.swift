/// An evaluation of a network by gradient attack, and the checks that tell whether to believe it.
///
/// The attack under evaluation is PGD with a loss and a number of steps. Each item of the checklist
/// compares it with what else is known: other attacks, other radii, what must be true of any network.
/// A network whose gradients are masked passes PGD and fails the checklist.
/// Source: Carlini, Athalye, Papernot, Brendel, Rauber, Tsipras, Goodfellow, Madry, Kurakin, "On
/// evaluating adversarial robustness", 2019, section "Evaluation Checklist"; the flags of Croce and
/// Hein's AutoAttack for zero gradients, probabilities as logits and a stronger Square attack.
package struct EvaluationChecklist: Sendable {
  /// What the opponent may do; ε > 0.
  package let threat: Threat
  /// The loss that the attack under evaluation ascends.
  package let loss: NetworkLoss
  /// Its number of steps, ≥ 1; a step is ε/4 long.
  package let steps: Int
  /// The number of starts of its stronger variant, ≥ 2.
  package let restarts: Int
  /// Queries of the Square attack, ≥ 1.
  package let queries: Int
  /// Draws of random noise for each example, ≥ 1.
  package let draws: Int
  /// Another network for the same task, from which an attack is transferred; nil for none.
  package let source: Network?
  /// What all random numbers are drawn with.
  package let key: RandomKey
  /// By how much a robust accuracy may fall where nothing should change: 0.01.
  package static let tolerance = 0.01
  /// The share of examples that an attack without gradients may find beyond the others: 0.002.
  package static let blackBoxTolerance = 0.002

  /// The evaluation.
  ///
  /// - Parameter loss: one with a gradient of its own: untargeted and without reference.
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, key: RandomKey, loss: NetworkLoss = .crossEntropy, steps: Int = 40,
    restarts: Int = 5, queries: Int = 1000, draws: Int = 1000, source: Network? = nil
  ) throws(AttackError) {
    guard threat.ball.radius > 0 else {
      throw .option(name: "radius", requirement: "is above 0 where robustness is evaluated")
    }
    guard !loss.isTargeted, !loss.needsReferences else {
      throw .option(name: "loss", requirement: "is defined by logits and class alone")
    }
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard restarts >= 2 else { throw .option(name: "restarts", requirement: "is at least 2") }
    guard queries >= 1 else { throw .option(name: "queries", requirement: "is at least 1") }
    guard draws >= 1 else { throw .option(name: "draws", requirement: "is at least 1") }
    self.threat = threat
    self.key = key
    self.loss = loss
    self.steps = steps
    self.restarts = restarts
    self.queries = queries
    self.draws = draws
    self.source = source
  }
}

/// What the checklist says of one item.
package enum ChecklistVerdict: String, Sendable, Hashable, CaseIterable {
  /// What has to hold holds.
  case pass
  /// It does not: the evaluation is not to be believed as it stands.
  case fail
  /// The item says nothing here, or a computer cannot judge it.
  case notApplicable = "not applicable"
}

/// A question of the checklist.
package enum ChecklistItem: String, Sendable, Hashable, CaseIterable {
  case threatModel = "the threat model is stated"
  case adaptiveAttack = "an attack is adapted to the defence"
  case codeAndModels = "code and models are released"
  case cleanAccuracy = "clean accuracy is reported"
  case iterativeBeatsSingleStep = "iterative attacks beat single-step attacks"
  case enoughSteps = "twice the steps change nothing"
  case enoughRestarts = "more restarts change nothing"
  case largerRadius = "a larger radius raises the success rate"
  case unbounded = "an unbounded attack reaches 100 %"
  case chance = "a radius of half the box reaches chance"
  case curve = "accuracy falls with the radius for each example"
  case whiteBox = "white-box attacks find what black-box attacks find, for each example"
  case transfer = "transferred points are weaker than white-box attacks"
  case gradientFree = "a gradient-free attack finds no more than 0.2 % beyond"
  case noise = "random noise is weaker than gradient attacks"
  case targeted = "targeted and untargeted attacks are tried"
  case otherLoss = "a loss without scale finds no more than 0.2 % beyond"
  case randomness = "attacks average over the randomness of the defence"
  case perExample = "the worst case is reported for each example"
  case hyperparameters = "the attacks' hyperparameters are listed"
  case provableBound = "a provable lower bound is given where possible"
  case gradients = "gradients are neither 0 nor undefined"
  case logits = "the outputs are logits, not probabilities"
}

/// An item, its verdict and why.
package struct ChecklistFinding: Sendable, Hashable {
  /// The question.
  package let item: ChecklistItem
  /// The answer.
  package let verdict: ChecklistVerdict
  /// One sentence with the numbers that the verdict rests on, without a full stop.
  package let reason: String
}

/// What an evaluation found: one finding an item, in the order of the items, and the worst case.
package struct EvaluationReport: Sendable {
  /// All items, in the order of ``ChecklistItem``.
  package let findings: [ChecklistFinding]
  /// The network on the examples as they are.
  package let clean: NetworkMeasures
  /// The attack under evaluation.
  package let evaluated: NetworkAttackResult
  /// The worst case of all attacks at the radius ε.
  package let worst: WorstOfAttacks

  /// The finding of an item.
  package subscript(item: ChecklistItem) -> ChecklistFinding? {
    findings.first { $0.item == item }
  }

  /// The items that failed.
  package var failures: [ChecklistItem] {
    findings.filter { $0.verdict == .fail }.map(\.item)
  }
}
