internal import AdvKit

/// Looks for the largest and smallest values of expressions over sets.
///
/// It knows no closed form: it evaluates the body at points of the set, climbs along differences, and
/// also at the points where the inner quantities of the body are largest and smallest. Its error is
/// how far independent searches disagree.
extension Evaluation {
  struct Optimum {
    let value: Measured
    let point: Value
  }

  func optimum(_ e: Extremum) throws(Unvalued) -> Optimum {
    guard nesting < 2 else { throw .impossible("extrema nested three deep") }
    guard e.variables.count == 1, let variable = e.variables.first else {
      throw .impossible("an extremum over several variables")
    }
    var inner = self
    inner.nesting += 1
    if let values = try inner.finite(e.constraint, variable) {
      var best: Optimum?
      for value in values {
        let here = try inner.binding(variable.symbol, value).scalar(e.body)
        if best.map({ e.goal.isBetter(here.value, than: $0.value.value) }) ?? true {
          best = Optimum(value: here, point: value)
        }
      }
      guard let best else { throw .undefined("the set is empty") }
      return best
    }
    let region: Region
    do throws(Unvalued) {
      region = try inner.region(e.constraint, variable)
    } catch {
      if case .impossible = error { try inner.refuseUnbounded(e, variable) }
      throw error
    }
    let search = Search(
      evaluation: inner, variable: variable, region: region, goal: e.goal, body: e.body)
    return try search.run()
  }

  /// Looks along rays of the set for a value that grows without bound.
  ///
  /// - Throws: `undefined` where there is one.
  private func refuseUnbounded(_ e: Extremum, _ variable: Bound) throws(Unvalued) {
    for probe in probes(variable.sort) where probe.numbers.contains(where: { $0 != 0 }) {
      var values: [Double] = []
      for scale in [1.0, 1e3, 1e6] {
        let point = probe.replacing(probe.numbers.map { $0 * scale })
        let there = binding(variable.symbol, point)
        guard case .yes = try there.holds(e.constraint), let x = try? there.scalar(e.body) else {
          break
        }
        values.append(e.goal == .maximum ? x.value : -x.value)
      }
      if values.count == 3, values[1] > values[0],
        values[2] - values[1] > 10 * (values[1] - values[0])
      {
        throw .undefined(
          "the \(e.goal == .maximum ? "maximum" : "minimum") is infinite: the set has no end there")
      }
    }
  }

  /// The values of a finite set; nil for any other.
  private func finite(
    _ constraint: Proposition, _ variable: Bound
  ) throws(Unvalued) -> [Value]? {
    let options: [Proposition]
    switch constraint {
    case .any(let list): options = list
    case .relation(.equal, .symbol(variable.symbol, []), _): options = [constraint]
    default: return nil
    }
    var values: [Value] = []
    for option in options {
      guard case .relation(.equal, let a, let b) = option else { return nil }
      if case .symbol(variable.symbol, []) = a, !b.freeSymbols.contains(variable.symbol) {
        values.append(try bind(b, variable))
      } else if case .symbol(variable.symbol, []) = b, !a.freeSymbols.contains(variable.symbol) {
        values.append(try bind(a, variable))
      } else {
        return nil
      }
    }
    return values
  }

  /// A set that points can be put into.
  struct Region {
    enum Shape {
      /// centre + a ball of order p, or its sphere.
      case ball(Double, isSphere: Bool)
      case box
    }
    let shape: Shape
    let centre: [Double]
    let radius: Double
    var low: [Double] = []
    var high: [Double] = []
    /// Relations that points must also satisfy.
    var others: [Proposition] = []
  }

  private func region(
    _ constraint: Proposition, _ variable: Bound
  ) throws(Unvalued) -> Region {
    let count: Int
    if case .vector(let d) = variable.sort { count = instance.size(d) } else { count = 1 }
    var region: Region?
    var low = Array(repeating: -Double.infinity, count: count)
    var high = Array(repeating: Double.infinity, count: count)
    var others: [Proposition] = []
    for part in constraint.conjuncts {
      if region == nil, let ball = try ball(part, variable, count) {
        region = ball
      } else if try !bounds(part, variable, &low, &high) {
        others.append(part)
      }
    }
    if var region {
      if low.contains(where: \.isFinite) || high.contains(where: \.isFinite) {
        others += constraint.conjuncts
      }
      region.others = others
      return region
    }
    if low.allSatisfy(\.isFinite), high.allSatisfy(\.isFinite), others.isEmpty {
      for (a, b) in zip(low, high) where a > b { throw .undefined("the set is empty") }
      return Region(
        shape: .box, centre: zip(low, high).map { ($0 + $1) / 2 }, radius: 1, low: low, high: high)
    }
    throw .impossible(
      constraint.conjuncts.isEmpty ? "an extremum over a free variable" : "a set of this form")
  }

