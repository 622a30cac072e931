// Oracle: PlainEvaluation, which shares no code with the checker.
import Foundation
import Testing

@testable import Derivations

@Suite struct MutationTests {
  static let chains = SeedChain.all.filter { !$0.isMistake }

  /// One mutant in so many: `ADVBOOK_ALL_MUTANTS=1` judges all of them, which takes minutes.
  private static let stride =
    ProcessInfo.processInfo.environment["ADVBOOK_ALL_MUTANTS"] == nil ? 25 : 1

  /// Of the mutants that the plain evaluation finds false, nearly all are refuted, and none counts for
  /// tested or more.
  @Test func falseMutantsAreRefuted() throws {
    var table: [String: Int] = [:]
    var wrong: [String] = []
    var missed: [String] = []
    var number = 0
    for chain in Self.chains {
      let derivation = try #require(read(chain.source).derivation)
      for k in derivation.steps.indices {
        if case .approximation = derivation.steps[k].statement { continue }
        for mutant in derivation.mutants(of: k) {
          number += 1
          guard number % Self.stride == 0 else { continue }
          let isFalse = mutant.isPlainlyFalse
          let report = check(mutant.derivation, CheckOptions(seed: 7)).steps[0]
          let isRefuted = report.verdict == .refuted || report.verdict == .undefined
          table["\(isFalse ? "false" : "not shown false"): \(report.verdict.word)", default: 0] += 1
          guard isFalse, !isRefuted else { continue }
          let line = "\(chain.name).\(k + 1) \(mutant.what): \(report.verdict.word)"
          if report.verdict.rank >= Verdict.tested.rank {
            wrong.append(line)
          } else {
            missed.append(line)
          }
        }
      }
    }
    for (row, count) in table.sorted(by: { $0.key < $1.key }) { print("mutants, \(row): \(count)") }
    for line in missed { print("mutants, missed: \(line)") }
    #expect(wrong == [])
    let refuted = table.filter {
      $0.key == "false: refuted" || $0.key == "false: undefined"
    }.values.reduce(0, +)
    let all = table.filter { $0.key.hasPrefix("false") }.values.reduce(0, +)
    #expect(all >= 300 / Self.stride)
    #expect(Double(refuted) >= 0.99 * Double(all))
  }

  /// The steps themselves are false nowhere by the plain evaluation.
  @Test(arguments: chains) func theStepsThemselvesHold(_ chain: SeedChain) throws {
    let derivation = try #require(read(chain.source).derivation)
    for k in derivation.steps.indices {
      var one = derivation
      one.steps = [derivation.steps[k]]
      #expect(!Mutant(what: "itself", derivation: one).isPlainlyFalse)
    }
  }
}

extension Mutant {
  /// Whether the plain evaluation finds an instance where the hypotheses hold and the step fails, or has
  /// no value although an expression in it divides by 0.
  fileprivate var isPlainlyFalse: Bool {
    let goal: Proposition
    switch derivation.steps[0].statement {
    case .proposition(let p): goal = p
    case .inference(let a, let b, let indices):
      goal =
        indices.isEmpty ? .implies(a, b) : .forAll(indices, where: .truth(true), .implies(a, b))
    case .approximation: return false
    }
    return PlainInstances(derivation).contains { evaluation in
      derivation.hypotheses.allSatisfy { evaluation.holds($0.proposition) == true }
        && evaluation.holds(goal) == false
    }
  }
}

/// Small instances of a derivation's symbols: corners first, then numbers from a fixed sequence.
private struct PlainInstances: Sequence, IteratorProtocol {
  private let derivation: Derivation
  private var count = 0
  private var state: UInt64 = 42

  init(_ derivation: Derivation) { self.derivation = derivation }

  private mutating func draw() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let unit = Double(state >> 40) / Double(1 << 24)
    return ((unit * 6 - 3) * 4).rounded() / 4
  }

  mutating func next() -> PlainEvaluation? {
    guard count < 18 else { return nil }
    defer { count += 1 }
    let d = count % 3 == 0 ? 1 : 2
    var evaluation = PlainEvaluation(
      sizes: ["d": d, "n": count % 2 + 1])
    let pairs: [(Double, Double)] = [(2, 2), (1, .infinity), (.infinity, 1), (3, 1.5)]
    var orderNumber = 0
    for declaration in derivation.declarations {
      let name = declaration.symbol.name
      let members =
        declaration.indices.isEmpty ? 1 : evaluation.sizes[declaration.indices[0].name] ?? 2
      switch declaration.type {
      case .scalar(let domain):
        evaluation.values[name] = (0..<members).map { _ in
          let x = draw()
          switch domain {
          case .sign: return .number(x < 0 ? -1 : 1)
          case .nonnegative: return .number(count % 5 == 1 ? 0 : abs(x))
          case .positive: return .number(Swift.max(0.25, abs(x)))
          default: return .number(count % 7 == 2 ? 0 : x)
          }
        }
        if domain == .nonnegative || domain == .positive,
          case .number(let radius)? = evaluation.values[name]?.first
        {
          evaluation.radii.append(radius)
        }
      case .vector:
        let isZero = count % 6 == 4
        evaluation.values[name] = (0..<members).map { _ in
          .vector((0..<d).map { k in isZero || count % 4 == 3 && k == 0 ? 0 : draw() })
        }
      case .function(let type):
        let fitting = PlainFunction.all.filter { type.properties.isSubset(of: $0.properties) }
        guard type.arguments == [.scalar], !fitting.isEmpty else { continue }
        evaluation.functions[name] = fitting[(count / 2) % fitting.count]
      case .order:
        let pair = pairs[count % pairs.count]
        evaluation.orders[name] = orderNumber == 0 ? pair.0 : pair.1
        orderNumber += 1
      case .matrix: continue
      }
    }
    return evaluation
  }
}
