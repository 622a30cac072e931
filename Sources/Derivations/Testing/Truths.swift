/// Whether a statement holds on an instance.
enum Truth: Equatable {
  case yes
  /// It fails by more than the errors of the evaluation; both sides, where it is a relation.
  case no(Double?, Double?)
  /// It cannot be told, or only for part of what it says.
  case unknown
}

extension Evaluation {
  /// Decides a statement here.
  ///
  /// What is said of all or of some vectors is decided as far as points at
  /// hand decide it.
  func holds(_ p: Proposition) throws(Unvalued) -> Truth {
    switch p {
    case .truth(let value): return value ? .yes : .no(nil, nil)
    case .relation(let r, let a, let b): return try relation(r, a, b)
    case .all(let list):
      var result = Truth.yes
      for part in list {
        switch try holds(part) {
        case .yes: continue
        case .no(let a, let b): return .no(a, b)
        case .unknown: result = .unknown
        }
      }
      return result
    case .any(let list):
      var result = Truth.no(nil, nil)
      for part in list {
        switch try holds(part) {
        case .yes: return .yes
        case .unknown: result = .unknown
        case .no(let a, let b): if result != .unknown { result = .no(a, b) }
        }
      }
      return result
    case .not(let q):
      switch try holds(q) {
      case .yes: return .no(nil, nil)
      case .no: return .yes
      case .unknown: return .unknown
      }
    case .implies(let a, let b):
      switch try holds(a) {
      case .no: return .yes
      case .yes: return try holds(b)
      case .unknown:
        return try holds(b) == .yes ? .yes : .unknown
      }
    case .equivalent(let a, let b):
      let first = try holds(a)
      let second = try holds(b)
      if first == .unknown || second == .unknown { return .unknown }
      return (first == .yes) == (second == .yes) ? .yes : .no(nil, nil)
    case .forAll(let variables, let domain, let body):
      return try everywhere(variables, domain, body)
    case .exists: return .unknown
    case .attains(let point, let e): return try attains(point, e)
    case .uniquelyAttains(let point, let e):
      let first = try attains(point, e)
      guard first == .yes else { return first }
      return try isUnique(point, e)
    case .isAttained: return .unknown
    case .hasShape: return .unknown
    }
  }

  private func relation(
    _ r: Relation, _ a: Expression, _ b: Expression
  ) throws(Unvalued) -> Truth {
    if case .vector = a.sort(in: sorted) {
      let u = try vector(a)
      let v = try vector(b)
      guard u.count == v.count else { throw .impossible("vectors of two lengths") }
      if r == .notEqual {
        var isSame = true
        for (x, y) in zip(u, v) where compare(.equal, x, y) != .yes { isSame = false }
        return isSame ? .no(nil, nil) : .yes
      }
      var result = Truth.yes
      for (x, y) in zip(u, v) {
        switch compare(r, x, y) {
        case .yes: continue
        case .no(let left, let right): return .no(left, right)
        case .unknown: result = .unknown
        }
      }
      return result
    }
    if case .matrix = a.sort(in: sorted) {
      let u = try matrix(a)
      let v = try matrix(b)
      for (x, y) in zip(u, v) {
        for (s, t) in zip(x, y) where compare(r, s, t) != .yes { return compare(r, s, t) }
      }
      return .yes
    }
    return compare(r, try scalar(a), try scalar(b))
  }

  /// Compares with the errors of both sides: a difference within them satisfies what allows equality.
  func compare(_ r: Relation, _ a: Measured, _ b: Measured) -> Truth {
    let difference = b.value - a.value
    let slack = 4 * (a.error + b.error)
    guard slack.isFinite else { return .unknown }
    let isFalse: Bool
    switch r {
    case .equal: isFalse = abs(difference) > slack
    case .lessOrEqual: isFalse = difference < -slack
    case .greaterOrEqual: isFalse = difference > slack
    case .less:
      if slack > 0, abs(difference) <= slack { return .unknown }
      isFalse = difference <= 0
    case .greater:
      if slack > 0, abs(difference) <= slack { return .unknown }
      isFalse = difference >= 0
    case .notEqual:
      if slack > 0, abs(difference) <= slack { return .unknown }
      isFalse = difference == 0
    }
    return isFalse ? .no(a.value, b.value) : .yes
  }

  /// For all indices by counting; for vectors and numbers at points of the domain.
  private func everywhere(
    _ variables: [Bound], _ domain: Proposition, _ body: Proposition
  ) throws(Unvalued) -> Truth {
    guard let variable = variables.first else { return try holds(.implies(domain, body)) }
    let rest = Array(variables.dropFirst())
    if case .index(let d) = variable.sort {
      var result = Truth.yes
      for k in 1...instance.size(d) {
        let inner = at(variable.symbol, k)
        let here: Truth
        if rest.isEmpty {
          if domain != .truth(true), case .no = try inner.holds(domain) { continue }
          here = try inner.holds(body)
        } else {
          here = try inner.everywhere(rest, domain, body)
        }
        switch here {
        case .yes: continue
        case .no(let a, let b): return .no(a, b)
        case .unknown: result = .unknown
        }
      }
      return result
    }
    // A counterexample at a point of the domain refutes it; nothing shows it.
    guard rest.isEmpty else { return .unknown }
    for value in probes(variable.sort) {
      let inner = binding(variable.symbol, value)
      if domain != .truth(true) {
        guard case .yes = try inner.holds(domain) else { continue }
      }
      if case .no(let a, let b) = try inner.holds(body) { return .no(a, b) }
    }
    return .unknown
  }

