// Oracle: how many mistakes were made on purpose.
import Testing

@testable import Derivations

@Suite struct OneMessageTests {
  @Test(arguments: [
    // A word of `where` that is no type: the symbol's uses are no mistakes.
    (["a": "scaler"], #"a + a \le 2 a"#),
    (["a": "scalar", "w": "vectr"], #"a \|w\|_2 \le a = a"#),
    (["w": "vector", "e": "nonegative"], #"\max_{\|\delta\|_2 \le e} w^\top \delta = e \|w\|_2"#),
    (["f": "convexe function"], #"f(1) \le f(2) \le f(3)"#),
    (["u": "vectro[i]"], #"u_i = u_i"#),
    (["x_1": "skalar"], #"x_1 = 2 x_1"#),
    // A symbol that is unknown, many times.
    (["a": "scalar"], #"a = b = b + a \le b"#),
    (["a": "scalar"], #"a = \foo{a} = a + \foo{a}"#),
    // A side of another type: both of its relations are wrong.
    (["a": "scalar", "w": "vector"], #"a = w = a"#),
    (["a": "scalar", "w": "vector"], #"a = w = a = 2 a"#),
    // A side that cannot be read: both of its relations are wrong.
    (["a": "scalar"], #"a = a + = a"#),
    (["a": "scalar"], #"a = (a = a) = a"#),
  ])
  func oneMistakeHasOneMessage(symbols: [String: String], body: String) {
    let entries = symbols.sorted { $0.key < $1.key }.map { DerivationSource.Entry($0, $1) }
    let failures = read(DerivationSource(symbols: entries, body: body)).failures
    #expect(failures.filter { !$0.isWarning }.count == 1)
  }

  /// What is wrong with a definition is said there, and not again where it is used.
  @Test(arguments: [
    ("m", "q + a"), ("m", "a +"), ("m", "m + a"), ("m", "{a"), ("m", #"\sin a"#), ("m(v)", "v + q"),
    ("m(v)", "m(v)"),
  ])
  func aMistakeInADefinitionHasOneMessage(key: String, value: String) {
    let use = key.replacing("(v)", with: "(a)")
    let failures = read(
      DerivationSource(
        symbols: [.init("a", "scalar")], definitions: [.init(key, value)],
        body: "\(use) = \(use) + a \\le 2 \(use)")
    ).failures.filter { !$0.isWarning }
    #expect(failures.map(\.place) == [.definition(0, key: false)])
  }

  @Test func everyMistakeIsFound() {
    let symbols: [DerivationSource.Entry] = [.init("a", "scaler"), .init("c", "scalar")]
    let failures = read(DerivationSource(symbols: symbols, body: "a = c = b = q")).failures
    #expect(failures.filter { !$0.isWarning }.map(\.range) == [0..<6, 8..<9, 12..<13])
  }
}
