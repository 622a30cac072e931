// Oracle: simulation. Each name has a printed value and true values that its evidence allows; what
// the evidence of an expression claims is then tried on them. Kinds are joined by the test itself.
import Evidence
import Testing

@testable import Notebook

@Suite struct EvidenceOfExpressions {
  /// A printed value, how it is known, and some true values that this allows.
  private struct Known {
    let name: String
    let printed: Double
    let evidence: Evidence
    let truths: [Double]
  }

  @Test(arguments: 0..<120)
  func isNeverStrongerThanTheWeakestInput(_ seed: Int) throws {
    var random = RandomNumbers(state: UInt64(seed) &* 77 &+ 5)
    let known = Self.known(&random)
    let printed = Scope(
      Dictionary(
        uniqueKeysWithValues: known.map { ($0.name, Value(.number($0.printed), $0.evidence)) }))
    for _ in 0..<20 {
      let text = Self.expression(&random, depth: 4)
      let expression = try Expression.parse(text)
      guard let result = try? expression.evaluate(in: printed) else { continue }
      let used = Set(expression.names.map(\.name))
      let inputs = known.filter { used.contains($0.name) }
      let weakest = inputs.map(\.evidence.kind).max() ?? .given
      #expect(result.evidence.kind >= weakest, "\(text)")
      if case .name = expression {
        #expect(result.evidence.kind == weakest)
      } else if case .number = expression {
        #expect(result.evidence.kind == .given)
      } else {
        #expect(result.evidence.kind == max(weakest, .computed), "\(text)")
      }
      try checkDirection(text, expression, result, known, &random)
    }
  }

  private func checkDirection(
    _ text: String, _ expression: Expression, _ result: Value, _ known: [Known],
    _ random: inout RandomNumbers
  ) throws {
    guard let shown = result.number, shown.isFinite else { return }
    for _ in 0..<25 {
      var truth: [String: Value] = [:]
      for value in known {
        truth[value.name] = .given(value.truths.randomElement(using: &random) ?? value.printed)
      }
      guard let real = (try? expression.evaluate(in: Scope(truth)))?.number, real.isFinite else {
        continue
      }
      let slack = 1e-9 * max(1, abs(real), abs(shown))
      switch result.evidence.direction {
      case .equal:
        #expect(abs(real - shown) <= slack, "\(text) is said to be \(shown), but can be \(real)")
      case .atMost:
        #expect(real <= shown + slack, "\(text) is said to be at most \(shown), but can be \(real)")
      case .atLeast:
        #expect(
          real >= shown - slack, "\(text) is said to be at least \(shown), but can be \(real)")
      case .unknown: break
      }
    }
  }

  private static func known(_ random: inout RandomNumbers) -> [Known] {
    ["a", "b", "c", "d"].map { name in
      let printed = Double(Int.random(in: -3...4, using: &random))
      let direction = Evidence.Direction.allCases.randomElement(using: &random) ?? .equal
      let steps = [0, 0.25, 1, 2, 5.5]
      let truths: [Double] =
        switch direction {
        case .equal: [printed]
        case .atMost: steps.map { printed - $0 }
        case .atLeast: steps.map { printed + $0 }
        case .unknown: steps.flatMap { [printed - $0, printed + $0] }
        }
      let evidence: Evidence =
        switch (direction, Int.random(in: 0..<4, using: &random)) {
        case (.equal, 0): .given()
        case (.equal, 1): .rational("exact")
        case (.unknown, 0): .sampled(.init(count: 9, seed: 1, interval: 0...1, level: 0.9), "draws")
        case (_, 2): .bounded(gap: 1, direction: direction, "bound")
        case (_, 3): .found(direction: direction, "attack")
        default: .computed("closed form", direction: direction)
        }
      return Known(name: name, printed: printed, evidence: evidence, truths: truths)
    }
  }

  private static func expression(_ random: inout RandomNumbers, depth: Int) -> String {
    if depth == 0 || Int.random(in: 0..<6, using: &random) == 0 {
      return ["a", "b", "c", "d", "0", "1", "2", "0.5", "3"].randomElement(using: &random) ?? "a"
    }
    func inner() -> String { "(" + expression(&random, depth: depth - 1) + ")" }
    let function =
      ["abs", "sqrt", "exp", "sign", "log", "norm", "sum", "mean"].randomElement(using: &random)
      ?? "abs"
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return "-" + inner()
    case 1: return "\(function)\(inner())"
    case 2: return "min(\(inner()), \(inner()))"
    case 3: return "max(\(inner()), \(inner()))"
    case 4:
      return "\(inner())^\(["2", "3", "0.5", "-1", inner()].randomElement(using: &random) ?? "2")"
    case 5: return "\(inner()) / \(inner())"
    case 6, 7: return "\(inner()) * \(inner())"
    case 8: return "\(inner()) - \(inner())"
    default: return "\(inner()) + \(inner())"
    }
  }

  @Test func aDivisionByAOneSidedValueHasNoSide() throws {
    let scope = Scope(["a": Value(.number(2), .found(direction: .atLeast, "attack"))])
    #expect(try Expression.parse("1 / a").evaluate(in: scope).evidence.direction == .unknown)
    #expect(try Expression.parse("a / 4").evaluate(in: scope).evidence.direction == .atLeast)
    #expect(try Expression.parse("1 - a").evaluate(in: scope).evidence.direction == .atMost)
    #expect(try Expression.parse("a").evaluate(in: scope).evidence.direction == .atLeast)
    #expect(try Expression.parse("a > 1").evaluate(in: scope).evidence.direction == .unknown)
  }

  @Test func theBasisNamesWhatItRestsOn() throws {
    let scope = Scope(["a": Value(.number(2), .found(direction: .atLeast, "PGD, 40 steps"))])
    let value = try Expression.parse("100 * a").evaluate(in: scope)
    #expect(value.evidence.basis.contains("PGD, 40 steps"))
  }
}
