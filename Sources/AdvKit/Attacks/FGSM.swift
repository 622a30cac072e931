/// The fast gradient sign method: one step of length ε from the clean point, clipped to the box.
///
/// ℓ∞: x + ε sign(g); ℓ2: x + εg/‖g‖₂; ℓ1: ε on one coordinate of largest |gⱼ|; g is the gradient of
/// the objective. No random start. For a linear model without a box and with g ≠ 0 the step is the
/// exact maximiser; where g = 0 the point stays where it is.
/// Source: Goodfellow, Shlens, Szegedy, "Explaining and harnessing adversarial examples", 2015.
package struct FGSM: Sendable, Hashable {
  /// The ball; its radius is the step length.
  package let ball: Ball
  /// The pixel box, or nil for none.
  package let box: Box?
  /// What the step ascends.
  package let objective: AttackObjective

  /// The attack in this ball (ℓ1, ℓ2 or ℓ∞) and box.
  package init(ball: Ball, box: Box? = nil, objective: AttackObjective = .loss) {
    self.ball = ball
    self.box = box
    self.objective = objective
  }

  /// Attacks every point; the better of the clean point and the step is returned.
  ///
  /// - Throws: ``ThreatError`` for other dimensions or norms, points outside the box, and margins
  ///   that are not finite.
  package func attack(
    _ model: some DifferentiableMargin, on data: Dataset, loss: MarginLoss
  ) throws(ThreatError) -> AttackResult {
    let sets = try feasibleSets(model, data, ball: ball, box: box, attack: "FGSM")
    var attacked: [AttackedPoint] = []
    for (set, label) in zip(sets, data.labels) {
      var record = AttackedPoint(set.center, label: label, model: model, loss: loss)
      record.offer(
        set.center, margin: record.bestMargin, loss: loss, objective: objective)
      let gradient = objectiveGradient(
        model, at: set.center, label: label, loss: loss, objective: objective)
      record.count(gradient)
      let start = [Double](repeating: 0, count: set.center.count)
      let step = set.ascentDirection(gradient, from: start).map { ball.radius * $0 }
      let point = set.point(set.projection(of: step))
      record.offer(
        point, margin: model.margin(at: point, label: label), loss: loss, objective: objective)
      attacked.append(record)
    }
    let basis = "FGSM, \(ball.norm.name), on the \(objective.rawValue): one step of length ε"
    return AttackResult(attacked, basis: basis)
  }
}
