/// The logit margin as a loss to be ascended: max over i ≠ y of z_i − z_y, but never above κ.
///
/// It is −f₆ of Carlini and Wagner, "Towards evaluating the robustness of neural networks", IEEE
/// S&P 2017, section V.A, which minimise f = max(z_y − max z_i, −κ). Above 0 the example is
/// misclassified; at κ and beyond the gradient is 0. The targeted form is z_t − max over i ≠ t of
/// z_i, above 0 where the target is the predicted class.
enum CappedMargin {
  /// Computes min(max over i ≠ y of z_i − z_y, κ) and, where wanted, e_i − e_y or 0.
  static func evaluate(_ rows: LossRows, cappedAt cap: Float) {
    for row in 0..<rows.rows {
      evaluate(rows, row, of: rows.labels[row], sign: -1, cappedAt: cap)
    }
  }

  /// Computes min(z_t − max over i ≠ t of z_i, κ) and, where wanted, e_t − e_i or 0.
  static func evaluateTargeted(_ rows: LossRows, cappedAt cap: Float) {
    guard let targets = rows.targets else { preconditionFailure("a targeted loss has targets") }
    for row in 0..<rows.rows {
      evaluate(rows, row, of: targets[row], sign: 1, cappedAt: cap)
    }
  }

  @inline(__always)
  private static func evaluate(
    _ rows: LossRows, _ row: Int, of label: Int, sign: Float, cappedAt cap: Float
  ) {
    let k = rows.classes
    let (margin, other) = logitMargin(rows.logits + row * k, classes: k, label: label)
    let value = sign * margin
    // A margin that is not a number stays one.
    rows.losses[row] = value >= cap ? cap : value
    guard let gradient = rows.gradient else { return }
    for i in 0..<k { gradient[row * k + i] = 0 }
    guard value < cap else { return }
    gradient[row * k + label] = sign
    gradient[row * k + other] = -sign
  }
}
