// Oracle: the limits of the design (nesting 100) and of patience: 20,000 levels are one message, no
// crash, and a few seconds at most however slow the machine.
@testable import Notebook
import Testing

@Suite struct DeepNesting {
  static let deep = 20_000

  @Test(arguments: [
    (String(repeating: "> ", count: deep) + "a\n", DiagnosticCode.nestedTooDeep),
    (String(repeating: ">", count: deep) + "a\n", .nestedTooDeep),
    (String(repeating: "- ", count: deep) + "a\n", .nestedTooDeep),
    (String(repeating: "1. ", count: deep) + "a\n", .nestedTooDeep),
    ((0..<2000).map { String(repeating: "  ", count: $0) + "- a\n" }.joined(), .nestedTooDeep),
    (String(repeating: "::: note\n", count: deep) + "a\n" + String(repeating: ":::\n", count: deep), .nestedTooDeep),
    (String(repeating: "::: note\n\n", count: deep), .nestedTooDeep),
    ((0..<500).map { String(repeating: "> ", count: $0) + "::: note\n" }.joined(), .nestedTooDeep),
    (String(repeating: "*a **a ", count: deep / 2) + String(repeating: "b** b*", count: deep / 2) + "\n", .nestedTooDeep),
    ("`adv " + String(repeating: "(", count: deep) + "1" + String(repeating: ")", count: deep) + "`\n", .expressionSyntax),
    ("`adv " + String(repeating: "-", count: deep) + "1`\n", .expressionSyntax),
    ("`adv " + String(repeating: "abs(", count: deep) + "1`\n", .expressionSyntax),
    ("`adv 1" + String(repeating: " ^ 1", count: deep) + "`\n", .expressionSyntax),
    ("`adv 1" + String(repeating: " + 1", count: deep) + "`\n", .expressionSyntax),
    ("`adv 1" + String(repeating: " * 1", count: deep) + "`\n", .expressionSyntax),
    ("```adv typed\nvalue: " + String(repeating: "[", count: deep) + "\n```\n", .yamlTooDeep),
    ("```adv typed\nvalue: " + String(repeating: "{a: ", count: deep) + "\n```\n", .yamlTooDeep),
    ("```adv typed\nlist:\n" + String(repeating: "- ", count: deep) + "1\n```\n", .yamlTooDeep),
    ("```adv typed\nlist:\n" + (0..<deep / 20).map { String(repeating: " ", count: $0) + "-\n" }.joined() + "```\n", .yamlTooDeep),
    ("```adv typed\n" + (0..<deep / 20).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + "```\n", .yamlTooDeep),
    ("```adv typed\n" + String(repeating: "? ", count: deep) + "a\n```\n", .yamlTooDeep),
    ("```adv typed\n" + String(repeating: "[\n", count: deep) + "\n```\n", .yamlTooDeep),
  ])
  func isOneMessage(_ text: String, _ code: DiagnosticCode) {
    let clock = ContinuousClock()
    var diagnostics: [Diagnostic] = []
    let time = clock.measure { diagnostics = Pages.diagnostics(text) }
    #expect(diagnostics.contains { $0.code == code })
    #expect(diagnostics.count < 100, "the message is not repeated for each level")
    #expect(time < .seconds(20))
  }

  @Test(arguments: [
    String(repeating: "[", count: deep) + "a\n", String(repeating: "*a_ ", count: deep) + "\n",
    String(repeating: "$a ", count: deep) + "\n", String(repeating: "`", count: deep) + "\n",
    String(repeating: "a](b ", count: deep) + "\n", String(repeating: "![", count: deep) + "\n",
    String(repeating: "<", count: deep) + "\n", String(repeating: "| a ", count: 2000) + "\n",
    String(repeating: "\\", count: deep) + "\n", String(repeating: "$a$", count: deep) + "\n",
    String(repeating: "$a$ ", count: deep) + "\n", String(repeating: "&amp;", count: deep) + "\n",
    String(repeating: "a\n", count: deep), String(repeating: "# a\n", count: 2000),
    String(repeating: "[a](#a) ", count: 2000) + "\n# a\n", "$" + String(repeating: "{", count: deep) + "$\n",
    "$$\n" + String(repeating: "{", count: deep) + "\n$$\n",
  ])
  func whatOnlyLooksDeepIsRead(_ text: String) {
    let clock = ContinuousClock()
    let time = clock.measure { #expect(Pages.diagnostics(text) == []) }
    #expect(time < .seconds(20))
  }

  @Test func theLimitItselfIsAllowed() {
    #expect(Pages.diagnostics(String(repeating: "> ", count: 90) + "a\n") == [])
    #expect(Pages.diagnostics("`adv " + String(repeating: "(", count: 99) + "1" + String(repeating: ")", count: 99) + "`\n") == [])
    #expect(Pages.diagnostics("`adv 1" + String(repeating: " + 1", count: 500) + "`\n") == [])
    #expect(Pages.diagnostics("::: note\n" + String(repeating: "::: note\n", count: 40) + "a\n" + String(repeating: ":::\n", count: 41)) == [])
  }
}
