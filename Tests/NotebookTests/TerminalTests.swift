import Testing

// Oracle: the message as an author has to read it, written out by hand.
@testable import Notebook

@Suite struct MessagesAtTheTerminal {
  private func text(_ line: String, column: Int, length: Int, related: Bool = false) -> [String] {
    let source = SourceText(path: "a.md", text: "first\n" + line + "\n")
    let diagnostic = Diagnostic(
      .unknownKey, at: Span(path: "a.md", line: 2, column: column, length: length), "what is wrong",
      rule: "the rule", fix: "the fix",
      related: related ? [(Span(path: "a.md", line: 1, column: 1, length: 5), "seen here")] : [])
    return TerminalRenderer(sources: [source], usesColour: false).text(diagnostic)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func quoteTheLineWithACaretUnderThePlace() {
    #expect(
      text("kind: blbos", column: 7, length: 5) == [
        "a.md:2:7: error[ADV0402]: what is wrong", "    2 | kind: blbos", "      |       ^^^^^",
        "  rule: the rule", "  fix: the fix",
      ])
  }

  @Test func keepTabsSoThatTheCaretStandsBelow() {
    #expect(
      text("\ta\tb", column: 4, length: 1).dropFirst().prefix(2) == [
        "    2 | \ta\tb", "      | \t \t^",
      ])
  }

  @Test func showTheSecondPlace() {
    let lines = text("abc", column: 1, length: 3, related: true)
    #expect(lines.contains("  a.md:1:1: seen here"))
    #expect(lines.contains("    1 | first"))
    #expect(lines.contains("      | -----"))
  }

  @Test func cutLongLinesAroundThePlace() {
    let line = String(repeating: "x", count: 5000) + "!" + String(repeating: "y", count: 5000)
    let lines = text(line, column: 5001, length: 1)
    #expect(lines[1].count < 200)
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    let mark = lines[1].firstIndex(of: "!").map {
      lines[1].distance(from: lines[1].startIndex, to: $0)
    }
    #expect(caret == mark)
  }

  @Test func survivePlacesOutsideTheText() {
    for (line, column, length) in [("", 1, 1), ("a", 99, 5), ("a", 1, 999)] {
      #expect(text(line, column: column, length: length).last == "  fix: the fix")
    }
  }

  @Test func hideControlCharacters() {
    #expect(!text("a\u{1B}[31mb", column: 1, length: 1).joined().contains("\u{1B}"))
  }

  @Test func areOrderedByFileLineAndColumn() {
    let at = { (path: String, line: Int, column: Int) in
      Diagnostic(
        .unknownKey, at: Span(path: path, line: line, column: column), "\(path)\(line):\(column)",
        rule: "", fix: "")
    }
    let loose = Diagnostic(.noNotebooks, at: nil, "loose", rule: "", fix: "")
    let ordered = [loose, at("b", 1, 1), at("a", 10, 1), at("a", 2, 9), at("a", 2, 1)].ordered
    #expect(ordered.map(\.message) == ["a2:1", "a2:9", "a10:1", "b1:1", "loose"])
  }

  @Test func everyCodeIsItsOwn() {
    #expect(Set(DiagnosticCode.allCases.map(\.rawValue)).count == DiagnosticCode.allCases.count)
    for code in DiagnosticCode.allCases { #expect(code.rawValue.wholeMatch(of: /ADV\d{4}/) != nil) }
  }
}
