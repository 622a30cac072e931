/// Which values the ends of an axis have.
enum Ranges {
  /// The range of an axis along which data are read from end to end: no margin.
  static func tight(_ axis: Axis, _ values: some Sequence<Double>) -> ClosedRange<Double>? {
    if let given = usable(axis) { return given }
    return Scale.range(of: values, kind: axis.scale)
  }

  /// The range of an axis whose ends are nice numbers around the data; zero is one of them where
  /// the data are nonnegative and come close to it.
  static func loose(_ axis: Axis, _ values: some Sequence<Double>) -> ClosedRange<Double>? {
    if let given = usable(axis) { return given }
    guard let range = Scale.range(of: values, kind: axis.scale) else { return nil }
    let (low, high) = (range.lowerBound, range.upperBound)
    switch axis.scale {
    case .linear:
      let reaching = low > 0 && low < 0.5 * high ? 0...high : range
      let nice = Progression.best(
        for: reaching, count: 6, covering: true, wholeNumbers: axis.wholeNumbers)
      return Swift.min(nice.lowest, reaching.lowerBound)...Swift.max(nice.highest, high)
    case .log:
      return niceBelow(low)...niceAbove(high)
    }
  }

  /// The range that the axis asks for, if it can be drawn on its scale.
  private static func usable(_ axis: Axis) -> ClosedRange<Double>? {
    guard let range = axis.range, range.lowerBound.isDrawable, range.upperBound.isDrawable,
      axis.scale == .linear || range.lowerBound >= 1e-300
    else { return nil }
    return Scale.widened(range, kind: axis.scale)
  }

  /// The largest of 1, 2, 5 times a power of ten that is not above the value.
  private static func niceBelow(_ value: Double) -> Double {
    let exponent = Int(Elementary.log10(value).rounded(.down))
    let candidates = [1.0, 2, 5].map { $0 * Elementary.powerOfTen(exponent) }
    return candidates.last { $0 <= value * (1 + 1e-9) && $0 > 0 } ?? value
  }

  /// The smallest of 1, 2, 5, 10 times a power of ten that is not below the value.
  private static func niceAbove(_ value: Double) -> Double {
    let exponent = Int(Elementary.log10(value).rounded(.down))
    let candidates = [1.0, 2, 5, 10].map { $0 * Elementary.powerOfTen(exponent) }
    return candidates.first { $0 >= value * (1 - 1e-9) && $0.isFinite } ?? value
  }
}
