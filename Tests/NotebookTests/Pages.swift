// Oracle: places are counted in the raw text of the test by searching for a marker in it, with line
// ends and Unicode scalars counted here and not by the code under test.
import Notebook
import Testing

/// Texts of notebooks for the tests.
enum Pages {
  /// Front matter of three lines; a test that needs another writes its own.
  static let frontMatter = "---\ntitle: T\n---\n"

  /// Parses a body.
  static func parsed(_ body: String) -> (Document, [Diagnostic]) {
    parse(SourceText(path: "t.md", text: frontMatter + body))
  }

  /// Plans a whole text; diagnostics in order.
  static func planned(_ text: String, settings: [String: Double] = [:]) -> (
    PagePlan?, [Diagnostic]
  ) {
    let (document, parsed) = parse(
      SourceText(path: "t.md", text: text), directives: testDirectives)
    let (plans, planned) = plan([document], directives: testDirectives, settings: settings)
    return (plans.first, (parsed + planned).ordered)
  }

  /// What parsing and planning a body have to say.
  static func diagnostics(_ body: String) -> [Diagnostic] { planned(frontMatter + body).1 }

  /// Runs a body.
  static func results(
    _ body: String, front: String = frontMatter, settings: [String: Double] = [:],
    options: RunOptions = RunOptions()
  ) throws -> (PageResults, [Diagnostic]) {
    let (plan, diagnostics) = planned(front + body, settings: settings)
    try #require(diagnostics == [], "the page has to be planned without a message")
    return run(try #require(plan), files: [:], options: options)
  }
}

/// A text in which `⟦` stands before every character at which a message is expected.
struct MarkedText {
  /// A line and column, both counted from 1.
  struct Place: Hashable, CustomStringConvertible {
    let line: Int
    let column: Int
    var description: String { "\(line):\(column)" }
  }

  /// The text without its marks.
  let text: String
  /// Where the marks stood.
  let places: [Place]

  init(_ marked: String) {
    var text = String.UnicodeScalarView()
    var places: [Place] = []
    var (line, column) = (1, 1)
    var previous: Unicode.Scalar?
    for scalar in marked.unicodeScalars {
      if scalar == "⟦" {
        places.append(Place(line: line, column: column))
        continue
      }
      text.append(scalar)
      if scalar == "\n", previous == "\r" {
        // The second half of one line end.
      } else if scalar == "\n" || scalar == "\r" {
        (line, column) = (line + 1, 1)
      } else if scalar != "\u{FEFF}" {
        column += 1
      }
      previous = scalar
    }
    self.text = String(text)
    self.places = places
  }
}

/// Expects messages of one code, each at one of the marks, and no other message.
func expect(
  _ code: DiagnosticCode, _ marked: String, front: String = Pages.frontMatter,
  _ location: Testing.SourceLocation = #_sourceLocation
) {
  let marks = MarkedText(front + marked)
  let diagnostics = Pages.planned(marks.text).1
  let found = diagnostics.map {
    "\($0.code.rawValue) \($0.span?.line ?? 0):\($0.span?.column ?? 0)"
  }
  #expect(
    found == marks.places.map { "\(code.rawValue) \($0)" },
    "\(diagnostics.map(\.message)) in:\n\(marks.text)", sourceLocation: location)
}

/// Expects no message.
func expectNothing(
  _ body: String, front: String = Pages.frontMatter,
  _ location: Testing.SourceLocation = #_sourceLocation
) {
  let diagnostics = Pages.planned(front + body).1
  #expect(
    diagnostics.map {
      "\($0.code.rawValue) \($0.span?.line ?? 0):\($0.span?.column ?? 0) \($0.message)"
    }
      == [], "\(body)", sourceLocation: location)
}
