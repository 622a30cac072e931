import Testing

// Oracle: the rules of the notebook language, read by hand: codes, places and numbers are written
// beside each text.
@testable import Notebook

@Suite struct CheckingFields {
  @Test(arguments: [
    ("⟦numbr: 1", DiagnosticCode.unknownKey, "`number`"), ("⟦qqqq: 1", .unknownKey, "remove"),
    ("ball: { norm: l2, radius: 1, ⟦raduis: 2 }", .unknownKey, "`radius`"),
    ("number: ⟦abc", .wrongType, "number"), ("number: ⟦[1]", .wrongType, "number"),
    ("number: ⟦{ a: 1 }", .wrongType, "number"), ("number: ⟦~", .wrongType, "number"),
    ("number: ⟦''", .wrongType, "number"), ("number: ⟦0x10", .wrongType, "number"),
    ("number: ⟦1_000", .wrongType, "number"),
    ("number: ⟦1,5", .wrongType, "number"), ("number: ⟦yes", .wrongType, "number"),
    ("number: ⟦nan", .outOfRange, "finite"), ("number: ⟦.nan", .outOfRange, "finite"),
    ("number: ⟦.inf", .outOfRange, "finite"), ("number: ⟦inf", .outOfRange, "finite"),
    ("number: ⟦0", .outOfRange, "range"), ("number: ⟦-0.5", .outOfRange, "range"),
    ("number: ⟦10.5", .outOfRange, "range"),
    ("whole: ⟦0", .outOfRange, "range"), ("whole: ⟦11", .outOfRange, "range"),
    ("whole: ⟦1.5", .wrongType, "whole"),
    ("flag: ⟦yes", .wrongType, "true or false"), ("flag: ⟦=1 < 2", .wrongType, "true or false"),
    ("choice: ⟦hnge", .unknownChoice, "`hinge`"), ("choice: ⟦[hinge]", .wrongType, "one of"),
    ("list: ⟦[1]", .outOfRange, ""), ("list: ⟦[1, 2, 3, 4]", .outOfRange, ""),
    ("list: ⟦[]", .outOfRange, ""),
    ("list: [1, ⟦b]", .wrongType, "number"), ("list: ⟦1", .wrongType, "list"),
    ("list:\n  - 1\n  - ⟦b", .wrongType, "number"), ("ball: ⟦l2", .wrongType, "mapping"),
    ("ball: ⟦{ norm: l2 }", .missingKey, "radius"), ("deferred: ⟦1 + 2", .wrongType, "="),
    ("value: [1, ⟦a]", .wrongType, ""), ("value: ⟦{ a: 1 }", .wrongType, ""),
    ("value: ⟦abc", .wrongType, ""),
    ("names: { a: 1, ⟦B: 2 }", .badName, "small letters"),
    ("names: { ⟦max: 2 }", .badName, "another"),
    ("names: { a: ⟦b }", .wrongType, "number"), ("macros: { ⟦norm: a }", .badName, "\\name"),
    ("macros: { ⟦'\\a1': a }", .badName, "\\name"),
    ("either: ⟦abc", .wrongType, "or"), ("either: [1, ⟦b]", .wrongType, "number"),
    ("either: ⟦{ a: 1 }", .wrongType, "or"), ("text: ⟦[a]", .wrongType, "text"),
    ("text: ⟦{ a: b }", .wrongType, "text"),
    ("cell: ⟦A", .wrongType, "id"), ("cell: ⟦=a", .wrongType, "id"),
    ("entry: =1 ⟦2", .expressionSyntax, ""),
    ("entry: =⟦zz", .unknownName, ""),
  ])
  func saysWhatIsWrongAtItsPlace(_ yaml: String, _ code: DiagnosticCode, _ fix: String) {
    expect(code, "```adv typed\n\(yaml)\n```\n")
    let diagnostics = Pages.diagnostics("```adv typed\n\(yaml.replacing("⟦", with: ""))\n```\n")
    #expect(
      diagnostics.first.map { $0.fix.contains(fix) || $0.rule.contains(fix) } == true,
      "\(diagnostics)")
  }

  @Test(arguments: [
    "number: 1e-3", "number: +1", "number: .5", "number: '1'", "number: =2 * 3", "whole: 3",
    "whole: 3.0",
    "flag: true", "choice: 'hinge'", "value: [1, -2]", "value: 3", "value: =page.seed", "text: no",
    "text: ''", "list: [1, =2]", "either: 1", "either: [1]", "entry: plain *text*",
    "entry: =1 as .1%",
    "deferred: =norm(w) * x", "macros: { '\\norm': x }",
  ])
  func acceptsWhatTheSchemaAllows(_ yaml: String) { expectNothing("```adv typed\n\(yaml)\n```\n") }

  @Test func reportsAllMistakesOfACellInOrder() {
    expect(.unknownKey, "```adv typed\n⟦a: 1\nnumber: 1\n⟦b: 2\n```\n\n```adv typed\n⟦c: 1\n```\n")
    let diagnostics = Pages.diagnostics("```adv typed\nwhole: 0\nnumbr: 1\nflag: 2\n```\n")
    #expect(diagnostics.map(\.code) == [.outOfRange, .unknownKey, .wrongType])
  }

  @Test func aCellWithoutItsRequiredKeyIsReportedAtItsFence() {
    expect(.missingKey, "```⟦adv numbers\nvalues: [1]\n```\n")
    expect(.missingKey, "```⟦adv numbers\n```\n")
    expect(.wrongType, "```adv numbers\n⟦- a\n```\n")
    expect(.wrongType, "```adv numbers\n⟦kind\n```\n")
  }

  @Test func captionsStandWhereTheyBelong() {
    expect(.captionMissing, "```adv ⟦show\n```\n")
    expect(.captionMissing, "```adv ⟦show\n---\n\n```\n")
    expect(.captionNotAllowed, "```adv ⟦typed\n---\nText.\n```\n")
  }

  @Test func aCellThatDrawsHasAnId() {
    expect(.cellIdMissing, "```adv ⟦numbers\nkind: drawn\n```\n")
    expectNothing("```adv numbers #a\nkind: drawn\n```\n")
    expectNothing("```adv numbers\nkind: written\nvalues: [1]\n```\n")
  }
}

