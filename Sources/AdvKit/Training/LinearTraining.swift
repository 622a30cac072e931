/// A training problem of a linear model: standard, robust, with ridge, or a soft-margin machine.
///
/// Minimise over w and, where there is one, b
///
///     P(w, b) = mean ℓ(yᵢ(wᵀxᵢ + b) − ε‖w‖_*) + (λ/2)‖w‖₂²,
///
/// which is convex. Without a ball ε = 0. The first term is the mean worst-case loss over
/// perturbations ‖δ‖ ≤ ε (Xu, Caramanis, Mannor, JMLR 10 (2009); Madry et al., ICLR 2018).
package struct LinearTraining: Sendable, Hashable {
  /// The points: n × d.
  package let data: Dataset
  /// ℓ.
  package let loss: MarginLoss
  /// The perturbations that the model is trained against; nil is the same as radius 0.
  package let ball: Ball?
  /// λ ≥ 0.
  package let ridge: Double
  /// Whether b is fitted; otherwise b = 0.
  package let fitsBias: Bool

  /// The problem with these parts; ``solve(_:progress:isCancelled:)`` checks them.
  package init(
    data: Dataset, loss: MarginLoss, ball: Ball? = nil, ridge: Double = 0, fitsBias: Bool = false
  ) {
    self.data = data
    self.loss = loss
    self.ball = ball
    self.ridge = ridge
    self.fitsBias = fitsBias
  }

  /// The soft-margin support vector machine: mean hinge + λ‖w‖₂², so ridge 2λ.
  package static func softMarginMachine(
    data: Dataset, penalty: Double, fitsBias: Bool
  ) -> LinearTraining {
    LinearTraining(data: data, loss: .hinge, ridge: 2 * penalty, fitsBias: fitsBias)
  }

  /// ε, 0 without a ball.
  package var radius: Double { ball?.radius ?? 0 }

  /// The norm of perturbations; ℓ2 without a ball.
  package var norm: Norm { ball?.norm ?? .l2 }

  /// P(w, b), in floating point.
  package func objective(of model: LinearModel) -> Double {
    worstCaseLoss(of: model)
      + ridge / 2 * model.weights.reduce(0) { $0 + $1 * $1 }
  }

  /// mean ℓ(yᵢ(wᵀxᵢ + b) − ε‖w‖_*), in floating point.
  package func worstCaseLoss(of model: LinearModel) -> Double {
    meanLoss(of: model, reduction: radius == 0 ? 0 : radius * norm.dual(model.weights))
  }

  /// mean ℓ(yᵢ(wᵀxᵢ + b)), in floating point.
  package func cleanLoss(of model: LinearModel) -> Double {
    meanLoss(of: model, reduction: 0)
  }

  private func meanLoss(of model: LinearModel, reduction: Double) -> Double {
    let d = data.dimension
    var sum = 0.0
    data.points.storage.withUnsafeBufferPointer { x in
      model.weights.withUnsafeBufferPointer { w in
        for i in 0..<data.count {
          var score = 0.0
          for j in 0..<d { score += x[i * d + j] * w[j] }
          sum += loss.value(data.labels[i] * (score + model.bias) - reduction)
        }
      }
    }
    return sum / Double(data.count)
  }

  /// Checks what the type does not: the norm, λ, and that a bias has both classes to stand between.
  func check() throws(TrainingError) {
    switch norm {
    case .l1, .l2, .linf: break
    case .p: throw .norm(norm.name)
    }
    guard ridge >= 0, ridge.isFinite else { throw .ridge(ridge) }
    guard !fitsBias || data.hasBothClasses else { throw .oneClassOnly }
  }
}

/// Why a model was not trained, or a margin not found.
package enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// With a bias and one class only, b tends to infinity.
  case oneClassOnly
  /// Training is for ℓ1, ℓ2 and ℓ∞.
  case norm(String)
  /// λ negative or not finite.
  case ridge(Double)
  /// Fewer than one step of gradient descent.
  case steps(Int)
  /// A step size that is not positive and finite.
  case rate(Double)
  /// Gradient descent left the range of numbers.
  case diverged(step: Int)
  /// A loss that an author wrote, and that was not shown to be convex, in the convex method.
  case convexity(String)
  /// No lower bound near the objective was found, without a ridge: there may be none.
  case noBound(gap: Double)
  /// The loss has no finite value at a margin that the method comes to.
  case noValue(margin: Double)
  /// The method stopped far from the optimum.
  case noProgress(gap: Double)
  /// The caller asked to stop.
  case cancelled

  /// One sentence.
  package var description: String {
    switch self {
    case .oneClassOnly:
      "all points are of one class: a model with bias needs both (leave the bias out, or add points)"
    case .norm(let name): "training is for the ℓ1, ℓ2 and ℓ∞ balls, not for \(name)"
    case .ridge(let value): "the ridge is \(value); it must be finite and at least 0"
    case .steps(let count): "gradient descent needs at least one step, not \(count)"
    case .rate(let value): "the rate is \(value); it must be finite and positive"
    case .diverged(let step):
      "gradient descent left the range of numbers at step \(step); a smaller rate may help"
    case .convexity(let loss): "the loss \(loss) was not shown to be convex"
    case .noBound(let gap):
      "no lower bound was found within \(gap) of the objective: without a ridge it may fall for ever"
    case .noValue(let margin):
      "the loss has no finite value at the margin \(margin == 0 ? 0 : margin)"
    case .noProgress(let gap):
      "the method stopped with a duality gap of \(gap); the data may be too badly scaled"
    case .cancelled: "the training was cancelled"
    }
  }
}

/// How far a training has come.
package struct TrainingProgress: Sendable, Hashable {
  /// Steps taken so far.
  package let iteration: Int
  /// Number of steps in all, where it is fixed.
  package let total: Int?
  /// The duality gap so far, where it is known.
  package let gap: Double?
}

/// One step of a training's loss curve.
package struct TraceEntry: Sendable, Hashable {
  /// P at this step's model.
  package let objective: Double
  /// Mean loss of the unperturbed points.
  package let cleanLoss: Double
  /// Mean worst-case loss, without the ridge term.
  package let worstLoss: Double
  /// P minus the best lower bound known at the end of this step; +∞ where none is known.
  package let gap: Double
}

extension LinearTraining {
  /// The trace entry of a model.
  func entry(of model: LinearModel, lowerBound: Double) -> TraceEntry {
    let worst = worstCaseLoss(of: model)
    let objective = worst + ridge / 2 * model.weights.reduce(0) { $0 + $1 * $1 }
    return TraceEntry(
      objective: objective, cleanLoss: cleanLoss(of: model), worstLoss: worst,
      gap: lowerBound == -.infinity ? .infinity : max(0, objective - lowerBound))
  }
}
