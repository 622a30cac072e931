/// Projected gradient descent on a network: steps of fixed length along the norm's steepest
/// direction, each followed by the Euclidean projection onto ball ∩ box.
///
/// It keeps the best point of each example, the clean point and every start included, where most
/// libraries return the last iterate; see ``AttackProfile``. With restarts each begins at a new
/// random point.
/// Source: Madry, Makelov, Schmidt, Tsipras, Vladu, "Towards deep learning models resistant to
/// adversarial attacks", ICLR 2018, section 2.1.
package struct NetworkPGD: NetworkAttack, Hashable {
  /// Where a run of steps begins.
  package enum Start: Sendable, Hashable {
    /// At the clean input.
    case clean
    /// At a random point of the ball, clipped to the box, keyed by example and restart.
    case random(RandomKey)
    /// At these inputs, one for each example, projected onto ball ∩ box.
    case given([Float])
  }

  package let threat: Threat?
  package let loss: NetworkLoss
  package let target: AttackTarget?
  package let stopsAtSuccess: Bool
  /// The ball and box.
  package let within: Threat
  /// Number of steps, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, in the unit of the inputs, finite and > 0.
  package let step: Double
  /// Where each run begins.
  package let start: Start
  /// Number of runs, ≥ 1; more than one needs random starts.
  package let restarts: Int
  /// Whose rules it follows.
  package let profile: AttackProfile

  /// The attack; the step defaults to a quarter of the radius.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, loss: NetworkLoss = .crossEntropy, steps: Int = 40, step: Double? = nil,
    start: Start = .clean, restarts: Int = 1, stopsAtSuccess: Bool = false,
    target: AttackTarget? = nil, profile: AttackProfile = .standard
  ) throws(AttackError) {
    try profile.check("PGD", threat.ball.norm)
    let length = step ?? threat.ball.radius / 4
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard length.isFinite, length > 0 || (step == nil && threat.ball.radius == 0) else {
      throw .option(name: "step", requirement: "is a finite number > 0")
    }
    guard restarts >= 1 else { throw .option(name: "restarts", requirement: "is at least 1") }
    if restarts > 1 {
      guard case .random = start else {
        throw .option(name: "restarts", requirement: "is 1 where the start is not random")
      }
    }
    if restarts > 1, profile.keepsLast {
      throw .option(name: "restarts", requirement: "is 1 where the last iterate is returned")
    }
    self.threat = threat
    within = threat
    self.loss = try loss.aimed(at: target)
    self.target = target
    self.profile = profile
    self.steps = steps
    self.step = length
    self.start = start
    self.restarts = restarts
    self.stopsAtSuccess = stopsAtSuccess
  }

  /// The attack with the number and length of steps and the random start of a profile.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)`` for a norm that the profile does not have.
  package init(
    _ threat: Threat, profile: AttackProfile, key: RandomKey, loss: NetworkLoss = .crossEntropy,
    target: AttackTarget? = nil
  ) throws(AttackError) {
    let isLinf = threat.ball.norm == .linf
    let (steps, parts): (Int, Double)
    switch profile {
    case .standard: (steps, parts) = (40, 4)
    case .madry: (steps, parts) = (40, 30)
    case .torchattacks: (steps, parts) = (10, isLinf ? 4 : 5)
    case .foolbox: (steps, parts) = isLinf ? (40, 30) : (50, 40)
    }
    let step = threat.ball.radius > 0 ? threat.ball.radius / parts : nil
    try self.init(
      threat, loss: loss, steps: steps, step: step, start: .random(key), target: target,
      profile: profile)
  }

  package var keepsLast: Bool { profile.keepsLast }

  package var name: String {
    (target == nil ? "PGD, " : "targeted PGD, ") + "\(within.ball.norm.name), \(steps) steps"
      + (restarts > 1 ? ", \(restarts) starts" : "") + profile.suffix
  }

  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    guard case .given(let inputs) = start else { return }
    guard inputs.count == examples.inputs.count, inputs.allSatisfy(\.isFinite) else {
      throw .option(name: "start", requirement: "is one finite input for each example")
    }
  }

  package func run(_ block: AttackBlock) {
    if start != .clean { block.evaluate(wantsGradient: false, isIterate: false) }
    let radiusIsUniform = profile == .torchattacks && within.ball.norm == .l2
    for restart in 0..<restarts {
      block.removeSolved()
      if case .random(let key) = start {
        block.startAtRandom(key, restart: restart, radiusIsUniform: radiusIsUniform)
      }
      if case .given(let inputs) = start { block.start(at: inputs) }
      for _ in 0..<steps {
        guard block.rows > 0 else { return }
        block.evaluate(wantsGradient: true, isIterate: restart == 0)
        block.removeSolved()
        block.ascend(length: Float(step), rules: profile.rules)
      }
      if block.rows > 0 { block.evaluate(wantsGradient: false, isIterate: restart == 0) }
    }
  }
}

