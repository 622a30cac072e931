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
    InlineRenderer(
      plan: plan, pages: pages, scope: results.scope, mathematics: mathematics,
      verdicts: ClaimVerdict.all(plan, results))
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
    for (verdict, count) in stepCounts {
      sums.append(
        sum(
          verdict.symbol, "\(count) \(count == 1 ? "step" : "steps") \(verdict.words)",
          verdict.rank >= 4 ? "ok" : verdict.rank >= 2 ? "warn" : "bad"))
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

  /// How many steps of derivations have each verdict, the best first.
  var stepCounts: [(verdict: StepVerdict, count: Int)] {
    var counts: [(verdict: StepVerdict, count: Int)] = []
    for (_, outcome) in results.outcomes.sorted(by: { $0.key < $1.key }) {
      for case .derivation(let derivation) in outcome.output?.blocks ?? [] {
        for line in derivation.lines {
          let verdict = line.step.verdict
          if let index = counts.firstIndex(where: { $0.verdict == verdict }) {
            counts[index].count += 1
          } else {
            counts.append((verdict, 1))
          }
        }
      }
    }
    return counts.enumerated().sorted {
      ($1.element.verdict.rank, $0.offset) < ($0.element.verdict.rank, $1.offset)
    }.map(\.element)
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

  /// What the marks of derivations mean, once a page.
  private var verdictLegend: Node {
    let meanings: [(StepVerdict, String)] = [
      (.proved, "in every dimension, from simpler facts"),
      (.byTheorem, "an instance of a cited theorem, whose conditions were shown to hold"),
      (
        .provedForSmall([]),
        "for all values of the symbols and all functions with the declared properties, in the dimensions named"
      ),
      (.order(1), "the error of an approximation vanishes with at least this order, as observed"),
      (.tested, "held on all instances that were tried; how many, stands beside the step"),
      (.unchecked, "not checked, for the reason given"),
      (.undefined, "a side has no value for some values that the hypotheses allow"),
      (.refuted, "false: the values shown are a counterexample"),
    ]
    return .element(
      "dl", ["class": "verdicts"],
      meanings.flatMap { verdict, meaning -> [Node] in
        [
          .element(
            "dt", [:],
            [
              .element(
                "span", ["class": "mark", "aria-hidden": "true"], [.text(verdict.legendSymbol)]),
              .text(" \(verdict.legendName)"),
            ]), .element("dd", [:], [.text(meaning)]),
        ]
      })
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
    let steps = stepCounts
    if !steps.isEmpty {
      let sentence = steps.map { "\($0.count) \($0.verdict.words)" }.joined(separator: ", ")
      facts.append(
        "Each step of the derivations was checked by this build, from the LaTeX that is shown: \(sentence). A derivation wears the weakest of its verdicts; sign(0) is 0."
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
        steps.isEmpty ? .empty : verdictLegend,
      ])
  }
}
