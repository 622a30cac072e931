@testable import Derivations

/// An evaluation that shares no code with the checker: plain recursion over the expression on small
/// instances, max and min by a dense set of points, verdicts only where a difference is large.
struct PlainEvaluation {
  enum Thing {
    case number(Double)
    case vector([Double])
  }

  var sizes: [String: Int]
  var values: [String: [Thing]] = [:]
  var functions: [String: PlainFunction] = [:]
  var orders: [String: Double] = [:]
  var bound: [String: Thing] = [:]
  var places: [String: Int] = [:]
  /// The radii that balls may have.
  var radii: [Double] = [0, 1]
  /// How far sides may be apart and count as equal, relative to max(1, |left|, |right|).
  var tolerance = 2e-3

  /// Nil where there is no value, or where this evaluation does not know.
  func number(_ e: Expression) -> Double? {
    switch e {
    case .number(let value): return value.double
    case .size(let d): return Double(sizes[d.name] ?? 1)
    case .symbol(let s, let at):
      if let p = orders[s.name] { return p }
      guard case .number(let x)? = thing(s.name, at) else { return nil }
      return x
    case .component(let v, let at):
      guard at.count == 1, let list = vector(v), let k = place(at[0]) else { return nil }
      return list[k - 1]
    case .sum(let list): return fold(list, 0, +)
    case .product(let list): return fold(list, 1, *)
    case .quotient(let a, let b):
      guard let x = number(a), let y = number(b), y != 0 else { return nil }
      return x / y
    case .power(let a, let b):
      guard let x = number(a), let y = number(b), y == y.rounded(), abs(y) <= 8 else { return nil }
      if y < 0 && x == 0 { return nil }
      var product = 1.0
      for _ in 0..<Int(abs(y)) { product *= x }
      return y < 0 ? 1 / product : product
    case .root(let a):
      guard let x = number(a), x >= 0 else { return nil }
      return x.squareRoot()
    case .dot(let u, let v):
      guard let a = vector(u), let b = vector(v), a.count == b.count else { return nil }
      return zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    case .norm(let v, let p):
      guard let list = vector(v) else { return nil }
      switch p {
      case .infinity: return list.map(abs).max()
      case .number(let k): return Self.norm(list, k.double)
      case .symbol(let s): return orders[s.name].map { Self.norm(list, $0) }
      }
    case .absolute(let a): return number(a).map(abs)
    case .sign(let a): return number(a).map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .exponential(let a): return number(a).map(plainExp)
    case .logarithm(let a):
      guard let x = number(a), x > 0 else { return nil }
      return plainLog(x)
    case .choice(let goal, let list):
      let all = list.compactMap(number)
      guard all.count == list.count else { return nil }
      return goal == .maximum ? all.max() : all.min()
    case .total(let i, let d, let body):
      var total = 0.0
      for k in 1...(sizes[d.name] ?? 1) {
        guard let x = at(i.name, k).number(body) else { return nil }
        total += x
      }
      return total
    case .extremum(let e): return best(e)
    case .application(let f, let order, let arguments):
      guard let function = functions[f.name], arguments.count == 1, let z = number(arguments[0])
      else { return nil }
      return order == 0 ? function.value(z) : order == 1 ? function.slope(z) : nil
    default: return nil
    }
  }

  func vector(_ e: Expression) -> [Double]? {
    switch e {
    case .symbol(let s, let at):
      guard case .vector(let v)? = thing(s.name, at) else { return nil }
      return v
    case .zeroVector(let d): return Array(repeating: 0, count: sizes[d.name] ?? 1)
    case .tuple(let i, let d, let body):
      let list = (1...(sizes[d.name] ?? 1)).compactMap { at(i.name, $0).number(body) }
      return list.count == sizes[d.name] ?? 1 ? list : nil
    case .sum(let list):
      let parts = list.compactMap(vector)
      guard parts.count == list.count, let first = parts.first else { return nil }
      return parts.dropFirst().reduce(first) { zip($0, $1).map(+) }
    case .product(let list):
      guard let last = list.last, let v = vector(last) else { return nil }
      var factor = 1.0
      for part in list.dropLast() {
        guard let x = number(part) else { return nil }
        factor *= x
      }
      return v.map { factor * $0 }
    case .quotient(let a, let b):
      guard let v = vector(a), let x = number(b), x != 0 else { return nil }
      return v.map { $0 / x }
    case .sign(let a): return vector(a)?.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    default: return nil
    }
  }

