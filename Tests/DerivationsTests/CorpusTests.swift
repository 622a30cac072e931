// Oracle: the corpus, decided by hand.
import Testing

@testable import Derivations

@Suite struct CorpusTests {
  @Test(arguments: trueSteps + falseSteps)
  func everyStepIsRead(_ step: CorpusStep) {
    let (derivation, failures) = read(step.source)
    #expect(failures.filter { !$0.isWarning } == [])
    #expect(derivation?.steps.isEmpty == false)
  }

  @Test(arguments: trueSteps)
  func trueStepsAreProved(_ step: CorpusStep) throws {
    let derivation = try #require(read(step.source).derivation)
    for report in check(derivation, CheckOptions(seed: 7)).steps {
      #expect(report.verdict == .proved || report.verdict == .byTheorem)
    }
  }

  @Test(arguments: falseSteps)
  func falseStepsAreRefutedOrUndefined(_ step: CorpusStep) throws {
    let derivation = try #require(read(step.source).derivation)
    for report in check(derivation, CheckOptions(seed: 7)).steps {
      #expect(report.verdict == .refuted || report.verdict == .undefined)
      #expect(report.counterexample != nil)
    }
  }
}
