// Oracle: what a reader should find on the page, read off the rules of the page by hand: which mark
// stands where, which number a step has, where a message points.
import Markup
import Testing

@testable import Notebook

@Suite struct DerivationPageTests {
  /// The `<main>` of a page, formulas as their TeX between stars.
  private func html(_ body: String) throws -> String {
    let (plan, diagnostics) = Pages.planned("---\ntitle: T\nnumber: 9\n---\n" + body)
    #expect(diagnostics.map(\.message) == [])
    let page = try #require(plan)
    let (results, messages) = run(page, files: [:])
    #expect(messages.map(\.message) == [])
    var ignored: [Diagnostic] = []
    let renderer = PageRenderer(
      plan: page, results: results, pages: [page],
      settings: SiteSettings.read(root: "/nowhere", &ignored))
    return Node.fragment(renderer.main(mathematics: { "*\($0.formula.tex)*" })).serialized
  }

  private func judge(_ id: String, _ verdicts: String, _ lines: String, _ more: String = "")
    -> String
  {
    "```adv judge #\(id)\nverdicts: [\(verdicts)]\n\(more)---\n\(lines)\n```\n\n"
  }

  private func count(_ part: String, in text: String) -> Int {
    text.split(separator: part, omittingEmptySubsequences: false).count - 1
  }

  @Test func aCounterexampleIsDrawnInTheDetails() throws {
    let page = try html(judge("c", "refuted, proved, refuted", "b\nc\nd"))
    let parts = page.split(separator: "<details class=\"source steps\">")
    try #require(parts.count == 2)
    #expect(count("<svg", in: String(parts[0])) == 0 && count("<svg", in: String(parts[1])) == 4)
    for id in ["_c.1-wide-title", "_c.1-narrow-title", "_c.3-wide-title"] {
      #expect(count("id=\"\(id)\"", in: page) == 1)
    }
    #expect(count("aria-label=\"Data of the counterexample\"", in: page) == 2)
  }

  @Test func aChainOfOneVerdictHasOneMark() throws {
    let page = try html(judge("c", "proved, proved", "b\nc"))
    #expect(count("<div class=\"verdict", in: page) == 1)
    #expect(page.contains("<div class=\"verdict proved\">"))
    #expect(page.contains("reason 1; reason 2"))
  }

  @Test func aLeftSideOnALineOfItsOwnIsARow() throws {
    let whole = try html(judge("c", "proved", "b"))
    #expect(whole.contains("judged step whole proved") && whole.contains(">*a {}= b*<"))
    let broken = try html(judge("c", "proved", "b", "left-alone: true\n"))
    #expect(broken.contains("judged start") && broken.contains(">*a*<"))
    #expect(broken.contains("judged step proved") && broken.contains(">* {}= b*<"))
    // Its mark stands beside the relation, once.
    for verdict in ["proved", "refuted"] {
      let page = try html(judge("c", verdict, "b", "left-alone: true\nasked: 1\n"))
      #expect(count("<div class=\"verdict", in: page) == 1)
      let parts = page.split(separator: "judged step \(verdict)")
      #expect(parts.count == 2 && parts[1].contains("<div class=\"verdict \(verdict)\">"))
    }
  }

  @Test func whatIsWeakerHasAMarkOfItsOwn() throws {
    let page = try html(judge("c", "proved, tested, proved", "b\nc\nd"))
    #expect(count("<div class=\"verdict tested\">", in: page) == 2)
    #expect(page.contains("step (9.2); all else proved"))
    #expect(!page.contains("<div class=\"verdict proved\">"))
  }

  @Test func whatIsAskedForHasAMarkOfItsOwn() throws {
    let page = try html(judge("c", "proved, proved", "b\nc", "asked: 2\n"))
    #expect(count("<div class=\"verdict proved\">", in: page) == 2)
  }

  @Test func aRefutedStepShowsItsCounterexample() throws {
    let page = try html(judge("c", "refuted", "b"))
    #expect(page.contains("*{a = 2}*"))
    #expect(page.contains("left\u{A0}4, right\u{A0}8"))
    #expect(page.contains("judged step whole refuted"))
    // Sign, word and colour: the sign is not read out, the word is.
    #expect(page.contains("aria-hidden=\"true\">✗</span> <b>refuted</b>"))
  }

