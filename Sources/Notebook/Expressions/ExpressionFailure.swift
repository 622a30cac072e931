/// Why an expression does not parse or has no value, and where in its text.
package struct ExpressionFailure: Error, Sendable, Hashable {
  /// What is wrong, without a full stop.
  package let message: String
  /// The rule that was broken.
  package let rule: String
  /// What to do, starting with a verb.
  package let fix: String
  /// Offset of the first character concerned, in Unicode scalars from the start of the expression.
  package let offset: Int
  /// Number of scalars concerned, at least 1.
  package let length: Int

  /// Describes a failure at a stretch of the expression's text.
  package init(_ message: String, rule: String, fix: String, offset: Int, length: Int = 1) {
    self.message = message
    self.rule = rule
    self.fix = fix
    self.offset = offset
    self.length = max(1, length)
  }
}
