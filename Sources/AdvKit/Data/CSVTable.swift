/// A CSV text as a table: one column with the labels, all others numbers.
struct CSVTable {
  /// The lines of data, each with as many entries as the first.
  let records: [CSVRecords.Record]
  /// The number of columns, at least 2.
  let width: Int
  /// The position of the label column.
  let labelIndex: Int
  /// The names of the columns, if the text has a header.
  let header: [String]?

  /// Splits a text; the first line is a header if a label column is named, or if none of its
  /// entries before the last is a number.
  ///
  /// - Throws: ``DataError`` with the line of the text.
  init(_ text: String, labelColumn: String?) throws(DataError) {
    var records = try CSVRecords(text).records
    guard let first = records.first else { throw .empty }
    width = first.fields.count
    let hasHeader =
      labelColumn != nil
      || (width > 1 && first.fields.dropLast().allSatisfy { CSVNumber.parse($0) == nil })
    header = hasHeader ? first.fields : nil
    if hasHeader { records.removeFirst() }
    labelIndex = try Self.labelIndex(labelColumn, header: header, width: width)
    guard width > 1 else { throw .noCoordinates }
    guard !records.isEmpty else { throw .empty }
    for record in records where record.fields.count != width {
      throw .ragged(row: record.line, expected: width, found: record.fields.count)
    }
    self.records = records
  }

  /// The entries of the label column.
  var labels: [String] { records.map { $0.fields[labelIndex] } }

  /// The names of the coordinates; x1, x2, … without a header.
  var featureNames: [String] {
    var names = header ?? (1..<width).map { "x\($0)" }
    if header != nil { names.remove(at: labelIndex) }
    return names
  }

  /// The name of the label column; nil without a header.
  var labelName: String? { header?[labelIndex] }

  /// The numbers of all other columns, line by line.
  ///
  /// - Throws: ``DataError/notANumber(row:column:text:)``.
  func coordinates() throws(DataError) -> [Double] {
    var storage: [Double] = []
    storage.reserveCapacity(records.count * (width - 1))
    for record in records {
      for (column, field) in record.fields.enumerated() where column != labelIndex {
        guard let value = CSVNumber.parse(field) else {
          throw .notANumber(row: record.line, column: column + 1, text: field)
        }
        storage.append(value)
      }
    }
    return storage
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
