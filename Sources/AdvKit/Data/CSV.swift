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
    var records = try CSVRecords(text).records
    guard let first = records.first else { throw .empty }
    let width = first.fields.count
    let hasHeader =
      labelColumn != nil
      || (width > 1 && first.fields.dropLast().allSatisfy { CSVNumber.parse($0) == nil })
    let header = hasHeader ? first.fields : nil
    if hasHeader { records.removeFirst() }
    let labelIndex = try Self.labelIndex(labelColumn, header: header, width: width)
    guard width > 1 else { throw .noCoordinates }
    guard !records.isEmpty else { throw .empty }
    for record in records where record.fields.count != width {
      throw .ragged(row: record.line, expected: width, found: record.fields.count)
    }
    let mapping: LabelMapping
    if let classes {
      mapping = classes
    } else {
      mapping = try LabelMapping(inferredFrom: records.map { $0.fields[labelIndex] })
    }
    var storage: [Double] = []
    storage.reserveCapacity(records.count * (width - 1))
    var labels: [Double] = []
    for record in records {
      for (column, field) in record.fields.enumerated() where column != labelIndex {
        guard let value = CSVNumber.parse(field) else {
          throw .notANumber(row: record.line, column: column + 1, text: field)
        }
        storage.append(value)
      }
      guard let label = mapping.label(record.fields[labelIndex]) else {
        throw .unknownLabel(
          row: record.line, column: labelIndex + 1, text: record.fields[labelIndex],
          expected: [mapping.negative, mapping.positive])
      }
      labels.append(label)
    }
    let points = Matrix(rows: records.count, columns: width - 1, storage: storage)
    var names = header ?? (1..<width).map { "x\($0)" }
    if header != nil { names.remove(at: labelIndex) }
    return CSVData(
      dataset: try Dataset(points: points, labels: labels), featureNames: names,
      labelName: header?[labelIndex], mapping: mapping)
  }

  private static func labelIndex(
    _ name: String?, header: [String]?, width: Int
  ) throws(DataError) -> Int {
    guard let header else { return width - 1 }
    for (index, column) in header.enumerated() where header[..<index].contains(column) {
      throw .duplicateColumn(name: column)
    }
    guard let name else { return width - 1 }
    guard let index = header.firstIndex(of: name) else {
      throw .noColumn(name: name, header: header)
    }
    return index
  }
}
