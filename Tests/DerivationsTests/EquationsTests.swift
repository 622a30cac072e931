// Oracle: equations as a person writes them down for given members.
import Testing

@testable import Derivations

@Suite struct EquationsTests {
  private func equations(_ name: String, _ members: [([Int], String)]) -> [String] {
    Counterexample.Assignment(
      Symbol("x"), tex: "?", numbers: [],
      members: members.map { .init($0.0, tex: $0.1) }
    ).equations(of: name)
  }

  @Test func aSingleThingHasOneEquation() {
    #expect(equations("\\mathbf{w}", []) == ["\\mathbf{w} = ?"])
  }

  @Test func membersThatDifferAreNamedOneByOne() {
    #expect(equations("x", [([1], "0"), ([2], "(1, 0)")]) == ["x_1 = 0", "x_2 = (1, 0)"])
    #expect(equations("x", [([1], "0")]) == ["x_1 = 0"])
    #expect(
      equations("a", [([1, 1], "0"), ([1, 12], "1")]) == ["a_{11} = 0", "a_{1,12} = 1"])
  }

  @Test func membersThatAgreeShareOne() {
    #expect(equations("x", [([1], "0"), ([2], "0")]) == ["x_1 = x_2 = 0"])
    #expect(
      equations("x", (1...12).map { ([$0], "2") }) == ["x_1 = \\dots = x_{12} = 2"])
  }

  @Test(arguments: [
    ("x_i", "x"), ("\\mathbf{x}_{i}", "\\mathbf{x}"), ("\\hat{x}_i^*", "\\hat{x}^*"),
    ("x_\\iota'", "x'"), ("\\hat{\\mathbf{x}}_i", "\\hat{\\mathbf{x}}"), ("x _ i", "x "),
  ])
  func theSpellingOfAFamilyHasNoIndex(_ key: String, _ spelling: String) {
    let (derivation, _) = read(
      DerivationSource(symbols: [.init(key, "scalar[i]")], body: "1 = 1"))
    #expect(derivation?.spellings.values.map { $0 } == [spelling])
  }
}
