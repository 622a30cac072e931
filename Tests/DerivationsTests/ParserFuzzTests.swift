// Oracle: what holds of every text: reading ends, and every message points into the text.
import Testing

@testable import Derivations

@Suite struct ParserFuzzTests {
  /// SplitMix64, so that every run reads the same texts.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let vocabulary: [String] =
    [
      "a", "b", "w", "x", "u", "i", "j", "k", "v", "q", "A", "f", "e", "T", "d", "n", "0", "1", "2",
      "12", "0.5", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", "{", "}", "|", "_", "^",
      "&", "&&", ",", ".", ";", ":", "'", "!", "?", "%", "#", "$", "~", "\n", "@", "\"", "`",
      #"\\"#, #"\|"#, #"\{"#, #"\}"#, #"\,"#, #"\ "#, #"\left"#, #"\right"#, #"\left("#,
      #"\right)"#, #"\ell"#, #"\delta"#, #"\varepsilon"#, #"\alpha"#, #"\top"#, #"\infty"#,
      #"\cdot"#, #"\implies"#, #"\iff"#, #"\approx"#, #"\in"#, #"\arg"#, #"\mathbb{R}"#,
      #"\forall"#, #"\text{ for some }"#, #"\text{ is convex in }"#, #"\text{ is attained}"#,
      #"\text{ with }"#, #"\text{if }"#, #"\text{otherwise}"#, #"\text{and}"#, #"\mathrm{adv}"#,
      #"\stackrel{(a)}{=}"#, #"\overset"#, #"\substack"#, #"\begin{cases}"#, #"\end{cases}"#,
      #"\begin{aligned}"#, #"\end{aligned}"#, #"\begin{pmatrix}"#, #"\norm{w}"#, #"\norm"#,
      #"\loop"#, #"\open"#, #"\close"#, #"\unknown"#, #"\tag{1}"#, #"\textcolor{red}"#, #"\label"#,
      "\u{2016}", "\u{2264}", "\u{B2}", "\u{2082}", "\u{2212}", "\u{301}", "\u{1F600}", "\u{200B}",
      #"\max_{\|v\|_2 \le 1}"#, #"\sum_{i=1}^n"#, #"\nabla_x"#, "m", "m(", #"\frac12"#,
    ] + FormulaReader.starting.filter { !$0.contains("-") }.map { "\\\($0)" }
    + FormulaReader.styles.map { "\\\($0)" } + FormulaReader.accents.map { "\\\($0)" }
    + FormulaReader.relations.keys.map { "\\\($0)" }

  static let sortedVocabulary = vocabulary.sorted()

  /// Bodies that are read, cut at their commands and signs.
  static let seeds: [[String]] = (trueSteps + falseSteps).map { pieces($0.body) }

  static func pieces(_ text: String) -> [String] {
    var list: [String] = []
    for c in text {
      if let last = list.last, last.first == "\\", c.isLetter,
        last.count == 1 || last.last?.isLetter == true
      {
        list[list.count - 1].append(c)
      } else if list.last == "\\" {
        list[list.count - 1].append(c)
      } else {
        list.append(String(c))
      }
    }
    return list
  }

  static let symbols: [DerivationSource.Entry] = [
    .init("a", "scalar"), .init("w", "vector"), .init("x", "vector"), .init("u", "vector[i]"),
    .init("f", "function"), .init("A", "matrix(d, d)"), .init("i", "index"),
  ]

  static func source(_ body: String) -> DerivationSource {
    DerivationSource(
      symbols: symbols, definitions: [.init("m", "2 a"), .init("m(z)", "z^2 + a")],
      witnesses: [.init("v", "w")],
      macros: [
        "\\norm": #"\|#1\|_2"#, "\\loop": #"a \loop"#, "\\open": "{", "\\close": "}",
      ], body: body)
  }

  static func holds(_ source: DerivationSource) -> Bool {
    let (derivation, failures) = read(source)
    let count = source.body.unicodeScalars.count
    let arePlaced = failures.allSatisfy { failure in
      guard failure.place == .body else { return true }
      let isWithin = failure.range.lowerBound >= 0 && failure.range.upperBound <= max(1, count)
      return isWithin && !failure.range.isEmpty && !failure.message.isEmpty
    }
    let stepsAreWithin = (derivation?.steps ?? []).allSatisfy {
      $0.range.lowerBound >= 0 && $0.range.upperBound <= count
    }
    return arePlaced && stepsAreWithin
      && (derivation == nil) == failures.contains { !$0.isWarning }
  }

  @Test func randomTokensAreReadToTheEnd() {
    var random = Generator(state: 1)
    for _ in 0..<7000 {
      let tokens = (0..<Int.random(in: 1...14, using: &random)).compactMap { _ in
        Self.sortedVocabulary.randomElement(using: &random)
      }
      let body = tokens.joined(separator: Bool.random(using: &random) ? " " : "")
      #expect(Self.holds(Self.source(body)), "\(body)")
    }
  }

  @Test(arguments: [
    #"w = u \norm ,"#, #"^ \lt \norm ,"#, #"u \leqslant @ \frac12 \norm ;"#,
    #"\max_{ ) , } a = a"#, #"\max_{ \rangle , a"#, #"a, \{ ) , \} {"#,
  ])
  func whatWasFoundBeforeIsReadToTheEnd(_ body: String) {
    #expect(Self.holds(Self.source(body)))
  }

