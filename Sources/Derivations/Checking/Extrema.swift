// What a statement speaks of, as far as checking asks.
extension Statement {
  /// The extrema that it speaks of, in order.
  var extrema: [Extremum] {
    switch self {
    case .proposition(let p): p.extrema
    case .inference(let a, let b, _): a.extrema + b.extrema
    case .approximation(let a, let b): a.extrema + b.extrema
    }
  }
}

extension Expression {
  var extrema: [Extremum] {
    var found: [Extremum] = []
    if case .extremum(let e) = self { found.append(e) }
    let (expressions, conditions) = parts
    for part in expressions { found += part.extrema }
    for part in conditions { found += part.extrema }
    return found
  }
}

extension Proposition {
  var extrema: [Extremum] {
    switch self {
    case .attains(_, let e), .uniquelyAttains(_, let e), .isAttained(let e):
      return [e] + e.body.extrema
    default:
      var found: [Extremum] = []
      _ = mapped(
        {
          found += $0.extrema
          return $0
        },
        {
          found += $0.extrema
          return $0
        })
      return found
    }
  }

  /// Whether what an implication starts from speaks of a variable.
  func antecedentMentions(_ symbol: Symbol) -> Bool {
    switch self {
    case .forAll(_, _, let body): body.antecedentMentions(symbol)
    case .implies(let from, _): from.mentions(symbol)
    default: false
    }
  }

  /// Whether a variable of that name occurs, bound or free.
  private func mentions(_ symbol: Symbol) -> Bool {
    switch self {
    case .forAll(let bound, let domain, let body):
      bound.contains { $0.symbol == symbol } || domain.mentions(symbol) || body.mentions(symbol)
    case .all(let list): list.contains { $0.mentions(symbol) }
    default: freeSymbols.contains(symbol)
    }
  }

  /// The equation of an inequality; nil for any other statement.
  var asEquality: Proposition? {
    switch self {
    case .relation(let r, let a, let b):
      return r == .lessOrEqual || r == .greaterOrEqual ? .relation(.equal, a, b) : nil
    case .forAll(let bound, let domain, let body):
      return body.asEquality.map { .forAll(bound, where: domain, $0) }
    default: return nil
    }
  }

  /// `min_w F = min_w G` as `F = G` for every w: what an outer minimisation that is carried along says.
  var comparingObjectives: Proposition {
    switch self {
    case .relation(let r, .extremum(let a), .extremum(let b))
    where a.goal == b.goal && a.constraint.conjuncts.isEmpty && b.constraint.conjuncts.isEmpty
      && a.variables.map(\.sort) == b.variables.map(\.sort):
      let names = zip(b.variables, a.variables).map { ($0.symbol, Expression.of($1.symbol)) }
      let put = Substitution(Dictionary(names) { first, _ in first })
      return .forAll(a.variables, where: .truth(true), .relation(r, a.body, put.apply(b.body)))
    case .forAll(let bound, let domain, let body):
      return .forAll(bound, where: domain, body.comparingObjectives)
    default: return self
    }
  }
}
