/// Projected gradient descent: steps of fixed length along the steepest direction of the norm, each
/// followed by the exact Euclidean projection onto ball ∩ box.
///
/// Step directions are those of Madry, Makelov, Schmidt, Tsipras, Vladu, "Towards deep learning
/// models resistant to adversarial attacks", 2018 (ℓ∞: sign(g), ℓ2: g/‖g‖₂) and for ℓ1 the steepest
/// coordinate. Other than most libraries it returns the best iterate of each point, not the last,
/// and projects onto the ℓ1 ball instead of rescaling.
package struct PGD: Sendable, Hashable {
  /// Where an attack begins.
  package enum Start: Sendable, Hashable {
    /// At the clean point.
    case zero
    /// At a random perturbation, see ``FeasibleSet/sample(_:)``; points draw in data order.
    case random(RandomKey)
  }

  /// The ball.
  package let ball: Ball
  /// The pixel box, or nil for none.
  package let box: Box?
  /// What the steps ascend.
  package let objective: AttackObjective
  /// Number of steps, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, finite and > 0, in the unit of the data.
  package let step: Double
  /// Where it begins.
  package let start: Start

  /// The attack in this ball (ℓ1, ℓ2 or ℓ∞) and box; the step defaults to a quarter of the radius.
  ///
  /// - Throws: ``ThreatError/steps(_:)`` or ``ThreatError/step(_:)`` for numbers out of range. A
  ///   radius of 0 needs no step and takes none.
  package init(
    ball: Ball, box: Box? = nil, objective: AttackObjective = .loss, steps: Int = 40,
    step: Double? = nil, start: Start = .zero
  ) throws(ThreatError) {
    let length = step ?? ball.radius / 4
    guard steps >= 1 else { throw .steps(steps) }
    guard length.isFinite, length > 0 || (step == nil && ball.radius == 0) else {
      throw .step(length)
    }
    self.ball = ball
    self.box = box
    self.objective = objective
    self.steps = steps
    self.step = length
    self.start = start
  }

  /// Attacks every point; the best of clean point, start and iterates is returned for each.
  ///
  /// Costs one gradient per point and step. Where the gradient is 0 (the hinge loss at margins ≥ 1)
  /// the point stays where it is, and `stalled` counts it.
  ///
  /// - Throws: ``ThreatError`` for other dimensions or norms, points outside the box, and margins
  ///   that are not finite.
  package func attack(
    _ model: some DifferentiableMargin, on data: Dataset, loss: MarginLoss
  ) throws(ThreatError) -> AttackResult {
    let sets = try feasibleSets(model, data, ball: ball, box: box, attack: "PGD")
    var random: RandomStream?
    if case .random(let key) = start { random = RandomStream(key) }
    var attacked: [AttackedPoint] = []
    for (set, label) in zip(sets, data.labels) {
      var record = AttackedPoint(set.center, label: label, model: model, loss: loss)
      var delta = [Double](repeating: 0, count: set.center.count)
      if random != nil { delta = random?.sample(in: set) ?? delta }
      var point = set.point(delta)
      record.offer(
        point, margin: model.margin(at: point, label: label), loss: loss, objective: objective)
      for _ in 0..<steps {
        let gradient = objectiveGradient(
          model, at: point, label: label, loss: loss, objective: objective)
        record.count(gradient)
        let direction = set.ascentDirection(gradient, from: delta)
        // A zero direction keeps the iterate bit for bit.
        if direction.contains(where: { $0 != 0 }) {
          delta = set.projection(of: zip(delta, direction).map { $0 + step * $1 })
          point = set.point(delta)
        }
        record.offer(
          point, margin: model.margin(at: point, label: label), loss: loss, objective: objective)
      }
      attacked.append(record)
    }
    return AttackResult(attacked, basis: basis)
  }

  private var basis: String {
    let start = if case .zero = start { "zero start" } else { "random start" }
    return "PGD, \(ball.norm.name), on the \(objective.rawValue): "
      + "\(steps) steps of length \(step), \(start), best iterate"
  }
}

extension RandomStream {
  /// A random perturbation of a set, see ``FeasibleSet/sample(_:)``.
  mutating func sample(in set: FeasibleSet) -> [Double] { set.sample(&self) }
}
