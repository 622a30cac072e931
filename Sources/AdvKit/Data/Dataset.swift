/// Labelled points of a binary problem: at least one point, finite coordinates, labels −1 and 1.
package struct Dataset: Sendable, Hashable {
  /// One point a row: n × d.
  package let points: Matrix
  /// One label a point, −1 or 1.
  package let labels: [Double]

  /// Joins points and labels.
  ///
  /// One class alone is legal here; what needs both says so.
  ///
  /// - Throws: ``DataError`` where there are no points or coordinates, the counts differ, a label
  ///   is not −1 or 1, or a coordinate is not finite.
  package init(points: Matrix, labels: [Double]) throws(DataError) {
    guard points.rows > 0 else { throw .empty }
    guard points.columns > 0 else { throw .noCoordinates }
    guard points.rows == labels.count else {
      throw .labelCount(points: points.rows, labels: labels.count)
    }
    for (row, label) in labels.enumerated() where label != 1 && label != -1 {
      throw .label(row: row + 1, value: label)
    }
    if let bad = points.storage.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: bad / points.columns + 1, column: bad % points.columns + 1)
    }
    self.points = points
    self.labels = labels
  }

  /// Number of points n.
  package var count: Int { points.rows }

  /// Number of coordinates d.
  package var dimension: Int { points.columns }

  /// Number of points with label 1.
  package var positives: Int { labels.count { $0 == 1 } }

  /// Number of points with label −1.
  package var negatives: Int { labels.count - positives }

  /// Whether both labels occur.
  package var hasBothClasses: Bool { positives > 0 && negatives > 0 }
}
