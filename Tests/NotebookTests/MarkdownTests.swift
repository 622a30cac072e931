import Testing

// Oracle: CommonMark, GFM and Pandoc's rule for dollars, read by hand: what each text means is
// written beside it in an outline.
@testable import Notebook

@Suite struct ReadingMarkdown {
  @Test(arguments: [
    ("$a_b$ and $c_d$", "p($a_b$ and $c_d$)"), ("$x*y$ *z*", "p($x*y$ <em>z</em>)"),
    ("$a_b *c* d_e$", "p($a_b *c* d_e$)"), ("*in $a*b$ it*", "p(<em>in $a*b$ it</em>)"),
    ("$5 and $6", "p(＄5 and ＄6)"),
    ("costs $5, or $ 6$", "p(costs ＄5, or ＄ 6＄)"), ("$a$5", "p(＄a＄5)"),
    ("$ a$ b", "p(＄ a＄ b)"), ("\\$a and $b$", "p(＄a and $b$)"),
    ("$a\\$b$", "p($a\\$b$)"), ("`$a$`", "p(`$a$`)"), ("$`a`$", "p($`a`$)"),
    ("$a$ $b$", "p($a$ $b$)"), ("($a$)", "p(($a$))"), ("$a$-$b$", "p($a$-$b$)"),
    ("$a\nb$", "p($a\nb$)"), ("[$a$](#x)", "p([$a$](#x))"), ("\\$\\$", "p(＄＄)"),
    ("$\\{a\\}$ $\\|w\\|_2$", "p($\\{a\\}$ $\\|w\\|_2$)"), ("$<b>$", "p($<b>$)"),
    ("$&lt;$", "p($&lt;$)"), ("$\"a\"--b$", "p($\"a\"--b$)"),
  ])
  func formulasInTheTextAreLeftAlone(_ text: String, _ outline: String) {
    let (document, diagnostics) = Pages.parsed(text + "\n")
    #expect(Outline.of(document.blocks) == outline)
    #expect(diagnostics == [])
  }

  @Test(arguments: [
    ("$$\na\n$$", "D(\na\n)"), ("$$ a $$", "D( a )"), ("$$a$$ {#eq-a}", "D(a)#eq-a"),
    ("$$\na\nb\n$$ {#eq-a}", "D(\na\nb\n)#eq-a"), ("$$\na\nb $$   {#eq-a}  ", "D(\na\nb )#eq-a"),
    ("Text\n$$\na\n$$\nmore", "p(Text) D(\na\n) p(more)"), ("$$ a $$\n$$ b $$", "D( a ) D( b )"),
    ("$$\n\\frac{a}{b}\n$$", "D(\n\\frac{a}{b}\n)"), ("$$ a_{b} $$ {#x}", "D( a_{b} )#x"),
    ("- $$\n  a\n  $$", "ul(li(D(\na\n)))"),
    ("- x\n  $$\n  a\n  $$\n- y", "ul(li(p(x) D(\na\n)) li(p(y)))"),
    ("> $$\n> a\n> $$", "q(D(\na\n))"), ("$$\n*a*\n# b\n> c\n$$", "D(\n*a*\n# b\n> c\n)"),
    ("    $$\n    a", "code:($$\na\n)"), ("::: note\n$$\na\n$$\n:::", "note(D(\na\n))"),
    ("$$\n\\text{cost \\$5}\n$$", "D(\n\\text{cost \\$5}\n)"),
  ])
  func displayedFormulasStandOnTheirOwnLines(_ text: String, _ outline: String) {
    let (document, diagnostics) = Pages.parsed(text + "\n")
    #expect(Outline.of(document.blocks) == outline)
    #expect(diagnostics == [])
  }

