extension Expression {
  /// The same node with every direct part replaced: expressions by `part`, propositions by `condition`.
  func mapped(
    _ part: (Expression) -> Expression, _ condition: (Proposition) -> Proposition
  ) -> Expression {
    switch self {
    case .number, .size, .symbol, .zeroVector: self
    case .component(let v, let at): .component(part(v), at)
    case .tuple(let index, let dimension, let body):
      .tuple(index: index, dimension, body: part(body))
    case .sum(let terms): .sum(terms.map(part))
    case .product(let factors): .product(factors.map(part))
    case .quotient(let a, let b): .quotient(part(a), part(b))
    case .power(let a, let b): .power(part(a), part(b))
    case .root(let a): .root(part(a))
    case .dot(let a, let b): .dot(part(a), part(b))
    case .image(let a, let b): .image(part(a), part(b))
    case .matrixProduct(let a, let b): .matrixProduct(part(a), part(b))
    case .transpose(let a): .transpose(part(a))
    case .norm(let a, let p): .norm(part(a), p)
    case .absolute(let a): .absolute(part(a))
    case .sign(let a): .sign(part(a))
    case .exponential(let a): .exponential(part(a))
    case .logarithm(let a): .logarithm(part(a))
    case .choice(let goal, let list): .choice(goal, list.map(part))
    case .total(let index, let dimension, let body):
      .total(index: index, dimension, part(body))
    case .extremum(let e):
      .extremum(
        Extremum(
          e.goal, claimsAttainment: e.claimsAttainment, over: e.variables,
          where: condition(e.constraint), of: part(e.body)))
    case .application(let f, let order, let arguments):
      .application(f, derivative: order, arguments.map(part))
    case .gradient(let f, let argument, let arguments):
      .gradient(f, argument: argument, arguments.map(part))
    case .piecewise(let cases):
      .piecewise(cases.map { Case(part($0.value), where: condition($0.condition)) })
    }
  }

  /// The direct parts that are expressions, and the conditions beside them.
  var parts: (expressions: [Expression], conditions: [Proposition]) {
    var expressions: [Expression] = []
    var conditions: [Proposition] = []
    _ = mapped(
      {
        expressions.append($0)
        return $0
      },
      {
        conditions.append($0)
        return $0
      })
    return (expressions, conditions)
  }

  /// The symbols that this very node binds for its parts.
  var binders: [Symbol] {
    switch self {
    case .tuple(let index, _, _), .total(let index, _, _): [index]
    case .extremum(let e): e.variables.map(\.symbol)
    default: []
    }
  }
}

extension Proposition {
  /// The same node with every direct part replaced.
  func mapped(
    _ part: (Expression) -> Expression, _ condition: (Proposition) -> Proposition
  ) -> Proposition {
    func moved(_ e: Extremum) -> Extremum {
      Extremum(
        e.goal, claimsAttainment: e.claimsAttainment, over: e.variables,
        where: condition(e.constraint), of: part(e.body))
    }
    switch self {
    case .truth: return self
    case .relation(let r, let a, let b): return .relation(r, part(a), part(b))
    case .all(let list): return .all(list.map(condition))
    case .any(let list): return .any(list.map(condition))
    case .not(let p): return .not(condition(p))
    case .implies(let p, let q): return .implies(condition(p), condition(q))
    case .equivalent(let p, let q): return .equivalent(condition(p), condition(q))
    case .forAll(let bound, let domain, let p):
      return .forAll(bound, where: condition(domain), condition(p))
    case .exists(let bound, let domain, let p):
      return .exists(bound, where: condition(domain), condition(p))
    case .attains(let point, let e): return .attains(point: part(point), moved(e))
    case .uniquelyAttains(let point, let e): return .uniquelyAttains(point: part(point), moved(e))
    case .isAttained(let e): return .isAttained(moved(e))
    case .hasShape(let shape, let body, let symbol):
      return .hasShape(shape, part(body), in: symbol)
    }
  }

  /// The symbols that this very node binds for all its parts but a point that is said to attain.
  var binders: [Symbol] {
    switch self {
    case .forAll(let bound, _, _), .exists(let bound, _, _): bound.map(\.symbol)
    default: []
    }
  }

  /// The conjuncts, flattened.
  package var conjuncts: [Proposition] {
    switch self {
    case .truth(true): []
    case .all(let list): list.flatMap(\.conjuncts)
    default: [self]
    }
  }
}

extension Expression {
  /// How many parts it has, counted to a limit.
  func size(below limit: Int) -> Int {
    var count = 0
    var open = [self]
    while let next = open.popLast(), count < limit {
      count += 1
      open += next.parts.expressions
    }
    return count
  }
}
