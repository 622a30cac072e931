internal import AdvKit
internal import Notebook
internal import Plots

/// Losses or accuracies of the epochs of trainings of networks.
enum NetworkCurvesPlot {
  static func figure(_ invocation: Invocation, _ models: [Argument]) throws(CellFailure) -> Figure {
    let wanted = invocation["series"]?.text ?? "both"
    var series: [LineChart.Series] = []
    var verticals: [Reference] = []
    for (index, argument) in models.enumerated() {
      guard let cell = argument.cell, let artefact = cell.artefact as? NetworkArtefact,
        let record = artefact.training
      else {
        throw CellFailure(
          "`\(argument.source)` was not trained", rule: "curves are of `train` cells",
          fix: "name a `train` cell", at: argument.span)
      }
      let style = SeriesStyle.series(index + 1)
      if wanted == "accuracy" {
        guard record.history.contains(where: { $0.training != nil }) else {
          throw CellFailure(
            "no epoch of `\(cell.id)` was evaluated",
            rule: "accuracies are measured after every `evaluate-every` epochs",
            fix: "write a smaller `evaluate-every` in `\(cell.id)`", at: argument.span)
        }
        series += accuracies(cell.id, record, style)
      } else {
        series.append(
          .init(
            label: cell.id, points: record.history.map { Point(Double($0.epoch), $0.loss) },
            style: style))
      }
      if let collapse = record.overfitting {
        verticals.append(Reference(Double(collapse.epoch), label: "\(cell.id) collapses"))
      }
    }
    let isAccuracy = wanted == "accuracy"
    return .lines(
      LineChart(
        title: isAccuracy ? "Accuracy after each epoch" : "Loss of each epoch of training",
        x: Axis(invocation.axisLabel("x-label", "epoch"), wholeNumbers: true),
        y: isAccuracy
          ? Axis(
            invocation.axisLabel("y-label", "accuracy"), range: 0...1, unit: .percent, grid: true)
          : Axis(
            invocation.axisLabel("y-label", "mean loss"),
            scale: invocation["scale"]?.text == "log" ? .log : .linear, grid: true),
        series: series, verticals: verticals))
  }

  private static func accuracies(
    _ id: String, _ record: NetworkTrainingRecord, _ style: SeriesStyle
  ) -> [LineChart.Series] {
    func points(_ value: (EpochRecord) -> Double?) -> [Point] {
      record.history.compactMap { epoch in value(epoch).map { Point(Double(epoch.epoch), $0) } }
    }
    var series = [
      LineChart.Series(
        label: "\(id), clean", points: points { $0.training?.cleanAccuracy }, style: style,
        stroke: .solid)
    ]
    let robust = points { $0.training?.robustAccuracy }
    if !robust.isEmpty {
      series.append(.init(label: "\(id), PGD", points: robust, style: style, stroke: .dashed))
    }
    return series
  }
}
