/// What stands at a key, after the schema has been applied and before anything runs.
struct CheckedArgument: Sendable {
  indirect enum Content: Sendable {
    /// Known before anything runs.
    case literal(Value)
    /// Evaluated before the cell runs; the result must lie in the range, where there is one.
    case expression(Expression, range: NumberRange?, isWhole: Bool)
    /// Evaluated by the cell itself, with these names bound in addition.
    case deferred(Expression, extraNames: [String])
    /// A cell of this page.
    case cell(String, tags: [String])
    /// A file inside the project.
    case file(String)
    /// The name of one of the page's `params`.
    case parameter(String)
    case list([CheckedArgument])
    case mapping([Entry])
  }

  struct Entry: Sendable {
    let name: String
    let span: Span
    let argument: CheckedArgument
  }

  let content: Content
  let span: Span
  let source: String
  var format: String?
  /// Where the text after `=` begins, for an expression.
  var inside: Span?

  /// Where an expression's own text begins.
  var expressionSpan: Span { inside ?? span }

  /// What is known of it before anything runs: expressions and references are their source text.
  var written: Argument {
    let content: Argument.Content
    switch self.content {
    case .literal(let value): content = .value(value)
    case .list(let items): content = .list(items.map(\.written))
    case .mapping(let entries):
      content = .mapping(
        entries.map { .init(name: $0.name, span: $0.span, argument: $0.argument.written) })
    case .expression, .deferred, .cell, .file, .parameter: content = .value(.given(source))
    }
    return Argument(content, span: span, source: source, format: format)
  }

  /// Every part of this argument, itself first.
  var parts: [CheckedArgument] {
    switch content {
    case .list(let items): [self] + items.flatMap(\.parts)
    case .mapping(let entries): [self] + entries.flatMap { $0.argument.parts }
    default: [self]
    }
  }
}
