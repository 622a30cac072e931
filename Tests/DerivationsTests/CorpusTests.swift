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

  /// The prover is sound by itself, without the search that refutes before it.
  @Test(arguments: falseSteps)
  func falseStepsHaveNoProof(_ step: CorpusStep) throws {
    let derivation = try #require(read(step.source).derivation)
    let proofs = derivation.steps.map { step -> GeneralProof? in
      let goal: Proposition
      switch step.statement {
      case .proposition(let p): goal = p
      case .inference(let from, let to, let indices):
        goal = DerivationReader.forEvery(.implies(from, to), indices)
      case .approximation: return nil
      }
      return proveGenerally(
        Obligation(
          declarations: derivation.declarations,
          hypotheses: derivation.hypotheses + step.hypotheses, goal: goal))
    }
    #expect(proofs.contains { $0 == nil })
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
