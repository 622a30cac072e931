internal import AdvKit
internal import Evidence
internal import Notebook

/// How a network was trained: what plots of curves show.
struct NetworkTrainingRecord: Sendable {
  /// What each epoch came to.
  let history: [EpochRecord]
  /// What the opponent was allowed; nil without one.
  let threat: Threat?
  /// A collapse of single-step training, where the history shows one.
  let overfitting: CatastrophicOverfitting?
}

/// `adv train` of a network.
enum NetworkTrainRun {
  /// The names that a network's training publishes beside those of a linear model.
  static let ownNames = [
    PublishedName("parameters", "networks: the number of trained numbers"),
    PublishedName("epochs", "networks: the number of epochs done"),
    PublishedName("gradients", "networks: gradients computed in training, one for each example"),
    PublishedName("outcome", "networks: in words, how training ended"),
    PublishedName("trace.loss", "networks: mean loss descended in each epoch"),
    PublishedName("trace.accuracy.clean", "networks: clean accuracy after each evaluated epoch"),
    PublishedName(
      "trace.accuracy.worst", "networks, with a ball: accuracy under PGD after each such epoch"),
    PublishedName(
      "overfitting.epoch", "fgsm-rs: the epoch of catastrophic overfitting, or 0 where none shows"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    var names = [
      "parameters", "epochs", "gradients", "outcome", "accuracy.clean", "loss.clean", "trace.loss",
      "trace.accuracy.clean",
    ]
    if written.has("ball") { names += ["accuracy.worst", "loss.worst", "trace.accuracy.worst"] }
    if written.word("method") == "fgsm-rs" { names.append("overfitting.epoch") }
    return names
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    try refuseLinearFields(invocation)
    let data = try invocation.examples()
    let validation = invocation["validation"] == nil ? nil : try invocation.examples("validation")
    let threat = try invocation.threat()
    let start = try NetworkChoice.network(invocation, data)
    do throws(TrainingOptionError) {
      let training = try training(invocation, data, threat)
      let state = try training.start(
        from: start.network, on: data.examples, validation: validation?.examples)
      let total = training.epochs
      let result = try training.run(
        state, on: data.examples, validation: validation?.examples,
        progress: { record in
          invocation.progress(
            "epoch \(grouped(record.epoch)) of \(grouped(total)), loss "
              + printed(record.loss, significant: 3))
        }, isCancelled: invocation.isCancelled)
      return try output(invocation, data, threat, training, start.architecture, result)
    } catch {
      throw failure(error, invocation, data)
    }
  }

  private static func refuseLinearFields(_ invocation: Invocation) throws(CellFailure) {
    try invocation.refuse(
      NetworkTrainFields.linearOnly, beside: "a network",
      fix: "remove it; networks take epochs, batch, rate and weight-decay")
    if let method = invocation["method"], !NetworkTrainFields.methods.contains(method.text ?? "") {
      throw CellFailure(
        "`method: \(method.source)` for a network",
        rule: "networks are trained by \(NetworkTrainFields.methods.joined(separator: ", "))",
        fix: "write one of these, or leave it out", at: method.span)
    }
  }

  private static func training(
    _ invocation: Invocation, _ data: NamedExamples, _ threat: Threat?
  ) throws(TrainingOptionError) -> NetworkTraining {
    let steps = invocation["inner-steps"]?.integer ?? 10
    let step = invocation["inner-step"]?.number
    let method: any TrainingMethod =
      switch invocation["method"]?.text ?? (threat == nil ? "standard" : "pgd") {
      case "fgsm-rs": FGSMRSTraining(step: step)
      case "free": FreeTraining(replays: invocation["replays"]?.integer ?? 4, step: step)
      case "trades":
        TRADESTraining(beta: invocation["beta"]?.number ?? 6, steps: steps, step: step)
      case "pgd": PGDTraining(steps: steps, step: step)
      default: StandardTraining()
      }
    let isAdam = invocation["optimiser"]?.text == "adam"
    let decay = invocation["weight-decay"]?.number ?? 0
    let optimiser: any Optimiser =
      isAdam
      ? Adam(weightDecay: decay)
      : SGD(
        momentum: invocation["momentum"]?.number ?? 0.9,
        nesterov: invocation["nesterov"]?.flag ?? false, weightDecay: decay)
    let epochs = invocation["epochs"]?.integer ?? 20
    let schedule: RateSchedule =
      switch invocation["schedule"]?.text {
      case "step": .step(every: max(1, (epochs + 1) / 2), factor: 0.1)
      case "cosine": .cosine(least: 0)
      case "cyclic": .cyclic(peak: 0.4)
      default: .constant
      }
    let every = invocation["evaluate-every"]?.integer ?? 1
    return try NetworkTraining(
      method, threat: threat, loss: invocation.networkLoss, epochs: epochs,
      batch: min(invocation["batch"]?.integer ?? 64, data.examples.count), optimiser: optimiser,
      rate: invocation["rate"]?.number ?? (isAdam ? 0.001 : 0.1), schedule: schedule,
      key: NetworkChoice.key(invocation), evaluateEvery: every == 0 ? epochs : every,
      earlyStopping: invocation["patience"]?.integer.map {
        EarlyStopping(by: threat == nil ? .cleanAccuracy : .robustAccuracy, patience: $0)
      })
  }

  private static func output(
    _ invocation: Invocation, _ data: NamedExamples, _ threat: Threat?,
    _ training: NetworkTraining, _ architecture: String, _ result: TrainingResult
  ) throws(TrainingOptionError) -> CellOutput {
    let history = result.state.history
    let curves = training.curves(of: result.state)
    let gradients = curves.gradients.reduce(0, +)
    // With early stopping the network handed on is that of another epoch than the last.
    let epoch: Int =
      if case .stoppedEarly(let best) = result.outcome { best } else { result.state.epoch }
    let place = curves.evaluatedEpochs.firstIndex(of: epoch)
    func number(_ name: String, _ curve: Established<[Double]>?) -> NamedValue? {
      guard let curve, let value = place.flatMap({ curve.value[safe: $0] }) else { return nil }
      return NamedValue(name, Value(.number(value), curve.evidence))
    }
    func trace(_ name: String, _ curve: Established<[Double]>?) -> NamedValue? {
      curve.map { NamedValue(name, Value($0)) }
    }
    let measures = curves.training
    var values: [NamedValue?] = [
      NamedValue("parameters", .counted(result.network.parameters.count)),
      NamedValue("epochs", .counted(result.state.epoch)),
      NamedValue("gradients", .counted(gradients)),
      NamedValue("outcome", Value(.text(words(result.outcome)), curves.loss.evidence)),
      number("accuracy.clean", measures?.cleanAccuracy), number("loss.clean", measures?.cleanLoss),
      trace("trace.loss", curves.loss), trace("trace.accuracy.clean", measures?.cleanAccuracy),
      number("accuracy.worst", measures?.robustAccuracy),
      number("loss.worst", measures?.robustLoss),
      trace("trace.accuracy.worst", measures?.robustAccuracy),
    ]
    if invocation["method"]?.text == "fgsm-rs" {
      values.append(
        NamedValue(
          "overfitting.epoch",
          Value(
            .number(Double(result.overfitting?.epoch ?? 0)),
            (measures?.robustAccuracy ?? curves.loss).evidence)))
    }
    return CellOutput(
      values: values.compactMap { $0 },
      artefact: NetworkArtefact(
        network: result.network, architecture: architecture,
        training: NetworkTrainingRecord(
          history: history, threat: threat, overfitting: result.overfitting)),
      cost: "\(counted(history.count, "epoch")), \(counted(gradients, "gradient"))",
      findings: findings(result))
  }

  private static func words(_ outcome: TrainingOutcome) -> String {
    switch outcome {
    case .finished: "finished"
    case .stoppedEarly(let best): "stopped early, best epoch \(best)"
    case .cancelled: "cancelled"
    case .notFinite(let epoch, let minibatch, let quantity):
      "stopped in epoch \(epoch), minibatch \(minibatch): \(quantity.rawValue) not finite"
    }
  }

  private static func findings(_ result: TrainingResult) -> [String] {
    var findings: [String] = []
    if case .notFinite(let epoch, let minibatch, let quantity) = result.outcome {
      findings.append(
        "Training stopped in epoch \(grouped(epoch)), minibatch \(grouped(minibatch)): the "
          + "\(quantity.rawValue) was not finite. The network is that of the last good epoch, "
          + "number \(grouped(result.state.epoch)); a smaller `rate` may help.")
    }
    if let collapse = result.overfitting {
      findings.append(
        "Catastrophic overfitting: from epoch \(collapse.bestEpoch) to epoch \(collapse.epoch) "
          + "accuracy under PGD fell from \(percent(collapse.robustAccuracy.before)) to "
          + "\(percent(collapse.robustAccuracy.after)), while accuracy under the single step of "
          + "training was \(percent(collapse.ownAccuracy.after)).")
    }
    return findings
  }

  private static func percent(_ share: Double) -> String {
    printed(100 * share, significant: 3) + " %"
  }

  /// What the engine says about the options, at the field that it concerns.
  private static func failure(
    _ error: TrainingOptionError, _ invocation: Invocation, _ data: NamedExamples
  ) -> CellFailure {
    switch error {
    case .option(let option, let requirement):
      let field = fields[option] ?? option.rawValue
      return CellFailure(
        "`\(field)` out of its range", rule: "`\(field)` \(requirement)",
        fix: "write another value", at: invocation[field]?.span)
    case .threatMissing(let method):
      return CellFailure(
        "\(method) without `ball`", rule: "adversarial training has an opponent in a ball",
        fix: "add `ball: { norm: linf, radius: 0.1 }`, or write `method: standard`",
        at: invocation["method"]?.span)
    case .lossUnfit(let method, let loss, let requirement):
      return CellFailure(
        "\(method) with the \(loss.name)", rule: requirement, fix: "take another loss",
        at: invocation["loss"]?.span)
    case .validationMissing:
      return CellFailure(
        "`patience` without `validation`",
        rule: "early stopping watches examples that are not trained on",
        fix: "add `validation:` with a part of the data", at: invocation["patience"]?.span)
    case .threat(let threat): return CellFailure(threat, in: invocation)
    case .shapes(let network, let examples):
      return CellFailure(
        "a network for inputs of \(network) and examples of \(examples)",
        rule: "training and validation examples have one shape", fix: "take parts of one data set",
        at: (invocation["validation"] ?? invocation["data"])?.span)
    case .classes(let network, let examples):
      return CellFailure(
        "a network of \(counted(network, "class", "classes")) and examples of \(examples)",
        rule: "training and validation examples have the same classes",
        fix: "take parts of one data set",
        at: (invocation["validation"] ?? invocation["data"])?.span)
    case .parameterNotFinite, .stateOfAnotherTraining:
      return CellFailure(
        "the first weights are not finite", rule: "training begins at finite weights",
        fix: "take another initialisation", at: invocation["initialisation"]?.span)
    }
  }

  private static let fields: [TrainingOption: String] = [
    .weightDecay: "weight-decay", .steps: "inner-steps", .step: "inner-step",
    .evaluateEvery: "evaluate-every",
  ]

  // MARK: - Audit

  /// Confirms the last clean measures by plain loops in double precision, and what follows from the
  /// history by counting again.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    guard let artefact = published.artefact as? NetworkArtefact,
      let data = try? invocation.examples()
    else { return [] }
    let history = artefact.training?.history ?? []
    let evaluated = history.compactMap(\.training)
    audit.expect("trace.loss", exactly: history.map(\.loss), by: "the history")
    audit.expect(
      "trace.accuracy.clean", exactly: evaluated.map(\.cleanAccuracy), by: "the history")
    let route = NetworkRoute(artefact.network)
    let sample = route.sample(of: data.examples.count)
    guard sample.count == data.examples.count, !evaluated.isEmpty else { return audit.failures }
    var right = 0
    var undecided = 0
    var total = 0.0
    for example in sample {
      let logits = route.logits(data.examples.input(example))
      let margin = NetworkRoute.margin(logits, data.examples.labels[example])
      let scale = 1e-4 * (1 + (logits.map(\.magnitude).max() ?? 0))
      if abs(margin) <= scale { undecided += 1 } else if margin > 0 { right += 1 }
      total +=
        NetworkRoute.loss(invocation.networkLoss, logits, data.examples.labels[example]) ?? .nan
    }
    let count = Double(data.examples.count)
    if let accuracy = audit.number("accuracy.clean") {
      audit.expect(
        "accuracy.clean",
        accuracy * count >= Double(right) - 0.5
          && accuracy * count <= Double(right + undecided) + 0.5,
        "a count in double precision gives \(right) of \(data.examples.count)")
    }
    if let loss = audit.number("loss.clean") {
      audit.expect(
        "loss.clean", abs(loss - total / count) <= 1e-3 * max(loss, 1e-3),
        "plain loops in double precision give \(total / count)")
    }
    return audit.failures
  }
}
