// Oracle: Tests/Cases/<behaviour>/, where each expected message is written by hand as a comment
// beside the line that causes it, and the expected page, where there is one, was read by a person.
import Cells
import Foundation
import Notebook
import Testing

/// Notebooks as test cases.
///
/// A folder of `Tests/Cases` is a project of its own: `notebook.md`, the files that it reads, and
/// perhaps `site/site.yml`. It is built as an author builds it, and its messages are compared with
/// the comments `<!-- expect ADVnnnn -->` in Markdown and `# expect ADVnnnn` in YAML:
///
/// - A comment behind other text speaks of its own line; one that stands alone, of the next line
///   that is no such comment.
/// - `expect ADV0402 column 9` also says the column; `expect ADV0106 line 1` speaks of that line.
/// - Several codes are separated by commas.
/// - `expect none` is a comment that says nothing, for pages without a message.
///
/// A message that no comment expects fails, and so does a comment that no message answers. Where
/// the folder holds `expected.html`, the `<main>` of the page is compared with it, one block a line
/// and without the boxes that KaTeX draws beside its MathML; running the tests with ADVBOOK_RECORD=1
/// writes the file, which is impossible where CI is set.
@Suite struct Cases {
  static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Cases")

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
  }()

  @Test func thereAreSome() { #expect(Self.names.count >= 20) }

  @Test(arguments: names)
  func behaveAsTheirCommentsSay(_ name: String) throws {
    let root = Self.folder.appendingPathComponent(name).path
    let output = FileManager.default.temporaryDirectory
      .appendingPathComponent("advbook-case-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: output) }
    let report = build(
      BuildRequest(root: root, paths: ["notebook.md"], output: output), directives: directives)
    let expected = try Expectation.all(in: root)
    let found = report.diagnostics.map { Expectation($0) }
    for message in found where !expected.contains(where: { $0.isMet(by: message) }) {
      Issue.record("no comment expects \(message)\n\(text(report))")
    }
    for expectation in expected where !found.contains(where: { expectation.isMet(by: $0) }) {
      Issue.record("no message answers \(expectation)\n\(text(report))")
    }
    #expect(found.count == expected.count, "each comment answers for one message")
    try compare(root + "/expected.html", with: output + "/notebook/index.html", report)
  }

  private func compare(_ expected: String, with page: String, _ report: BuildReport) throws {
    let environment = ProcessInfo.processInfo.environment
    let isThere = FileManager.default.fileExists(atPath: expected)
    guard isThere else { return }
    let html = try String(contentsOfFile: page, encoding: .utf8)
    let start = try #require(html.range(of: "<main"))
    let end = try #require(html.range(of: "</main>"))
    let main = Self.readable(String(html[start.lowerBound..<end.upperBound]))
    if environment["ADVBOOK_RECORD"] == "1" {
      try #require(environment["CI"] == nil, "nothing is recorded where CI is set")
      try main.write(toFile: expected, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: expected, encoding: .utf8) == main)
  }

  /// One block a line, and formulas as MathML alone.
  private static func readable(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let box = rest.range(of: "<span class=\"katex-html\"") {
      result += rest[..<box.lowerBound]
      rest = rest[box.lowerBound...]
      var depth = 0
      repeat {
        guard let tag = rest.firstMatch(of: /<(\/?)span[ >]/) else { break }
        depth += tag.output.1.isEmpty ? 1 : -1
        rest = rest[tag.range.upperBound...]
      } while depth > 0
    }
    result += rest
    let blocks =
      /<(?:main|p|h[1-6]|section|div|ul|ol|li|table|tr|figure|details|dl|dt|pre|aside|\/main)[ >]/
    return result.replacing(blocks) { "\n" + $0.output }.drop { $0 == "\n" } + "\n"
  }

  private func text(_ report: BuildReport) -> String {
    let renderer = TerminalRenderer(sources: report.sources, usesColour: false)
    return report.diagnostics.map { renderer.text($0) }.joined(separator: "\n")
  }
}

/// A message as a comment expects it, or as the build gave it.
private struct Expectation: CustomStringConvertible {
  let code: String
  let path: String
  let line: Int
  let column: Int?

  init(_ diagnostic: Diagnostic) {
    code = diagnostic.code.rawValue
    path = diagnostic.span?.path ?? ""
    line = diagnostic.span?.line ?? 0
    column = diagnostic.span?.column
  }

  private init(code: String, path: String, line: Int, column: Int?) {
    (self.code, self.path, self.line, self.column) = (code, path, line, column)
  }

  func isMet(by message: Expectation) -> Bool {
    code == message.code && path == message.path && line == message.line
      && (column == nil || column == message.column)
  }

  var description: String { "\(code) at \(path):\(line)" + (column.map { ":\($0)" } ?? "") }

  /// The comments of the notebook and of the site's settings.
  static func all(in root: String) throws -> [Expectation] {
    var result: [Expectation] = []
    for path in ["notebook.md", "site/site.yml"] {
      guard let bytes = FileManager.default.contents(atPath: root + "/" + path) else { continue }
      let lines = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        .split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        guard let comment = line.firstMatch(of: /(?:<!-- |# )expect ([^>]*?)(?: -->|$)/) else {
          continue
        }
        var own = index
        if isAlone(line) {
          while own + 1 < lines.count, isAlone(lines[own]) { own += 1 }
        }
        for part in comment.output.1.split(separator: ",") where part != "none" {
          let words = part.split(separator: " ")
          let number = { (name: Substring) in
            words.firstIndex(of: name).flatMap { Int(words[$0 + 1]) }
          }
          result.append(
            Expectation(
              code: String(words[0]), path: path, line: number("line") ?? own + 1,
              column: number("column")))
        }
      }
    }
    return result
  }

  private static func isAlone(_ line: Substring) -> Bool {
    line.wholeMatch(of: /[ >]*(<!-- expect .* -->|# expect .*)/) != nil
  }
}