  /// True, false by a clear margin, or nil: not known.
  func holds(_ p: Proposition) -> Bool? {
    switch p {
    case .truth(let value): return value
    case .relation(let r, let a, let b):
      if let x = number(a), let y = number(b) { return compare(r, x, y) }
      if case .extremum(let e) = a, case .extremum(let f) = b, e.constraint == .truth(true),
        f.constraint == .truth(true)
      {
        return objectives(r, e, f)
      }
      guard let u = vector(a), let v = vector(b), u.count == v.count else { return nil }
      let all = zip(u, v).map { compare(r == .notEqual ? .equal : r, $0, $1) }
      let result: Bool? = all.contains(false) ? false : all.contains(nil) ? nil : true
      return r == .notEqual ? result.map { !$0 } : result
    case .all(let list):
      let all = list.map(holds)
      return all.contains(false) ? false : all.contains(nil) ? nil : true
    case .any(let list):
      let all = list.map(holds)
      return all.contains(true) ? true : all.contains(nil) ? nil : false
    case .not(let q): return holds(q).map { !$0 }
    case .implies(let a, let b):
      guard let first = holds(a) else { return nil }
      return first ? holds(b) : true
    case .equivalent(let a, let b):
      guard let x = holds(a), let y = holds(b) else { return nil }
      return x == y
    case .forAll(let variables, let domain, let body):
      var evaluations = [self]
      for variable in variables {
        guard case .index(let d) = variable.sort else { return nil }
        evaluations = evaluations.flatMap { e in
          (1...(sizes[d.name] ?? 1)).map { e.at(variable.symbol.name, $0) }
        }
      }
      let all = evaluations.map { $0.holds(.implies(domain, body)) }
      return all.contains(false) ? false : all.contains(nil) ? nil : true
    case .attains(let point, let e), .uniquelyAttains(let point, let e):
      guard let variable = e.variables.first, let best = best(e) else { return nil }
      let value: Thing
      if let v = vector(point) {
        value = .vector(v)
      } else if let x = number(point) {
        value = .number(x)
      } else {
        return nil
      }
      let there = binding(variable.symbol.name, value)
      guard let inside = there.holds(e.constraint), let mine = there.number(e.body) else {
        return nil
      }
      let slack = tolerance * Swift.max(1, abs(best))
      return inside && (e.goal == .maximum ? mine >= best - slack : mine <= best + slack)
    case .hasShape(let shape, let body, let symbol): return curves(shape, body, symbol.name)
    case .exists, .isAttained: return nil
    }
  }

  private func compare(_ r: Relation, _ x: Double, _ y: Double) -> Bool? {
    let scale = Swift.max(1, abs(x), abs(y))
    let isNear = abs(x - y) <= tolerance * scale
    let isEqual = abs(x - y) <= 1e-11 * scale
    switch r {
    case .equal: return isNear
    case .lessOrEqual: return x <= y || isNear
    case .greaterOrEqual: return x >= y || isNear
    case .less: return isEqual ? false : isNear ? nil : x < y
    case .greater: return isEqual ? false : isNear ? nil : x > y
    case .notEqual: return isEqual ? false : isNear ? nil : true
    }
  }

