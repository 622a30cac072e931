internal import Markup

/// Turns running text into HTML: references get their numbers, computed numbers their evidence.
struct InlineRenderer {
  let plan: PagePlan
  let pages: [PagePlan]
  let scope: Scope
  let mathematics: PageRenderer.Mathematics
  /// What was found of each cell and step that a claim may name, by id.
  var verdicts: [String: ClaimVerdict] = [:]

  /// The nodes of some inlines; inside a link no further links are made.
  func nodes(_ inlines: [Inline], isLink: Bool = false) -> [Node] {
    var nodes: [Node] = []
    for inline in inlines {
      guard case .text(let text) = inline, let first = text.first,
        ".,;:!?)]’”".contains(first), case .trusted(let formula)? = nodes.last,
        staysTogether(formula)
      else {
        nodes.append(node(inline, isLink: isLink))
        continue
      }
      // A full stop or a bracket never stands alone on the line after its formula.
      let mark = String(text.prefix { ".,;:!?)]’”".contains($0) })
      nodes[nodes.count - 1] = .element(
        "span", ["class": "glued"], [.trusted(formula), .text(mark)])
      nodes.append(.text(String(text.dropFirst(mark.count))))
    }
    return nodes
  }

  /// Whether a formula is one piece that no line break can divide, or of two: KaTeX's bases.
  private func staysTogether(_ formula: String) -> Bool {
    formula.split(separator: "class=\"base\"", omittingEmptySubsequences: false).count <= 3
  }

  /// Inline Markdown that stands in YAML or comes from a cell.
  func fragment(_ markdown: String) -> [Node] {
    nodes(parseFragment(markdown, path: plan.document.source.path))
  }

  private func node(_ inline: Inline, isLink: Bool) -> Node {
    switch inline {
    case .text(let text): return .text(text)
    case .softBreak: return .text("\n")
    case .lineBreak: return .element("br")
    case .code(let text): return .element("code", [:], [.text(text)])
    case .emphasis(let inner): return .element("em", [:], nodes(inner, isLink: isLink))
    case .strong(let inner): return .element("strong", [:], nodes(inner, isLink: isLink))
    case .strikethrough(let inner): return .element("del", [:], nodes(inner, isLink: isLink))
    case .link(let destination, let title, let inner, _):
      if isLink { return .fragment(nodes(inner, isLink: true)) }
      return link(destination, title, inner)
    case .image(let destination, let title, let alternative, _):
      return .element(
        "img",
        ["src": destination.imageName, "alt": alternative, "title": title.isEmpty ? nil : title])
    case .mathematics(let tex): return .trusted(formula(tex, display: false))
    case .computed(let written): return computed(written, isLink: isLink)
    case .footnote(let number, let occurrence):
      if isLink { return .empty }
      return .element(
        "sup", ["class": "footnote-ref"],
        [
          .element(
            "a", ["href": "#_footnote-\(number)", "id": "_footnote-\(number)-\(occurrence)"],
            [.text(String(number))])
        ])
    case .claim(let id, let inner, _): return claim(id, nodes(inner, isLink: isLink))
    case .html(let piece): return piece.node
    }
  }

  /// The markup of a formula with its computed numbers put in.
  func formula(_ tex: TeX, display: Bool) -> String {
    mathematics(
      tex.placed(display: display) { written in
        guard let value = try? written.expression?.evaluate(in: scope), let number = value.number
        else {
          return "\\text{?}"
        }
        return NumberText(number, Self.format(written.format)).tex
      })
  }

  /// The format that an author asked for, or the standard one.
  static func format(_ text: String?) -> NumberFormat {
    text.flatMap { NumberFormat(parsing: $0) } ?? .general(4)
  }

  // MARK: - Claims

  /// A sentence, and after it the mark of what checks it.
  private func claim(_ id: String, _ content: [Node]) -> Node {
    let verdict = verdicts[id] ?? ClaimVerdict(kind: "unchecked", symbol: "?", words: "not checked")
    return .element(
      "span", ["class": "claim \(verdict.kind)"],
      content + [
        .element(
          "a", ["class": "mark", "href": "#\(id)", "title": verdict.words],
          [
            .element("span", ["aria-hidden": "true"], [.text(verdict.symbol)]),
            .element("span", ["class": "unseen"], [.text(" (\(verdict.words))")]),
          ])
      ])
  }