  @Test(arguments: [
    ("::: solution\na\n:::", "solution(p(a))"),
    ("::: {.exercise #ex title=\"A title\"}\na\n:::", "exercise#ex\"A title\"(p(a))"),
    (":::solution\na\n:::", "solution(p(a))"), (":::: note\na\n::::", "note(p(a))"),
    ("::: solution\n\n::: hint\na\n:::\n\nb\n:::", "solution(hint(p(a)) p(b))"),
    ("::: solution\n::: hint\na\n:::\nb\n:::\nc", "solution(hint(p(a)) p(b)) p(c)"),
    ("- x\n\n  ::: note\n  a\n  :::\n\n- y", "ul(li(p(x) note(p(a))) li(p(y)))"),
    ("- ::: note\n  a\n  :::", "ul(li(note(p(a))))"), ("> ::: note\n> a\n> :::", "q(note(p(a)))"),
    ("::: note\n- a\n- b\n:::", "note(ul(li(p(a)) li(p(b))))"),
    ("::: note\n2. a\n:::", "note(ol2(li(p(a))))"),
    ("::: note\na\n:::\n2. b", "note(p(a)) ol2(li(p(b)))"),
    ("::: note\n# H\n:::", "note(h1(H))"), ("::: note\n---\n:::", "note(hr)"),
    ("::: note\n```text\n:::\n::: x\n```\na\n:::", "note(code:text(:::\n::: x\n) p(a))"),
    ("::: note\n- ```\n  :::\n  ```\n:::", "note(ul(li(code:(:::\n))))"),
    ("::: note\n:::", "note()"), ("a\n::: note\nb\n:::\nc", "p(a) note(p(b)) p(c)"),
    ("    ::: note", "code:(::: note\n)"), ("`::: note`", "p(`::: note`)"), (":: a", "p(:: a)"),
    ("::: note\n| a |\n|---|\n| b |\n:::", "note(t(a; b))"),
    ("::: note\n\n\na\n\n\n:::\n\n\n::: hint\nb\n:::", "note(p(a)) hint(p(b))"),
    (
      "::: note\n<details>\n<summary>s</summary>\n\na\n\n</details>\n:::",
      "note(H(<details><summary>s</summary>) p(a) H(</details>))"
    ),
  ])
  func containersNest(_ text: String, _ outline: String) {
    let (document, diagnostics) = Pages.parsed(text + "\n")
    #expect(Outline.of(document.blocks) == outline)
    #expect(diagnostics == [])
  }

  @Test(arguments: [
    ("⟦```\na", DiagnosticCode.unclosedFence), ("a\n\n⟦~~~ python\na\n```", .unclosedFence),
    ("⟦````\n```\na\n```", .unclosedFence), ("- ⟦```\n  a\n\nText.", .unclosedFence),
    ("⟦```\na ```", .unclosedFence),
    ("⟦```adv numbers\nkind: written\nvalues: [1]", .unclosedFence),
    ("⟦::: note\na", .unclosedContainer), ("⟦::: note\n⟦::: hint\na", .unclosedContainer),
    ("> ⟦::: note\n> a\n\nb", .unclosedContainer), ("⟦$$\na\n\nb\n", .unmatchedDisplay),
    ("⟦$$ a", .unmatchedDisplay), ("⟦$$ a\n\n::: note\nb\n:::", .unmatchedDisplay),
    ("::: note\n⟦$$ a\n:::", .unmatchedDisplay), ("⟦:::", .strayContainerEnd),
    ("::: note\na\n:::\n⟦:::", .strayContainerEnd),
    ("| a | $x$ |\n|---|---|\n| b | $x ⟦\\|w\\|_2$ |", .barInTable), ("a ⟦$$b$$ c", .displayInText),
    ("::: ⟦solutions\na\n:::", .unknownContainer), ("::: {⟦.exercice}\na\n:::", .unknownContainer),
    ("::: note ⟦extra\na\n:::", .containerAttributes),
    ("::: {.note ⟦note}\na\n:::", .containerAttributes),
    ("⟦<script>alert(1)", .htmlNotAllowed),
    ("a ⟦<img src=x onerror=alert(1)> b", .htmlNotAllowed), ("⟦<iframe src=x>", .htmlNotAllowed),
    ("a ⟦<kbd onclick=x>b</kbd>", .htmlNotAllowed), ("⟦<details>\n\na", .htmlUnbalanced),
    ("a⟦</sup>", .htmlUnbalanced), ("a ⟦<sub>b", .htmlUnbalanced),
    ("⟦<!-- a\n\nb", .htmlUnbalanced),
    ("```adv holds ⟦extra\nthat: =1 < 2\n```", .cellHeader),
    ("```⟦adv\n```", .cellHeader), ("```adv holds ⟦#as\nthat: =1 < 2\n```", .badName),
    ("```adv holds ⟦#A1\nthat: =1 < 2\n```", .badName),
    ("```adv show\n---\n⟦a\n\n~~~adv holds\nthat: =1 < 2\n~~~\n```", .cellHeader),
  ])
  func whatIsBrokenIsSaidWhereItBegins(_ text: String, _ code: DiagnosticCode) {
    expect(code, text + "\n")
  }

