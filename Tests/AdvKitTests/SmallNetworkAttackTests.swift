// Oracle: the smallest margin on a fine grid of ball ∩ box of a 2-8-2 network in double precision,
// with its Lipschitz constant for what lies between grid points; norms and box by their definition.
import Evidence
import Testing

@testable import AdvKit

private let key = RandomKey(seed: 9, cell: "attacks", stream: "start")

/// Every attack that stays in a ball; those that look for the nearest point where their norm fits.
func everyAttack(_ threat: Threat) throws -> [any NetworkAttack] {
  var attacks: [any NetworkAttack] = [
    try NetworkFGSM(threat), try RFGSM(threat, key: key),
    try NetworkPGD(threat, loss: .logitMargin(cappedAt: .infinity), steps: 20),
    try NetworkPGD(threat, steps: 20, start: .random(key), restarts: 2, stopsAtSuccess: true),
    try NetworkPGD(threat, steps: 10, target: .leastLikely), try MIM(threat),
    try MIM(threat, steps: 20, stopsAtSuccess: true), try RandomNoise(threat, draws: 5, key: key),
    try NetworkPGD(threat, loss: .divergence, steps: 5, start: .random(key)),
    try NetworkPGD(threat, profile: .foolbox, key: key),
    try MIM(threat, profile: .foolbox),
  ]
  if threat.ball.norm != .l1 {
    attacks.append(try NetworkPGD(threat, profile: .torchattacks, key: key))
    attacks.append(try DeepFool(threat.ball.norm, threat: threat, steps: 10))
  }
  if threat.ball.norm == .l2 {
    attacks.append(try CarliniWagner(threat: threat, searches: 3, steps: 30))
  }
  if threat.ball.norm == .linf {
    attacks.append(try NetworkPGD(threat, profile: .madry, key: key))
    attacks.append(try MIM(threat, profile: .torchattacks))
  }
  return attacks
}

