/// What can be referred to on a page, with the numbers that the page prints.
///
/// Sections are 1, 1.1; exercises and the like, figures and tables each have a counter, prefixed by
/// the page's number in a course; equations are numbered where they are labelled, in one sequence with the steps of derivations.
struct LabelTable: Sendable {
  /// A target of references.
  struct Entry: Sendable {
    /// What it is; nil for things without a number.
    let thing: NumberedThing?
    /// Its number, such as `9.2`; nil where it has none.
    let number: String?
    /// Where it was written.
    let span: Span
  }

  /// A heading in the table of contents.
  struct Heading: Sendable {
    let level: Int
    let id: String
    let number: String
    let inlines: [Inline]
  }

  private(set) var entries: [String: Entry] = [:]
  /// The headings, in order.
  private(set) var headings: [Heading] = []
  /// Numbers of containers and cells by their place in the walk (also those without an id).
  private(set) var containerNumbers: [String] = []
  private(set) var cellNumbers: [Int: (thing: NumberedThing, number: String)] = [:]

  /// The numbers of the relations of a cell, by its place on the page.
  private(set) var stepNumbers: [Int: [String]] = [:]

  /// `steps`: the places of the numbered relations of each cell, by its place on the page.
  init(
    document: Document, directives: [any Directive.Type], steps: [Int: [Span]] = [:],
    _ diagnostics: inout [Diagnostic]
  ) {
    var counters: [NumberedThing: Int] = [:]
    let prefix = document.frontMatter.number.map { "\($0)." } ?? ""
    func next(_ thing: NumberedThing) -> String {
      counters[thing, default: 0] += 1
      return "\(prefix)\(counters[thing] ?? 0)"
    }
    let blocks = document.allBlocks
    var cellIndex = 0
    for block in blocks {
      switch block {
      case .container(let container):
        let number = container.kind.numbered.map(next) ?? ""
        containerNumbers.append(number)
        if let label = container.label {
          add(label, container.kind.numbered, number.isEmpty ? nil : number, &diagnostics)
        }
      case .display(let display):
        if let label = display.label { add(label, .equation, next(.equation), &diagnostics) }
      case .cell(let cell):
        let thing = directives.first { $0.name == cell.directive }?.label
        let number = thing.map(next)
        if let thing, let number { cellNumbers[cellIndex] = (thing, number) }
        if let label = cell.label { add(label, thing, number, &diagnostics) }
        for (place, span) in (steps[cellIndex] ?? []).enumerated() {
          let number = next(.equation)
          stepNumbers[cellIndex, default: []].append(number)
          guard let id = cell.label?.id, entries["\(id).\(place + 1)"] == nil else { continue }
          entries["\(id).\(place + 1)"] = Entry(thing: .step, number: number, span: span)
        }
        cellIndex += 1
      default: break
      }
    }
    number(blocks)
  }

  private mutating func number(_ blocks: [Block]) {
    var sections = [Int](repeating: 0, count: 6)
    for case .heading(let level, let inlines, let span) in blocks {
      // The page's title is the heading of level 1; sections begin at level 2.
      let depth = max(2, level) - 2
      sections[depth] += 1
      for deeper in sections.indices where deeper > depth { sections[deeper] = 0 }
      let number = sections[...depth].map { String($0) }.joined(separator: ".")
      let id = freeSlug(slug(plainText(inlines)))
      entries[id] = Entry(thing: .section, number: number, span: span)
      headings.append(Heading(level: depth, id: id, number: number, inlines: inlines))
    }
  }

  private mutating func add(
    _ label: Label, _ thing: NumberedThing?, _ number: String?, _ diagnostics: inout [Diagnostic]
  ) {
    if let other = entries[label.id] {
      diagnostics.append(
        Diagnostic(
          .duplicateId, at: label.span, "the id `\(label.id)` stands twice",
          rule: "an id stands once on a page",
          fix: "rename one of the two", related: [(other.span, "first written here")]))
      return
    }
    entries[label.id] = Entry(thing: thing, number: number, span: label.span)
  }

  /// The slug, or the slug with `-2`, `-3` … where it is taken.
  private func freeSlug(_ slug: String) -> String {
    guard entries[slug] != nil else { return slug }
    return (2...).lazy.map { "\(slug)-\($0)" }.first { entries[$0] == nil } ?? slug
  }

  /// Small letters, digits and hyphens: "What the text passes over" gives `what-the-text-passes-over`.
  private func slug(_ text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "-" {
        result += "-"
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "section" : result
  }
}
