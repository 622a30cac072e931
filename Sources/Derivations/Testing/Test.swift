/// How much is tested.
package struct TestBudget: Sendable {
  /// Instances of a plain relation, and of one with extrema.
  package let plain: Int
  package let withExtrema: Int

  package init(plain: Int, withExtrema: Int) {
    self.plain = plain
    self.withExtrema = withExtrema
  }

  package static let standard = TestBudget(plain: 160, withExtrema: 48)
}

/// Looks for an instance that obeys the hypotheses and not the goal.
package func test(
  _ obligation: Obligation, seed: UInt64, budget: TestBudget = .standard
) -> TestOutcome {
  let tester = Tester(obligation)
  return tester.run(seed, budget)
}

struct Tester {
  let obligation: Obligation
  let scope: Scope
  let goal: Proposition
  /// What instances must obey: the hypotheses, and what the goal assumes.
  let assumptions: [Proposition]
  let hasExtrema: Bool

  init(_ obligation: Obligation) {
    self.obligation = obligation
    scope = obligation.scope
    var assumed = obligation.hypotheses.map(\.proposition)
    var goal = obligation.goal
    // What is assumed in the goal is made true, for else the goal says nothing.
    while case .implies(let a, let b) = goal {
      if case .exists = a { break }
      assumed.append(a)
      goal = b
    }
    self.goal = goal
    assumptions = assumed
    hasExtrema = goal.hasExtrema
  }

  func run(_ seed: UInt64, _ budget: TestBudget) -> TestOutcome {
    var maker = InstanceMaker(
      obligation, assumptions, seed: seed,
      largest: hasExtrema ? (space: 8, family: 3) : (space: 64, family: 16))
    let count = hasExtrema ? budget.withExtrema : budget.plain
    var made = 0
    var valued = 0
    var largestSize = 1
    var difference = 0.0
    var isAlwaysEqual = true
    var impossible: String?
    var unknown = 0
    for k in 0..<count {
      guard let instance = maker.make(k) else { continue }
      made += 1
      largestSize = max(largestSize, instance.size(.space))
      switch judge(instance) {
      case .holds(let gap, let isEqual):
        valued += 1
        difference = max(difference, gap)
        if !isEqual { isAlwaysEqual = false }
      case .fails(let a, let b):
        let (smaller, sides) = smallest(instance, (a, b), seed)
        return .refuted(shrunk(smaller, maker, sides).0)
      case .undefined:
        return .undefined(shrunk(instance, maker, nil).0)
      case .unknown(let reason):
        impossible = impossible ?? reason
        unknown += 1
      }
    }
    if let found = climb(&maker, seed) { return .refuted(found) }
    guard made > 0 else { return .noInstance }
    if isStrict, unknown > 0 {
      return .impossible(
        "both sides agree up to rounding on some instances, where a strict relation cannot be told")
    }
    guard valued > 0, unknown <= valued else {
      return .impossible(impossible ?? "it cannot be evaluated")
    }
    return .held(
      TestSummary(
        instances: valued, dimensions: 1...max(1, largestSize), largestDifference: difference,
        isAlwaysEqual: isAlwaysEqual && isInequality, seed: seed))
  }

  private var isStrict: Bool {
    if case .relation(let r, _, _) = goal.unquantified { return r.isStrict }
    return false
  }

  private var isInequality: Bool {
    switch goal {
    case .relation(let r, _, _): r != .equal && r != .notEqual
    case .forAll(_, _, .relation(let r, _, _)): r != .equal && r != .notEqual
    default: false
    }
  }

  enum Judgement {
    case holds(gap: Double, isEqual: Bool)
    case fails(Double?, Double?)
    case undefined(String)
    case unknown(String)
  }

