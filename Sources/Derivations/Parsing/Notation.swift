/// A piece of the language of derivations, for those who write it.
package struct NotationEntry: Sendable {
  /// The form, with … for what stands in it.
  package let tex: String
  /// What it means.
  package let meaning: String
  /// A true derivation that uses it.
  package let example: DerivationSource
  /// What the example declares besides ``notationSymbols``.
  package let own: [DerivationSource.Entry]
  /// For an example with ≈: what is small in it, and the order of the error.
  package let small: (symbol: String, order: Int)?

  init(
    _ tex: String, _ meaning: String, _ example: String,
    where own: [DerivationSource.Entry] = [], given: [String] = [],
    let definitions: [DerivationSource.Entry] = [], witness: [DerivationSource.Entry] = [],
    macros: [String: String] = [:], small: (symbol: String, order: Int)? = nil
  ) {
    self.tex = tex
    self.meaning = meaning
    self.own = own
    self.small = small
    self.example = DerivationSource(
      symbols: notationSymbols.filter { shared in !own.contains { $0.key == shared.key } } + own,
      given: given, definitions: definitions, witnesses: witness, macros: macros, body: example)
  }

  /// What the example's header says besides the shared symbols, a line each, as in a file.
  package var header: [String] {
    func words(_ field: String, _ entries: [DerivationSource.Entry]) -> [String] {
      entries.map { "\(field) \($0.key): \($0.value)" }
    }
    var list = words("where", own)
    list += example.given.map { "given \($0)" }
    list += words("let", example.definitions)
    list += words("witness", example.witnesses)
    list += example.macros.sorted { $0.key < $1.key }.map { "macro \($0.key): \($0.value)" }
    if let small { list += ["step 1 small: \(small.symbol)", "step 1 order: \(small.order)"] }
    return list
  }
}

/// Entries that an author looks for together.
package struct NotationGroup: Sendable {
  package let title: String
  package let entries: [NotationEntry]

  init(_ title: String, _ entries: [NotationEntry]) {
    self.title = title
    self.entries = entries
  }
}

/// The symbols that all examples of ``notation`` may use, with their types.
package let notationSymbols: [DerivationSource.Entry] = [
  .init("w", "vector"), .init("x", "vector"), .init("\\delta", "vector"), .init("y", "sign"),
  .init("z", "scalar"), .init("a", "scalar"), .init("b", "scalar"),
  .init("\\varepsilon", "positive"), .init("\\ell", "nonincreasing function"),
  .init("f", "differentiable convex function"), .init("i", "index"), .init("u", "vector[i]"),
  .init("A", "matrix(d, d)"),
]

/// All that can be written.
package let notation: [NotationGroup] = [
  NotationGroup("Types, in `where`", typeNotation),
  NotationGroup("The rest of the header", headerNotation),
  NotationGroup("Relations and steps", relationNotation),
  NotationGroup("Numbers", numberNotation),
  NotationGroup("Vectors and matrices", vectorNotation),
  NotationGroup("Functions", functionNotation),
  NotationGroup("Indices and sums", indexNotation),
  NotationGroup("Extrema", extremumNotation),
  NotationGroup("Sets, below an extremum", setNotation),
  NotationGroup("Judgements", judgementNotation),
  NotationGroup("Names", nameNotation),
  NotationGroup("Layout", layoutNotation),
]
