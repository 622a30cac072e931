internal import Evidence
internal import Markup
internal import Plots

/// A cell on the page: its figure, table or verdicts, and its source behind a disclosure.
struct CellRenderer {
  let cell: Cell
  let outcome: PageResults.Outcome?
  let number: (thing: NumberedThing, number: String)?
  /// The numbers of a derivation's relations.
  let steps: [String]
  let caption: [Node]
  let inlines: InlineRenderer

  private func fragment(_ markdown: String) -> [Node] { inlines.fragment(markdown) }

  /// The cell; `isBox` where it is nothing but its box, which stands in a group with its like.
  var node: (node: Node, isBox: Bool) {
    switch outcome {
    case .finished(let output)?:
      let blocks = output.blocks.enumerated().map { block($1, isFirst: $0 == 0) }
      let findings = output.findings.map {
        Node.element(
          "p", ["class": "finding"], [.element("b", [:], [.text("Note. ")])] + fragment($0))
      }
      guard !blocks.isEmpty else {
        let box = self.box(output)
        return findings.isEmpty ? (box, true) : (.fragment([box] + findings), false)
      }
      return (.fragment(blocks + [files(output)] + findings), false)
    case .failed(let message)?:
      return (failure("failed", message), false)
    case .skipped(let culprit)?:
      return (failure("not run", "\(culprit) failed"), false)
    case nil:
      return (failure("not run", "this cell did not pass its checks"), false)
    }
  }

  // MARK: - Box

  private func box(_ output: CellOutput) -> Node {
    .element(
      "details", ["class": "cell", "id": cell.label?.id],
      [
        .element(
          "summary", [:],
          [
            name,
            .element("span", ["class": "cost"], [.text(note(output))]),
          ]),
        source,
        values(output),
        files(output),
      ])
  }

  /// The files that the cell publishes beside the page.
  private func files(_ output: CellOutput) -> Node {
    guard let id = cell.label?.id, !output.files.isEmpty else { return .empty }
    return .element(
      "p", ["class": "files"],
      output.files.enumerated().flatMap { place, file -> [Node] in
        let name = file.name(of: id)
        return [
          .text(place == 0 ? "" : ", "),
          .element("a", ["href": name, "download": name], [.text(name)]), .text(" (\(file.title))"),
        ]
      })
  }

  private var name: Node {
    var text: [Node] = [.text("adv \(cell.directive)")]
    if let id = cell.label?.id { text += [.text(" "), .element("b", [:], [.text("#\(id)")])] }
    return .element("span", ["class": "name"], text)
  }

  /// What it cost, counted, and the weakest way of knowing among its values.
  private func note(_ output: CellOutput) -> String {
    // A stated gap says more than the word for the weakest of the values.
    if let cost = output.cost, cost.contains("gap") { return cost }
    let weakest = output.values.map(\.value.evidence.kind).max()
    return [output.cost, weakest?.word].compactMap(\.self).joined(separator: " · ")
  }