  /// The goal on one instance.
  func judge(_ instance: Instance, effort: Int = 1) -> Judgement {
    var evaluation = Evaluation(instance, scope)
    evaluation.effort = effort
    do throws(Unvalued) {
      switch goal.unquantified {
      case .hasShape(let shape, let body, let symbol):
        return try everywhere(evaluation) { (place) throws(Unvalued) in
          try self.shape(shape, body, symbol, place)
        }
      case .exists(let bound, let domain, let body):
        return try everywhere(evaluation) { (place) throws(Unvalued) in
          try existence(bound, domain, body, place)
        }
      default: break
      }
      switch try evaluation.holds(goal) {
      case .yes:
        let (gap, isEqual) = try self.gap(goal, evaluation)
        return .holds(gap: gap, isEqual: isEqual)
      case .no(let a, let b):
        // What was solved for holds up to rounding only, which may be magnified.
        if !isExact(instance), !isRobust(instance, a, b) { return .unknown("too near to be told") }
        return .fails(a, b)
      case .unknown: return .unknown("it holds as far as it can be evaluated")
      }
    } catch {
      switch error {
      case .undefined(let reason): return .undefined(reason)
      case .impossible(let reason): return .unknown(reason)
      }
    }
  }

  /// The judgement at all values of the indices that the goal speaks of: the first that does not hold.
  private func everywhere(
    _ evaluation: Evaluation, _ judge: (Evaluation) throws(Unvalued) -> Judgement
  ) throws(Unvalued) -> Judgement {
    for place in places(goal.quantifiedIndices, evaluation) {
      let here = try judge(place)
      if case .holds = here { continue }
      return here
    }
    return .holds(gap: 0, isEqual: false)
  }

  /// An evaluation for each value of some indices.
  private func places(_ bound: [Bound], _ evaluation: Evaluation) -> [Evaluation] {
    var places = [evaluation]
    for variable in bound {
      guard case .index(let d) = variable.sort else { continue }
      places = places.flatMap { place in
        (1...evaluation.instance.size(d)).map { place.at(variable.symbol, $0) }
      }
    }
    return places
  }

  /// Whether the assumptions hold without rounding: equations exactly, inequalities by more than the
  /// error of their evaluation.
  private func isExact(_ instance: Instance) -> Bool {
    let evaluation = Evaluation(instance, scope)
    return assumptions.flatMap(\.conjuncts).allSatisfy { p in
      guard case .relation(let r, let a, let b) = p.unquantified, r != .notEqual else {
        return true
      }
      guard p == p.unquantified, case .scalar = a.sort(in: scope) else { return r != .equal }
      guard let x = try? evaluation.scalar(a), let y = try? evaluation.scalar(b) else {
        return false
      }
      let slack = x.error + y.error
      return slack == 0
        ? r != .equal || x.value == y.value : r != .equal && abs(x.value - y.value) > slack
    }
  }

