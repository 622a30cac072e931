/// What a build is asked for.
package struct BuildRequest: Sendable {
  /// The project's folder.
  package var root: String
  /// Notebooks and folders of notebooks, relative to the project or absolute.
  package var paths: [String]
  /// Where the site goes; nil to check everything and write nothing.
  package var output: String?
  /// Values that replace parameters, by name.
  package var settings: [String: Double]
  /// Whether a page is written although cells failed: they are marked on it.
  package var keepsGoing: Bool
  /// How cells are run.
  package var run: RunOptions

  /// A request with standard options.
  package init(
    root: String, paths: [String], output: String?, settings: [String: Double] = [:],
    keepsGoing: Bool = false,
    run: RunOptions = RunOptions()
  ) {
    self.root = root
    self.paths = paths
    self.output = output
    self.settings = settings
    self.keepsGoing = keepsGoing
    self.run = run
  }
}

/// What a build came to.
package struct BuildReport: Sendable {
  /// Everything there is to say, ordered by place.
  package var diagnostics: [Diagnostic] = []
  /// The notebooks read, for quoting their lines.
  package var sources: [SourceText] = []
  /// Titles and places of the pages made.
  package var pages: [String] = []
  /// What the cells gave, for each page that ran, in order.
  package var results: [(page: String, results: PageResults)] = []
  /// Cells that ran, and cells that failed or were skipped.
  package var cells: (run: Int, failed: Int) = (0, 0)
  /// Files of the site whose bytes changed.
  package var filesChanged = 0
  /// Seconds by phase, in order: for the terminal, never for a page.
  package var seconds: [(phase: String, seconds: Double)] = []

  /// Whether all is well: no errors.
  package var succeeded: Bool { !diagnostics.hasErrors }
}

/// Builds a site. The whole of AdvBook in order:
///
///     read   notebooks, `site.yml`, KaTeX and the files that cells name → bytes
///     parse  text → Document: front matter, blocks, cells with the place of every character
///     plan   Documents → PagePlans: schema, names, graph, labels, links
///     run    PagePlan → PageResults: cells in order, audited; checks; the sandwich
///     render plans and results → files: HTML, SVG, typeset mathematics, results.json
///     write  files → disk: staged, renamed, the last good site kept until then
///
/// Each step takes values and returns values and diagnostics. A page with a static error (read,
/// parse, plan, mathematics) does not run, all others do, so that one build reports all there is;
/// nothing is written then. A run error stops before anything is written, unless the request keeps
/// going.
package func build(_ request: BuildRequest, directives: [any Directive.Type]) -> BuildReport {
  var report = steps(request, directives: directives)
  report.diagnostics = report.diagnostics.ordered
  return report
}

private func steps(_ request: BuildRequest, directives: [any Directive.Type]) -> BuildReport {
  var report = BuildReport()
  var watch = PhaseWatch()

  let settings = SiteSettings.read(root: request.root, &report.diagnostics)
  let reader = InputReader(root: request.root, limits: settings.limits)
  let writer = request.output.map { SiteWriter(folder: $0) }
  if let obstacle = writer?.obstacle() { report.diagnostics.append(obstacle) }
  let (sources, unreadable) = reader.notebooks(request.paths)
  report.sources = sources + settings.sources
  report.diagnostics += unreadable
  report.seconds.append(("read", watch.lap()))

  let parsed = sources.map { parse($0, limits: settings.limits, directives: directives) }
  report.diagnostics += parsed.flatMap(\.1)
  report.seconds.append(("parse", watch.lap()))

  let (plans, planned) = plan(
    parsed.map(\.0), directives: directives, settings: request.settings, macros: settings.macros)
  report.diagnostics += planned
  var files: [[String: [UInt8]]] = []
  for plan in plans {
    let (found, missing) = reader.files(of: plan)
    files.append(found)
    report.diagnostics += missing
  }
  report.seconds.append(("plan", watch.lap()))
  // Formulas are static text too: their mistakes are reported with all the others, before anything
  // runs; those that hold computed numbers are tried with a number in the place of each.
  var typesetter: PageTypesetter
  do {
    typesetter = try PageTypesetter(settings: settings)
    report.diagnostics += typesetter.check(plans)
  } catch {
    report.diagnostics.append(error)
    return report
  }
  report.seconds.append(("mathematics", watch.lap()))
  let isStaticallySound = !report.diagnostics.hasErrors
  let faulty = Set(
    report.diagnostics.filter { $0.severity == .error }.compactMap { $0.span?.path })

  for (plan, files) in zip(plans, files) where !faulty.contains(plan.document.source.path) {
    let (results, failed) = run(plan, files: files, options: request.run)
    report.results.append((plan.document.source.path, results))
    report.diagnostics += failed
    report.cells.run += results.finishedCount
    report.cells.failed += results.failedCount
  }
  report.seconds.append(("run", watch.lap()))
  guard isStaticallySound, !report.diagnostics.hasErrors || request.keepsGoing else {
    return report
  }

  let rendered = render(
    plans, results: report.results.map(\.results), images: files, settings: settings,
    typesetter: typesetter)
  report.diagnostics += rendered.diagnostics
  report.pages = rendered.pages
  report.seconds.append(("render", watch.lap()))
  guard !report.diagnostics.hasErrors || request.keepsGoing, !rendered.diagnostics.hasErrors,
    let writer
  else {
    return report
  }

  do {
    report.filesChanged = try writer.write(rendered.files)
  } catch {
    report.diagnostics.append(error)
  }
  report.seconds.append(("write", watch.lap()))
  return report
}

/// Seconds since the last lap, from the monotonic clock.
private struct PhaseWatch {
  private var last = ContinuousClock.now

  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    let elapsed = now - last
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
