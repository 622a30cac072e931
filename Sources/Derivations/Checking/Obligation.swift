/// What one step asks for: the goal holds for all values of the declared symbols that obey the
/// hypotheses, wherever both sides have a value, and they have one everywhere.
package struct Obligation: Sendable {
  package let declarations: [Declaration]
  package let hypotheses: [Hypothesis]
  package let witnesses: [Witness]
  package let goal: Proposition

  package init(
    declarations: [Declaration], hypotheses: [Hypothesis] = [], witnesses: [Witness] = [],
    goal: Proposition
  ) {
    self.declarations = declarations
    self.hypotheses = hypotheses
    self.witnesses = witnesses
    self.goal = goal
  }

  /// The scope of its symbols.
  package var scope: Scope { Scope(declarations) }
}

/// What testing a goal on instances found.
package enum TestOutcome: Sendable {
  /// An instance that obeys the hypotheses and not the goal.
  case refuted(Counterexample)
  /// An instance that obeys the hypotheses and for which an expression of the goal has no value.
  case undefined(Counterexample)
  /// The goal held on all instances.
  case held(TestSummary)
  /// No instance that obeys the hypotheses was found.
  case noInstance
  /// Part of the goal cannot be evaluated by this means, in words.
  case impossible(String)
}

/// How much was tested.
package struct TestSummary: Sendable, Hashable {
  /// Instances that obeyed the hypotheses and were evaluated, at least 1.
  package let instances: Int
  /// The dimensions of the space that were tried, from 1 to at most 64.
  package let dimensions: ClosedRange<Int>
  /// The largest |left − right| of an equality, or amount by which an inequality was missed within the
  /// error of the evaluation, relative to max(1, |left|, |right|).
  package let largestDifference: Double
  /// For ≤ and ≥: whether both sides were equal on every instance, so that the step could say more.
  package let isAlwaysEqual: Bool
  /// The seed of the random instances.
  package let seed: UInt64

  package init(
    instances: Int, dimensions: ClosedRange<Int>, largestDifference: Double, isAlwaysEqual: Bool,
    seed: UInt64
  ) {
    self.instances = instances
    self.dimensions = dimensions
    self.largestDifference = largestDifference
    self.isAlwaysEqual = isAlwaysEqual
    self.seed = seed
  }
}

/// Values of the symbols for which a step fails.
package struct Counterexample: Sendable, Hashable {
  /// A symbol and its value in TeX, in the order of declaration: `w`, `(1, 0)`; `\ell`, `z \mapsto -z`.
  package let values: [Assignment]
  /// The sizes of the dimensions that occur, by name.
  package let sizes: [Dimension: Int]
  /// Both sides of the relation that fails; nil where the goal is no relation of scalars or has no value.
  package let left: Double?
  package let right: Double?
  /// What fails, in words: "the quotient has denominator 0"; empty for a plain relation.
  package let reason: String
  /// The balls in which its sets and hypotheses keep vectors, there.
  package let balls: [NormBall]

  package init(
    values: [Assignment], sizes: [Dimension: Int], left: Double?, right: Double?,
    reason: String = "", balls: [NormBall] = []
  ) {
    self.balls = balls
    self.values = values
    self.sizes = sizes
    self.left = left
    self.right = right
    self.reason = reason
  }

  /// A symbol and its value.
  package struct Assignment: Sendable, Hashable {
    package let symbol: Symbol
    /// The value in TeX.
    package let tex: String
    /// The numbers of a scalar or vector, row by row for families and matrices; empty for functions.
    package let numbers: [Double]
    /// The members of a family, in the order of their indices; empty for a single thing.
    package let members: [Member]

    package init(_ symbol: Symbol, tex: String, numbers: [Double], members: [Member] = []) {
      self.symbol = symbol
      self.tex = tex
      self.numbers = numbers
      self.members = members
    }
  }
}

/// What a solver said of a goal in small dimensions.
enum SmallProof: Sendable {
  /// The goal holds for every d and n of the ranges, for all real values.
  case proved(ProofRanges)
  /// A solution of the negation was found, which has to be evaluated: roots were rounded, and functions
  /// are known at single arguments only.
  case candidate(Instance)
  /// Not decided within the budget, or not expressible; in words.
  case undecided(String)
}

/// For which dimensions something was proved, and from what.
struct ProofRanges: Sendable, Hashable {
  /// Each dimension that occurs, with the largest size; all sizes from 1 are covered.
  let sizes: [Dimension: Int]
  /// Symbols for orders of norms, which stood for 1, 2 and ∞.
  let orders: [Symbol]
  /// Indices into the obligation's hypotheses that the proofs used.
  let usedHypotheses: Set<Int>

  init(sizes: [Dimension: Int], orders: [Symbol] = [], usedHypotheses: Set<Int>) {
    self.sizes = sizes
    self.orders = orders
    self.usedHypotheses = usedHypotheses
  }
}
