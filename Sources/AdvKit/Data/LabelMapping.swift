/// How the labels of a file become −1 and 1.
package struct LabelMapping: Sendable, Hashable {
  /// The label that becomes −1; empty where the file has none of that class.
  package let negative: String
  /// The label that becomes 1; empty where the file has none of that class.
  package let positive: String
  /// Whether labels are compared as numbers (0 and 0.0 are one label).
  package let isNumeric: Bool

  /// What the page says, such as "label 0 becomes −1, 1 becomes 1".
  package var description: String {
    let parts = [(negative, "−1"), (positive, "1")].filter { !$0.0.isEmpty }
    return "label " + parts.map { "\($0) becomes \($1)" }.joined(separator: ", ")
  }

  /// The mapping that a column of labels asks for.
  ///
  /// Two numbers: the smaller becomes −1. Two words: the first in the order of Unicode scalars
  /// becomes −1. One label alone is legal if it is 0, −1 (→ −1) or 1 (→ 1).
  ///
  /// - Throws: ``DataError/classes(found:)`` for any other number of labels.
  init(inferredFrom labels: [String]) throws(DataError) {
    let numbers = labels.compactMap(CSVNumber.parse)
    if numbers.count == labels.count {
      let distinct = Set(numbers).sorted()
      let spelling = distinct.map { value in
        labels.first { CSVNumber.parse($0) == value } ?? "\(value)"
      }
      if spelling.count == 2 {
        self.init(negative: spelling[0], positive: spelling[1], isNumeric: true)
      } else if distinct == [0] || distinct == [-1] {
        self.init(negative: spelling[0], positive: "", isNumeric: true)
      } else if distinct == [1] {
        self.init(negative: "", positive: spelling[0], isNumeric: true)
      } else {
        throw .classes(found: spelling)
      }
    } else {
      let distinct = Set(labels).sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      guard distinct.count == 2 else { throw .classes(found: distinct) }
      self.init(negative: distinct[0], positive: distinct[1], isNumeric: false)
    }
  }

  /// The mapping that an author names.
  ///
  /// - Throws: ``DataError/classes(found:)`` if both are the same label.
  package init(negative: String, positive: String) throws(DataError) {
    let numbers = (CSVNumber.parse(negative), CSVNumber.parse(positive))
    let isNumeric = numbers.0 != nil && numbers.1 != nil
    guard isNumeric ? numbers.0 != numbers.1 : negative != positive else {
      throw .classes(found: [negative])
    }
    self.init(negative: negative, positive: positive, isNumeric: isNumeric)
  }

  private init(negative: String, positive: String, isNumeric: Bool) {
    self.negative = negative
    self.positive = positive
    self.isNumeric = isNumeric
  }

  /// −1, 1, or nil for a label that is neither.
  func label(_ text: String) -> Double? {
    func matches(_ class: String) -> Bool {
      guard !`class`.isEmpty else { return false }
      return text == `class`
        || (isNumeric && CSVNumber.parse(text) != nil
          && CSVNumber.parse(text) == CSVNumber.parse(`class`))
    }
    if matches(negative) { return -1 }
    return matches(positive) ? 1 : nil
  }
}

/// Numbers as CSV files write them.
enum CSVNumber {
  /// A finite decimal number (sign, digits, point, exponent), or nil; no hexadecimal, no `inf`.
  static func parse(_ text: String) -> Double? {
    let allowed = text.unicodeScalars.allSatisfy { "0123456789+-.eE".unicodeScalars.contains($0) }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