@Suite struct ResolvingNames {
  static let numbers = "```adv numbers #a\nkind: written\nvalues: [1, 2]\n```\n\n"

  @Test(arguments: [
    ("```adv scale\ndata: ⟦b\nby: 1\n```\n", DiagnosticCode.unknownCell, "a"),
    (
      "```adv scale #s\ndata: a\nby: 1\n```\n\n```adv scale\ndata: ⟦s\nby: 1\n```\n",
      .wrongCellKind, "`a`"
    ),
    ("```adv typed #t\n```\n\n```adv scale\ndata: ⟦t\nby: 1\n```\n", .wrongCellKind, "`a`"),
    ("`adv ⟦a.summ`\n", .unknownName, "`a.sum`"), ("`adv ⟦a`\n", .unknownName, ""),
    ("`adv ⟦params.epsilon`\n", .unknownName, ""), ("`adv ⟦page.number`\n", .unknownName, ""),
    (
      "```adv again\nparameter: ⟦epsilon\nvalues: [1]\nof: { s: =a.sum }\n```\n", .unknownParameter,
      ""
    ),
    (
      "```adv again #w\nparameter: ⟦epsilon\nvalues: [1]\nof: { s: =a.sum }\n```\n\n`adv w.s`\n",
      .unknownParameter, ""
    ),
    ("```adv names\nb: =⟦c\n```\n", .unknownName, ""),
    ("```adv holds\nthat: =x < ⟦y\n```\n", .unknownName, "`x`"),
    ("[Link](⟦#nothing)\n", .unknownLabel, ""),
    ("## A section\n\n[Section](⟦#a-secton)\n", .unknownLabel, "`a-section`"),
  ])
  func unknownOnesAreReportedWithTheNearest(_ text: String, _ code: DiagnosticCode, _ fix: String) {
    expect(code, Self.numbers + text)
    let diagnostics = Pages.diagnostics(Self.numbers + text.replacing("⟦", with: ""))
    #expect(diagnostics.first?.fix.contains(fix) == true, "\(diagnostics)")
  }