  // MARK: - Links

  private func link(_ destination: String, _ title: String, _ inner: [Inline]) -> Node {
    let title = title.isEmpty ? nil : title
    switch Link(destination) {
    case .label(let id):
      return .element("a", ["href": "#\(id)", "title": title], reference(id, in: plan, inner))
    case .page(let path, let label):
      guard let target = resolvePath(path, relativeTo: plan.document.source.path),
        let page = pages.first(where: { $0.document.source.path == target })
      else { return .fragment(nodes(inner, isLink: true)) }
      let address = "../\(page.slug)/" + (label.map { "#\($0)" } ?? "")
      return .element(
        "a", ["href": address, "title": title],
        label.map { reference($0, in: page, inner) } ?? nodes(inner, isLink: true))
    case .web, .refused, .other:
      return .element("a", ["href": destination, "title": title], nodes(inner, isLink: true))
    }
  }

  /// "Figure" becomes "Figure 9.2" where the target is a numbered figure.
  private func reference(_ id: String, in page: PagePlan, _ inner: [Inline]) -> [Node] {
    let text = plainText(inner)
    guard let entry = page.labels.entries[id], let thing = entry.thing, thing.word == text,
      let number = entry.number
    else { return nodes(inner, isLink: true) }
    return [
      .text("\(text)\u{A0}" + (thing == .equation || thing == .step ? "(\(number))" : number))
    ]
  }

  // MARK: - Computed numbers

  private func computed(_ written: WrittenExpression, isLink: Bool) -> Node {
    guard let expression = written.expression, let value = try? expression.evaluate(in: scope)
    else {
      return .element("span", ["class": "missing"], [.text("?")])
    }
    return EvidenceCard(
      value: value, format: written.format, name: written.text, takesFocus: !isLink
    ).node
  }
}

/// What a claim wears: symbol, word and colour.
struct ClaimVerdict {
  let kind: String
  let symbol: String
  let words: String

  init(kind: String, symbol: String, words: String) {
    self.kind = kind
    self.symbol = symbol
    self.words = words
  }

  init(_ verdict: StepVerdict) {
    self.init(kind: verdict.kind, symbol: verdict.symbol, words: verdict.words)
  }

  /// By the ids of cells and of steps, what was found of them.
  static func all(_ plan: PagePlan, _ results: PageResults) -> [String: ClaimVerdict] {
    var verdicts: [String: ClaimVerdict] = [:]
    for planned in plan.cells where !planned.id.isEmpty {
      for block in results.outcomes[planned.index]?.output?.blocks ?? [] {
        switch block {
        case .judged(let lines):
          let fails = lines.contains { $0.mark == .fails }
          verdicts[planned.id] = ClaimVerdict(
            kind: fails ? "fails" : "holds", symbol: fails ? "✗" : "✓",
            words: fails ? "fails" : "holds")
        case .derivation(let derivation):
          verdicts[planned.id] = derivation.verdict.map(ClaimVerdict.init)
          for (place, line) in derivation.lines.enumerated() {
            verdicts["\(planned.id).\(place + 1)"] = ClaimVerdict(line.step.verdict)
          }
        case .figure, .table: break
        }
      }
    }
    return verdicts
  }
}

extension HTMLPiece {
  /// An allowed tag as markup; text is escaped by the serializer.
  var node: Node {
    switch self {
    case .text(let text): return .text(text)
    case .close(let name): return .trusted("</\(name)>")
    case .open(let name, let attributes):
      let written = attributes.map { attribute in
        " \(attribute.name)" + (attribute.value.map { "=\"\($0.attributeEscaped)\"" } ?? "")
      }
      return .trusted("<\(name)\(written.joined())>")
    }
  }
}

extension String {
  /// A user's attribute value inside quotation marks: entities that the author wrote stay entities.
  fileprivate var attributeEscaped: String {
    var result = ""
    for character in self {
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