  @Test func tagsThatCrossAreReported() {
    let codes = Pages.diagnostics("<sup>a<sub>b</sup></sub>\n").map(\.code)
    #expect(!codes.isEmpty)
    #expect(Set(codes) == [.htmlUnbalanced])
  }

  @Test(arguments: [
    ("\"a\" -- b's...", "p(“a” – b’s…)"), ("~~a~~", "p(<del>a</del>)"),
    ("https://example.org/a_b_c", "p([https://example.org/a_b_c](https://example.org/a_b_c))"),
    ("<https://example.org>", "p([https://example.org](https://example.org))"),
    ("- [ ] a\n- [x] b", "ul(todo(p(a)) done(p(b)))"),
    ("| a | b |\n|:--|--:|\n| `x` | $y$ |", "t(a, b; `x`, $y$)"),
    ("a[^1] b[^2] c[^1]\n\n[^1]: one\n\n[^2]: two", "p(a^1.1 b^2.1 c^1.2)"),
    ("a  \nb\\\nc\nd", "p(a/b/c d)"), ("**a *b* c**", "p(<strong>a <em>b</em> c</strong>)"),
    ("1) a\n2) b", "ol1(li(p(a)) li(p(b)))"), ("7. a", "ol7(li(p(a)))"),
    ("***", "hr"), ("## A *b*", "h2(A <em>b</em>)"), ("A\n===", "h1(A)"),
    ("![alt *x*](a.png)", "p(![alt x](a.png))"), ("<!-- note -->", ""),
    ("a <!-- note --> b", "p(a  b)"), ("a<br>b", "p(a<br>b)"),
    ("x<sup>2</sup>", "p(x<sup>2</sup>)"),
    ("`adv page.seed as .3f`", "p(adv(page.seed|.3f))"), ("`` adv 1 ``", "p(adv(1|))"),
    ("`advance`", "p(`advance`)"), ("```text\nadv x\n```", "code:text(adv x\n)"),
    ("a\n\n```adv holds #h\nthat: =1 < 2\n```", "p(a) cell:holds#h"),
    ("~~~adv show\n---\n*Cap* $x$\n~~~", "cell:show[p(<em>Cap</em> $x$)]"),
  ])
  func theRestOfMarkdownParses(_ text: String, _ outline: String) {
    let (document, diagnostics) = Pages.parsed(text + "\n")
    #expect(Outline.of(document.blocks) == outline)
    #expect(diagnostics == [])
  }

