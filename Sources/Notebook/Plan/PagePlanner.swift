/// Plans one page.
struct PagePlanner {
  private let document: Document
  private let directives: [any Directive.Type]
  private let settings: [String: Double]
  private let macros: [String: String]
  private(set) var diagnostics: [Diagnostic] = []
  private var cells: [PlannedCell] = []
  /// Which cell publishes a full name such as `robust.weights`.
  private var publishers: [String: Int] = [:]
  private var knownNames: Set<String> = []
  /// The cells by their ids.
  private var indexByID: [String: Int] = [:]
  /// The ids that stand in the text, also those of cells that did not pass their checks.
  private let writtenIDs: Set<String>

  /// The containers around each cell, by the cell's place on the page.
  private let containers: [[Container.Kind]]
  private let labelled: [String: Container.Kind]
  private let checked: [String: String]
  /// The cells that a cell names in its own language, by its place on the page.
  private var mentions: [Int: [(id: String, span: Span)]] = [:]
  /// The places of the numbered relations of each cell, by its place on the page.
  private var steps: [Int: [Span]] = [:]

  init(
    document: Document, directives: [any Directive.Type], settings: [String: Double],
    macros: [String: String]
  ) {
    self.macros = macros.merging(document.frontMatter.macros) { _, page in page }
    containers = document.containersOfCells
    labelled = document.labelledContainers
    checked = document.cellsOfLabelledContainers
    self.document = document
    self.directives = directives
    self.settings = settings
    writtenIDs = Set(document.cells.compactMap { $0.label?.id })
  }

  mutating func plan() -> PagePlan {
    let frontMatter = document.frontMatter
    let params = frontMatter.params.map { ($0.name, settings[$0.name] ?? $0.value) }
    let written = document.cells
    for (index, cell) in written.enumerated() { readCell(cell, index) }
    settleNames()
    let labels = LabelTable(
      document: document, directives: directives, steps: steps, &diagnostics)
    collectNames(params.map(\.0))
    for index in cells.indices {
      resolve(index)
      resolveMentions(index)
    }
    checkTextExpressions()
    let order = sort()
    let slug =
      document.source.path.split(separator: "/").last.map {
        String($0.dropLast($0.hasSuffix(".md") ? 3 : 0))
      } ?? "page"
    return PagePlan(
      document: document, cells: cells, order: order, indexByID: indexByID, publishers: publishers,
      labels: labels, params: params, slug: slug, files: files())
  }

  // MARK: - Cells

  private mutating func readCell(_ cell: Cell, _ index: Int) {
    guard !cell.directive.isEmpty else { return }
    guard let directive = directives.first(where: { $0.name == cell.directive }) else {
      report(
        .unknownDirective, cell.directiveSpan, "unknown directive `\(cell.directive)`",
        rule: "the directives are \(directives.map { $0.name }.joined(separator: ", "))",
        fix: suggestion(for: cell.directive, in: directives.map { $0.name }, what: "directive"))
      return
    }
    checkCaption(cell, directive)
    guard let body = cell.body else { return }
    var checker = FieldChecker()
    let arguments: CheckedArgument
    if let names = directive.freeNames {
      arguments = checker.checkNames(body, names, owner: "`adv \(directive.name)`")
    } else {
      arguments = checker.check(
        body, fields: directive.fields, owner: "`adv \(directive.name)`", at: cell.span)
    }
    diagnostics += checker.diagnostics
    let writtenFields = WrittenFields(arguments)
    // A field with a mistake of its own is there, and has its own message.
    var written: [String] = []
    if case .mapping(let entries, _) = body { written = entries.map(\.key) }
    for name in directive.requiredFields(writtenFields) where !written.contains(name) {
      guard let field = directive.fields.first(where: { $0.name == name }) else { continue }
      report(
        .missingKey, cell.span, "`adv \(directive.name)` without `\(name)`",
        rule: "`\(name)` is required here: \(field.summary)",
        fix: "add `\(name): …` (\(field.type.description))")
    }
    if directive.drawsRandomNumbers(writtenFields), cell.label == nil {
      report(
        .cellIdMissing, cell.directiveSpan, "`adv \(directive.name)` without an id",
        rule: "a cell that draws random numbers has an id, which keys its random stream",
        fix: "add one: ```adv \(directive.name) #points")
    }
    let text = CellText(
      arguments: arguments.written, body: cell.literal?.text ?? "", macros: macros,
      containers: containers[index], labelled: labelled, checked: checked, span: cell.span,
      map: cell.literal?.map,
      source: document.source)
    // What is wrong with the fields has been said; the rest is read only where they are sound.
    if !checker.diagnostics.hasErrors {
      let reading = directive.examine(text)
      diagnostics += reading.diagnostics
      steps[index] = reading.steps
      mentions[index] = reading.references
    }
    cells.append(
      PlannedCell(
        cell: cell, index: index, directive: directive, arguments: arguments, text: text,
        written: writtenFields,
        publishedNames: directive.publishedNames(writtenFields),
        artefact: directive.artefact(writtenFields)))
  }

