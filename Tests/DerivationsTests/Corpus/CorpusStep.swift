// Oracle: textbook mathematics; each step was decided by hand before it was checked.
import Testing

@testable import Derivations

/// A derivation of one step, and whether it is true.
struct CorpusStep: Sendable, CustomTestStringConvertible {
  let name: String
  let symbols: String
  let given: [String]
  let witnesses: [String]
  let body: String

  init(
    _ name: String, _ body: String, _ symbols: String = "", given: [String] = [],
    witness: [String] = []
  ) {
    self.name = name
    self.body = body
    self.symbols = symbols
    self.given = given
    witnesses = witness
  }

  var testDescription: String { name }

  /// Names that keep their meaning throughout the corpus, declared where they occur.
  static let usual: [(String, String)] = [
    ("w", "vector"), ("x", "vector"), ("u", "vector"), ("v", "vector"), ("g", "vector"),
    (#"\delta"#, "vector"), ("y", "sign"), (#"\varepsilon"#, "nonnegative"), ("z", "scalar"),
    ("a", "scalar"), ("b", "scalar"), ("c", "scalar"), (#"\ell"#, "nonincreasing function"),
  ]

  var source: DerivationSource {
    func entry(_ text: Substring) -> DerivationSource.Entry {
      let parts = text.split(separator: ":", maxSplits: 1)
      func trimmed(_ s: Substring) -> String {
        String(s.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      return .init(trimmed(parts[0]), trimmed(parts[1]))
    }
    let own = symbols.split(separator: ";").map(entry)
    let everything = body + given.joined() + witnesses.joined() + symbols
    let usual = Self.usual.filter { name, _ in
      !own.contains { $0.key == name } && Self.occurs(name, in: everything)
    }
    return DerivationSource(
      symbols: own + usual.map { .init($0.0, $0.1) }, given: given,
      witnesses: witnesses.map { entry($0[...]) }, body: body)
  }

  /// Whether a name stands in a text other than as part of a longer word or macro.
  private static func occurs(_ name: String, in text: String) -> Bool {
    let scalars = Array(text)
    let wanted = Array(name)
    guard scalars.count >= wanted.count else { return false }
    for start in 0...(scalars.count - wanted.count)
    where Array(scalars[start..<start + wanted.count]) == wanted {
      let after = start + wanted.count
      if name.first == "\\" {
        if after < scalars.count, scalars[after].isLetter { continue }
        return true
      }
      var before = start
      while before > 0, scalars[before - 1].isLetter { before -= 1 }
      if before > 0, scalars[before - 1] == "\\" { continue }
      return true
    }
    return false
  }
}
