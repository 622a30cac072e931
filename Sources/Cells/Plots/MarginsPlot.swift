internal import AdvKit
internal import Evidence
internal import Notebook
internal import Plots

/// Distributions of margins.
enum MarginsPlot: PlotKind {
  static let name = "margins"
  static let fields = ["of", "models", "data", "ball", "box"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let series: [Histogram.Series]
    if let cells = invocation["of"]?.list {
      try invocation.refuse(
        ["models", "data", "ball", "box"], beside: "`of`",
        fix: "name cells in `of`, or models and data, not both")
      series = cells.flatMap(published)
    } else {
      series = try computed(invocation)
    }
    return .histogram(
      Histogram(
        title: "Margins",
        x: Axis(invocation.axisLabel("x-label", "margin $y\\,(\\mathbf{w}^\\top\\mathbf{x} + b)$")),
        count: invocation.axisLabel("y-label", "points"), series: series,
        references: [Reference(0, label: "0")]))
  }

  private static func published(_ argument: Argument) -> [Histogram.Series] {
    guard let cell = argument.cell else { return [] }
    if let evaluation = cell.artefact as? EvaluationArtefact {
      let clean = Histogram.Series(label: "\(cell.id), clean", values: evaluation.cleanMargins)
      guard let worst = evaluation.worstMargins else { return [clean] }
      return [clean, Histogram.Series(label: "\(cell.id), worst case", values: worst)]
    }
    if let attack = cell.artefact as? PerturbationArtefact {
      let label = cell.directive == ClosedFormCell.name ? "\(cell.id), worst case" : cell.id
      return [Histogram.Series(label: label, values: attack.margins)]
    }
    return []
  }

  private static func computed(_ invocation: Invocation) throws(CellFailure) -> [Histogram.Series] {
    let what = "kind `margins`"
    let models = try invocation.plottedModels(for: what)
    let (data, _) = try invocation.plottedData(models, for: what)
    let ball = try invocation.ball()
    let box = try invocation.box()
    if ball == nil {
      try invocation.refuse(["box"], beside: "margins without `ball`", fix: "add a ball")
    }
    var series: [Histogram.Series] = []
    do throws(ThreatError) {
      for model in models {
        let alone = models.count == 1
        let clean = try cleanMeasures(of: model.model, on: data, loss: .hinge).margins.value
        series.append(
          .init(
            label: "\(model.id), clean", values: clean, style: alone ? .plain : model.style,
            stroke: .solid))
        guard let ball else { continue }
        let worst = try innerMaximum(
          of: model.model, on: data, loss: .hinge, ball: ball, box: box)
        series.append(
          .init(
            label: "\(model.id), worst case", values: worst.margins.value,
            style: alone ? .robust : model.style, stroke: .dashed))
      }
    } catch {
      throw CellFailure(error, in: invocation)
    }
    return series
  }
}