  /// Whether the sides differ by far more than what a small change of all numbers does to them.
  private func isRobust(_ instance: Instance, _ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return true }
    let difference = a - b
    guard abs(difference) > 1e-7 * max(1, abs(a), abs(b)) else { return false }
    guard case .relation(_, let left, let right) = goal.unquantified, goal == goal.unquantified,
      case .scalar = left.sort(in: scope)
    else { return abs(difference) > 1e-4 * max(1, abs(a), abs(b)) }
    var change = 0.0
    for symbol in instance.values.keys.sorted() {
      for m in (instance.values[symbol] ?? []).indices {
        for k in (instance.values[symbol]?[m].numbers ?? []).indices.prefix(8) {
          var moved = instance
          guard let member = moved.values[symbol]?[m] else { continue }
          var numbers = member.numbers
          numbers[k] += 1e-10 * max(1, abs(numbers[k]))
          moved.values[symbol]?[m] = member.replacing(numbers)
          let evaluation = Evaluation(moved, scope)
          guard let x = try? evaluation.scalar(left), let y = try? evaluation.scalar(right) else {
            continue
          }
          change += abs((x.value - y.value) - difference)
        }
      }
    }
    return abs(difference) > 10 * change
  }

  /// How far apart the sides are, relative to their size.
  private func gap(
    _ p: Proposition, _ evaluation: Evaluation
  ) throws(Unvalued) -> (Double, Bool) {
    switch p {
    case .relation(let r, let a, let b):
      guard case .scalar = a.sort(in: evaluation.sorted) else { return (0, false) }
      let x = try evaluation.scalar(a)
      let y = try evaluation.scalar(b)
      let distance = abs(x.value - y.value)
      let relative = distance / max(1, abs(x.value), abs(y.value))
      let isEqual = distance <= 4 * (x.error + y.error)
      return (r == .equal || isEqual ? relative : 0, isEqual)
    case .forAll(let bound, _, let body) where bound.allSatisfy(\.isIndex):
      var worst = 0.0
      var isEqual = true
      for place in places(bound, evaluation).prefix(20) {
        let (gap, equal) = try self.gap(body, place)
        worst = max(worst, gap)
        isEqual = isEqual && equal
      }
      return (worst, isEqual)
    default: return (0, false)
    }
  }

  /// Convexity at two points and between them.
  private func shape(
    _ shape: Proposition.Shape, _ body: Expression, _ symbol: Symbol,
    _ evaluation: Evaluation
  ) throws(Unvalued) -> Judgement {
    let instance = evaluation.instance
    guard let value = instance.values[symbol]?.first else { return .unknown("no such symbol") }
    let here = value.numbers
    // Other ends: 0, the opposite, along the axes, a shifted one.
    var ends: [[Double]] = [here.map { -$0 }, here.map { _ in 0 }, here.map { 3 * $0 }]
    for k in here.indices.prefix(3) {
      for step in [1.0, -1, 4] {
        var moved = here
        moved[k] += step
        ends.append(moved)
      }
    }
    for (name, members) in instance.values.sorted(by: { $0.key < $1.key }) where name != symbol {
      for member in members where member.numbers.count == here.count {
        ends.append(member.numbers)
      }
    }
    func at(_ numbers: [Double]) throws(Unvalued) -> Measured {
      try evaluation.binding(symbol, value.replacing(numbers)).scalar(body)
    }
    let a = try at(here)
    for end in ends {
      let b = try at(end)
      for t in [0.5, 0.25, 0.75] {
        let middle = try at(zip(here, end).map { (1 - t) * $0 + t * $1 })
        let mean = Measured(1 - t) * a + Measured(t) * b
        let excess = middle.value - mean.value
        let slack = 4 * (middle.error + mean.error) + 1e-12 * max(1, abs(mean.value))
        if shape != .concave, excess > slack { return .fails(middle.value, mean.value) }
        if shape != .convex, excess < -slack { return .fails(middle.value, mean.value) }
      }
    }
    return .holds(gap: 0, isEqual: false)
  }

  /// What exists is looked for among the witnesses and points at hand; not finding it refutes nothing.
  private func existence(
    _ bound: [Bound], _ domain: Proposition, _ body: Proposition, _ evaluation: Evaluation
  ) throws(Unvalued) -> Judgement {
    guard let variable = bound.first, bound.count == 1 else { return .unknown("several variables") }
    var candidates: [Value] = []
    for witness in obligation.witnesses where witness.symbol == variable.symbol {
      candidates.append(try evaluation.bind(witness.value, variable))
    }
    for value in candidates + evaluation.probes(variable.sort) {
      let inner = evaluation.binding(variable.symbol, value)
      if domain != .truth(true), try inner.loosely(domain) != .yes { continue }
      if try inner.loosely(body) == .yes { return .holds(gap: 0, isEqual: false) }
    }
    return .unknown("no point was found")
  }
}

extension Proposition {
  /// The statement inside quantifiers over indices.
  var unquantified: Proposition {
    if case .forAll(let bound, _, let body) = self, bound.allSatisfy(\.isIndex) { return body }
    return self
  }

  /// The indices that it is said of.
  var quantifiedIndices: [Bound] {
    if case .forAll(let bound, _, _) = self, bound.allSatisfy(\.isIndex) { return bound }
    return []
  }

  /// Whether a max or min over an infinite set occurs.
  var hasExtrema: Bool {
    switch self {
    case .attains, .uniquelyAttains, .isAttained: return true
    default: return !boundVariables.isEmpty
    }
  }
}
