package import Evidence

/// What gradient descent comes to, judged against the convex problem.
package struct DescentRun: Sendable {
  /// The last model.
  package let model: LinearModel
  /// The weights of ``model``: where the descent stood after its last step, exactly that.
  package let weights: Established<[Double]>
  /// The bias of ``model``; 0 where none is fitted.
  package let bias: Established<Double>
  /// P at ``model``; the true optimum is at most this and at least this minus the gap.
  package let objective: Established<Double>
  /// P minus the certified lower bound: how far the descent still is from the optimum, at most.
  ///
  /// It is nil where the loss was not shown to be convex: then nothing bounds the optimum from below.
  package let gap: Double?
  /// One entry before the first step (w = 0) and one after each.
  package let trace: [TraceEntry]
  /// The convex problem solved; its certificate judges this run.
  ///
  /// It is nil where ``gap`` is.
  package let reference: LinearSolution?
}

/// Full-batch (sub)gradient descent on P from w = 0, b = 0, with a constant step size.
///
/// The step is w ← w − rate·∇P. Where P has no gradient a subgradient is taken: ℓ′(1) = 0 for the
/// hinge; for ‖w‖₁ sign(0) = 0; for ‖w‖_∞ the mean of the subgradients of the coordinates of largest
/// size; for ‖w‖₂ the vector 0 at w = 0. Nothing guarantees convergence; the gap says how far it is.
///
/// - Parameters:
///   - training: the problem.
///   - steps: number of steps, at least 1.
///   - rate: the step size, positive.
/// - Throws: ``TrainingError``, in particular ``TrainingError/diverged(step:)`` where a weight
///   or the objective is no longer finite.
package func gradientDescent(
  _ training: LinearTraining, steps: Int, rate: Double,
  progress: (TrainingProgress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
) throws(TrainingError) -> DescentRun {
  try training.check()
  guard steps >= 1 else { throw .steps(steps) }
  guard rate > 0, rate.isFinite else { throw .rate(rate) }
  var reference: LinearSolution?
  if training.loss.isConvex { reference = try solve(training, isCancelled: isCancelled) }
  // The published lower bound: the certificate, or the objective where rounding puts that below.
  let bound = reference?.dual.value ?? -.infinity
  var model = LinearModel(weights: [Double](repeating: 0, count: training.data.dimension))
  var trace = [training.entry(of: model, lowerBound: bound)]
  for step in 1...steps {
    if isCancelled() { throw .cancelled }
    let last = model
    let gradient = training.subgradient(at: model)
    model = LinearModel(
      weights: zip(model.weights, gradient.weights).map { $0 - rate * $1 },
      bias: model.bias - rate * gradient.bias)
    let entry = training.entry(of: model, lowerBound: bound)
    guard model.isFinite, entry.objective.isFinite else {
      if case .expression = training.loss,
        let margin = training.marginWithoutValue(of: model.isFinite ? model : last)
      {
        throw .noValue(margin: margin)
      }
      throw .diverged(step: step)
    }
    trace.append(entry)
    progress(TrainingProgress(iteration: step, total: steps, gap: entry.gap))
  }
  let last = trace[trace.count - 1]
  let basis = "gradient descent from w = 0, \(steps) steps at rate \(rate), in floating point"
  let evidence: Evidence =
    reference == nil
    ? .found(
      direction: .atMost,
      "gradient descent, \(steps) steps at rate \(rate); the loss was not shown to be convex, so "
        + "nothing is known of the distance to the optimum")
    : .bounded(
      gap: last.gap, direction: .atMost,
      "gradient descent, \(steps) steps at rate \(rate); the gap to the optimum by the dual "
        + "certificate of the convex problem")
  return DescentRun(
    model: model,
    weights: Established(model.weights, .computed(basis)),
    bias: Established(model.bias, .computed(basis)),
    objective: Established(last.objective, evidence),
    gap: reference == nil ? nil : last.gap, trace: trace, reference: reference)
}

extension MarginLoss {
  /// Whether it is convex: those with a name are, one that an author wrote where that was shown.
  package var isConvex: Bool {
    if case .expression(let loss) = self { return loss.isConvex }
    return true
  }
}

extension LinearTraining {
  /// The first worst margin at which the loss has no finite value or slope; nil where it has everywhere.
  func marginWithoutValue(of model: LinearModel) -> Double? {
    let reduction = radius == 0 ? 0 : radius * norm.dual(model.weights)
    return (0..<data.count).lazy.map { model.margin(data.points.row($0), data.labels[$0]) }
      .flatMap { [$0, $0 - reduction] }
      .first { !loss.value($0).isFinite || !loss.derivative($0).isFinite }
  }

  /// A subgradient of P, as documented at ``gradientDescent(_:steps:rate:progress:isCancelled:)``.
  func subgradient(at model: LinearModel) -> LinearModel {
    let w = model.weights
    let reduction = radius == 0 ? 0 : radius * norm.dual(w)
    let n = Double(data.count)
    var weights = w.map { ridge * $0 }
    var bias = 0.0
    var total = 0.0
    for i in 0..<data.count {
      let x = data.points.row(i)
      let y = data.labels[i]
      let slope = loss.derivative(model.margin(x, y) - reduction) / n
      if slope == 0 { continue }
      total += slope
      bias += slope * y
      for (j, value) in x.enumerated() { weights[j] += slope * y * value }
    }
    if radius > 0 {
      for (j, value) in dualNormSubgradient(w).enumerated() { weights[j] -= total * radius * value }
    }
    return LinearModel(weights: weights, bias: fitsBias ? bias : 0)
  }

  private func dualNormSubgradient(_ w: [Double]) -> [Double] {
    switch norm.dual {
    case .l1: return w.map(Elementary.sign)
    case .linf:
      let largest = Norm.linf(w)
      guard largest > 0 else { return w }
      let ties = Double(w.count { abs($0) == largest })
      return w.map { abs($0) == largest ? Elementary.sign($0) / ties : 0 }
    case .l2, .p:
      let size = Norm.l2(w)
      return size > 0 ? w.map { $0 / size } : w
    }
  }
}
