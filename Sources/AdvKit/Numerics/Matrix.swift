/// A dense matrix of doubles, stored row by row.
///
/// Products add their terms in index order, so that their digits are the same on every machine.
package struct Matrix: Sendable, Hashable {
  /// Number of rows, ≥ 0.
  package let rows: Int
  /// Number of columns, ≥ 0.
  package let columns: Int
  /// The entries, row-major, `rows * columns` of them.
  package private(set) var storage: [Double]

  /// A matrix of the given shape from its row-major entries.
  ///
  /// - Precondition: `storage.count == rows * columns`; both sizes ≥ 0.
  package init(rows: Int, columns: Int, storage: [Double]) {
    precondition(rows >= 0 && columns >= 0 && storage.count == rows * columns, "matrix shape")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// A matrix of zeros.
  package init(zeros rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, storage: [Double](repeating: 0, count: rows * columns))
  }

  /// A matrix from its rows; no rows make a matrix of 0 × 0.
  ///
  /// What an author wrote goes through ``Dataset/given(points:labels:)``, which reports ragged rows.
  ///
  /// - Precondition: all rows have the same length.
  package init(rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows of unequal length")
    self.init(rows: rows.count, columns: columns, storage: rows.flatMap { $0 })
  }

  /// The entry in row `row` and column `column`, both counted from 0.
  package subscript(row: Int, column: Int) -> Double {
    get { storage[offset(row, column)] }
    set { storage[offset(row, column)] = newValue }
  }

  /// The row with this index, counted from 0; its slice indices are those of `storage`.
  package func row(_ index: Int) -> ArraySlice<Double> {
    precondition(index >= 0 && index < rows, "row index")
    return storage[index * columns..<(index + 1) * columns]
  }

  /// Replaces a row.
  ///
  /// - Precondition: `values.count == columns`.
  package mutating func setRow(_ index: Int, to values: some Collection<Double>) {
    precondition(index >= 0 && index < rows && values.count == columns, "row shape")
    var position = index * columns
    for value in values {
      storage[position] = value
      position += 1
    }
  }

  /// All rows as arrays.
  package var rowArrays: [[Double]] { (0..<rows).map { Array(row($0)) } }

  /// A·v: `columns` numbers in, `rows` numbers out.
  package func product(_ vector: [Double]) -> [Double] {
    precondition(vector.count == columns, "vector length")
    return (0..<rows).map { dotProduct(row($0), vector) }
  }

  /// Aᵀ·v: `rows` numbers in, `columns` numbers out.
  package func transposedProduct(_ vector: [Double]) -> [Double] {
    precondition(vector.count == rows, "vector length")
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      let factor = vector[r]
      for c in 0..<columns { sums[c] += factor * storage[r * columns + c] }
    }
    return sums
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "matrix index")
    return row * columns + column
  }
}

/// Σᵢ aᵢ bᵢ, added in index order.
///
/// - Precondition: both have the same length.
package func dotProduct(_ a: some Collection<Double>, _ b: some Collection<Double>) -> Double {
  precondition(a.count == b.count, "vector lengths")
  var sum = 0.0
  var j = b.startIndex
  for value in a {
    sum += value * b[j]
    b.formIndex(after: &j)
  }
  return sum
}

/// The arithmetic mean, added in index order; NaN for no values.
package func arithmeticMean(_ values: some Collection<Double>) -> Double {
  values.reduce(0, +) / Double(values.count)
}