struct SmallNetworkAttackTests {
  @Test(arguments: [Norm.l1, .l2, .linf], [false, true])
  func noAttackIsBelowTheGridAndPGDComesClose(norm: Norm, hasBox: Bool) throws {
    let model = PlainNetwork([2, 8, 2], seed: 71, scale: 3)
    let radius = 0.2
    // The box leaves at least half the radius on every side.
    let examples = try model.points(6, seed: 72, in: 0.1...0.9)
    let threat = try Threat(Ball(norm, radius: radius), box: hasBox ? Box(0, 1) : nil)
    let strong = try NetworkPGD(
      threat, loss: .logitMargin(cappedAt: .infinity), steps: 60, step: radius / 12,
      start: .random(key), restarts: 8)
    let count = 60
    let h = radius / Double(count)
    var smallest: [Double] = []
    for i in 0..<examples.count {
      let (x, label) = (examples.plain(i), examples.labels[i])
      var least = Double.infinity
      for a in -count...count {
        for b in -count...count {
          let delta = [Double(a) * h, Double(b) * h]
          guard plainNorm(delta, norm.exponent) <= radius * (1 + 1e-12) else { continue }
          let q = [x[0] + delta[0], x[1] + delta[1]]
          if hasBox, q.contains(where: { $0 < 0 || $0 > 1 }) { continue }
          least = min(least, model.margin(q, label))
        }
      }
      smallest.append(least)
    }
    for attack in try everyAttack(threat) + [strong] {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      for i in 0..<examples.count {
        let label = examples.labels[i]
        // Every point of the set has a grid point of the set within 3h.
        #expect(result.margins.value[i] >= smallest[i] - 3 * h * model.lipschitz, "\(attack.name)")
        if result.succeeded[i], !attack.keepsLast {
          #expect(model.margin(result.plain(i, 2), label) <= 1e-5, "\(attack.name)")
        }
        let clean = model.margin(examples.plain(i), label)
        if attack.name == strong.name {
          #expect(result.margins.value[i] <= smallest[i] + 0.05 * (clean - smallest[i]))
        }
      }
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf], [false, true])
  func pointsStayInBallAndBox(norm: Norm, hasBox: Bool) throws {
    let d = 9
    let model = PlainNetwork([d, 12, 4], seed: 73, scale: 3)
    let examples = try model.points(25, seed: 74)
    let radius = norm == .linf ? 0.15 : 0.6
    let threat = try Threat(Ball(norm, radius: radius), box: hasBox ? Box(0, 1) : nil)
    for attack in try everyAttack(threat) {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      for i in 0..<examples.count {
        let point = result.plain(i, d)
        let moved = zip(point, examples.plain(i)).map { $0 - $1 }
        // Coordinates are below 2 and rounded to 24 bits, after a few operations.
        let slack = 0x1p-22 * (norm == .linf ? 1 : Double(d))
        #expect(plainNorm(moved, norm.exponent) <= radius + slack, "\(attack.name)")
        if hasBox { #expect(point.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(attack.name)") }
        #expect(abs(result.margins.value[i]) < .infinity && result.losses.value[i].isFinite)
      }
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func threadsDoNotChangeAByte(norm: Norm) throws {
    let model = PlainNetwork([4, 8, 3], seed: 75, scale: 3)
    let examples = try model.points(300, seed: 76)
    let threat = try Threat(Ball(norm, radius: 0.2), box: Box(0, 1))
    for attack in try everyAttack(threat) {
      let one = try attack.attack(model.network, on: examples, threads: 1)
      for threads in [2, 4] {
        let other = try attack.attack(model.network, on: examples, threads: threads)
        #expect(other.inputs == one.inputs, "\(attack.name)")
        #expect(other.losses.value == one.losses.value && other.trace == one.trace)
        #expect(other.margins.value == one.margins.value)
        #expect(other.gradients == one.gradients && other.queries == one.queries)
        #expect(other.distances?.value == one.distances?.value)
        #expect(other.reachedTarget == one.reachedTarget)
      }
    }
  }

  /// All units dead: logits are the last bias and every gradient is 0.
  @Test(arguments: [Norm.l1, .l2, .linf])
  func zeroGradientsGiveNumbers(norm: Norm) throws {
    var model = PlainNetwork([3, 4, 3], seed: 77)
    let first = model.layers[0]
    model.layers[0] = PlainNetwork.Layer(
      weight: first.weight, bias: [-100, -100, -100, -100], isRectified: true)
    let examples = try model.points(5, seed: 78)
    let threat = try Threat(Ball(norm, radius: 0.3), box: Box(0, 1))
    for attack in try everyAttack(threat) {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      #expect(result.inputs.allSatisfy { $0.isFinite }, "\(attack.name)")
      #expect(!result.succeeded.contains(true), "\(attack.name)")
      #expect(result.distances?.value.allSatisfy { $0 == .infinity } ?? true)
    }
  }

  /// Letting solved rows go changes what is found for none of the others.
  @Test func leavingRowsDoNotDisturbTheOthers() throws {
    let model = PlainNetwork([4, 8, 3], seed: 79, scale: 3)
    let examples = try model.points(60, seed: 80)
    let threat = try Threat(Ball(.linf, radius: 0.3), box: Box(0, 1))
    do {
      let results = try [false, true].map {
        try MIM(threat, steps: 20, stopsAtSuccess: $0)
          .attack(model.network, on: examples, threads: 1)
      }
      #expect(results[0].succeeded == results[1].succeeded)
      #expect(results[0].succeeded.contains(true) && results[0].succeeded.contains(false))
      for i in 0..<60 where !results[0].succeeded[i] {
        #expect(abs(results[0].margins.value[i] - results[1].margins.value[i]) < 1e-5)
      }
      #expect(results[1].gradients < results[0].gradients)
      let targeted = try [false, true].map {
        try NetworkPGD(threat, steps: 20, stopsAtSuccess: $0, target: .next)
          .attack(model.network, on: examples, threads: 1)
      }
      #expect(targeted[0].reachedTarget == targeted[1].reachedTarget)
      #expect(targeted[0].reachedTarget?.contains(true) ?? false)
    }
  }

  @Test(arguments: [AttackTarget.next, .one(2), .leastLikely])
  func targetedAttacksReachTheirTarget(target: AttackTarget) throws {
    let model = PlainNetwork([4, 4], seed: 81, scale: 3)
    let examples = try model.points(20, seed: 82)
    let wide = try Threat(Ball(.linf, radius: 8))
    let narrow = try Threat(Ball(.linf, radius: 0.001))
    for loss in [NetworkLoss.crossEntropy, .logitMargin(cappedAt: .infinity)] {
      for attack in [
        try NetworkFGSM(narrow, loss: loss, target: target),
        try NetworkPGD(wide, loss: loss, steps: 60, step: 0.3, target: target),
        try MIM(wide, loss: loss, steps: 60, step: 0.3, target: target),
      ] as [any NetworkAttack] {
        let result = try attack.attack(model.network, on: examples, threads: 1)
        let reached = try #require(result.reachedTarget)
        for i in 0..<examples.count {
          let (x, label) = (examples.plain(i), examples.labels[i])
          let z = model.logits(x)
          let aim: Int
          switch target {
          case .one(let given) where given != label: aim = given
          case .leastLikely: aim = z.indices.filter { $0 != label }.min { z[$0] < z[$1] }!
          default: aim = (label + 1) % 4
          }
          let predicted = model.predicted(result.plain(i, 4))
          #expect(reached[i] == (predicted == aim), "\(attack.name)")
          // Some class is never the largest logit of a linear network, but the next one may be.
          if reached[i] { #expect(result.succeeded[i]) }
        }
        if attack.threat == wide { #expect(reached.count { $0 } >= 10, "\(attack.name)") }
        if attack.threat == narrow { #expect(reached.count { $0 } <= 2, "\(attack.name)") }
      }
    }
  }

  @Test func targetsAreClassesOtherThanTheOwn() throws {
    let model = PlainNetwork([2, 3], seed: 83)
    let examples = try model.points(3, seed: 84)
    let threat = try Threat(Ball(.l2, radius: 0.1))
    for target in [AttackTarget.one(3), .one(-1), .each([0]), .each(examples.labels)] {
      #expect(throws: AttackError.self) {
        try NetworkFGSM(threat, target: target).attack(model.network, on: examples)
      }
    }
    let others = examples.labels.map { ($0 + 2) % 3 }
    _ = try NetworkFGSM(threat, target: .each(others)).attack(model.network, on: examples)
  }

  @Test func optionsOutOfRangeAreRefused() throws {
    let l1 = try Threat(Ball(.l1, radius: 0.1))
    let l2 = try Threat(Ball(.l2, radius: 0.1))
    #expect(throws: AttackError.self) { try NetworkPGD(l2, steps: 0) }
    #expect(throws: AttackError.self) { try NetworkPGD(l2, restarts: 2) }
    #expect(throws: AttackError.self) { try NetworkPGD(l2, profile: .madry, key: key) }
    #expect(throws: AttackError.self) { try NetworkPGD(l1, profile: .torchattacks, key: key) }
    #expect(throws: AttackError.self) { try MIM(l2, profile: .torchattacks) }
    #expect(throws: AttackError.self) { try MIM(l2, momentum: -1) }
    #expect(throws: AttackError.self) { try DeepFool(.l1) }
    #expect(throws: AttackError.self) { try DeepFool(.linf, threat: l2) }
    #expect(throws: AttackError.self) { try CarliniWagner(threat: l1) }
    #expect(throws: AttackError.self) { try CarliniWagner(rate: 0) }
    #expect(throws: AttackError.self) { try RandomNoise(l2, draws: 0, key: key) }
  }
}
