/// A derivation on the page: what is assumed, chains of relations that each wear a verdict, and the
/// points that are offered.
package struct JudgedDerivation: Sendable {
  /// Something that stands above or below the chains: `given $w \ne 0$`, `witness $\delta = …$`.
  package struct Premise: Sendable {
    /// What it is: "let", "given", "witness".
    package let word: String
    /// What it says: inline Markdown with mathematics.
    package let statement: String
    /// What was found of it, where it has a verdict of its own.
    package let step: JudgedStep?
    /// Whether it stands below the chains.
    package let isBelow: Bool
    /// The relation, from 0, that it speaks of, after its word.
    package let relation: Int?

    /// A premise; with a step where it has a verdict of its own.
    package init(
      word: String, statement: String, step: JudgedStep? = nil, isBelow: Bool = false,
      relation: Int? = nil
    ) {
      self.relation = relation
      self.word = word
      self.statement = statement
      self.step = step
      self.isBelow = isBelow
    }
  }

  /// One relation of a chain.
  package struct Line: Sendable {
    /// The left side in TeX, where a chain begins here.
    package let left: String?
    /// The relation sign in TeX.
    package let sign: String
    /// The right side in TeX.
    package let right: String
    /// The author's reason, inline Markdown.
    package let reason: String?
    /// Whether the display breaks after it.
    package let endsLine: Bool
    /// Whether the display breaks between its left side and its sign.
    package let leftEndsLine: Bool
    /// What was found of it.
    package let step: JudgedStep

    /// A relation and what was found of it.
    package init(
      left: String?, sign: String, right: String, reason: String?, endsLine: Bool,
      leftEndsLine: Bool = false, step: JudgedStep
    ) {
      self.leftEndsLine = leftEndsLine
      self.left = left
      self.sign = sign
      self.right = right
      self.reason = reason
      self.endsLine = endsLine
      self.step = step
    }
  }

  /// What is assumed and offered, in order.
  package let premises: [Premise]
  /// The relations, in order; line k has the label `#id.k`.
  package let lines: [Line]
  /// Statements about the steps that are checked besides, such as cases of equality.
  package let besides: [Premise]
  /// What else a reader should know: inline Markdown, a sentence each.
  package let remarks: [String]
  /// What was declared, in the author's order.
  package let symbols: [DeclaredSymbol]

  /// A symbol and what it is.
  package struct DeclaredSymbol: Sendable, Hashable {
    /// The symbol in TeX, as its author writes it.
    package let tex: String
    /// What it is, in the author's words: "nonincreasing function".
    package let type: String

    /// Joins a symbol and what it is.
    package init(_ tex: String, _ type: String) {
      self.tex = tex
      self.type = type
    }
  }

  /// A derivation from its parts.
  package init(
    premises: [Premise], lines: [Line], besides: [Premise] = [], remarks: [String] = [],
    symbols: [DeclaredSymbol] = []
  ) {
    self.symbols = symbols
    self.premises = premises
    self.lines = lines
    self.besides = besides
    self.remarks = remarks
  }

  /// The weakest verdict of its relations and of all that is checked beside them; nil without any.
  package var verdict: StepVerdict? {
    (lines.map(\.step) + (premises + besides).compactMap(\.step)).map(\.verdict)
      .min { $0.rank < $1.rank }
  }
}
