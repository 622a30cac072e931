/// What is known of a step: symbol, word and colour, always all three.
package enum StepVerdict: Sendable, Hashable {
  /// A counterexample exists.
  case refuted
  /// A side has no value for some values that are allowed.
  case undefined
  /// It was not checked.
  case unchecked
  /// It held on every instance tried.
  case tested
  /// The error of an approximation has at least this observed order.
  case order(Int)
  /// It holds for all values in small dimensions: each dimension's name and its largest size.
  case provedForSmall([Size])
  /// It is an instance of a cited theorem.
  case byTheorem
  /// It holds in every dimension.
  case proved

  /// A dimension and the largest size that was covered.
  package struct Size: Sendable, Hashable {
    package let name: String
    package let largest: Int

    /// Joins a name and a size.
    package init(_ name: String, _ largest: Int) {
      self.name = name
      self.largest = largest
    }
  }

  /// The place in the table, from 0 for the weakest.
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

  /// The verdict without its ranges: what `results.json` and `expect` call it.
  package var name: String {
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

  /// The verdict in words, with its ranges: "proved for d ≤ 3".
  package var words: String {
    guard case .provedForSmall(let sizes) = self, !sizes.isEmpty else { return name }
    return "proved for " + sizes.map { "\($0.name) ≤ \($0.largest)" }.joined(separator: ", ")
  }

  /// The sign in the margin.
  package var symbol: String {
    switch self {
    case .refuted: "✗"
    case .undefined: "∅"
    case .unchecked: "?"
    case .tested: "≈"
    case .order(let k): "≈" + subscripted(k)
    case .provedForSmall(let sizes): "✓" + (sizes.map(\.largest).min().map(subscripted) ?? "")
    case .byTheorem, .proved: "✓"
    }
  }

  /// Sign and word in the legend, where no range is known.
  var legendSymbol: String {
    switch self {
    case .order: "≈ₖ"
    case .provedForSmall: "✓ₖ"
    default: symbol
    }
  }
  var legendName: String {
    switch self {
    case .order: "order k"
    case .provedForSmall: "proved for d ≤ k"
    default: name
    }
  }

  /// The class that the style sheet knows it by; no kind of container is called so.
  var kind: String {
    switch self {
    case .refuted: "refuted"
    case .undefined: "undefined"
    case .unchecked: "unchecked"
    case .tested: "tested"
    case .order: "order"
    case .provedForSmall: "small"
    case .byTheorem: "by-theorem"
    case .proved: "proved"
    }
  }
}

private func subscripted(_ number: Int) -> String {
  String(
    String(number).map { digit in
      digit.wholeNumberValue.flatMap { Unicode.Scalar(0x2080 + UInt32($0)) }.map(Character.init)
        ?? "₋"
    })
}
