/// The documentation of a directive as plain text: what it does, its keys, what it publishes, an
/// example.
///
/// Made from the same declarations that check the cells.
package func explanation(of directive: any Directive.Type) -> String {
  var lines = [
    "adv \(directive.name): \(directive.summary)", "", directive.details.trimmingSpaces(), "",
  ]
  if let free = directive.freeNames {
    lines += ["Keys", "  any name: \(free.description)", ""]
  } else if !directive.fields.isEmpty {
    lines += ["Keys"] + directive.fields.flatMap { describe($0, indent: "  ") } + [""]
  }
  switch directive.literal {
  case .none: break
  case .caption(let isRequired):
    lines += [
      "After a line `---`", "  A caption in Markdown\(isRequired ? " (required)" : "").", "",
    ]
  case .mathematics:
    lines += ["After a line `---`", "  LaTeX, checked and typeset (required).", ""]
  }
  if !directive.publishes.isEmpty {
    lines += ["Publishes"] + directive.publishes.map { "  \($0.name): \($0.meaning)" } + [""]
  }
  lines += ["Example", "", directive.example.trimmingSpaces()]
  return lines.joined(separator: "\n")
}

/// One line a directive.
package func listing(of directives: [any Directive.Type]) -> String {
  let width = directives.map { $0.name.count }.max() ?? 0
  let lines = directives.map { directive in
    "  " + directive.name + String(repeating: " ", count: width - directive.name.count) + "  "
      + directive.summary
  }
  return
    (["Directives:"] + lines + [
      "", "`advbook explain NAME` explains one; `--schema` prints the JSON Schema of all.",
    ])
    .joined(separator: "\n")
}

private func describe(_ field: Field, indent: String) -> [String] {
  var note = field.isRequired ? "required" : "optional"
  if let standard = field.standard { note += ", otherwise \(standard)" }
  var lines = [
    "\(indent)\(field.name) (\(note)): \(field.type.description)", "\(indent)    \(field.summary)",
  ]
  var inner: [Field] = []
  switch field.type {
  case .mapping(let fields), .entries(.mapping(let fields), _): inner = fields
  default: break
  }
  if !inner.isEmpty {
    lines += inner.flatMap { describe($0, indent: indent + "  ") }
  }
  return lines
}
