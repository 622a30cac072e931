// Oracle: the mistake's place, counted in the raw text by searching for a marker before it.
import Notebook
import Testing

@Suite struct PlacesOfMistakes {
  /// A mistake of each kind in each surrounding; the mark stands before the character that is wrong.
  static let mistakes: [(DiagnosticCode, String)] = [
    (.unknownDirective, "```adv ⟦nubers\n```\n"),
    (.unknownKey, "```adv numbers\nkind: written\n⟦vlaues: [1]\n```\n"),
    (.unknownChoice, "```adv numbers\nkind: ⟦writen\n```\n"),
    (.wrongType, "Text.\n\n```adv typed\n# comment\n\nnumber:   ⟦abc   # why\n```\n"),
    (.outOfRange, "```adv typed\nlist: [1, 2]\nball: { norm: l2, radius: ⟦-1 }\n```\n"),
    (.expressionSyntax, "```adv typed\nnumber: =1 +⟦* 2\n```\n"),
    (.expressionSyntax, "```adv typed\nnumber: '=1 +⟦* 2'\n```\n"),
    (.expressionSyntax, "```adv typed\nball: { norm: l2, radius: =2 ⟦3 }\n```\n"),
    (.expressionSyntax, "```adv typed\nvalue: =1 +\n  2 +\n\n  3 ⟦4\n```\n"),
    (.expressionSyntax, "```adv typed\nvalue: '=1 +\n  2 +\n  3 ⟦4'\n```\n"),
    (.expressionSyntax, "```adv typed\nvalue: >-\n  =1 +\n  2 ⟦3\n```\n"),
    (.unknownName, "```adv typed\ndeferred: =x + 2 * ⟦z\n```\n"),
    (.unknownName, "```adv typed\nvalue: =1 +\n  2 + ⟦a.b\n```\n"),
    (.unknownName, "```adv typed\nvalue: \"=1 + ⟦a.b\"\n```\n"),
    (.badFormat, "```adv typed\nvalue: =1 as ⟦.3q\n```\n"),
    (.unknownName, "Text says adv a.b and `adv ⟦a.b as .3f`.\n"),
    (.expressionSyntax, "A line\nand `adv 1 +\n2 ⟦3` more.\n"),
    (.badFormat, "It is `adv page.seed as ⟦3f`.\n"),
    (.unknownName, "Let $x \\le \\adv{⟦a.b as .1\\%}$ hold.\n"),
    (.unknownName, "Let $x\n  \\le \\adv{⟦a.b}$ hold.\n"),
    (.unknownName, "- a\n- $a\n\\adv{⟦x}$\n"), (.unknownName, "- $a\n \\adv{⟦x}$ lazy\n\nText.\n"),
    (.unknownName, "> $a\n\\adv{⟦x}$ lazy\n\nText.\n"),
    (.unknownName, "$$\nx\n  \\le \\adv{⟦a.b}\n$$ {#eq-x}\n"),
    (.unknownName, "$$ x = \\adv{⟦a.b} $$\n"),
    (.unknownLabel, "You see [a](⟦#a) and fig.\n"),
    (.linkNotAllowed, "Why see [y](⟦y) here?\n"),
    (.unknownLabel, "| a | b |\n|---|---|\n| `adv 1` | $x$ [b](⟦#b) |\n"),
    (.unknownName, "| $x$ | `x` |\n|---|---|\n| 1 | `adv ⟦x` |\n"),
    (.unknownName, "## Section `adv ⟦x`\n"),
    (.unknownName, "Text[^n].\n\n[^n]: Note `adv ⟦x`.\n"),
    (.strayContainerEnd, "Text.\n\n⟦:::\n"),
    (.unknownContainer, "::: ⟦solutoin\nText.\n:::\n"),
    (.badName, "::: {.exercise ⟦#Ex}\nText.\n:::\n"),
    (.badName, "$$ x $$ {⟦#Eq}\n"),
    (.htmlNotAllowed, "Some ⟦<b> text.\n"),
    (.captionNotAllowed, "```adv ⟦numbers\nkind: written\nvalues: [1]\n---\nCaption.\n```\n"),
    (.unknownName, "```adv show\n---\nThe $x$\nis `adv ⟦x` *here*.\n```\n"),
    (.unknownName, "```adv show\n---\n\n- a\n- $a\n  \\adv{⟦x}$\n```\n"),
    (.unknownName, "```adv show\n---\n$$\na\n  \\adv{⟦x}\n$$\n```\n"),
    (.unknownName, "$\\sum_{i<2}$ ~~x~~ **`x` `adv ⟦x`**\n"),
    (.displayInText, "Here ⟦$$x$$ is.\n"),
  ]

