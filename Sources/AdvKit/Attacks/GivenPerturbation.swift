package import Evidence

/// What perturbations that an author supplies achieve, and which of them the threat forbids.
package struct GivenPerturbationResult: Sendable {
  /// Why a perturbation is not allowed.
  package enum Violation: Sendable, Hashable {
    /// ‖δ‖ exceeds ε.
    case norm(size: Double, radius: Double)
    /// x + δ leaves the box in a coordinate, counted from 0.
    case box(coordinate: Int, value: Double)
  }

  /// A forbidden perturbation: its point, counted from 0, and why.
  package struct Infeasible: Sendable, Hashable {
    /// The point, counted from 0.
    package let point: Int
    /// What it violates; the norm is checked first.
    package let violation: Violation
  }

  /// xᵢ + δᵢ, one a row: n × d.
  package let points: Matrix
  /// δᵢ as given, one a row: n × d.
  package let perturbations: Matrix
  /// Losses at xᵢ + δᵢ; if all are feasible, the true worst losses are at least these.
  package let losses: Established<[Double]>
  /// Margins at xᵢ + δᵢ; if all are feasible, the true worst margins are at most these.
  package let margins: Established<[Double]>
  /// Mean of the losses.
  package let meanLoss: Established<Double>
  /// Share of points with a margin > 0; if all are feasible, the true one is at most this.
  package let robustAccuracy: Established<Double>
  /// The forbidden perturbations, in data order; with any, nothing is known about the side.
  package let infeasible: [Infeasible]
  /// Number of points with δ ≠ 0.
  package let moved: Int

  /// Number of points with δ = 0.
  package var unmoved: Int { points.rows - moved }
}

/// Evaluates given perturbations, unlike attacks without the clean point among the candidates.
///
/// A perturbation is allowed if ‖δ‖ ≤ ε(1 + 10⁻¹²) and every coordinate of x + δ is in the box up to
/// 10⁻¹² times the larger of 1 and the bound; every norm is fine here.
///
/// - Parameter perturbations: δᵢ, one a row: n × d.
/// - Throws: ``ThreatError`` for other dimensions or counts, entries or margins that are not finite.
package func evaluate(
  perturbations: Matrix, of model: some DifferentiableMargin, on data: Dataset, loss: MarginLoss,
  ball: Ball, box: Box? = nil
) throws(ThreatError) -> GivenPerturbationResult {
  guard data.dimension == model.dimension else {
    throw .dimensions(expected: model.dimension, found: data.dimension)
  }
  guard perturbations.rows == data.count else {
    throw .pointCount(expected: data.count, found: perturbations.rows)
  }
  guard perturbations.columns == data.dimension else {
    throw .dimensions(expected: model.dimension, found: perturbations.columns)
  }
  var points = data.points
  var margins: [Double] = []
  var infeasible: [GivenPerturbationResult.Infeasible] = []
  var moved = 0
  for i in 0..<data.count {
    let delta = Array(perturbations.row(i))
    guard delta.allSatisfy(\.isFinite) else {
      throw .notFinite("the perturbation of point \(i + 1)")
    }
    let point = zip(data.points.row(i), delta).map { $0 + $1 }
    points.setRow(i, to: point)
    if delta.contains(where: { $0 != 0 }) { moved += 1 }
    if let violation = violation(of: delta, at: point, ball: ball, box: box) {
      infeasible.append(GivenPerturbationResult.Infeasible(point: i, violation: violation))
    }
    let margin = model.margin(at: point, label: data.labels[i])
    guard margin.isFinite else { throw .notFinite("the margin of point \(i + 1)") }
    margins.append(margin)
  }
  let losses = margins.map(loss.value)
  let robust = margins.count { $0 > 0 }
  let allowed = infeasible.isEmpty
  let basis = allowed ? "perturbations given by formula" : "given perturbations, some not allowed"
  let below = Evidence.found(direction: allowed ? .atLeast : .unknown, basis)
  let above = Evidence.found(direction: allowed ? .atMost : .unknown, basis)
  return GivenPerturbationResult(
    points: points, perturbations: perturbations, losses: Established(losses, below),
    margins: Established(margins, above), meanLoss: Established(arithmeticMean(losses), below),
    robustAccuracy: Established(Double(robust) / Double(data.count), above),
    infeasible: infeasible, moved: moved)
}

private func violation(
  of delta: [Double], at point: [Double], ball: Ball, box: Box?
) -> GivenPerturbationResult.Violation? {
  let size = ball.norm(delta)
  if size > ball.radius * (1 + 1e-12) { return .norm(size: size, radius: ball.radius) }
  guard let box else { return nil }
  let slackBelow = 1e-12 * max(1, box.lower.magnitude)
  let slackAbove = 1e-12 * max(1, box.upper.magnitude)
  for (coordinate, value) in point.enumerated()
  where value < box.lower - slackBelow || value > box.upper + slackAbove {
    return .box(coordinate: coordinate, value: value)
  }
  return nil
}
