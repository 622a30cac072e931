internal import AdvKit
internal import Notebook
internal import Plots

/// Two-dimensional data with decision boundaries, bands and adversarial points.
enum BoundaryPlot: PlotKind {
  static let name = "boundary"
  static let fields = ["data", "models", "ball", "band", "attack", "box"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let what = "kind `boundary`"
    if let networks = try invocation.plottedNetworks() {
      return try NetworkBoundaryPlot.figure(invocation, networks)
    }
    let models = try invocation.plottedModels(for: what)
    let (data, id) = try invocation.plottedData(models, for: what)
    guard data.dimension == 2 else {
      throw CellFailure(
        "the points of `\(id)` have \(counted(data.dimension, "coordinate"))",
        rule: "a boundary is drawn in the plane",
        fix: "take two-dimensional data, or `kind: margins`",
        at: invocation["data"]?.span)
    }
    return .boundary(
      BoundaryChart(
        title: "Decision boundaries of " + models.map(\.id).joined(separator: ", "),
        x: Axis(invocation.axisLabel("x-label", "$x_1$")),
        y: Axis(invocation.axisLabel("y-label", "$x_2$")),
        points: try samples(invocation, data, id), lines: try lines(invocation, models),
        contours: try invocation.box().map { [outline($0)] } ?? []))
  }

  private static func samples(
    _ invocation: Invocation, _ data: Dataset, _ id: String
  ) throws(CellFailure) -> [BoundaryChart.Sample] {
    var attacked: PerturbationArtefact?
    if let attack = invocation["attack"] {
      guard let artefact = attack.cell?.artefact as? PerturbationArtefact else {
        throw CellFailure(
          "`\(attack.source)` has no perturbations",
          rule: "`attack` names an attack or the closed form of an inner maximum",
          fix: "name one", at: attack.span)
      }
      guard artefact.data == id else {
        throw CellFailure(
          "`\(attack.source)` perturbs `\(artefact.data)`, and the plot shows `\(id)`",
          rule: "arrows start at the points that are shown", fix: "take an attack on `\(id)`",
          at: attack.span)
      }
      attacked = artefact
    }
    return (0..<data.count).map { i in
      let point = Point(data.points[i, 0], data.points[i, 1])
      let moved = attacked.map { Point($0.points[i, 0], $0.points[i, 1]) }
      return BoundaryChart.Sample(
        point, isPositive: data.labels[i] > 0, moved: moved == point ? nil : moved)
    }
  }

  private static func lines(
    _ invocation: Invocation, _ models: [PlottedModel]
  ) throws(CellFailure) -> [BoundaryChart.DecisionLine] {
    let ball = try invocation.ball()
    var banded: [String] = []
    if let band = invocation["band"] {
      guard ball != nil else {
        throw CellFailure(
          "`band` without `ball`", rule: "a band is ε‖w‖_* wide on either side of the boundary",
          fix: "add `ball: { norm: l2, radius: 0.3 }`", at: band.span)
      }
      for argument in band.list ?? [] {
        guard let id = argument.cell?.id, models.contains(where: { $0.id == id }) else {
          throw CellFailure(
            "a band of `\(argument.source)`, which the plot does not show",
            rule: "`band` lists some of `models`", fix: "add it to `models`", at: argument.span)
        }
        banded.append(id)
      }
    } else if let last = models.last {
      banded = [last.id]
    }
    return models.map { model in
      let width = ball.map { $0.radius * $0.norm.dual(model.model.weights) }
      return BoundaryChart.DecisionLine(
        label: model.id, weights: Point(model.model.weights[0], model.model.weights[1]),
        bias: model.model.bias, style: model.style,
        band: banded.contains(model.id) ? width : nil)
    }
  }

  private static func outline(_ box: Box) -> BoundaryChart.Contour {
    let corners = [
      Point(box.lower, box.lower), Point(box.upper, box.lower), Point(box.upper, box.upper),
      Point(box.lower, box.upper), Point(box.lower, box.lower),
    ]
    return BoundaryChart.Contour(label: "box", polylines: [corners])
  }
}
