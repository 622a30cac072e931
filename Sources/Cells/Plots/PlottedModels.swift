internal import AdvKit
internal import Notebook
internal import Plots

/// A model that a plot shows, with the name and the look of its series.
struct PlottedModel: Sendable {
  /// The cell.
  let id: String
  /// The model.
  let model: LinearModel
  /// Its training; nil for a model that was written down.
  let training: TrainingRecord?
  /// Where the author named it.
  let span: Span
  /// The look of its series.
  let style: SeriesStyle
}

extension Invocation {
  /// The models of a plot.
  ///
  /// Where one of two was trained against an opponent and the other was not, they take the two
  /// looks that the whole course keeps for plain and robust; else each takes the next.
  func plottedModels(for what: String) throws(CellFailure) -> [PlottedModel] {
    let cells = try require("models", for: what, fix: "add `models: [robust]`").list ?? []
    var found: [(String, ModelArtefact, Span)] = []
    for argument in cells {
      guard let cell = argument.cell, let artefact = cell.artefact as? ModelArtefact else {
        throw CellFailure(
          "`\(argument.source)` has no model", rule: "`models` names `model` and `train` cells",
          fix: "name one", at: argument.span)
      }
      if found.contains(where: { $0.0 == cell.id }) {
        throw CellFailure(
          "`\(cell.id)` twice", rule: "a plot shows a model once", fix: "remove one of the two",
          at: argument.span)
      }
      found.append((cell.id, artefact, argument.span))
    }
    let isRobust = found.map { ($0.1.training?.training.radius ?? 0) > 0 }
    let isPair = found.count == 2 && isRobust[0] != isRobust[1]
    return found.enumerated().map { index, entry in
      let style: SeriesStyle =
        isPair ? (isRobust[index] ? .robust : .plain) : .series(index + 1)
      return PlottedModel(
        id: entry.0, model: entry.1.model, training: entry.1.training, span: entry.2, style: style)
    }
  }

  /// The networks of a plot; nil where its models are linear.
  func plottedNetworks() throws(CellFailure) -> [Argument]? {
    let models = self["models"]?.list ?? []
    let networks = models.filter { $0.cell?.artefact is NetworkArtefact }
    if networks.isEmpty { return nil }
    if let linear = models.first(where: { !($0.cell?.artefact is NetworkArtefact) }) {
      throw CellFailure(
        "the linear model `\(linear.source)` beside networks",
        rule: "a plot shows linear models or networks",
        fix: "train the linear one as a network: `architecture: linear`, `method: standard`",
        at: linear.span)
    }
    return networks
  }

  /// The data of a plot, and that every model fits them.
  func plottedData(
    _ models: [PlottedModel], for what: String
  ) throws(CellFailure) -> (dataset: Dataset, id: String) {
    _ = try require("data", for: what, fix: "add `data: points`")
    let data = try dataset()
    for model in models where model.model.dimension != data.dataset.dimension {
      throw CellFailure(
        "`\(model.id)` has \(counted(model.model.dimension, "weight")) and the points of "
          + "`\(data.id)` have \(counted(data.dataset.dimension, "coordinate"))",
        rule: "a linear model has one weight per coordinate",
        fix: "take a model and data of one dimension", at: model.span)
    }
    return data
  }

  /// Two ends in order.
  func interval(_ key: String, _ standard: (Double, Double)? = nil, for what: String)
    throws(CellFailure) -> ClosedRange<Double>
  {
    let ends = self[key]?.numbers ?? standard.map { [$0.0, $0.1] } ?? []
    guard ends.count == 2 else {
      throw CellFailure(
        "\(what) without `\(key)`", rule: "\(what) needs `\(key)`", fix: "add `\(key): [0, 1]`")
    }
    guard ends[0] < ends[1] else {
      throw CellFailure(
        "`\(key)` from \(plain(ends[0])) to \(plain(ends[1]))", rule: "a range grows",
        fix: "write the smaller number first", at: self[key]?.span)
    }
    return ends[0]...ends[1]
  }
}

extension Norm {
  /// The norm in a plot's label, such as "$\ell_2$".
  var plotLabel: String {
    switch self {
    case .l1: "$\\ell_1$"
    case .l2: "$\\ell_2$"
    case .linf: "$\\ell_\\infty$"
    case .p(let exponent): "$\\ell_{\(plain(exponent))}$"
    }
  }
}
