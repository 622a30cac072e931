internal import Markup

/// The walk over the blocks of a page: counts cells, headings and containers as the label table
/// counted them, so that each gets its number.
struct PageWalk {
  let renderer: PageRenderer
  let inlines: InlineRenderer
  private var headingCount = 0
  private var containerCount = 0
  private var cellCount = 0

  init(renderer: PageRenderer, inlines: InlineRenderer) {
    self.renderer = renderer
    self.inlines = inlines
  }

  private var plan: PagePlan { renderer.plan }

  // MARK: - Head

  func head() -> [Node] {
    let frontMatter = plan.document.frontMatter
    var kicker = frontMatter.kind + (frontMatter.number.map { " \($0)" } ?? "")
    if let date = frontMatter.date.flatMap(CalendarDate.init) { kicker += " · \(date.words)" }
    var nodes: [Node] = [
      .element("p", ["class": "kicker"], [.text(kicker)]),
      .element("h1", [:], [.text(frontMatter.title)]),
    ]
    if let description = frontMatter.description {
      nodes.append(.element("p", ["class": "lead"], fragment(description)))
    }
    return nodes
  }

  // MARK: - Blocks

  /// The nodes of some blocks; cells that follow each other stand in one group.
  mutating func blocks(_ blocks: [Block]) -> [Node] {
    var nodes: [Node] = []
    var group: [Node] = []
    func flush() {
      guard !group.isEmpty else { return }
      nodes.append(group.count == 1 ? group[0] : .element("div", ["class": "cells"], group))
      group = []
    }
    for block in blocks {
      if case .cell(let cell) = block {
        let rendered = self.cell(cell)
        if rendered.isBox {
          group.append(rendered.node)
        } else {
          flush()
          nodes.append(rendered.node)
        }
      } else {
        flush()
        nodes.append(self.block(block))
      }
    }
    flush()
    return nodes
  }

  private mutating func block(_ block: Block) -> Node {
    switch block {
    case .paragraph(let content): return .element("p", [:], inlines.nodes(content))
    case .heading(let level, let content, _): return heading(level, content)
    case .list(let start, let isTight, let items): return list(start, isTight, items)
    case .quote(let inner): return .element("blockquote", [:], blocks(inner))
    case .code(let language, let text):
      return .element(
        "pre", ["class": "code", "tabindex": "0"],
        [
          .element(
            "code", ["class": language.isEmpty ? nil : "language-\(language)"], [.text(text)])
        ])
    case .display(let display): return equation(display)
    case .cell: return .empty
    case .table(let alignments, let head, let rows): return table(alignments, head, rows)
    case .container(let container): return self.container(container)
    case .html(let pieces): return .fragment(pieces.map(\.node))
    case .rule: return .element("hr")
    }
  }

  private mutating func heading(_ level: Int, _ content: [Inline]) -> Node {
    let entry = plan.labels.headings[headingCount]
    headingCount += 1
    let name: Name =
      switch max(2, level) {
      case 2: "h2"
      case 3: "h3"
      case 4: "h4"
      case 5: "h5"
      default: "h6"
      }
    return .element(
      name, ["id": entry.id],
      [.element("span", ["class": "secno"], [.text(entry.number)]), .text(" ")]
        + inlines.nodes(content))
  }

  private mutating func list(_ start: Int?, _ isTight: Bool, _ items: [ListItem]) -> Node {
    let isTasks = items.contains { $0.isDone != nil }
    var rendered: [Node] = []
    for item in items {
      var content: [Node] = []
      if let isDone = item.isDone {
        content.append(
          .element(
            "input",
            [
              "type": "checkbox", "disabled": "", "checked": isDone ? "" : nil,
              "aria-label": isDone ? "done" : "to do",
            ]))
        content.append(.text(" "))
      }
      if isTight, case .paragraph(let text)? = item.blocks.first {
        content += inlines.nodes(text)
        content += blocks(Array(item.blocks.dropFirst()))
      } else {
        content += blocks(item.blocks)
      }
      rendered.append(.element("li", ["class": item.isDone == nil ? nil : "task"], content))
    }
    guard let start else { return .element("ul", ["class": isTasks ? "tasks" : nil], rendered) }
    return .element("ol", ["start": start == 1 ? nil : String(start)], rendered)
  }

