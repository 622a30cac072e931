// Oracle: closed forms for two-class linear networks, computed here in double precision: the worst
// margin is m − ε‖w‖_q without a box, and with one a knapsack (ℓ1), a bisection (ℓ2) or the sum of
// |wⱼ|·min(ε, roomⱼ) (ℓ∞); the nearest error lies at m/‖w‖_q.
import Evidence
import Foundation
import Testing

@testable import AdvKit

private let key = RandomKey(seed: 3, cell: "attacks", stream: "start")

struct LinearNetworkAttackTests {
  let model = PlainNetwork([6, 2], seed: 51, scale: 3)

  private func slope(_ label: Int) -> [Double] {
    let rows = model.layers[0].weight
    return zip(rows[label], rows[1 - label]).map { $0 - $1 }
  }

  /// The largest fall of the margin at x.
  private func fall(_ x: [Double], _ label: Int, _ norm: Norm, _ radius: Double, _ hasBox: Bool)
    -> Double
  {
    let w = slope(label)
    let room = zip(w, x).map { w, x in hasBox ? (w > 0 ? x : 1 - x) : .infinity }
    let size = w.map { abs($0) }
    switch norm {
    case .l1:
      var (left, sum) = (radius, 0.0)
      for j in size.indices.sorted(by: { size[$0] > size[$1] }) {
        let spent = min(left, room[j])
        sum += spent * size[j]
        left -= spent
      }
      return sum
    case .l2:
      var (low, high) = (0.0, 1e6)
      func lengths(_ t: Double) -> [Double] { zip(size, room).map { min(t * $0, $1) } }
      for _ in 0..<200 {
        let middle = (low + high) / 2
        if plainNorm(lengths(middle), 2) > radius { high = middle } else { low = middle }
      }
      return plainDot(lengths(low), size)
    default:
      return zip(size, room).reduce(0) { $0 + $1.0 * min(radius, $1.1) }
    }
  }

  private func attacks(_ threat: Threat) throws -> [any NetworkAttack] {
    let r = threat.ball.radius
    return [
      try NetworkPGD(threat, steps: 60, step: r / 8),
      try NetworkPGD(threat, steps: 60, step: r / 8, start: .random(key), restarts: 2),
      try MIM(threat, steps: 60, step: r / 8),
    ]
  }

