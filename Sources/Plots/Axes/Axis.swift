/// What an axis shows and how.
package struct Axis: Sendable, Hashable {
  /// The title: rich text with `$…$` parts.
  package var label: String
  /// Linear or logarithmic.
  package var scale: AxisScale
  /// The range to show; nil: what the data need.
  package var range: ClosedRange<Double>?
  /// How the numbers at the ticks are printed.
  package var unit: AxisUnit
  /// Whether faint lines run across the plot at the ticks: only where values are read off.
  package var grid: Bool
  /// Whether ticks stand at whole numbers only.
  package var wholeNumbers: Bool

  /// An axis; everything but the label may be left out.
  package init(
    _ label: String = "", scale: AxisScale = .linear, range: ClosedRange<Double>? = nil,
    unit: AxisUnit = .number, grid: Bool = false, wholeNumbers: Bool = false
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.unit = unit
    self.grid = grid
    self.wholeNumbers = wholeNumbers
  }
}

/// How values become lengths along an axis.
package enum AxisScale: Sendable, Hashable {
  /// Equal differences have equal lengths.
  case linear
  /// Equal ratios have equal lengths; values that are not positive cannot be shown.
  case log
}

/// How the numbers at the ticks of an axis are printed.
package enum AxisUnit: Sendable, Hashable {
  /// As they are.
  case number
  /// 0.8 as "80 %".
  case percent
}

/// A line across the plot at one value of an axis, with a label.
package struct Reference: Sendable, Hashable {
  /// Where the line stands.
  package let value: Double
  /// What it means: rich text.
  package let label: String

  /// A line at `value`.
  package init(_ value: Double, label: String) {
    self.value = value
    self.label = label
  }
}
