/// What is known of a step, weakest first: a chain carries the first of its steps' verdicts in this order.
package enum Verdict: Hashable, Sendable {
  /// It is false: a counterexample exists.
  case refuted
  /// A side has no value for some values that the hypotheses allow.
  case undefined
  /// It was not checked.
  case unchecked
  /// It held on every instance tried.
  case tested
  /// Both sides of ≈ differ by an observed order of at least this.
  case order(Int)
  /// It holds for all values in these small dimensions.
  case provedForSmall
  /// It is an instance of a cited theorem whose conditions were discharged.
  case byTheorem
  /// It holds in every dimension.
  case proved

  /// The place in the table, from 0.
  package var rank: Int {
    switch self {
    case .refuted: 0
    case .undefined: 1
    case .unchecked: 2
    case .tested: 3
    case .order: 4
    case .provedForSmall: 5
    case .byTheorem: 6
    case .proved: 7
    }
  }

  /// The name in `results.json` and in `expect`.
  package var word: String {
    switch self {
    case .refuted: "refuted"
    case .undefined: "undefined"
    case .unchecked: "unchecked"
    case .tested: "tested"
    case .order(let k): "order \(k)"
    case .provedForSmall: "proved for small dimensions"
    case .byTheorem: "by theorem"
    case .proved: "proved"
    }
  }
}