  // MARK: - Remarks

  @Test func aRemarkStandsOnceUnderTheMark() throws {
    let page = try html(judge("c", "proved", "b", "notices: [It says nothing.]\n"))
    // Without the source of the cell.
    let shown = page.replacing(/<pre.*?<\/pre>/.dotMatchesNewlines(), with: "")
    #expect(count("It says nothing.", in: shown) == 1)
    #expect(page.contains("<small>reason 1</small><p class=\"notice\">It says nothing.</p></div>"))
    // What is no notice stands in the details, and there alone.
    #expect(count("Only in the details.", in: page) == 1)
    #expect(page.contains("Only in the details.</dd>"))
  }

  @Test func remarksOfAChainNameTheirSteps() throws {
    let page = try html(
      judge("c", "proved, proved, proved", "b\nc\nd", "notices: [It is $x$, Other, It is $x$]\n"))
    #expect(count("class=\"notice\"", in: page) == 2)
    #expect(page.contains("<p class=\"notice\">(9.1), (9.3) It is *x*</p>"))
    #expect(page.contains("<p class=\"notice\">(9.2) Other</p>"))
  }

  @Test func theRemarkOfAStepWithAMarkOfItsOwnStandsThere() throws {
    let page = try html(
      judge("c", "proved, refuted", "b\nc", "notices: [Other, It holds where]\n"))
    let marks = page.split(separator: "<div class=\"verdict ")
    try #require(marks.count == 3)
    #expect(marks[1].contains(">(9.1) Other</p>") && !marks[1].contains("It holds where"))
    #expect(marks[2].contains(">It holds where</p>"))
  }

