internal import AdvKit
internal import Notebook
internal import Plots

/// Losses as functions of the margin.
enum LossesPlot: PlotKind {
  static let name = "losses"
  static let fields = ["losses", "range"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let written = try invocation.require(
      "losses", for: "kind `losses`", fix: "add `losses: [hinge, logistic]`")
    let losses = (written.list ?? []).compactMap { $0.text.flatMap(MarginLoss.init(rawValue:)) }
    let range = try invocation.interval("range", (-2, 3), for: "kind `losses`")
    let margins = places(range)
    // High enough to tell the losses apart at the left end, low enough to see them at the right.
    let top = max(2, 3 - range.lowerBound)
    return .lines(
      LineChart(
        title: "Losses: " + losses.map(\.rawValue).joined(separator: ", "),
        x: Axis(invocation.axisLabel("x-label", "margin $z$"), range: range),
        y: Axis(invocation.axisLabel("y-label", "loss $\\ell(z)$"), range: 0...top),
        series: losses.map { loss in
          .init(label: loss.rawValue, points: margins.map { Point($0, loss.value($0)) })
        }))
  }

  /// 201 margins over the range, and the kink of the hinges at 1 where it lies inside.
  private static func places(_ range: ClosedRange<Double>) -> [Double] {
    let width = range.upperBound - range.lowerBound
    var margins = (0...200).map { range.lowerBound + width * Double($0) / 200 }
    if range.contains(1), !margins.contains(1) {
      margins.append(1)
      margins.sort()
    }
    return margins
  }
}
