// No oracle: this file runs notebooks in memory for the tests of the cells.
import Cells
import Evidence

@testable import Notebook

/// A notebook that is parsed, planned and run in memory, as `build` does it, without a page.
struct NotebookRun {
  /// What the cells gave, by id; those without an id under "directive 3", counted from 1.
  let outputs: [String: CellOutput]
  /// Every message of every step.
  let diagnostics: [Diagnostic]

  /// Runs the cells of a page with a seed of 7 and a parameter epsilon = 0.3.
  init(
    _ cells: String, files: [String: String] = [:], bytes: [String: [UInt8]] = [:],
    observe: (@Sendable (any Directive.Type, CellOutput, Invocation) -> Void)? = nil
  ) {
    let text =
      "---\ntitle: Test\nnumber: 1\nseed: 7\nparams: { epsilon: 0.3 }\n---\n\n" + cells + "\n"
    let (document, parsed) = parse(
      SourceText(path: "t.md", text: text), directives: directives)
    let (plans, planned) = plan([document], directives: directives)
    var diagnostics = parsed + planned
    var outputs: [String: CellOutput] = [:]
    if let page = plans.first, !diagnostics.hasErrors {
      let (results, ran) = run(
        page, files: files.mapValues { Array($0.utf8) }.merging(bytes) { _, new in new },
        options: RunOptions(observe: observe))
      diagnostics += ran
      for (index, cell) in document.cells.enumerated() {
        let id = cell.label?.id ?? "\(cell.directive) \(index + 1)"
        outputs[id] = results.outcomes[index]?.output
      }
    }
    self.outputs = outputs
    self.diagnostics = diagnostics
  }

  /// The value `id.name`.
  func value(_ id: String, _ name: String) -> Value? {
    outputs[id]?.values.first { $0.name == name }?.value
  }

  /// The number `id.name`; not a number where there is none, which no comparison accepts.
  func number(_ id: String, _ name: String) -> Double { value(id, name)?.number ?? .nan }

  /// The vector `id.name`; empty where there is none.
  func vector(_ id: String, _ name: String) -> [Double] { value(id, name)?.vector ?? [] }

  /// The rows of the matrix `id.name`; empty where there is none.
  func rows(_ id: String, _ name: String) -> [[Double]] {
    if case .matrix(let rows)? = value(id, name)?.content { rows } else { [] }
  }

  /// The bytes of the file that a cell publishes with this ending; empty where there is none.
  func file(_ id: String, _ ending: String) -> [UInt8] {
    outputs[id]?.files.first { $0.ending == ending }?.bytes ?? []
  }

  /// All messages, one a line, as "line:column message | rule | fix".
  var messages: String {
    diagnostics.map { diagnostic in
      let place = diagnostic.span.map { "\($0.line):\($0.column) " } ?? ""
      return
        "\(place)\(diagnostic.code.rawValue) \(diagnostic.message) | \(diagnostic.rule) | \(diagnostic.fix)"
    }.joined(separator: "\n")
  }
}

/// The source of a cell.
func cell(_ head: String, _ body: String, caption: String? = nil) -> String {
  "```adv \(head)\n\(body)\n" + (caption.map { "---\n\($0)\n" } ?? "") + "```\n\n"
}