  @Test func theWrongKindShowsTheCellThatIsMeant() {
    let diagnostics = Pages.diagnostics(
      Self.numbers + "```adv scale #s\ndata: a\nby: 1\n```\n\n```adv scale\ndata: s\nby: 1\n```\n")
    #expect(diagnostics.first?.related.map(\.span.line) == [9])
  }

  @Test func anIdThatStandsTwiceShowsBothPlacesOnce() {
    for (first, second) in [
      (
        "```adv numbers #⟦a\nkind: written\nvalues: [1]\n```\n",
        "```adv numbers #⟦a\nkind: written\nvalues: [1]\n```\n"
      ),
      ("::: {.exercise #a}\nx\n:::\n", "$$ x $$ {#a}\n"),
      ("$$ x $$ {#a}\n", "```adv show #a\n---\nx\n```\n"),
    ] {
      let diagnostics = Pages.diagnostics((first + "\n" + second).replacing("⟦", with: ""))
      #expect(diagnostics.map(\.code) == [.duplicateId])
      #expect(diagnostics.first?.span?.line ?? 0 > 4)
      #expect(diagnostics.first?.related.map(\.span.line) == [4])
    }
  }

  @Test func aNameThatIsPublishedTwiceShowsBothPlaces() {
    let diagnostics = Pages.diagnostics("```adv names\nw: 1\n```\n\n```adv names\nw: 2\n```\n")
    #expect(diagnostics.map(\.code) == [.duplicateId])
    #expect(diagnostics.first?.related.count == 1)
    expectNothing(
      "```adv names #a\nw: 1\n```\n\n```adv names #b\nw: 2\n```\n\n```adv names\nw: =a.w + b.w\n```\n"
    )
  }

  @Test func cyclesShowBothPlaces() {
    let two = Pages.diagnostics("```adv names\nb: =c\n```\n\n```adv names\nc: =b\n```\n")
    #expect(two.map(\.code) == [.cycle])
    #expect(Set([two.first?.span?.line, two.first?.related.first?.span.line]) == [5, 9])
    let one = Pages.diagnostics("```adv names #n\nb: =n.b\n```\n")
    #expect(one.map(\.code) == [.cycle])
    #expect(one.first?.span?.line == 5)
    let three = Pages.diagnostics(
      "```adv names\na: =b\n```\n\n```adv names\nb: =c\n```\n\n```adv names\nc: =a\n```\n")
    #expect(three.map(\.code) == [.cycle])
    let mixed = Pages.diagnostics(
      "```adv scale #s\ndata: n\nby: 1\n```\n\n```adv numbers #n\nkind: written\nvalues: [=s.sum.scaled]\n```\n"
    )
    #expect(mixed.map(\.code) == [.cycle])
  }

  @Test func whatDependsOnABrokenCellIsNotReportedAgain() {
    let text =
      "```adv numbers #a\nkind: wrong\n```\n\n```adv scale #s\ndata: a\nby: 1\n```\n\n`adv s.sum.scaled`\n\n`adv a.sum`\n"
    #expect(Pages.diagnostics(text).map(\.code) == [.unknownChoice])
    #expect(
      Pages.diagnostics(text.replacing("kind: wrong", with: "kind: [")).map(\.code) == [.yamlSyntax]
    )
  }

  @Test func settingsReplaceParametersThatThereAre() {
    let front = "---\ntitle: T\nparams: { epsilon: 1 }\n---\n"
    let (plan, diagnostics) = Pages.planned(front, settings: ["epsilon": 2])
    #expect(diagnostics == [])
    #expect(plan?.params.map(\.value) == [2])
    let unknown = Pages.planned(front, settings: ["epsilom": 2]).1
    #expect(unknown.map(\.code) == [.unknownParameter])
    #expect(unknown.first?.fix.contains("epsilon") == true)
  }

  @Test func theOrderOfCellsDoesNotMatter() throws {
    let cells = [
      "```adv numbers #a\nkind: written\nvalues: [1, 2, =params.p]\n```\n",
      "```adv scale #s\ndata: a\nby: =t.u\n```\n", "```adv names #t\nu: =a.n + params.p\n```\n",
      "```adv names\nv: =s.sum.scaled * 2\n```\n",
      "```adv holds #h\nthat: =v == 2 * s.sum.scaled\n```\n",
    ]
    var values: Set<String> = []
    for shift in cells.indices {
      for order in [cells, cells.reversed()] {
        let turned = Array(order[shift...] + order[..<shift])
        let (results, diagnostics) = try Pages.results(
          turned.joined(separator: "\n"), front: "---\ntitle: T\nparams: { p: 4 }\n---\n")
        #expect(diagnostics == [])
        values.insert("\(results.scope.value("v")?.number ?? .nan)")
      }
    }
    // (1 + 2 + 4) · (3 + 4) · 2
    #expect(values == ["98.0"])
  }
}

