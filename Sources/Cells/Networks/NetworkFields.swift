internal import AdvKit
internal import Notebook

/// A network and the cell that it comes from.
typealias NamedNetwork = (network: Network, id: String)
/// Examples and the cell that they come from.
typealias NamedExamples = (examples: Examples, id: String)

extension SharedField {
  /// What cells that know linear models and networks take for `model`.
  static let anyModel = Field.required(
    "model", .cell([ModelArtefact.tag, NetworkArtefact.tag]),
    "The `model` or `train` cell whose model is used: linear, or a network.")

  /// What cells that know both take for `data`.
  static let anyData = Field.required(
    "data", .cell([DatasetArtefact.tag, ExamplesArtefact.tag]),
    "The `data` cell whose points are used.")

  /// The word for the cross-entropy of networks.
  static let crossEntropy = "cross-entropy"

  /// The loss, for linear models and networks.
  static let anyLoss = Field.optional(
    "loss", .choice(MarginLoss.allCases.map(\.rawValue) + [crossEntropy]),
    standard: "logistic; cross-entropy for networks",
    "The loss: "
      + MarginLoss.allCases.map { "\($0.rawValue) \($0.formula)" }.joined(separator: ", ")
      + " of the margin z (for networks z_y − max z_i, the logit margin), or cross-entropy "
      + "(networks).")
}

extension WrittenFields {
  /// Whether `model` names a network, known before anything runs; nil where it names no cell.
  var namesNetwork: Bool? { cell("model").map { $0.artefact == NetworkArtefact.tag } }

  /// A cell's title with its kind and what its model is: "`adv evaluate` of a network".
  func title(of name: String, kind: String = "", _ preposition: String) -> String {
    let model = namesNetwork.map { " \(preposition) a \($0 ? "network" : "linear model")" } ?? ""
    return "`adv \(name)`\(kind)\(model)"
  }
}

extension Invocation {
  /// Whether the field names a network.
  func namesNetwork(_ key: String = "model") -> Bool {
    self[key]?.cell?.artefact is NetworkArtefact
  }

  /// The network of a field that names a `train` or `model` cell, and the cell's id.
  func network(_ key: String = "model") throws(CellFailure) -> NamedNetwork {
    guard let argument = self[key] else {
      throw CellFailure(
        "no `\(key)`", rule: "the cell works on a network", fix: "add `\(key): robust`")
    }
    return try argument.network(key)
  }

  /// The examples of a field that names a `data` cell, and the cell's id.
  ///
  /// The points of a binary problem become two classes: label −1 is class 0, label 1 is class 1.
  func examples(_ key: String = "data") throws(CellFailure) -> NamedExamples {
    guard let cell = self[key]?.cell else {
      throw CellFailure(
        "`\(key)` without examples", rule: "`\(key)` names a `data` cell",
        fix: "write the id of a `data` cell", at: self[key]?.span)
    }
    if let artefact = cell.artefact as? ExamplesArtefact { return (artefact.examples, cell.id) }
    if let artefact = cell.artefact as? DatasetArtefact {
      do throws(DataError) {
        return (try artefact.dataset.examples(), cell.id)
      } catch {
        throw CellFailure(
          "`\(cell.id)`: \(error.description)",
          rule: "networks compute in single precision, up to about 3e38", fix: "scale the data",
          at: self[key]?.span)
      }
    }
    throw CellFailure(
      "`\(cell.id)` has no examples", rule: "`\(key)` names a `data` cell",
      fix: "write the id of a `data` cell", at: self[key]?.span)
  }

  /// The loss of a network; cross-entropy where it is left out.
  var networkLoss: NetworkLoss {
    self["loss"]?.text.flatMap(MarginLoss.init(rawValue:)).map { .margin($0) } ?? .crossEntropy
  }

  /// Refuses the cross-entropy where the model is linear.
  func refuseCrossEntropy() throws(CellFailure) {
    guard let loss = self["loss"], loss.text == SharedField.crossEntropy else { return }
    throw CellFailure(
      "the cross-entropy of a linear model",
      rule: "a linear model has one score; its loss is a function of the margin",
      fix: "write `loss: logistic`, which is the cross-entropy of two classes", at: loss.span)
  }

  /// Ball and box of an opponent of a network; nil where there is no ball.
  func threat() throws(CellFailure) -> Threat? {
    guard let ball = try ball() else {
      try refuse(["box"], beside: "no `ball`", fix: "add a ball, or remove the box")
      return nil
    }
    do throws(ThreatError) {
      return try Threat(ball, box: try boxOfThreat())
    } catch {
      throw CellFailure(error, in: self)
    }
  }

  private func boxOfThreat() throws(ThreatError) -> Box? {
    guard let ends = self["box"]?.list?.compactMap(\.number), ends.count == 2 else { return nil }
    return try Box(ends[0], ends[1])
  }
}

extension Argument {
  /// The network of the cell that this argument names.
  func network(_ key: String) throws(CellFailure) -> NamedNetwork {
    guard let cell, let artefact = cell.artefact as? NetworkArtefact else {
      throw CellFailure(
        "`\(source)` is no network", rule: "`\(key)` names a cell with a network",
        fix: "name a `train` cell with an architecture, or a `model` cell of kind `file`", at: span)
    }
    return (artefact.network, cell.id)
  }
}

extension CellFailure {
  /// What the engine says about an attack on a network, at the argument that it concerns.
  init(_ error: AttackError, in invocation: Invocation) {
    let model = invocation["model"]?.cell.map { "`\($0.id)`" } ?? "the network"
    let data = invocation["data"]?.cell.map { "`\($0.id)`" } ?? "the data"
    let place = invocation["model"]?.span
    switch error {
    case .threat(let threat):
      self.init(threat, in: invocation)
    case .shapes(let network, let examples):
      self.init(
        "\(model) takes inputs of \(network) and those of \(data) are \(examples)",
        rule: "a network and its data have one shape", fix: "take data of the network's shape",
        at: place)
    case .classes(let network, let examples):
      self.init(
        "\(model) has \(counted(network, "class", "classes")) and \(data) "
          + counted(examples, "class", "classes"),
        rule: "a network has one logit for each class of its data",
        fix: "train it on data with as many classes", at: place)
    case .tooFewClasses(let what, let needs, let found):
      self.init(
        "\(what) with \(counted(found, "class", "classes"))",
        rule: "\(what) needs at least \(needs) classes",
        fix: "take `apgd-ce`, or `loss: logistic`, which the number of classes does not limit",
        at: invocation["kind"]?.span ?? place)
    case .option(let name, let requirement):
      self.init(
        "`\(name)` out of its range", rule: "`\(name)` \(requirement)", fix: "write another value",
        at: invocation[name]?.span)
    case .notFinite(let example):
      self.init(
        "a logit of \(model) is not a finite number at example \(example + 1) of \(data)",
        rule: "logits stay within single precision (about 3e38)",
        fix: "look at the network's weights and at the scale of the data", at: place)
    }
  }
}

/// A count with a noun whose plural is not made by an s.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
  "\(grouped(count)) \(count == 1 ? one : many)"
}
