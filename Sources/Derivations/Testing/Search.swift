internal import AdvKit

/// One search for an extremum over a region.
struct Search {
  let evaluation: Evaluation
  let variable: Bound
  let region: Evaluation.Region
  let goal: Goal
  let body: Expression

  func run() throws(Unvalued) -> Evaluation.Optimum {
    var random = RandomStream(RandomKey(seed: 20, cell: "search", stream: variable.symbol.name))
    var pool = starts(&random)
    // The points where inner quantities are extreme: monotone functions are extreme there too.
    for inner in innerQuantities {
      let rising = try climb(inner, 1, pool)
      let falling = try climb(inner, -1, pool)
      pool.append(rising)
      pool.append(falling)
      for k in 1..<24 {
        let t = Double(k) / 24
        pool.append(inside(zip(rising, falling).map { $0 + t * ($1 - $0) }))
      }
    }
    let sign = goal == .maximum ? 1.0 : -1
    let first = try climb(body, sign, pool)
    // A second search from elsewhere tells how far to trust the first.
    let others = starts(&random)
    let second = try climb(body, sign, others + pool.suffix(2))
    let a = try measure(first)
    let b = try measure(second)
    let best = goal.isBetter(a.value, than: b.value) ? first : second
    let found = goal.isBetter(a.value, than: b.value) ? a : b
    let gap = abs(a.value - b.value)
    let scale = max(1e-3, abs(found.value))
    let floor = isLinearLike ? 1e-9 : 1e-5
    let doubt = max(gap * 10, floor * scale)
    return .init(value: Measured(found.value, found.error + doubt), point: value(best))
  }

  private func value(_ numbers: [Double]) -> Value {
    variable.sort == .scalar ? .scalar(numbers[0]) : .vector(numbers)
  }

  private func measure(_ numbers: [Double]) throws(Unvalued) -> Measured {
    try evaluation.binding(variable.symbol, value(numbers)).scalar(body)
  }

  private func number(_ e: Expression, _ numbers: [Double]) -> Double? {
    try? evaluation.binding(variable.symbol, value(numbers)).scalar(e).value
  }

  /// Orders 1, 2 and ∞ have exact projections.
  private var isLinearLike: Bool {
    if case .ball(let p, _) = region.shape { return p == 1 || p == 2 || p == .infinity }
    return true
  }

  /// The arguments of functions that the variable moves.
  private var innerQuantities: [Expression] {
    var found: [Expression] = []
    func look(_ e: Expression) {
      guard e.freeSymbols.contains(variable.symbol), found.count < 6 else { return }
      switch e {
      case .application(_, _, let arguments):
        for argument in arguments where argument.freeSymbols.contains(variable.symbol) {
          if case .scalar = argument.sort(in: evaluation.sorted.binding([variable])),
            !found.contains(argument)
          {
            found.append(argument)
          }
        }
      case .exponential(let a), .logarithm(let a), .sign(let a), .absolute(let a):
        if case .scalar = a.sort(in: evaluation.sorted.binding([variable])), !found.contains(a) {
          found.append(a)
        }
      case .choice(_, let list):
        for part in list where part.freeSymbols.contains(variable.symbol) {
          if !found.contains(part) { found.append(part) }
        }
      case .total, .tuple, .extremum: return
      default: break
      }
      e.parts.expressions.forEach(look)
    }
    look(body)
    return found
  }

  // MARK: points

  private func starts(_ random: inout RandomStream) -> [[Double]] {
    let n = region.centre.count
    var list = [region.centre]
    for k in 0..<min(n, 6) {
      for side in [1.0, -1] {
        var v = region.centre
        v[k] += side * 2 * max(region.radius, width(k))
        list.append(inside(v))
      }
    }
    for _ in 0..<8 {
      list.append(
        inside(
          region.centre.enumerated().map {
            $1 + 3 * max(region.radius, width($0)) * random.normal()
          }))
      list.append(
        inside(
          region.centre.enumerated().map {
            $1 + 2 * max(region.radius, width($0)) * (random.uniform() < 0.5 ? -1 : 1)
          }))
    }
    for _ in 0..<3 {
      list.append(
        inside(
          region.centre.enumerated().map {
            $1 + 0.4 * max(region.radius, width($0)) * random.normal() / Double(n).squareRoot()
          }))
    }
    return list.filter(isInside)
  }

  private func width(_ k: Int) -> Double {
    region.low.indices.contains(k) ? region.high[k] - region.low[k] : 0
  }

  private func isInside(_ v: [Double]) -> Bool {
    for other in region.others {
      guard let truth = try? evaluation.binding(variable.symbol, value(v)).loosely(other),
        truth == .yes
      else { return false }
    }
    return true
  }

