/// A page whose every reference is resolved: the cells in the order in which they run, the labels
/// with their numbers.
package struct PagePlan: Sendable {
  /// The document.
  package let document: Document
  /// The cells that can run, in the order in which they stand on the page.
  let cells: [PlannedCell]
  /// Indices into `cells`, each after all that it depends on.
  let order: [Int]
  /// The cells by their ids.
  let indexByID: [String: Int]
  /// Which cell publishes a full name such as `robust.weights`.
  let publishers: [String: Int]
  /// What can be referred to on this page.
  let labels: LabelTable
  /// The parameters with their values, in the order written.
  let params: [(name: String, value: Double)]
  /// The name of the page in addresses: the notebook's file name without its ending.
  package let slug: String

  /// The files that cells and images read: what the author wrote, and where.
  package let files: [(name: String, span: Span)]

  /// The page's own names.
  var pageNames: [String: Value] {
    var names: [String: Value] = ["page.seed": .given(Double(document.frontMatter.seed))]
    if let number = document.frontMatter.number { names["page.number"] = .given(Double(number)) }
    for param in params { names["params.\(param.name)"] = .given(param.value) }
    return names
  }
}

/// A cell that has passed its schema.
struct PlannedCell: Sendable {
  /// The cell as written.
  let cell: Cell
  /// Its place among the page's cells, from 0: what block rendering looks results up by.
  let index: Int
  /// Its directive.
  let directive: any Directive.Type
  /// Its arguments.
  let arguments: CheckedArgument
  /// What is written in it, for directives that read a language of their own.
  let text: CellText
  /// What its author wrote, as its directive sees it before anything runs.
  var written: WrittenFields
  /// The names of the values that it will publish.
  var publishedNames: [String]
  /// The tag of what it hands to cells that refer to it; nil for nothing.
  let artefact: String?
  /// The cells that it reads, as indices; with the place of the first mention of each.
  var dependencies: [(index: Int, span: Span)] = []

  /// The ids of cells that it names in its own language.
  var mentioned: [String] = []

  /// Its id; empty where it has none.
  var id: String { cell.label?.id ?? "" }

  /// What it is seen as by cells that name it.
  var asWritten: WrittenCell { WrittenCell(artefact: artefact, publishedNames: publishedNames) }

  /// What a message calls it.
  var title: String { id.isEmpty ? "`adv \(cell.directive)`" : "`#\(id)`" }
}

/// Plans all pages: schema, names, references, order, labels, links.
///
/// Pure.
///
/// - Parameters:
/// - documents: the parsed notebooks.
/// - directives: the registry.
/// - settings: values that replace parameters (`--set`), by name.
/// - macros: the site's macros; a page's own come first.
package func plan(
  _ documents: [Document], directives: [any Directive.Type], settings: [String: Double] = [:],
  macros: [String: String] = [:]
) -> ([PagePlan], [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  var plans: [PagePlan] = []
  for document in documents {
    var planner = PagePlanner(
      document: document, directives: directives, settings: settings, macros: macros)
    plans.append(planner.plan())
    diagnostics += planner.diagnostics
  }
  diagnostics += unknownSettings(settings, plans)
  diagnostics += collidingPages(plans)
  for plan in plans {
    var links = LinkChecker(plan: plan, pages: plans)
    links.check()
    diagnostics += links.diagnostics
  }
  return (plans, diagnostics)
}

private func unknownSettings(_ settings: [String: Double], _ plans: [PagePlan]) -> [Diagnostic] {
  let known = plans.flatMap { $0.params.map(\.name) }
  return settings.keys.sorted().filter { !known.contains($0) }.map { name in
    Diagnostic(
      .unknownParameter, at: nil, "`--set \(name)` names no parameter",
      rule: "`--set` replaces a parameter of a notebook's front matter",
      fix: suggestion(for: name, in: known, what: "parameter"))
  }
}

private func collidingPages(_ plans: [PagePlan]) -> [Diagnostic] {
  var first: [String: PagePlan] = [:]
  var diagnostics: [Diagnostic] = []
  for plan in plans {
    if let other = first[plan.slug] {
      diagnostics.append(
        Diagnostic(
          .pagesCollide, at: plan.document.source.span(line: 1, column: 1),
          "two notebooks named `\(plan.slug)`", rule: "a page's address is its file's name",
          fix: "rename one of the files",
          related: [(other.document.source.span(line: 1, column: 1), "the other one")]))
    } else {
      first[plan.slug] = plan
    }
  }
  return diagnostics
}
