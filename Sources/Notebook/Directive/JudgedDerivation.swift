package import Plots

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

/// What was found of one step.
package struct JudgedStep: Sendable, Hashable {
  /// The verdict.
  package var verdict: StepVerdict
  /// In a few words, why: inline Markdown.
  package var reason = ""
  /// Sentences: that it could say more, what would save it; inline Markdown.
  package var remarks: [String] = []
  /// Those of the remarks that a reader should meet beside the step, not only in its details.
  package var notices: [String] = []
  /// Instances on which it was evaluated, and the dimensions of those; nil where none were.
  package var tests: Tests?
  /// Values of the symbols for which it fails.
  package var counterexample: Counterexample?
  /// The names of the lemmas and theorems that the proof used.
  package var lemmas: [String] = []
  /// The hypotheses, in TeX, that the proof used and did not use; nil where there is no proof.
  package var hypotheses: (used: [String], unused: [String])? {
    get { usedHypotheses.map { ($0, unusedHypotheses) } }
    set {
      usedHypotheses = newValue?.used
      unusedHypotheses = newValue?.unused ?? []
    }
  }
  private var usedHypotheses: [String]?
  private var unusedHypotheses: [String] = []
  /// Whether the author asked for it, so that its mark is always shown.
  package var isAskedFor = false
  /// Both sides on values of the page, where the author named some.
  package var given: Given?
  /// Where it was written.
  package var span: Span

  /// Both sides on values of the page.
  package struct Given: Sendable, Hashable {
    package let left: Value
    package let right: Value
    package let holds: Bool

    /// Joins both sides and whether the relation holds between them.
    package init(left: Value, right: Value, holds: Bool) {
      self.left = left
      self.right = right
      self.holds = holds
    }
  }

  /// A step with this verdict, written there.
  package init(_ verdict: StepVerdict, at span: Span) {
    self.verdict = verdict
    self.span = span
  }

  /// How much was tested.
  package struct Tests: Sendable, Hashable {
    /// Instances that were evaluated.
    package let instances: Int
    /// The dimensions that were tried.
    package let dimensions: ClosedRange<Int>
    /// The largest difference, relative to max(1, |left|, |right|).
    package let largestDifference: Double
    /// The seed of the random instances.
    package let seed: UInt64

    /// Joins what is counted.
    package init(
      instances: Int, dimensions: ClosedRange<Int>, largestDifference: Double, seed: UInt64
    ) {
      self.instances = instances
      self.dimensions = dimensions
      self.largestDifference = largestDifference
      self.seed = seed
    }
  }

  /// Values for which a step fails.
  package struct Counterexample: Sendable, Hashable {
    /// A symbol and its value, both in TeX, and the value's numbers where it has some.
    package struct Value: Sendable, Hashable {
      package let symbol: String
      package let tex: String
      package let numbers: [Double]
      /// What the page prints, in TeX: `\mathbf{w} = (1, 0)`, or one for each member of a family.
      package let equations: [String]

      /// Joins a symbol and its value; the page prints that they are equal unless told otherwise.
      package init(symbol: String, tex: String, numbers: [Double], equations: [String]? = nil) {
        self.symbol = symbol
        self.tex = tex
        self.numbers = numbers
        self.equations = equations ?? ["\(symbol) = \(tex)"]
      }
    }

    /// The values of the symbols, in the order of declaration.
    package let values: [Value]
    /// Both sides, where they have values.
    package let left: Double?
    package let right: Double?
    /// What fails, in words, where it is more than a difference; may be empty.
    package let reason: String
    /// Its vectors, where they can be drawn.
    package let drawing: Figure?

    /// Joins values, both sides, what fails, and a drawing.
    package init(
      values: [Value], left: Double?, right: Double?, reason: String, drawing: Figure? = nil
    ) {
      self.drawing = drawing
      self.values = values
      self.left = left
      self.right = right
      self.reason = reason
    }
  }
}

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
