/// The fast adaptive boundary attack: looks for the nearest misclassified point, for any radius.
///
/// With f = z_t − z_y linearised at x⁽ⁱ⁾ (for the class of the nearest linearised boundary, or the
/// target), d₁ and d₂ are the shortest ways from x⁽ⁱ⁾ and from the clean x₀ onto f = 0 inside the
/// box, see ``HyperplaneProjection``; a = min(‖d₁‖/(‖d₁‖ + ‖d₂‖), 0.1) and
/// x⁽ⁱ⁺¹⁾ = (1 − a)(x⁽ⁱ⁾ + 1.05·d₁) + a(x₀ + 1.05·d₂). A misclassified x⁽ⁱ⁺¹⁾ is kept where it is nearer
/// than all before, and drawn to x₀ + 0.9(x⁽ⁱ⁺¹⁾ − x₀). At the end a bisection between x₀ and the nearest
/// point moves it closer; then the way from x₀ to the boundary as linearised at the nearest point is
/// tried, which on a linear network is the shortest.
/// Source: Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive boundary
/// attack", ICML 2020, algorithm 1.
package struct FAB: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let stopsAtSuccess: Bool
  /// The norm that it minimises.
  package let norm: Norm
  /// The box that points stay in, or nil for none.
  package let box: Box?
  /// How many runner-up classes it aims at, one after the other; 0 for all classes at once.
  package let targets: Int
  /// Number of steps of a run, ≥ 1.
  package let steps: Int
  /// Number of runs (for each target), ≥ 1; all but the first begin at random points.
  package let restarts: Int
  /// What the starts are drawn with, for each example and run their own.
  package let key: RandomKey

  private static let bisections = 16

  /// The search in the whole space, or with a threat for what lies in its ball, too.
  ///
  /// - Parameters:
  ///   - norm: with a threat its ball's.
  ///   - box: bounds of the points; with a threat its box.
  ///   - targets: 9 in AutoAttack; where a network has fewer other classes, all of them.
  ///   - loss: what the losses in the result are.
  /// - Throws: ``AttackError``.
  package init(
    _ norm: Norm, box: Box? = nil, threat: Threat? = nil, key: RandomKey, targets: Int = 0,
    steps: Int = 100, restarts: Int = 1, loss: NetworkLoss = .crossEntropy
  ) throws(AttackError) {
    if case .p = norm { throw .threat(.normUnsupported(norm: norm, by: "FAB")) }
    if let threat, threat.ball.norm != norm {
      throw .option(name: "norm", requirement: "is that of the ball, \(threat.ball.norm.name)")
    }
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard restarts >= 1 else { throw .option(name: "restarts", requirement: "is at least 1") }
    guard targets >= 0 else { throw .option(name: "targets", requirement: "is at least 0") }
    self.norm = norm
    self.threat = threat
    self.box = threat == nil ? box : threat?.box
    self.key = key
    self.targets = targets
    self.steps = steps
    self.restarts = restarts
    self.loss = try loss.aimed(at: nil)
    stopsAtSuccess = false
  }

  package var nearest: NearestSearch? { NearestSearch(norm) }

  package var name: String {
    "FAB, \(norm.name), \(steps) steps"
      + (targets > 0 ? ", \(targets) target\(targets == 1 ? "" : "s")" : "")
      + (restarts > 1 ? ", \(restarts) starts" : "")
  }

  package func run(_ block: AttackBlock) {
    guard block.rows > 0 else { return }
    block.startAtClean()
    block.evaluate(wantsGradient: false, isIterate: false)
    let memory = FABMemory(block, norm, box, targets: min(targets, block.classes - 1))
    for row in 0..<block.rows where block.margins[row] <= 0 { memory.keep(block, row) }
    block.remove(where: { memory.distance($0) == 0 }, memory.move)
    for run in 0..<max(memory.targets, 1) * restarts {
      block.removeSolved(memory.move)
      guard block.rows > 0 else { break }
      memory.aim(block, run / restarts)
      if run % restarts == 0 {
        block.startAtClean()
      } else {
        let radius = threat?.ball.radius ?? .infinity
        block.startOnSurface(key, round: run, norm, box: box) {
          let known = min(memory.distance($0), radius)
          return known.isFinite ? known / 2 : 0
        }
      }
      for _ in 0..<steps {
        guard block.rows > 0 else { break }
        step(block, memory)
        block.removeSolved(memory.move)
      }
    }
    if block.rows > 0 { finish(block, memory) }
    block.offerNearestInside()
  }

  /// One step of every row, and its evaluation.
  private func step(_ block: AttackBlock, _ memory: FABMemory) {
    linearise(block, memory, aims: memory.targets > 0)
    for row in 0..<block.rows { memory.move(block, row) }
    block.evaluate(wantsGradient: false, isIterate: false, isInside: false)
    for row in 0..<block.rows where block.margins[row] <= 0 {
      memory.keep(block, row)
      memory.drawBack(block, row)
    }
  }

  /// Finds the nearest linearised boundary of each row, or that of its target.
  private func linearise(_ block: AttackBlock, _ memory: FABMemory, aims: Bool) {
    let k = block.classes
    // Rows have moved since the last evaluation, so their logits are computed anew.
    block.pass.forward(rows: block.rows, block.parameters)
    memory.forget(block)
    if aims {
      linearise(block, memory) { block.targets[$0] }
    } else {
      for other in 1..<k { linearise(block, memory) { (block.labels[$0] + other) % k } }
    }
  }

  /// Computes f = z_t − z_y and its gradient for a class of each row, and offers them to the memory.
  private func linearise(
    _ block: AttackBlock, _ memory: FABMemory, _ other: (_ row: Int) -> Int
  ) {
    let k = block.classes
    let seeds = block.pass.logitGradient
    for row in 0..<block.rows {
      for i in 0..<k { seeds[row * k + i] = 0 }
      seeds[row * k + block.labels[row]] = -1
      seeds[row * k + other(row)] = 1
    }
    block.pass.backwardToInput(rows: block.rows, block.parameters)
    block.gradients += block.rows
    let logits = block.pass.logits
    for row in 0..<block.rows {
      let z = logits + row * k
      memory.offer(block, row, Double(z[other(row)]) - Double(z[block.labels[row]]))
    }
  }

  /// Moves the nearest points closer: by bisection, then from the clean inputs.
  private func finish(_ block: AttackBlock, _ memory: FABMemory) {
    memory.beginBisection(block)
    for _ in 0..<Self.bisections {
      memory.bisect(block)
      block.evaluate(wantsGradient: false, isIterate: false, isInside: false)
      memory.narrow(block)
    }
    memory.returnToNearest(block)
    linearise(block, memory, aims: false)
    for row in 0..<block.rows where memory.distance(row) < .infinity {
      memory.aimFromClean(block, row)
    }
    block.evaluate(wantsGradient: false, isIterate: false, isInside: false)
  }
}
