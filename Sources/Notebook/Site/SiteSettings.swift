/// What `site/site.yml` says of the whole site; without the file, standard values hold.
package struct SiteSettings: Sendable {
  /// The course's title, at the head of every page.
  package private(set) var title = "Notebooks"
  /// A sentence for the home page (inline Markdown).
  package private(set) var description: String?
  /// Macros of every page: name with its backslash, and body.
  package private(set) var macros: [String: String] = [:]
  /// The limits of a page.
  package private(set) var limits = Limits()
  /// The file itself, for quoting its lines.
  let sources: [SourceText]

  /// Where it is, relative to the project.
  static let path = "site/site.yml"

  /// The keys of the file.
  package static let fields: [Field] = [
    .optional(
      "title", .text, standard: "Notebooks", "The course's title, at the head of every page."),
    .optional("description", .markdown, "A sentence for the home page."),
    .optional("macros", .macros, "Macros for mathematics on every page; a page's own come first."),
    .optional(
      "limits",
      .mapping([
        .optional(
          "page-bytes", .integer(1...(1 << 30)), standard: "8388608", "Bytes of a notebook."),
        .optional("cells", .integer(1...1_000_000), standard: "10000", "Cells of a notebook."),
        .optional(
          "nesting", .integer(10...200), standard: "100", "Nesting of blocks, of text and of YAML."),
        .optional(
          "formula", .integer(100...200_000), standard: "20000", "Unicode scalars of a formula."),
      ]), "What a page may be at most."),
  ]

  /// Reads the file of a project, where there is one.
  static func read(root: String, _ diagnostics: inout [Diagnostic]) -> SiteSettings {
    let reader = InputReader(root: root)
    let source: SourceText
    do {
      source = try SourceText(
        path: path, bytes: try reader.read(path, named: path, at: nil, limit: 1 << 20))
    } catch {
      if error.code != .fileMissing { diagnostics.append(error) }
      return SiteSettings(sources: [])
    }
    var settings = SiteSettings(sources: [source])
    let map = TextMap(
      origins: source.lines.indices.map { .init(line: $0 + 1, column: 1) }, path: path)
    switch YAMLReader(text: source.lines.joined(separator: "\n"), map: map, deepest: 20).read() {
    case .failure(let failure): diagnostics += failure.diagnostics
    case .success(let node):
      var checker = FieldChecker()
      settings.apply(
        checker.check(node, fields: fields, owner: path, at: source.span(line: 1, column: 1)))
      diagnostics += checker.diagnostics
    }
    return settings
  }

  private init(sources: [SourceText]) { self.sources = sources }

  private mutating func apply(_ checked: CheckedArgument) {
    guard case .mapping(let entries) = checked.content else { return }
    for entry in entries {
      switch (entry.name, entry.argument.content) {
      case ("title", _): title = entry.argument.source
      case ("description", _): description = entry.argument.source
      case ("macros", .mapping(let macros)):
        for macro in macros { self.macros[macro.name] = macro.argument.source }
      case ("limits", .mapping(let limits)):
        for limit in limits {
          guard case .literal(let value) = limit.argument.content, let number = value.number else {
            continue
          }
          switch limit.name {
          case "page-bytes": self.limits.pageBytes = Int(number)
          case "cells": self.limits.cells = Int(number)
          case "nesting": self.limits.nesting = Int(number)
          default: self.limits.formula = Int(number)
          }
        }
      default: break
      }
    }
  }
}