  private func equation(_ display: Display) -> Node {
    let formula = Node.trusted(inlines.formula(display.tex, display: true))
    guard let label = display.label, let number = plan.labels.entries[label.id]?.number else {
      return .element("div", ["class": "equation", "tabindex": "0"], [formula])
    }
    return .element(
      "div", ["class": "equation numbered", "id": label.id, "tabindex": "0"],
      [formula, .element("a", ["class": "num", "href": "#\(label.id)"], [.text("(\(number))")])])
  }

  private func table(_ alignments: [Alignment], _ head: [[Inline]], _ rows: [[[Inline]]]) -> Node {
    func entry(_ name: Name, _ column: Int, _ content: [Inline], scope: String?) -> Node {
      let alignment: String? =
        switch alignments.indices.contains(column) ? alignments[column] : .standard {
        case .standard: nil
        case .left: "left"
        case .centre: "centre"
        case .right: "right"
        }
      return .element(name, ["class": alignment, "scope": scope], inlines.nodes(content))
    }
    return .element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Table"],
      [
        .element(
          "table", [:],
          [
            .element(
              "thead", [:],
              [.element("tr", [:], head.enumerated().map { entry("th", $0, $1, scope: "col") })]),
            .element(
              "tbody", [:],
              rows.map { row in
                .element("tr", [:], row.enumerated().map { entry("td", $0, $1, scope: nil) })
              }),
          ])
      ])
  }

  private mutating func container(_ container: Container) -> Node {
    let number = plan.labels.containerNumbers[containerCount]
    containerCount += 1
    let kind = container.kind
    let isBar = kind != .solution && kind != .proof
    var label: [Node] = [.text(kind.word + (number.isEmpty ? "" : " \(number)"))]
    if let title = container.title {
      label.append(.element("span", ["class": "title"], [.text(" · ")] + fragment(title)))
    }
    return .element(
      "section", ["class": kind.rawValue + (isBar ? " box" : ""), "id": container.label?.id],
      [.element("p", ["class": "label"], label)] + blocks(container.blocks))
  }

  // MARK: - Cells

  private mutating func cell(_ cell: Cell) -> (node: Node, isBox: Bool) {
    let index = cellCount
    cellCount += 1
    var caption: [Node] = []
    if let blocks = cell.caption {
      // A caption of one paragraph is running text.
      if blocks.count == 1, case .paragraph(let content) = blocks[0] {
        caption = inlines.nodes(content)
      } else {
        caption = self.blocks(blocks)
      }
    }
    return CellRenderer(
      cell: cell, outcome: renderer.results.outcomes[index], number: plan.labels.cellNumbers[index],
      steps: plan.labels.stepNumbers[index] ?? [], caption: caption, inlines: inlines
    ).node
  }

  private func fragment(_ markdown: String) -> [Node] { inlines.fragment(markdown) }

  // MARK: - Footnotes

  mutating func footnotes(_ footnotes: [Footnote]) -> [Node] {
    guard !footnotes.isEmpty else { return [] }
    let items = footnotes.map { footnote -> Node in
      let back = (1...max(1, footnote.references)).map { use in
        Node.element(
          "a",
          [
            "href": "#_footnote-\(footnote.number)-\(use)", "class": "footnote-backref",
            "aria-label": "Back to the text",
          ],
          [.text(" ↩")])
      }
      // The way back stands at the end of the last paragraph, not on a line of its own.
      var content = footnote.blocks
      let id = "_footnote-\(footnote.number)"
      guard case .paragraph(let last)? = content.popLast() else {
        return .element("li", ["id": id], blocks(footnote.blocks) + back)
      }
      return .element(
        "li", ["id": id], blocks(content) + [.element("p", [:], inlines.nodes(last) + back)])
    }
    return [
      .element(
        "section", ["class": "footnotes", "aria-label": "Footnotes"], [.element("ol", [:], items)])
    ]
  }
}

/// Inline Markdown outside a document, such as a column head.
func parseFragment(_ markdown: String, path: String) -> [Inline] {
  guard let tree = try? CMark.parse(markdown, deepest: 50) else { return [.text(markdown)] }
  var reader = NodeReader(source: SourceText(path: path, text: markdown), limits: Limits())
  for case .paragraph(let content) in reader.blocks(tree.children) { return content }
  return [.text(markdown)]
}
