internal import Markup

/// The page that lists the notebooks.
struct HomePage {
  let plans: [PagePlan]
  let settings: SiteSettings

  func html() -> String {
    var main: [Node] = [.element("h1", [:], [.text(settings.title)])]
    if let description = settings.description {
      main.append(
        .element(
          "p", ["class": "lead"],
          [.text(plainText(parseFragment(description, path: SiteSettings.path)))]))
    }
    main.append(.element("ol", ["class": "notebooks"], ordered.map(entry)))
    return PageShell(settings: settings, depth: 0).page(
      title: settings.title, contents: [], main: main,
      footer: [
        .text(
          "\(plans.count) \(plans.count == 1 ? "notebook" : "notebooks"), built and checked by AdvBook. "
        ),
        .element("a", ["href": "assets/licences.txt"], [.text("Licences of KaTeX and its fonts")]),
      ])
  }

  /// By number in the course, then by title; unnumbered pages last.
  private var ordered: [PagePlan] {
    plans.sorted { a, b in
      let (x, y) = (a.document.frontMatter, b.document.frontMatter)
      return (x.number ?? .max, x.title) < (y.number ?? .max, y.title)
    }
  }

  private func entry(_ plan: PagePlan) -> Node {
    let frontMatter = plan.document.frontMatter
    var note = frontMatter.kind + (frontMatter.number.map { " \($0)" } ?? "")
    if let date = frontMatter.date.flatMap(CalendarDate.init) { note += " · \(date.words)" }
    var nodes: [Node] = [
      .element(
        "a", ["href": "\(plan.slug)/index.html"], [.element("b", [:], [.text(frontMatter.title)])]),
      .text(" "), .element("span", [:], [.text(note)]),
    ]
    if let description = frontMatter.description {
      nodes.append(
        .element(
          "p", [:], [.text(plainText(parseFragment(description, path: plan.document.source.path)))])
      )
    }
    return .element("li", [:], nodes)
  }
}
