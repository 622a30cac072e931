/// How a number is printed: the formats of the notebook language, `.3f`, `.1%`, `.2e`, `.4g`.
package enum NumberFormat: Sendable, Hashable {
  /// So many decimals: `.3f`.
  case fixed(Int)
  /// The value times one hundred with so many decimals, and a per cent sign: `.1%`.
  case percent(Int)
  /// A mantissa with so many decimals, and a power of ten: `.2e`.
  case scientific(Int)
  /// So many significant digits, without trailing zeros, a power of ten where it is shorter: `.4g`.
  case general(Int)

  /// Reads a format as authors write it; nil for anything else.
  ///
  /// Decimals go from 0 to 17, significant digits from 1 to 17.
  package init?(parsing text: String) {
    guard text.first == ".", text.utf8.count >= 3, text.utf8.count <= 4,
      text.dropFirst().dropLast().utf8.allSatisfy({ (48...57).contains($0) }),
      let digits = Int(text.dropFirst().dropLast()), digits <= 17
    else { return nil }
    switch text.last {
    case "f": self = .fixed(digits)
    case "%": self = .percent(digits)
    case "e": self = .scientific(digits)
    case "g" where digits > 0: self = .general(digits)
    default: return nil
    }
  }

  /// The format as an author writes it, such as `.3f`.
  package var source: String {
    switch self {
    case .fixed(let digits): ".\(digits)f"
    case .percent(let digits): ".\(digits)%"
    case .scientific(let digits): ".\(digits)e"
    case .general(let digits): ".\(digits)g"
    }
  }

  /// The rule, for messages.
  package static let rule =
    "a format is a point, a number of digits up to 17, and one of f, %, e, g, such as .3f or .1%"
}
