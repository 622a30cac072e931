/// What rendering gives: the files of the site, and what went wrong on the way.
struct Rendered {
  var files: [SiteFile] = []
  /// The addresses of the pages, relative to the site.
  var pages: [String] = []
  var diagnostics: [Diagnostic] = []
}

/// Renders all pages and the home page.
///
/// Pure: the same plans and results give the same bytes.
func render(
  _ plans: [PagePlan], results: [PageResults], images: [[String: [UInt8]]], settings: SiteSettings,
  typesetter: PageTypesetter
) -> Rendered {
  var typesetter = typesetter
  var rendered = Rendered()
  let renderers = zip(plans, results).map {
    PageRenderer(plan: $0, results: $1, pages: plans, settings: settings)
  }

  // A first pass finds the formulas (their numbers are known only now), a second one places them.
  var formulas: [[PlacedFormula]] = []
  for renderer in renderers {
    let recorder = FormulaRecorder()
    _ = renderer.main(mathematics: { recorder.record($0) })
    formulas.append(recorder.formulas)
  }
  rendered.diagnostics += typesetter.typeset(zip(plans, formulas).map { ($0, $1) })
  guard !rendered.diagnostics.hasErrors else { return rendered }

  for (index, renderer) in renderers.enumerated() {
    let plan = plans[index]
    let page = renderer.page { typesetter.html($0.formula, on: plan) }
    rendered.files.append(SiteFile(path: "\(plan.slug)/index.html", text: page))
    rendered.files.append(
      SiteFile(
        path: "\(plan.slug)/results.json",
        text: resultsJSON(plan, results[index], typesetter.versions)))
    rendered.files.append(
      SiteFile(
        path: "\(plan.slug)/\(plan.slug).md",
        text: plan.document.source.lines.joined(separator: "\n") + "\n"))
    for (id, file) in publishedFiles(plan, results[index]) {
      rendered.files.append(SiteFile(path: "\(plan.slug)/\(file.name(of: id))", bytes: file.bytes))
    }
    for image in plan.document.images {
      let path = "\(plan.slug)/\(image.destination.imageName)"
      if let bytes = images[index][image.destination],
        !rendered.files.contains(where: { $0.path == path })
      {
        rendered.files.append(SiteFile(path: path, bytes: bytes))
      }
    }
    rendered.pages.append("\(plan.slug)/index.html")
  }
  rendered.files.append(
    SiteFile(path: "index.html", text: HomePage(plans: plans, settings: settings).html()))
  rendered.files += typesetter.assets
  rendered.files += Theme.files
  rendered.files.sort { $0.path < $1.path }
  return rendered
}

/// The files that cells publish beside their page, in the order of the page.
private func publishedFiles(
  _ plan: PagePlan, _ results: PageResults
) -> [(id: String, file: PublishedFile)] {
  plan.cells.sorted { $0.index < $1.index }.filter { !$0.id.isEmpty }.flatMap { planned in
    (results.outcomes[planned.index]?.output?.files ?? []).map { (planned.id, $0) }
  }
}

/// A formula with the place where its author wrote it, for messages.
struct PlacedFormula {
  let formula: Formula
  /// The source TeX; nil where a cell made the formula.
  let source: TeX?
  let span: Span
}

/// Collects the formulas of a first pass, in order.
final class FormulaRecorder {
  private(set) var formulas: [PlacedFormula] = []

  func record(_ formula: PlacedFormula) -> String {
    formulas.append(formula)
    return ""
  }
}

extension String {
  /// Where an image beside the notebook goes on the page: its path with the slashes made hyphens.
  var imageName: String {
    split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "-")
  }
}
