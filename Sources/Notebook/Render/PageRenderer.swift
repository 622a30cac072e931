internal import Markup

/// Turns one page's plan and results into HTML.
///
/// Pure; walks the document once, in order.
struct PageRenderer {
  let plan: PagePlan
  let results: PageResults
  let pages: [PagePlan]
  let settings: SiteSettings

  /// How a formula becomes markup.
  typealias Mathematics = (PlacedFormula) -> String

  /// The whole page as text.
  func page(mathematics: @escaping Mathematics) -> String {
    let content = main(mathematics: mathematics)
    return PageShell(settings: settings, depth: 1).page(
      title: plan.document.frontMatter.title, contents: contents(mathematics), main: content,
      footer: footer())
  }

  /// What stands in `<main>`.
  func main(mathematics: @escaping Mathematics) -> [Node] {
    var walk = PageWalk(renderer: self, inlines: inlines(mathematics))
    let head = walk.head()
    let body = walk.blocks(plan.document.blocks)
    let footnotes = walk.footnotes(plan.document.footnotes)
    return head + body + footnotes + [howChecked()]
  }

  private func inlines(_ mathematics: @escaping Mathematics) -> InlineRenderer {
    InlineRenderer(plan: plan, pages: pages, scope: results.scope, mathematics: mathematics)
  }

  /// The contents and what was checked, in the left margin.
  private func contents(_ mathematics: @escaping Mathematics) -> [Node] {
    var items: [Node] = []
    let inlines = inlines(mathematics)
    var index = 0
    let headings = plan.labels.headings
    while index < headings.count {
      let heading = headings[index]
      var inner: [Node] = []
      var next = index + 1
      while next < headings.count, headings[next].level > heading.level {
        if headings[next].level == heading.level + 1 {
          inner.append(item(headings[next], inlines, []))
        }
        next += 1
      }
      items.append(item(heading, inlines, inner))
      index = next
    }
    var nodes: [Node] = []
    if !items.isEmpty {
      nodes.append(.element("p", [:], [.text("On this page")]))
      nodes.append(.element("ol", [:], items))
    }
    let checks = judged
    var sums: [Node] = []
    if checks.holding > 0 {
      sums.append(
        sum(
          "✓", "\(checks.holding) \(checks.holding == 1 ? "relation holds" : "relations hold")",
          "ok"))
    }
    if checks.failing > 0 {
      sums.append(
        sum(
          "✗", "\(checks.failing) \(checks.failing == 1 ? "relation fails" : "relations fail")",
          "bad"))
    }
    if computedCount > 0 {
      sums.append(sum("=", "\(computedCount) numbers computed", nil))
    }
    if !sums.isEmpty { nodes.append(.element("ul", ["class": "sum"], sums)) }
    return nodes
  }

  private func item(_ heading: LabelTable.Heading, _ inlines: InlineRenderer, _ inner: [Node])
    -> Node
  {
    let link = Node.element(
      "a", ["href": "#\(heading.id)"], inlines.nodes(heading.inlines, isLink: true))
    return .element("li", [:], [link] + (inner.isEmpty ? [] : [.element("ol", [:], inner)]))
  }

  private func sum(_ mark: String, _ text: String, _ kind: String?) -> Node {
    .element(
      "li", ["class": kind],
      [.element("span", ["class": "mark", "aria-hidden": "true"], [.text(mark)]), .text(text)])
  }

  /// How many statements of check cells hold, and how many fail.
  var judged: (holding: Int, failing: Int) {
    var counts = (0, 0)
    for outcome in results.outcomes.values {
      for case .judged(let lines) in outcome.output?.blocks ?? [] {
        for line in lines { line.mark == .holds ? (counts.0 += 1) : (counts.1 += 1) }
      }
    }
    return counts
  }

  /// How many numbers of the text were computed by this very build.
  var computedCount: Int { plan.document.writtenExpressions.count }

  private func footer() -> [Node] {
    let source = plan.document.source
    return [
      .text("Built from "),
      .element("code", [:], [.text(digest(of: source.lines.joined(separator: "\n")))]),
      .text(" with seed \(plan.document.frontMatter.seed). "),
      .element("a", ["href": "\(plan.slug).md"], [.text("Source")]), .text(" · "),
      .element("a", ["href": "results.json"], [.text("results.json")]), .text(" · "),
      .element("a", ["href": "#_checked"], [.text("How this page was checked")]), .text(" · "),
      .element("a", ["href": "../assets/licences.txt"], [.text("Licences of KaTeX and its fonts")]),
    ]
  }

  /// Exactly what this build checked, and what its words mean.
  private func howChecked() -> Node {
    let checks = judged
    let ran = results.finishedCount
    var facts = [
      "\(ran) \(ran == 1 ? "cell" : "cells") ran in the order of their references.",
      "Every number with a dotted line under it was computed by this build; resting the pointer on it, or reaching it with the Tab key, shows how it is known.",
    ]
    if checks.holding + checks.failing > 0 {
      facts.append(
        "\(checks.holding) of \(checks.holding + checks.failing) relations of the statements with a mark were evaluated on the numbers shown and hold; a mark says that the relations hold for these numbers, not that they are proved."
      )
    }
    facts.append(
      "What cells publish was confirmed before the page was written: by a second route where there is one, within rounding; loss traces and the inner entries of sweeps only by running again, or not at all."
        + " For one model, data set, loss and ball, what an attack found never exceeds what was computed exactly."
    )
    let legend: [(String, String)] = [
      ("given", "written in the notebook, or counted"),
      ("computed", "a closed form or a finite computation in floating point"),
      ("bounded", "enclosed between two values; the gap is stated"),
      (
        "found",
        "the best that an attack or a search came upon: the true value may lie beyond it, on the side that is stated"
      ),
    ]
    return .element(
      "section",
      ["class": "how-checked", "id": "_checked", "aria-labelledby": "_checked-title"],
      [
        .element("h2", ["id": "_checked-title"], [.text("How this page was checked")]),
        .element("ul", [:], facts.map { .element("li", [:], [.text($0)]) }),
        .element(
          "dl", [:],
          legend.flatMap {
            [.element("dt", [:], [.text($0.0)]), .element("dd", [:], [.text($0.1)])]
          }),
      ])
  }
}
