/// A loss of the logits of one example, to be ascended by attacks and descended by training.
///
/// With logits z, class y and, for the targeted ones, target t. All grow as the attack gets closer.
package enum NetworkLoss: Sendable, Hashable {
  /// −log softmax(z)_y; see ``CrossEntropy``.
  case crossEntropy
  /// ℓ(z_y − max over i ≠ y of z_i), a loss of the logit margin; see ``LogitMarginLoss``.
  case margin(MarginLoss)
  /// min(max over i ≠ y of z_i − z_y, κ), the negative of Carlini and Wagner's f₆ with confidence
  /// κ ≥ 0, infinite for no cap; see ``CappedMargin``.
  case logitMargin(cappedAt: Float)
  /// The difference of logits ratio; at least three classes; see ``LogitRatio``.
  case logitRatio
  /// log softmax(z)_t, the negative of the cross-entropy of the target.
  case targetedCrossEntropy
  /// min(z_t − max over i ≠ t of z_i, κ); see ``CappedMargin``.
  case targetedMargin(cappedAt: Float)
  /// The difference of logits ratio with a target; at least four classes; see ``LogitRatio``.
  case targetedLogitRatio
  /// KL(p ‖ softmax(z)) with a reference distribution p for each row; see ``KLDivergence``.
  case divergence
}

/// The rows that a loss is computed for, and where its values and derivatives go.
package struct LossRows {
  /// The number of rows.
  package let rows: Int
  /// The number of classes.
  package let classes: Int
  /// The logits: rows × classes.
  package let logits: UnsafePointer<Float>
  /// The class of each row.
  package let labels: UnsafePointer<Int>
  /// The loss of each row.
  package let losses: UnsafeMutablePointer<Float>
  /// ∂loss/∂logits: rows × classes; nil where not wanted.
  package let gradient: UnsafeMutablePointer<Float>?
  /// The target class of each row; only targeted losses read it, and they need it.
  package let targets: UnsafePointer<Int>?
  /// The reference probabilities: rows × classes; only ``NetworkLoss/divergence`` reads them, and
  /// it needs them.
  package let references: UnsafePointer<Float>?

  /// Joins the rows of a block with their results' places.
  package init(
    rows: Int, classes: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<Int>,
    losses: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?,
    targets: UnsafePointer<Int>? = nil, references: UnsafePointer<Float>? = nil
  ) {
    self.rows = rows
    self.classes = classes
    self.logits = logits
    self.labels = labels
    self.losses = losses
    self.gradient = gradient
    self.targets = targets
    self.references = references
  }
}

extension NetworkLoss {
  /// Computes the losses of the rows and, where wanted, their derivatives by the logits.
  ///
  /// - Precondition: `rows` has ``requiredClasses``, targets where ``isTargeted`` and references
  ///   where ``needsReferences``.
  package func evaluate(_ rows: LossRows) {
    switch self {
    case .crossEntropy: CrossEntropy.evaluate(rows)
    case .margin(let loss): LogitMarginLoss.evaluate(rows, loss)
    case .logitMargin(let cap): CappedMargin.evaluate(rows, cappedAt: cap)
    case .logitRatio: LogitRatio.evaluate(rows)
    case .targetedCrossEntropy: TargetedCrossEntropy.evaluate(rows)
    case .targetedMargin(let cap): CappedMargin.evaluateTargeted(rows, cappedAt: cap)
    case .targetedLogitRatio: LogitRatio.evaluateTargeted(rows)
    case .divergence: KLDivergence.evaluate(rows)
    }
  }

  /// The least number of classes for which the loss is defined.
  package var requiredClasses: Int {
    switch self {
    case .logitRatio: 3
    case .targetedLogitRatio: 4
    default: 2
    }
  }

  /// Whether it reads a target class for each row.
  package var isTargeted: Bool {
    switch self {
    case .targetedCrossEntropy, .targetedMargin, .targetedLogitRatio: true
    default: false
    }
  }

  /// Whether it reads a reference distribution for each row.
  package var needsReferences: Bool { self == .divergence }

  /// The name in print: "cross-entropy", "DLR".
  package var name: String {
    switch self {
    case .crossEntropy: "cross-entropy"
    case .margin(let loss): "\(loss.rawValue) loss of the logit margin"
    case .logitMargin: "C&W margin"
    case .logitRatio: "DLR"
    case .targetedCrossEntropy: "targeted cross-entropy"
    case .targetedMargin: "targeted margin"
    case .targetedLogitRatio: "targeted DLR"
    case .divergence: "KL divergence"
    }
  }
}
