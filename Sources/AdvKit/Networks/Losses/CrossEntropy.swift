/// The cross-entropy −log softmax(z)_y of each row, in natural units; its gradient is softmax(z) − e_y.
enum CrossEntropy {
  /// Computes losses and, where wanted, gradients.
  static func evaluate(_ rows: LossRows) {
    let (n, k) = (rows.rows, rows.classes)
    guard let exponentials = rows.gradient else {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: n * k) { memory in
        if let start = memory.baseAddress { fill(rows, exponentials: start) }
      }
      return
    }
    fill(rows, exponentials: exponentials)
    for row in 0..<n {
      let p = exponentials + row * k
      var sum: Float = 0
      for i in 0..<k { sum += p[i] }
      let scale = 1 / sum
      for i in 0..<k { p[i] *= scale }
      p[rows.labels[row]] -= 1
    }
  }

  /// Writes e^(z − max z) to `exponentials` and log Σe^(z − max z) − (z_y − max z) to the losses.
  private static func fill(_ rows: LossRows, exponentials: UnsafeMutablePointer<Float>) {
    let (n, k) = (rows.rows, rows.classes)
    for row in 0..<n {
      let z = rows.logits + row * k
      let p = exponentials + row * k
      var largest = z[0]
      for i in 1..<k { largest = z[i] > largest ? z[i] : largest }
      for i in 0..<k { p[i] = z[i] - largest }
      // A logit that is not a number makes the loss one, too.
      rows.losses[row] = p[rows.labels[row]]
    }
    FloatFunctions.map(exponentials, exponentials, count: n * k, FloatFunctions.exp)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: n) { memory in
      guard let sums = memory.baseAddress else { return }
      for row in 0..<n {
        let p = exponentials + row * k
        var sum: Float = 0
        for i in 0..<k { sum += p[i] }
        sums[row] = sum
      }
      FloatFunctions.map(sums, rows.losses, rows.losses, count: n, logMinus)
    }
  }

  @inline(__always)
  private static func logMinus(
    _ sum: FloatFunctions.Eight, _ shifted: FloatFunctions.Eight
  ) -> FloatFunctions.Eight {
    FloatFunctions.log(sum) - shifted
  }
}
