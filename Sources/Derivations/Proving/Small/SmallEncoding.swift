/// An obligation written out in components for given sizes.
///
/// Every formula that is made is implied by what it stands for: what is said of all values is said of
/// the points at hand, so that a contradiction is one of the obligation too. Definitions are guarded
/// (q·b = a only where b ≠ 0), so that they add none of their own.
struct SmallEncoding {
  /// A value written out; a vector of a dimension without a size has none, and is known by components.
  enum Value: Hashable {
    case scalar(Term)
    case vector([Term])
  }

  /// A place in a family or vector: a number, or the name of an arbitrary one.
  typealias Place = String

  struct Call {
    let order: Int
    let arguments: [[Term]]
    let value: Term
  }

  struct ExtremumKey: Hashable {
    let extremum: Extremum
    let values: [Symbol: Value]
    let places: [Symbol: Place]
  }

  let obligation: Obligation
  let sizes: [Dimension: Int]
  /// What symbols for orders of norms stand for.
  let orders: [Symbol: NormOrder]
  var scope: Scope
  var values: [Symbol: Value] = [:]
  var places: [Symbol: Place] = [:]
  /// Arbitrary places of dimensions without a size.
  var arbitrary: [Dimension: [Place]] = [:]
  /// Definitions of what was introduced, and domains.
  var definitions: [Formula] = []
  var calls: [Symbol: [Call]] = [:]
  var extrema: [ExtremumKey: Term] = [:]
  /// Vectors and scalars at which what is said of all is used.
  var pool: [Sort: [Value]] = [:]
  /// What is said of all values of a variable, to be used at every point of the pool.
  var claims: [(sort: Sort, claim: (inout SmallEncoding, Value) throws(SmallObstacle) -> Formula)] =
    []
  private var fresh = 0
  private var known: Set<String> = []

  init(_ obligation: Obligation, sizes: [Dimension: Int], orders: [Symbol: NormOrder]) {
    self.obligation = obligation
    self.sizes = sizes
    self.orders = orders
    scope = obligation.scope
  }

  /// The hypotheses together with the negated goal, each hypothesis its own group.
  mutating func problem() throws(SmallObstacle) -> SolverProblem {
    try fill()
    let negated = try formula(obligation.goal, holds: false)
    var problem = try assumptions()
    problem.assertions.append(.init(negated, group: obligation.hypotheses.count))
    return try closed(problem)
  }

  /// The hypotheses alone.
  mutating func context() throws(SmallObstacle) -> SolverProblem {
    try fill()
    return try closed(try assumptions())
  }

  private mutating func assumptions() throws(SmallObstacle) -> SolverProblem {
    var problem = SolverProblem()
    // One with a max or min is left out: that a point attains it was not shown.
    for (k, hypothesis) in obligation.hypotheses.enumerated()
    where hypothesis.proposition.extrema.isEmpty {
      do throws(SmallObstacle) {
        problem.assertions.append(
          .init(try formula(hypothesis.proposition, holds: true), group: k))
      } catch {
        if case .size = error { throw error }
        // A hypothesis that cannot be written is not used.
      }
    }
    return problem
  }

  /// Adds what is said of all points and of functions at the arguments that occur.
  private mutating func closed(_ problem: SolverProblem) throws(SmallObstacle) -> SolverProblem {
    var done: Set<String> = []
    // Claims and calls may introduce points and calls; two rounds reach what matters.
    for _ in 0..<2 {
      for (k, entry) in claims.enumerated() {
        for (j, point) in (pool[entry.sort] ?? []).enumerated()
        where done.insert("\(k) \(j)").inserted {
          definitions.append(try entry.claim(&self, point))
        }
      }
    }
    var result = problem
    for definition in definitions + properties() { result.assertions.append(.init(definition)) }
    return result
  }

  /// Declared vectors and witnesses as points, domains of scalars.
  private mutating func fill() throws(SmallObstacle) {
    for declaration in obligation.declarations where declaration.indices.isEmpty {
      if case .vector(let d) = declaration.type, sizes[d] != nil {
        add(point: try value(.of(declaration.symbol)), .vector(d))
      }
    }
    for witness in obligation.witnesses
    where witness.value.freeSymbols.allSatisfy({
      scope.sort($0) != nil
    }) {
      let sort = witness.value.sort(in: scope)
      if case .vector(let d) = sort, sizes[d] == nil { continue }
      if let point = try? value(witness.value) { add(point: point, sort) }
    }
  }

  mutating func add(point: Value, _ sort: Sort) {
    if !(pool[sort] ?? []).contains(point) { pool[sort, default: []].append(point) }
  }

  // MARK: unknowns

  mutating func unknown(_ hint: String) -> Term {
    fresh += 1
    return .unknown("#\(hint)\(fresh)")
  }

  /// An arbitrary value of a sort.
  mutating func arbitrary(_ sort: Sort, _ hint: String) throws(SmallObstacle) -> Value {
    switch sort {
    case .scalar: return .scalar(unknown(hint))
    case .vector(let d):
      guard let size = sizes[d] else { throw .size(d) }
      return .vector((0..<size).map { _ in unknown(hint) })
    case .matrix, .index: throw .inexpressible("matrices are not written out")
    }
  }

  /// A named unknown, with its domain.
  mutating func declared(_ declaration: Declaration, _ name: String) -> Term {
    let term = Term.unknown(name)
    guard known.insert(name).inserted, case .scalar(let domain) = declaration.type else {
      return term
    }
    switch domain {
    case .real, .integer: break
    case .nonnegative: definitions.append(.relation(.greaterOrEqual, term, .number(.zero)))
    case .positive: definitions.append(.relation(.greater, term, .number(.zero)))
    case .sign:
      definitions.append(
        .any([
          .relation(.equal, term, .number(.one)), .relation(.equal, term, .number(Rational(-1))),
        ]))
    }
    return term
  }

  // MARK: places

  func place(_ index: Index) throws(SmallObstacle) -> Place {
    switch index {
    case .number(let k): return "\(k)"
    case .variable(let symbol):
      guard let place = places[symbol] else {
        throw .inexpressible("an index without a value")
      }
      return place
    }
  }

  /// All places of a dimension: its numbers, or the arbitrary ones that are at hand.
  func allPlaces(_ d: Dimension) throws(SmallObstacle) -> [Place] {
    guard let size = sizes[d] else { throw .size(d) }
    return (1...size).map { "\($0)" }
  }

  /// Something at every place of a dimension.
  mutating func each<Result>(
    _ index: Symbol, _ d: Dimension,
    _ work: (inout SmallEncoding) throws(SmallObstacle) -> Result
  ) throws(SmallObstacle) -> [Result] {
    var results: [Result] = []
    for place in try allPlaces(d) { results.append(try at(index, place, work)) }
    return results
  }

  mutating func at<Result>(
    _ index: Symbol, _ place: Place,
    _ work: (inout SmallEncoding) throws(SmallObstacle) -> Result
  ) throws(SmallObstacle) -> Result {
    let before = places[index]
    places[index] = place
    defer { places[index] = before }
    return try work(&self)
  }

  /// Something with a variable bound to a value.
  mutating func with<Result>(
    _ variable: Bound, _ value: Value,
    _ work: (inout SmallEncoding) throws(SmallObstacle) -> Result
  ) throws(SmallObstacle) -> Result {
    let before = values[variable.symbol]
    let outer = scope
    values[variable.symbol] = value
    scope = scope.binding([variable])
    defer {
      values[variable.symbol] = before
      scope = outer
    }
    return try work(&self)
  }
}
