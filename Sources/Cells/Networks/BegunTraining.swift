internal import AdvKit
internal import Notebook

/// A training that a cell carries on: from first weights, from where another cell left it, or from a
/// saved state.
struct BegunTraining: Sendable {
  /// The options.
  let training: NetworkTraining
  /// Where this cell takes it up.
  let state: TrainingState
  /// The epoch after which this cell stops.
  let last: Int
  /// The architecture in words.
  let architecture: String
  /// The examples that are only measured on.
  let validation: NamedExamples?
  /// What stands at each field, written or standard, for a cell that continues this one.
  let options: [String: String]

  /// The training that the fields describe.
  init(_ invocation: Invocation, _ data: NamedExamples) throws(CellFailure) {
    if let argument = invocation["from"] {
      try invocation.refuse(
        ["from-file"], beside: "`from`", fix: "remove one: a training has one beginning")
      self = try Self.continued(argument, invocation)
    } else {
      self = try Self.new(invocation, data)
    }
  }

  private init(
    _ training: NetworkTraining, _ state: TrainingState, last: Int, _ architecture: String,
    _ validation: NamedExamples?, _ options: [String: String]
  ) {
    self.training = training
    self.state = state
    self.last = last
    self.architecture = architecture
    self.validation = validation
    self.options = options
  }

  // MARK: - Beginning

  private static func new(
    _ invocation: Invocation, _ data: NamedExamples
  ) throws(CellFailure) -> BegunTraining {
    let validation = invocation["validation"] == nil ? nil : try invocation.examples("validation")
    let threat = try invocation.threat()
    let first = try NetworkChoice.network(invocation, data)
    let saved = try saved(invocation, first.network)
    let last = (saved?.epoch ?? 0) + epochs(invocation)
    let length = invocation["schedule-epochs"]
    if let length, let number = length.integer, number < last {
      throw CellFailure(
        "`schedule-epochs` is \(grouped(number)) and training goes to epoch \(grouped(last))",
        rule: "a schedule is laid out for all epochs",
        fix: "write `schedule-epochs: \(last)`, or leave it out", at: length.span)
    }
    do throws(TrainingOptionError) {
      let training = try NetworkTrainRun.training(
        invocation, data, threat, epochs: length?.integer ?? last)
      let state =
        if let saved { saved } else {
          try training.start(
            from: first.network, on: data.examples, validation: validation?.examples)
        }
      return BegunTraining(
        training, state, last: last, first.architecture, validation,
        options(invocation, length: training.epochs))
    } catch {
      throw NetworkTrainRun.failure(error, invocation)
    }
  }

  private static func epochs(_ invocation: Invocation) -> Int {
    invocation["epochs"]?.integer ?? 20
  }

  /// The state that `from-file` names, of a network with the layers of this one.
  private static func saved(
    _ invocation: Invocation, _ network: Network
  ) throws(CellFailure) -> TrainingState? {
    guard let file = invocation["from-file"] else { return nil }
    do throws(TrainingStateError) {
      return try TrainingState(invocation.files[file.text ?? ""] ?? [], layers: network.layers)
    } catch {
      throw CellFailure(
        "`\(file.source)`: \(error.description)",
        rule: "`from-file` names a training that `publish: state` saved, of this architecture",
        fix: "take the file ID.training beside the page of the training", at: file.span)
    }
  }

  // MARK: - Continuing

  private static func continued(
    _ argument: Argument, _ invocation: Invocation
  ) throws(CellFailure) -> BegunTraining {
    guard let cell = argument.cell,
      let record = (cell.artefact as? NetworkArtefact)?.training
    else {
      throw CellFailure(
        "`\(argument.source)` was not trained here",
        rule: "a training goes on where a `train` cell of this page left it",
        fix: "name a `train` cell; `from-file` takes a saved training", at: argument.span)
    }
    let begun = record.begun
    try refuseOthers(than: begun.options, of: cell.id, invocation)
    let last = record.state.epoch + epochs(invocation)
    guard last <= begun.training.epochs || !begun.training.schedule.dependsOnLength else {
      throw CellFailure(
        "epoch \(grouped(last)) of `\(cell.id)`, whose schedule is laid out for "
          + counted(begun.training.epochs, "epoch"),
        rule: "the rates of a cosine or a cyclic schedule depend on the number of all epochs",
        fix: "write `schedule-epochs: \(last)` in `\(cell.id)`",
        at: (invocation["epochs"] ?? argument).span)
    }
    do throws(TrainingOptionError) {
      return BegunTraining(
        try begun.training.lasting(max(last, begun.training.epochs)), record.state, last: last,
        begun.architecture, begun.validation, begun.options)
    } catch {
      throw NetworkTrainRun.failure(error, invocation)
    }
  }

  /// Refuses fields that say something else than those of the training that is continued.
  private static func refuseOthers(
    than options: [String: String], of id: String, _ invocation: Invocation
  ) throws(CellFailure) {
    for entry in invocation.arguments.entries ?? [] where !own.contains(entry.name) {
      let before = options[entry.name] ?? "left out"
      let now = words(entry.argument)
      guard now != before else { continue }
      throw CellFailure(
        "`\(entry.name)` is \(now), and that of `\(id)` is \(before)",
        rule: "a continued training has the data and the options that it began with",
        fix: entry.name == "data"
          ? "write `data: \(before)`" : "remove `\(entry.name)`, which `\(id)` decides",
        at: entry.argument.span)
    }
  }

  /// The fields that each of two cells has for itself.
  private static let own = ["from", "from-file", "epochs", "publish"]

  /// What stands at each field, written or standard, in words that can be compared.
  private static func options(_ invocation: Invocation, length: Int) -> [String: String] {
    var options: [String: String] = [:]
    for field in TrainCell.fields where !own.contains(field.name) {
      options[field.name] = invocation[field.name].map(words) ?? field.standard
    }
    let isAttacked = invocation["ball"] != nil
    options["loss"] = invocation["loss"]?.text ?? SharedField.crossEntropy
    options["method"] = invocation["method"]?.text ?? (isAttacked ? "pgd" : "standard")
    options["rate"] =
      invocation["rate"].map(words) ?? (options["optimiser"] == "adam" ? "0.001" : "0.1")
    options["schedule-epochs"] = plain(Double(length))
    return options
  }

  /// What an argument says, the same for the same value however it is written.
  private static func words(_ argument: Argument) -> String {
    switch argument.content {
    case .value(let value):
      switch value.content {
      case .number(let number): plain(number)
      case .vector(let vector): "[" + vector.map(plain).joined(separator: ", ") + "]"
      case .boolean(let flag): flag ? "true" : "false"
      case .text(let text): text
      case .matrix: argument.source
      }
    case .cell(let cell): cell.id
    case .list(let items): "[" + items.map(words).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{ "
        + entries.sorted { $0.name < $1.name }.map { "\($0.name): \(words($0.argument))" }
        .joined(separator: ", ") + " }"
    case .deferred(let expression): expression.source
    }
  }
}