@Suite struct Numbering {
  private func plan(_ body: String, number: Int? = nil) -> PagePlan? {
    Pages.planned("---\ntitle: T\n" + (number.map { "number: \($0)\n" } ?? "") + "---\n" + body).0
  }

  @Test func countsSectionsAndSubsections() {
    let plan = plan("## Goals\n\n### First\n\n### Second\n\n## Goals\n\n### First\n\n#### Deep\n")
    #expect(plan?.labels.headings.map(\.number) == ["1", "1.1", "1.2", "2", "2.1", "2.1.1"])
    #expect(
      plan?.labels.headings.map(\.id) == ["goals", "first", "second", "goals-2", "first-2", "deep"])
  }

  @Test func makesSlugsFromTheText() {
    let plan = plan(
      "## What the *text* passes over!\n\n## $x_1$ and `code`\n\n## Über ℓ₂\n\n## ???\n\n## a -- b\n"
    )
    #expect(
      plan?.labels.headings.map(\.id) == [
        "what-the-text-passes-over", "x-1-and-code", "über-ℓ₂", "section", "a-b",
      ])
  }

  @Test func aSlugGivesWayToAWrittenId() {
    let plan = plan(
      "## Points\n\n```adv numbers #points\nkind: written\nvalues: [1]\n```\n\n## Points\n")
    #expect(plan?.labels.headings.map(\.id) == ["points-2", "points-3"])
    #expect(plan?.labels.entries["points"]?.thing == nil)
  }

  @Test func countsEachKindByItself() {
    let body = """
      ::: {.exercise #e1}
      ```adv show #f1
      ---
      A
      ```
      :::

      ::: solution
      ```adv show #f2
      ---
      B
      ```
      ::: {.theorem #t1}
      $$ a $$ {#q1}

      $$ b $$

      $$ c $$ {#q2}
      :::
      :::

      ::: {.exercise #e2}
      x
      :::

      ::: {.lemma #l1}
      x
      :::

      ```adv numbers #n
      kind: written
      values: [1]
      ```

      """
    let numbered = { (number: Int?) in
      ["e1", "e2", "f1", "f2", "t1", "l1", "q1", "q2", "n"].map {
        plan(body, number: number)?.labels.entries[$0]?.number ?? "-"
      }
    }
    #expect(numbered(9) == ["9.1", "9.2", "9.1", "9.2", "9.1", "9.1", "9.1", "9.2", "-"])
    #expect(numbered(nil) == ["1", "2", "1", "2", "1", "1", "1", "2", "-"])
  }

  @Test func figuresAreNumberedInTheOrderOfThePage() {
    let plan = plan(
      "- ```adv show #b\n  ---\n  x\n  ```\n\n> ```adv show #a\n> ---\n> x\n> ```\n", number: 3)
    #expect(plan?.labels.entries["b"]?.number == "3.1")
    #expect(plan?.labels.entries["a"]?.number == "3.2")
  }
}

