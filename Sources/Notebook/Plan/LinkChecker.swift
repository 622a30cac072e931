/// Checks where links and images lead: labels of this page and others, the web; never script.
struct LinkChecker {
  let plan: PagePlan
  let pages: [PagePlan]
  private(set) var diagnostics: [Diagnostic] = []

  init(plan: PagePlan, pages: [PagePlan]) {
    self.plan = plan
    self.pages = pages
  }

  mutating func check() {
    for inline in plan.document.allInlines {
      switch inline {
      case .link(let destination, _, let inner, let span):
        check(Link(destination), text: plainText(inner), destination, span)
      case .claim(let id, _, let span): checkClaim(id, span)
      case .image(let destination, _, _, let span): checkImage(destination, span)
      default: break
      }
    }
  }

  private mutating func check(_ link: Link, text: String, _ destination: String, _ span: Span) {
    switch link {
    case .web: break
    case .label(let id): checkLabel(id, text: text, in: plan, span)
    case .page(let path, let label):
      guard let page = page(path) else {
        report(
          .unknownPage, span, "no notebook `\(path)`",
          rule: "a link to a page names a notebook of this site, relative to this one",
          fix: suggestion(
            for: path, in: pages.map { $0.document.source.path.lastPathComponent }, what: "notebook"
          ))
        return
      }
      if let label { checkLabel(label, text: text, in: page, span) }
    case .refused(let scheme):
      report(
        .linkNotAllowed, span, "a link to `\(scheme):`",
        rule: "links lead to http, https, mailto, labels (#id) and notebooks (other.md#id)",
        fix: "replace the destination")
    case .other:
      report(
        .linkNotAllowed, span, "a link to `\(destination.prefix(60))`",
        rule: "links lead to http, https, mailto, labels (#id) and notebooks (other.md#id)",
        fix: destination.isEmpty
          ? "write a destination" : "write the full address, or `#id` for a label of this page")
    }
  }

  private mutating func checkLabel(_ id: String, text: String, in page: PagePlan, _ span: Span) {
    guard let entry = page.labels.entries[id] else {
      report(
        .unknownLabel, span,
        "no label `#\(id)`" + (page.slug == plan.slug ? " on this page" : " on \(page.slug)"),
        rule: "a reference names a heading, an equation, a container or a cell",
        fix: suggestion(for: id, in: page.labels.entries.keys.sorted(), what: "label"))
      return
    }
    guard let word = NumberedThing.allCases.first(where: { $0.word == text }), word != entry.thing
    else { return }
    report(
      .wrongLabelWord, span,
      "`[\(text)](#\(id))` but `#\(id)` is \(entry.thing.map { "a \($0.rawValue)" } ?? "not numbered")",
      rule: "the word of a numbered reference is what its target is",
      fix: entry.thing.map { "write `[\($0.word)](#\(id))`" }
        ?? "use other words, which make a plain link",
      related: [(entry.span, "`#\(id)` is this")])
  }

  /// A claim names a cell that judges something, or one of its steps.
  private mutating func checkClaim(_ id: String, _ span: Span?) {
    let cells = plan.cells.filter { $0.directive.judges }.map(\.id)
    let steps = plan.labels.entries.filter { $0.value.thing == .step }.map(\.key)
    guard !cells.contains(id), !steps.contains(id) else { return }
    // A cell that did not pass its own checks has said so.
    let cell = id.prefix { $0 != "." }
    let isFaulty =
      plan.indexByID[String(cell)] == nil
      && plan.document.cells.contains { $0.label.map { $0.id == cell } ?? false }
    guard !isFaulty else { return }
    diagnostics.append(
      Diagnostic(
        .unknownLabel, at: span, "no cell or step `#\(id)` that could check this",
        rule: "a claim names a `check` or `derive` cell of this page, or a step `#id.k`",
        fix: suggestion(for: id, in: (cells + steps).filter { !$0.isEmpty }.sorted(), what: "cell"))
    )
  }

  /// Whether an image is a file of a kind that pages carry.
  static func isImageFile(_ destination: String) -> Bool {
    let ending = destination.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return !destination.contains(":")
      && ["png", "jpg", "jpeg", "gif", "webp", "avif"].contains(ending)
  }

  private mutating func checkImage(_ destination: String, _ span: Span) {
    guard !Self.isImageFile(destination) else { return }
    report(
      .imageNotAllowed, span, "the image `\(destination.prefix(60))`",
      rule: "an image is a png, jpg, gif, webp or avif file beside the notebook",
      fix: "put the file beside the notebook and name it")
  }

  private func page(_ path: String) -> PagePlan? {
    let target = resolvePath(path, relativeTo: plan.document.source.path)
    return pages.first { $0.document.source.path == target }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String,
    related: [(Span, String)] = []
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix, related: related))
  }
}

/// Where a link leads.
enum Link {
  case web
  /// A label of this page.
  case label(String)
  /// A notebook, and a label on it.
  case page(String, label: String?)
  /// A scheme that pages do not carry.
  case refused(String)
  case other

  init(_ destination: String) {
    if destination.hasPrefix("#") {
      self = .label(String(destination.dropFirst()))
      return
    }
    let scheme = destination.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    if destination.dropFirst(scheme.count).first == ":" {
      let name = scheme.lowercased().trimmingSpaces()
      self = ["http", "https", "mailto"].contains(name) ? .web : .refused(name)
      return
    }
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    if let path = parts.first, path.hasSuffix(".md") {
      self = .page(String(path), label: parts.count > 1 ? String(parts[1]) : nil)
      return
    }
    self = .other
  }
}

extension String {
  /// What stands after the last slash.
  var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}

/// The path that a name beside another file stands for, `.` and `..` resolved; nil where it leaves
/// the project.
func resolvePath(_ name: String, relativeTo file: String) -> String? {
  guard !name.hasPrefix("/") else { return nil }
  var parts = file.split(separator: "/").dropLast().map(String.init)
  for part in name.split(separator: "/") {
    switch part {
    case ".": break
    case "..":
      guard !parts.isEmpty else { return nil }
      parts.removeLast()
    default: parts.append(String(part))
    }
  }
  return parts.joined(separator: "/")
}
