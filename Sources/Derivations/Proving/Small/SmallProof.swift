/// Proves a goal for small dimensions, or gives up.
///
/// Vectors are written out in components and families in members, for every size up to 3; Z3 then shows
/// that the negation contradicts the hypotheses. A dimension of which only one arbitrary component is
/// used needs no size: such a proof holds in every dimension.
///
/// - Parameter extremaAreAttained: whether it was shown that every part of the goal has a value and
///   every max and min in it is attained; without that nothing is tried.
func proveSmall(_ obligation: Obligation) -> SmallProof {
  var prover = Prover(obligation)
  guard prover.facts.isAbsurd == nil, prover.isDefined(obligation.goal) else {
    return .undecided("it was not shown that every part of it has a value")
  }
  var needed: Set<Dimension> = []
  // Which dimensions have to be written out: found by trying.
  while true {
    let sizes = Dictionary(uniqueKeysWithValues: needed.map { ($0, 1) })
    var encoding = SmallEncoding(obligation, sizes: sizes, orders: [:])
    do throws(SmallObstacle) {
      _ = try encoding.problem()
      break
    } catch {
      guard case .size(let dimension) = error, needed.insert(dimension).inserted else {
        return .undecided(error.words)
      }
    }
  }
  return SmallSearch(obligation, dimensions: needed.sorted()).run()
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

  /// The largest size that is tried, and the work for one question.
  static let largest = 3
  static let budget = SolverBudget(resources: 600_000)

  init(_ obligation: Obligation, dimensions: [Dimension]) {
    self.obligation = obligation
    self.dimensions = dimensions
  }

  func run() -> SmallProof {
    guard !dimensions.isEmpty else {
      return decide([:]).map { .proved(ProofRanges(sizes: [:], usedHypotheses: $0)) }
        ?? .undecided("not decided within the budget")
    }
    var used: Set<Int> = []
    var reached = 0
    for size in 1...Self.largest {
      guard let found = decideAll(upTo: size) else { break }
      used.formUnion(found)
      reached = size
    }
    guard reached > 0 else { return .undecided("not decided within the budget") }
    return .proved(
      ProofRanges(
        sizes: Dictionary(uniqueKeysWithValues: dimensions.map { ($0, reached) }),
        usedHypotheses: used))
  }

  /// Every combination whose largest size is the one given.
  private func decideAll(upTo size: Int) -> Set<Int>? {
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
  private func decide(_ sizes: [Dimension: Int]) -> Set<Int>? {
    var encoding = SmallEncoding(obligation, sizes: sizes, orders: [:])
    guard let problem = try? encoding.problem(),
      case .unsatisfiable(let core) = solve(problem, Self.budget)
    else { return nil }
    // A contradiction among the hypotheses alone would prove anything.
    var context = SmallEncoding(obligation, sizes: sizes, orders: [:])
    guard let assumed = try? context.context(), case .satisfiable = solve(assumed, Self.budget)
    else { return nil }
    return core.filter { $0 < obligation.hypotheses.count }
  }
}
