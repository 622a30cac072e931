// Oracle: the checker, which must find every example of the table true; the parser's own sets of
// commands, each of which the table must name.
import Testing

@testable import Derivations

@Suite struct NotationTests {
  static let entries = notation.flatMap(\.entries)

  @Test func thereAreManyAndNoneIsThereTwice() {
    #expect(Self.entries.count >= 100)
    #expect(Set(Self.entries.map(\.tex)).count == Self.entries.count)
    #expect(Set(notation.map(\.title)).count == notation.count)
    #expect(notation.allSatisfy { !$0.entries.isEmpty })
  }

  @Test(arguments: entries)
  func everyExampleIsReadAndTrue(entry: NotationEntry) throws {
    let (read, failures) = read(entry.example)
    #expect(failures.filter { !$0.isWarning }.map(\.message) == [])
    let derivation = try #require(read)
    #expect(!derivation.steps.isEmpty)
    var options = CheckOptions(seed: 3)
    if let small = entry.small {
      for k in derivation.steps.indices {
        options.orders[k + 1] = (Symbol(small.symbol), small.order)
      }
    }
    let report = check(derivation, options)
    for step in report.steps + report.witnesses {
      #expect(step.verdict.rank >= Verdict.tested.rank, "\(step.verdict) \(step.reason ?? "")")
    }
  }

  /// A command that is read and not listed is one that nobody finds.
  @Test(
    arguments: FormulaReader.starting.union(FormulaReader.styles).union(FormulaReader.accents)
      .union(FormulaReader.relations.keys))
  func everyCommandIsListed(command: String) {
    let spelled = command.hasPrefix("begin-") ? "{\(command.dropFirst(6))}" : "\\\(command)"
    let isListed = Self.entries.contains { entry in
      ([entry.tex, entry.meaning, entry.example.body] + entry.header).contains {
        $0.contains(spelled)
      }
    }
    #expect(isListed)
  }
}

extension NotationEntry: CustomTestStringConvertible {
  /// The form that it explains.
  public var testDescription: String { tex }
}

extension NotationGroup: CustomTestStringConvertible {
  /// Its heading.
  public var testDescription: String { title }
}
