package import Evidence

/// Whether some model has the least objective.
package enum Attainment: Sendable, Hashable {
  /// A minimiser exists.
  case attained
  /// The infimum is approached only as ‖w‖ → ∞; the reason in words, and the infimum.
  case notAttained(reason: String, infimum: Established<Double>)
  /// Nothing is known about it; the reason in words.
  case notEstablished(reason: String)
}

/// Whether the minimiser is one point.
package enum Uniqueness: Sendable, Hashable {
  /// There is exactly one.
  case unique
  /// There are many; the reason in words.
  case notUnique(reason: String)
  /// There is none: see ``Attainment/notAttained(reason:infimum:)``.
  case noMinimiser
  /// Nothing is known about it.
  case notEstablished
}

/// What training as a convex problem comes to.
package struct LinearSolution: Sendable {
  /// The problem.
  package let training: LinearTraining
  /// The best model found.
  ///
  /// Where the minimum is not attained it is a model far out on a ray along
  /// which the objective falls to the infimum.
  package let model: LinearModel
  /// The weights.
  ///
  /// With ridge λ > 0 they are within √(2·gap/λ) of the minimiser's in ‖·‖₂ (strong
  /// convexity); otherwise nothing is claimed about their distance to a minimiser: `found`.
  package let weights: Established<[Double]>
  /// The bias; as the weights, but nothing is claimed about its distance.
  package let bias: Established<Double>
  /// P at ``model``; the true optimum (or infimum) is at most this and at least this minus the gap.
  package let objective: Established<Double>
  /// The lower bound that ``certificate`` proves; the true optimum is at least this.
  package let dual: Established<Double>
  /// ``objective`` minus ``dual``, ≥ 0.
  package let gap: Double
  /// The proof of the lower bound.
  package let certificate: DualCertificate
  /// Newton steps, those of the separability problem included.
  package let iterations: Int
  /// One entry a Newton step of the training problem itself, the first for w = 0, the last for
  /// ``model``.
  package let trace: [TraceEntry]
  /// Whether the minimum is attained.
  package let attainment: Attainment
  /// Whether the minimiser is unique.
  package let uniqueness: Uniqueness
}

extension LinearSolution {
  /// The same solution, known not to be the only one.
  func notUnique(_ reason: String) -> LinearSolution {
    LinearSolution(
      training: training, model: model, certificate: certificate, iterations: iterations,
      trace: trace, attainment: attainment, uniqueness: .notUnique(reason: reason))
  }

  /// The method's name in evidence.
  static let basis = "interior point with dual certificate"

  /// Establishes the published quantities of a model and its certificate.
  init(
    training: LinearTraining, model: LinearModel, certificate: DualCertificate, iterations: Int,
    trace: [TraceEntry], attainment: Attainment, uniqueness: Uniqueness, means: String? = nil
  ) {
    let objective = training.objective(of: model)
    // Rounding can put a tight bound a hair above the objective.
    let gap = max(0, objective - certificate.value)
    var basis = means ?? Self.basis
    if let bound = certificate.normBound { basis += ", for ‖w‖_* ≤ \(bound)" }
    let weightEvidence: Evidence
    if training.ridge > 0 {
      weightEvidence = .bounded(
        gap: (2 * gap / training.ridge).squareRoot(), direction: .equal,
        "strong convexity: ‖w − w*‖₂ ≤ √(2·gap/λ)")
    } else {
      weightEvidence = .found(
        direction: .unknown, "\(Self.basis): objective within \(gap) of the optimum")
    }
    self.init(
      training: training, model: model,
      weights: Established(model.weights, weightEvidence),
      bias: Established(
        model.bias,
        training.fitsBias
          ? .found(direction: .unknown, "\(Self.basis): objective within \(gap) of the optimum")
          : .given("no bias is fitted")),
      objective: Established(objective, .bounded(gap: gap, direction: .atMost, basis)),
      dual: Established(
        min(certificate.value, objective), .bounded(gap: gap, direction: .atLeast, basis)),
      gap: gap, certificate: certificate, iterations: iterations, trace: trace,
      attainment: attainment, uniqueness: uniqueness)
  }
}
