internal import AdvKit
internal import Evidence
internal import Notebook

/// What an attack or a formula achieved, in one shape.
struct AttackOutcome: Sendable {
  /// xᵢ + δᵢ: n × d.
  let points: Matrix
  /// δᵢ: n × d.
  let perturbations: Matrix
  /// Loss of each perturbed point.
  let losses: Established<[Double]>
  /// Margin of each perturbed point.
  let margins: Established<[Double]>
  /// Mean of the losses.
  let meanLoss: Established<Double>
  /// Share of the margins > 0.
  let robustAccuracy: Established<Double>
  /// Number of points with δ ≠ 0.
  let moved: Int
  /// Number of points where every gradient was 0; 0 for a formula.
  let stalled: Int
  /// Number of gradients computed.
  let gradients: Int
  /// Mean loss of the iterates; one entry more than there are steps.
  let trace: [Double]

  /// The outcome of a gradient attack.
  init(_ result: AttackResult) {
    points = result.points
    perturbations = result.perturbations
    losses = result.losses
    margins = result.margins
    meanLoss = result.meanLoss
    robustAccuracy = result.robustAccuracy
    moved = result.moved
    stalled = result.stalled
    gradients = result.gradients
    trace = result.trace
  }

  /// The outcome of perturbations that the author supplied.
  init(_ result: GivenPerturbationResult) {
    points = result.points
    perturbations = result.perturbations
    losses = result.losses
    margins = result.margins
    meanLoss = result.meanLoss
    robustAccuracy = result.robustAccuracy
    moved = result.moved
    stalled = 0
    gradients = 0
    trace = []
  }

  /// The values that the cell publishes.
  func values(isPGD: Bool) -> [NamedValue] {
    let found = losses.evidence
    var values = [
      NamedValue("loss.worst", Value(meanLoss)), NamedValue("losses", Value(losses)),
      NamedValue("margins", Value(margins)),
      NamedValue("accuracy.worst", Value(robustAccuracy)),
      NamedValue("moved", .counted(moved)),
      NamedValue("unmoved", .counted(points.rows - moved)),
      NamedValue("gradients", .counted(gradients)),
      NamedValue(
        "succeeded", Value(.number(Double(margins.value.count { $0 <= 0 })), margins.evidence)),
      NamedValue("perturbations", Value(.matrix(perturbations.rowArrays), found)),
    ]
    if isPGD { values.append(NamedValue("trace", Value(.vector(trace), found))) }
    return values
  }
}
