/// Proves a goal for small dimensions, or gives up.
///
/// Vectors are written out in components and families in members, for every size up to 3; Z3 then shows
/// that the negation contradicts the hypotheses. A dimension of which only one arbitrary component is
/// used needs no size: such a proof holds in every dimension.
///
/// It gives up where an expression may have no value, and where a max or min stands in a place that is
/// not always reached: the point that attains it is assumed to exist.
func proveSmall(_ obligation: Obligation) -> SmallProof {
  var prover = Prover(obligation)
  guard prover.facts.isAbsurd == nil, prover.isDefined(obligation.goal) else {
    return .undecided("it was not shown that every part of it has a value")
  }
  guard obligation.goal.reachesItsExtrema else {
    return .undecided("a max or min stands under a condition")
  }
  let orders = obligation.orderSymbols
  let twos = Dictionary(uniqueKeysWithValues: orders.map { ($0, NormOrder.two) })
  var needed: Set<Dimension> = []
  // Which dimensions have to be written out: found by trying.
  while true {
    let sizes = Dictionary(uniqueKeysWithValues: needed.map { ($0, 1) })
    var encoding = SmallEncoding(obligation, sizes: sizes, orders: twos)
    do throws(SmallObstacle) {
      _ = try encoding.problem()
      break
    } catch {
      guard case .size(let dimension) = error, needed.insert(dimension).inserted else {
        return .undecided(error.words)
      }
    }
  }
  var search = SmallSearch(obligation, dimensions: needed.sorted(), orders: orders)
  return search.run()
}

/// Why something cannot be written for the solver.
enum SmallObstacle: Error {
  /// A dimension has to be written out.
  case size(Dimension)
  /// It has no form without quantifiers, in words.
  case inexpressible(String)

  var words: String {
    switch self {
    case .size(let dimension): "the dimension \(dimension) is not fixed"
    case .inexpressible(let words): words
    }
  }
}

/// All sizes of the dimensions that matter, one question each.
private struct SmallSearch {
  let obligation: Obligation
  let dimensions: [Dimension]
  /// Symbols for orders of norms, which stand for 1, 2 and ∞ in turn.
  let orders: [Symbol]
  /// The values under which a negation could hold: the first that were found.
  private var candidate: Instance?

  /// The largest size that is tried, and the work for one question.
  static let largest = 3
  static let budget = SolverBudget(resources: 600_000)

  init(_ obligation: Obligation, dimensions: [Dimension], orders: [Symbol]) {
    self.obligation = obligation
    self.dimensions = dimensions
    self.orders = orders
  }

  mutating func run() -> SmallProof {
    guard !dimensions.isEmpty else {
      guard let used = decide([:]) else { return unproved }
      return .proved(ProofRanges(sizes: [:], orders: orders, usedHypotheses: used))
    }
    var used: Set<Int> = []
    var reached = 0
    for size in 1...Self.largest {
      guard let found = decideAll(upTo: size) else { break }
      used.formUnion(found)
      reached = size
    }
    guard reached > 0, candidate == nil else { return unproved }
    return .proved(
      ProofRanges(
        sizes: Dictionary(uniqueKeysWithValues: dimensions.map { ($0, reached) }), orders: orders,
        usedHypotheses: used))
  }

  private var unproved: SmallProof {
    candidate.map { .candidate($0) } ?? .undecided("not decided within the budget")
  }

  /// Every combination whose largest size is the one given.
  private mutating func decideAll(upTo size: Int) -> Set<Int>? {
    var combinations: [[Dimension: Int]] = [[:]]
    for dimension in dimensions {
      combinations = combinations.flatMap { known in
        (1...size).map { known.merging([dimension: $0]) { $1 } }
      }
    }
    var used: Set<Int> = []
    for sizes in combinations where sizes.values.max() == size {
      guard let found = decide(sizes) else { return nil }
      used.formUnion(found)
    }
    return used
  }

  /// The hypotheses that the proof for these sizes used; nil where there is none.
  private mutating func decide(_ sizes: [Dimension: Int]) -> Set<Int>? {
    var combinations: [[Symbol: NormOrder]] = [[:]]
    for symbol in orders {
      combinations = combinations.flatMap { known in
        [.one, .two, .infinity].map { known.merging([symbol: $0]) { $1 } }
      }
    }
    var used: Set<Int> = []
    var isPossible = false
    for combination in combinations {
      // A contradiction among the hypotheses alone would prove anything.
      var context = SmallEncoding(obligation, sizes: sizes, orders: combination)
      guard let assumed = try? context.context() else { return nil }
      switch solve(assumed, Self.budget) {
      case .satisfiable: isPossible = true
      case .unsatisfiable where !orders.isEmpty: continue
      default: return nil
      }
      var encoding = SmallEncoding(obligation, sizes: sizes, orders: combination)
      guard let problem = try? encoding.problem() else { return nil }
      switch solve(problem, Self.budget) {
      case .unsatisfiable(let core):
        used.formUnion(core.filter { $0 < obligation.hypotheses.count })
      case .satisfiable(let values):
        candidate = candidate ?? encoding.instance(values)
        return nil
      case .undecided: return nil
      }
    }
    return isPossible ? used : nil
  }
}

extension Proposition {
  /// Whether every max and min in it has a value whenever the statement fails: none stands in a case, in
  /// another one, or behind a condition that is made for each of several indices.
  fileprivate var reachesItsExtrema: Bool {
    let all = extrema
    guard !all.isEmpty else { return true }
    guard all.allSatisfy({ $0.body.extrema.isEmpty && $0.constraint.extrema.isEmpty }),
      !hasCasesWithExtrema
    else { return false }
    switch self {
    case .relation, .attains, .uniquelyAttains: return true
    case .implies(.relation, .relation), .implies(.relation, .attains): return true
    case .forAll(let bound, .truth(true), let body):
      guard bound.allSatisfy(\.isIndex) else { return false }
      switch body {
      case .relation, .attains, .uniquelyAttains: return true
      default: return false
      }
    default: return false
    }
  }

  private var hasCasesWithExtrema: Bool {
    var found = false
    func look(_ e: Expression) {
      if case .piecewise = e, !e.extrema.isEmpty { found = true }
      let parts = e.parts
      parts.expressions.forEach(look)
      parts.conditions.forEach(look)
    }
    func look(_ p: Proposition) {
      _ = p.mapped(
        {
          look($0)
          return $0
        },
        {
          look($0)
          return $0
        })
    }
    look(self)
    return found
  }
}

extension Obligation {
  /// The symbols for orders of norms that occur.
  fileprivate var orderSymbols: [Symbol] {
    let free = hypotheses.reduce(into: goal.freeSymbols) {
      $0.formUnion($1.proposition.freeSymbols)
    }
    return declarations.filter { $0.type == .order && free.contains($0.symbol) }.map(\.symbol)
  }
}
