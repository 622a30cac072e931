// Oracle: where the lines of a display end, as one sees it in the source.
import Testing

@testable import Derivations

@Suite struct LineBreakTests {
  /// For each step whether its left side and the step itself end a line.
  private func breaks(_ body: String) -> [[Bool]] {
    let (derivation, failures) = read(
      DerivationSource(symbols: [.init("a", "scalar"), .init("b", "scalar")], body: body))
    #expect(failures.map(\.message) == [])
    return (derivation?.steps ?? []).map { [$0.leftEndsLine, $0.endsLine] }
  }

  @Test(arguments: [
    ("a + b = b + a", [[false, false]]),
    ("a + b \\\\ = b + a", [[true, false]]),
    ("a + b \n\\\\ &= b + a", [[true, false]]),
    ("a + b = \\\\ b + a", [[false, false]]),
    ("a + b \\\\ &= b + a \\\\ &= a + b", [[true, true], [false, false]]),
    ("a + b &= b + a \\\\ &= a + b", [[false, true], [false, false]]),
    // Two chains; the line between them ends the first one's last step.
    ("a + b = b + a \\\\ a b \\\\ = b a", [[false, true], [true, false]]),
    ("a + b \\\\ = b + a \\\\ a b = b a", [[true, true], [false, false]]),
  ])
  func aLineEndsWhereItIsWritten(_ body: String, _ expected: [[Bool]]) {
    #expect(breaks(body) == expected)
  }

  @Test func whatIsAssumedForAStepChangesNoLine() {
    let (derivation, _) = read(
      DerivationSource(
        symbols: [.init("a", "scalar")], stepGiven: [1: ["a > 0"]], body: "a \\\\ > 0"))
    #expect(derivation?.steps.first?.leftEndsLine == true)
    #expect(derivation?.steps.first?.hypotheses.count == 1)
  }
}