  @Test(arguments: [Norm.l1, .l2, .linf], [false, true])
  func iterativeAttacksReachTheClosedForm(norm: Norm, hasBox: Bool) throws {
    let examples = try model.points(12, seed: 52)
    let radius = norm == .linf ? 0.1 : (norm == .l2 ? 0.3 : 0.6)
    let threat = try Threat(Ball(norm, radius: radius), box: hasBox ? Box(0, 1) : nil)
    for attack in try attacks(threat) {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      for i in 0..<examples.count {
        let (x, label) = (examples.plain(i), examples.labels[i])
        let clean = model.margin(x, label)
        let drop = fall(x, label, norm, radius, hasBox)
        // ℓ∞ is exact; steps of fixed length end within 1 % of the way in the other balls.
        let worst = clean - drop
        #expect(result.margins.value[i] >= worst - 1e-5, "\(attack.name)")
        let slack = norm == .linf ? 1e-5 : 0.01 * drop
        #expect(result.margins.value[i] <= worst + slack, "\(attack.name) \(i)")
        let loss = log1p(exp(-result.margins.value[i]))
        #expect(abs(result.losses.value[i] - loss) < 1e-5, "\(attack.name)")
      }
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func oneStepOfTheWholeRadiusIsExactWithoutABox(norm: Norm) throws {
    let examples = try model.points(10, seed: 53)
    let attack = try NetworkFGSM(Threat(Ball(norm, radius: 0.2)))
    let result = try attack.attack(model.network, on: examples, threads: 1)
    for i in 0..<examples.count {
      let (x, label) = (examples.plain(i), examples.labels[i])
      let worst = model.margin(x, label) - fall(x, label, norm, 0.2, false)
      #expect(abs(result.margins.value[i] - worst) < 1e-5)
      #expect(result.succeeded[i] == (result.margins.value[i] <= 0))
    }
    #expect(result.gradients == 10)
  }

  /// A start at −ε and a step of 1.25 ε ends at 0.25 ε at least.
  @Test func aRandomStartEndsBetweenAQuarterAndAllOfTheWay() throws {
    let examples = try model.points(20, seed: 54)
    let attack = try RFGSM(Threat(Ball(.linf, radius: 0.1)), key: key)
    let result = try attack.attack(model.network, on: examples, threads: 1)
    for i in 0..<examples.count {
      let (x, label) = (examples.plain(i), examples.labels[i])
      let drop = fall(x, label, .linf, 0.1, false)
      let reached = model.margin(x, label) - result.margins.value[i]
      #expect(reached >= 0.25 * drop - 1e-5 && reached <= drop + 1e-5)
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func noiseIsWeakerThanTheClosedFormAndStrongerThanNothing(norm: Norm) throws {
    let examples = try model.points(8, seed: 55)
    let threat = try Threat(Ball(norm, radius: 0.2), box: Box(0, 1))
    let few = try RandomNoise(threat, draws: 5, key: key)
      .attack(model.network, on: examples, threads: 1)
    let many = try RandomNoise(threat, draws: 60, key: key)
      .attack(model.network, on: examples, threads: 1)
    for i in 0..<examples.count {
      let (x, label) = (examples.plain(i), examples.labels[i])
      let clean = model.margin(x, label)
      #expect(many.margins.value[i] < clean)
      #expect(many.margins.value[i] <= few.margins.value[i])
      #expect(many.margins.value[i] >= clean - fall(x, label, norm, 0.2, true) - 1e-5)
    }
    #expect(many.gradients == 0 && many.queries == 8 * 61)
  }

  @Test func transferFromTheSameNetworkIsTheAttackItself() throws {
    let examples = try model.points(10, seed: 56)
    let attack = try NetworkPGD(Threat(Ball(.l2, radius: 0.3), box: Box(0, 1)))
    let direct = try attack.attack(model.network, on: examples, threads: 1)
    let transfer = Transfer(attack, from: model.network, named: "itself")
    let moved = try transfer.attack(model.network, on: examples, threads: 1)
    #expect(moved.inputs == direct.inputs)
    #expect(moved.losses.value == direct.losses.value)
    #expect(moved.gradients == direct.gradients && moved.queries == direct.queries + 20)
    #expect(transfer.name == "transfer from itself (PGD, ℓ2, 40 steps)")
  }

  /// A network with the opposite slope sends points the wrong way: only the clean ones count.
  @Test func transferFromTheOppositeNetworkFindsNothing() throws {
    let examples = try model.points(10, seed: 57)
    let layer = model.layers[0]
    let opposite = PlainNetwork(weight: layer.weight.map { $0.map { -$0 } }, bias: layer.bias)
    let attack = try NetworkFGSM(Threat(Ball(.linf, radius: 0.1)))
    let result = try Transfer(attack, from: opposite.network, named: "the opposite")
      .attack(model.network, on: examples, threads: 1)
    for i in 0..<examples.count {
      let clean = model.margin(examples.plain(i), examples.labels[i])
      #expect(abs(result.margins.value[i] - clean) < 1e-5)
    }
  }

  @Test func inputsOutsideTheBallAreRefused() throws {
    let examples = try model.points(3, seed: 58)
    let threat = try Threat(Ball(.linf, radius: 0.1))
    var inputs = examples.inputs
    inputs[7] += 0.11
    #expect(
      throws: AttackError.option(
        name: "inputs", requirement: "stays in the ball; example 2 does not")
    ) {
      try GivenInputs(inputs, name: "given", threat: threat).attack(model.network, on: examples)
    }
  }
}
