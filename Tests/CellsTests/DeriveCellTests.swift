// Oracle: places are counted in the text of the test by searching for the mark ⟦ before what is
// wrong; verdicts are those of statements that a person decides by heart.
import Cells
import Notebook
import Testing

@Suite struct DeriveCellTests {
  /// Runs a cell in whose text ⟦ stands before each place where a message is expected.
  private func expect(
    _ codes: [DiagnosticCode], _ marked: String, _ location: SourceLocation = #_sourceLocation
  ) {
    // What `NotebookRun` puts before: seven lines of front matter and a blank one.
    var places: [String] = []
    var (line, column) = (8, 1)
    for scalar in marked.unicodeScalars {
      if scalar == "⟦" {
        places.append("\(line):\(column)")
      } else if scalar == "\n" {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
    }
    let run = NotebookRun(marked.filter { $0 != "⟦" })
    let found = run.diagnostics.map {
      "\($0.span?.line ?? 0):\($0.span?.column ?? 0) \($0.code.rawValue)"
    }
    #expect(
      found == zip(places, codes).map { "\($0) \($1.rawValue)" }, "\(run.messages)",
      sourceLocation: location)
  }

  private func derive(_ fields: String, _ body: String) -> String {
    "```adv derive #x\n\(fields)\n---\n\(body)\n```\n"
  }

  // MARK: - Places

  @Test func whatIsNotUnderstoodIsShownWhereItStands() {
    expect([.derivationSyntax], derive("where:\n  a: scalar", "a^2\n  + ⟦\\foo \\ge 0"))
    expect([.derivationSyntax], derive("where:\n  b: ⟦vektor", "2 = 2"))
    expect([.derivationSyntax], derive("where:\n  a: scalar\n  a ⟦b: scalar", "a = a"))
    expect(
      [.derivationSyntax], derive("where:\n  a: scalar\ngiven:\n  - a \\ge ⟦\\foo", "a^2 \\ge 0"))
  }

  @Test func placesInQuotedAndBlockScalarsAreCountedInTheSource() {
    let symbols = "where:\n  a: scalar\n  \\ell: differentiable function"
    expect(
      [.derivationSyntax],
      derive("\(symbols)\ngiven:\n  - '\\ell''(a) \\ge ⟦\\foo'", "a = \\ell(a)"))
    expect(
      [.derivationSyntax],
      derive("\(symbols)\ngiven:\n  - |\n    a \\ge\n    ⟦\\foo", "a = \\ell(a)"))
    expect(
      [.derivationSyntax],
      derive("\(symbols)\nlet:\n  '⟦\\foo': a", "a = \\ell(a)"))
  }

  @Test func placesHoldInsideListsAndQuotations() {
    expect(
      [.derivationSyntax],
      "> - ```adv derive #x\n>   where:\n>     a: scalar\n>   ---\n>   a +\n>   ⟦\\foo = 0\n>   ```\n"
    )
  }

  @Test func aSymbolThatIsNotUsedIsAWarning() {
    expect([.symbolUnused], derive("where:\n  a: scalar\n  ⟦\\hat{b}: scalar", "a = a"))
  }

  @Test func aStepThatIsNotThereIsAnError() {
    expect(
      [.unknownStep],
      derive("where:\n  a: scalar\nsteps:\n  ⟦3: { expect: proved }", "a &= a \\\\ &= a"))
    expect(
      [.unknownStep], derive("where:\n  a: scalar\nsteps:\n  ⟦q: { expect: proved }", "a = a"))
  }

  @Test func aStepIsNamedByTheLabelOverItsSign() {
    let body = "a \\stackrel{(p)}{=} a \\stackrel{(q)}{\\le} a^2"
    let fields = "where:\n  a: scalar\nsteps:\n"
    expect(
      [.stepRefuted],
      derive(fields + "  p: { expect: proved }", body).replacing(
        "\\stackrel{(q)}", with: "⟦\\stackrel{(q)}"))
    expect([], derive(fields + "  q: { unchecked: later }", body))
    expect([], derive(fields + "  (q): { unchecked: later }", body))
  }

