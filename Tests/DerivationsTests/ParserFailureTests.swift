// Oracle: what is wrong, marked by hand with «…» in each text; nesting, macros and headers are
// counted out.
import Testing

@testable import Derivations

@Suite struct ParserFailureTests {
  private static func failures(_ source: DerivationSource) -> [LanguageFailure] {
    read(source).failures.filter { !$0.isWarning }
  }

  @Test(arguments: badFormulas + badSigns)
  func oneMessageStandsAtTheMistake(_ bad: BadFormula) {
    let failures = Self.failures(DerivationSource(symbols: notationSymbols, body: bad.body))
    #expect(failures.map(\.message) == [bad.message])
    #expect(failures.map(\.range) == [bad.range])
    #expect(failures.allSatisfy { $0.fix.hasPrefix(bad.fix) && !$0.rule.isEmpty })
  }

  /// What KaTeX sets and the checker does not read is named, with the way out.
  @Test(arguments: [
    #"\sin"#, #"\int"#, #"\prod"#, #"\lim"#, #"\partial"#, #"\pm"#, #"\ldots"#, #"\lfloor"#,
    #"\binom"#, #"\tanh"#, #"\sim"#, #"\subset"#, #"\mathbb"#, #"\exists"#, #"\equiv"#,
  ])
  func commandsThatAreOnlyTypesetAreNamed(command: String) {
    for body in ["a = \(command) b", "a \(command) b = a", "a + \(command) = b"] {
      let failures = Self.failures(DerivationSource(symbols: notationSymbols, body: body))
      #expect(failures.map(\.message) == ["`\(command)` is not understood"], "\(body)")
      #expect(failures.allSatisfy { $0.fix.contains("`unchecked:`") })
      let scalars = Array(body.unicodeScalars)
      for failure in failures {
        #expect(String(String.UnicodeScalarView(scalars[failure.range])) == command)
      }
    }
  }

  @Test(arguments: [
    ("a\u{A0}= a", nil), ("a \u{2009}= a", nil), ("a \u{2212} a = 0", nil),
    ("\u{2016}w\u{2016}\u{2082} \u{2265} 0", nil), ("a \u{2264} |a|", nil),
    ("a \u{22C5} a = a", "`\u{22C5}` (U+22C5) is not understood"),
    ("a\u{200B} = a", "the invisible U+200B is not understood"),
    ("\u{FEFF}a = a", "the invisible U+FEFF is not understood"),
    ("a \u{2013} a = 0", "`\u{2013}` (U+2013) is not understood"),
    ("\u{201C}a\u{201D} = a", "`\u{201C}` (U+201C) is not understood"),
    ("f\u{2019}(a) = a", "`\u{2019}` (U+2019) is not understood"),
    ("\u{1F600} = a", "`\u{1F600}` (U+1F600) is not understood"),
  ])
  func otherSignsOfUnicodeAreReadOrNamed(body: String, message: String?) {
    let failures = Self.failures(DerivationSource(symbols: notationSymbols, body: body))
    #expect(failures.map(\.message) == (message.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (#"\norm"#, #"\|#1\|_2"#, #"a = \norm"#, 4..<9, #"the macro `\norm` takes one argument"#),
    (#"\norm"#, #"\|#1\|_2"#, #"\norm = a"#, 0..<5, #"the macro `\norm` takes one argument"#),
    (#"\ip"#, #"#1^\top #2"#, #"a = \ip{w}"#, 4..<7, #"the macro `\ip` takes 2 arguments"#),
    (#"\loop"#, #"\loop"#, #"a = \loop"#, 4..<9, #"the macro `\loop` calls itself"#),
    (#"\loop"#, #"x + \loop \loop"#, #"a = \loop"#, 4..<9, #"the macro `\loop` calls itself"#),
    (#"\half"#, #"\frac{1}{2"#, #"a = \half"#, 4..<9, "a brace is not closed"),
    (#"\bad"#, #"\sin"#, #"a = a \bad{} + b"#, 6..<10, #"`\sin` is not understood"#),
    (
      #"\two"#, "w", #"a = \two"#, 0..<8,
      "the left side is a scalar and the right side a vector of length d"
    ),
  ])
  func mistakesInMacrosStandAtTheCall(
    name: String, text: String, body: String, range: Range<Int>, message: String
  ) {
    let failures = Self.failures(
      DerivationSource(symbols: notationSymbols, macros: [name: text], body: body))
    #expect(failures.map(\.message) == [message])
    #expect(failures.map(\.range) == [range])
  }

  @Test(arguments: [
    ("(", ")"), ("{", "}"), (#"\frac{1}{"#, "}"), (#"\sqrt{"#, "}"), ("a^{", "}"), ("|", "|"),
    (#"\log("#, ")"), (#"\sum_{i=1}^n "#, ""), (#"\exp \log "#, ""), (#"\left("#, #"\right)"#),
    (#"\max_{\|x\|_2 \le 1} "#, ""), ("f(", ")"), ("-(", ")"),
  ])
  func nestingHasALimit(open: String, close: String) {
    func body(_ depth: Int) -> String {
      "a = " + String(repeating: open, count: depth) + "a" + String(repeating: close, count: depth)
    }
    let deep = Self.failures(DerivationSource(symbols: notationSymbols, body: body(300)))
    #expect(deep.map(\.message) == ["the formula is nested more than 100 deep"])
    #expect(Self.failures(DerivationSource(symbols: notationSymbols, body: body(20))) == [])
  }

  @Test(arguments: [
    ("vectr", 0..<5, "`vectr` is no type", "write `vector`"),
    ("convexe function", 0..<7, "`convexe` is no property of a function", "write `convex`"),
    ("a nice function", 2..<6, "`nice` is no property of a function", "write"),
    ("function(vector, thing)", 17..<22, "`thing` is no argument of a function", "write"),
    ("", 0..<1, "the type is empty", "write `vector`"),
    ("scalar[ij]", 0..<10, "`ij` is no index", "write `[i]`"),
    ("positive scaler", 9..<15, "`scaler` is no type", "write `scalar`"),
  ])
  func wordsOfTypesAreNamed(words: String, range: Range<Int>, message: String, fix: String) {
    let source = DerivationSource(
      symbols: [.init("a", "scalar"), .init("c", words)], body: "a + c = c + a")
    let failures = Self.failures(source)
    #expect(failures.map(\.message) == [message])
    #expect(failures.map(\.range) == [range])
    #expect(failures.map(\.place) == [.symbol(1, key: false)])
    #expect(failures.allSatisfy { $0.fix.hasPrefix(fix) })
  }

  @Test func definitionsThatGrowWithoutEndAreRefused() {
    var definitions: [DerivationSource.Entry] = [.init("m_0", "a a")]
    for k in 1..<60 { definitions.append(.init("m_{\(k)}", "m_{\(k - 1)} m_{\(k - 1)}")) }
    let source = DerivationSource(
      symbols: notationSymbols, definitions: definitions, body: "m_{59} = a")
    #expect(Self.failures(source).first?.message == "definitions in definitions grow too large")
    let nested = String(repeating: "m(", count: 60) + "a" + String(repeating: ")", count: 60)
    let function = DerivationSource(
      symbols: notationSymbols, definitions: [.init("m(v)", "v v")], body: "\(nested) = a")
    #expect(
      Self.failures(function).map(\.message) == ["definitions in definitions grow too large"])
  }
}
