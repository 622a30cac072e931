internal import Markup
package import Plots

/// What a cell gives back: values, an artefact, blocks for the page, what it cost.
package struct CellOutput: Sendable {
  /// The values, in the order in which the page lists them.
  package var values: [NamedValue]
  /// What cells that refer to this one get.
  package var artefact: (any Artefact)?
  /// What stands on the page, in order.
  package var blocks: [CellBlock]
  /// What it cost, counted, never clocked: "1,240 gradients".
  package var cost: String?
  /// Statements about one quantity that the page's sandwich compares with others.
  package var statements: [SandwichStatement]
  /// Things worth the reader's attention, as inline Markdown.
  package var findings: [String]
  /// Files that are published beside the page.
  package var files: [PublishedFile]
  /// Things that make little sense, each at its place in the cell; the page is published.
  package var warnings: [CellWarning]

  /// An output; every part may be left out.
  package init(
    values: [NamedValue] = [], artefact: (any Artefact)? = nil, blocks: [CellBlock] = [],
    cost: String? = nil, statements: [SandwichStatement] = [], findings: [String] = [],
    files: [PublishedFile] = [], warnings: [CellWarning] = []
  ) {
    self.values = values
    self.artefact = artefact
    self.blocks = blocks
    self.cost = cost
    self.statements = statements
    self.findings = findings
    self.files = files
    self.warnings = warnings
  }
}

/// A file that a cell publishes beside its page, as `ID.ending` with the cell's id.
///
/// A cell without an id publishes none.
package struct PublishedFile: Sendable, Hashable {
  /// What its name ends in, such as `safetensors`.
  package let ending: String
  /// What it holds, in a few words: "weights".
  package let title: String
  /// Its bytes.
  package let bytes: [UInt8]

  /// A file from its bytes.
  ///
  /// - Precondition: an ending of small letters and digits; one cell has each ending once.
  package init(ending: String, title: String, bytes: [UInt8]) {
    precondition(
      !ending.isEmpty && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    self.ending = ending
    self.title = title
    self.bytes = bytes
  }

  /// Its name beside the page of a cell with this id.
  func name(of id: String) -> String { "\(id).\(ending)" }
}

/// A message of a cell that ran and whose fields make little sense together.
package struct CellWarning: Sendable, Hashable {
  /// The stable code.
  package let code: DiagnosticCode
  /// What is doubtful, most specific words first, without a full stop.
  package let message: String
  /// The rule behind it.
  package let rule: String
  /// What to do, starting with a verb.
  package let fix: String
  /// Where; nil means the cell's fence.
  package let span: Span?
  /// Whether it is an error, and a warning only in a draft: a claim of the page that fails.
  package let isError: Bool

  /// Describes what is doubtful, at an argument's `span`.
  package init(
    _ code: DiagnosticCode, isError: Bool = false, _ message: String, rule: String, fix: String,
    at span: Span? = nil
  ) {
    self.isError = isError
    self.code = code
    self.message = message
    self.rule = rule
    self.fix = fix
    self.span = span
  }
}

/// A neutral piece of a page that a cell may put there.
package enum CellBlock: Sendable {
  /// A figure: drawn by `Plots`, numbered and captioned by the page.
  case figure(Figure)
  /// A table, numbered and captioned by the page.
  case table(TableBlock)
  /// Lines that wear a verdict in the margin.
  case judged([JudgedLine])
  /// A derivation whose every step wears a verdict.
  case derivation(JudgedDerivation)
}

/// A table: heads are inline Markdown, entries are inline Markdown or values with a format.
package struct TableBlock: Sendable {
  /// One entry.
  package enum Entry: Sendable {
    /// Inline Markdown with mathematics.
    case markdown(String)
    /// A value, printed in a format such as `.1%`, wearing its evidence.
    case value(Value, format: String?)
  }

  /// The heads, inline Markdown, one per column.
  package let columns: [String]
  /// The rows; the first entry of each is its head.
  ///
  /// All as long as `columns`.
  package let rows: [[Entry]]

  /// A table from its heads and rows.
  package init(columns: [String], rows: [[Entry]]) {
    self.columns = columns
    self.rows = rows
  }

  /// Whether a column after the first holds words of several letters in every row: such columns are
  /// read from the left, numbers are compared from the right.
  func isOfWords(_ column: Int) -> Bool {
    column > 0
      && rows.allSatisfy { row in
        guard row.indices.contains(column), case .markdown(let text) = row[column] else {
          return false
        }
        return text.contains { $0.isLetter } && text.count > 3
      }
  }
}

/// A statement with a mark: what a check or a derivation shows on the page.
package struct JudgedLine: Sendable {
  /// The verdict that a statement wears: symbol, word and colour, always all three.
  package enum Mark: String, Sendable, Hashable, CaseIterable {
    /// The relation was evaluated and holds.
    case holds
    /// The relation was evaluated and does not hold.
    case fails
  }

  /// The statement: inline Markdown with mathematics.
  package let statement: String
  /// The verdict.
  package let mark: Mark
  /// In small type, exactly what was checked: both sides' values, the tolerance.
  ///
  /// Inline Markdown.
  package let note: String

  /// Joins a statement, its mark and what was checked.
  package init(statement: String, mark: Mark, note: String) {
    self.statement = statement
    self.mark = mark
    self.note = note
  }
}

/// One statement about a quantity per point, for the sandwich
/// found by attack ≤ computed exactly ≤ certified bound.
///
/// Statements with the same `subject` are compared point by point wherever a page has two of them.
package struct SandwichStatement: Sendable, Hashable {
  /// On which side of the true value the numbers lie.
  package enum Side: Int, Sendable, Hashable, Comparable {
    /// The value at the unperturbed point.
    case clean
    /// A value that an attack found: the true value is at least this.
    case found
    /// The true value.
    case exact
    /// A certified bound: the true value is at most this.
    case certified

    package static func < (a: Side, b: Side) -> Bool { a.rawValue < b.rawValue }
  }

  /// Model, data, loss, ball and box in one key: "loss hinge of robust on points, ℓ2 0.3".
  package let subject: String
  /// The side.
  package let side: Side
  /// Whether an attack counts the unperturbed point among its candidates.
  package let includesClean: Bool
  /// One number per data point, in the unit of the quantity.
  package let values: [Double]
  /// How far two statements may overlap through rounding: absolute, times max(1, |value|).
  package let tolerance: Double

  /// A statement about `subject`, one value per data point.
  package init(
    subject: String, side: Side, includesClean: Bool = false, values: [Double], tolerance: Double
  ) {
    self.subject = subject
    self.side = side
    self.includesClean = includesClean
    self.values = values
    self.tolerance = tolerance
  }
}

/// The things that carry a number on a page and can be referred to by it.
package enum NumberedThing: String, Sendable, Hashable, CaseIterable {
  case section, exercise, theorem, lemma, definition, example, remark, figure, table, equation, step

  /// The word that a reference must use: "Figure".
  package var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// A number as pages print it where no format is asked for, in Unicode text: `3.1 × 10⁻⁹`.
package func printed(_ number: Double, significant: Int = 4) -> String {
  NumberText(number, .general(max(1, min(17, significant)))).plain
}

/// Both sides of a relation as the page prints them: with as many digits as tell them apart.
package func printed(sides a: Double, _ b: Double) -> (left: String, right: String) {
  for digits in 4...17 {
    let sides = (printed(a, significant: digits), printed(b, significant: digits))
    if a == b || sides.0 != sides.1 { return sides }
  }
  return (printed(a, significant: 17), printed(b, significant: 17))
}
