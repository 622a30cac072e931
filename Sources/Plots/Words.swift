import Markup

/// The small parts of sentences about data.
enum Words {
  /// A number with three significant digits.
  static func number(_ value: Double, unit: AxisUnit = .number) -> String {
    switch unit {
    case .number: NumberText(value, .general(3)).plain
    case .percent: NumberText(value, .percent(1)).plain
    }
  }

  /// A point as a pair.
  static func point(_ point: Point) -> String { "(\(number(point.x)), \(number(point.y)))" }

  /// A count with its noun: `1 line`, `1,240 points`.
  static func count(_ count: Int, _ one: String, _ many: String) -> String {
    "\(NumberText.count(count)) \(count == 1 ? one : many)"
  }

  /// Sentences in a row.
  static func sentences(_ sentences: [String]) -> String { sentences.joined(separator: " ") }
}
