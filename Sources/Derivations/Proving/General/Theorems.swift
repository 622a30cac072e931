extension Prover {
  /// Takes a theorem of the page as a fact: its statement for all values of its symbols that obey its
  /// hypotheses.
  ///
  /// Theorems about functions or orders are not taken: what they say of every function has no instance
  /// here.
  mutating func assume(_ theorem: Theorem) {
    var bound: [Bound] = []
    var renamed: [Symbol: Expression] = [:]
    for declaration in theorem.declarations {
      guard declaration.indices.isEmpty, let sort = declaration.type.sort else { return }
      let symbol = Symbol("#t\(bound.count)")
      renamed[declaration.symbol] = .of(symbol)
      bound.append(Bound(symbol, sort))
    }
    let put = Substitution(renamed)
    var domain = theorem.hypotheses.map { put.apply($0.proposition) }
    for (declaration, variable) in zip(theorem.declarations, bound) {
      let own = Expression.of(variable.symbol)
      switch declaration.type {
      case .scalar(.nonnegative): domain.append(.relation(.greaterOrEqual, own, .zero))
      case .scalar(.positive): domain.append(.relation(.greater, own, .zero))
      case .scalar(.sign):
        domain.append(.any([.relation(.equal, own, .one), .relation(.equal, own, .minusOne)]))
      default: break
      }
    }
    let statement = put.apply(theorem.statement)
    // Every choice of declared symbols of the right sorts, at most 60.
    var choices: [[Symbol: Expression]] = [[:]]
    for variable in bound {
      let names = scope.names(of: variable.sort)
      choices = choices.flatMap { choice in
        names.map { name in
          choice.merging([variable.symbol: .of(name)]) { first, _ in first }
        }
      }
      guard choices.count <= 60 else { return }
    }
    for choice in choices {
      let instance = Substitution(choice)
      let conditions = domain.map { instance.apply($0) }
      var copy = self
      guard conditions.allSatisfy({ copy.prove($0) }) else { continue }
      assume(instance.apply(statement), from: copy.trail.hypotheses)
    }
  }

  /// Whether the facts are found to contradict each other.
  mutating func factsAreContradictory() -> Bool {
    if facts.isAbsurd != nil { return true }
    for fact in facts.scalars {
      var others = self
      others.facts.scalars.removeAll {
        $0.polynomial == fact.polynomial && $0.relation == fact.relation
      }
      if others.prove(
        .relation(fact.relation.negated, fact.polynomial.expression, .zero))
      {
        return true
      }
    }
    for direction in facts.nonzeroVectors where direction.vector.isZero { return true }
    return false
  }
}
