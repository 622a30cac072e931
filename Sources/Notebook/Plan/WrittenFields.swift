extension WrittenFields {
  /// What is known of checked arguments before anything runs.
  init(_ arguments: CheckedArgument) {
    var keys: [String] = []
    var words: [String: String] = [:]
    var references: [String: String] = [:]
    if case .mapping(let entries) = arguments.content {
      for entry in entries {
        keys.append(entry.name)
        switch entry.argument.content {
        case .literal(let value):
          if case .text(let text) = value.content { words[entry.name] = text }
        case .cell(let id, _): references[entry.name] = id
        case .mapping(let inner):
          words["\(entry.name).*"] = inner.map(\.name).joined(separator: " ")
        default: break
        }
      }
    }
    self.init(keys: keys, words: words, references: references)
  }
}
