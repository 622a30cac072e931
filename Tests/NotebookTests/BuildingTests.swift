// Oracle: the files on disk after a build, and the sequence of phases that the design promises:
// nothing is written after a static error, nor after a run error unless the build keeps going.
import Foundation
import Testing

@testable import Notebook

@Suite struct Building {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func report(_ body: String, keepsGoing: Bool = false, output: Bool = true) throws
    -> BuildReport
  {
    try folder.write("nb/t.md", Pages.frontMatter + body)
    return build(
      BuildRequest(
        root: folder.path, paths: ["nb"], output: output ? folder.path + "/_site" : nil,
        keepsGoing: keepsGoing), directives: testDirectives)
  }

  private var isWritten: Bool { folder.files.contains { $0.hasPrefix("_site/") } }

  @Test func aGoodPageIsWritten() throws {
    let report = try report("## A\n\nText $x_1$ and `adv 1 / 4 as .2f`.\n")
    #expect(report.diagnostics == [])
    #expect(isWritten)
    #expect(report.filesChanged > 0)
    let page = folder.files.first { $0.hasSuffix("t/index.html") || $0.hasSuffix("t.html") } ?? ""
    let html = String(decoding: folder.bytes(page) ?? [], as: UTF8.self)
    #expect(html.contains("0.25"))
    #expect(!html.contains("<script"))
    #expect(!html.contains("style="))
  }

  @Test func theSameInputsGiveTheSameBytes() throws {
    let body =
      "Text $x$ `adv 1 / 3 as .3f`.\n\n```adv numbers #a\nkind: written\nvalues: [1]\n```\n"
    _ = try report(body)
    let first = folder.files.map { folder.bytes($0) }
    let second = try report(body)
    #expect(second.filesChanged == 0)
    #expect(folder.files.map { folder.bytes($0) } == first)
  }

  @Test(arguments: [
    ("::: note\n", DiagnosticCode.unclosedContainer), ("`adv 1 +`\n", .expressionSyntax),
    ("$\\nothing$\n", .texSyntax), ("[a](#b)\n", .unknownLabel),
    ("```adv nothing\n```\n", .unknownDirective),
    ("![a](missing.png)\n", .fileMissing), ("![a](../../missing.png)\n", .pathLeavesProject),
    ("$x \\adv{1} \\nothing$\n", .texSyntax),
  ])
  func aStaticErrorWritesNothing(_ body: String, _ code: DiagnosticCode) throws {
    for keepsGoing in [false, true] {
      let report = try report(body, keepsGoing: keepsGoing)
      #expect(report.diagnostics.map(\.code) == [code])
      #expect(report.results.isEmpty, "nothing has run")
      #expect(!isWritten)
    }
  }

  @Test func aRunErrorWritesNothingUnlessItKeepsGoing() throws {
    let body =
      "Before.\n\n```adv numbers #a\nkind: written\nvalues: []\n```\n\nAfter `adv a.sum`.\n"
    let stopped = try report(body)
    #expect(stopped.diagnostics.first?.code == .cellFailed)
    #expect(!isWritten)
    let kept = try report(body, keepsGoing: true)
    #expect(!kept.succeeded)
    #expect(kept.diagnostics.contains { $0.code == .cellFailed })
    #expect(isWritten)
  }

  @Test func anExpressionInTheTextWithoutAValueIsSaid() throws {
    let marked = MarkedText(Pages.frontMatter + "Here `adv 1 ⟦/ (page.seed - 0)` it is.\n")
    let report = try report(String(marked.text.dropFirst(Pages.frontMatter.count)))
    #expect(report.diagnostics.map(\.code) == [.expressionValue])
    #expect(report.diagnostics.first?.span?.line == marked.places.first?.line)
    #expect(report.diagnostics.first?.span?.column == marked.places.first?.column)
    #expect(!isWritten)
  }

  @Test func messagesComeInTheOrderOfThePage() throws {
    let report = try report("[a](#b)\n\n`adv 1 +`\n\n[a](#c)\n", output: false)
    #expect(report.diagnostics.map { $0.span?.line } == [4, 6, 8])
  }

  @Test func anErrorInAFormulaIsAtItsPlace() throws {
    for body in [
      "Text $a + ⟦\\nothing$.\n", "- $$\n  a\n    + ⟦\\nothing\n  $$\n",
      "> Text $a\n> \\le ⟦\\nothing$.\n", "$$ a $$\n\n$$\nb\n⟦\\nothing\n$$ {#eq-b}\n",
    ] {
      let marked = MarkedText(Pages.frontMatter + body)
      let report = try report(String(marked.text.dropFirst(Pages.frontMatter.count)), output: false)
      #expect(report.diagnostics.map(\.code) == [.texSyntax])
      #expect(report.diagnostics.first?.span?.line == marked.places.first?.line, "\(body)")
      #expect(report.diagnostics.first?.span?.column == marked.places.first?.column, "\(body)")
    }
  }

  @Test func deepTeXAndMacroBombsAreRefused() throws {
    let deep = try report("$" + String(repeating: "{", count: 20_000) + "$\n", output: false)
    #expect(deep.diagnostics.count == 1)
    #expect(
      deep.diagnostics.first.map { [.texSyntax, .texTooLong, .texExpansion].contains($0.code) }
        == true)
    let bomb = (1...30).map {
      "\\def\\\(Self.letters($0)){\\\(Self.letters($0 - 1))\\\(Self.letters($0 - 1))}"
    }
    let exploding = try report(
      "$\\def\\\(Self.letters(0)){x}" + bomb.joined() + "\\\(Self.letters(30))$\n", output: false)
    #expect(exploding.diagnostics.map(\.code) == [.texExpansion])
  }

  private static func letters(_ number: Int) -> String {
    "m" + String(repeating: "a", count: number)
  }

  @Test func aForeignOutputFolderIsLeftAsItIs() throws {
    try folder.write("_site/thesis.tex", "mine")
    let report = try report("Text.\n")
    #expect(report.diagnostics.map(\.code) == [.outputForeign])
    #expect(folder.files == ["_site/thesis.tex", "nb/t.md"])
  }

  @Test func theSettingsOfTheSiteAreChecked() throws {
    try folder.write("site/site.yml", "title: Course\nlimits: { page-bytes: 10, nestig: 50 }\n")
    let report = try report("Text.\n")
    #expect(report.diagnostics.map(\.code).contains(.unknownKey))
    #expect(report.diagnostics.first { $0.code == .unknownKey }?.span?.path == "site/site.yml")
    try folder.write("site/site.yml", "limits: { page-bytes: 10 }\n")
    #expect(try self.report("Text.\n").diagnostics.map(\.code) == [.fileTooLarge])
  }
}
