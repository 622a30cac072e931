/// Everything that a running cell sees: its arguments, the bytes of its files, its random key.
package struct Invocation: Sendable {
  /// The cell's id; empty where it has none (then it draws no random numbers).
  package let id: String
  /// The arguments: a mapping with the directive's fields.
  package let arguments: Argument
  /// The seed of the notebook.
  package let seed: UInt64
  /// The bytes of each file that a file field names, by the name as written.
  package let files: [String: [UInt8]]
  /// Where the cell stands: its fence.
  package let span: Span
  /// The cell as it is written, with what stands after the line `---`.
  package let text: CellText
  /// The cells that it names in its own language, by id.
  package let cells: [String: CellResult]
  /// Tells the reader at the terminal how far the cell is, such as "step 200 of 1000".
  package let progress: @Sendable (String) -> Void
  /// Whether the run was asked to stop; a long loop asks now and then and throws.
  package let isCancelled: @Sendable () -> Bool
  /// Evaluates deferred expressions with one of the page's `params` set to another value.
  ///
  /// The cells that the expressions depend on run anew for it, with the same random streams.
  package let replay:
    @Sendable (_ parameter: String, _ value: Double, _ expressions: [DeferredExpression])
      throws(CellFailure) -> [Value]

  /// The argument under a key of the cell; nil where the author left it out.
  package subscript(_ name: String) -> Argument? { arguments[name] }
}

/// Why a cell could not do what it was asked: a user's mistake or a limit, never a trap.
package struct CellFailure: Error, Sendable, Hashable {
  /// What is wrong, most specific words first, without a full stop.
  package let message: String
  /// The rule that was broken.
  package let rule: String
  /// What to do, starting with a verb.
  package let fix: String
  /// Where; nil means the cell's fence.
  package let span: Span?

  /// Describes a failure at a place (an argument's `span`), or at the whole cell.
  package init(_ message: String, rule: String, fix: String, at span: Span? = nil) {
    self.message = message
    self.rule = rule
    self.fix = fix
    self.span = span
  }
}

/// A published value that its second route does not confirm.
package struct AuditFailure: Sendable, Hashable {
  /// The name of the value.
  package let name: String
  /// What was compared and by how much it differs, in one sentence.
  package let message: String

  /// Names the value and says what differs.
  package init(_ name: String, _ message: String) {
    self.name = name
    self.message = message
  }
}
