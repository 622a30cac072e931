/// A symmetric positive semidefinite system of linear equations, solved by LDLᵀ factorisation.
///
/// All sums run in index order, so that the digits are the same on every machine.
struct SymmetricSystem {
  /// Number of unknowns.
  let size: Int
  /// Row-major square; only entries with column ≥ row are read.
  private var entries: [Double]
  /// After ``factor()``: the rows of DLᵀ, the pivots on its diagonal; 0 marks a dropped pivot.
  private var factors: [Double] = []

  /// The system with a zero matrix.
  init(size: Int) {
    self.size = size
    entries = [Double](repeating: 0, count: size * size)
  }

  /// Sets the matrix to zero.
  mutating func clear() {
    for k in entries.indices { entries[k] = 0 }
  }

  /// Adds to the entry in this row and column, `row <= column`.
  mutating func add(_ value: Double, _ row: Int, _ column: Int) {
    entries[row * size + column] += value
  }

  /// Adds Σᵢ weightsᵢ · rowᵢ rowᵢᵀ, for `rows` of `size` numbers each.
  mutating func addProducts(of rows: [Double], weights: [Double]) {
    let n = size
    entries.withUnsafeMutableBufferPointer { target in
      rows.withUnsafeBufferPointer { rows in
        // Four rows at a time: the triangle is then read and written a quarter as often.
        var i = 0
        while i < weights.count {
          let a = i * n
          if i + 3 < weights.count {
            let (b, c, d) = (a + n, a + 2 * n, a + 3 * n)
            for r in 0..<n {
              let fa = weights[i] * rows[a + r]
              let fb = weights[i + 1] * rows[b + r]
              let fc = weights[i + 2] * rows[c + r]
              let fd = weights[i + 3] * rows[d + r]
              for k in r..<n {
                target[r * n + k] +=
                  fa * rows[a + k] + fb * rows[b + k] + (fc * rows[c + k] + fd * rows[d + k])
              }
            }
            i += 4
          } else {
            for r in 0..<n {
              let fa = weights[i] * rows[a + r]
              for k in r..<n { target[r * n + k] += fa * rows[a + k] }
            }
            i += 1
          }
        }
      }
    }
  }

  /// Factors the matrix; a pivot that is lost in rounding is dropped: its unknown stays 0.
  ///
  /// Lost is what is below `share` of its diagonal entry, by default a few units of rounding.
  mutating func factor(dropping share: Double? = nil) {
    let n = size
    factors = entries
    let diagonal = (0..<n).map { entries[$0 * n + $0] }
    let noise = share ?? 4e-16 * Double(n + 4)
    factors.withUnsafeMutableBufferPointer { f in
      for k in 0..<n {
        let pivot = f[k * n + k]
        guard pivot > noise * diagonal[k], pivot > 0, pivot.isFinite else {
          f[k * n + k] = 0
          continue
        }
        for r in (k + 1)..<max(n, k + 1) {
          let factor = f[k * n + r] / pivot
          if factor == 0 { continue }
          for c in r..<n { f[r * n + c] -= factor * f[k * n + c] }
        }
      }
    }
  }

  /// Number of pivots that ``factor()`` dropped.
  var nullity: Int { (0..<size).count { factors[$0 * size + $0] == 0 } }

  /// x with Ax = b after ``factor()``, improved by two rounds of iterative refinement.
  func solution(_ right: [Double]) -> [Double] {
    var x = substituted(right)
    for _ in 0..<2 {
      let correction = substituted(zip(right, product(x)).map { $0 - $1 })
      let better = zip(x, correction).map { $0 + $1 }
      if better.contains(where: { !$0.isFinite }) { break }
      x = better
    }
    return x
  }

  /// A·x.
  func product(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: size)
    for r in 0..<size {
      result[r] += entries[r * size + r] * x[r]
      for c in (r + 1)..<max(size, r + 1) {
        result[r] += entries[r * size + c] * x[c]
        result[c] += entries[r * size + c] * x[r]
      }
    }
    return result
  }

  /// A vector that the factored matrix sends to (nearly) 0; nil where no pivot was dropped.
  ///
  /// `index` counts the dropped pivots; the vectors of different indices are independent.
  func nullVector(_ index: Int) -> [Double]? {
    let dropped = (0..<size).filter { factors[$0 * size + $0] == 0 }
    guard dropped.indices.contains(index) else { return nil }
    // Column `free` of A moves to the right side, the other dropped unknowns stay 0.
    let free = dropped[index]
    var x = [Double](repeating: 0, count: size)
    x[free] = 1
    for k in stride(from: free - 1, through: 0, by: -1) where factors[k * size + k] != 0 {
      var sum = 0.0
      for c in (k + 1)...free { sum += factors[k * size + c] * x[c] }
      x[k] = -sum / factors[k * size + k]
    }
    return x
  }

  private func substituted(_ right: [Double]) -> [Double] {
    let n = size
    var x = right
    factors.withUnsafeBufferPointer { f in
      for k in 0..<n {
        let pivot = f[k * n + k]
        guard pivot != 0 else {
          x[k] = 0
          continue
        }
        let value = x[k] / pivot
        for r in (k + 1)..<max(n, k + 1) { x[r] -= f[k * n + r] * value }
      }
      for k in stride(from: n - 1, through: 0, by: -1) {
        let pivot = f[k * n + k]
        guard pivot != 0 else {
          x[k] = 0
          continue
        }
        var sum = x[k]
        for c in (k + 1)..<max(n, k + 1) { sum -= f[k * n + c] * x[c] }
        x[k] = sum / pivot
      }
    }
    return x
  }
}