  @Test func whatIsSaidOfAStepHasToFitIt() {
    let a = "where:\n  a: scalar\nsteps:\n"
    expect([.stepOptions], derive("\(a)  1: { only: ⟦true }", "a = a"))
    expect([.stepOptions], derive("\(a)  1: { order: ⟦2 }", "a = a"))
    expect([.unknownChoice], derive("\(a)  1: { expect: ⟦prooved }", "a = a"))
    expect([.unknownKey], derive("\(a)  1: { ⟦expct: proved }", "a = a"))
  }

  @Test func theBodyIsRequired() {
    expect([.captionMissing], "```adv ⟦derive #x\nwhere:\n  a: scalar\n```\n")
    expect([.cellIdMissing], "```adv ⟦derive\nwhere:\n  a: scalar\n---\na = a\n```\n")
  }

  // MARK: - Verdicts

  @Test func aFalseStepIsAnErrorAtItsRelation() {
    let text = derive("where:\n  a: scalar", "a^2 &= a\\, a \\\\\n  &⟦\\le a")
    expect([.stepRefuted], text)
    let run = NotebookRun(text.filter { $0 != "⟦" })
    #expect(run.diagnostics.first?.severity == .error)
    #expect(run.messages.contains("left ") && run.messages.contains("right "), "\(run.messages)")
    #expect(run.number("x", "steps") == 2 && run.number("x", "refuted") == 1)
    #expect(run.value("x", "verdict")?.content == .text("refuted"))
  }

  @Test func aRefutationThatIsMeantIsNoError() {
    let cell = derive("where:\n  a: scalar\nsteps:\n  1: { expect: refuted }", "a^2 \\le a")
    #expect(NotebookRun("::: mistake\n" + cell + ":::\n").messages == "")
    expect(
      [.refutedOutsideMistake],
      derive("where:\n  a: scalar\nsteps:\n  1: { expect: ⟦refuted }", "a^2 \\le a"))
  }

  @Test func aChangedVerdictIsAnError() {
    expect(
      [.verdictChanged],
      "::: mistake\n"
        + derive("where:\n  a: scalar\nsteps:\n  1: { expect: ⟦refuted }", "a^2 \\ge 0") + ":::\n")
  }

  @Test func hypothesesThatContradictEachOtherAreRefused() {
    expect(
      [.hypothesesContradict],
      derive("where:\n  a: scalar\n⟦given:\n  - a > 1\n  - a < 0", "a = 2"))
  }

  @Test func aWitnessOutsideItsSetIsAnErrorAtItsPoint() {
    expect(
      [.witnessFails],
      derive(
        "where:\n  w: vector\n  \\varepsilon: positive\ngiven:\n  - w \\ne 0\nwitness:\n"
          + "  \\delta: ⟦2 \\varepsilon w / \\|w\\|_2",
        "\\max_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta = \\varepsilon \\|w\\|_2"))
  }

  @Test func aReasonLeavesAStepUnchecked() {
    let run = NotebookRun(
      derive("where:\n  a: scalar\nsteps:\n  1: { unchecked: by the lecture }", "a^2 \\ge 0"))
    #expect(run.messages == "")
    #expect(run.value("x", "verdict")?.content == .text("unchecked"))
  }

  @Test func casesOfEqualityAreChecked() {
    let fields = { (relation: String, more: String) in
      "where:\n  a: scalar\n  b: scalar\nsteps:\n  1:\n    equality: \(relation)\n\(more)"
    }
    let body = "2 a b \\le a^2 + b^2"
    expect([], derive(fields("a = b", "    only: true"), body))
    expect([.stepRefuted], derive(fields("⟦a = 2 b", ""), body))
    // Equal there, but not only there.
    expect([.stepRefuted], derive(fields("⟦a = 0", "    only: true"), "a b \\le |a b|"))
  }

