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

  @Test func testOutcomes() {
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
          FileHandle.standardError.write(Data("AT \(step.name)\n".utf8))
          let start = ContinuousClock.now
          let outcome = Derivations.test(
            Obligation(
              declarations: derivation.declarations, hypotheses: derivation.hypotheses,
              witnesses: derivation.witnesses, goal: goal), seed: 7)
          let time = ContinuousClock.now - start
          var isRefuted = false
          var words = ""
          switch outcome {
          case .refuted(let c):
            isRefuted = true
            words = "refuted " + c.values.map { "\($0.symbol)=\($0.tex)" }.joined(separator: " ") + " \(c.left as Any) \(c.right as Any)"
          case .undefined(let c):
            isRefuted = true
            words = "undefined " + c.values.map { "\($0.symbol)=\($0.tex)" }.joined(separator: " ") + c.reason
          case .held(let s): words = "held \(s.instances) \(s.largestDifference)"
          case .noInstance: words = "noInstance"
          case .impossible(let r): words = "impossible \(r)"
          }
          let isSure: Bool
          if case .held = outcome { isSure = true } else { isSure = false }
          if truth == isRefuted || (truth && !isSure) || time > .milliseconds(900) {
            print(truth ? "TRUE " : "FALSE", step.name, time, words)
          }
        }
      }
    }
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
