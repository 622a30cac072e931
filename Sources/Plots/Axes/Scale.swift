/// A map from values to places in the drawing, and back.
struct Scale: Sendable, Hashable {
  /// Linear or logarithmic.
  let kind: AxisScale
  /// The values at the two ends.
  let domain: ClosedRange<Double>
  /// The place of the lower value.
  let start: Double
  /// The place of the upper value; may lie before `start` (y grows upwards, places grow downwards).
  let end: Double

  private let low: Double
  private let length: Double

  init(_ kind: AxisScale, domain: ClosedRange<Double>, from start: Double, to end: Double) {
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
    low = Scale.transform(kind, domain.lowerBound)
    length = Scale.transform(kind, domain.upperBound) - low
  }

  private static func transform(_ kind: AxisScale, _ value: Double) -> Double {
    kind == .log ? Elementary.log10(value) : value
  }

  /// The place of a value; values far outside are held at 10⁵ units from the axis, so that a line
  /// towards them keeps its direction closely enough and every coordinate stays printable.
  func callAsFunction(_ value: Double) -> Double {
    let share = (Scale.transform(kind, value) - low) / length
    let place = start + share * (end - start)
    return Swift.min(Swift.max(place, -1e5), 1e5)
  }

  /// The value at a place; the inverse of the map inside the domain.
  func value(at place: Double) -> Double {
    let transformed = low + (place - start) / (end - start) * length
    return kind == .log ? Elementary.power(10, transformed) : transformed
  }

  /// A range of positive length that holds the values, also where all are equal.
  ///
  /// Values closer together than rounding lets a drawing tell apart count as equal. Equal values
  /// get a tenth of their size on either side (zero: one; logarithmic: a factor of √10).
  static func range(of values: some Sequence<Double>, kind: AxisScale) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isDrawable && (kind == .linear || value >= 1e-300) {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    guard low <= high else { return nil }
    return widened(low...high, kind: kind)
  }

  /// The range itself if it has a length that can be drawn, otherwise one around its middle.
  static func widened(_ range: ClosedRange<Double>, kind: AxisScale) -> ClosedRange<Double> {
    let (low, high) = (range.lowerBound, range.upperBound)
    let size = Swift.max(low.magnitude, high.magnitude)
    switch kind {
    case .linear:
      if high - low > 1e-9 * size && high - low > 1e-290 { return range }
      let middle = low + (high - low) / 2
      let margin = size > 1e-280 ? 0.1 * size : 1
      return middle - margin...middle + margin
    case .log:
      if high > low * 1.02 { return range }
      return Swift.max(low / 3.1623, 1e-305)...high * 3.1623
    }
  }
}
