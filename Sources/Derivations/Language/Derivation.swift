/// A derivation as it is checked: symbols, hypotheses, and steps in the order of the page.
package struct Derivation: Sendable {
  package var declarations: [Declaration]
  package var hypotheses: [Hypothesis]
  package var witnesses: [Witness]
  package var steps: [Step]
  /// How the author spells a symbol where it is declared, bold included; a family without its index.
  package var spellings: [Symbol: String] = [:]

  package init(
    declarations: [Declaration], hypotheses: [Hypothesis], witnesses: [Witness], steps: [Step]
  ) {
    self.declarations = declarations
    self.hypotheses = hypotheses
    self.witnesses = witnesses
    self.steps = steps
  }
}

extension Derivation {
  /// A symbol in TeX, as its author spells it.
  package func spelling(of symbol: Symbol) -> String { spellings[symbol] ?? symbol.name }

  /// The declared symbol that is spelled so, in its canonical spelling or as its author wrote it.
  package func symbol(spelled text: String) -> Symbol? {
    declarations.map(\.symbol).first { $0.name == text }
      ?? declarations.map(\.symbol).first { spelling(of: $0) == text }
  }
}

/// Something assumed.
package struct Hypothesis: Hashable, Sendable {
  package let proposition: Proposition
  /// As the page prints it: the author's TeX.
  package let tex: String

  package init(_ proposition: Proposition, tex: String) {
    self.proposition = proposition
    self.tex = tex
  }
}

/// A point that the author offers for a bound variable of a max, a min, an ∃, or an arg min.
package struct Witness: Hashable, Sendable {
  /// The bound variable that it stands for.
  package let symbol: Symbol
  package let value: Expression
  package let tex: String

  package init(_ symbol: Symbol, _ value: Expression, tex: String) {
    self.symbol = symbol
    self.value = value
    self.tex = tex
  }
}

/// One relation, implication or judgement of a derivation.
package struct Step: Sendable {
  package let statement: Statement
  /// Assumed for this step alone, besides the derivation's hypotheses.
  package let hypotheses: [Hypothesis]
  /// Where it stands in the body: offsets in Unicode scalars, from its relation sign to its end.
  package let range: Range<Int>
  /// The relation sign or the word as the page prints it, in TeX: `=`, `\le`, `\implies`.
  package let sign: String
  /// The sides, in the author's TeX, as the page typesets them; the left one is nil where it is the
  /// right side of the step before.
  package let left: String?
  package let right: String
  /// The reason after `&&`, in TeX; nil where there is none.
  package let reason: String?
  /// Where its line ends: whether `\\` follows.
  package let endsLine: Bool
  /// Whether `\\` stands between its left side and its sign.
  package let leftEndsLine: Bool

  package init(
    _ statement: Statement, hypotheses: [Hypothesis] = [], range: Range<Int>, sign: String,
    left: String?, right: String, reason: String? = nil, endsLine: Bool,
    leftEndsLine: Bool = false
  ) {
    self.statement = statement
    self.hypotheses = hypotheses
    self.range = range
    self.sign = sign
    self.left = left
    self.right = right
    self.reason = reason
    self.endsLine = endsLine
    self.leftEndsLine = leftEndsLine
  }
}

/// What a step says.
package enum Statement: Hashable, Sendable {
  /// The statement holds for all values of the symbols that obey the hypotheses.
  case proposition(Proposition)
  /// The consequent follows from the antecedent and the witnesses alone, for all values of the indices.
  case inference(from: Proposition, to: Proposition, for: [Bound])
  /// Both sides agree up to an error of the order in the small symbol: |a − b| = O(small^order).
  case approximation(Expression, Expression)
}
