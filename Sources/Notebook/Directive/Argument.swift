/// What stands at a key when a cell runs: expressions evaluated, references replaced by results.
///
/// The field's type decides which accessor answers: a checked cell never meets another content, so
/// a directive reads `arguments["ball"]?["radius"]?.number` without a check of its own.
package struct Argument: Sendable {
  /// The forms that an argument takes.
  package indirect enum Content: Sendable {
    /// A number, vector, word or truth value with its evidence.
    case value(Value)
    /// The result of the cell that the author named.
    case cell(CellResult)
    /// The items of a sequence, in order.
    case list([Argument])
    /// The entries of a mapping, in the order written.
    case mapping([Entry])
    /// An expression that the cell evaluates itself.
    case deferred(DeferredExpression)
  }

  /// One entry of a mapping.
  package struct Entry: Sendable {
    /// The key.
    package let name: String
    /// Where the key stands.
    package let span: Span
    /// What stands there.
    package let argument: Argument

    /// Joins a key and its argument.
    package init(name: String, span: Span, argument: Argument) {
      self.name = name
      self.span = span
      self.argument = argument
    }
  }

  /// The content.
  package let content: Content
  /// Where the author wrote it.
  package let span: Span
  /// What the author wrote, such as `=params.epsilon`.
  package let source: String
  /// The format after ` as `, where there is one.
  package let format: String?

  /// Joins a content with its place and its source text.
  package init(_ content: Content, span: Span, source: String, format: String? = nil) {
    self.content = content
    self.span = span
    self.source = source
    self.format = format
  }

  /// The argument under a key of a mapping; nil where the author left it out.
  package subscript(_ name: String) -> Argument? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.name == name }?.argument
  }

  /// The value with its evidence.
  package var value: Value? {
    if case .value(let value) = content { value } else { nil }
  }

  /// The number of a number field.
  package var number: Double? { value?.number }

  /// The whole number of an integer field.
  package var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// The word of a text, choice, parameter or file field.
  package var text: String? {
    if case .value(let value) = content, case .text(let text) = value.content { text } else { nil }
  }

  /// The truth value of a boolean field.
  package var flag: Bool? {
    if case .value(let value) = content, case .boolean(let flag) = value.content {
      flag
    } else {
      nil
    }
  }

  /// The result of the cell that a cell field names.
  package var cell: CellResult? {
    if case .cell(let cell) = content { cell } else { nil }
  }

  /// The items of a list field.
  package var list: [Argument]? {
    if case .list(let items) = content { items } else { nil }
  }

  /// The entries of a mapping, in the order written.
  package var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The expression of a deferred field.
  package var deferred: DeferredExpression? {
    if case .deferred(let expression) = content { expression } else { nil }
  }
}

/// An expression that a cell evaluates itself, once for each set of bindings.
package struct DeferredExpression: Sendable {
  /// What the author wrote, without the leading `=`.
  package let source: String
  /// Where it stands.
  package let span: Span
  /// What was written, parsed.
  package let expression: Expression
  let scope: Scope

  init(source: String, span: Span, expression: Expression, scope: Scope) {
    self.source = source
    self.span = span
    self.expression = expression
    self.scope = scope
  }

  /// Evaluates with these names bound in addition to the page's.
  ///
  /// - Throws: an ``ExpressionFailure`` that points into the expression, such as a division by zero.
  package func evaluate(_ bindings: [String: Value]) throws(ExpressionFailure) -> Value {
    try expression.evaluate(in: scope.binding(bindings))
  }

  /// The page's value under a name; nil for a name that is bound by the cell.
  package func value(of name: String) -> Value? { scope.value(name) }
}

extension DeferredExpression {
  /// Both sides of a comparison and its sign; nil where the expression is no comparison.
  ///
  /// - Throws: an ``ExpressionFailure`` that points into the expression.
  package func sides(_ bindings: [String: Value] = [:]) throws(ExpressionFailure)
    -> (left: Value, comparison: Expression.Comparison, right: Value)?
  {
    guard case .comparison(let comparison, let left, let right, _) = expression else { return nil }
    let scope = scope.binding(bindings)
    return (try left.evaluate(in: scope), comparison, try right.evaluate(in: scope))
  }
}
