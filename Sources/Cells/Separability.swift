internal import AdvKit
internal import Evidence
internal import Notebook

extension ClosedFormCell {
  /// Runs the cell for `quantity: separability`.
  static func separability(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    try invocation.refuse(
      ["model", "loss", SharedField.lossExpressionKey, "ball", "box"],
      beside: "quantity `separability`",
      fix: "remove it; separability takes data, norm and bias")
    let (data, id) = try invocation.dataset()
    let norm = try invocation.require(
      "norm", for: "quantity `separability`", fix: "add `norm: l2`")
    guard data.hasBothClasses else {
      throw CellFailure(
        "all points of `\(id)` have label \(data.positives > 0 ? "1" : "−1")",
        rule: "two classes are separated", fix: "add points of the other class",
        at: invocation["data"]?.span)
    }
    let isOffset = invocation["bias"]?.flag ?? false
    let result: Separability
    do throws(TrainingError) {
      result = try AdvKit.separability(
        of: data, norm: norm.norm ?? .l2, fitsBias: isOffset,
        isCancelled: invocation.isCancelled)
    } catch {
      throw CellFailure(error, in: invocation)
    }
    return CellOutput(
      values: [
        NamedValue("epsilon", Value(result.margin)),
        NamedValue("gap", Value(.number(result.gap), result.margin.evidence)),
      ],
      artefact: SeparabilityArtefact(
        model: result.model, convexWeights: result.convexWeights, upperBound: result.upperBound),
      cost: "\(counted(result.iterations, "Newton step")) · gap \(scientific(result.gap))",
      findings: result.margin.value > 0
        ? [] : ["No linear model\(isOffset ? "" : " through the origin") separates `\(id)`."])
  }

  /// Confirms the margin by the model that has it, and the gap by a point of each hull.
  static func auditSeparability(
    _ audit: inout Audit, _ invocation: Invocation
  ) throws(CellFailure) {
    guard let artefact = audit.published.artefact as? SeparabilityArtefact else {
      audit.report("epsilon", "there is no certificate")
      return
    }
    let data = try invocation.dataset().dataset
    let norm = invocation["norm"]?.norm ?? .l2
    let model = artefact.model
    let margins = SecondRoute.margins(model, data)
    let size = SecondRoute.dualNorm(model.weights, of: norm)
    let least = margins.min { $0.value < $1.value } ?? Rounded(0)
    let spread = margins.reduce(0) { max($0, $1.error) }
    let margin =
      size.value > 0
      ? Rounded(least.value, error: spread + least.value.magnitude * size.error) / size.value
      : Rounded(0)
    audit.expect("epsilon", margin, by: "the least margin of the certified model")
    let epsilon = audit.number("epsilon") ?? .nan
    audit.expect("gap", exactly: max(0, artefact.upperBound - epsilon), by: "the two bounds")
    let fitsBias = invocation["bias"]?.flag ?? false
    let hull = (0..<data.dimension).map { j in
      Rounded.sum(
        (0..<data.count).map { i in
          Rounded(artefact.convexWeights[i] * data.labels[i]) * Rounded(data.points[i, j])
        })
    }
    let sides: [[Double]] = fitsBias ? [[1], [-1]] : [[1, -1]]
    for side in sides {
      let sum = Rounded.sum(
        zip(artefact.convexWeights, data.labels).filter { side.contains($0.1) }
          .map { Rounded($0.0) })
      audit.expect(
        "gap", artefact.convexWeights.allSatisfy { $0 >= 0 } && (sum.value - 1).magnitude <= 1e-12,
        "the hull point is no convex combination: its weights sum to \(sum.value)")
    }
    let distance = SecondRoute.norm(hull.map(\.value), norm.exponent)
    let error = distance.error + hull.reduce(0) { $0 + $1.error }
    let half = fitsBias ? 2.0 : 1.0
    audit.expect(
      "gap",
      artefact.upperBound <= (distance.value + 8 * error) / half
        && artefact.upperBound >= (distance.value - 8 * error) / half,
      "the hull points are \(distance.value / half) apart, the bound is \(artefact.upperBound)")
  }
}