  /// The YAML with its keys and expressions told apart.
  private var source: Node {
    var lines: [Node] = []
    for line in cell.source.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += Self.highlighted(String(line)) + [.text("\n")]
    }
    return .element("pre", ["tabindex": "0"], [.element("code", [:], lines)])
  }

  static func highlighted(_ line: String) -> [Node] {
    let indent = line.prefix { $0 == " " || $0 == "-" }
    let rest = line.dropFirst(indent.count)
    guard let colon = rest.firstIndex(of: ":"),
      rest[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" })
    else { return [.text(line)] }
    let key = rest[..<colon]
    let value = rest[rest.index(after: colon)...]
    let isExpression = value.drop { $0 == " " || $0 == "'" || $0 == "\"" }.first == "="
    return [
      .text(String(indent)), .element("span", ["class": "k"], [.text(String(key))]), .text(":"),
      isExpression
        ? .element("span", ["class": "e"], [.text(String(value))]) : .text(String(value)),
    ]
  }

  /// What the cell publishes, each value with its evidence.
  private func values(_ output: CellOutput) -> Node {
    guard !output.values.isEmpty else { return .empty }
    let id = cell.label?.id
    return .element(
      "dl", ["class": "values"],
      output.values.flatMap { named -> [Node] in
        let full = id.map { "\($0).\(named.name)" } ?? named.name
        return [
          .element("dt", [:], [.text(named.name)]),
          .element(
            "dd", [:],
            [
              EvidenceCard(value: named.value, format: nil, name: full, takesFocus: true).node,
              .element("span", ["class": "kind"], [.text(" \(named.value.evidence.kind.word)")]),
            ]),
        ]
      })
  }

  private func failure(_ word: String, _ message: String) -> Node {
    .element(
      "details", ["class": "cell failed", "id": cell.label?.id, "open": ""],
      [
        .element(
          "summary", [:],
          [
            name,
            .element(
              "span", ["class": "cost"],
              [.element("b", [:], [.text("✗ \(word)")]), .text(" \(message)")]),
          ]),
        source,
      ])
  }

  /// The source of a cell that shows something else, folded away under it.
  private var foldedSource: Node {
    .element(
      "details", ["class": "source"],
      [.element("summary", [:], [.text("Cell")]), .element("p", ["class": "head"], [name]), source])
  }

  // MARK: - Blocks

  private func block(_ block: CellBlock, isFirst: Bool) -> Node {
    let id = isFirst ? cell.label?.id : nil
    switch block {
    case .figure(let figure): return self.figure(figure, id: id)
    case .table(let table): return self.table(table, id: id, isFirst: isFirst)
    case .judged(let lines): return judged(lines, id: id)
    case .derivation(let derivation):
      return DerivationRenderer(
        derivation: derivation, cell: cell, numbers: steps, inlines: inlines
      ).node
    }
  }

  /// What the block is called, for those who hear the page: "Figure 9.2".
  private var title: String {
    number.map { "\($0.thing.word) \($0.number)" } ?? "the cell in line \(cell.span.line)"
  }

  private var heading: [Node] {
    guard let number else { return [] }
    return [.element("b", [:], [.text("\(number.thing.word) \(number.number).")]), .text(" ")]
  }

  private func figure(_ figure: Figure, id: String?) -> Node {
    // No author can write an id that begins so: nothing on the page is named twice.
    let name = "_" + (cell.label?.id ?? "cell.\(cell.span.line)")
    return .element(
      "figure", ["id": id],
      figure.drawings(id: name) + [
        .element("figcaption", [:], heading + caption),
        .element(
          "div", ["class": "behind"],
          [
            .element(
              "details", ["class": "data"],
              [
                .element("summary", [:], [.text("Data")]),
                figure.table.node(named: "Data of \(title)"),
              ]),
            foldedSource,
          ]),
      ])
  }

  /// A table; one that follows a figure of the same cell shows the same numbers under its caption.
  private func table(_ table: TableBlock, id: String?, isFirst: Bool) -> Node {
    let classes = table.columns.indices.map { table.isOfWords($0) ? "words" : nil }
    let head = table.columns.enumerated().map { column, text in
      Node.element("th", ["scope": "col", "class": classes[column]], fragment(text))
    }
    let rows = table.rows.map { row in
      Node.element(
        "tr", [:],
        row.enumerated().map { column, entry in
          let content = self.entry(entry)
          return column == 0
            ? .element("th", ["scope": "row"], content)
            : .element("td", ["class": classes[column]], content)
        })
    }
    return .element(
      "figure", ["class": isFirst ? "table" : "table follows", "id": id],
      [
        isFirst ? .element("figcaption", [:], heading + caption) : .empty,
        .element(
          "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title],
          [
            .element(
              "table", [:],
              [.element("thead", [:], [.element("tr", [:], head)]), .element("tbody", [:], rows)])
          ]),
        isFirst ? .element("div", ["class": "behind"], [foldedSource]) : .empty,
      ])
  }

  private func entry(_ entry: TableBlock.Entry) -> [Node] {
    switch entry {
    case .markdown(let text): fragment(text)
    case .value(let value, let format):
      [EvidenceCard(value: value, format: format, name: "value", takesFocus: true).node]
    }
  }

  /// A statement with its verdict in the margin: symbol, word and colour, always all three.
  ///
  /// The relations stand behind a disclosure, unless one fails or nothing else says what is
  /// claimed.
  private func judged(_ lines: [JudgedLine], id: String?) -> Node {
    let failing = lines.filter { $0.mark == .fails }
    let mark = failing.isEmpty ? JudgedLine.Mark.holds : .fails
    let shown = caption.isEmpty ? lines : failing
    let statement = Node.element(
      "div", ["class": "statement"],
      (caption.isEmpty ? [] : [.element("p", [:], caption)])
        + (shown.isEmpty ? [] : [relations(shown)]))
    let note =
      lines.count == 1
      ? fragment(lines[0].note)
      : [
        .text(
          "\(lines.count - failing.count) of \(lines.count) relations, evaluated on these numbers")
      ]
    return .element(
      "div",
      [
        "class": "judged \(mark.rawValue)", "id": id, "role": "group",
        "aria-label": "Checked statement",
      ],
      [
        statement, verdict(mark, note),
        .element(
          "details", ["class": "source"],
          [
            .element(
              "summary", [:], [.text(lines.count == 1 ? "Relation" : "\(lines.count) relations")]),
            relations(lines), .element("p", ["class": "head"], [name]), source,
          ]),
      ])
  }

  private func relations(_ lines: [JudgedLine]) -> Node {
    .element(
      "ul", ["class": "relations"],
      lines.map { line in
        .element(
          "li", ["class": line.mark.rawValue],
          [
            .element("span", ["class": "relation"], fragment(line.statement)), .text(" "),
            .element("small", [:], fragment(line.note)),
          ])
      })
  }

  private func verdict(_ mark: JudgedLine.Mark, _ note: [Node]) -> Node {
    let (symbol, word) = mark == .holds ? ("✓", "holds") : ("✗", "fails")
    return .element(
      "div", ["class": "verdict \(mark.rawValue)"],
      [
        .element("span", ["class": "mark", "aria-hidden": "true"], [.text(symbol)]),
        .text(" "), .element("b", [:], [.text(word)]), .text(" "), .element("small", [:], note),
      ])
  }
}
