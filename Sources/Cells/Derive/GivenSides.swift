internal import Derivations
internal import Notebook

/// The sides of a derivation's steps on the values that `with` names.
struct GivenSides {
  /// What was found of each step; nil for a step that has no value on them.
  let steps: [(left: Notebook.Value, right: Notebook.Value, holds: Bool)?]

  /// Evaluates all steps; nil without `with`.
  ///
  /// - Throws: a failure at the value that does not fit.
  init?(_ derivation: Derivation, _ invocation: Invocation) throws(CellFailure) {
    guard let entries = invocation["with"]?.entries else { return nil }
    var values: [(name: String, value: GivenValue)] = []
    for entry in entries {
      let value: GivenValue
      switch entry.argument.value?.content {
      case .number(let number)?: value = .scalar(number)
      case .vector(let vector)?: value = .vector(vector)
      case .matrix(let matrix)?: value = .matrix(matrix)
      default:
        throw CellFailure(
          "`\(entry.name)` is \(entry.argument.value?.description ?? "nothing")",
          rule: "`with` gives numbers for symbols", fix: "name a number, a vector or a matrix",
          at: entry.argument.span)
      }
      values.append((derivation.symbol(spelled: entry.name)?.name ?? entry.name, value))
    }
    let numbers: GivenNumbers
    do {
      numbers = try GivenNumbers(derivation, values)
    } catch {
      throw Self.failure(error, derivation, entries)
    }
    if let violated = numbers.violatedHypotheses.first {
      throw CellFailure(
        "the values of `with` do not obey `\(violated.tex)`",
        rule: "a derivation holds for values that obey its hypotheses",
        fix: "give other values, or look at the hypothesis", at: Self.key(invocation))
    }
    steps = derivation.steps.indices.map { index in
      numbers.sides(ofStep: index).map { (Value($0.left), Value($0.right), $0.holds) }
    }
  }

  /// The left side of the first step and the right side of the last.
  ///
  /// - Throws: a failure where one has no value on these numbers.
  func published(_ invocation: Invocation) throws(CellFailure) -> [NamedValue] {
    guard let first = steps.first ?? nil, let last = steps.last ?? nil else {
      throw CellFailure(
        "the first or last side has no value on the values of `with`",
        rule: "`with` gives numbers for all symbols of the sides, which are scalars",
        fix: "add the symbols that are missing; a function has no number", at: Self.key(invocation)
      )
    }
    return [NamedValue("left", first.left), NamedValue("result", last.right)]
  }

  /// Where the key `with` stands.
  private static func key(_ invocation: Invocation) -> Span? {
    invocation.arguments.entries?.first { $0.name == "with" }?.span
  }

  private static func failure(
    _ failure: GivenFailure, _ derivation: Derivation, _ entries: [Argument.Entry]
  ) -> CellFailure {
    func span(_ name: String) -> Span? {
      entries.first { derivation.symbol(spelled: $0.name)?.name == name }?.argument.span
    }
    switch failure {
    case .unknown(let name):
      return CellFailure(
        "`\(name)` is not declared", rule: "`with` gives numbers for symbols of `where`",
        fix: "declare it, or remove it", at: entries.first { $0.name == name }?.span)
    case .shape(let symbol, let type):
      return CellFailure(
        "the value of `\(symbol)` is not of its type", rule: "`\(symbol)` is \(type)",
        fix: "name a value of that type", at: span(symbol.name))
    case .sizes(let symbol, let dimension, let known, let size):
      return CellFailure(
        "`\(symbol)` makes \(dimension) = \(size), and it is \(known)",
        rule: "a dimension has one size", fix: "name values that fit each other",
        at: span(symbol.name))
    }
  }
}
