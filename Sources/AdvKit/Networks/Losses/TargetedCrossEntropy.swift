/// log softmax(z)_t, the negative cross-entropy of the target class t; its gradient is e_t − softmax(z).
enum TargetedCrossEntropy {
  /// Computes losses and, where wanted, gradients.
  static func evaluate(_ rows: LossRows) {
    guard let targets = rows.targets else { preconditionFailure("a targeted loss has targets") }
    CrossEntropy.evaluate(
      LossRows(
        rows: rows.rows, classes: rows.classes, logits: rows.logits, labels: targets,
        losses: rows.losses, gradient: rows.gradient))
    for row in 0..<rows.rows { rows.losses[row] = -rows.losses[row] }
    guard let gradient = rows.gradient else { return }
    for place in 0..<rows.rows * rows.classes { gradient[place] = -gradient[place] }
  }
}
