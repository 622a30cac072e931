internal import AdvKit
internal import Notebook
internal import Plots

/// Mean losses of the steps of trainings.
enum CurvesPlot: PlotKind {
  static let name = "curves"
  static let fields = ["models", "series", "scale"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    if let networks = try invocation.plottedNetworks() {
      return try NetworkCurvesPlot.figure(invocation, networks)
    }
    if let series = invocation["series"], series.text == "accuracy" {
      throw CellFailure(
        "the accuracies of linear trainings", rule: "linear trainings record their losses",
        fix: "write both, worst or clean", at: series.span)
    }
    let wanted = invocation["series"]?.text ?? "both"
    var series: [LineChart.Series] = []
    for model in try invocation.plottedModels(for: "kind `curves`") {
      guard let record = model.training else {
        throw CellFailure(
          "`\(model.id)` was not trained", rule: "loss curves are of `train` cells",
          fix: "name a `train` cell", at: model.span)
      }
      let hasOpponent = record.training.radius > 0
      if wanted != "worst" || !hasOpponent {
        series.append(
          curve("\(model.id), clean", record.clean, model.style, .solid))
      }
      if wanted != "clean", hasOpponent {
        series.append(
          curve("\(model.id), worst case", record.worst, model.style, .dashed))
      }
    }
    return .lines(
      LineChart(
        title: "Loss curves of training",
        x: Axis(invocation.axisLabel("x-label", "step"), wholeNumbers: true),
        y: Axis(
          invocation.axisLabel("y-label", "mean loss"),
          scale: invocation["scale"]?.text == "log" ? .log : .linear, grid: true),
        series: series))
  }

  private static func curve(
    _ label: String, _ losses: [Double], _ style: SeriesStyle, _ stroke: Stroke
  ) -> LineChart.Series {
    .init(
      label: label, points: losses.enumerated().map { Point(Double($0.offset), $0.element) },
      style: style, stroke: stroke)
  }
}
