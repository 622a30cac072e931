internal import AdvKit
internal import Notebook

/// The fields that several cells share: each is described once.
enum SharedField {
  /// The data set that the cell works on.
  static let data = Field.required(
    "data", .cell([DatasetArtefact.tag]), "The `data` cell whose points are used.")

  /// The model that the cell works on.
  static let model = Field.required(
    "model", .cell([ModelArtefact.tag]), "The `model` or `train` cell whose model is used.")

  /// The loss of the margin.
  static let loss = Field.optional(
    "loss", .choice(MarginLoss.allCases.map(\.rawValue)), standard: MarginLoss.logistic.rawValue,
    "The loss ℓ of the margin z = y(wᵀx + b): "
      + MarginLoss.allCases.map { "\($0.rawValue) \($0.formula)" }.joined(separator: ", ") + ".")

  /// The three norms that every method knows, by the words that authors write.
  static let norms = ["l1", "l2", "linf"]

  /// The type of a field that takes one of the three norms.
  static let normType = FieldType.choice(norms)

  /// The ball of perturbations, with one of the three norms.
  static func ball(_ summary: String, isRequired: Bool = false) -> Field {
    ball(summary, norm: normType, "l1, l2 or linf: the norm that measures δ.", isRequired)
  }

  /// The ball of perturbations, with one of the three norms or any exponent p ≥ 1.
  static func ballOfAnyExponent(_ summary: String, isRequired: Bool = false) -> Field {
    ball(
      summary, norm: .either([normType, .number(NumberRange(1, .infinity))]),
      "l1, l2, linf, or a number p ≥ 1: the norm that measures δ.", isRequired)
  }

  private static func ball(
    _ summary: String, norm: FieldType, _ normSummary: String, _ isRequired: Bool
  ) -> Field {
    let type = FieldType.mapping([
      .required("norm", norm, normSummary),
      .required("radius", .number(.nonnegative), "ε ≥ 0, in the unit of the data."),
    ])
    return isRequired ? .required("ball", type, summary) : .optional("ball", type, summary)
  }

  /// The pixel box.
  static let box = Field.optional(
    "box", .list(.number(.finite), 2...2),
    "[lower, upper]: every coordinate of x + δ stays between them; the clean points must, too.")
}

extension Invocation {
  /// The data set of a field that names a `data` cell, and the cell's id.
  func dataset(_ key: String = "data") throws(CellFailure) -> (dataset: Dataset, id: String) {
    if let cell = self[key]?.cell, cell.artefact is ExamplesArtefact {
      throw CellFailure(
        "`\(cell.id)` has classes, not labels −1 and 1",
        rule: "a linear model of the binary theory takes points with labels −1 and 1",
        fix: "train a network with `method: standard`, or take a binary kind of data",
        at: self[key]?.span)
    }
    guard let cell = self[key]?.cell, let artefact = cell.artefact as? DatasetArtefact else {
      throw CellFailure(
        "`\(key)` without a data set", rule: "`\(key)` names a `data` cell",
        fix: "write the id of a `data` cell", at: self[key]?.span)
    }
    return (artefact.dataset, cell.id)
  }

  /// The model of a field that names a `model` or `train` cell, and the cell's id.
  func linearModel(_ key: String = "model") throws(CellFailure) -> (model: LinearModel, id: String)
  {
    guard let cell = self[key]?.cell, let artefact = cell.artefact as? ModelArtefact else {
      throw CellFailure(
        "`\(key)` without a model", rule: "`\(key)` names a `model` or `train` cell",
        fix: "write the id of one", at: self[key]?.span)
    }
    return (artefact.model, cell.id)
  }

  /// The loss; logistic where it is left out.
  var loss: MarginLoss { self["loss"]?.text.flatMap(MarginLoss.init(rawValue:)) ?? .logistic }

  /// The ball; nil where the field is left out.
  func ball() throws(CellFailure) -> Ball? {
    guard let written = self["ball"] else { return nil }
    guard let norm = written["norm"]?.norm, let radius = written["radius"]?.number else {
      throw CellFailure(
        "a ball without norm or radius", rule: "a ball has a norm and a radius ε ≥ 0",
        fix: "write `ball: { norm: l2, radius: 0.3 }`", at: written.span)
    }
    do throws(ThreatError) {
      return try Ball(norm, radius: radius)
    } catch {
      throw CellFailure(error, in: self)
    }
  }

  /// The ball of a cell that cannot do without.
  func requiredBall() throws(CellFailure) -> Ball {
    if let ball = try ball() { return ball }
    throw CellFailure(
      "no `ball`", rule: "the inner maximum is over a ball of perturbations",
      fix: "add `ball: { norm: l2, radius: 0.3 }`")
  }

  /// The box; nil where the field is left out.
  func box() throws(CellFailure) -> Box? {
    guard let ends = self["box"]?.list?.compactMap(\.number), ends.count == 2 else { return nil }
    do throws(ThreatError) {
      return try Box(ends[0], ends[1])
    } catch {
      throw CellFailure(error, in: self)
    }
  }

  /// Refuses fields that mean nothing beside the others, such as `std` for moons.
  func refuse(_ keys: [String], beside what: String, fix: String) throws(CellFailure) {
    for entry in arguments.entries ?? [] where keys.contains(entry.name) {
      throw CellFailure(
        "`\(entry.name)` with \(what)", rule: "\(what) takes no `\(entry.name)`", fix: fix,
        at: entry.span)
    }
  }

  /// The argument under a key that the rest of the cell makes necessary.
  func require(_ key: String, for what: String, fix: String) throws(CellFailure) -> Argument {
    if let argument = self[key] { return argument }
    throw CellFailure("\(what) without `\(key)`", rule: "\(what) needs `\(key)`", fix: fix)
  }
}

extension Argument {
  /// The norm of a norm field: a word, or a number p ≥ 1.
  var norm: Norm? {
    switch text {
    case "l1": .l1
    case "l2": .l2
    case "linf": .linf
    default: number.flatMap { Norm(exponent: $0) }
    }
  }
}
