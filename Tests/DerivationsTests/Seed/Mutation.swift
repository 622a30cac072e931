@testable import Derivations

/// A step of the problem set with one thing changed.
struct Mutant: Sendable {
  let what: String
  let derivation: Derivation
}

extension Derivation {
  /// All mutants of one step: a sign, an index, a norm, a relation, a factor, max for min, a hypothesis
  /// dropped.
  func mutants(of k: Int) -> [Mutant] {
    var result: [Mutant] = []
    func add(_ what: String, _ statement: Statement) {
      guard statement != steps[k].statement else { return }
      var changed = self
      let step = steps[k]
      changed.steps = [
        Step(
          statement, hypotheses: step.hypotheses, range: step.range, sign: step.sign,
          left: step.left, right: step.right, endsLine: false)
      ]
      // A witness belongs to the step as it was.
      changed.witnesses = []
      result.append(Mutant(what: what, derivation: changed))
    }
    let statement = steps[k].statement
    for (what, changed) in statement.relationMutants { add(what, changed) }
    for kind in ExpressionMutation.allCases {
      var place = 0
      while true {
        // Where the place lies beyond the last node of that kind nothing changes.
        var seen = 0
        let changed = statement.mapped { e in
          guard let new = kind.apply(e) else { return e }
          seen += 1
          return seen == place + 1 ? new : e
        }
        if seen <= place { break }
        add("\(kind) \(place + 1)", changed)
        place += 1
      }
    }
    for (h, hypothesis) in hypotheses.enumerated() {
      var changed = self
      changed.steps = [steps[k]]
      changed.hypotheses.remove(at: h)
      changed.witnesses = witnesses
      result.append(Mutant(what: "without \(hypothesis.tex)", derivation: changed))
    }
    return result
  }
}

/// What is changed at one node.
enum ExpressionMutation: CaseIterable {
  case sign, otherNorm, dropFactor, doubled, otherIndex, opposite, dropTerm

  /// The changed node; nil where this kind of change does not apply.
  func apply(_ e: Expression) -> Expression? {
    switch self {
    case .sign:
      switch e {
      case .dot, .norm, .sign, .application, .extremum: return .negated(e)
      default: return nil
      }
    case .otherNorm:
      guard case .norm(let v, let p) = e else { return nil }
      return .norm(v, p == .two ? .one : p == .one ? .infinity : .two)
    case .dropFactor:
      guard case .product(let list) = e, list.count >= 2 else { return nil }
      return list.count == 2 ? list[1] : .product(Array(list.dropFirst()))
    case .doubled:
      guard case .norm = e else { return nil }
      return .multiplying([.number(Rational(2)), e])
    case .otherIndex:
      switch e {
      case .symbol(let s, let at) where !at.isEmpty: return .symbol(s, [.number(1)])
      case .component(let v, let at) where at.count == 1: return .component(v, [.number(1)])
      default: return nil
      }
    case .opposite:
      switch e {
      case .extremum(let x):
        return .extremum(
          Extremum(x.goal.opposite, over: x.variables, where: x.constraint, of: x.body))
      case .choice(let goal, let list): return .choice(goal.opposite, list)
      default: return nil
      }
    case .dropTerm:
      guard case .sum(let list) = e, list.count >= 2 else { return nil }
      return list.count == 2 ? list[0] : .sum(Array(list.dropLast()))
    }
  }
}

extension Statement {
  /// The relation turned round, or made strict, or an equation made an inequality.
  fileprivate var relationMutants: [(String, Statement)] {
    guard case .proposition(let p) = self else { return [] }
    return Relation.allCases.compactMap { r in
      p.withRelation(r).map { ("relation \(r.rawValue)", .proposition($0)) }
    }
  }
}

extension Proposition {
  fileprivate func withRelation(_ r: Relation) -> Proposition? {
    switch self {
    case .relation(let old, let a, let b):
      // Vectors have equations only.
      return old == .notEqual || b.isSpatial || a.isSpatial ? nil : .relation(r, a, b)
    case .forAll(let bound, let domain, let body):
      return body.withRelation(r).map { .forAll(bound, where: domain, $0) }
    default: return nil
    }
  }
}
