/// KL(p ‖ softmax(z)) = Σ pᵢ (log pᵢ − log softmax(z)ᵢ), in natural units, with 0·log 0 = 0.
///
/// p is the row's reference distribution, in TRADES the network's own at the clean input; the
/// gradient by z is softmax(z) − p. Both are 0 where the two distributions agree.
/// Source: Zhang, Yu, Jiao, Xing, El Ghaoui, Jordan, "Theoretically principled trade-off between
/// robustness and accuracy", ICML 2019, section 5.
enum KLDivergence {
  /// Computes losses and, where wanted, gradients.
  static func evaluate(_ rows: LossRows) {
    guard let references = rows.references else {
      preconditionFailure("a divergence has reference distributions")
    }
    let (n, k) = (rows.rows, rows.classes)
    guard let exponentials = rows.gradient else {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: n * k) { memory in
        if let start = memory.baseAddress { fill(rows, references, exponentials: start) }
      }
      return
    }
    fill(rows, references, exponentials: exponentials)
    for place in 0..<n * k { exponentials[place] -= references[place] }
  }

  /// Writes softmax(z) of each row to `distributions`; both are rows × classes.
  static func distributions(
    of logits: UnsafePointer<Float>, rows: Int, classes k: Int,
    into distributions: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let (z, p) = (logits + row * k, distributions + row * k)
      var largest = z[0]
      for i in 1..<k { largest = z[i] > largest ? z[i] : largest }
      for i in 0..<k { p[i] = z[i] - largest }
    }
    FloatFunctions.map(distributions, count: rows * k, FloatFunctions.exp)
    for row in 0..<rows {
      let p = distributions + row * k
      var sum: Float = 0
      for i in 0..<k { sum += p[i] }
      let scale = 1 / sum
      for i in 0..<k { p[i] *= scale }
    }
  }

  /// Writes softmax(z) to `exponentials` and the divergences to the losses.
  private static func fill(
    _ rows: LossRows, _ references: UnsafePointer<Float>,
    exponentials: UnsafeMutablePointer<Float>
  ) {
    let (n, k) = (rows.rows, rows.classes)
    distributions(of: rows.logits, rows: n, classes: k, into: exponentials)
    for row in 0..<n {
      let (z, p, q) = (rows.logits + row * k, references + row * k, exponentials + row * k)
      var largest = z[0]
      for i in 1..<k { largest = z[i] > largest ? z[i] : largest }
      // log softmax(z) by log Σ exp, as softmax itself may be 0; the probability of the largest
      // logit is 1/Σ.
      var peak = q[0]
      for i in 1..<k { peak = q[i] > peak ? q[i] : peak }
      let logSum = Double(largest) - Elementary.log(Double(peak))
      var sum = 0.0
      for i in 0..<k where p[i] > 0 {
        sum += Double(p[i]) * (Elementary.log(Double(p[i])) - Double(z[i]) + logSum)
      }
      // The divergence is never negative; rounding may make it so. NaN stays.
      rows.losses[row] = sum < 0 ? 0 : Float(sum)
    }
  }
}
