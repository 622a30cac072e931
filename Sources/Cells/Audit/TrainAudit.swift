internal import AdvKit
internal import Notebook

extension TrainCell {
  /// Confirms every published value of a training.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    if NetworkTrainFields.areOfNetwork(invocation) {
      return NetworkTrainRun.audit(published, of: invocation)
    }
    var audit = Audit(published)
    guard let artefact = published.artefact as? ModelArtefact, let record = artefact.training else {
      audit.report("weights", "there is no trained model")
      return audit.failures
    }
    let training = record.training
    audit.expect("weights", exactly: artefact.model.weights, by: "the model handed on")
    audit.expect("bias", exactly: artefact.model.bias, by: "the model handed on")
    let model = LinearModel(
      weights: audit.vector("weights") ?? [], bias: audit.number("bias") ?? 0)
    guard model.dimension == training.data.dimension else { return audit.failures }
    let clean = SecondRoute.margins(model, training.data)
    let worst =
      training.ball.map { SecondRoute.worstMargins(model, training.data, $0, nil) } ?? clean
    let worstLoss = Rounded.mean(worst.map { SecondRoute.loss(training.loss, $0) })
    let cleanLoss = Rounded.mean(clean.map { SecondRoute.loss(training.loss, $0) })
    let square = Rounded.sum(model.weights.map { Rounded($0) * Rounded($0) })
    audit.expect(
      "objective", worstLoss + square * Rounded(training.ridge / 2),
      by: "the definition at the published weights")
    if let certificate = record.certificate {
      audit.expect(
        "dual", SecondRoute.dual(training, certificate), by: "the dual at the multipliers")
      let objective = audit.number("objective") ?? .nan
      let dual = audit.number("dual") ?? .nan
      audit.expect("gap", exactly: max(0, objective - dual), by: "objective − dual")
    }
    audit.expect("loss.clean", cleanLoss, by: "the definition at the published weights")
    audit.expectShare("accuracy.clean", clean)
    if training.ball != nil {
      audit.expect("loss.worst", worstLoss, by: "the definition at the published weights")
      audit.expectShare("accuracy.worst", worst)
    }
    auditTraces(&audit, training, invocation, ends: (worstLoss, cleanLoss))
    return audit.failures
  }

  /// Confirms the loss curves by a second run, and their last entries by the definition.
  private static func auditTraces(
    _ audit: inout Audit, _ training: LinearTraining, _ invocation: Invocation,
    ends: (worst: Rounded, clean: Rounded)
  ) {
    let again: LinearTrainingOutcome
    do throws(CellFailure) {
      again = try LinearTrainingOutcome(training, invocation)
    } catch {
      audit.report("trace.worst", error.message)
      return
    }
    audit.expect("trace.worst", exactly: again.trace.map(\.worstLoss), by: "a second run")
    audit.expect("trace.clean", exactly: again.trace.map(\.cleanLoss), by: "a second run")
    for (name, end) in [("trace.worst", ends.worst), ("trace.clean", ends.clean)] {
      let last = audit.vector(name)?.last ?? .nan
      audit.expect(
        name, end.agrees(with: last),
        "the last entry is \(last), the definition at the published weights gives \(end.value)")
    }
  }
}

extension Audit {
  /// A share of positive margins lies between those that are surely and those that may be positive.
  mutating func expectShare(_ name: String, _ margins: [Rounded]) {
    let total = Double(margins.count)
    let surely = Double(margins.count { $0.value > 8 * $0.error })
    let maybe = Double(margins.count { $0.value > -8 * $0.error })
    guard let share = number(name) else { return }
    let count = (share * total).rounded()
    expect(
      name, share == count / total && count >= surely && count <= maybe,
      "published \(share), the margins give \(surely / total)"
        + (maybe > surely ? " to \(maybe / total)" : ""))
  }
}

extension SecondRoute {
  /// The dual value of multipliers u; NaN where they prove nothing.
  ///
  /// mean −ℓ*(−uᵢ) less the penalty for v = Σuᵢyᵢxᵢ/n beyond the ball of radius ε·Σuᵢ/n.
  static func dual(_ training: LinearTraining, _ certificate: DualCertificate) -> Rounded {
    let data = training.data
    let u = certificate.multipliers
    let n = Double(data.count)
    guard u.count == data.count, u.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return Rounded(.nan)
    }
    let gain = Rounded.mean(u.map { conjugate(training.loss, $0) })
    let reach = Rounded(training.radius) * Rounded.mean(u.map { Rounded($0) })
    let v = (0..<data.dimension).map { j in
      Rounded.sum(
        u.indices.map { i in Rounded(u[i]) * Rounded(data.labels[i]) * Rounded(data.points[i, j]) })
        / n
    }
    if training.ridge > 0 {
      let rest = residual(v, training.norm, reach)
      return gain - Rounded.sum(rest.map { $0 * $0 }) / (2 * training.ridge)
    }
    let size = norm(v.map(\.value), training.norm.exponent)
    let spread = v.reduce(0) { $0 + $1.error }
    let excess = (Rounded(size.value, error: size.error + spread) - reach).positivePart
    return gain - excess * Rounded(certificate.normBound ?? 0)
  }

  /// −ℓ*(−u); NaN outside the domain.
  private static func conjugate(_ loss: MarginLoss, _ u: Double) -> Rounded {
    func entropy(_ x: Double, _ logarithm: Double) -> Double { x > 0 ? -x * logarithm : 0 }
    switch loss {
    case .hinge: return u <= 1 ? Rounded(u) : Rounded(.nan)
    case .squaredHinge: return Rounded(u) - Rounded(u) * Rounded(u) / 4
    case .logistic:
      let first = entropy(u, Elementary.log(u))
      let second = entropy(1 - u, Elementary.log1p(-u))
      return Rounded(first + second, error: 8 * Rounded.unit * (first + second))
    case .exponential:
      let second = entropy(u, Elementary.log(u))
      return Rounded(u + second, error: 8 * Rounded.unit * (u + second.magnitude))
    case .expression(let written): return WrittenLossRoute.conjugate(written, u)
    }
  }

  /// v less its nearest point in the ball of the norm, entry by entry, in size.
  private static func residual(_ v: [Rounded], _ ballNorm: Norm, _ reach: Rounded) -> [Rounded] {
    let sizes = v.map { Rounded($0.value.magnitude, error: $0.error) }
    switch ballNorm {
    case .linf: return sizes.map { ($0 - reach).positivePart }
    case .l1:
      // Bisection on θ with Σ max(0, |vⱼ| − θ) = radius; what is left are min(|vⱼ|, θ).
      func spent(_ price: Double) -> Double {
        sizes.reduce(0) { $0 + max(0, $1.value - price) }
      }
      guard spent(0) > reach.value else { return sizes.map { _ in Rounded(0) } }
      var low = 0.0
      var high = sizes.reduce(0) { max($0, $1.value) }
      while low + (high - low) / 2 > low, low + (high - low) / 2 < high {
        let middle = low + (high - low) / 2
        if spent(middle) > reach.value { low = middle } else { high = middle }
      }
      let error = sizes.reduce(reach.error) { $0 + $1.error + $1.value * unit }
      return sizes.map { Rounded(min($0.value, high), error: $0.error + error) }
    case .l2, .p:
      let size = norm(v.map(\.value), 2)
      let spread = v.reduce(0) { $0 + $1.error }
      return [(Rounded(size.value, error: size.error + spread) - reach).positivePart]
    }
  }

  private static var unit: Double { Rounded.unit }
}
