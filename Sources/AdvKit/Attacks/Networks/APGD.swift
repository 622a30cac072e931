/// Auto-PGD: projected gradient ascent with momentum whose step length needs no tuning.
///
/// From a start on the ball's surface, with η = 2ε, x⁽ᵏ⁺¹⁾ = P(x + a(z − x) + (1 − a)(x − x⁽ᵏ⁻¹⁾)),
/// z = P(x + η·direction), a = 0.75 and 1 in the first step. At checkpoints each example for itself
/// halves η and goes back to its best point where (1) at most ρ = 0.75 of the steps since the last
/// checkpoint raised the loss, or (2) η was kept at the last checkpoint and the best loss has not
/// grown since. P is the Euclidean projection onto ball ∩ box. For ℓ1 see ``APGDMemory``'s sparse
/// steps. With targets it runs against each of the runner-up classes at the clean input in turn.
///
/// Two details of the published code are accidents, and decided here as follows. The code counts
/// the first step of a run as a rise where its loss is above a row of zeros that nobody filled; here
/// it is compared with the loss of the start, as in the paper. The code holds η "reduced" at the
/// start, so that rule (2) waits for the second checkpoint; the paper does not, and ours follows the
/// code. Checkpoints are the code's, see ``checkpoints(steps:)``.
/// Source: Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of
/// diverse parameter-free attacks", ICML 2020, sections 3 and 4; for ℓ1 Croce and Hein, "Mind the
/// box: ℓ1-APGD for sparse adversarial attacks on image classifiers", ICML 2021, section 3.
package struct APGD: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let stopsAtSuccess: Bool
  /// The ball and box.
  package let within: Threat
  /// The loss that it ascends: ``loss``, or with targets its targeted form.
  package let ascended: NetworkLoss
  /// How many runner-up classes it aims at, one after the other; 0 for the untargeted attack.
  package let targets: Int
  /// Number of steps of a run, ≥ 1.
  package let steps: Int
  /// Number of runs (for each target), ≥ 1.
  package let restarts: Int
  /// What the starts are drawn with, for each example and run their own.
  package let key: RandomKey

  /// The attack.
  ///
  /// - Parameters:
  ///   - targets: 9 in AutoAttack; where a network has fewer other classes, all of them.
  ///   - stopsAtSuccess: whether misclassified examples leave; else their loss is raised further.
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, key: RandomKey, loss: NetworkLoss = .crossEntropy, targets: Int = 0,
    steps: Int = 100, restarts: Int = 1, stopsAtSuccess: Bool = false
  ) throws(AttackError) {
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard restarts >= 1 else { throw .option(name: "restarts", requirement: "is at least 1") }
    guard targets >= 0 else { throw .option(name: "targets", requirement: "is at least 0") }
    if loss.isTargeted {
      throw .option(name: "loss", requirement: "is untargeted; `targets` makes it targeted")
    }
    self.threat = threat
    within = threat
    self.loss = loss
    ascended = try loss.aimed(at: targets > 0 ? .next : nil)
    self.targets = targets
    self.steps = steps
    self.restarts = restarts
    self.key = key
    self.stopsAtSuccess = stopsAtSuccess
  }

  package var name: String {
    let kind =
      switch loss {
      case .crossEntropy: "CE"
      case .logitRatio: "DLR"
      case .logitMargin: "margin"
      default: loss.name
      }
    return "APGD-\(kind), \(within.ball.norm.name), \(steps) steps"
      + (targets > 0 ? ", \(targets) target\(targets == 1 ? "" : "s")" : "")
      + (restarts > 1 ? ", \(restarts) starts" : "")
  }

  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    guard ascended.requiredClasses <= network.classes else {
      throw .tooFewClasses(
        what: ascended.name, needs: ascended.requiredClasses, found: network.classes)
    }
  }

  /// The steps after which η may be halved, as in the published code.
  ///
  /// The first comes after ⌊0.22·N⌋, each next one ⌊0.03·N⌋ steps sooner than the one before, but not
  /// below ⌊0.06·N⌋; all at least 1. The paper's differ where N is small.
  package static func checkpoints(steps: Int) -> [Int] {
    var length = max(22 * steps / 100, 1)
    let (decrease, least) = (max(3 * steps / 100, 1), max(6 * steps / 100, 1))
    var next = length
    var result: [Int] = []
    while next <= steps {
      result.append(next)
      length = max(length - decrease, least)
      next += length
    }
    return result
  }

  package func run(_ block: AttackBlock) { run(block, hasTrace: true) }

  /// Attacks the rows of a block, and adds to its trace where wanted.
  func run(_ block: AttackBlock, hasTrace: Bool) {
    guard block.rows > 0 else { return }
    block.startAtClean()
    block.evaluate(wantsGradient: false, isIterate: false)
    let memory = APGDMemory(block, within, targets: min(targets, block.classes - 1))
    for run in 0..<max(memory.targets, 1) * restarts {
      block.removeSolved(memory.move)
      guard block.rows > 0 else { return }
      memory.aim(block, run / restarts)
      block.startOnSurface(key, round: run) { _ in within.ball.radius }
      climb(block, memory, hasTrace: hasTrace && run == 0)
    }
  }

  private func climb(_ block: AttackBlock, _ memory: APGDMemory, hasTrace: Bool) {
    let isSparse = within.ball.norm == .l1
    let checkpoints =
      isSparse
      ? Array(stride(from: max(steps / 25, 1), through: steps, by: max(steps / 25, 1)))
      : Self.checkpoints(steps: steps)
    block.evaluate(
      wantsGradient: true, ascended: ascended, ascendedLosses: memory.losses, isIterate: hasTrace)
    memory.begin(block)
    var checkpoint = 0
    for step in 0..<steps {
      block.removeSolved(memory.move)
      guard block.rows > 0 else { return }
      memory.step(block, isFirst: step == 0)
      block.evaluate(
        wantsGradient: step + 1 < steps, ascended: ascended, ascendedLosses: memory.losses,
        isIterate: hasTrace)
      memory.keepBest(block)
      if checkpoint < checkpoints.count, checkpoints[checkpoint] == step + 1 {
        let last = checkpoint > 0 ? checkpoints[checkpoint - 1] : 0
        if isSparse { memory.adaptSparsely(block) } else { memory.adapt(block, step + 1 - last) }
        checkpoint += 1
      }
    }
  }
}
