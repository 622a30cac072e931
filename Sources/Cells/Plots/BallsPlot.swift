internal import AdvKit
internal import Notebook
internal import Plots

/// Balls of several norms in the plane, each with its worst perturbation.
enum BallsPlot: PlotKind {
  static let name = "balls"
  static let fields = ["norms", "radius", "weights", "label"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let what = "kind `balls`"
    let radius = try invocation.require("radius", for: what, fix: "add `radius: 0.3`").number ?? 0
    let weights = try invocation.require("weights", for: what, fix: "add `weights: [1.5, -0.5]`")
    guard let w = weights.value?.vector, w.count == 2, w.allSatisfy(\.isFinite) else {
      throw CellFailure(
        "`weights` is \(weights.value?.description ?? "missing")",
        rule: "the balls are drawn in the plane, so w has two finite numbers",
        fix: "write two numbers, as in [1.5, -0.5]", at: weights.span)
    }
    let label = invocation["label"]?.number ?? 1
    guard label != 0 else {
      throw CellFailure(
        "`label` is 0", rule: "a label is −1 or 1", fix: "write −1 or 1",
        at: invocation["label"]?.span)
    }
    let norms = invocation["norms"]?.list?.compactMap(\.norm) ?? [.l1, .l2, .linf]
    var panels: [BallsChart.Panel] = []
    do throws(ThreatError) {
      for norm in norms {
        panels.append(try panel(Ball(norm, radius: radius), LinearModel(weights: w), label))
      }
    } catch {
      throw CellFailure(error, in: invocation)
    }
    return .balls(
      BallsChart(
        title: "Balls and worst perturbations, y = \(plain(label))", weights: Point(w[0], w[1]),
        panels: panels))
  }

  private static func panel(
    _ ball: Ball, _ model: LinearModel, _ label: Double
  ) throws(ThreatError) -> BallsChart.Panel {
    let worst = try worstCase(of: model, at: [0, 0], label: label, ball: ball)
    let delta = worst.perturbation
    return BallsChart.Panel(
      label: ball.norm.plotLabel, exponent: ball.norm.exponent, radius: ball.radius,
      delta: worst.freedom == .zeroWeights ? nil : Point(delta[0], delta[1]),
      freeEdge: freeEdge(worst, ball, model.weights, label))
  }

  /// The ends of the edge on which every δ is worst; nil where δ* is unique or w = 0.
  private static func freeEdge(
    _ worst: WorstCase, _ ball: Ball, _ w: [Double], _ label: Double
  ) -> (Point, Point)? {
    let step = w.map { -label * ball.radius * Elementary.sign($0) }
    switch worst.freedom {
    case .ties: return (Point(step[0], 0), Point(0, step[1]))
    case .zeroCoordinates:
      return w[0] == 0
        ? (Point(-ball.radius, step[1]), Point(ball.radius, step[1]))
        : (Point(step[0], -ball.radius), Point(step[0], ball.radius))
    case .zeroWeights, nil: return nil
    }
  }
}
