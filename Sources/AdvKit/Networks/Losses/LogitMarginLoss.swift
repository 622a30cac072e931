/// A loss ℓ(m) of the logit margin m = z_y − max over i ≠ y of z_i; for two classes the binary margin.
///
/// Its gradient is ℓ′(m)·(e_y − e_i) with the first largest i.
enum LogitMarginLoss {
  /// Computes losses and, where wanted, gradients.
  static func evaluate(_ rows: LossRows, _ loss: MarginLoss) {
    let k = rows.classes
    for row in 0..<rows.rows {
      let label = rows.labels[row]
      let (margin, other) = logitMargin(rows.logits + row * k, classes: k, label: label)
      rows.losses[row] = Float(loss.value(Double(margin)))
      guard let gradient = rows.gradient else { continue }
      let slope = Float(loss.derivative(Double(margin)))
      for i in 0..<k { gradient[row * k + i] = 0 }
      gradient[row * k + label] = slope
      gradient[row * k + other] = -slope
    }
  }
}

/// The margin z_y − max over i ≠ y of z_i and the first i that attains it.
///
/// Positive iff the example is classified as y beyond doubt; a tie counts as an error.
@inline(__always)
package func logitMargin(
  _ logits: UnsafePointer<Float>, classes: Int, label: Int
) -> (margin: Float, other: Int) {
  var other = label == 0 ? 1 : 0
  var largest = logits[other]
  for i in 0..<classes where i != label {
    if logits[i] > largest {
      largest = logits[i]
      other = i
    }
  }
  return (logits[label] - largest, other)
}
