import ArgumentParser
import Cells
import Foundation
import Notebook

struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Run notebooks and write the site.",
    discussion: "Exit code 0 when all is well, 1 with diagnostics, 64 for wrong usage.")

  @OptionGroup var inputs: InputOptions

  @Option(name: .long, help: ArgumentHelp("The folder that takes the site.", valueName: "dir"))
  var out = "_site"

  @Flag(name: .long, help: "Write pages although cells failed; the failures are marked on them.")
  var keepGoing = false

  func run() throws {
    let report = try inputs.build(output: out, keepsGoing: keepGoing)
    try inputs.conclude(report) {
      "\(report.pages.count) \(report.pages.count == 1 ? "page" : "pages") in \(out)"
    }
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Do everything that build does, but write nothing.")

  @OptionGroup var inputs: InputOptions

  func run() throws {
    let report = try inputs.build(output: nil, keepsGoing: false)
    try inputs.conclude(report) { "nothing to complain of" }
  }
}

/// What `build` and `check` share.
struct InputOptions: ParsableArguments {
  @ArgumentParser.Argument(
    help: ArgumentHelp("Notebooks, or folders of notebooks.", valueName: "path"))
  var paths: [String] = ["notebooks"]

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Replace a parameter of the notebooks.", valueName: "key=value"))
  var set: [String] = []

  @Flag(
    name: .long,
    help: "A draft: derivation steps that are refuted, undefined or unchecked are only warned of.")
  var draft = false

  @Option(
    name: .long,
    help: ArgumentHelp("End standard output with one line of figures: json.", valueName: "format"))
  var summary: SummaryFormat?

  enum SummaryFormat: String, ExpressibleByArgument, CaseIterable {
    case json
  }

  func validate() throws {
    _ = try settings()
  }

  func settings() throws -> [String: Double] {
    var settings: [String: Double] = [:]
    for setting in set {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw ValidationError(
          "--set takes KEY=VALUE with a finite number, such as --set epsilon=0.5; '\(setting)' is not that."
        )
      }
      settings[parts[0]] = value
    }
    return settings
  }

  func build(output: String?, keepsGoing: Bool) throws -> BuildReport {
    let terminal = Terminal()
    let request = BuildRequest(
      root: FileManager.default.currentDirectoryPath, paths: paths, output: output,
      settings: try settings(),
      keepsGoing: keepsGoing, run: RunOptions(progress: { terminal.progress($0) }, isDraft: draft))
    let report = Notebook.build(request, directives: directives)
    terminal.clearProgress()
    return report
  }

  func conclude(_ report: BuildReport, success: () -> String) throws {
    let terminal = Terminal()
    let renderer = TerminalRenderer(sources: report.sources, usesColour: terminal.usesColour)
    for diagnostic in report.diagnostics { terminal.error(renderer.text(diagnostic) + "\n") }
    let errors = report.diagnostics.count { $0.severity == .error }
    let total = report.seconds.reduce(0) { $0 + $1.seconds }
    if !terminal.isInteractive {
      // A pipe gets no moving line of progress, so it gets a plain one for each page.
      for (page, results) in report.results {
        print("\(page): \(results.finishedCount) cells ran, \(results.failedCount) did not")
      }
    }
    if errors > 0 {
      terminal.error("\(errors) \(errors == 1 ? "error" : "errors")\n")
    } else {
      print("\(success()): \(report.cells.run) cells in \(String(format: "%.2f", total)) s")
    }
    if summary == .json { print(summaryLine(report)) }
    if errors > 0 { throw ExitCode(1) }
  }

  private func summaryLine(_ report: BuildReport) -> String {
    let phases = report.seconds.map { "\"\($0.phase)\":\(String(format: "%.6f", $0.seconds))" }
    return
      "{\"pages\":\(report.pages.count),\"cells\":{\"run\":\(report.cells.run),\"failed\":\(report.cells.failed)},"
      + "\"errors\":\(report.diagnostics.count { $0.severity == .error }),\"filesChanged\":\(report.filesChanged),"
      + "\"seconds\":{\(phases.joined(separator: ","))}}"
  }
}
