/// How the labels of a file become the classes 0, 1, …, K − 1.
package struct ClassMapping: Sendable, Hashable {
  /// The label of each class, as the file or the author writes it.
  package let names: [String]
  /// Whether labels are compared as numbers (3 and 3.0 are one label).
  package let isNumeric: Bool

  /// The most classes that a column of labels may ask for.
  package static let largestCount = 1_000

  /// The mapping that a column of labels asks for.
  ///
  /// Numbers are ordered by size, so that 0, …, K − 1 stay what they are; words by their Unicode
  /// scalars. A column with a word in it holds words.
  ///
  /// - Throws: ``DataError/classCount(found:largest:)`` for fewer than two labels or more than 1,000.
  init(inferredFrom labels: [String]) throws(DataError) {
    // The first spelling of each number names its class.
    var spelling: [Double: String] = [:]
    var words: Set<String> = []
    isNumeric = labels.allSatisfy { CSVNumber.parse($0) != nil }
    for label in labels where words.insert(label).inserted {
      if isNumeric, let number = CSVNumber.parse(label), spelling[number] == nil {
        spelling[number] = label
      }
    }
    names =
      isNumeric
      ? spelling.sorted { $0.key < $1.key }.map(\.value)
      : words.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    guard (2...Self.largestCount).contains(names.count) else {
      throw .classCount(found: names, largest: Self.largestCount)
    }
  }

  /// The mapping that an author names: the first label is class 0.
  ///
  /// - Throws: ``DataError/classCount(found:largest:)`` for fewer than two labels, more than 1,000,
  ///   or one that stands twice.
  package init(names: [String]) throws(DataError) {
    let numbers = names.compactMap(CSVNumber.parse)
    isNumeric = numbers.count == names.count
    let distinct = isNumeric ? Set(numbers).count : Set(names).count
    guard distinct == names.count, (2...Self.largestCount).contains(names.count) else {
      throw .classCount(found: names, largest: Self.largestCount)
    }
    self.names = names
  }

  /// What the page says: "labels 0 to 9 are the classes", or "label cat becomes class 0, dog 1".
  package var description: String {
    let areClasses =
      isNumeric && names.enumerated().allSatisfy { CSVNumber.parse($1) == Double($0) }
    if areClasses { return "labels 0 to \(names.count - 1) are the classes" }
    let parts = names.prefix(12).enumerated().map {
      $0 == 0 ? "\($1) becomes class \($0)" : "\($1) \($0)"
    }
    return "label " + parts.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }

  /// The class of a label, or nil for a label that is none of the names.
  var numbers: (String) -> Int? {
    if isNumeric {
      let classes = Dictionary(
        names.enumerated().compactMap { index, name in CSVNumber.parse(name).map { ($0, index) } },
        uniquingKeysWith: { first, _ in first })
      return { CSVNumber.parse($0).flatMap { classes[$0] } }
    }
    let classes = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return { classes[$0] }
  }
}