  /// Ways to put a text into a page; a mark's column moves with it.
  static let surroundings: [(name: String, put: @Sendable (String) -> String)] = [
    ("plain", { $0 }), ("crlf", { $0.replacing("\n", with: "\r\n") }),
    ("cr", { $0.replacing("\n", with: "\r") }),
    ("after text", { "Text 😀 with *emphasis*, `code` and $x_1$.\n\n" + $0 }),
    ("item", { "- One\n\n" + indented($0, "  ") }),
    ("second item", { "1. One\n2. Two\n\n" + indented($0, "   ") }),
    ("tab item", { "1.\tOne\n\n" + indented($0, "\t") }),
    ("quotation", { prefixed($0, "> ") }), ("quotation, tight", { prefixed($0, ">") }),
    ("quotation in an item", { "- One\n\n" + prefixed($0, "  > ") }),
    ("container", { "::: solution\n" + $0 + "\n:::\n" }),
    ("container in an item", { "- One\n\n  ::: note\n" + indented($0, "  ") + "\n  :::\n" }),
  ]

  @Test(arguments: mistakes.indices)
  func areExactWhereverTheyStand(_ index: Int) {
    let (code, text) = Self.mistakes[index]
    for (name, put) in Self.surroundings {
      // A footnote's text may not stand inside another block.
      if code == .strayContainerEnd, name.contains("container") { continue }
      if text.contains("[^n]:"), name.contains("item") || name.contains("quot") { continue }
      let front = name == "crlf" ? "---\r\ntitle: T\r\n---\r\n" : Pages.frontMatter
      expect(code, put(text), front: front)
    }
  }

  @Test func theByteOrderMarkIsNoColumn() throws {
    let marked = MarkedText("\u{FEFF}---\ntitle: T\n⟦tilte: U\n---\n")
    let source = try SourceText(path: "t.md", bytes: Array(marked.text.utf8))
    let diagnostics = parse(source).1
    #expect(diagnostics.map(\.code) == [.unknownKey])
    #expect(diagnostics.first?.span?.line == marked.places.first?.line)
    #expect(diagnostics.first?.span?.column == marked.places.first?.column)
    #expect(source.lines.first == "---")
  }

  @Test(arguments: ["😀", "é", "e\u{301}", "👨‍👩‍👧", "ℝ", "\u{1D54F}", "中文", "\u{A0}", "\t"])
  func columnsAreUnicodeScalars(_ wide: String) {
    expect(.unknownName, "Text \(wide)\(wide) and `adv ⟦x`.\n")
    expect(.unknownName, "```adv typed\nball: { norm: l2, radius: =⟦x } # \(wide)\n```\n")
    expect(.unknownKey, "```adv typed\ntext: '\(wide)'\n⟦txt: a\n```\n")
    expect(.unknownKey, "```adv typed\nball: { norm: l2, radius: 0, ⟦'\(wide)': 1 }\n```\n")
  }

  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func whatYAMLTakesForALineEndIsNone(_ scalar: String) {
    expect(.unknownKey, "```adv typed\ntext: 'a\(scalar)b'\n⟦txt: a\n```\n")
  }

  @Test func theFirstByteThatIsNotTextIsNamed() {
    for (bytes, line, column) in [
      (Array("ab\ncé".utf8) + [0xFF], 2, 3), ([0x61, 0xC3], 1, 2),
      ([0xEF, 0xBB, 0xBF, 0x80], 1, 1),
      (Array("a\r\n".utf8) + [0xED, 0xA0, 0x80], 2, 1),
    ] as [([UInt8], Int, Int)] {
      do {
        _ = try SourceText(path: "t.md", bytes: bytes)
        Issue.record("\(bytes) is taken for text")
      } catch {
        #expect(error.code == .invalidEncoding)
        #expect(error.span?.line == line)
        #expect(error.span?.column == column)
      }
    }
  }

  private static func indented(_ text: String, _ indent: String) -> String {
    prefixed(text, indent)
  }

  private static func prefixed(_ text: String, _ prefix: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { prefix + $0 }.joined(separator: "\n") + "\n"
  }
}
