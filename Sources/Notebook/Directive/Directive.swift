/// What a directive hands to cells that refer to its own: a data set, a model, an attack's result.
///
/// `Notebook` only passes artefacts on; `Cells` knows their types.
package protocol Artefact: Sendable {
  /// The tag that cell fields name, such as `dataset` or `model`.
  static var tag: String { get }
}

/// One kind of cell: its name, its fields, its documentation and its run.
///
/// A directive declares everything before anything runs: the fields (and through them the cells
/// that it refers to), the artefact and the names of the values that it will publish.
package protocol Directive: Sendable {
  /// The word after `adv` in the fence, `[a-z][a-z0-9-]*`.
  static var name: String { get }
  /// One sentence: what it does.
  static var summary: String { get }
  /// A few paragraphs of plain text: formulas, conventions, errors, sources.
  static var details: String { get }
  /// A complete cell that works, as the author would write it.
  static var example: String { get }
  /// The keys of its body.
  static var fields: [Field] { get }
  /// For a directive whose keys the author chooses (`let`): what stands at each; nil for all others.
  static var freeNames: FieldType? { get }
  /// What follows the line `---` in its body.
  static var literal: LiteralBody { get }
  /// The tag of the artefact that a reference to such a cell yields; nil where it yields none.
  static var artefact: String? { get }
  /// The tag of the artefact of this very cell, known before it runs, where it depends on its fields.
  static func artefact(_ written: WrittenFields) -> String?
  /// The names of its values, each with its meaning and unit, for the documentation.
  static var publishes: [PublishedName] { get }
  /// What the cell is on the page, where it is numbered.
  static var label: NumberedThing? { get }
  /// Whether its cells say whether something holds, so that a claim of the text can name them.
  static var judges: Bool { get }
  /// The code of its failures: checks have one of their own.
  static var failureCode: DiagnosticCode { get }
  /// Whether it draws random numbers, and so needs an id that keys its streams.
  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool
  /// Optional fields without which this very cell means nothing, such as `weights` of a written model.
  static func requiredFields(_ written: WrittenFields) -> [String]
  /// The names of the values that this very cell will publish, known before it runs.
  ///
  /// They may depend on the cells that it names: ``WrittenFields/cell(_:)``.
  static func publishedNames(_ written: WrittenFields) -> [String]
  /// What a message calls such a cell, such as "`adv attack` of kind `pgd` on a network".
  static func title(_ written: WrittenFields) -> String
  /// Reads what only this directive understands, before anything runs: mistakes are reported with
  /// all other static errors.
  static func examine(_ text: CellText) -> CellReading
  /// Runs the cell.
  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput
  /// Checks each published value again by a second route; returns what does not agree.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure]
}

extension Directive {
  package static var freeNames: FieldType? { nil }
  package static var judges: Bool { false }
  package static var failureCode: DiagnosticCode { .cellFailed }
  package static var literal: LiteralBody { .none }
  package static var artefact: String? { nil }
  package static func artefact(_ written: WrittenFields) -> String? { artefact }
  package static func requiredFields(_ written: WrittenFields) -> [String] { [] }
  package static var label: NumberedThing? { nil }
  package static func drawsRandomNumbers(_ written: WrittenFields) -> Bool { false }
  package static func publishedNames(_ written: WrittenFields) -> [String] {
    publishes.map(\.name)
  }
  package static func title(_ written: WrittenFields) -> String { "`adv \(name)`" }
  package static func examine(_ text: CellText) -> CellReading { CellReading() }
  package static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    []
  }
}

/// The part of a cell's body after the line `---`.
package enum LiteralBody: Sendable, Hashable {
  /// The directive has none.
  case none
  /// Markdown under the figure or table, or beside the verdict.
  case caption(isRequired: Bool)
  /// LaTeX that the directive reads itself; never empty.
  case mathematics
}

/// A value name and what it means, for the documentation of a directive.
package struct PublishedName: Sendable, Hashable {
  /// The name without the cell's, such as `accuracy.worst`.
  package let name: String
  /// What it is, with unit and when it is there.
  package let meaning: String

  /// Joins a name and its meaning.
  package init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }
}

/// What a cell's author wrote, as far as it is known before anything runs.
package struct WrittenFields: Sendable {
  /// The keys that are there, in the order written.
  package let keys: [String]
  private let words: [String: String]
  /// The ids of the cells that stand at keys of their own.
  let references: [String: String]
  /// Those of these cells that are on the page, by their keys.
  var cells: [String: WrittenCell] = [:]

  init(keys: [String], words: [String: String], references: [String: String] = [:]) {
    self.keys = keys
    self.words = words
    self.references = references
  }

  /// Whether the key is there.
  package func has(_ key: String) -> Bool { keys.contains(key) }

  /// The word at a choice, text or cell field; nil where it is left out or is no plain word.
  package func word(_ key: String) -> String? { words[key] }

  /// The cell that a cell field names; nil where it is left out, or the page has no such cell.
  package func cell(_ key: String) -> WrittenCell? { cells[key] }

  /// The names that the author chose in a field of type ``FieldType/names(_:)``, or at the top.
  package func names(under key: String) -> [String] {
    words["\(key).*"]?.split(separator: " ").map(String.init) ?? []
  }
}

/// A cell that another one names, as far as it is known before anything runs.
package struct WrittenCell: Sendable, Hashable {
  /// The tag of what it will hand on; nil for nothing.
  package let artefact: String?
  /// The names of the values that it will publish.
  package let publishedNames: [String]
}

/// A cell that has run: what others see of it.
package struct CellResult: Sendable {
  /// The id, such as `robust`.
  package let id: String
  /// The name of its directive.
  package let directive: String
  /// What it yields to cells that refer to it.
  package let artefact: (any Artefact)?
  /// Its values, in the order published.
  package let values: [NamedValue]

  /// The value under a name of this cell's.
  package func value(_ name: String) -> Value? {
    values.first { $0.name == name }?.value
  }
}