  /// The point of the region that v is moved to.
  private func inside(_ v: [Double]) -> [Double] {
    switch region.shape {
    case .box:
      return v.enumerated().map { min(region.high[$0], max(region.low[$0], $1)) }
    case .ball(let p, let isSphere):
      let u = zip(v, region.centre).map { $0 - $1 }
      let r = region.radius
      let size = Self.norm(u, p)
      if size <= r, !isSphere { return v }
      if size == 0 {
        guard isSphere else { return v }
        var w = region.centre
        w[0] += r
        return w
      }
      var moved: [Double]
      switch p {
      case .infinity where !isSphere: moved = u.map { min(r, max(-r, $0)) }
      case 1 where !isSphere: moved = Self.projectedOntoOneBall(u, r)
      default: moved = u.map { $0 * (r / size) }
      }
      // Rounding must not leave the ball.
      let after = Self.norm(moved, p)
      if after > r { moved = moved.map { $0 * (r / after) } }
      return zip(moved, region.centre).map { $0 + $1 }
    }
  }

  static func norm(_ v: [Double], _ p: Double) -> Double {
    if p == .infinity { return v.map { abs($0) }.max() ?? 0 }
    if p == 1 { return v.reduce(0) { $0 + abs($1) } }
    if p == 2 { return v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let most = v.map { abs($0) }.max() ?? 0
    guard most > 0 else { return 0 }
    let sum = v.filter { $0 != 0 }.reduce(0) {
      $0 + Elementary.exp(p * Elementary.log(abs($1) / most))
    }
    return most * Elementary.exp(Elementary.log(sum) / p)
  }

  /// Euclidean projection by bisection on the threshold.
  static func projectedOntoOneBall(_ u: [Double], _ r: Double) -> [Double] {
    var low = 0.0
    var high = u.map { abs($0) }.max() ?? 0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if u.reduce(0, { $0 + max(0, abs($1) - middle) }) > r { low = middle } else { high = middle }
    }
    return u.map { ($0 < 0 ? -1 : 1) * max(0, abs($0) - high) }
  }

  // MARK: climbing

  /// Climbs sign·e from the best of the points, along differences, with steps from huge to small.
  private func climb(
    _ e: Expression, _ sign: Double, _ points: [[Double]]
  ) throws(Unvalued) -> [Double] {
    var ranked: [(Double, [Double])] = []
    for point in points {
      if let value = number(e, point) { ranked.append((sign * value, point)) }
    }
    guard !ranked.isEmpty else {
      // Says why nothing can be evaluated.
      _ = try evaluation.binding(variable.symbol, value(points.first ?? region.centre)).scalar(e)
      throw .impossible("no point of the set can be evaluated")
    }
    ranked.sort { $0.0 > $1.0 }
    var best = ranked[0]
    for start in ranked.prefix(2 * evaluation.effort) {
      let end = climbed(e, sign, start)
      if end.0 > best.0 { best = end }
    }
    return best.1
  }

  /// On the boundary of a ball of any other order: the part of a slope along the boundary.
  private func tangential(_ slope: [Double], at point: [Double]) -> [Double] {
    guard !isLinearLike, case .ball(let p, _) = region.shape, region.radius > 0 else {
      return slope
    }
    let u = zip(point, region.centre).map { $0 - $1 }
    let size = Self.norm(u, p)
    guard size >= region.radius * (1 - 1e-9) else { return slope }
    var normal: [Double] = []
    let h = 1e-6 * region.radius
    for k in u.indices {
      var up = u
      up[k] += h
      var down = u
      down[k] -= h
      normal.append((Self.norm(up, p) - Self.norm(down, p)) / (2 * h))
    }
    let along = zip(slope, normal).reduce(0) { $0 + $1.0 * $1.1 }
    let length = normal.reduce(0) { $0 + $1 * $1 }
    guard along > 0, length > 0 else { return slope }
    return zip(slope, normal).map { $0 - $1 * along / length }
  }

  private func climbed(
    _ e: Expression, _ sign: Double, _ start: (Double, [Double])
  ) -> (Double, [Double]) {
    var (here, point) = start
    let unit = max(region.radius, region.centre.indices.map(width).max() ?? 0, 1e-9)
    for _ in 0..<(isLinearLike ? 12 : 60) {
      var slope: [Double] = []
      let h = 1e-5 * unit
      for k in point.indices {
        var up = point
        up[k] += h
        var down = point
        down[k] -= h
        let a = number(e, up) ?? here * sign
        let b = number(e, down) ?? here * sign
        slope.append(sign * (a - b) / (2 * h))
      }
      slope = tangential(slope, at: point)
      let size = Self.norm(slope, 2)
      guard size > 0, size.isFinite else { break }
      var isBetter = false
      for step in [1e9, 1e4, 100, 10, 2, 0.5, 0.1, 0.02, 0.004, 0.0005, 5e-5, 5e-6, 5e-7] {
        let moved = inside(zip(point, slope).map { $0 + step * unit * $1 / size })
        guard isInside(moved), let value = number(e, moved), sign * value > here else { continue }
        let gain = sign * value - here
        here = sign * value
        point = moved
        isBetter = gain > 1e-14 * max(1, abs(here))
        break
      }
      if !isBetter { break }
    }
    return (here, point)
  }
}
