internal import Notebook

/// A comparison of a `check` cell whose sides have been evaluated.
struct CheckedRelation: Sendable {
  /// The comparison as the author wrote it.
  let expression: DeferredExpression
  /// The left side.
  let left: Value
  /// The sign between the sides.
  let comparison: Expression.Comparison
  /// The right side.
  let right: Value
  /// What the language says about the comparison, without a tolerance; carries its evidence.
  let outcome: Value

  /// Whether a tolerance has a meaning here.
  var takesTolerance: Bool { comparison == .equal || comparison == .different }

  /// Why the relation does not hold, with both sides' values in full; nil where it holds.
  func disagreement(_ tolerance: Double) -> String? {
    if case .text(let a) = left.content, case .text(let b) = right.content {
      return (a == b) == (comparison == .equal)
        ? nil : "`\(expression.source)` does not hold: left \(a), right \(b)"
    }
    let pairs = pairs
    let bad = pairs.indices.filter { !holds(pairs[$0], tolerance) }
    guard let first = bad.first else { return nil }
    let (a, b) = pairs[first]
    let sides = "left \(a), right \(b), differ by \((a - b).magnitude)"
    let place =
      pairs.count > 1
      ? " in \(bad.count) of \(pairs.count) entries, first in entry \(first + 1)" : ""
    return "`\(expression.source)` does not hold\(place): \(sides)"
  }

  /// The relation with its verdict, for the page.
  func line(_ tolerance: Double) -> JudgedLine {
    JudgedLine(
      statement: "`\(expression.source)`", mark: disagreement(tolerance) == nil ? .holds : .fails,
      note: note(tolerance))
  }

  /// Exactly what was compared: both sides, or for vectors the entry where they are closest.
  private func note(_ tolerance: Double) -> String {
    if case .text(let a) = left.content, case .text(let b) = right.content {
      return "\(a) \(comparison.sign) \(b)"
    }
    let pairs = pairs
    let allowance =
      tolerance > 0 && takesTolerance
      ? "; tolerance \(printed(tolerance)) · max(1, |left|, |right|)" : ""
    guard pairs.count > 1 else {
      return pairs.map { "\(printed($0.0)) \(comparison.sign) \(printed($0.1))" }.joined()
        + allowance
    }
    if comparison == .equal {
      let distance = pairs.reduce(0) { max($0, $1.0 == $1.1 ? 0 : ($1.0 - $1.1).magnitude) }
      return "in all \(pairs.count) entries; largest difference \(printed(distance))" + allowance
    }
    var tightest = 0
    for k in pairs.indices
    where (pairs[k].0 - pairs[k].1).magnitude < (pairs[tightest].0 - pairs[tightest].1).magnitude {
      tightest = k
    }
    let (a, b) = pairs[tightest]
    return "in all \(pairs.count) entries; closest in entry \(tightest + 1): "
      + "\(printed(a)) \(comparison.sign) \(printed(b))" + allowance
  }

  private func holds(_ pair: (Double, Double), _ tolerance: Double) -> Bool {
    let (a, b) = pair
    guard takesTolerance else { return comparison.holds(a, b) }
    let scale = max(1, a.magnitude, b.magnitude)
    // Infinite numbers are equal only to themselves: their difference is not a number.
    let isEqual = a == b || (scale.isFinite && (a - b).magnitude <= tolerance * scale)
    return isEqual == (comparison == .equal)
  }

  /// Both sides entry by entry, numbers repeated beside vectors.
  private var pairs: [(Double, Double)] {
    let a = Self.entries(left)
    let b = Self.entries(right)
    let count = max(a.count, b.count)
    guard a.count == count || a.count == 1, b.count == count || b.count == 1 else { return [] }
    return (0..<count).map { (a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
  }

  private static func entries(_ value: Value) -> [Double] {
    switch value.content {
    case .number(let number): [number]
    case .vector(let vector): vector
    case .boolean(let flag): [flag ? 1 : 0]
    case .matrix(let rows): rows.flatMap { $0 }
    case .text: []
    }
  }
}
