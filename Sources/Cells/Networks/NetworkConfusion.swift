internal import AdvKit
internal import Evidence
internal import Notebook

/// How often a network takes a class for another: what `adv evaluate` publishes and shows of it.
enum NetworkConfusion {
  /// The name of the matrix.
  static let name = PublishedName(
    "confusion",
    "networks: how many examples of a class (row, from 0) are predicted as another (column)")

  /// The matrix as a value.
  static func value(_ measures: NetworkMeasures) -> NamedValue {
    let k = measures.classes
    let rows = (0..<k).map { Array(measures.confusion.value[$0 * k..<($0 + 1) * k]) }
    return NamedValue(name.name, Value(.matrix(rows), measures.confusion.evidence))
  }

  /// The matrix as a table.
  static func table(_ measures: NetworkMeasures) -> CellBlock {
    let classes = 0..<measures.classes
    let evidence = measures.confusion.evidence
    return .table(
      TableBlock(
        columns: ["Class"] + classes.map { "as \($0)" },
        rows: classes.map { row in
          [.markdown("\(row)")]
            + classes.map { column in
              .value(
                Value(
                  .number(measures.confusion.value[row * measures.classes + column]), evidence),
                format: nil)
            }
        }))
  }

  /// Confirms the matrix: its rows count the labels, its diagonal the margins above 0, and its
  /// entries what plain loops in double precision predict, where they are run on all examples.
  static func audit(
    _ audit: inout Audit, _ network: Network, _ examples: Examples, margins: [Double]
  ) {
    let k = network.classes
    guard let matrix = audit.matrix(name.name, rows: k, columns: k) else { return }
    var labels = [Double](repeating: 0, count: k)
    var right = [Double](repeating: 0, count: k)
    for (label, margin) in zip(examples.labels, margins).reversed() {
      labels[label] += 1
      if margin > 0 { right[label] += 1 }
    }
    for row in 0..<k {
      audit.expect(
        name.name, matrix[row].reduce(0, +) == labels[row],
        "row \(row) does not sum to the \(labels[row]) examples of its class")
      audit.expect(
        name.name, matrix[row][row] == right[row],
        "the margins of class \(row) are above 0 at \(right[row]) examples")
    }
    let route = NetworkRoute(network)
    let sample = route.sample(of: examples.count)
    guard sample.count == examples.count else { return }
    var counts = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    var undecided = 0.0
    for example in sample.reversed() {
      let logits = route.logits(examples.input(example))
      let sorted = logits.sorted(by: >)
      let scale = 1e-4 * (1 + (logits.map(\.magnitude).max() ?? 0))
      if sorted.count > 1, sorted[0] - sorted[1] <= scale { undecided += 1 }
      let predicted = logits.firstIndex(of: sorted[0]) ?? 0
      counts[examples.labels[example]][predicted] += 1
    }
    let apart = (0..<k).reduce(0.0) { sum, row in
      sum + zip(matrix[row], counts[row]).reduce(0) { $0 + ($1.0 - $1.1).magnitude }
    }
    audit.expect(
      name.name, apart <= 2 * undecided,
      "plain loops in double precision predict otherwise at \(apart / 2) examples")
  }
}
