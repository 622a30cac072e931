extension FieldType {
  /// What may stand there, in a message.
  package var description: String {
    switch self {
    case .number(let range): range.description
    case .integer(let range):
      range.upperBound >= 1_000_000_000
        ? "a whole number ≥ \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .text: "text"
    case .markdown: "text (inline Markdown)"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .cell(let tags): "the id of a \(tags.joined(separator: " or ")) cell"
    case .value: "a number, a list of numbers, or an expression such as =robust.objective"
    case .deferred(let names):
      names.isEmpty
        ? "an expression that begins with ="
        : "an expression in \(names.joined(separator: ", ")) that begins with ="
    case .parameter: "the name of a parameter from `params`"
    case .file: "the name of a file, relative to the notebook"
    case .list(let item, let counts):
      counts.upperBound >= 10_000
        ? "a list of at least \(counts.lowerBound): each \(item.description)"
        : counts.lowerBound == counts.upperBound
          ? "a list of \(counts.lowerBound): each \(item.description)"
          : "a list of \(counts.lowerBound) to \(counts.upperBound): each \(item.description)"
    case .mapping(let fields): "a mapping with \(fields.map(\.name).joined(separator: ", "))"
    case .names(let item): "a mapping from names to \(item.description)"
    case .entries(let item, let keys): "a mapping from \(keys) to \(item.description)"
    case .macros: "a mapping from \\name to TeX"
    case .either(let types): types.map(\.description).joined(separator: ", or ")
    }
  }
}
