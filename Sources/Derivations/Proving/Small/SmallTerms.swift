// Expressions as terms of the solver.
extension SmallEncoding {
  mutating func value(_ e: Expression) throws(SmallObstacle) -> Value {
    switch e.sort(in: scope) {
    case .scalar, .index: return .scalar(try term(e))
    case .vector: return .vector(try components(e))
    case .matrix: throw .inexpressible("matrices are not written out")
    }
  }

  mutating func components(_ e: Expression) throws(SmallObstacle) -> [Term] {
    guard case .vector(let d) = e.sort(in: scope) else {
      throw .inexpressible("a number stands where a vector is expected")
    }
    var list: [Term] = []
    for place in try allPlaces(d) { list.append(try component(e, place)) }
    return list
  }

  /// A component of a vector at a place.
  mutating func component(_ e: Expression, _ place: Place) throws(SmallObstacle) -> Term {
    switch e {
    case .symbol(let symbol, let at):
      if let value = values[symbol], at.isEmpty {
        guard case .vector(let list) = value, let k = Int(place), list.indices.contains(k - 1)
        else { throw .inexpressible("a component of an arbitrary vector") }
        return list[k - 1]
      }
      guard let declaration = scope.declaration(symbol) else {
        throw .inexpressible("\(symbol) is not declared")
      }
      var name = symbol.name
      for index in at { name += "_" + (try self.place(index)) }
      return declared(declaration, name + "[\(place)]")
    case .zeroVector: return .number(.zero)
    case .tuple(let index, _, let body):
      return try at(index, place) { (inner) throws(SmallObstacle) in try inner.term(body) }
    case .sum(let terms):
      var list: [Term] = []
      for part in terms { list.append(try component(part, place)) }
      return .sum(list)
    case .total(let index, let d, let body):
      return .sum(
        try each(index, d) { (inner) throws(SmallObstacle) in try inner.component(body, place) })
    case .product(let factors):
      var list: [Term] = []
      for factor in factors.dropLast() { list.append(try term(factor)) }
      if let last = factors.last { list.append(try component(last, place)) }
      return .product(list)
    case .quotient(let a, let b): return try quotient(try component(a, place), try term(b))
    case .sign(let a): return sign(try component(a, place))
    case .absolute(let a): return absolute(try component(a, place))
    case .gradient(let f, let argument, let arguments):
      return try call(f, "gradient \(argument) \(place)", order: -1, arguments)
    default: throw .inexpressible("this vector is not written out")
    }
  }

