// Oracle: the corpus, decided by hand.
import Foundation
import Testing

@testable import Derivations

@Suite struct CorpusTests {
  @Test(arguments: trueSteps + falseSteps)
  func everyStepIsRead(_ step: CorpusStep) {
    let (derivation, failures) = read(step.source)
    #expect(failures.filter { !$0.isWarning } == [])
    #expect(derivation?.steps.count ?? 0 >= 1)
  }

  @Test func generalProofs() {
    for (list, truth) in [(trueSteps, true), (falseSteps, false)] {
      for step in list {
        guard let derivation = read(step.source).derivation else { continue }
        for part in derivation.steps {
          let goal: Proposition
          switch part.statement {
          case .proposition(let p): goal = p
          case .inference(let a, let b, let indices):
            goal = DerivationReader.forEvery(.implies(a, b), indices)
          case .approximation: continue
          }
          let start = ContinuousClock.now
          FileHandle.standardError.write(Data("AT \(step.name)\n".utf8))
          let proof = proveGenerally(
            Obligation(
              declarations: derivation.declarations, hypotheses: derivation.hypotheses,
              witnesses: derivation.witnesses, goal: goal))
          let time = ContinuousClock.now - start
          if truth == (proof == nil) || time > .milliseconds(200) {
            print(truth ? "TRUE " : "FALSE", step.name, proof == nil ? "not proved" : "proved", time, proof?.lemmas.map(\.rawValue) ?? [])
          }
        }
      }
    }
  }
}
