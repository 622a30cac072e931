internal import AdvKit
internal import Evidence
internal import Notebook
internal import Plots

/// Exact robust accuracy against the radius.
enum AccuracyPlot: PlotKind {
  static let name = "accuracy"
  static let fields = ["models", "data", "norm", "radii"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let what = "kind `accuracy`"
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
}
