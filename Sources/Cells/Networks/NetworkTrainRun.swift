internal import AdvKit
internal import Evidence
internal import Notebook

/// How a network was trained: what plots of curves show, and what another cell continues.
struct NetworkTrainingRecord: Sendable {
  /// Options, examples and names of the training.
  let begun: BegunTraining
  /// The training after its last epoch.
  let state: TrainingState
  /// A collapse of single-step training, where the history shows one.
  let overfitting: CatastrophicOverfitting?

  /// What each epoch came to.
  var history: [EpochRecord] { state.history }
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
    // A continued training publishes what the one that it continues does.
    if written.has("from"), let begun = written.cell("from") { return begun.publishedNames }
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
    let begun = try BegunTraining(invocation, data)
    let result: TrainingResult
    do throws(TrainingOptionError) {
      result = try begun.training.run(
        begun.state, on: data.examples, validation: begun.validation?.examples,
        through: begun.last,
        progress: { record in
          invocation.progress(
            "epoch \(grouped(record.epoch)) of \(grouped(begun.last)), loss "
              + printed(record.loss, significant: 3))
        }, isCancelled: invocation.isCancelled)
    } catch {
      throw failure(error, invocation)
    }
    var output = output(data, begun, result)
    output.files = try NetworkFiles.files(of: output, invocation)
    output.warnings = [
      invocation.warning(ofStep: "inner-step", in: begun.training.threat?.ball)
    ].compactMap(\.self)
    return output
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

  private static func output(
    _ data: NamedExamples, _ begun: BegunTraining, _ result: TrainingResult
  ) -> CellOutput {
    let training = begun.training
    let history = result.state.history
    let curves = training.curves(of: result.state)
    let gradients = curves.gradients.reduce(0, +)
    // With early stopping the network handed on is that of the best epoch, also where none stopped.
    let isBest = training.earlyStopping != nil
    let epoch = (isBest ? result.state.best?.epoch : nil) ?? result.state.epoch
    // An epoch between two evaluations is measured here; its history stays as it is.
    let last =
      history[safe: epoch - 1]?.training ?? training.measures(of: result.network, on: data.examples)
    let final = training.measures([last].compactMap(\.self))
    func number(_ name: String, _ measure: Established<[Double]>?) -> NamedValue? {
      guard let measure, let value = measure.value.first else { return nil }
      return NamedValue(name, Value(.number(value), measure.evidence))
    }
    /// The curve; empty where no epoch was evaluated, with what would be known of its numbers.
    func trace(
      _ name: String, _ curve: Established<[Double]>?, or measure: Established<[Double]>? = nil
    ) -> NamedValue? {
      if let curve { return NamedValue(name, Value(curve)) }
      return measure.map { NamedValue(name, Value(.vector([]), $0.evidence)) }
    }
    let measures = curves.training
    var values: [NamedValue?] = [
      NamedValue("parameters", .counted(result.network.parameters.count)),
      NamedValue("epochs", .counted(result.state.epoch)),
      NamedValue("gradients", .counted(gradients)),
      NamedValue("outcome", Value(.text(words(result.outcome)), curves.loss.evidence)),
      number("accuracy.clean", final?.cleanAccuracy), number("loss.clean", final?.cleanLoss),
      trace("trace.loss", curves.loss),
      trace("trace.accuracy.clean", measures?.cleanAccuracy, or: final?.cleanAccuracy),
      number("accuracy.worst", final?.robustAccuracy), number("loss.worst", final?.robustLoss),
      trace("trace.accuracy.worst", measures?.robustAccuracy, or: final?.robustAccuracy),
    ]
    if begun.options["method"] == "fgsm-rs" {
      values.append(
        NamedValue(
          "overfitting.epoch",
          Value(
            .number(Double(result.overfitting?.epoch ?? 0)),
            (final?.robustAccuracy ?? curves.loss).evidence)))
    }
    return CellOutput(
      values: values.compactMap { $0 },
      artefact: NetworkArtefact(
        network: result.network, architecture: begun.architecture,
        training: NetworkTrainingRecord(
          begun: begun, state: result.state, overfitting: result.overfitting)),
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
    let loss = artefact.training?.begun.training.loss ?? invocation.networkLoss
    audit.expect("trace.loss", exactly: history.map(\.loss), by: "the history")
    audit.expect(
      "trace.accuracy.clean", exactly: evaluated.map(\.cleanAccuracy), by: "the history")
    let route = NetworkRoute(artefact.network)
    let sample = route.sample(of: data.examples.count)
    NetworkFiles.audit(&audit, artefact)
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
        NetworkRoute.loss(loss, logits, data.examples.labels[example]) ?? .nan
    }
    let count = Double(data.examples.count)
    if let accuracy = audit.number("accuracy.clean") {
      audit.expect(
        "accuracy.clean",
        accuracy * count >= Double(right) - 0.5
          && accuracy * count <= Double(right + undecided) + 0.5,
        "a count in double precision gives \(right) of \(data.examples.count)")
    }
    if let mean = audit.number("loss.clean") {
      audit.expect(
        "loss.clean", abs(mean - total / count) <= 1e-3 * max(mean, 1e-3),
        "plain loops in double precision give \(total / count)")
    }
    return audit.failures
  }
}