  private mutating func checkCaption(_ cell: Cell, _ directive: any Directive.Type) {
    switch directive.literal {
    case .none:
      if cell.caption != nil {
        report(
          .captionNotAllowed, cell.directiveSpan, "a caption under `adv \(directive.name)`",
          rule: "after the line `---` stands a caption, and this directive has none",
          fix: "remove the line `---` and what follows it")
      }
    case .mathematics:
      if cell.literal?.text.trimmingSpaces().isEmpty ?? true {
        report(
          .captionMissing, cell.directiveSpan, "`adv \(directive.name)` without its LaTeX",
          rule: "after a line `---` at the end of its fields stands what is typeset and checked",
          fix: "add `---` and the LaTeX")
      }
    case .caption(let isRequired):
      if isRequired, cell.caption?.isEmpty ?? true {
        report(
          .captionMissing, cell.directiveSpan, "`adv \(directive.name)` without a caption",
          rule: "a caption says what to see; it follows a line `---` at the end of the cell",
          fix: "add `---` and a sentence")
      }
    }
  }

  // MARK: - Names

  /// Lets each cell know what the cells that it names are, since its own names may depend on that.
  ///
  /// A cell is asked again when one that it names has changed its answer; references in a circle,
  /// which have a message of their own, cannot keep this going.
  private mutating func settleNames() {
    var places: [String: Int] = [:]
    for (index, cell) in cells.enumerated() where !cell.id.isEmpty && places[cell.id] == nil {
      places[cell.id] = index
    }
    var readers: [Int: [Int]] = [:]
    for (index, cell) in cells.enumerated() {
      for target in cell.written.references.values.compactMap({ places[$0] }).sorted() {
        readers[target, default: []].append(index)
      }
    }
    var waiting = Array(cells.indices)
    var next = 0
    while next < waiting.count, next < 20 * cells.count {
      let index = waiting[next]
      next += 1
      var cell = cells[index]
      cell.written.cells = cell.written.references.compactMapValues { id in
        places[id].map { cells[$0].asWritten }
      }
      cell.publishedNames = cell.directive.publishedNames(cell.written)
      if cell.publishedNames != cells[index].publishedNames { waiting += readers[index] ?? [] }
      cells[index] = cell
    }
  }

  private mutating func collectNames(_ params: [String]) {
    knownNames = Set(params.map { "params.\($0)" }).union(["page.seed"])
    if document.frontMatter.number != nil { knownNames.insert("page.number") }
    for (index, cell) in cells.enumerated() {
      if !cell.id.isEmpty, indexByID[cell.id] == nil { indexByID[cell.id] = index }
      for name in cell.publishedNames {
        let full = cell.id.isEmpty ? name : "\(cell.id).\(name)"
        if cell.id.isEmpty, cell.directive.freeNames == nil { continue }
        // An id that stands twice has its own message.
        if let other = publishers[full], cell.id.isEmpty || cells[other].id != cell.id {
          report(
            .duplicateId, cell.cell.span, "the name `\(full)` is published twice",
            rule: "a name has one cell", fix: "rename one of the two",
            related: [(cells[other].cell.span, "first published here")])
        }
        publishers[full] = index
        knownNames.insert(full)
      }
    }
  }

  private mutating func resolve(_ index: Int) {
    for part in cells[index].arguments.parts {
      switch part.content {
      case .expression(let expression, _, _):
        depend(index, on: names(expression, in: part.expressionSpan))
      case .deferred(let expression, let extra):
        depend(index, on: names(expression, in: part.span, extra: Set(extra)))
      case .cell(let id, let tags): refer(index, to: id, tags: tags, at: part.span)
      case .parameter(let name):
        if !knownNames.contains("params.\(name)") {
          let params = document.frontMatter.params.map(\.name)
          report(
            .unknownParameter, part.span, "unknown parameter `\(name)`",
            rule: "a parameter stands under `params` in the front matter",
            fix: suggestion(for: name, in: params, what: "parameter"))
        }
      default: break
      }
    }
  }

  /// Notes the cells that a cell names in its own language.
  private mutating func resolveMentions(_ index: Int) {
    for (id, span) in mentions[cells[index].index] ?? [] {
      if let target = indexByID[id] {
        depend(index, on: [(target, span)])
        cells[index].mentioned.append(id)
      } else if !writtenIDs.contains(id) {
        report(
          .unknownCell, span, "no cell `\(id)` on this page",
          rule: "a cell of the same page is read",
          fix: suggestion(for: id, in: indexByID.keys.sorted(), what: "cell"))
      }
    }
  }

  private mutating func depend(_ index: Int, on found: [(Int, Span)]) {
    for (other, span) in found
    where !cells[index].dependencies.contains(where: { $0.index == other }) {
      cells[index].dependencies.append((other, span))
    }
  }

