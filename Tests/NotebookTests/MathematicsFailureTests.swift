// Oracle: where the mistake was put into the TeX, counted by hand; formulas that LaTeX would need
// exponential time or stack for.
import Foundation
import Notebook
import Testing

@Suite struct FailingMathematics {
  @Test func saysWhereTheTeXIsWrong() throws {
    let failure = try Mathematics.failure("x + \\frac{1}{2")
    #expect(failure.kind == .syntax)
    #expect(failure.offset == 14)
  }

  @Test func countsUnicodeScalars() throws {
    // One scalar, two UTF-16 units before the mistake.
    let failure = try Mathematics.failure("\\text{𝒳} }")
    #expect(failure.kind == .syntax)
    #expect(failure.offset == 9)
  }

  @Test(arguments: [
    ("a \\varepsilom", "\\varepsilom", 2, "\\varepsilon"), ("\\Frac{1}{2}", "\\Frac", 0, "\\frac"),
    ("\\lamdba", "\\lamdba", 0, "\\lambda"), ("x \\nrom{w}", "\\nrom", 2, "\\norm"),
  ])
  func namesTheNearestCommand(tex: String, command: String, offset: Int, nearest: String) throws {
    let failure = try Mathematics.failure(tex, macros: ["\\norm": "\\|#1\\|"])
    #expect(failure.kind == .syntax)
    #expect(failure.message == "unknown command \(command)")
    #expect(failure.offset == offset)
    #expect(failure.suggestion == nearest)
  }

  @Test func suggestsNothingForWhatIsLikeNothing() throws {
    #expect(try Mathematics.failure("\\qwertyuiop").suggestion == nil)
  }

  @Test func namesTheMacroThatIsWrong() throws {
    let failure = try Mathematics.failure("x + \\bad", macros: ["\\bad": "\\frac{1}\\nothing"])
    #expect(failure.message == "unknown command \\nothing, in the macro \\bad")
    #expect(failure.offset == nil)
  }

  @Test(arguments: [
    "\\href{https://example.org}{x}", "\\url{https://example.org}",
    "\\includegraphics{x.png}", "\\htmlClass{a}{x}", "\\htmlId{a}{x}", "\\htmlStyle{color:red}{x}",
    "\\htmlData{a=b}{x}", "\\edef\\a{x}", "\\xdef\\a{x}", "\\let\\e\\edef \\e\\a{x}",
  ])
  func refusesWhatAPageMustNotContain(tex: String) throws {
    let failure = try Mathematics.failure(tex)
    #expect(failure.kind == .syntax)
    #expect(failure.message.hasSuffix("cannot be used on a page"))
  }

  @Test func refusesCharactersThatKaTeXDoesNotKnow() throws {
    let failure = try Mathematics.failure("a ☃")
    #expect(failure.message == "KaTeX does not know the character “☃” (U+2603)")
    #expect(failure.offset == 2)
  }

