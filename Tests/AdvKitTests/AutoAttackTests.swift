// Oracle: exact robustness of linear networks in closed form, the members run alone on all examples,
// and points judged in double precision from the weights.
import Evidence
import Testing

@testable import AdvKit

@Suite struct AutoAttackTests {
  static let key = RandomKey(seed: 3, cell: "test", stream: "auto")

  @Test(arguments: [2, 3, 6], [Norm.linf, .l2, .l1])
  func isNeverAboveItsBestMemberAndExactOnLinearNetworks(classes: Int, norm: Norm) throws {
    let linear = PlainLinear(classes: classes, dimension: 6, seed: 21)
    let examples = try linear.examples(140, seed: 22)
    let distances = (0..<examples.count).map {
      linear.distance(
        examples.input($0).map(Double.init), examples.labels[$0], dual: norm.dual.exponent)
    }
    let radius = distances.sorted()[70]
    let threat = try Threat(Ball(norm, radius: radius))
    let attack = try AutoAttack(
      threat, classes: classes, key: Self.key, steps: 20, stepsOfFAB: 10, queries: 40)
    let result = try attack.attack(linear.network, on: examples)
    #expect(feasibilityErrors(result.inputs, examples, threat) == [])
    for (i, distance) in distances.enumerated() {
      if distance < radius * 0.999 { #expect(result.succeeded[i], "example \(i)") }
      if distance > radius * 1.001 { #expect(!result.succeeded[i], "example \(i)") }
      let point = result.inputs[i * 6..<(i + 1) * 6].map(Double.init)
      let margin = linear.margin(point, examples.labels[i])
      #expect(result.succeeded[i] ? margin < 1e-6 : margin > -1e-6)
    }
    var robust = [Bool](repeating: true, count: examples.count)
    for member in attack.members {
      let alone = try member.attack.attack(linear.network, on: examples)
      #expect(result.robustAccuracy.value <= alone.robustAccuracy.value)
      for i in robust.indices where alone.succeeded[i] { robust[i] = false }
    }
    #expect(result.succeeded == robust.map { !$0 })
  }

  @Test func namesSayWhichAttacksTookPart() throws {
    let threat = try Threat(Ball(.linf, radius: 0.1))
    func name(_ classes: Int) throws -> String {
      try AutoAttack(threat, classes: classes, key: Self.key).name
    }
    #expect(try name(10) == "AutoAttack (APGD-CE, APGD-T, FAB-T, Square), ℓ∞")
    #expect(try name(3).contains("three classes (APGD-CE, APGD-DLR, FAB, Square)"))
    #expect(try name(2).contains("two classes (APGD-CE, APGD-margin, FAB, Square)"))
  }

  @Test func networksOfOtherClassCountsAreRefused() throws {
    let linear = PlainLinear(classes: 3, dimension: 6, seed: 21)
    let examples = try linear.examples(5, seed: 22)
    let attack = try AutoAttack(
      Threat(Ball(.linf, radius: 0.1)), classes: 4, key: Self.key)
    #expect(throws: AttackError.self) { try attack.attack(linear.network, on: examples) }
  }

  @Test func threadsDoNotMatter() throws {
    let linear = PlainLinear(classes: 5, dimension: 12, seed: 23)
    let examples = try linear.examples(300, seed: 24)
    let attack = try AutoAttack(
      Threat(Ball(.linf, radius: 0.05), box: Box(0, 1)), classes: 5, key: Self.key, steps: 10,
      stepsOfFAB: 5, queries: 30)
    let one = try attack.attack(linear.network, on: examples, threads: 1)
    for threads in [2, 4] {
      let other = try attack.attack(linear.network, on: examples, threads: threads)
      #expect(other.inputs.map(\.bitPattern) == one.inputs.map(\.bitPattern))
      #expect(other.losses == one.losses)
    }
  }
}
