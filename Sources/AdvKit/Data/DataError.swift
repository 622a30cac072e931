/// Why something is not a set of labelled points; rows and columns are counted from 1.
package enum DataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No points at all.
  case empty
  /// Points without coordinates.
  case noCoordinates
  /// As many labels as points are needed.
  case labelCount(points: Int, labels: Int)
  /// A label other than −1 and 1.
  case label(row: Int, value: Double)
  /// A class label outside 0..<classes.
  case classLabel(row: Int, value: Int, classes: Int)
  /// A row with another number of entries than the first.
  case ragged(row: Int, expected: Int, found: Int)
  /// An entry that is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// A parameter of a generator outside its range.
  case parameter(name: String, requirement: String)
  /// An entry of a CSV file that is not a number.
  case notANumber(row: Int, column: Int, text: String)
  /// A quoted entry of a CSV file that is not closed, or is followed by other text.
  case quoting(row: Int, column: Int)
  /// A label column that the header does not name.
  case noColumn(name: String, header: [String])
  /// A header that names a column twice.
  case duplicateColumn(name: String)
  /// Labels that are not two distinct words or numbers.
  case classes(found: [String])
  /// Labels that are fewer than two distinct words or numbers, or more than `largest`.
  case classCount(found: [String], largest: Int)
  /// A label that is none of the two named ones.
  case unknownLabel(row: Int, column: Int, text: String, expected: [String])

  /// The row of the trouble, where there is one, counted from 1 (in a CSV file: its line).
  package var row: Int? {
    switch self {
    case .label(let row, _), .classLabel(let row, _, _), .ragged(let row, _, _),
      .notFinite(let row, _),
      .notANumber(let row, _, _), .quoting(let row, _), .unknownLabel(let row, _, _, _):
      row
    default: nil
    }
  }

  /// The column of the trouble, where there is one, counted from 1 (in a CSV file: its field).
  package var column: Int? {
    switch self {
    case .notFinite(_, let column), .notANumber(_, let column, _), .quoting(_, let column),
      .unknownLabel(_, let column, _, _):
      column
    default: nil
    }
  }

  /// One sentence.
  package var description: String {
    switch self {
    case .empty: "there are no points"
    case .noCoordinates: "the points have no coordinates"
    case .labelCount(let points, let labels): "there are \(points) points and \(labels) labels"
    case .label(let row, let value): "label \(row) is \(value); labels are −1 and 1"
    case .classLabel(let row, let value, let classes):
      "label \(row) is \(value); with \(classes) classes, labels go from 0 to \(classes - 1)"
    case .ragged(let row, let expected, let found):
      "row \(row) has \(found) entries where the first has \(expected)"
    case .notFinite(let row, let column):
      "the entry in row \(row), column \(column) is not a finite number"
    case .parameter(let name, let requirement): "\(name) \(requirement)"
    case .notANumber(let row, let column, let text):
      "the entry in line \(row), field \(column) is not a number: \"\(text)\""
    case .quoting(let row, let column):
      "the quotes in line \(row), field \(column) do not end where the field does"
    case .noColumn(let name, let header):
      "there is no column \"\(name)\"; the columns are \(Self.list(header))"
    case .duplicateColumn(let name): "the header names the column \"\(name)\" twice"
    case .classes(let found):
      "a binary problem has two labels; the column has \(found.count): \(Self.list(found))"
    case .classCount(let found, let largest):
      "labels have from 2 to \(largest) values; the column has \(found.count): \(Self.list(found))"
    case .unknownLabel(let row, let column, let text, let expected):
      "the label in line \(row), field \(column) is \"\(text)\", not one of \(Self.list(expected))"
    }
  }

  private static func list(_ words: [String]) -> String {
    let shown = words.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
    return words.count > 6 ? shown + ", …" : shown
  }
}
