internal import AdvKit
internal import Evidence
internal import Notebook
internal import Plots

/// Exact robust accuracy against the radius.
enum AccuracyPlot: PlotKind {
  static let name = "accuracy"
  static let fields = ["models", "data", "norm", "radii", "box"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let what = "kind `accuracy`"
    if let networks = try invocation.plottedNetworks() {
      return try ofNetworks(invocation, networks)
    }
    try invocation.refuse(
      ["box"], beside: "the accuracy of linear models", fix: "remove it; it is exact without a box")
    let models = try invocation.plottedModels(for: what)
    let (data, _) = try invocation.plottedData(models, for: what)
    let norm =
      try invocation.require("norm", for: what, fix: "add `norm: l2`").norm ?? .l2
    let radii = try invocation.interval("radii", for: what)
    var series: [LineChart.Series] = []
    do throws(ThreatError) {
      for model in models {
        let curve = try accuracyCurve(of: model.model, on: data, norm: norm)
        // The ball is closed: at a breakpoint the point is lost already, as the curve says.
        let places =
          [radii.lowerBound]
          + curve.breakpoints.filter { $0 > radii.lowerBound && $0 < radii.upperBound }
          + [radii.upperBound]
        series.append(
          .init(
            label: model.id, points: places.map { Point($0, curve.accuracy(at: $0).value) },
            style: model.style, isStep: true))
      }
    } catch {
      throw CellFailure(error, in: invocation)
    }
    return .lines(
      LineChart(
        title: "Robust accuracy against the \(norm.name) radius",
        x: Axis(
          invocation.axisLabel("x-label", "$\\varepsilon$ (\(norm.plotLabel))"), range: radii),
        y: Axis(
          invocation.axisLabel("y-label", "robust accuracy"), range: 0...1, unit: .percent,
          grid: true),
        series: series))
  }

  /// Accuracy of networks as PGD finds it, at twelve radii after the first.
  private static func ofNetworks(
    _ invocation: Invocation, _ models: [Argument]
  ) throws(CellFailure) -> Figure {
    let what = "kind `accuracy`"
    let norm = try invocation.require("norm", for: what, fix: "add `norm: linf`").norm ?? .linf
    let range = try invocation.interval("radii", for: what)
    let radii = (0...12).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 12
    }
    let data = try invocation.examples()
    let box = try invocation.box()
    var series: [LineChart.Series] = []
    for (index, argument) in models.enumerated() {
      let model = try argument.network("models")
      series.append(
        .init(
          label: model.id, points: try curve(invocation, model, data, norm, box, radii),
          style: .series(index + 1), marks: true))
    }
    return .lines(
      LineChart(
        title: "Accuracy under PGD against the \(norm.name) radius",
        x: Axis(
          invocation.axisLabel("x-label", "$\\varepsilon$ (\(norm.plotLabel))"), range: range),
        y: Axis(
          invocation.axisLabel("y-label", "accuracy found"), range: 0...1, unit: .percent,
          grid: true),
        series: series))
  }

  private static func curve(
    _ invocation: Invocation, _ model: NamedNetwork, _ data: NamedExamples, _ norm: Norm,
    _ box: Box?, _ radii: [Double]
  ) throws(CellFailure) -> [Point] {
    do throws(AttackError) {
      let threat: Threat
      do throws(ThreatError) {
        threat = try Threat(Ball(norm, radius: 0), box: box)
      } catch {
        throw .threat(error)
      }
      let curve = try networkAccuracyCurve(
        of: model.network, on: data.examples, under: threat, radii: radii,
        isCancelled: invocation.isCancelled
      ) { (threat) throws(AttackError) in
        let radius = threat.ball.radius
        return try NetworkPGD(
          threat, steps: 20, step: radius > 0 ? radius / 8 : nil, stopsAtSuccess: true)
      }
      return zip(radii, curve.accuracies.value).map { Point($0, $1) }
    } catch {
      throw CellFailure(error, in: invocation)
    }
  }
}
