package import Evidence

/// The inner maximum of robust training, solved exactly for every point of a data set:
/// max over ‖δᵢ‖ ≤ ε (and xᵢ + δᵢ in the box) of ℓ(yᵢ(wᵀ(xᵢ + δᵢ) + b)).
package struct InnerMaximum: Sendable {
  /// Worst losses, one a point.
  package let losses: Established<[Double]>
  /// Worst margins min over δ of yᵢ(wᵀ(xᵢ + δ) + b), one a point.
  package let margins: Established<[Double]>
  /// Clean margins yᵢ(wᵀxᵢ + b), one a point.
  package let cleanMargins: Established<[Double]>
  /// Mean of the worst losses.
  package let meanLoss: Established<Double>
  /// Share of the points with a worst margin > 0, in [0, 1].
  package let robustAccuracy: Established<Double>
  /// Number of the points with a worst margin > 0.
  package let robustCount: Established<Double>
  /// ‖w‖_*, the dual norm of the weights; without a box the margin falls by ε‖w‖_*.
  package let dualNorm: Established<Double>
  /// δᵢ*, one a row (n × d): they minimise the margin, so they maximise every nonincreasing loss.
  package let maximisers: Matrix
  /// What is free about each δᵢ*.
  package let cases: [WorstCase]
  /// The points, counted from 0, whose worst loss is 0 for the hinge losses because the worst
  /// margin is at least 1: there every allowed perturbation maximises the loss.
  package let flatPoints: [Int]
  /// The points, counted from 0, whose worst margin is so close to 0 that rounding may have
  /// decided its sign.
  package let undecidedPoints: [Int]

  /// The coordinates, counted from 0, in which some δᵢ* is not determined.
  package var freeCoordinates: [Int] {
    Set(cases.flatMap(\.freeCoordinates)).sorted()
  }

  /// Why some δᵢ* is not determined: the reason of the first such point; nil if all are.
  package var freedom: WorstCase.Freedom? {
    cases.lazy.compactMap(\.freedom).first
  }
}

/// Solves the inner maximum exactly for every point.
///
/// ℓ is nonincreasing, so the maximum of the loss is the loss of the minimum of the margin
/// (``worstCase(of:at:label:ball:box:)``). A point is robust iff its worst margin is > 0.
///
/// - Throws: ``ThreatError`` as `worstCase` does; a point outside the box is named by its index.
package func innerMaximum(
  of model: LinearModel, on data: Dataset, loss: MarginLoss, ball: Ball, box: Box? = nil
) throws(ThreatError) -> InnerMaximum {
  guard data.dimension == model.dimension else {
    throw .dimensions(expected: model.dimension, found: data.dimension)
  }
  var cases: [WorstCase] = []
  cases.reserveCapacity(data.count)
  for i in 0..<data.count {
    do throws(ThreatError) {
      cases.append(
        try worstCase(
          of: model, at: data.points.row(i), label: data.labels[i], ball: ball, box: box))
    } catch .pointOutsideBox(_, let coordinate, let value) {
      throw .pointOutsideBox(point: i, coordinate: coordinate, value: value)
    }
  }
  let margins = cases.map(\.margin)
  let losses = margins.map(loss.value)
  let robust = margins.count { $0 > 0 }
  let basis = InnerMaximum.basis(ball.norm, hasBox: box != nil)
  let evidence = Evidence.computed(basis)
  let lossEvidence: Evidence =
    if case .expression(let written) = loss {
      .computed("\(basis), in the loss \(written.text), which was shown not to increase")
    } else {
      .computed("\(basis), in the \(loss.rawValue) loss")
    }
  let countEvidence = Evidence.computed("\(basis); robust iff the worst margin is > 0")
  let hasFlatPart = loss == .hinge || loss == .squaredHinge
  return InnerMaximum(
    losses: Established(losses, lossEvidence),
    margins: Established(margins, evidence),
    cleanMargins: Established(
      (0..<data.count).map { model.margin(data.points.row($0), data.labels[$0]) },
      .computed("margins y(wᵀx + b)")),
    meanLoss: Established(arithmeticMean(losses), lossEvidence),
    robustAccuracy: Established(Double(robust) / Double(data.count), countEvidence),
    robustCount: Established(Double(robust), countEvidence),
    dualNorm: Established(
      ball.norm.dual(model.weights), .computed("dual norm ‖w‖ in \(ball.norm.dual.name)")),
    maximisers: Matrix(
      rows: data.count, columns: data.dimension, storage: cases.flatMap(\.perturbation)),
    cases: cases,
    flatPoints: hasFlatPart ? margins.indices.filter { margins[$0] >= 1 } : [],
    undecidedPoints: margins.indices.filter {
      let bound = InnerMaximum.roundingBound(model, data.points.row($0), cases[$0].reduction)
      return bound > 0 && margins[$0].magnitude <= bound
    })
}

extension InnerMaximum {
  /// What the page says about where the numbers come from.
  static func basis(_ norm: Norm, hasBox: Bool) -> String {
    guard hasBox else {
      return "closed form y(wᵀx + b) − ε‖w‖ with the dual norm \(norm.dual.name) (Hölder)"
    }
    return switch norm {
    case .linf: "closed form y(wᵀx + b) − Σ|wⱼ| min(ε, roomⱼ) in the box"
    case .l2: "closed form in the box: |δⱼ| = min(t|wⱼ|, roomⱼ), t from ‖δ‖₂ = ε"
    case .l1: "closed form in the box: rooms filled by falling |wⱼ| until ε is spent"
    case .p: "closed form in the box"
    }
  }

  /// A bound on the rounding error of a worst margin: (d + 4)·u·(Σ|wⱼxⱼ| + |b| + 2·reduction) with
  /// the unit u = 2⁻⁵³, doubled (Higham, "Accuracy and stability of numerical algorithms", 3.1).
  static func roundingBound(
    _ model: LinearModel, _ x: some Collection<Double>, _ reduction: Double
  ) -> Double {
    var size = model.bias.magnitude + 2 * reduction
    for (weight, value) in zip(model.weights, x) { size += (weight * value).magnitude }
    return Double(model.dimension + 4) * 0x1p-52 * size
  }
}
