package import Evidence

/// How a model does on the points as they are.
package struct CleanMeasures: Sendable {
  /// Losses ℓ(yᵢ(wᵀxᵢ + b)), one a point.
  package let losses: Established<[Double]>
  /// Margins yᵢ(wᵀxᵢ + b), one a point.
  package let margins: Established<[Double]>
  /// Mean of the losses.
  package let meanLoss: Established<Double>
  /// Share of points with a margin > 0, in [0, 1]; a score of 0 is an error, as sign(0) = 0.
  package let accuracy: Established<Double>
  /// Number of points with a margin ≤ 0.
  package let errors: Established<Double>
}

/// Evaluates a linear model on the points as they are.
///
/// - Throws: ``ThreatError`` for other dimensions, and weights or margins that are not finite.
package func cleanMeasures(
  of model: LinearModel, on data: Dataset, loss: MarginLoss
) throws(ThreatError) -> CleanMeasures {
  guard data.dimension == model.dimension else {
    throw .dimensions(expected: model.dimension, found: data.dimension)
  }
  guard model.isFinite else { throw .notFinite("a weight or the bias") }
  let margins = (0..<data.count).map { model.margin(data.points.row($0), data.labels[$0]) }
  if let bad = margins.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite("the margin of point \(bad + 1)")
  }
  let losses = margins.map(loss.value)
  let errors = margins.count { $0 <= 0 }
  let lossEvidence = Evidence.computed("\(loss.words) of z = y(wᵀx + b)")
  let countEvidence = Evidence.computed("counted: right iff y(wᵀx + b) > 0")
  return CleanMeasures(
    losses: Established(losses, lossEvidence),
    margins: Established(margins, .computed("margins y(wᵀx + b)")),
    meanLoss: Established(arithmeticMean(losses), lossEvidence),
    accuracy: Established(Double(data.count - errors) / Double(data.count), countEvidence),
    errors: Established(Double(errors), countEvidence))
}
