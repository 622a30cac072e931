import Evidence

/// Trains a linear model by solving the convex problem, with a proof of how close it comes.
///
/// With a ridge the minimiser exists and the interior-point method is run at once. Without one the
/// largest robust margin m of the data decides (`HullDistance`): for ε < m the loss tends to 0
/// along a separating direction; for ε > m the minimum is attained; at ε = m (which includes ε = 0
/// and data that cannot be separated) it may or may not be, see `BorderlineTraining`. Equal means
/// here: to within 10⁻⁹ of the size of the data, since coordinates are rounded numbers.
///
/// - Parameters:
///   - training: the problem.
///   - progress: called after every Newton step.
///   - isCancelled: asked before every Newton step.
/// - Returns: the model with a lower bound of the optimum. The gap is normally below
///   10⁻¹²·max(1, |P|); it is below 10⁻⁸·max(1, |P|) where the minimum is attained, except for
///   data in which ε and the largest robust margin, or two coordinates, differ by many orders of
///   magnitude from each other. Where it is not attained the model is as near the infimum as
///   rounding allows; the infimum has its own, small gap.
/// - Throws: ``TrainingError``; ``TrainingError/noProgress(gap:)`` where the gap stays above
///   10⁻⁶·max(1, |P|) although the minimum is attained.
package func solve(
  _ training: LinearTraining, progress: (TrainingProgress) -> Void = { _ in },
  isCancelled: () -> Bool = { false }
) throws(TrainingError) -> LinearSolution {
  try training.check()
  if case .expression(let loss) = training.loss {
    return try solve(training, writtenLoss: loss, progress: progress, isCancelled: isCancelled)
  }
  if training.ridge > 0 {
    let run = try Minimisation(training, progress: progress, isCancelled: isCancelled)
    return try LinearSolution(training, run, priorSteps: 0)
  }
  let hulls = try HullDistance(
    training.data, norm: training.norm, fitsBias: training.fitsBias, isCancelled: isCancelled)
  let tolerance = 10 * (hulls.upper - hulls.lower) + 1e-12 * hulls.scale
  if hulls.lower > training.radius + max(tolerance, 1e-9 * hulls.scale) {
    return LinearSolution(separable: training, hulls)
  }
  if hulls.upper < training.radius - tolerance {
    let run = try Minimisation(
      training, interior: hulls.weights, priorSteps: hulls.iterations, progress: progress,
      isCancelled: isCancelled)
    return try LinearSolution(training, run, priorSteps: hulls.iterations)
  }
  return try BorderlineTraining(training, hulls).solution(
    progress: progress, isCancelled: isCancelled)
}

extension LinearSolution {
  /// The solution that a run of the method found, where the minimum is attained.
  init(
    _ training: LinearTraining, _ run: Minimisation, priorSteps: Int
  ) throws(TrainingError) {
    guard let certificate = run.certificate else { throw .noProgress(gap: .infinity) }
    let objective = training.objective(of: run.model)
    let gap = objective - certificate.value
    guard gap <= 1e-6 * max(1, abs(objective)) else { throw .noProgress(gap: gap) }
    self.init(
      training: training, model: run.model, certificate: certificate,
      iterations: priorSteps + run.iterations,
      trace: run.trace + [training.entry(of: run.model, lowerBound: certificate.value)],
      attainment: .attained, uniqueness: FlatDirections(training, run).uniqueness)
  }

  /// The solution where all points can be classified robustly, with margins to spare.
  ///
  /// Along a separating direction every worst margin grows without bound. The hinges reach their
  /// minimum 0 on the way; the logistic and the exponential loss only tend to their infimum 0.
  init(separable training: LinearTraining, _ hulls: HullDistance) {
    let room = hulls.lower - training.radius
    let isReached: Bool
    let leastMargin: Double
    switch training.loss {
    case .hinge, .squaredHinge:
      isReached = true
      leastMargin = 1 + 1e-9
    case .logistic, .exponential, .expression:
      isReached = false
      // e⁻²⁴ = 4·10⁻¹¹ bounds the mean loss.
      leastMargin = 24
    }
    let factor = leastMargin / room
    let model = LinearModel(
      weights: hulls.direction.map { $0 * factor }, bias: hulls.bias * factor)
    let certificate = DualCertificate(zeroFor: training)
    let start = LinearModel(weights: hulls.direction.map { _ in 0 })
    let attainment: Attainment =
      isReached
      ? .attained
      : .notAttained(
        reason: training.radius > 0
          ? "the data are robustly separable (largest margin \(hulls.lower) > ε): along a "
            + "separating direction the loss falls to its infimum 0 without reaching it"
          : "the data are separable: along a separating direction the loss falls to its infimum "
            + "0 without reaching it",
        infimum: Established(
          0, .computed("the loss is positive, and tends to 0 along a separating direction")))
    self.init(
      training: training, model: model, certificate: certificate, iterations: hulls.iterations,
      trace: [training.entry(of: start, lowerBound: 0), training.entry(of: model, lowerBound: 0)],
      attainment: attainment,
      uniqueness: isReached
        ? .notUnique(
          reason: "the loss is 0 at this model, and at every larger multiple of it as well")
        : .noMinimiser)
  }
}