  @Test func refusesFormulasThatAreTooLong() throws {
    #expect(try Mathematics.failure(String(repeating: "x", count: 20_001)).kind == .tooLong)
    #expect(throws: Never.self) {
      try Mathematics.html(String(repeating: "x", count: 20_000))
    }
  }

  /// The offset is that of the opening that is one too many; the name of an environment stands in
  /// braces too.
  @Test(arguments: [
    ("{", 1 + 200), ("\\left(", 1 + 200 * 6), ("\\begin{matrix}", 1 + 199 * 14 + 6),
    ("\\sqrt{", 1 + 200 * 6 + 5), ("{\\bf ", 1 + 200 * 5),
  ])
  func refusesDeepNesting(opening: String, offset: Int) throws {
    let count = 19_000 / opening.count
    let failure = try Mathematics.failure("x" + String(repeating: opening, count: count))
    #expect(failure.kind == .tooDeep)
    #expect(failure.offset == offset)
  }

  @Test func typesetsTheDeepestNestingThatIsAllowed() throws {
    let tex =
      String(repeating: "\\sqrt{\\frac{1}{", count: 100) + "x" + String(repeating: "}}", count: 100)
    #expect(throws: Never.self) { try Mathematics.html(tex) }
    let escaped = String(repeating: "\\{", count: 1000)
    #expect(throws: Never.self) { try Mathematics.html(escaped) }
  }

  static let letters = Array("abcdefghijklmnopqrstuvwxyz")

  /// Twenty-five macros, each twice the next.
  static let doubling =
    zip(letters, letters.dropFirst()).map { "\\def\\\($0){\\\($1)\\\($1)}" }.joined()
    + "\\def\\z{x}\\a"
  /// The argument doubles at every step and no step is expanded twice.
  static let argument =
    zip(letters, letters.dropFirst()).map { "\\def\\\($0)#1{\\\($1){#1#1}}" }.joined()
    + "\\def\\z#1{#1}\\a{x}"
  /// A Unicode subscript starts a parser of its own, in which digits are macros.
  static let subscripts =
    "\\gdef 1{x₂₂}\\gdef 2{x₃₃}\\gdef 3{x₄₄}\\gdef 4{x₅₅}\\gdef 5{x₆₆}\\gdef 6{x₇₇}\\gdef 7{x₈₈}"
    + "\\gdef 8{x₉₉}\\gdef 9{x₁₁}x₁"

  @Test(arguments: [
    doubling, argument, subscripts, "\\def\\a{\\a}\\a", "\\def\\a{\\a\\a}\\a",
    "\\def\\a{{\\a}}\\a", "\\def\\a#1#2{\\a{#1#1}{#2#2}}\\a{x}{y}",
    "\\def\\a{\\a " + String(repeating: "x", count: 19_000) + "}\\a",
    "\\def\\a{" + String(repeating: "x", count: 19_000) + "}"
      + String(repeating: "\\a", count: 400),
    "\\def\\a#1{" + String(repeating: "#1", count: 4_000) + "}\\a{"
      + String(repeating: "x", count: 9_000) + "}",
    "\\def\\a{\\sqrt{\\a}}\\a", "\\def\\a{\\left(\\a}\\a",
  ])
  func endsBombsWithAFailure(tex: String) throws {
    #expect(try Mathematics.failure(tex).kind == .expansionLimit)
  }

  @Test func macrosOfTheCourseCannotRunAwayEither() throws {
    let failure = try Mathematics.failure("\\a", macros: ["\\a": "\\b\\b", "\\b": "\\a\\a"])
    #expect(failure.kind == .expansionLimit)
  }

  @Test func goesOnAfterAFailure() throws {
    let all = try Mathematics.typesetting([Self.argument, "\\frac", "x"])
    #expect(throws: Never.self) { try all.results[Formula(tex: "x", display: false)]?.get() }
    #expect(all.results.count == 3)
  }

  @Test func worksFromAThreadWithASmallStack() throws {
    let script = try Mathematics.files().script
    let tex =
      String(repeating: "\\sqrt{\\frac{1}{", count: 100) + "x" + String(repeating: "}}", count: 100)
    let formula = Formula(tex: tex, display: true)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let result = typeset([formula], macros: [:], katexScript: script).results[formula]
      #expect(throws: Never.self) { try result?.get() }
      done.signal()
    }
    thread.stackSize = 128 << 10
    thread.start()
    done.wait()
  }

  @Test func aBrokenScriptIsAnEngineFailure() throws {
    let formula = Formula(tex: "x", display: false)
    for script in ["not a script(", "throw new Error('no')", ""] {
      let result = try #require(
        typeset([formula], macros: [:], katexScript: script).results[formula])
      #expect(throws: MathematicsFailure.self) { try result.get() }
    }
  }

  @Test func textWithNULIsNotCutShort() throws {
    let all = try Mathematics.typesetting(["x \\text{a\u{0}b} }"])
    #expect(throws: MathematicsFailure.self) { try all.results.values.first?.get() }
  }
}
