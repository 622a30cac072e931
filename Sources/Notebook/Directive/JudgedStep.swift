package import Plots

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