  @Test func footnotesKnowTheirNumberAndUses() {
    let (document, _) = Pages.parsed("a[^b] c[^a] d[^b]\n\n[^a]: First.\n\n[^b]: Second $x$.\n")
    #expect(document.footnotes.map(\.number) == [1, 2])
    #expect(document.footnotes.map(\.references) == [2, 1])
    #expect(
      document.footnotes.map { Outline.of($0.blocks) } == ["p(Second $x$.)", "p(First.)"])
  }

  @Test func whatFollowsABrokenCellIsStillRead() {
    let diagnostics = Pages.diagnostics(
      "```adv numbers\nkind: [\n```\n\nText [a](#b).\n\n```adv nothing\n```\n")
    #expect(diagnostics.map(\.code) == [.yamlSyntax, .unknownLabel, .unknownDirective])
  }

  @Test func aPageMayBeEmpty() {
    #expect(Pages.diagnostics("") == [])
    #expect(Pages.planned("").1.map(\.code) == [.frontMatterMissing])
    #expect(Pages.planned("---\n").1.map(\.code) == [.frontMatterUnclosed])
    #expect(Pages.planned("---\n---\n").1.map(\.code) == [.missingKey])
  }

  @Test func moreCellsThanTheLimitAreRefused() {
    var limits = Limits()
    limits.cells = 2
    let cells = String(repeating: "```adv holds\nthat: =1 < 2\n```\n\n", count: 3)
    let source = SourceText(path: "t.md", text: Pages.frontMatter + cells)
    #expect(parse(source, limits: limits).1.map(\.code) == [.tooManyCells])
    limits.cells = 3
    #expect(parse(source, limits: limits).1 == [])
  }
}

/// A document as one line of text; a dollar that is no formula's is printed as `＄`.
enum Outline {
  static func of(_ blocks: [Block]) -> String { blocks.map(of).joined(separator: " ") }

  static func of(_ block: Block) -> String {
    switch block {
    case .paragraph(let inlines): return "p(\(of(inlines)))"
    case .heading(let level, let inlines, _): return "h\(level)(\(of(inlines)))"
    case .list(let start, _, let items):
      let items = items.map { item in
        (item.isDone.map { $0 ? "done" : "todo" } ?? "li") + "(\(of(item.blocks)))"
      }
      return (start.map { "ol\($0)" } ?? "ul") + "(\(items.joined(separator: " ")))"
    case .quote(let blocks): return "q(\(of(blocks)))"
    case .code(let language, let text): return "code:\(language)(\(text))"
    case .display(let display):
      return "D(\(display.tex.text))" + (display.label.map { "#\($0.id)" } ?? "")
    case .cell(let cell):
      return "cell:\(cell.directive)" + (cell.label.map { "#\($0.id)" } ?? "")
        + (cell.caption.map { "[\(of($0))]" } ?? "")
    case .table(_, let head, let rows):
      return "t("
        + ([head] + rows).map { $0.map(of).joined(separator: ", ") }.joined(separator: "; ") + ")"
    case .container(let container):
      return container.kind.rawValue + (container.label.map { "#\($0.id)" } ?? "")
        + (container.title.map { "\"\($0)\"" } ?? "") + "(\(of(container.blocks)))"
    case .html(let pieces): return "H(\(pieces.map(of).joined()))"
    case .rule: return "hr"
    }
  }

  static func of(_ inlines: [Inline]) -> String { inlines.map(of).joined() }

  static func of(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): text.replacing("$", with: "＄")
    case .softBreak: " "
    case .lineBreak: "/"
    case .code(let text): "`\(text)`"
    case .emphasis(let inner): "<em>\(of(inner))</em>"
    case .strong(let inner): "<strong>\(of(inner))</strong>"
    case .strikethrough(let inner): "<del>\(of(inner))</del>"
    case .link(let destination, _, let inner, _): "[\(of(inner))](\(destination))"
    case .image(let destination, _, let alternative, _): "![\(alternative)](\(destination))"
    case .mathematics(let tex): "$\(tex.text)$"
    case .computed(let written): "adv(\(written.text)|\(written.format ?? ""))"
    case .claim(let id, let inner, _): "claim#\(id)(\(of(inner)))"
    case .footnote(let number, let occurrence): "^\(number).\(occurrence)"
    case .html(let piece): of(piece)
    }
  }

  private static func of(_ piece: HTMLPiece) -> String {
    switch piece {
    case .text(let text): text
    case .open(let name, _): "<\(name)>"
    case .close(let name): "</\(name)>"
    }
  }
}
