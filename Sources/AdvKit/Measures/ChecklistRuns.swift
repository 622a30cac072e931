/// All attacks of an evaluation, run once; the items read them.
struct ChecklistRuns {
  let checklist: EvaluationChecklist
  let examples: Examples
  let classes: Int
  let clean: NetworkMeasures
  let health: GradientHealth
  let probabilities: Int
  let singleStep: NetworkAttackResult
  let evaluated: NetworkAttackResult
  let doubled: NetworkAttackResult
  let restarted: NetworkAttackResult
  let half: NetworkAttackResult
  let twice: NetworkAttackResult
  let unbounded: NetworkAttackResult
  let unboundedRadius: Double
  let grey: NetworkAttackResult?
  let square: NetworkAttackResult
  let noise: NetworkAttackResult
  let otherLoss: NetworkAttackResult
  let targeted: NetworkAttackResult?
  let transfer: NetworkAttackResult?
  /// The attacks at the radius ε by name.
  let named: [(name: String, result: NetworkAttackResult)]

  init(
    _ checklist: EvaluationChecklist, _ network: Network, _ examples: Examples, threads: Int,
    progress: @Sendable (String) -> Void
  ) throws(AttackError) {
    let (threat, loss, key) = (checklist.threat, checklist.loss, checklist.key)
    self.checklist = checklist
    self.examples = examples
    classes = network.classes
    var named: [(name: String, result: NetworkAttackResult)] = []
    func run(_ attack: some NetworkAttack) throws(AttackError) -> NetworkAttackResult {
      progress(attack.name)
      return try attack.attack(network, on: examples, threads: threads)
    }
    func runNamed(_ attack: some NetworkAttack) throws(AttackError) -> NetworkAttackResult {
      let result = try run(attack)
      named.append((attack.name, result))
      return result
    }
    func pgd(
      _ threat: Threat, steps: Int, restarts: Int = 1, step: Double? = nil, stops: Bool = false
    ) throws(AttackError) -> NetworkPGD {
      try NetworkPGD(
        threat, loss: loss, steps: steps, step: step,
        start: .random(key.named("\(key.stream) PGD")), restarts: restarts, stopsAtSuccess: stops)
    }
    func scaled(_ radius: Double) throws(AttackError) -> Threat {
      do throws(ThreatError) {
        return try threat.with(radius: radius)
      } catch {
        throw .threat(error)
      }
    }
    let (radius, steps) = (threat.ball.radius, checklist.steps)
    progress("clean examples")
    clean = try networkMeasures(of: network, on: examples, threads: threads)
    health = try gradientHealth(of: network, on: examples, loss: loss, threads: threads)
    probabilities = Self.probabilities(
      try networkLogits(of: network, on: examples, threads: threads), network.classes)
    singleStep = try runNamed(NetworkFGSM(threat, loss: loss))
    evaluated = try runNamed(pgd(threat, steps: steps))
    doubled = try runNamed(pgd(threat, steps: 2 * steps))
    restarted = try runNamed(pgd(threat, steps: steps, restarts: checklist.restarts))
    square = try runNamed(
      Square(threat, key: key.named("\(key.stream) Square"), queries: checklist.queries))
    noise = try runNamed(
      RandomNoise(
        threat, draws: checklist.draws, key: key.named("\(key.stream) noise"), loss: loss))
    otherLoss = try runNamed(
      APGD(
        threat, key: key.named("\(key.stream) APGD"),
        loss: network.classes > 2 ? .logitRatio : .logitMargin(cappedAt: .infinity), steps: steps,
        stopsAtSuccess: true))
    targeted =
      network.classes > 2
      ? try runNamed(
        NetworkPGD(
          threat, steps: steps, start: .random(key.named("\(key.stream) targeted")), target: .next))
      : nil
    if let source = checklist.source {
      progress("transfer")
      let attack = Transfer(
        try pgd(threat, steps: steps), from: source, named: "the source network")
      let result = try attack.attack(network, on: examples, threads: threads)
      transfer = result
      named.append((attack.name, result))
    } else {
      transfer = nil
    }
    half = try run(pgd(scaled(radius / 2), steps: steps))
    twice = try run(pgd(scaled(2 * radius), steps: steps))
    let wide = Self.unboundedRadius(threat, examples)
    unboundedRadius = wide
    unbounded = try run(
      pgd(scaled(wide), steps: max(steps, 40), step: wide / 10, stops: true))
    if threat.ball.norm == .linf, let box = threat.box, box.upper > box.lower {
      let width = (box.upper - box.lower) / 2
      grey = try run(
        pgd(scaled(width), steps: max(steps, 40), step: width / 10, stops: true))
    } else {
      grey = nil
    }
    self.named = named
  }

  /// A radius from which every point of the box can be reached, or ten times what the data span.
  private static func unboundedRadius(_ threat: Threat, _ examples: Examples) -> Double {
    let count = Double(examples.shape.count)
    let factor =
      switch threat.ball.norm {
      case .l1: count
      case .l2: count.squareRoot()
      case .linf, .p: 1.0
      }
    if let box = threat.box { return max((box.upper - box.lower) * factor, threat.ball.radius) }
    let (least, most) = examples.inputs.reduce((Float.infinity, -Float.infinity)) {
      (min($0.0, $1), max($0.1, $1))
    }
    return 10 * max(Double(most) - Double(least), threat.ball.radius) * factor
  }

  /// How many rows are numbers from 0 to 1 with the sum 1.
  private static func probabilities(_ logits: [Float], _ classes: Int) -> Int {
    stride(from: 0, to: logits.count, by: classes).count { start in
      let row = logits[start..<start + classes]
      return row.allSatisfy { $0 >= 0 && $0 <= 1 } && abs(row.reduce(0, +) - 1) < 1e-3
    }
  }
}
