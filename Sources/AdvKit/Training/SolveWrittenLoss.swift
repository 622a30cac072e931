import Evidence

/// Solves the convex problem for a loss that an author wrote.
///
/// The interior-point method walks on the loss with its kinks rounded off, over a width that shrinks
/// to nothing; it may be wrong. What it comes to is judged by the loss itself: the objective by its
/// values, the lower bound by its tangents, which lie below it because it was shown to be convex.
///
/// With a ridge and without a bias there is exactly one minimiser (a strongly convex function). In the
/// other cases nothing is said about that. Without a ridge the bound may be one for ‖w‖_* ≤ R.
func solve(
  _ training: LinearTraining, writtenLoss loss: ExpressionLoss,
  progress: (TrainingProgress) -> Void, isCancelled: () -> Bool
) throws(TrainingError) -> LinearSolution {
  guard loss.isConvex else { throw .convexity(loss.text) }
  let origin = LinearModel(weights: [Double](repeating: 0, count: training.data.dimension))
  if let margin = training.marginWithoutValue(of: origin) { throw .noValue(margin: margin) }
  var priorSteps = 0
  var limits: [Double?] = [nil]
  var interior: [Double]?
  if training.ridge == 0 {
    let hulls = try HullDistance(
      training.data, norm: training.norm, fitsBias: training.fitsBias, isCancelled: isCancelled)
    priorSteps = hulls.iterations
    if let solution = LinearSolution(writtenLoss: training, alongMargins: hulls) {
      return solution
    }
    if hulls.upper < training.radius - 10 * (hulls.upper - hulls.lower) - 1e-12 * hulls.scale {
      interior = hulls.weights
    }
    let scale = max(hulls.scale, training.radius)
    if training.radius > 0 { limits += [30, 1e3, 3e4, 1e6].map { $0 / scale } }
  }
  var best: Minimisation?
  for limit in limits {
    let run = try Minimisation(
      training, interior: limit == nil ? interior : nil, limit: limit, priorSteps: priorSteps,
      progress: progress, isCancelled: isCancelled)
    if run.relativeGap < best?.relativeGap ?? .infinity { best = run }
    if run.relativeGap <= 1e-8 { break }
  }
  guard let run = best, let certificate = run.certificate, run.model.isFinite else {
    throw .noProgress(gap: .infinity)
  }
  if let margin = training.marginWithoutValue(of: run.model) { throw .noValue(margin: margin) }
  let objective = training.objective(of: run.model)
  let gap = objective - certificate.value
  guard gap <= 1e-6 * max(1, abs(objective)) else {
    throw training.ridge > 0 ? .noProgress(gap: gap) : .noBound(gap: gap)
  }
  let isStrong = training.ridge > 0 && !training.fitsBias
  return LinearSolution(
    training: training, model: run.model, certificate: certificate,
    iterations: priorSteps + run.iterations,
    trace: run.trace + [training.entry(of: run.model, lowerBound: certificate.value)],
    attainment: isStrong
      ? .attained
      : .notEstablished(
        reason: "for a written loss that is known with `ridge` and without `bias` only"),
    uniqueness: isStrong ? .unique : .notEstablished,
    means: LinearSolution.tangents)
}

extension LinearSolution {
  /// The method's name in evidence.
  static let tangents = "interior point, and a lower bound from tangents of the convex loss"

  /// Where the data are (robustly) separable: a model far out along the direction of the largest
  /// margin, if the loss comes so near to its own infimum there; else nil.
  fileprivate init?(writtenLoss training: LinearTraining, alongMargins hulls: HullDistance) {
    let room = hulls.lower - training.radius
    let zeros = training.data.labels.map { _ in 0.0 }
    guard room > 1e-6 * hulls.scale,
      let certificate = DualCertificate(multipliers: zeros, of: training)
    else { return nil }
    let model = [2.0, 24, 50, 200].lazy
      .map { length in
        LinearModel(
          weights: hulls.direction.map { $0 * length / room }, bias: hulls.bias * length / room)
      }
      .first { training.objective(of: $0) - certificate.value <= 1e-9 }
    guard let model else { return nil }
    let start = LinearModel(weights: hulls.direction.map { _ in 0 })
    self.init(
      training: training, model: model, certificate: certificate, iterations: hulls.iterations,
      trace: [start, model].map { training.entry(of: $0, lowerBound: certificate.value) },
      attainment: .notEstablished(
        reason: "along a direction that separates the data the loss comes within 10⁻⁹ of its own "
          + "infimum"),
      uniqueness: .notEstablished, means: Self.tangents)
  }
}
