/// How a published value is known, and on which side of the true quantity it lies.
///
/// Evidence is made only by the function that establishes a value (in `AdvKit` and `Derivations`)
/// and, for values that an author writes down, by `Notebook`. Everything else combines evidence
/// with ``Evidence/derived(from:basis:)``, which can only weaken it.
package struct Evidence: Sendable, Hashable {
  /// The ways of knowing, strongest first; combining values takes the later one.
  package enum Kind: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Written down by the author, or counted.
    case given
    /// Exact rational arithmetic.
    case rational
    /// A closed form or a finite computation in floating point.
    case computed
    /// Enclosed between two values; the gap between them is known.
    case bounded
    /// The best value that a search or an attack came upon.
    case found
    /// Estimated from random draws.
    case sampled

    package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }

    /// The word that pages and `results.json` print, such as `computed`.
    package var word: String {
      switch self {
      case .given: "given"
      case .rational: "rational"
      case .computed: "computed"
      case .bounded: "bounded"
      case .found: "found"
      case .sampled: "sampled"
      }
    }
  }

  /// Where the true quantity lies relative to the printed one.
  package enum Direction: String, Sendable, Hashable, CaseIterable {
    /// The printed value is the true quantity, up to rounding (and up to the gap, where there is one).
    case equal
    /// The true quantity is at most the printed value.
    case atMost
    /// The true quantity is at least the printed value.
    case atLeast
    /// Nothing is known about the side.
    case unknown

    /// The same statement about the negated quantity.
    package var flipped: Direction {
      switch self {
      case .equal: .equal
      case .atMost: .atLeast
      case .atLeast: .atMost
      case .unknown: .unknown
      }
    }

    /// The relation sign between the true quantity and the printed one; empty where none is known.
    package var sign: String {
      switch self {
      case .equal: "="
      case .atMost: "≤"
      case .atLeast: "≥"
      case .unknown: ""
      }
    }
  }

  /// What an estimate rests on.
  package struct Sampling: Sendable, Hashable {
    /// Number of draws, at least 1.
    package let count: Int
    /// The seed that the draws were keyed with.
    package let seed: UInt64
    /// Ends of the confidence interval, in the unit of the value.
    package let interval: ClosedRange<Double>
    /// Confidence level in (0, 1).
    package let level: Double

    /// Records an estimate's sample size, seed, interval and level.
    package init(count: Int, seed: UInt64, interval: ClosedRange<Double>, level: Double) {
      self.count = count
      self.seed = seed
      self.interval = interval
      self.level = level
    }
  }

  /// How the value is known.
  package let kind: Kind
  /// On which side of the printed value the true quantity lies.
  package let direction: Direction
  /// In a few words, by what: "closed form: dual norm", "interior point with dual certificate".
  package let basis: String
  /// For `bounded`: width of the enclosure, in the unit of the value, finite and ≥ 0.
  package let gap: Double?
  /// For `bounded`: whether the rounding errors of the computation are inside the gap.
  package let gapIncludesRounding: Bool
  /// For `sampled`: what the estimate rests on.
  package let sampling: Sampling?

  private init(
    _ kind: Kind, _ direction: Direction, _ basis: String, gap: Double? = nil,
    gapIncludesRounding: Bool = false, sampling: Sampling? = nil
  ) {
    self.kind = kind
    self.direction = direction
    self.basis = basis
    self.gap = gap
    self.gapIncludesRounding = gapIncludesRounding
    self.sampling = sampling
  }

  /// Evidence of a value that the author wrote down.
  package static func given(_ basis: String = "written in the notebook") -> Evidence {
    Evidence(.given, .equal, basis)
  }

  /// Evidence of a value from exact rational arithmetic.
  package static func rational(_ basis: String) -> Evidence {
    Evidence(.rational, .equal, basis)
  }

  /// Evidence of a closed form or of a finite computation in floating point.
  package static func computed(_ basis: String, direction: Direction = .equal) -> Evidence {
    Evidence(.computed, direction, basis)
  }

  /// Evidence of a value whose distance to the true quantity is at most `gap`.
  package static func bounded(
    gap: Double, direction: Direction, _ basis: String, includesRounding: Bool = false
  ) -> Evidence {
    Evidence(.bounded, direction, basis, gap: gap, gapIncludesRounding: includesRounding)
  }

  /// Evidence of the best value that a search came upon.
  package static func found(direction: Direction, _ basis: String) -> Evidence {
    Evidence(.found, direction, basis)
  }

  /// Evidence of an estimate from random draws.
  package static func sampled(_ sampling: Sampling, _ basis: String) -> Evidence {
    Evidence(.sampled, .unknown, basis, sampling: sampling)
  }

  /// How the result of an operation moves with one of its inputs.
  package enum Monotonicity: Sendable, Hashable {
    /// The result does not fall when the input grows.
    case increasing
    /// The result does not grow when the input grows.
    case decreasing
    /// Neither is known.
    case neither
  }

  /// Evidence of the result of a floating-point operation on known values.
  ///
  /// The kind is the latest of the inputs' kinds and of `computed` (the operation itself rounds);
  /// the direction follows the monotonicity of the operation in each input, and is lost where two
  /// inputs disagree or where the operation is not monotone in an input that is one-sided.
  /// A gap and a sample are kept only where the sole input is passed on unchanged, which is not
  /// an operation, so here both are dropped.
  package static func derived(
    from inputs: [(evidence: Evidence, monotonicity: Monotonicity)], basis: String
  ) -> Evidence {
    var kind = Kind.computed
    var direction = Direction.equal
    for (input, monotonicity) in inputs {
      kind = max(kind, input.kind)
      let side: Direction
      switch (input.direction, monotonicity) {
      case (.equal, _): side = .equal
      case (_, .increasing): side = input.direction
      case (_, .decreasing): side = input.direction.flipped
      case (_, .neither): side = .unknown
      }
      if direction == .equal {
        direction = side
      } else if side != .equal, side != direction {
        direction = .unknown
      }
    }
    return Evidence(kind, direction, basis)
  }
}
