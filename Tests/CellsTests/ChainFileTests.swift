// Oracle: places counted by hand in files of a few lines; verdicts of statements known by heart.
import Cells
import Derivations
import Notebook
import Testing

@Suite struct ChainFileTests {
  private func check(_ text: String, isDraft: Bool = false) -> CheckedChain {
    checkChain(SourceText(path: "c.tex", text: text), seed: 1, isDraft: isDraft)
  }

  private func places(_ chain: CheckedChain) -> [String] {
    chain.diagnostics.map { "\($0.span?.line ?? 0):\($0.span?.column ?? 0) \($0.code.rawValue)" }
  }

  @Test func aHeaderOfCommentsIsRead() {
    let chain = check(
      "% where a: scalar\n%  where b : scalar\n% about a and b\n\\[\n2 a b % twice\n\\le a^2 + b^2\n\\]\n"
    )
    #expect(places(chain) == [])
    #expect(chain.steps.count == 1)
    #expect(chain.steps.first?.first?.contains("(1) 2 a b \\le a^2 + b^2") == true)
  }

  @Test func aHeaderInYAMLIsRead() {
    for text in [
      "where:\n  a: scalar\n---\na^2 \\ge 0\n", "---\nwhere:\n  a: scalar\n---\na^2 \\ge 0",
    ] {
      let chain = check(text)
      #expect(places(chain) == [])
      #expect(chain.steps.count == 1)
    }
  }

  @Test func messagesPointIntoTheFile() {
    #expect(places(check("% where b: vektor\n2 = 2\n")) == ["1:12 ADV1001"])
    #expect(
      places(check("% where a: scalar\n% given a \\ge \\foo\na^2 \\ge 0\n")) == ["2:15 ADV1001"])
    #expect(places(check("% where a: scalar\n\n  a^2 \\le a\n")) == ["3:7 ADV1002"])
    #expect(places(check("where:\n  b: vektor\n---\n2 = 2\n")) == ["2:6 ADV1001"])
    #expect(places(check("% where a\na = a\n")).first == "1:1 ADV1001")
    #expect(places(check("")) == ["1:1 ADV1001"])
  }

  @Test func stepsTakeWhatACellTakes() {
    #expect(places(check("% where a: scalar\n% step 1 unchecked: later\na^2 \\le a\n")) == [])
    #expect(
      places(check("% where a: scalar\n% step 1 expect: prooved\na^2 \\ge 0\n")) == ["2:1 ADV1001"])
  }

  @Test func macrosOfTheHeaderAreUnderstood() {
    let chain = check(
      "% macro \\vw: \\mathbf{w}\n% macro \\norm: \\|#1\\|_2\n% where w: vector\n0 \\le \\norm{\\vw}\n"
    )
    #expect(places(chain) == [])
    #expect(chain.steps.count == 1)
  }

  @Test func aDraftOnlyWarns() {
    let chain = check("% where a: scalar\na^2 \\le a\n", isDraft: true)
    #expect(chain.diagnostics.map(\.severity) == [.warning])
    #expect(chain.steps.first?.first?.hasPrefix("✗") == true)
  }

  /// The table's examples, written as a file with its header, are accepted as they are printed.
  @Test(arguments: notation)
  func everyExampleOfTheNotationIsAccepted(group: NotationGroup) {
    for entry in group.entries {
      let shared = notationSymbols.filter { symbol in !entry.own.contains { $0.key == symbol.key } }
      let header = shared.map { "where \($0.key): \($0.value)" } + entry.header
      let text = header.map { "% \($0)\n" }.joined() + entry.example.body + "\n"
      #expect(check(text).diagnostics.filter { $0.severity == .error } == [], "\(text)")
    }
  }
}