extension AttackBlock {
  /// Moves every row one step of this length and projects it.
  ///
  /// - Parameters:
  ///   - direction: what to step along, rows × dimension; ``gradient`` unless given.
  ///   - rules: the steepest step and the Euclidean projection unless given.
  package func ascend(
    length: Float, along direction: UnsafePointer<Float>? = nil, rules: StepRules = .exact
  ) {
    guard let threat else { return }
    let d = dimension
    let direction = direction ?? UnsafePointer(gradient)
    if case .linf = threat.ball.norm {
      // All rules step along the sign and clip.
      RowStep.ascendLinf(
        current, from: clean, along: direction, length: length, threat, count: rows * d)
      return
    }
    if rules == .exact {
      for row in 0..<rows {
        RowStep.ascend(
          current + row * d, from: clean + row * d, along: direction + row * d, length: length,
          threat, dimension: d)
      }
      return
    }
    for row in 0..<rows {
      RowStep.ascend(
        current + row * d, from: clean + row * d, along: direction + row * d, length: length,
        threat, dimension: d, rules: rules)
    }
  }

  /// Puts every row at a random point of the ball, clipped to the box; see ``FeasibleSet/sample(_:)``.
  ///
  /// - Parameter radiusIsUniform: whether the ℓ2 norm is uniform, which is not uniform in the ball.
  package func startAtRandom(_ key: RandomKey, restart: Int, radiusIsUniform: Bool = false) {
    guard let threat else { return }
    let d = dimension
    for row in 0..<rows {
      var random = RandomStream(
        key, part: UInt32(truncatingIfNeeded: examples[row]),
        UInt32(truncatingIfNeeded: restart))
      let center = (0..<d).map { Double(clean[row * d + $0]) }
      guard let set = try? FeasibleSet(threat.ball, box: threat.box, around: center) else {
        continue
      }
      let draw =
        radiusIsUniform
        ? uniformRadius(d, threat.ball.radius, &random) : set.sample(&random)
      let point = set.point(draw)
      for j in 0..<d { current[row * d + j] = Float(point[j]) }
      RowStep.project(current + row * d, around: clean + row * d, threat, dimension: d)
    }
  }

  /// Puts every row at the input of its example, projected onto ball ∩ box.
  fileprivate func start(at inputs: [Float]) {
    guard let threat else { return }
    let d = dimension
    for row in 0..<rows {
      for j in 0..<d { current[row * d + j] = inputs[examples[row] * d + j] }
      RowStep.project(current + row * d, around: clean + row * d, threat, dimension: d)
    }
  }

  /// A direction of the sphere times a radius that is uniform in [0, ε).
  private func uniformRadius(
    _ count: Int, _ radius: Double, _ random: inout RandomStream
  ) -> [Double] {
    let draw = (0..<count).map { _ in random.normal() }
    let size = Norm.l2(draw)
    let length = radius * random.uniform()
    return draw.map { size > 0 ? length * ($0 / size) : 0 }
  }
}