  /// ‖a·v + rest‖_p ≤ r, |a·t + rest| ≤ r, ∀j |…| ≤ r, found by evaluation at 0 and along the axes.
  private func ball(
    _ part: Proposition, _ variable: Bound, _ count: Int
  ) throws(Unvalued) -> Region? {
    var part = part
    if case .forAll(let bound, .truth(true), .relation(let r, .absolute(let inner), let limit)) =
      part, bound.count == 1, case .index(let d) = bound[0].sort
    {
      part = .relation(
        r, .norm(.tuple(index: bound[0].symbol, d, body: inner), .infinity), limit)
    }
    guard case .relation(var r, var a, var b) = part else { return nil }
    if b.freeSymbols.contains(variable.symbol) { (r, a, b) = (r.swapped, b, a) }
    guard r == .lessOrEqual || r == .equal, !b.freeSymbols.contains(variable.symbol) else {
      return nil
    }
    switch a {
    case .norm, .absolute, .power, .product: break
    default: return nil
    }
    var radius = try scalar(b).value
    // c‖v‖ ≤ r with c > 0 is ‖v‖ ≤ r/c.
    if case .product(let factors) = a, let last = factors.last {
      var factor = 1.0
      for part in factors.dropLast() {
        guard !part.freeSymbols.contains(variable.symbol) else { return nil }
        factor *= try scalar(part).value
      }
      guard factor > 0 else { return nil }
      a = last
      radius /= factor
    }
    if case .power(let base, .number(let two)) = a, two == Rational(2) {
      a = base
      radius = max(0, radius).squareRoot()
    }
    let order: Double
    let inside: Expression
    switch a {
    case .norm(let v, let p):
      order = try self.order(p)
      inside = v
    case .absolute(let s):
      order = 2
      inside = s
    default: return nil
    }
    // inside(v) = a·v + rest, which is checked.
    func image(_ numbers: [Double]) throws(Unvalued) -> [Double] {
      let value: Value = variable.sort == .scalar ? .scalar(numbers[0]) : .vector(numbers)
      let inner = binding(variable.symbol, value)
      if case .absolute = a { return [try inner.scalar(inside).value] }
      return try inner.vector(inside).map(\.value)
    }
    let zeros = Array(repeating: 0.0, count: count)
    let rest = try image(zeros)
    guard rest.count == count else { return nil }
    var scale: Double?
    for k in 0..<count {
      var axis = zeros
      axis[k] = 1
      let moved = try image(axis)
      for j in 0..<count {
        let slope = moved[j] - rest[j]
        if j == k {
          if let scale, abs(slope - scale) > 1e-9 * abs(scale) { return nil }
          scale = scale ?? slope
        } else if abs(slope) > 1e-12 {
          return nil
        }
      }
    }
    guard let scale, scale != 0 else { return nil }
    if radius < 0 { throw .undefined("the set is empty") }
    return Region(
      shape: .ball(order, isSphere: r == .equal), centre: rest.map { -$0 / scale },
      radius: radius / abs(scale))
  }

  /// l ≤ v and v ≤ u, component by component.
  private func bounds(
    _ part: Proposition, _ variable: Bound, _ low: inout [Double], _ high: inout [Double]
  ) throws(Unvalued) -> Bool {
    guard case .relation(let r, let a, let b) = part else { return false }
    func numbers(_ e: Expression) throws(Unvalued) -> [Double] {
      variable.sort == .scalar ? [try scalar(e).value] : try vector(e).map(\.value)
    }
    let isLow: Bool
    let limit: [Double]
    if a == .of(variable.symbol), !b.freeSymbols.contains(variable.symbol) {
      isLow = r == .greaterOrEqual
      limit = try numbers(b)
    } else if b == .of(variable.symbol), !a.freeSymbols.contains(variable.symbol) {
      isLow = r == .lessOrEqual
      limit = try numbers(a)
    } else {
      return false
    }
    guard r == .lessOrEqual || r == .greaterOrEqual, limit.count == low.count else { return false }
    for k in low.indices {
      if isLow { low[k] = max(low[k], limit[k]) } else { high[k] = min(high[k], limit[k]) }
    }
    return true
  }
}

extension Goal {
  func isBetter(_ a: Double, than b: Double) -> Bool { self == .maximum ? a > b : a < b }
}
