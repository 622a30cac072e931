internal import Notebook

/// Compares what a cell published with a second computation, and keeps what does not agree.
struct Audit {
  /// The published values under test.
  let published: CellOutput
  /// What does not agree, in the order asked.
  private(set) var failures: [AuditFailure] = []

  /// An audit of this output.
  init(_ published: CellOutput) { self.published = published }

  /// The number under a name; reported where there is none.
  mutating func number(_ name: String) -> Double? {
    if let number = value(name)?.number { return number }
    report(name, "it is no number")
    return nil
  }

  /// The vector under a name; reported where there is none.
  mutating func vector(_ name: String) -> [Double]? {
    if let vector = value(name)?.vector { return vector }
    report(name, "it is no vector")
    return nil
  }

  /// The rows of the matrix under a name; reported where there is none of that shape.
  mutating func matrix(_ name: String, rows: Int, columns: Int) -> [[Double]]? {
    if case .matrix(let matrix) = value(name)?.content, matrix.count == rows,
      matrix.allSatisfy({ $0.count == columns })
    {
      return matrix
    }
    report(name, "it is no matrix of \(rows) × \(columns)")
    return nil
  }

  /// A number and its second computation agree up to rounding.
  mutating func expect(_ name: String, _ second: Rounded, by route: String) {
    guard let number = number(name), !second.agrees(with: number) else { return }
    report(
      name,
      "published \(number), \(route) gives \(second.value): they differ by "
        + "\((number - second.value).magnitude), and rounding explains \(8 * second.error)")
  }

  /// A vector and its second computation agree in every entry up to rounding.
  mutating func expect(_ name: String, _ second: [Rounded], by route: String) {
    guard let vector = vector(name) else { return }
    guard vector.count == second.count else {
      report(name, "published \(vector.count) entries, \(route) gives \(second.count)")
      return
    }
    for (index, (entry, other)) in zip(vector, second).enumerated()
    where !other.agrees(with: entry) {
      report(
        name,
        "entry \(index + 1) is published as \(entry), \(route) gives \(other.value): they differ "
          + "by \((entry - other.value).magnitude), and rounding explains \(8 * other.error)")
      return
    }
  }

  /// A number equals its second computation, which does not round: a count, or a copy.
  mutating func expect(_ name: String, exactly second: Double, by route: String) {
    guard let number = number(name), number != second else { return }
    report(name, "published \(number), \(route) gives \(second)")
  }

  /// A vector equals its second computation, which does not round.
  mutating func expect(_ name: String, exactly second: [Double], by route: String) {
    guard let vector = vector(name), vector != second else { return }
    report(name, "published values and \(route) differ")
  }

  /// Reports where a condition on a published value does not hold.
  mutating func expect(_ name: String, _ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { report(name, message()) }
  }

  /// Reports a value.
  mutating func report(_ name: String, _ message: String) {
    failures.append(AuditFailure(name, message))
  }

  private func value(_ name: String) -> Value? {
    published.values.first { $0.name == name }?.value
  }
}