  @Test func macrosOfThePageAreUnderstood() {
    let text =
      "---\ntitle: T\nseed: 1\nmacros:\n  \\norm: \\|#1\\|_2\n  \\vw: \\mathbf{w}\n---\n\n"
      + derive("where:\n  w: vector\n  x: vector", "\\vw^\\top x \\le \\norm{\\vw} \\norm{x}")
    let (document, parsed) = parse(SourceText(path: "t.md", text: text), directives: directives)
    let (plans, planned) = plan([document], directives: directives)
    #expect((parsed + planned).map(\.message) == [])
    #expect(plans.first.map { run($0, files: [:]).1.map(\.message) } == [])
  }

  @Test func aDraftOnlyWarns() throws {
    let text =
      "---\ntitle: T\nseed: 1\n---\n\n" + derive("where:\n  a: scalar", "a^2 \\le a")
    let (document, _) = parse(SourceText(path: "t.md", text: text), directives: directives)
    let page = try #require(plan([document], directives: directives).0.first)
    let found = run(page, files: [:], options: RunOptions(isDraft: true)).1
    #expect(found.map(\.code) == [.stepRefuted] && found.map(\.severity) == [.warning])
  }

  @Test func aCheckedTheoremOfThePageIsUsedByItsId() {
    let theorem =
      "::: {.theorem #amgm}\n```adv derive #t\nwhere:\n  a: scalar\n  b: scalar\n---\n"
      + "2 a b \\le a^2 + b^2\n```\n:::\n\n"
    let use = derive(
      "where:\n  a: scalar\n  b: scalar\nsteps:\n  1: { by: amgm }", "2 a b \\le a^2 + b^2")
    #expect(NotebookRun(theorem + use).messages == "")
    #expect(NotebookRun(use + "\n" + theorem).messages == "", "the order does not matter")
    expect(
      [.stepOptions],
      "::: {.theorem #empty}\nNothing.\n:::\n\n"
        + derive("where:\n  a: scalar\nsteps:\n  1: { by: ⟦empty }", "a^2 \\ge 0"))
  }

  // MARK: - Values of the page

  static let numbers =
    "```adv let #v\nw: [3, 4]\nx: [1, 1]\ne: 0.5\n```\n\n"

  @Test func sidesAreEvaluatedOnValuesOfThePage() {
    let fields =
      "where:\n  w: vector\n  x: vector\n  \\varepsilon: positive\nwith:\n  w: =v.w\n  x: =v.x\n"
      + "  \\varepsilon: =v.e"
    let body =
      "\\min_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top (x + \\delta) = w^\\top x - \\varepsilon \\|w\\|_2"
    let run = NotebookRun(Self.numbers + derive(fields, body))
    #expect(run.messages == "")
    // 3 + 4 − 0.5 · 5
    #expect(abs(run.number("x", "result") - 4.5) < 1e-12)
    #expect(abs(run.number("x", "left") - 4.5) < 1e-5)
  }

  @Test func valuesThatDoNotFitAreRefused() {
    let symbols = "where:\n  w: vector\n  x: vector\nwith:\n"
    let body = "w^\\top x = x^\\top w"
    expect([.cellFailed], Self.numbers + derive(symbols + "  w: ⟦=v.e\n  x: =v.x", body))
    expect([.cellFailed], Self.numbers + derive(symbols + "  w: =v.w\n  x: ⟦[1, 2, 3]", body))
    expect([.withValue], Self.numbers + derive(symbols + "  w: =v.w\n  ⟦z: =v.x", body))
    expect(
      [.cellFailed],
      Self.numbers
        + derive(symbols + "  ⟦w: =v.w", body).replacing(
          "with:\n  ⟦w", with: "⟦with:\n  w"))
  }

  @Test func theSameSeedGivesTheSameReport() {
    let cell = derive("where:\n  w: vector", "\\|w\\|_2 \\le \\|w\\|_1")
    #expect(NotebookRun(cell).outputs["x"]?.values == NotebookRun(cell).outputs["x"]?.values)
  }
}
