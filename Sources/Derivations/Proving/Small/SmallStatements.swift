// Statements as formulas, with quantifiers and extrema by points.
extension SmallEncoding {
  /// A formula that is implied by the statement (`holds`), or by its negation.
  mutating func formula(_ p: Proposition, holds: Bool) throws(SmallObstacle) -> Formula {
    switch p {
    case .truth(let value): return .truth(value == holds)
    case .relation(let r, let a, let b): return try relation(holds ? r : r.negated, a, b, p, holds)
    case .all(let list): return combined(try formulas(list, holds), isAll: holds)
    case .any(let list): return combined(try formulas(list, holds), isAll: !holds)
    case .not(let q): return try formula(q, holds: !holds)
    case .implies(let a, let b):
      // The consequent first: its points are at hand for what the antecedent says of all.
      let consequent = try formula(b, holds: holds)
      return combined([try formula(a, holds: !holds), consequent], isAll: !holds)
    case .equivalent(let a, let b):
      return try formula(.all([.implies(a, b), .implies(b, a)]), holds: holds)
    case .forAll(let bound, let domain, let body):
      return try quantified(bound[...], .implies(domain, body), isForAll: true, holds: holds)
    case .exists(let bound, let domain, let body):
      return try quantified(bound[...], .all([domain, body]), isForAll: false, holds: holds)
    case .attains(let point, let e): return try attains(point, e, isOnly: false, holds: holds)
    case .uniquelyAttains(let point, let e):
      return try attains(point, e, isOnly: true, holds: holds)
    case .isAttained: throw .inexpressible("attainment is not written out")
    case .hasShape: throw .inexpressible("convexity is not written out")
    }
  }

  /// A formula that holds exactly where the statement does; for conditions of cases.
  mutating func exactly(_ p: Proposition) throws(SmallObstacle) -> Formula {
    switch p {
    case .truth, .relation: return try formula(p, holds: true)
    case .all(let list):
      var parts: [Formula] = []
      for part in list { parts.append(try exactly(part)) }
      return .all(parts)
    case .any(let list):
      var parts: [Formula] = []
      for part in list { parts.append(try exactly(part)) }
      return .any(parts)
    case .not(let q): return .not(try exactly(q))
    default: throw .inexpressible("a condition with quantifiers")
    }
  }

  private mutating func formulas(
    _ list: [Proposition], _ holds: Bool
  ) throws(SmallObstacle) -> [Formula] {
    var parts: [Formula] = []
    for part in list { parts.append(try formula(part, holds: holds)) }
    return parts
  }

  private func combined(_ parts: [Formula], isAll: Bool) -> Formula {
    isAll ? .all(parts) : .any(parts)
  }

  private mutating func relation(
    _ r: Relation, _ a: Expression, _ b: Expression, _ p: Proposition, _ holds: Bool
  ) throws(SmallObstacle) -> Formula {
    guard case .vector = a.sort(in: scope) else {
      return .relation(r, try term(a), try term(b))
    }
    guard case .relation(let written, _, _) = p else { return .truth(true) }
    let pairs = zip(try components(a), try components(b))
    // As written it is said of every component, but ≠ of some.
    let isEach = written != .notEqual
    let whole = pairs.map { Formula.relation(written, $0, $1) }
    let statement = isEach ? Formula.all(whole) : .any(whole)
    return holds ? statement : .not(statement)
  }

  // MARK: quantifiers

