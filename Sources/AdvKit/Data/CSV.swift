/// A data set read from a CSV text, and how its columns and labels were understood.
package struct CSVData: Sendable, Hashable {
  /// The points and labels.
  package let dataset: Dataset
  /// The names of the coordinates; x1, x2, … without a header.
  package let featureNames: [String]
  /// The name of the label column; nil without a header.
  package let labelName: String?
  /// How labels became −1 and 1.
  package let mapping: LabelMapping

  /// Reads a CSV text: one point a line, one column with the label, all others coordinates.
  ///
  /// The first line is a header if a label column is named, or if none of its entries before
  /// the last is a number; a line that mixes both is data, and its words are errors. Errors carry the line of the text and the field in it.
  ///
  /// - Parameters:
  ///   - labelColumn: name of the label column; nil for the last column.
  ///   - classes: the labels that become −1 and 1; nil to map the two that occur in order
  ///     (numbers by size, words by Unicode scalars).
  /// - Throws: ``DataError``.
  package static func parse(
    _ text: String, labelColumn: String? = nil, classes: LabelMapping? = nil
  ) throws(DataError) -> CSVData {
    let table = try CSVTable(text, labelColumn: labelColumn)
    let mapping: LabelMapping
    if let classes {
      mapping = classes
    } else {
      mapping = try LabelMapping(inferredFrom: table.labels)
    }
    let storage = try table.coordinates()
    var labels: [Double] = []
    for (record, text) in zip(table.records, table.labels) {
      guard let label = mapping.label(text) else {
        throw .unknownLabel(
          row: record.line, column: table.labelIndex + 1, text: text,
          expected: [mapping.negative, mapping.positive])
      }
      labels.append(label)
    }
    let points = Matrix(rows: labels.count, columns: table.width - 1, storage: storage)
    return CSVData(
      dataset: try Dataset(points: points, labels: labels), featureNames: table.featureNames,
      labelName: table.labelName, mapping: mapping)
  }
}
