/// YAML as written: strings, sequences and mappings with their places.
///
/// Types are the schema's business; what YAML itself would make of `no`, `1:30` or `08` is never
/// asked.
package indirect enum YAMLNode: Sendable {
  /// A scalar; `isPlain` where it stands without quotes.
  case scalar(String, isPlain: Bool, span: Span)
  /// A sequence.
  case sequence([YAMLNode], span: Span)
  /// A mapping, its entries in the order written.
  case mapping([Entry], span: Span)

  /// An entry of a mapping.
  package struct Entry: Sendable {
    /// The key.
    package let key: String
    /// Where the key stands.
    package let keySpan: Span
    /// What stands there.
    package let value: YAMLNode
  }

  /// Where it stands.
  package var span: Span {
    switch self {
    case .scalar(_, _, let span), .sequence(_, let span), .mapping(_, let span): span
    }
  }

  /// What it is, in a message.
  var description: String {
    switch self {
    case .scalar(let text, let isPlain, _):
      text.isEmpty && isPlain
        ? "nothing" : "`\(text.count > 40 ? text.prefix(40) + "…" : text[...])`"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