  private mutating func quantified(
    _ bound: ArraySlice<Bound>, _ body: Proposition, isForAll: Bool, holds: Bool
  ) throws(SmallObstacle) -> Formula {
    guard let variable = bound.first else { return try formula(body, holds: holds) }
    let rest = bound.dropFirst()
    func inner(_ encoding: inout SmallEncoding) throws(SmallObstacle) -> Formula {
      try encoding.quantified(rest, body, isForAll: isForAll, holds: holds)
    }
    if case .index(let d) = variable.sort {
      if sizes[d] == nil {
        // Some arbitrary place where it fails; every place at hand where it holds.
        if isForAll != holds {
          let place = "#\(arbitrary[d, default: []].count + 1)"
          arbitrary[d, default: []].append(place)
          return try at(variable.symbol, place, inner)
        }
        var parts: [Formula] = []
        for place in arbitrary[d] ?? [] { parts.append(try at(variable.symbol, place, inner)) }
        return .all(parts)
      }
      return combined(try each(variable.symbol, d, inner), isAll: isForAll == holds)
    }
    if isForAll != holds {
      // One value for which it fails (or which exists).
      let value = try arbitrary(variable.sort, "point")
      add(point: value, variable.sort)
      return try with(variable, value, inner)
    }
    // Said of all values: of the points at hand.
    var parts: [Formula] = []
    for point in pool[variable.sort] ?? [] { parts.append(try with(variable, point, inner)) }
    return .all(parts)
  }

  // MARK: extrema

  /// The value at a point that attains it, which no other point at hand surpasses.
  mutating func extremum(_ e: Extremum) throws(SmallObstacle) -> Term {
    guard e.variables.count == 1, let variable = e.variables.first else {
      throw .inexpressible("an extremum over several variables")
    }
    let free = e.freeSymbols
    let key = ExtremumKey(
      extremum: e, values: values.filter { free.contains($0.key) },
      places: places.filter { free.contains($0.key) })
    if let known = extrema[key] { return known }
    let result = unknown("extremum")
    extrema[key] = result
    let point = try arbitrary(variable.sort, "attains")
    add(point: point, variable.sort)
    let (inside, best) = try with(variable, point) { (inner) throws(SmallObstacle) in
      (try inner.formula(e.constraint, holds: true), try inner.term(e.body))
    }
    definitions.append(inside)
    definitions.append(.relation(.equal, result, best))
    bound(e, variable, by: result)
    return result
  }

  /// No point of the set surpasses a value: used at every point at hand.
  private mutating func bound(_ e: Extremum, _ variable: Bound, by best: Term) {
    let (values, places) = (self.values, self.places)
    claims.append(
      (
        variable.sort,
        { (encoding, point) throws(SmallObstacle) in
          let outer = (encoding.values, encoding.places)
          (encoding.values, encoding.places) = (values, places)
          defer { (encoding.values, encoding.places) = outer }
          return try encoding.with(variable, point) { (inner) throws(SmallObstacle) in
            .any([
              try inner.formula(e.constraint, holds: false),
              .relation(
                e.goal == .maximum ? .lessOrEqual : .greaterOrEqual, try inner.term(e.body), best),
            ])
          }
        }
      ))
  }

  private mutating func attains(
    _ point: Expression, _ e: Extremum, isOnly: Bool, holds: Bool
  ) throws(SmallObstacle) -> Formula {
    guard e.variables.count == 1, let variable = e.variables.first, !holds else {
      throw .inexpressible("a hypothesis about an arg min")
    }
    let value = try self.value(point)
    let (outside, own) = try with(variable, value) { (inner) throws(SmallObstacle) in
      (try inner.formula(e.constraint, holds: false), try inner.term(e.body))
    }
    let other = try arbitrary(variable.sort, "other")
    add(point: other, variable.sort)
    let (inside, better) = try with(variable, other) { (inner) throws(SmallObstacle) in
      (try inner.formula(e.constraint, holds: true), try inner.term(e.body))
    }
    let isUp = e.goal == .maximum
    var failures: [Formula] = [
      outside, .all([inside, .relation(isUp ? .greater : .less, better, own)]),
    ]
    if isOnly {
      let differs: Formula
      switch (value, other) {
      case (.scalar(let a), .scalar(let b)): differs = .relation(.notEqual, a, b)
      case (.vector(let a), .vector(let b)):
        differs = .any(zip(a, b).map { .relation(.notEqual, $0, $1) })
      default: differs = .truth(false)
      }
      failures.append(
        .all([inside, differs, .relation(isUp ? .greaterOrEqual : .lessOrEqual, better, own)]))
    }
    return .any(failures)
  }
}
