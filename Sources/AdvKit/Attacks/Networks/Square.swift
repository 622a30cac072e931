/// The Square attack: random search that changes one window of the input at a time; no gradients.
///
/// A proposal is taken where it lowers the logit margin z_y − max z_i. For ℓ∞ it starts at vertical
/// stripes of ±ε and sets a square window to ±ε, one sign a channel; for ℓ2 and ℓ1 see
/// ``SquareWindows``. The window covers a share p of the image that halves by a schedule. Vectors are
/// images of one row: their windows are contiguous coordinates, their stripes single ones.
/// Examples leave where they are misclassified. Each example draws from a stream of its own.
/// Source: Andriushchenko, Croce, Flammarion, Hein, "Square attack: a query-efficient black-box
/// adversarial attack via random search", ECCV 2020, algorithms 1 to 3; details as in the code of
/// AutoAttack, but windows reach the last row and column, too.
package struct Square: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let stopsAtSuccess: Bool
  /// The ball and box.
  package let within: Threat
  /// Forward passes of an example and run after that of the clean input, ≥ 1.
  package let budget: Int
  /// The share of the image that the first windows cover, in (0, 1].
  package let share: Double
  /// Number of runs, ≥ 1.
  package let restarts: Int
  /// Whether the schedule, made for 10,000 queries, is stretched to the budget.
  package let stretchesSchedule: Bool
  /// What proposals are drawn with, for each example and run their own.
  package let key: RandomKey

  /// The attack.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, key: RandomKey, queries: Int = 5000, share: Double = 0.8, restarts: Int = 1,
    stretchesSchedule: Bool = false, loss: NetworkLoss = .crossEntropy,
    stopsAtSuccess: Bool = true
  ) throws(AttackError) {
    guard queries >= 1 else { throw .option(name: "queries", requirement: "is at least 1") }
    guard share > 0, share <= 1 else {
      throw .option(name: "share", requirement: "is above 0 and at most 1")
    }
    guard restarts >= 1 else { throw .option(name: "restarts", requirement: "is at least 1") }
    self.threat = threat
    within = threat
    self.loss = try loss.aimed(at: nil)
    budget = queries
    self.share = share
    self.restarts = restarts
    self.stretchesSchedule = stretchesSchedule
    self.key = key
    self.stopsAtSuccess = stopsAtSuccess
  }

  package var name: String {
    "Square, \(within.ball.norm.name), \(budget) queries"
      + (restarts > 1 ? ", \(restarts) starts" : "")
  }

  /// The share of the image that the windows of a query cover.
  ///
  /// It halves after the queries 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000 of 10,000.
  package static func share(
    _ initial: Double, query: Int, of queries: Int, stretches: Bool
  ) -> Double {
    let place = stretches ? query * 10_000 / queries : query
    let halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000].count { place > $0 }
    return initial / Double(1 << halvings)
  }

  package func run(_ block: AttackBlock) {
    guard block.rows > 0 else { return }
    block.startAtClean()
    block.evaluate(wantsGradient: false, isIterate: false)
    for restart in 0..<restarts {
      block.removeSolved()
      guard block.rows > 0 else { return }
      search(block, restart)
    }
  }

  private func search(_ block: AttackBlock, _ restart: Int) {
    let shape = block.pass.layers[0].inputShape
    let memory = SquareMemory(block, within, shape, key: key, restart: restart)
    memory.start(block, stops: block.stopsAtSuccess)
    for query in 1..<max(budget, 1) {
      memory.resize(
        Self.share(share, query: query - 1, of: budget, stretches: stretchesSchedule))
      memory.propose(block)
      block.pass.forward(rows: block.rows, block.parameters)
      block.queries += block.rows
      memory.accept(block, stops: block.stopsAtSuccess)
      // The rows that are done are recorded and leave several at a time.
      if memory.done * 8 >= block.rows {
        settle(block, memory)
        if block.rows == 0 { return }
      }
    }
    settle(block, memory)
  }

  /// Records the points where the rows stand, which were counted when they were proposed.
  private func settle(_ block: AttackBlock, _ memory: SquareMemory) {
    block.evaluate(wantsGradient: false, isIterate: false)
    block.queries -= block.rows
    block.removeSolved(memory.move)
    memory.done = 0
  }
}
