internal import AdvKit
internal import Evidence
internal import Notebook
internal import Synchronization

/// `adv attack` on a network.
enum NetworkAttackRun {
  /// The names that a cell on a network publishes.
  static let ownNames =
    [
      PublishedName(
        "reached", "with `target`: number of the examples that became the target class"),
      PublishedName(
        "distances",
        "deepfool, cw, fab without a ball: ‖δ‖ of the nearest misclassified point of each "
          + "example, infinite where none was found"),
      PublishedName("distance.median", "the median of the distances found"),
      PublishedName(
        "queries", "kinds for networks: forward passes without a gradient, over all examples"),
      PublishedName("succeeded", "networks: number of the points with a margin found ≤ 0"),
    ] + PerturbationValues.names("networks")

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let kind = invocation["kind"]?.text ?? ""
    let own = NetworkAttackFields.own[kind] ?? []
    let shared = ["kind", "model", "data", "loss", "ball", "box"]
    try invocation.refuse(
      AttackCell.fields.map(\.name).filter { !own.contains($0) && !shared.contains($0) },
      beside: "kind `\(kind)` on a network",
      fix: own.isEmpty ? "remove it" : "remove it; \(kind) takes \(own.joined(separator: ", "))")
    let model = try invocation.network()
    let data = try invocation.examples()
    let threat = try invocation.threat()
    do throws(AttackError) {
      let attack = try attack(kind, invocation, data, threat)
      let result = try attack.attack(
        model.network, on: data.examples,
        progress: progress(kind, invocation, data.examples.count),
        isCancelled: invocation.isCancelled)
      return try output(
        kind, invocation,
        NetworkPerturbationArtefact(
          model: model, data: data, threat: threat, loss: attack.loss, result: result))
    } catch {
      throw CellFailure(error, in: invocation)
    }
  }

  /// Tells how many examples are done; blocks of them end on several threads.
  private static func progress(
    _ kind: String, _ invocation: Invocation, _ total: Int
  ) -> @Sendable (Int) -> Void {
    let done = DoneExamples()
    return { count in
      invocation.progress("\(kind), \(grouped(done.add(count))) of \(grouped(total)) examples")
    }
  }

  private static func output(
    _ kind: String, _ invocation: Invocation, _ artefact: NetworkPerturbationArtefact
  ) throws(AttackError) -> CellOutput {
    let (model, data, result) = (artefact.model, artefact.data, artefact.result)
    let examples = data.examples
    let d = examples.shape.count
    var moved = 0
    for example in 0..<examples.count
    where examples.input(example) != result.inputs[example * d..<(example + 1) * d] {
      moved += 1
    }
    let wrong = result.succeeded.count { $0 }
    let found = result.losses.evidence
    var values = [
      NamedValue("loss.worst", Value(result.meanLoss)), NamedValue("losses", Value(result.losses)),
      NamedValue("margins", Value(result.margins)),
      NamedValue("accuracy.worst", Value(result.robustAccuracy)),
      NamedValue("succeeded", Value(.number(Double(wrong)), found)),
      NamedValue("moved", .counted(moved)), NamedValue("unmoved", .counted(examples.count - moved)),
      NamedValue("gradients", .counted(result.gradients)),
    ]
    if NetworkAttackFields.kinds.contains(kind) {
      values.append(NamedValue("queries", .counted(result.queries)))
    }
    values += try PerturbationValues.values(result.inputs, examples)
    if let reached = result.reachedTarget {
      values.append(NamedValue("reached", Value(.number(Double(reached.count { $0 })), found)))
    }
    if let distances = result.distances {
      values.append(NamedValue("distances", Value(distances)))
      let sorted = distances.value.sorted()
      let middle = sorted[sorted.count / 2]
      values.append(NamedValue("distance.median", Value(.number(middle), distances.evidence)))
    }
    if kind == "pgd" {
      values.append(NamedValue("trace", Value(.vector(result.trace), found)))
    }
    var statements: [SandwichStatement] = []
    if let threat = artefact.threat {
      let subject = NetworkSubject(
        model: model, data: data, loss: artefact.loss, threat: threat)
      statements.append(
        subject.statement(.found, result.losses.value, includesClean: !keepsLast(invocation)))
    }
    return CellOutput(
      values: values,
      artefact: artefact,
      cost: counted(result.gradients, "gradient") + ", "
        + counted(result.queries, "forward pass", "forward passes"),
      statements: statements, findings: findings(invocation, model, result),
      warnings: [invocation.warning(ofStep: "step", in: artefact.threat?.ball)].compactMap(\.self))
  }

  /// Whether a profile returns the last iterate, which may be weaker than doing nothing.
  static func keepsLast(_ invocation: Invocation) -> Bool {
    (invocation["profile"]?.text ?? "default") != "default"
  }

  private static func findings(
    _ invocation: Invocation, _ model: NamedNetwork, _ result: NetworkAttackResult
  ) -> [String] {
    guard keepsLast(invocation), let data = try? invocation.examples() else { return [] }
    let measures = try? networkMeasures(
      of: model.network, on: data.examples, loss: invocation.networkLoss)
    guard let measures else { return [] }
    let weaker = zip(result.losses.value, measures.losses.value).count {
      $0 < $1 - 1e-4 * max(1, $1)
    }
    guard weaker > 0 else { return [] }
    return [
      "At \(grouped(weaker)) of \(counted(result.succeeded.count, "example")) the last iterate is "
        + "weaker than doing nothing: its loss is below that of the clean input."
    ]
  }

  // MARK: - Audit

  /// Confirms the record at the inputs that the cell hands on.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    guard let artefact = published.artefact as? NetworkPerturbationArtefact else { return [] }
    let examples = artefact.data.examples
    let result = artefact.result
    let losses = audit.vector("losses") ?? []
    let margins = audit.vector("margins") ?? []
    audit.expect("loss.worst", .mean(losses.map { Rounded($0) }), by: "the mean of `losses`")
    audit.expectPositive("margins", share: "accuracy.worst", of: examples.count)
    audit.expect(
      "succeeded", exactly: Double(margins.count { $0 <= 0 }), by: "a count of `margins` ≤ 0")
    audit.expectSizes(of: result.inputs, examples)
    let route = NetworkRoute(artefact.model.network)
    let d = examples.shape.count
    for example in route.sample(of: examples.count) {
      let input = result.inputs[example * d..<(example + 1) * d]
      let logits = route.logits(input)
      let label = examples.labels[example]
      // Of two classes the largest loss and the smallest margin are at one point, which is handed
      // on, as far as single precision tells losses apart: where the loss is flat, margins differ by
      // 10⁻⁶ over its slope. Of more classes another candidate may have a smaller margin.
      let isOnePoint = examples.classes == 2 && result.reachedTarget == nil
      let scale = 2e-5 * (1 + (logits.map(\.magnitude).max() ?? 0))
      let margin = NetworkRoute.margin(logits, label)
      let slope = NetworkRoute.slope(artefact.loss, margin: margin)
      let below = slope > 0 ? scale + 1e-6 / slope : .infinity
      audit.expect(
        "margins",
        margins[safe: example].map {
          $0 <= margin + scale && (!isOnePoint || $0 >= margin - below)
        } ?? false,
        "example \(example + 1) has the margin \(margin) at the input handed on")
      if let loss = NetworkRoute.loss(artefact.loss, logits, label) {
        let slack = scale * max(1, loss)
        audit.expect(
          "losses",
          losses[safe: example].map {
            $0 >= loss - slack && (!isOnePoint || $0 <= loss + slack)
          } ?? false,
          "example \(example + 1) has the loss \(loss) at the input handed on")
      }
      if let threat = artefact.threat {
        let delta = zip(input, examples.input(example)).map { Double($0) - Double($1) }
        let size = SecondRoute.norm(delta, threat.ball.norm.exponent).value
        // Each coordinate of x + δ is rounded to 24 bits.
        let slack = 1e-6 * (1 + (input.map { Double($0.magnitude) }.max() ?? 0)) * Double(d)
        audit.expect(
          "losses", size <= threat.ball.radius + slack,
          "the perturbation of example \(example + 1) has norm \(size)")
      }
    }
    return audit.failures
  }
}

/// A count of examples that several threads add to.
private final class DoneExamples: Sendable {
  private let count = Mutex(0)

  /// Adds examples and returns how many there are now.
  func add(_ examples: Int) -> Int {
    count.withLock { count in
      count += examples
      return count
    }
  }
}
