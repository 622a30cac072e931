/// A loss ℓ(z) that an author wrote, with what was established of it.
///
/// Whoever makes one vouches for its slope and its properties; nothing here looks at how it is written.
package struct ExpressionLoss: Sendable, Hashable {
  /// What the author wrote, with numbers in the place of parameters.
  package let text: String
  /// ℓ.
  package let formula: MarginFormula
  /// ℓ′, at a kink the derivative from the right.
  package let slope: MarginFormula
  /// Whether it was established that ℓ does not increase.
  package let isNonincreasing: Bool
  /// Whether it was established that ℓ is convex.
  package let isConvex: Bool
  /// Margins between which value and slope are within the range of doubles.
  package let range: ClosedRange<Double>

  /// A loss with its slope and what is known of it.
  package init(
    text: String, formula: MarginFormula, slope: MarginFormula, isNonincreasing: Bool,
    isConvex: Bool
  ) {
    self.text = text
    self.formula = formula
    self.slope = slope
    self.isNonincreasing = isNonincreasing
    self.isConvex = isConvex
    func hasValue(_ z: Double) -> Bool { formula.value(z).isFinite && slope.value(z).isFinite }
    /// The last margin with a value on the way from one that has one.
    func end(from start: Double, towards sign: Double) -> Double {
      var inside = start
      var step = 1.0
      while step < 1e12 {
        if !hasValue(inside + sign * step) { break }
        inside += sign * step
        step *= 2
      }
      for _ in 0..<60 where step > 1e-9 {
        step /= 2
        if hasValue(inside + sign * step) { inside += sign * step }
      }
      return inside
    }
    let start = [0.0, 1, -1, 10, -10, 100, -100, 1000, -1000].first(where: hasValue)
    range = start.map { end(from: $0, towards: -1)...end(from: $0, towards: 1) } ?? 0...0
  }

  /// The values of u for which the conjugate ℓ*(−u) is known: −ℓ′ takes them in the range of doubles.
  package var conjugateDomain: ClosedRange<Double> {
    let low = max(0, -slope.value(range.upperBound))
    return low...max(low, -slope.value(range.lowerBound))
  }

  /// −ℓ*(−u), the least value of ℓ(z) + uz, from below; −∞ where no tangents prove a bound.
  ///
  /// A convex ℓ lies above its tangents, so it lies above every mean of two. Bisection on the slope
  /// finds two margins, next to each other, between whose slopes −u lies; the mean of their tangents
  /// that has the slope −u gives the bound. It is exact but for rounding and for their distance.
  package func conjugateTerm(_ u: Double) -> Double {
    guard isConvex, u.isFinite else { return -.infinity }
    var low = max(-1, range.lowerBound)
    var high = min(1, range.upperBound)
    if low > high { (low, high) = (range.lowerBound, range.upperBound) }
    while slope.value(low) > -u {
      guard low > range.lowerBound else { return -.infinity }
      low = max(range.lowerBound, low < 0 ? 4 * low : low - 4)
    }
    while slope.value(high) < -u {
      guard high < range.upperBound else { return -.infinity }
      high = min(range.upperBound, high > 0 ? 4 * high : high + 4)
    }
    while high - low > 1e-14 * max(1, low.magnitude, high.magnitude) {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if slope.value(middle) < -u { low = middle } else { high = middle }
    }
    let (steep, flat) = (slope.value(low), slope.value(high))
    let share = flat > steep ? (flat + u) / (flat - steep) : 1
    return share * tangent(low) + (1 - share) * tangent(high)
  }

  /// The value at 0 of the tangent at a margin.
  private func tangent(_ z: Double) -> Double { formula.value(z) - slope.value(z) * z }
}
