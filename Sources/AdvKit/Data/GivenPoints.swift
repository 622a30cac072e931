extension Dataset {
  /// Points and labels as an author wrote them; rows are counted from 1 in errors.
  ///
  /// - Parameters:
  ///   - points: rows of the same length ≥ 1, finite numbers.
  ///   - labels: −1 or 1, one a row.
  /// - Throws: ``DataError`` with the row, and the column where there is one.
  package static func given(
    points: [[Double]], labels: [Double]
  ) throws(DataError) -> Dataset {
    let width = points.first?.count ?? 0
    for (row, point) in points.enumerated() where point.count != width {
      throw .ragged(row: row + 1, expected: width, found: point.count)
    }
    return try Dataset(points: Matrix(rows: points), labels: labels)
  }
}
