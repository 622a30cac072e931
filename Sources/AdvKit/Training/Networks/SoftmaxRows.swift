/// softmax(z) of rows of logits.
enum SoftmaxRows {
  /// Writes softmax(z) of each row to `distributions`; both are rows × classes.
  ///
  /// A row with a logit that is not a number, or with an infinite one, becomes NaN.
  static func fill(
    _ distributions: UnsafeMutablePointer<Float>, of logits: UnsafePointer<Float>, rows: Int,
    classes k: Int
  ) {
    for row in 0..<rows {
      let (z, p) = (logits + row * k, distributions + row * k)
      var largest = z[0]
      for i in 1..<k { largest = z[i] > largest ? z[i] : largest }
      for i in 0..<k { p[i] = z[i] - largest }
    }
    FloatFunctions.map(distributions, count: rows * k) { FloatFunctions.exp($0) }
    for row in 0..<rows {
      let (z, p) = (logits + row * k, distributions + row * k)
      var sum: Float = 0
      for i in 0..<k { sum += p[i] }
      let scale = 1 / sum
      // The exponential swallows NaN; z·0 does not.
      for i in 0..<k { p[i] = p[i] * scale + z[i] * 0 }
    }
  }

  /// log softmax(z)ᵢ = zᵢ + `offset` for every i of the row.
  static func logOffset(_ z: UnsafePointer<Float>, classes k: Int) -> Double {
    var largest = z[0]
    for i in 1..<k { largest = z[i] > largest ? z[i] : largest }
    var sum = 0.0
    for i in 0..<k { sum += Elementary.exp(Double(z[i]) - Double(largest)) }
    return -Double(largest) - Elementary.log(sum)
  }
}