  mutating func term(_ e: Expression) throws(SmallObstacle) -> Term {
    switch e {
    case .number(let value): return .number(value)
    case .size(let d):
      guard let size = sizes[d] else { throw .size(d) }
      return .number(Rational(size))
    case .symbol(let symbol, let at):
      if at.isEmpty, let value = values[symbol] {
        guard case .scalar(let term) = value else {
          throw .inexpressible("a vector stands where a number is expected")
        }
        return term
      }
      if case .number(let order)? = orders[symbol] { return .number(order) }
      guard let declaration = scope.declaration(symbol), case .scalar = declaration.type else {
        throw .inexpressible("\(symbol) is no number")
      }
      var name = symbol.name
      for index in at { name += "_" + (try place(index)) }
      return declared(declaration, name)
    case .component(let v, let at):
      guard at.count == 1 else { throw .inexpressible("matrices are not written out") }
      return try component(v, try place(at[0]))
    case .sum(let list): return .sum(try terms(list))
    case .product(let list): return .product(try terms(list))
    case .quotient(_, .symbol(let p, [])) where orders[p] == .infinity: return .number(.zero)
    case .quotient(let a, let b): return try quotient(try term(a), try term(b))
    case .power(let a, .number(let k)):
      guard let exponent = k.whole, abs(exponent) <= 6 else {
        throw .inexpressible("a power with such an exponent")
      }
      let base = try term(a)
      let power = Term.product(Array(repeating: base, count: abs(exponent)))
      return exponent < 0 ? try quotient(.number(.one), power) : power
    case .power: throw .inexpressible("a power with a variable exponent")
    case .root(let a): return root(try term(a))
    case .dot(let u, let v):
      let a = try components(u)
      let b = try components(v)
      guard a.count == b.count else { throw .inexpressible("vectors of two lengths") }
      return .sum(zip(a, b).map { .product([$0, $1]) })
    case .norm(let v, let p): return try norm(try components(v), p)
    case .absolute(let a): return absolute(try term(a))
    case .sign(let a): return sign(try term(a))
    case .exponential(let a): return try call(.exponential, "", order: 0, [a])
    case .logarithm(let a): return try call(.logarithm, "", order: 0, [a])
    case .choice(let goal, let list):
      let parts = try terms(list)
      guard var best = parts.first else { throw .inexpressible("an empty choice") }
      for part in parts.dropFirst() {
        best = .choice(
          .relation(goal == .maximum ? .greaterOrEqual : .lessOrEqual, best, part), best, part)
      }
      return best
    case .total(let index, let d, let body):
      return .sum(
        try each(index, d) { (inner) throws(SmallObstacle) in try inner.term(body) })
    case .extremum(let e): return try extremum(e)
    case .application(let f, let order, let arguments):
      return try call(f, "\(order)", order: order, arguments)
    case .piecewise(let cases):
      var result = unknown("none")
      for part in cases.reversed() {
        let condition = try exactly(part.condition)
        result = .choice(condition, try term(part.value), result)
      }
      return result
    default: throw .inexpressible("a vector stands where a number is expected")
    }
  }

  private mutating func terms(_ list: [Expression]) throws(SmallObstacle) -> [Term] {
    var result: [Term] = []
    for part in list { result.append(try term(part)) }
    return result
  }

  /// q with q·b = a where b ≠ 0, and any number elsewhere.
  private mutating func quotient(_ a: Term, _ b: Term) throws(SmallObstacle) -> Term {
    if case .number(let value) = b, let inverse = Rational.one.divided(by: value) {
      return .product([.number(inverse), a])
    }
    let q = unknown("quotient")
    definitions.append(
      .implies(
        .relation(.notEqual, b, .number(.zero)), .relation(.equal, .product([q, b]), a)))
    return q
  }

  /// s ≥ 0 with s² = a where a ≥ 0.
  private mutating func root(_ a: Term) -> Term {
    let s = unknown("root")
    definitions.append(
      .implies(
        .relation(.greaterOrEqual, a, .number(.zero)),
        .all([
          .relation(.greaterOrEqual, s, .number(.zero)), .relation(.equal, .product([s, s]), a),
        ])))
    return s
  }

  private func absolute(_ a: Term) -> Term {
    .choice(.relation(.greaterOrEqual, a, .number(.zero)), a, .negated(a))
  }

  private func sign(_ a: Term) -> Term {
    .choice(
      .relation(.greater, a, .number(.zero)), .number(.one),
      .choice(
        .relation(.less, a, .number(.zero)), .number(Rational(-1)), .number(.zero)))
  }

  private mutating func norm(_ v: [Term], _ p: NormOrder) throws(SmallObstacle) -> Term {
    switch p {
    case .number(.one): return .sum(v.map { absolute($0) })
    case .number(let k) where k == Rational(2):
      if v.count == 1 { return absolute(v[0]) }
      return root(.sum(v.map { .product([$0, $0]) }))
    case .infinity:
      var largest = absolute(v.first ?? .number(.zero))
      for part in v.dropFirst() {
        let next = absolute(part)
        largest = .choice(.relation(.greaterOrEqual, largest, next), largest, next)
      }
      return largest
    case .symbol(let symbol):
      guard let order = orders[symbol] else { throw .inexpressible("a norm of any order") }
      return try norm(v, order)
    case .number: throw .inexpressible("a norm of that order")
    }
  }
}