  /// Objectives of an outer minimisation, at a few points.
  private func objectives(_ r: Relation, _ e: Extremum, _ f: Extremum) -> Bool? {
    guard let a = e.variables.first, let b = f.variables.first,
      case .vector(let d) = a.sort
    else { return nil }
    var answers: [Bool?] = []
    for v in [[1.0, -2], [0, 0], [0.5, 3], [-1.5, 0]] {
      let value = Thing.vector(Array(v.prefix(sizes[d.name] ?? 1)))
      guard let x = binding(a.symbol.name, value).number(e.body),
        let y = binding(b.symbol.name, value).number(f.body)
      else { return nil }
      answers.append(compare(r, x, y))
    }
    return answers.contains(false) ? false : answers.contains(nil) ? nil : true
  }

  private func curves(_ shape: Proposition.Shape, _ body: Expression, _ name: String) -> Bool? {
    guard case .vector(let here)? = values[name]?.first else { return nil }
    let others = [here.map { -$0 }, here.map { _ in 0 }, here.map { $0 + 3 }, here.map { 2 - $0 }]
    for other in others {
      for t in [0.25, 0.5, 0.75] {
        let middle = zip(here, other).map { (1 - t) * $0 + t * $1 }
        guard let a = binding(name, .vector(here)).number(body),
          let b = binding(name, .vector(other)).number(body),
          let m = binding(name, .vector(middle)).number(body)
        else { return nil }
        let chord = (1 - t) * a + t * b
        if shape != .concave, m > chord + 1e-6 { return false }
        if shape != .convex, m < chord - 1e-6 { return false }
      }
    }
    return true
  }

  /// The extremum over many points around every vector at hand.
  private func best(_ e: Extremum) -> Double? {
    guard e.variables.count == 1, let variable = e.variables.first else { return nil }
    var best: Double?
    for point in candidates(variable) {
      var inner = binding(variable.symbol.name, point)
      inner.tolerance = 1e-9
      guard inner.holds(e.constraint) == true, let x = inner.number(e.body) else { continue }
      best = best.map { e.goal == .maximum ? Swift.max($0, x) : Swift.min($0, x) } ?? x
    }
    return best
  }

  private func candidates(_ variable: Bound) -> [Thing] {
    switch variable.sort {
    case .scalar:
      return radii.flatMap { r in [-r, -r / 2, 0, r / 2, r].map { .number($0) } }
    case .vector(let d):
      let n = sizes[d.name] ?? 1
      var centres = [Array(repeating: 0.0, count: n)]
      for case .vector(let v) in values.values.flatMap({ $0 }) where v.count == n {
        centres.append(v)
      }
      var offsets: [[Double]] = []
      if n == 1 {
        offsets = [[-1], [-0.5], [0], [0.5], [1]]
      } else {
        offsets = [[0, 0]]
        for k in 0..<24 {
          let angle = Double(k) * Double.pi / 12
          offsets.append([plainCos(angle), plainCos(angle - Double.pi / 2)])
        }
        // The directions of the vectors at hand, for each of three balls.
        for v in centres.dropFirst() {
          for p in [1, 2, Double.infinity] {
            let length = Self.norm(v, p)
            if length > 0 { offsets += [v.map { $0 / length }, v.map { -$0 / length }] }
          }
        }
        offsets += [[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 0], [0, 1], [-1, 0], [0, -1]]
      }
      return radii.flatMap { r in
        centres.flatMap { c in offsets.map { o in .vector(zip(c, o).map { $0 + r * $1 }) } }
      }
    default: return []
    }
  }

  // MARK: names

  func binding(_ name: String, _ value: Thing) -> PlainEvaluation {
    var inner = self
    inner.bound[name] = value
    return inner
  }

  func at(_ name: String, _ k: Int) -> PlainEvaluation {
    var inner = self
    inner.places[name] = k
    return inner
  }

  private func place(_ index: Index) -> Int? {
    switch index {
    case .number(let k): return k
    case .variable(let s): return places[s.name]
    }
  }

