// A text for every expression and proposition that is the same exactly for equal ones: what canonical
// orders and atoms are compared by. It is never shown.
extension Expression {
  var key: String {
    switch self {
    case .number(let value): return "\(value)"
    case .size(let d): return "#\(d.name)"
    case .symbol(let symbol, let at): return "`\(symbol.name)`" + Index.key(at)
    case .component(let v, let at): return "at(\(v.key))" + Index.key(at)
    case .zeroVector(let d): return "0[\(d.name)]"
    case .tuple(let index, let d, let body): return "tuple(\(index.name),\(d.name),\(body.key))"
    case .sum(let terms): return "(" + terms.map(\.key).joined(separator: "+") + ")"
    case .product(let factors): return "(" + factors.map(\.key).joined(separator: "*") + ")"
    case .quotient(let a, let b): return "(\(a.key)/\(b.key))"
    case .power(let a, let b): return "(\(a.key)^\(b.key))"
    case .root(let a): return "root(\(a.key))"
    case .dot(let a, let b): return "<\(a.key),\(b.key)>"
    case .image(let a, let v): return "image(\(a.key),\(v.key))"
    case .matrixProduct(let a, let b): return "matrices(\(a.key),\(b.key))"
    case .transpose(let a): return "transpose(\(a.key))"
    case .norm(let v, let p): return "norm(\(v.key),\(p.key))"
    case .absolute(let a): return "abs(\(a.key))"
    case .sign(let a): return "sign(\(a.key))"
    case .exponential(let a): return "exp(\(a.key))"
    case .logarithm(let a): return "log(\(a.key))"
    case .choice(let goal, let list):
      return "\(goal)(" + list.map(\.key).joined(separator: ",") + ")"
    case .total(let index, let d, let body): return "total(\(index.name),\(d.name),\(body.key))"
    case .extremum(let e): return e.key
    case .application(let f, let order, let arguments):
      return "`\(f.name)`'\(order)(" + arguments.map(\.key).joined(separator: ",") + ")"
    case .gradient(let f, let argument, let arguments):
      return "grad\(argument)`\(f.name)`(" + arguments.map(\.key).joined(separator: ",") + ")"
    case .piecewise(let cases):
      return "cases("
        + cases.map { "\($0.value.key) if \($0.condition.key)" }.joined(separator: ";")
        + ")"
    }
  }
}

extension Index {
  fileprivate static func key(_ list: [Index]) -> String {
    guard !list.isEmpty else { return "" }
    return "_{"
      + list.map {
        switch $0 {
        case .variable(let symbol): symbol.name
        case .number(let k): "\(k)"
        }
      }.joined(separator: ",") + "}"
  }
}

extension NormOrder {
  var key: String {
    switch self {
    case .number(let p): "\(p)"
    case .infinity: "inf"
    case .symbol(let p): "`\(p.name)`"
    }
  }
}

extension Sort {
  fileprivate var key: String {
    switch self {
    case .scalar: "R"
    case .vector(let d): "V\(d.name)"
    case .matrix(let m, let n): "M\(m.name),\(n.name)"
    case .index(let n): "I\(n.name)"
    }
  }
}

extension Bound {
  fileprivate static func key(_ list: [Bound]) -> String {
    list.map { "\($0.symbol.name):\($0.sort.key)" }.joined(separator: ",")
  }
}

extension Extremum {
  var key: String { "\(goal)[\(Bound.key(variables))|\(constraint.key)](\(body.key))" }
}

extension Proposition {
  var key: String {
    switch self {
    case .truth(let value): return "\(value)"
    case .relation(let r, let a, let b): return "{\(a.key)\(r.rawValue)\(b.key)}"
    case .all(let list): return "all{" + list.map(\.key).joined(separator: ";") + "}"
    case .any(let list): return "any{" + list.map(\.key).joined(separator: ";") + "}"
    case .not(let p): return "not{\(p.key)}"
    case .implies(let p, let q): return "{\(p.key)=>\(q.key)}"
    case .equivalent(let p, let q): return "{\(p.key)<=>\(q.key)}"
    case .forAll(let bound, let domain, let p):
      return "forAll[\(Bound.key(bound))|\(domain.key)]{\(p.key)}"
    case .exists(let bound, let domain, let p):
      return "exists[\(Bound.key(bound))|\(domain.key)]{\(p.key)}"
    case .attains(let point, let e): return "attains{\(point.key),\(e.key)}"
    case .uniquelyAttains(let point, let e): return "uniquely{\(point.key),\(e.key)}"
    case .isAttained(let e): return "attained{\(e.key)}"
    case .hasShape(let shape, let body, let symbol):
      return "\(shape.rawValue){\(body.key),\(symbol.name)}"
    }
  }
}