  @Test func aLineOfSeveralRelationsShowsWhatIsWrongInIt() throws {
    let page = try html(
      judge(
        "c", "proved, refuted, refuted", "b\nc\nd", "one-line: true\nnotices: [A, B, C]\n"))
    #expect(count("<div class=\"verdict refuted\">", in: page) == 2)
    #expect(count("<div class=\"marks\">", in: page) == 1)
    for notice in ["(9.1) A", "(9.2) B", "(9.3) C"] {
      #expect(count(">\(notice)</p>", in: page) == 1)
    }
    #expect(
      !(try html(judge("e", "proved, refuted", "b\nc", "one-line: true\n"))).contains(
        "class=\"marks\""))
  }

  @Test func rangesStandInTheWords() throws {
    let page = try html(judge("c", "small", "b") + judge("e", "second", "b"))
    #expect(page.contains("✓₃</span> <b>proved for d ≤ 3</b>"))
    #expect(page.contains("≈₂</span> <b>order 2</b>"))
  }

  @Test func hypothesesThatAreNotUsedAreNamed() throws {
    let page = try html(judge("c", "proved", "b"))
    let text = page.replacing(/<[^>]*>/, with: "")
    #expect(text.contains("Uses *H*. *U* is not used here."))
  }

  @Test func theDetailsNameTheSymbols() throws {
    let page = try html(
      judge("c", "proved", "b", "of:\n  w: vector\n  x: vector[i]\n")
        + judge("e", "proved", "b"))
    #expect(page.contains("<p class=\"symbols\">Symbols: *w* vector; *x* vector[i].</p>"))
    #expect(count("class=\"symbols\"", in: page) == 1)
  }

  @Test func stepsAndEquationsShareOneSequence() throws {
    let page = try html(
      "$$\na\n$$ {#eq-a}\n\n" + judge("c", "proved, proved", "b\nc")
        + "$$\nz\n$$ {#eq-z}\n\n[Equation](#eq-a) [Step](#c.2) [Equation](#eq-z) [so](#c.1)\n")
    #expect(page.contains("<a href=\"#eq-a\">Equation\u{A0}(9.1)</a>"))
    #expect(page.contains("<a href=\"#c.2\">Step\u{A0}(9.3)</a>"))
    #expect(page.contains("<a href=\"#eq-z\">Equation\u{A0}(9.4)</a>"))
    #expect(page.contains("<a href=\"#c.1\">so</a>"))
    #expect(page.contains("id=\"c.2\""))
  }

  @Test(arguments: JudgeCell.verdicts.values + [.undefined, .unchecked])
  func noVerdictLooksLikeAContainer(_ verdict: StepVerdict) {
    #expect(!Container.Kind.allCases.map(\.rawValue).contains(verdict.kind))
  }

  @Test func aStepByTheoremHasNoBar() throws {
    let page = try html(judge("c", "theorem", "b"))
    #expect(page.contains("<div class=\"verdict by-theorem\">"))
    #expect(page.contains("<b>by theorem</b>"))
    let (plan, _) = Pages.planned(Pages.frontMatter + judge("c", "theorem", "b"))
    let planned = try #require(plan)
    let json = resultsJSON(planned, run(planned, files: [:]).0, [])
    #expect(json.contains("\"verdict\" : \"by theorem\"") && !json.contains("by-theorem"))
    #expect(!page.contains(" theorem\""))
  }

  @Test func theLegendStandsOnceAndOnlyWhereItIsNeeded() throws {
    let two = try html(judge("c", "proved", "b") + judge("e", "tested", "b"))
    #expect(count("class=\"verdicts\"", in: two) == 1)
    #expect(try !html("Text.\n").contains("class=\"verdicts\""))
  }

  @Test func noStyleAndNoScriptIsWritten() throws {
    let page = try html(judge("c", "refuted, proved", "b\nc"))
    #expect(!page.contains("style=") && !page.contains("<script") && !page.contains("onclick"))
  }

  // MARK: - Claims

  @Test func aClaimWearsTheWeakestVerdictOfItsCell() throws {
    let page = try html(
      judge("c", "proved, tested", "b\nc")
        + "So [it *is* [so] $x$]{claim=#c} and [that]{claim=#c.1}.")
    #expect(page.contains("<span class=\"claim tested\">it <em>is</em> [so] *x*<a "))
    #expect(page.contains("<span class=\"claim proved\">that<a class=\"mark\" href=\"#c.1\""))
    #expect(page.contains("<span class=\"unseen\"> (tested)</span>"))
  }

  @Test func claimsOfWhatDoesNotJudgeAreErrors() {
    let cells =
      judge("c", "proved", "b") + "```adv numbers #n\nkind: written\nvalues: [1]\n```\n\n"
    expect(.unknownLabel, cells + "A [claim]{claim=⟦#cc} here.\n")
    expect(.unknownLabel, cells + "A [claim]{claim=⟦#c.2} here.\n")
    expect(.unknownLabel, cells + "A *b*\n[claim of worst]{claim=⟦#n} here.\n")
    expect(.unknownLabel, cells + "A claim]{claim=⟦#c} here.\n")
    expectNothing(cells + "> A [claim]{claim=#c} and [claim]{claim=#c.1}\n")
    expectNothing("Braces ]{claim=# } and `]{claim=#x}` are text.\n")
  }

  // MARK: - Cells with LaTeX

  @Test func theBodyIsNoMarkdown() {
    expectNothing(judge("c", "proved", "a < b <script> `x` $$ [x](javascript:y)"))
    expect(.captionMissing, "```adv ⟦judge #c\nverdicts: [proved]\n---\n\n```\n")
    expect(.captionMissing, "```adv ⟦judge #c\nverdicts: [proved]\n```\n")
  }

  @Test func keysOfFreeMappingsAreTakenAsTheyAre() {
    expectNothing(judge("c", "proved", "b", "of:\n  \\varepsilon: x\n  \\hat{w}^*: y\n  2: z\n"))
    expect(.wrongType, "```adv judge #c\nverdicts: [proved]\nof:\n  a: ⟦[1]\n---\nb\n```\n")
  }

  @Test func resultsHaveTheSteps() throws {
    let (plan, _) = Pages.planned(Pages.frontMatter + judge("c", "proved, refuted", "b\nc"))
    let page = try #require(plan)
    let json = resultsJSON(page, run(page, files: [:]).0, [])
    #expect(json.contains("\"label\" : \"c.2\"") && json.contains("\"verdict\" : \"refuted\""))
    #expect(json.contains("\"line\" : 7") && json.contains("\"line\" : 8"))
    #expect(json.contains("\"hypothesesNotUsed\""))
  }
}