  @Test func randomUnicodeIsReadToTheEnd() {
    var random = Generator(state: 2)
    for _ in 0..<5000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let limit: UInt32 = Bool.random(using: &random) ? 0x7F : 0x1_FFFF
        if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random)) {
          view.append(scalar)
        }
      }
      let body = String(view)
      #expect(Self.holds(Self.source(body)), "\(Array(view.map(\.value)))")
    }
  }

  @Test func changedStepsAreReadToTheEnd() {
    var random = Generator(state: 3)
    for _ in 0..<7000 {
      guard var tokens = Self.seeds.randomElement(using: &random) else { continue }
      for _ in 0..<Int.random(in: 1...4, using: &random) where !tokens.isEmpty {
        let k = Int.random(in: 0..<tokens.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: tokens.remove(at: k)
        case 1: tokens.insert(tokens[k], at: k)
        case 2: tokens.swapAt(k, Int.random(in: 0..<tokens.count, using: &random))
        default:
          if let other = Self.sortedVocabulary.randomElement(using: &random) {
            tokens.insert(other, at: k)
          }
        }
      }
      let body = tokens.joined(separator: Bool.random(using: &random) ? " " : "")
      #expect(Self.holds(Self.source(body)), "\(body)")
    }
  }

  /// The rest of the header is read by the same rules.
  @Test func headersAreReadToTheEnd() {
    var random = Generator(state: 4)
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
        Self.sortedVocabulary.randomElement(using: &random)
      }.joined(separator: " ")
    }
    let words = TypeWords.words + ["[", "]", "[i]", "(", ")", "(vector)", ",", "i: m", "é"]
    for _ in 0..<1000 {
      let type = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
        words.randomElement(using: &random)
      }.joined(separator: Bool.random(using: &random) ? " " : "")
      let source = DerivationSource(
        symbols: [.init("a", "scalar"), .init(text(), type)], given: [text()],
        definitions: [.init(text(), text())], witnesses: [.init(text(), text())],
        stepGiven: [1: [text()]], body: "a = a")
      #expect(Self.holds(source), "\(source)")
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "{", count: 20_000), String(repeating: "}", count: 20_000),
      String(repeating: "{", count: 9_900) + "a" + String(repeating: "}", count: 9_900) + " = a",
      String(repeating: "+", count: 100_000), "a = a" + String(repeating: " + a", count: 4_990),
      "a = a" + String(repeating: " a", count: 9_990),
      String(repeating: "a = ", count: 4_990) + "a",
      String(repeating: "q = ", count: 4_990) + "q", "a = " + String(repeating: "a_", count: 9_990),
      "a = " + String(repeating: "a^", count: 9_990),
      "a = " + String(repeating: "a^{", count: 6_600),
      "a = " + String(repeating: "(", count: 19_900),
      "a = " + String(repeating: "|", count: 19_900),
      "a = " + String(repeating: #"\|"#, count: 9_990), String(repeating: "'", count: 19_900),
      "f" + String(repeating: "'", count: 19_000) + "(a) = a",
      "m" + String(repeating: "'", count: 19_000) + "(a) = a",
      "a = " + String(repeating: #"\left("#, count: 3_300),
      "a = " + String(repeating: #"\sqrt"#, count: 3_990),
      "a = " + String(repeating: #"\frac1"#, count: 3_300),
      "a = " + String(repeating: #"\hat"#, count: 4_990),
      "a = " + String(repeating: #"\forall j "#, count: 1_990),
      "a = " + String(repeating: #"\nabla_x "#, count: 2_200),
      "a = " + String(repeating: #"\log "#, count: 3_990),
      "a = " + String(repeating: #"\sum_i "#, count: 2_800),
      #"\max_{"# + String(repeating: "a + ", count: 4_900) + #"v \le 1} v = a"#,
      "a = " + String(repeating: #"\max_{v \le 1} "#, count: 1_300),
      "a = " + String(repeating: #"\begin{cases}"#, count: 1_500),
      String(repeating: #"\\ "#, count: 6_600),
      String(repeating: "a \\\\ ", count: 3_900), String(repeating: #"a \implies "#, count: 1_800),
      "a = " + String(repeating: "9", count: 19_000),
      "w_{" + String(repeating: "i", count: 19_000) + "} = a",
      "a = " + String(repeating: "m(", count: 9_000),
      String(repeating: "w^\\top x + ", count: 1_800) + "a = a",
      String(repeating: "&", count: 19_000), String(repeating: "%", count: 19_000),
      String(repeating: "\\", count: 19_000), "\\" + String(repeating: "a", count: 19_000),
      String(repeating: "w \\cdot ", count: 2_400) + "w = a",
    ])
  func longTextsAreReadQuickly(body: String) {
    #expect(Self.holds(Self.source(body)))
  }

  @Test func manyMacrosAreReadQuickly() {
    // A chain, a tree that doubles at every level, and one that is empty at its ends.
    var chain: [String: String] = [:]
    var tree: [String: String] = ["\\t": "a"]
    var empty: [String: String] = ["\\t": ""]
    for k in 0..<5_000 {
      let name =
        "\\m" + String(repeating: "x", count: k % 70) + String(repeating: "y", count: k / 70)
      chain[name] = "a"
    }
    for k in 1..<35 {
      let name = "\\t" + String(repeating: "x", count: k)
      let inner = "\\t" + String(repeating: "x", count: k - 1)
      tree[name] = "\(inner) \(inner)"
      empty[name] = "\(inner) \(inner)"
    }
    let last = "\\t" + String(repeating: "x", count: 34)
    let all = chain.keys.sorted().prefix(250).joined(separator: " + ")
    #expect(
      Self.holds(DerivationSource(symbols: notationSymbols, macros: chain, body: all + " = a")))
    for macros in [tree, empty] {
      let source = DerivationSource(symbols: notationSymbols, macros: macros, body: "\(last) = a")
      #expect(Self.holds(source))
      #expect(read(source).derivation == nil)
    }
  }
}
