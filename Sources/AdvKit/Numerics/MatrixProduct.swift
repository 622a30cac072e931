internal import COpenBLAS

/// Single-precision matrix products, by OpenBLAS with one thread a call.
///
/// The engine divides work into fixed blocks of its own, so that digits do not depend on the number
/// of threads. They do depend on ``kernel``: OpenBLAS orders sums by processor.
package enum MatrixProduct {
  /// Whether a factor stands as it is stored or transposed.
  package enum Form: Sendable {
    /// As stored.
    case plain
    /// Rows and columns exchanged.
    case transposed
  }

  // Set once, before the first product.
  private static let oneThread: Void = openblas_set_num_threads(1)

  /// The name of the kernels that OpenBLAS chose for this processor, such as `SkylakeX`.
  package static let kernel: String =
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"

  /// C ← A·B + keep·C, all row-major and dense.
  ///
  /// - Parameters:
  ///   - rows: rows of C, m.
  ///   - inner: the common size, k.
  ///   - columns: columns of C, n.
  ///   - a: m × k as it takes part; stored k × m where transposed.
  ///   - b: k × n as it takes part; stored n × k where transposed.
  ///   - keep: 0 to replace C, 1 to add to it.
  ///   - c: m × n.
  @inline(__always)
  package static func multiply(
    rows: Int, inner: Int, columns: Int, _ a: UnsafePointer<Float>, _ formA: Form = .plain,
    _ b: UnsafePointer<Float>, _ formB: Form = .plain, keep: Float = 0,
    into c: UnsafeMutablePointer<Float>
  ) {
    _ = oneThread
    cblas_sgemm(
      CblasRowMajor, formA == .plain ? CblasNoTrans : CblasTrans,
      formB == .plain ? CblasNoTrans : CblasTrans, Int32(rows), Int32(columns), Int32(inner), 1, a,
      Int32(formA == .plain ? inner : rows), b, Int32(formB == .plain ? columns : inner), keep, c,
      Int32(columns))
  }
}
