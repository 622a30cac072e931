/// One key of a cell: its name, what may stand there, and what it means.
///
/// Fields are the single description of a cell's YAML: the checker, the messages, `advbook explain`
/// and the JSON Schema are all made from them.
package struct Field: Sendable {
  /// The key as the author writes it, `[a-z][a-z0-9-]*`.
  package let name: String
  /// What may stand there.
  package let type: FieldType
  /// Whether leaving it out is an error.
  package let isRequired: Bool
  /// What holds when it is left out, as the documentation prints it; nil where nothing does.
  package let standard: String?
  /// One sentence: what it means, with unit and range.
  package let summary: String

  private init(
    _ name: String, _ type: FieldType, _ isRequired: Bool, _ standard: String?, _ summary: String
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.standard = standard
    self.summary = summary
  }

  /// A field without which the cell means nothing.
  package static func required(_ name: String, _ type: FieldType, _ summary: String) -> Field {
    Field(name, type, true, nil, summary)
  }

  /// A field that may be left out; `standard` says what then holds.
  package static func optional(
    _ name: String, _ type: FieldType, standard: String? = nil, _ summary: String
  ) -> Field {
    Field(name, type, false, standard, summary)
  }
}

/// What may stand at a key.
///
/// A field takes a reference to a cell or a choice of words, never both.
package indirect enum FieldType: Sendable {
  /// A number, or an expression (`=…`) that yields one, within the range.
  case number(NumberRange)
  /// A whole number, or an expression that yields one, within the range.
  case integer(ClosedRange<Int>)
  /// `true` or `false`.
  case boolean
  /// Plain text, taken as written.
  case text
  /// Text with inline Markdown and mathematics, such as a column head.
  case markdown
  /// One of these words.
  case choice([String])
  /// The id of a cell of this page that yields one of these artefacts (their tags).
  case cell([String])
  /// An expression (`=…`, or a plain number) that yields any value; may carry a format.
  case value
  /// An expression that the cell evaluates itself, with these extra names bound (such as `x`, `y`).
  case deferred([String])
  /// The name of one of the page's `params`.
  case parameter
  /// The name of a file inside the project, relative to the notebook.
  case file
  /// A sequence of so many items.
  case list(FieldType, ClosedRange<Int>)
  /// A mapping with these keys.
  case mapping([Field])
  /// A mapping whose keys are names that the author chooses.
  case names(FieldType)
  /// A mapping whose keys the directive reads itself, such as symbols in TeX; the words say what
  /// they are.
  case entries(FieldType, keys: String)
  /// A mapping from `\name` to the TeX that it stands for.
  case macros
  /// Any of these, tried in order.
  case either([FieldType])
}

/// The numbers that a field accepts.
///
/// NaN is never accepted.
package struct NumberRange: Sendable, Hashable {
  /// The smallest number accepted, itself accepted unless `excludesLower`.
  package let lower: Double
  /// Whether `lower` itself is refused.
  package let excludesLower: Bool
  /// The largest number accepted, itself accepted unless `excludesUpper`.
  package let upper: Double
  /// Whether `upper` itself is refused.
  package let excludesUpper: Bool

  /// A range with its ends; infinite ends are never themselves accepted.
  package init(
    _ lower: Double, excludesLower: Bool = false, _ upper: Double, excludesUpper: Bool = false
  ) {
    self.lower = lower
    self.excludesLower = excludesLower || lower.isInfinite
    self.upper = upper
    self.excludesUpper = excludesUpper || upper.isInfinite
  }

  /// Every finite number.
  package static let finite = NumberRange(-.infinity, .infinity)
  /// Finite and ≥ 0.
  package static let nonnegative = NumberRange(0, .infinity)
  /// Finite and > 0.
  package static let positive = NumberRange(0, excludesLower: true, .infinity)

  /// Whether the number lies in the range.
  package func contains(_ x: Double) -> Bool {
    guard !x.isNaN else { return false }
    return (excludesLower ? x > lower : x >= lower) && (excludesUpper ? x < upper : x <= upper)
  }

  /// The range in words: "a finite number ≥ 0".
  package var description: String {
    var text = "a finite number"
    if lower.isFinite { text += excludesLower ? " > \(short(lower))" : " ≥ \(short(lower))" }
    if upper.isFinite {
      text += (lower.isFinite ? " and" : "") + (excludesUpper ? " < " : " ≤ ") + short(upper)
    }
    return text
  }

  private func short(_ x: Double) -> String {
    x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
  }
}
