/// Examples of several classes read from a CSV text, and how columns and labels were understood.
package struct CSVExamples: Sendable, Hashable {
  /// The inputs and labels.
  package let examples: Examples
  /// The names of the coordinates; x1, x2, … without a header.
  package let featureNames: [String]
  /// The name of the label column; nil without a header.
  package let labelName: String?
  /// How labels became classes.
  package let mapping: ClassMapping

  /// Reads a CSV text: one example a line, one column with the label, all others numbers.
  ///
  /// The first line is a header under the same conditions as in ``CSVData``. Numbers are divided by
  /// `scale` and rounded to single precision.
  ///
  /// - Parameters:
  ///   - labelColumn: name of the label column; nil for the last column.
  ///   - classes: how labels become classes; nil to map those that occur in order.
  ///   - shape: the shape of one example, such as `.image(channels: 1, height: 28, width: 28)`
  ///     for 784 columns row by row; nil for a vector.
  ///   - scale: what every number is divided by, finite and > 0.
  /// - Throws: ``DataError``; rows and columns are lines and fields of the text.
  package static func parse(
    _ text: String, labelColumn: String? = nil, classes: ClassMapping? = nil, shape: Shape? = nil,
    scale: Double = 1
  ) throws(DataError) -> CSVExamples {
    guard scale > 0, scale.isFinite else {
      throw .parameter(name: "scale", requirement: "is a finite number > 0, not \(scale)")
    }
    let table = try CSVTable(text, labelColumn: labelColumn)
    let columns = table.width - 1
    let shape = shape ?? .vector(columns)
    guard shape.count == columns else {
      throw .parameter(
        name: "shape",
        requirement: "has as many numbers as a line has coordinates, \(columns), not \(shape)")
    }
    let mapping: ClassMapping
    if let classes {
      mapping = classes
    } else {
      mapping = try ClassMapping(inferredFrom: table.labels)
    }
    let inputs = try table.coordinates().map { Float($0 / scale) }
    if let bad = inputs.firstIndex(where: { !$0.isFinite }) {
      let column = bad % columns
      throw .notFinite(
        row: table.records[bad / columns].line,
        column: column + (column < table.labelIndex ? 1 : 2))
    }
    let numbers = mapping.numbers
    var labels: [Int] = []
    for (record, text) in zip(table.records, table.labels) {
      guard let label = numbers(text) else {
        throw .unknownLabel(
          row: record.line, column: table.labelIndex + 1, text: text, expected: mapping.names)
      }
      labels.append(label)
    }
    return CSVExamples(
      examples: try Examples(
        shape: shape, inputs: inputs, labels: labels, classes: mapping.names.count),
      featureNames: table.featureNames, labelName: table.labelName, mapping: mapping)
  }
}