@Suite struct Links {
  @Test(arguments: [
    ("[Figure](⟦#e)", DiagnosticCode.wrongLabelWord), ("[Section](⟦#e)", .wrongLabelWord),
    ("[Equation](⟦#n)", .wrongLabelWord), ("[Exercise](⟦#s)", .wrongLabelWord),
    ("[a](⟦javascript:alert)", .linkNotAllowed), ("[a](⟦JavaScript:alert)", .linkNotAllowed),
    ("[a](⟦data:text/html,x)", .linkNotAllowed), ("[a](⟦vbscript:x)", .linkNotAllowed),
    ("[a](⟦file:///etc/passwd)", .linkNotAllowed), ("[a](⟦//example.org)", .linkNotAllowed),
    ("[a](⟦/etc/passwd)", .linkNotAllowed), ("[a](⟦figure.png)", .linkNotAllowed),
    ("[a](<⟦javascript:a b>)", .linkNotAllowed), ("<⟦javascript:alert>", .linkNotAllowed),
    ("[a](⟦other.md)", .unknownPage), ("[a](⟦../t.md)", .unknownPage),
    ("[a](⟦//x/t.md)", .unknownPage),
    ("[a](⟦t.md#nothing)", .unknownLabel), ("![a](⟦http://x.org/a.png)", .imageNotAllowed),
    ("![a](⟦a.svg)", .imageNotAllowed), ("![a](⟦data:image/png;base64,x)", .imageNotAllowed),
    ("![a](⟦a)", .imageNotAllowed), ("*[a](⟦#x1)*", .unknownLabel),
    ("# H [a](⟦#x1)", .unknownLabel),
  ])
  func thatLeadNowhereOrToHarmAreRefused(_ text: String, _ code: DiagnosticCode) {
    expect(code, Self.targets + text + "\n")
  }

  static let targets =
    "::: {.exercise #e}\nx\n:::\n\n## S\n\n```adv numbers #n\nkind: written\nvalues: [1]\n```\n\n"

  @Test(arguments: [
    "[Exercise](#e)", "[the exercise](#e)", "[Section](#s)", "[data](#n)",
    "[a](https://example.org/x)",
    "[a](http://example.org)", "[a](mailto:a@example.org)", "<https://example.org>",
    "www.example.org",
    "a@example.org", "[a](t.md)", "[Exercise](t.md#e)", "[a](./t.md#s)", "![a](a.png)",
    "![a](b/c.JPG)",
    "`[a](javascript:x)`", "javascript:alert(1)", "[figure](#e)",
  ])
  func thatLeadSomewhereAreAllowed(_ text: String) { expectNothing(Self.targets + text + "\n") }

  @Test func disguisedScriptsAreRefused() {
    for text in [
      "[a](&#106;avascript:alert)", "[a](java&#x0A;script:alert)",
      "[a][r]\n\n[r]: javascript:alert", "[a](javascript&colon;alert)",
    ] {
      #expect(Pages.diagnostics(text + "\n").map(\.code) == [.linkNotAllowed], "\(text)")
    }
  }

  @Test func leadToOtherPages() {
    let texts = [
      (
        "a/one.md",
        "[Figure](two.md#f) [Exercise](two.md#f) [x](../b/three.md) [y](three.md) [z](two.md#g)"
      ),
      ("a/two.md", "```adv show #f\n---\nx\n```"), ("b/three.md", "Text."),
    ]
    let documents = texts.map {
      parse(SourceText(path: $0.0, text: Pages.frontMatter + $0.1 + "\n")).0
    }
    let (plans, diagnostics) = plan(documents, directives: testDirectives)
    #expect(plans.map(\.slug) == ["one", "two", "three"])
    #expect(diagnostics.map(\.code) == [.wrongLabelWord, .unknownPage, .unknownLabel])
    #expect(diagnostics.allSatisfy { $0.span?.path == "a/one.md" })
    #expect(diagnostics.first?.related.first?.span.path == "a/two.md")
  }

  @Test func twoPagesOfOneNameCollide() {
    let documents = ["a/one.md", "b/one.md"].map {
      parse(SourceText(path: $0, text: Pages.frontMatter)).0
    }
    let (_, diagnostics) = plan(documents, directives: testDirectives)
    #expect(diagnostics.map(\.code) == [.pagesCollide])
    #expect(diagnostics.first?.span?.path == "b/one.md")
    #expect(diagnostics.first?.related.map(\.span.path) == ["a/one.md"])
  }
}

@Suite struct NearestNames {
  @Test(
    arguments: [
      ("epsilom", "epsilon"), ("espilon", "epsilon"), ("epsilo", "epsilon"),
      ("epsilonn", "epsilon"),
      ("Epsilon", "epsilon"), ("n", "m"), ("radisu", "radius"), ("qwertz", nil), ("", "m"),
      ("xyz", nil),
    ] as [(String, String?)])
  func areWithinAThirdOfTheLetters(_ word: String, _ nearest: String?) {
    #expect(nearestName(to: word, in: ["epsilon", "radius", "m", "centers"]) == nearest)
  }
}
