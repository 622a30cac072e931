/// Puts expressions in the place of free symbols, and indices in the place of free index variables.
///
/// Bound variables that a replacement would capture are renamed to `#1`, `#2`, ….
struct Substitution {
  private var values: [Symbol: Expression]
  private var indices: [Symbol: Index]
  private var guarded: Set<Symbol>

  init(_ values: [Symbol: Expression] = [:], indices: [Symbol: Index] = [:]) {
    self.values = values
    self.indices = indices
    guarded = values.values.reduce(into: Set<Symbol>()) { $0.formUnion($1.freeSymbols) }
    for case .variable(let symbol) in indices.values { guarded.insert(symbol) }
  }

  /// What the symbol is replaced by; nil where it is left.
  func value(of symbol: Symbol) -> Expression? { values[symbol] }

  func apply(_ index: Index) -> Index {
    if case .variable(let symbol) = index { return indices[symbol] ?? index }
    return index
  }

  func apply(_ e: Expression) -> Expression {
    if values.isEmpty && indices.isEmpty { return e }
    switch e {
    case .symbol(let symbol, let at):
      if at.isEmpty, let value = values[symbol] { return value }
      return .symbol(symbol, at.map(apply))
    case .component(let v, let at):
      return Expression.component(of: apply(v), at.map(apply))
    case .tuple(let index, let dimension, let body):
      let (inner, names) = entering([index], in: body.freeSymbols)
      return .tuple(index: names[0], dimension, body: inner.apply(body))
    case .total(let index, let dimension, let body):
      let (inner, names) = entering([index], in: body.freeSymbols)
      return .total(index: names[0], dimension, inner.apply(body))
    case .extremum(let extremum): return .extremum(apply(extremum))
    default: return e.mapped(apply, apply)
    }
  }

  func apply(_ e: Extremum) -> Extremum {
    let (inner, names) = entering(
      e.variables.map(\.symbol), in: e.body.freeSymbols.union(e.constraint.freeSymbols))
    return Extremum(
      e.goal, claimsAttainment: e.claimsAttainment,
      over: zip(names, e.variables).map { Bound($0, $1.sort) }, where: inner.apply(e.constraint),
      of: inner.apply(e.body))
  }

  func apply(_ p: Proposition) -> Proposition {
    if values.isEmpty && indices.isEmpty { return p }
    switch p {
    case .forAll(let bound, let domain, let body):
      let (inner, names) = entering(
        bound.map(\.symbol), in: domain.freeSymbols.union(body.freeSymbols))
      return .forAll(
        zip(names, bound).map { Bound($0, $1.sort) }, where: inner.apply(domain), inner.apply(body))
    case .exists(let bound, let domain, let body):
      let (inner, names) = entering(
        bound.map(\.symbol), in: domain.freeSymbols.union(body.freeSymbols))
      return .exists(
        zip(names, bound).map { Bound($0, $1.sort) }, where: inner.apply(domain), inner.apply(body))
    case .attains(let point, let e): return .attains(point: apply(point), apply(e))
    case .uniquelyAttains(let point, let e):
      return .uniquelyAttains(point: apply(point), apply(e))
    case .isAttained(let e): return .isAttained(apply(e))
    default: return p.mapped(apply, apply)
    }
  }

  /// The substitution inside a binder: its variables are not replaced, and are renamed where a
  /// replacement mentions them.
  private func entering(_ bound: [Symbol], in free: Set<Symbol>) -> (Substitution, [Symbol]) {
    var inner = self
    var names: [Symbol] = []
    var taken = guarded.union(free).union(bound)
    for symbol in bound {
      inner.values[symbol] = nil
      inner.indices[symbol] = nil
      guard guarded.contains(symbol) else {
        names.append(symbol)
        continue
      }
      let name = Symbol.fresh(besides: taken)
      taken.insert(name)
      names.append(name)
      inner.values[symbol] = .symbol(name, [])
      inner.indices[symbol] = .variable(name)
      inner.guarded.insert(name)
    }
    return (inner, names)
  }
}

extension Symbol {
  /// The first of `#1`, `#2`, … that is not taken.
  static func fresh(besides taken: Set<Symbol>) -> Symbol {
    var k = 1
    while taken.contains(Symbol("#\(k)")) { k += 1 }
    return Symbol("#\(k)")
  }
}

extension Expression {
  /// The symbols that occur and are not bound here: variables, functions, orders, index variables.
  var freeSymbols: Set<Symbol> {
    var found: Set<Symbol> = []
    switch self {
    case .symbol(let symbol, let at):
      found.insert(symbol)
      for case .variable(let index) in at { found.insert(index) }
    case .component(_, let at): for case .variable(let index) in at { found.insert(index) }
    case .application(let f, _, _), .gradient(let f, _, _): found.insert(f)
    case .norm(_, .symbol(let p)): found.insert(p)
    default: break
    }
    let (expressions, conditions) = parts
    for part in expressions { found.formUnion(part.freeSymbols) }
    for condition in conditions { found.formUnion(condition.freeSymbols) }
    return found.subtracting(binders)
  }
}

extension Extremum {
  var freeSymbols: Set<Symbol> {
    body.freeSymbols.union(constraint.freeSymbols).subtracting(variables.map(\.symbol))
  }
}

extension Proposition {
  /// The symbols that occur and are not bound here.
  var freeSymbols: Set<Symbol> {
    switch self {
    case .attains(let point, let e), .uniquelyAttains(let point, let e):
      return point.freeSymbols.union(e.freeSymbols)
    case .isAttained(let e): return e.freeSymbols
    case .hasShape(_, let body, let symbol): return body.freeSymbols.union([symbol])
    default:
      var found: Set<Symbol> = []
      _ = mapped(
        {
          found.formUnion($0.freeSymbols)
          return $0
        },
        {
          found.formUnion($0.freeSymbols)
          return $0
        })
      return found.subtracting(binders)
    }
  }
}