  private func thing(_ name: String, _ at: [Index]) -> Thing? {
    if at.isEmpty, let value = bound[name] { return value }
    guard let list = values[name] else { return nil }
    if at.isEmpty { return list.first }
    guard at.count == 1, let k = place(at[0]), k <= list.count else { return nil }
    return list[k - 1]
  }

  private func fold(
    _ list: [Expression], _ start: Double, _ join: (Double, Double) -> Double
  ) -> Double? {
    var result = start
    for part in list {
      guard let x = number(part) else { return nil }
      result = join(result, x)
    }
    return result
  }

  private static func norm(_ v: [Double], _ p: Double) -> Double {
    if p == 1 { return v.reduce(0) { $0 + abs($1) } }
    if p == 2 { return v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    if p == .infinity { return v.map(abs).max() ?? 0 }
    let total = v.reduce(0) { $0 + ($1 == 0 ? 0 : plainExp(p * plainLog(abs($1)))) }
    return total == 0 ? 0 : plainExp(plainLog(total) / p)
  }
}

/// A function with its slope (nil at a kink) and what it has.
struct PlainFunction: Sendable {
  let properties: Set<FunctionProperty>
  let value: @Sendable (Double) -> Double
  let slope: @Sendable (Double) -> Double?

  static let all: [PlainFunction] = [
    .init(
      properties: [
        .nonincreasing, .strictlyDecreasing, .convex, .concave, .continuous, .differentiable,
        .smooth, .negativeDerivative,
      ], value: { -$0 }, slope: { _ in -1 }),
    .init(
      properties: [.nonincreasing, .convex, .continuous, .nonnegative],
      value: { Swift.max(0, 1 - $0) }, slope: { $0 == 1 ? nil : $0 < 1 ? -1 : 0 }),
    .init(
      properties: [.nonincreasing, .nonnegative], value: { $0 < 0.25 ? 1 : 0 },
      slope: { $0 == 0.25 ? nil : 0 }),
    .init(
      properties: [
        .nonincreasing, .strictlyDecreasing, .convex, .continuous, .differentiable, .smooth,
        .negativeDerivative, .nonnegative, .positive,
      ], value: { plainExp(-$0) }, slope: { -plainExp(-$0) }),
    .init(
      properties: [
        .nonincreasing, .continuous, .differentiable, .convex, .nonnegative,
      ],
      value: { $0 < 1 ? (1 - $0) * (1 - $0) : 0 }, slope: { $0 < 1 ? -2 * (1 - $0) : 0 }),
    .init(
      properties: [.nondecreasing, .strictlyIncreasing, .continuous, .differentiable, .smooth],
      value: { $0 * $0 * $0 + $0 }, slope: { 3 * $0 * $0 + 1 }),
    .init(
      properties: [.continuous, .differentiable, .smooth, .convex, .nonnegative],
      value: { $0 * $0 }, slope: { 2 * $0 }),
  ]
}

// Elementary functions by their series, so that no library of the project is used.

func plainExp(_ x: Double) -> Double {
  if x < 0 { return 1 / plainExp(-x) }
  if x > 0.5 {
    let half = plainExp(x / 2)
    return half * half
  }
  var term = 1.0
  var total = 1.0
  for k in 1..<20 {
    term *= x / Double(k)
    total += term
  }
  return total
}

func plainLog(_ x: Double) -> Double {
  // Newton's method on exp.
  var y = 0.0
  for _ in 0..<80 { y += 2 * (x - plainExp(y)) / (x + plainExp(y)) }
  return y
}

func plainCos(_ x: Double) -> Double {
  var angle = x
  while angle > Double.pi { angle -= 2 * Double.pi }
  while angle < -Double.pi { angle += 2 * Double.pi }
  var term = 1.0
  var total = 1.0
  for k in 1..<16 {
    term *= -angle * angle / Double((2 * k - 1) * (2 * k))
    total += term
  }
  return total
}
