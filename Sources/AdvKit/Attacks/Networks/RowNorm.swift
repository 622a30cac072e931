/// Norms of the difference of two rows of single-precision numbers.
enum RowNorm {
  /// ‖x − y‖, summed in double precision in the order of the coordinates; for ℓ1, ℓ2 and ℓ∞.
  static func distance(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dimension: Int, _ norm: Norm
  ) -> Double {
    var result = 0.0
    switch norm {
    case .l1:
      for j in 0..<dimension { result += abs(Double(x[j]) - Double(y[j])) }
    case .l2:
      for j in 0..<dimension {
        let difference = Double(x[j]) - Double(y[j])
        result += difference * difference
      }
      result = result.squareRoot()
    case .linf, .p:
      for j in 0..<dimension { result = max(result, abs(Double(x[j]) - Double(y[j]))) }
    }
    return result
  }
}