  private mutating func refer(_ index: Int, to id: String, tags: [String], at span: Span) {
    guard let target = indexByID[id] else {
      guard !writtenIDs.contains(id) else { return }  // It has its own diagnostics already.
      let ids = cells.filter { $0.artefact.map(tags.contains) ?? false }.map(\.id).filter {
        !$0.isEmpty
      }
      report(
        .unknownCell, span, "no cell `\(id)` on this page",
        rule: "this key takes the id of a \(tags.joined(separator: " or ")) cell of the same page",
        fix: suggestion(for: id, in: ids, what: "such cell"))
      return
    }
    let tag = cells[target].artefact
    guard tag.map(tags.contains) ?? false else {
      report(
        .wrongCellKind, span, "`\(id)` is an `adv \(cells[target].cell.directive)` cell",
        rule: "this key takes a \(tags.joined(separator: " or ")) cell",
        fix: suggestion(
          for: id, in: cells.filter { $0.artefact.map(tags.contains) ?? false }.map(\.id),
          what: "such cell"),
        related: [(cells[target].cell.span, "`\(id)` is this cell")])
      return
    }
    depend(index, on: [(target, span)])
  }

  /// The cells that an expression reads; unknown names are reported.
  private mutating func names(_ expression: Expression, in span: Span, extra: Set<String> = [])
    -> [(Int, Span)]
  {
    var found: [(Int, Span)] = []
    for (name, at) in expression.names where !extra.contains(name) {
      let place = span.part(offset: at.offset, length: at.length)
      if let publisher = publishers[name] {
        found.append((publisher, place))
      } else if !knownNames.contains(name), !isSilenced(name) {
        report(
          .unknownName, place, "unknown name `\(name)`",
          rule: nameRule(name, extra: extra), fix: nameFix(name, extra: extra))
      }
    }
    return found
  }

  /// A cell that did not pass its own checks publishes nothing, and that is said once, there.
  private func isSilenced(_ name: String) -> Bool {
    let id = String(name.prefix { $0 != "." })
    return writtenIDs.contains(id) && indexByID[id] == nil
  }

  private func nameRule(_ name: String, extra: Set<String>) -> String {
    let id = String(name.prefix { $0 != "." })
    guard let cell = cells.first(where: { $0.id == id && !$0.id.isEmpty }) else {
      let own = extra.sorted().map { "`\($0)`, " }.joined()
      return
        "a name is \(own)`params.NAME`, `page.seed`, or a value that a cell of this page publishes (`id.value`)"
    }
    let title = cell.directive.title(cell.written)
    let names =
      cell.publishedNames.isEmpty ? "no values" : cell.publishedNames.joined(separator: ", ")
    return "`\(id)` is an \(title) and publishes \(names)"
  }

  private func nameFix(_ name: String, extra: Set<String>) -> String {
    let id = String(name.prefix { $0 != "." })
    if let cell = cells.first(where: { $0.id == id && !$0.id.isEmpty }) {
      guard !cell.publishedNames.isEmpty else { return "remove it: there is no value here" }
      let own = cell.publishedNames.map { "\(id).\($0)" }
      return nearestName(to: name, in: own).map { "write `\($0)`" }
        ?? "take one of these, such as `\(own[0])`"
    }
    let nearest = nearestName(to: name, in: knownNames.union(extra).sorted())
    return nearest.map { "write `\($0)`" }
      ?? "name the cell first: `id.value`; `advbook explain` lists what each cell publishes"
  }

  private mutating func checkTextExpressions() {
    for written in document.writtenExpressions {
      guard let expression = written.expression else { continue }
      _ = names(expression, in: written.span)
    }
  }

  // MARK: - Order

  /// The cells in an order in which each follows all that it reads; cycles are reported.
  private mutating func sort() -> [Int] {
    let (order, cycles) = cells.sorted()
    for (cell, target, span) in cycles {
      let back =
        cells[target].dependencies.first { cells.reaches(from: $0.index, to: cell) }?.span
        ?? cells[target].cell.span
      report(
        .cycle, span,
        cell == target
          ? "\(cells[cell].title) reads itself"
          : "\(cells[cell].title) and \(cells[target].title) wait for each other",
        rule: "the cells of a page form a graph without cycles",
        fix: "remove one of the references",
        related: [(back, "the way back begins here")])
    }
    return order
  }

  private func files() -> [(name: String, span: Span)] {
    var files: [(String, Span)] = []
    for cell in cells {
      for part in cell.arguments.parts {
        if case .file(let name) = part.content { files.append((name, part.span)) }
      }
    }
    for image in document.images
    where LinkChecker.isImageFile(image.destination)
      && !files.contains(where: { $0.0 == image.destination })
    {
      files.append((image.destination, image.span))
    }
    return files
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String,
    related: [(Span, String)] = []
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix, related: related))
  }
}
