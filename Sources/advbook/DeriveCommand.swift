import ArgumentParser
import Cells
import Foundation
import Notebook

struct DeriveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "derive", abstract: "Check one derivation: LaTeX with a header of comments.",
    discussion: """
      The header says what the symbols are, one a line: `% where w: vector`, `% given w \\ne 0`, \
      `% let m: y w^\\top x`, `% witness \\delta: …`, `% step 2 expect: refuted`, `% macro \\vw: \\mathbf{w}`. A header in the \
      YAML of a `derive` cell, with a line `---` under it, does as well. `advbook explain derive \
      --notation` lists what the LaTeX may say.

      Exit code 0 when all is well, 1 when a step is refuted, undefined or unchecked without a \
      reason, or something cannot be read; 64 for wrong usage.
      """)

  @ArgumentParser.Argument(help: "The file; standard input without one.")
  var file: String?

  @Option(name: .long, help: "The seed of the random instances.")
  var seed: UInt64 = 0

  @Flag(name: .long, help: "A draft: what the check found is only warned of.")
  var draft = false

  func run() throws {
    let terminal = Terminal()
    let source: SourceText
    do {
      source = try SourceText(path: file ?? "standard input", bytes: try bytes())
    } catch let error as Diagnostic {
      terminal.error(
        TerminalRenderer(sources: [], usesColour: terminal.usesColour).text(error) + "\n")
      throw ExitCode(1)
    }
    let chain = checkChain(source, seed: seed, isDraft: draft)
    for step in chain.steps {
      for (place, line) in step.enumerated() { print(place == 0 ? line : "    \(line)") }
    }
    let renderer = TerminalRenderer(sources: [source], usesColour: terminal.usesColour)
    for diagnostic in chain.diagnostics { terminal.error(renderer.text(diagnostic) + "\n") }
    if chain.diagnostics.hasErrors { throw ExitCode(1) }
  }

  /// What there is to read, at most 8 MB of it.
  private func bytes() throws -> [UInt8] {
    let handle: FileHandle
    if let file {
      guard let opened = FileHandle(forReadingAtPath: file) else {
        throw ValidationError("There is no file '\(file)' that can be read.")
      }
      handle = opened
    } else {
      handle = .standardInput
    }
    guard let data = try? handle.read(upToCount: 8 << 20) else { return [] }
    return Array(data)
  }
}
