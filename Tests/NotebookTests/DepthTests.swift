import Testing

// Oracle: the limits of the design (nesting 100) and of patience: 20,000 levels are one message, no
// crash, and a few seconds at most however slow the machine.
@testable import Notebook

@Suite struct DeepNesting {
  static let deep = 20_000

  /// A text and the one thing to say about it.
  struct Deep: Sendable {
    let text: String
    let code: DiagnosticCode

    init(_ code: DiagnosticCode, _ parts: String...) {
      self.code = code
      text = parts.joined()
    }
  }

  static func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  /// Lines that each stand one step further in than the one above.
  static func stairs(_ count: Int, _ step: String, _ line: String) -> String {
    (0..<count).map { times($0, step) + line }.joined()
  }

  static let texts: [Deep] = [
    Deep(.nestedTooDeep, times(deep, "> "), "a\n"),
    Deep(.nestedTooDeep, times(deep, ">"), "a\n"),
    Deep(.nestedTooDeep, times(deep, "- "), "a\n"),
    Deep(.nestedTooDeep, times(deep, "1. "), "a\n"),
    Deep(.nestedTooDeep, stairs(2000, "  ", "- a\n")),
    Deep(.nestedTooDeep, times(deep, "::: note\n"), "a\n", times(deep, ":::\n")),
    Deep(.nestedTooDeep, times(deep, "::: note\n\n")),
    Deep(.nestedTooDeep, stairs(500, "> ", "::: note\n")),
    Deep(.nestedTooDeep, times(deep / 2, "*a **a "), times(deep / 2, "b** b*"), "\n"),
    Deep(.expressionSyntax, "`adv ", times(deep, "("), "1", times(deep, ")"), "`\n"),
    Deep(.expressionSyntax, "`adv ", times(deep, "-"), "1`\n"),
    Deep(.expressionSyntax, "`adv ", times(deep, "abs("), "1`\n"),
    Deep(.expressionSyntax, "`adv 1", times(deep, " ^ 1"), "`\n"),
    Deep(.expressionSyntax, "`adv 1", times(deep, " + 1"), "`\n"),
    Deep(.expressionSyntax, "`adv 1", times(deep, " * 1"), "`\n"),
    Deep(.yamlTooDeep, "```adv typed\nvalue: ", times(deep, "["), "\n```\n"),
    Deep(.yamlTooDeep, "```adv typed\nvalue: ", times(deep, "{a: "), "\n```\n"),
    Deep(.yamlTooDeep, "```adv typed\nlist:\n", times(deep, "- "), "1\n```\n"),
    Deep(.yamlTooDeep, "```adv typed\nlist:\n", stairs(1000, " ", "-\n"), "```\n"),
    Deep(.yamlTooDeep, "```adv typed\n", stairs(1000, " ", "a:\n"), "```\n"),
    Deep(.yamlTooDeep, "```adv typed\n", times(deep, "? "), "a\n```\n"),
    Deep(.yamlTooDeep, "```adv typed\n", times(deep, "[\n"), "\n```\n"),
  ]

  @Test(arguments: texts.indices)
  func isOneMessage(_ index: Int) {
    let (text, code) = (Self.texts[index].text, Self.texts[index].code)
    let clock = ContinuousClock()
    var diagnostics: [Diagnostic] = []
    let time = clock.measure { diagnostics = Pages.diagnostics(text) }
    #expect(diagnostics.contains { $0.code == code })
    #expect(diagnostics.count < 100, "the message is not repeated for each level")
    #expect(time < .seconds(20))
  }

  static let shallow: [Deep] = [
    Deep(.nestedTooDeep, times(deep, "["), "a\n"),
    Deep(.nestedTooDeep, times(deep, "*a_ "), "\n"),
    Deep(.nestedTooDeep, times(deep, "$a "), "\n"),
    Deep(.nestedTooDeep, "a ", times(deep, "`"), "\n"),
    Deep(.nestedTooDeep, times(deep, "a](b "), "\n"),
    Deep(.nestedTooDeep, times(deep, "!["), "\n"),
    Deep(.nestedTooDeep, times(deep, "<"), "\n"),
    Deep(.nestedTooDeep, times(2000, "| a "), "\n"),
    Deep(.nestedTooDeep, times(deep, "\\"), "\n"),
    Deep(.nestedTooDeep, times(deep, "$a$ "), "\n"),
    Deep(.nestedTooDeep, times(deep, "&amp;"), "\n"),
    Deep(.nestedTooDeep, times(deep, "a\n")),
    Deep(.nestedTooDeep, times(2000, "# a\n")),
    Deep(.nestedTooDeep, times(2000, "[a](#a) "), "\n# a\n"),
    Deep(.nestedTooDeep, "$", times(deep, "{"), "$\n"),
    Deep(.nestedTooDeep, "$$\n", times(deep, "{"), "\n$$\n"),
  ]

  @Test(arguments: shallow.indices)
  func whatOnlyLooksDeepIsRead(_ index: Int) {
    let text = Self.shallow[index].text
    let clock = ContinuousClock()
    let time = clock.measure { #expect(Pages.diagnostics(text) == []) }
    #expect(time < .seconds(20))
  }

  @Test func theLimitItselfIsAllowed() {
    #expect(Pages.diagnostics(Self.times(90, "> ") + "a\n") == [])
    #expect(
      Pages.diagnostics("`adv " + Self.times(99, "(") + "1" + Self.times(99, ")") + "`\n") == [])
    #expect(Pages.diagnostics("`adv 1" + Self.times(500, " + 1") + "`\n") == [])
    #expect(
      Pages.diagnostics(
        "::: note\n" + Self.times(40, "::: note\n") + "a\n" + Self.times(41, ":::\n")) == [])
  }
}