  /// Points that are tried for a variable of a statement.
  func probes(_ sort: Sort) -> [Value] {
    switch sort {
    case .scalar: return [0, 1, -1, 0.5, -0.5, 2, -2, 5, -5].map { .scalar($0) }
    case .vector(let d):
      let n = instance.size(d)
      var list: [Value] = [.vector(Array(repeating: 0, count: n))]
      for k in 0..<min(n, 4) {
        for sign in [1.0, -1, 0.25] {
          var v = Array(repeating: 0.0, count: n)
          v[k] = sign
          list.append(.vector(v))
        }
      }
      for (_, members) in instance.values.sorted(by: { $0.key < $1.key }) {
        for case .vector(let v) in members where v.count == n {
          list.append(.vector(v))
          list.append(.vector(v.map { -$0 }))
        }
      }
      return list
    default: return []
    }
  }

  // MARK: points that attain

  private func attains(_ point: Expression, _ e: Extremum) throws(Unvalued) -> Truth {
    guard e.variables.count == 1, let variable = e.variables.first else {
      throw .impossible("several variables")
    }
    let value = try bind(point, variable)
    let inner = binding(variable.symbol, value)
    // The point was computed: its own rounding must not put it outside.
    let feasible = try inner.loosely(e.constraint)
    if case .no(let a, let b) = feasible { return .no(a, b) }
    let mine = try inner.scalar(e.body)
    let best = try optimum(e).value
    let slack = Measured(mine.value, mine.error + 1e-12 * max(1, abs(mine.value)))
    let compared = compare(e.goal == .maximum ? .greaterOrEqual : .lessOrEqual, slack, best)
    if case .no = compared { return compared }
    return feasible == .yes && compared == .yes ? .yes : .unknown
  }

  func bind(_ point: Expression, _ variable: Bound) throws(Unvalued) -> Value {
    switch variable.sort {
    case .vector: return .vector(try vector(point).map(\.value))
    default: return .scalar(try scalar(point).value)
    }
  }

  /// A hypothesis: inequalities hold without any slack; equations up to rounding.
  func exactly(_ p: Proposition) throws(Unvalued) -> Truth {
    switch p {
    case .all(let list):
      for part in list {
        let here = try exactly(part)
        if here != .yes { return here }
      }
      return .yes
    case .relation(let r, let a, let b):
      guard case .scalar = a.sort(in: sorted) else { return try holds(p) }
      let x = try scalar(a)
      let y = try scalar(b)
      if r == .equal {
        let slack = 4 * (x.error + y.error) + 1e-13 * max(1, abs(x.value), abs(y.value))
        return abs(x.value - y.value) <= slack ? .yes : .no(x.value, y.value)
      }
      return compare(r, Measured(x.value), Measured(y.value))
    default: return try holds(p)
    }
  }

  /// A constraint at a point that was rounded.
  func loosely(_ p: Proposition) throws(Unvalued) -> Truth {
    switch p {
    case .all(let list):
      var result = Truth.yes
      for part in list {
        let here = try loosely(part)
        if case .no = here { return here }
        if here == .unknown { result = .unknown }
      }
      return result
    case .relation(let r, let a, let b):
      if case .scalar = a.sort(in: sorted) {
        let x = try scalar(a)
        let y = try scalar(b)
        let extra = 1e-9 * max(1, abs(x.value), abs(y.value))
        return compare(r, Measured(x.value, x.error + extra), y)
      }
      return try holds(p)
    default: return try holds(p)
    }
  }

  /// Whether no other point of the set is as good: points at a distance along the axes are tried.
  private func isUnique(_ point: Expression, _ e: Extremum) throws(Unvalued) -> Truth {
    guard let variable = e.variables.first else { return .unknown }
    let value = try bind(point, variable)
    let mine = try binding(variable.symbol, value).scalar(e.body)
    let numbers = value.numbers
    for k in numbers.indices.prefix(16) {
      for step in [1.0, -1, 0.5, -0.5, 0.1, -0.1] {
        var moved = numbers
        moved[k] += step
        let inner = binding(variable.symbol, value.replacing(moved))
        guard case .yes = try inner.holds(e.constraint) else { continue }
        let other = try inner.scalar(e.body)
        let slack = 4 * (mine.error + other.error)
        if e.goal == .maximum
          ? other.value >= mine.value - slack : other.value <= mine.value + slack
        {
          return .no(mine.value, other.value)
        }
      }
    }
    return .yes
  }
}
