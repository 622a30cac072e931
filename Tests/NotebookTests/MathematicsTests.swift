// Oracle: the formulas' own TeX, which KaTeX repeats in its MathML annotation; regular expressions
// over the finished HTML; values of KaTeX's documentation (units, macros). No code of the typesetter.
import Foundation
import Notebook
import Testing

/// KaTeX as installed, and short ways to ask for one formula.
enum Mathematics {
  static func files() throws -> KaTeXFiles { try KaTeXFiles.read() }

  static func typesetting(
    _ tex: [String], display: Bool = false, macros: [String: String] = [:]
  ) throws -> Typesetting {
    let formulas = tex.map { Formula(tex: $0, display: display) }
    return typeset(formulas, macros: macros, katexScript: try files().script)
  }

  static func html(
    _ tex: String, display: Bool = false, macros: [String: String] = [:]
  ) throws -> String {
    let all = try typesetting([tex], display: display, macros: macros)
    return try #require(all.results[Formula(tex: tex, display: display)]).get().html
  }

  static func failure(
    _ tex: String, macros: [String: String] = [:]
  ) throws -> MathematicsFailure {
    let all = try typesetting([tex], macros: macros)
    switch try #require(all.results[Formula(tex: tex, display: false)]) {
    case .success: throw Unexpected()
    case .failure(let failure): return failure
    }
  }

  struct Unexpected: Error {}

  /// The TeX that the MathML carries, unescaped.
  static func annotation(_ html: String) throws -> String {
    let pattern = /<annotation encoding="application\/x-tex">([^<]*)<\/annotation>/
    let text = String(try #require(html.firstMatch(of: pattern)).output.1)
    return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
  }

  static func hasInlineStyle(_ html: String) -> Bool {
    html.contains(/<[^>]*[\s"'](style|on[a-z]+|href|src)\s*=/)
  }
}

@Suite struct TypesettingMathematics {
  @Test(arguments: [
    "x^2", "a < b \\& c > d", "\\text{it's \"so\"}", "\\frac{1}{n}\\sum_{i=1}^n x_i",
  ])
  func carriesTheTeXInItsMathML(tex: String) throws {
    let html = try Mathematics.html(tex)
    #expect(try Mathematics.annotation(html) == tex)
    #expect(html.contains("<math xmlns=\"http://www.w3.org/1998/Math/MathML\""))
    #expect(html.hasPrefix("<span class=\"katex\">"))
  }

  @Test func marksDisplayMathematics() throws {
    let html = try Mathematics.html("x", display: true)
    #expect(html.hasPrefix("<span class=\"katex-display\"><span class=\"katex\">"))
    #expect(html.contains("display=\"block\""))
  }

  @Test(arguments: [
    "\\sqrt{\\frac{a}{b}}", "\\sqrt[3]{x}", "\\overbrace{a+b}^{n}", "\\underbrace{a}_{b}",
    "\\widehat{xyz}", "\\vec{v}", "\\overrightarrow{AB}", "\\xrightarrow[u]{d}", "\\cancel{x}",
    "\\boxed{x}", "\\fcolorbox{red}{#abc}{x}", "\\colorbox{yellow}{x}", "\\color{blue} x",
    "\\textcolor{#ff0000}{x}", "\\rule{1em}{2em}", "\\hspace{3mm}x", "\\raisebox{2pt}{x}",
    "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "\\left\\{ \\frac12 \\right.",
    "\\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}", "\\stackrel{(a)}{=}",
    "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "\\Huge x", "\\bigl( x \\bigr)",
    "\\begin{array}{|c|c|} \\hline a & b \\\\ \\hline \\end{array}", "\\not=", "\\phase{x}",
    "\\utilde{AB}", "\\tag{1} x", "\\angl{n}", "\\mathcal{L}\\mathbb{R}\\mathfrak{g}",
  ])
  func leavesNoInlineStyle(tex: String) throws {
    let display = tex.contains("\\tag")
    let html = try Mathematics.html(tex, display: display)
    #expect(!Mathematics.hasInlineStyle(html))
    #expect(try Mathematics.annotation(html) == tex)
  }

  @Test func keepsEveryDeclarationAsARule() throws {
    let all = try Mathematics.typesetting(["\\rule{1em}{2em}"])
    let html = try #require(all.results.values.first).get().html
    let declaration = "border-right-width:1em;border-top-width:2em;bottom:0em;"
    let rule = try #require(all.styles.first { $0.declaration == declaration })
    #expect(html.contains("class=\"mord rule \(rule.className)\""))
    #expect(
      mathematicsStyleSheet(all.styles).contains(
        ".\(rule.className){border-right-width:1em!important;border-top-width:2em!important;"
          + "bottom:0em!important}\n"))
  }

  @Test func namesAClassByTheDigestOfItsDeclaration() throws {
    // printf 'height:0.4306em;' | sha256sum
    let all = try Mathematics.typesetting(["x"])
    let rule = try #require(all.styles.first { $0.declaration == "height:0.4306em;" })
    #expect(rule.className == "k-85c92d9660")
  }

  @Test func namesInTheSheetAreThoseInTheMarkup() throws {
    let tex = ["\\sqrt{x}", "\\frac{a}{b}", "\\fcolorbox{red}{blue}{x}"]
    let all = try Mathematics.typesetting(tex)
    let markup = try all.results.values.map { try $0.get().html }.joined()
    let used = Set(markup.matches(of: /k-[0-9a-f]{10}/).map { String($0.output) })
    #expect(used == Set(all.styles.map(\.className)))
    #expect(all.styles == all.styles.sorted())
    #expect(Set(all.styles).count == all.styles.count)
  }

  @Test func keepsTheSizesOfDrawnParts() throws {
    let html = try Mathematics.html("\\sqrt{x}")
    #expect(html.contains("<svg xmlns=\"http://www.w3.org/2000/svg\" width='400em' height='"))
  }

  @Test func givesTheSameBytesEachTimeAndInAnyCompany() throws {
    let tex = ["\\sqrt{x}", "\\frac12", "\\overbrace{x}"]
    let first = try Mathematics.typesetting(tex)
    let reversed = try Mathematics.typesetting(tex.reversed() + tex)
    #expect(first.styles == reversed.styles)
    #expect(first.results.count == 3 && reversed.results.count == 3)
    for formula in tex.map({ Formula(tex: $0, display: false) }) {
      #expect(try first.results[formula]?.get() == reversed.results[formula]?.get())
      #expect(try first.results[formula]?.get().html == Mathematics.html(formula.tex))
    }
  }

  @Test func worksOnManyThreadsAtOnce() async throws {
    let script = try Mathematics.files().script
    let formula = Formula(tex: "\\sqrt{\\frac{a}{b}}", display: true)
    let alone = typeset([formula], macros: [:], katexScript: script).results[formula]
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (try? typeset([formula], macros: [:], katexScript: script).results[formula]?.get())
            == (try? alone?.get())
        }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test func expandsTheCoursesMacros() throws {
    let macros = ["\\R": "\\mathbb{R}", "\\norm": "\\left\\|#1\\right\\|_{#2}"]
    let html = try Mathematics.html("\\norm{w}{2} \\in \\R", macros: macros)
    #expect(html.contains("<mi mathvariant=\"double-struck\">R</mi>"))
    #expect(try Mathematics.annotation(html) == "\\norm{w}{2} \\in \\R")
  }

  @Test(arguments: ["\\gdef\\mine{x}", "\\global\\let\\mine=x", "\\def\\mine{x}"])
  func keepsDefinitionsInsideTheirFormula(definition: String) throws {
    let all = try Mathematics.typesetting([definition + "\\mine", "\\mine"])
    let first = all.results[Formula(tex: definition + "\\mine", display: false)]
    #expect(throws: Never.self) { try first?.get() }
    let second = all.results[Formula(tex: "\\mine", display: false)]
    #expect(throws: MathematicsFailure.self) { try second?.get() }
  }

  @Test func aFormulaCannotRedefineACourseMacroForTheNext() throws {
    let tex = ["\\gdef\\R{Q}\\R", "\\R"]
    let all = try Mathematics.typesetting(tex, macros: ["\\R": "\\mathbb{R}"])
    let second = try #require(all.results[Formula(tex: "\\R", display: false)]).get().html
    #expect(second.contains("double-struck"))
  }

  @Test(arguments: MathematicsOfTheSeed.formulas)
  func typesetsTheWholeOfProblemSetNine(tex: String) throws {
    let html = try Mathematics.html(tex, display: tex.contains("aligned"))
    #expect(try Mathematics.annotation(html) == tex)
    #expect(!Mathematics.hasInlineStyle(html))
  }

  @Test(arguments: ["é", "ℓ(z) ≤ ε", "\\text{Hölder – größer „x“}", "‖w‖₂", "\\text{Привет}", "∇"])
  func takesCharactersThatAuthorsType(tex: String) throws {
    #expect(try Mathematics.annotation(Mathematics.html(tex)) == tex)
  }

  @Test func aNormBarIsANormBar() throws {
    func visible(_ tex: String) throws -> String {
      let html = try Mathematics.html(tex)
      return String(html[try #require(html.range(of: "katex-html")).lowerBound...])
    }
    #expect(try visible("‖w‖_2") == visible("\\|w\\|_2"))
  }

  @Test func emptyInputNeedsNoEngine() {
    let nothing = typeset([], macros: [:], katexScript: "not a script")
    #expect(nothing.results.isEmpty && nothing.styles.isEmpty)
  }
}
