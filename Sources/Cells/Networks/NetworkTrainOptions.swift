internal import AdvKit
internal import Notebook

extension NetworkTrainRun {
  /// The training that the fields describe, laid out over so many epochs.
  static func training(
    _ invocation: Invocation, _ data: NamedExamples, _ threat: Threat?, epochs: Int
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

  /// What the engine says about the options, at the field that it concerns.
  static func failure(
    _ error: TrainingOptionError, _ invocation: Invocation
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
    case .stateOfAnotherTraining:
      let file = invocation["from-file"]
      return CellFailure(
        "`\(file?.source ?? invocation["from"]?.source ?? "the state")` is of another training",
        rule:
          "a saved training goes on with the options, examples and seed, and under the id, that "
          + "it began with",
        fix: "write the cell as that which saved it, with its id; `epochs` alone is its own",
        at: (file ?? invocation["from"])?.span)
    case .parameterNotFinite:
      return CellFailure(
        "the first weights are not finite", rule: "training begins at finite weights",
        fix: "take another initialisation", at: invocation["initialisation"]?.span)
    }
  }

  private static let fields: [TrainingOption: String] = [
    .weightDecay: "weight-decay", .steps: "inner-steps", .step: "inner-step",
    .evaluateEvery: "evaluate-every",
  ]
}
