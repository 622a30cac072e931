package import Evidence

/// What an attack came upon: the best point for every data point, and what it cost.
///
/// The clean point is always among the candidates, so no loss is below the clean one.
package struct AttackResult: Sendable {
  /// The best perturbed points, one a row: n × d.
  package let points: Matrix
  /// Their perturbations xᵢ′ − xᵢ, one a row: n × d.
  package let perturbations: Matrix
  /// Their losses; the true worst losses are at least these.
  package let losses: Established<[Double]>
  /// Their margins; the true worst margins are at most these.
  package let margins: Established<[Double]>
  /// Mean of the losses; the true mean worst loss is at least this.
  package let meanLoss: Established<Double>
  /// Share of points with a margin > 0; the true robust accuracy is at most this.
  package let robustAccuracy: Established<Double>
  /// Number of gradients computed, over all points and steps.
  package let gradients: Int
  /// Number of points whose best perturbation is not 0.
  package let moved: Int
  /// Number of points where every gradient of the attack was 0, so that no step was taken.
  package let stalled: Int
  /// Mean loss of the current iterates: entry 0 at the start, entry k after k steps.
  package let trace: [Double]
  /// Mean of the best losses so far, with entries as in `trace`; never falls.
  package let bestTrace: [Double]

  /// Number of points whose best perturbation is 0.
  package var unmoved: Int { points.rows - moved }
}

/// The running record of one point under attack.
struct AttackedPoint {
  let clean: [Double]
  let label: Double
  private(set) var best: [Double]
  private(set) var bestMargin: Double
  private(set) var bestLoss: Double
  /// Loss of every iterate, from the start on.
  private(set) var trace: [Double] = []
  /// Best loss after every iterate.
  private(set) var bestTrace: [Double] = []
  private(set) var gradients = 0
  private(set) var sawGradient = false

  /// Begins with the clean point as the only candidate.
  init(_ clean: [Double], label: Double, model: some DifferentiableMargin, loss: MarginLoss) {
    self.clean = clean
    self.label = label
    best = clean
    bestMargin = model.margin(at: clean, label: label)
    bestLoss = loss.value(bestMargin)
  }

  /// Offers an iterate with its margin; a tie keeps what is there.
  mutating func offer(
    _ point: [Double], margin: Double, loss: MarginLoss, objective: AttackObjective
  ) {
    let value = loss.value(margin)
    let better = objective == .loss ? value > bestLoss : margin < bestMargin
    if better {
      best = point
      bestMargin = margin
      bestLoss = value
    }
    trace.append(value)
    bestTrace.append(bestLoss)
  }

  /// Counts a gradient.
  mutating func count(_ gradient: [Double]) {
    gradients += 1
    if gradient.contains(where: { $0 != 0 }) { sawGradient = true }
  }
}

extension AttackResult {
  /// Joins the records of all points; `basis` names the attack.
  init(_ attacked: [AttackedPoint], basis: String) {
    let columns = attacked.first?.clean.count ?? 0
    let margins = attacked.map(\.bestMargin)
    let losses = attacked.map(\.bestLoss)
    let robust = margins.count { $0 > 0 }
    points = Matrix(
      rows: attacked.count, columns: columns, storage: attacked.flatMap(\.best))
    perturbations = Matrix(
      rows: attacked.count, columns: columns,
      storage: attacked.flatMap { zip($0.best, $0.clean).map { $0 - $1 } })
    self.losses = Established(losses, .found(direction: .atLeast, basis))
    self.margins = Established(margins, .found(direction: .atMost, basis))
    meanLoss = Established(arithmeticMean(losses), .found(direction: .atLeast, basis))
    robustAccuracy = Established(
      Double(robust) / Double(attacked.count), .found(direction: .atMost, basis))
    gradients = attacked.reduce(0) { $0 + $1.gradients }
    moved = attacked.count { $0.best != $0.clean }
    stalled = attacked.count { !$0.sawGradient }
    let length = attacked.map(\.trace.count).min() ?? 0
    trace = (0..<length).map { k in arithmeticMean(attacked.map { $0.trace[k] }) }
    bestTrace = (0..<length).map { k in arithmeticMean(attacked.map { $0.bestTrace[k] }) }
  }
}
