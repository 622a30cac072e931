/// Typesets the formulas of a site and keeps what it has set, so that no formula is set twice.
struct PageTypesetter {
  private let katex: KaTeXFiles
  private let settings: SiteSettings
  /// By macros (pages with the same macros share), then by formula.
  private var done: [[String: String]: [Formula: Result<Typeset, MathematicsFailure>]] = [:]
  private var styles: Set<StyleRule> = []

  /// - Throws: a diagnostic that says which part is missing.
  init(settings: SiteSettings) throws(Diagnostic) {
    self.settings = settings
    do {
      katex = try KaTeXFiles.read()
    } catch {
      throw Diagnostic(
        .partMissing, at: nil, error.description,
        rule: "formulas are typeset by KaTeX at build time",
        fix: "run `make deps`")
    }
  }

  /// The versions of what has a say in the pages.
  var versions: [(name: String, version: String)] { [("KaTeX", katex.version)] }

  /// Sets every formula that stands in the documents; a computed number is tried as 1.
  mutating func check(_ plans: [PagePlan]) -> [Diagnostic] {
    typeset(plans.map { ($0, $0.document.formulas) })
  }

  /// Sets the formulas of each page that are not set yet; returns what could not be set.
  mutating func typeset(_ pages: [(plan: PagePlan, formulas: [PlacedFormula])]) -> [Diagnostic] {
    var groups: [(macros: [String: String], formulas: [Formula])] = []
    for page in pages {
      let macros = macros(of: page.plan)
      let new = page.formulas.map(\.formula).filter { done[macros]?[$0] == nil }
      guard !new.isEmpty else { continue }
      if let index = groups.firstIndex(where: { $0.macros == macros }) {
        groups[index].formulas += new
      } else {
        groups.append((macros, new))
      }
    }
    for group in groups {
      let result = Notebook.typeset(
        group.formulas, macros: group.macros, katexScript: katex.script,
        longest: settings.limits.formula)
      done[group.macros, default: [:]].merge(result.results) { _, new in new }
      styles.formUnion(result.styles)
    }
    var diagnostics: [Diagnostic] = []
    for page in pages {
      let set = done[macros(of: page.plan)] ?? [:]
      var reported: Set<Formula> = []
      for placed in page.formulas where reported.insert(placed.formula).inserted {
        if case .failure(let failure)? = set[placed.formula] {
          diagnostics.append(Diagnostic(failure, placed))
        }
      }
    }
    return diagnostics
  }

  /// The HTML of a formula that has been set.
  func html(_ formula: Formula, on plan: PagePlan) -> String {
    guard case .success(let typeset)? = done[macros(of: plan)]?[formula] else { return "" }
    return typeset.html
  }

  /// The style sheets and fonts that the formulas need.
  var assets: [SiteFile] {
    [
      SiteFile(path: "assets/katex.css", text: katex.styleSheet),
      SiteFile(path: "assets/katex-styles.css", text: mathematicsStyleSheet(styles)),
    ] + katex.fonts.map { SiteFile(path: "assets/fonts/\($0.name)", bytes: $0.bytes) }
  }

  private func macros(of plan: PagePlan) -> [String: String] {
    settings.macros.merging(plan.document.frontMatter.macros) { _, page in page }
  }
}

extension Document {
  /// The formulas as written, with 1 in the place of each computed number.
  var formulas: [PlacedFormula] {
    var result: [PlacedFormula] = []
    for inline in allInlines {
      if case .mathematics(let tex) = inline {
        result.append(tex.placed(display: false) { _ in "1" })
      }
    }
    for block in allBlocks {
      if case .display(let display) = block {
        result.append(display.tex.placed(display: true) { _ in "1" })
      }
    }
    return result
  }
}

extension TeX {
  /// The formula with its computed numbers put in.
  func placed(display: Bool, number: (WrittenExpression) -> String) -> PlacedFormula {
    var scalars = Array(text.unicodeScalars)
    for part in computed.reversed() {
      scalars.replaceSubrange(part.range, with: Array("{\(number(part.written))}".unicodeScalars))
    }
    return PlacedFormula(
      formula: Formula(tex: String(String.UnicodeScalarView(scalars)), display: display),
      source: self,
      span: map.span(
        line: 0, offset: 0, length: max(1, text.prefix { $0 != "\n" }.unicodeScalars.count)))
  }
}

extension Diagnostic {
  /// What is wrong with a formula, at the character where KaTeX stumbled, where that is known.
  init(_ failure: MathematicsFailure, _ placed: PlacedFormula) {
    var span = placed.span
    if let offset = failure.offset, let source = placed.source, source.computed.isEmpty {
      let last = max(0, source.text.unicodeScalars.count - 1)
      span = source.map.span(in: source.text, offset: min(offset, last), length: 1)
    }
    let code: DiagnosticCode
    let rule: String
    let fix: String
    switch failure.kind {
    case .syntax:
      (code, rule) = (
        .texSyntax, "formulas are LaTeX mathematics as KaTeX reads it, with the page's macros"
      )
      fix = failure.suggestion.map { "write `\($0)`" } ?? "mend the formula"
    case .tooLong, .tooDeep:
      (code, rule, fix) = (
        .texTooLong,
        "a formula has at most so many characters (`formula` in site.yml) and nests at most 200 deep",
        "split it"
      )
    case .expansionLimit:
      (code, rule, fix) = (
        .texExpansion, "macros expand at most 1,000 times in a formula",
        "mend the macro that calls itself"
      )
    case .engine:
      (code, rule, fix) = (
        .texEngine, "formulas are typeset by KaTeX at build time", "run `make deps`"
      )
    }
    self.init(code, at: span, failure.message, rule: rule, fix: fix)
  }
}
