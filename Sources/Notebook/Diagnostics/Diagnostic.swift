/// One message to the author: where, what, which rule, and what to do.
package struct Diagnostic: Error, Sendable, Hashable {
  /// How much it matters.
  package enum Severity: String, Sendable, Hashable {
    /// The page cannot be published.
    case error
    /// The page can be published; something deserves a look.
    case warning
  }

  /// A second place that the message speaks of.
  package struct Related: Sendable, Hashable {
    /// Where.
    package let span: Span
    /// What is there, such as "first written here".
    package let note: String
  }

  /// The stable code.
  package let code: DiagnosticCode
  /// How much it matters.
  package let severity: Severity
  /// Where; nil where no file is concerned, such as an output folder.
  package let span: Span?
  /// What is wrong, most specific words first, without a full stop.
  package let message: String
  /// The rule that was broken.
  package let rule: String
  /// What to do, starting with a verb.
  package let fix: String
  /// Other places that the message speaks of.
  package let related: [Related]

  /// An error, or a warning, at a place.
  package init(
    _ code: DiagnosticCode, _ severity: Severity = .error, at span: Span?, _ message: String,
    rule: String, fix: String, related: [(Span, String)] = []
  ) {
    self.code = code
    self.severity = severity
    self.span = span
    self.message = message
    self.rule = rule
    self.fix = fix
    self.related = related.map { Related(span: $0.0, note: $0.1) }
  }
}

extension [Diagnostic] {
  /// Whether one of them is an error.
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// By file, line and column, those without a place last; the order in which they came otherwise.
  package var ordered: [Diagnostic] {
    enumerated().sorted { a, b in
      switch (a.element.span, b.element.span) {
      case (let x?, let y?): x < y || (!(y < x) && a.offset < b.offset)
      case (nil, _?): false
      case (_?, nil): true
      case (nil, nil): a.offset < b.offset
      }
    }.map(\.element)
  }
}
