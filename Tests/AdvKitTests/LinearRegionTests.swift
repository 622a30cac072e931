// Oracle: exhaustive search over the linear regions of networks with at most 12 ReLUs in the plane
// (`LinearRegions`), itself held to a fine grid and to the network's own logits.
import Evidence
import Testing

@testable import AdvKit

private let key = RandomKey(seed: 12, cell: "regions", stream: "start")

struct LinearRegionTests {
  /// The layers of each network: one and two hidden layers, two and three classes.
  static let networks = [[2, 12, 2], [2, 8, 3], [2, 6, 6, 2], [2, 7, 5, 3]]

  /// The search is right where it can be seen: its regions cover the square once, carry the network's
  /// logits, and a grid finds nothing smaller and comes as close as its mesh allows.
  @Test(arguments: networks)
  func regionsAreThoseOfTheNetwork(sizes: [Int]) throws {
    let model = PlainNetwork(sizes, seed: 31, scale: 3)
    let square = Polygon(
      corners: [(0, 0), (1, 0), (1, 1), (0, 1)].map { Place(x: $0.0, y: $0.1) })
    let regions = model.regions(in: square)
    #expect(regions.count >= 4)
    var area = 0.0
    for region in regions {
      let corners = region.polygon.corners
      for (k, a) in corners.enumerated() {
        let b = corners[(k + 1) % corners.count]
        area += (a.x * b.y - a.y * b.x) / 2
        for (f, z) in zip(region.logits, model.logits([a.x, a.y])) {
          #expect(abs(f.at(a) - z) < 1e-9)
        }
      }
    }
    #expect(abs(area - 1) < 1e-9)
    let examples = try model.points(3, seed: 32, in: 0.2...0.8)
    for exponent in [1, 2, Double.infinity] {
      let radius = 0.15
      let h = radius / 80
      for i in 0..<examples.count {
        let (x, label) = (examples.plain(i), examples.labels[i])
        let exact = model.worstMargin(x, label, exponent: exponent, radius: radius, hasBox: true)
        var least = Double.infinity
        for a in -80...80 {
          for b in -80...80 {
            let delta = [Double(a) * h, Double(b) * h]
            guard plainNorm(delta, exponent) <= radius else { continue }
            least = min(least, model.margin([x[0] + delta[0], x[1] + delta[1]], label))
          }
        }
        #expect(least >= exact - 1e-9)
        #expect(least <= exact + 3 * h * model.lipschitz)
      }
    }
  }

  @Test(arguments: networks, [Norm.l1, .l2, .linf])
  func attacksAreHeldToTheExactMargin(sizes: [Int], norm: Norm) throws {
    let radius = 0.12
    let threat = try Threat(Ball(norm, radius: radius), box: Box(0, 1))
    // The first network of which some points are robust and some are not, so that both are tried.
    var found: (PlainNetwork, Examples, [Double])?
    for seed in 33..<53 where found == nil {
      let model = PlainNetwork(sizes, seed: UInt64(seed), scale: 3)
      let examples = try model.points(20, seed: 34, in: 0.1...0.9)
      let exact = (0..<examples.count).map {
        model.worstMargin(
          examples.plain($0), examples.labels[$0], exponent: norm.exponent, radius: radius,
          hasBox: true)
      }
      if exact.count(where: { $0 > 0 }) >= 5, exact.count(where: { $0 < 0 }) >= 5 {
        found = (model, examples, exact)
      }
    }
    let (model, examples, exact) = try #require(found)
    let strong = try NetworkPGD(
      threat, loss: .logitMargin(cappedAt: .infinity), steps: 100, step: radius / 15,
      start: .random(key), restarts: 10)
    let auto = try AutoAttack(
      threat, classes: model.network.classes, key: key, steps: 40, stepsOfFAB: 20, queries: 300)
    var attacks = try everyAttack(threat) + [strong, auto]
    attacks +=
      try [
        APGD(threat, key: key, steps: 40),
        APGD(threat, key: key, loss: .logitMargin(cappedAt: .infinity)),
        FAB(norm, threat: threat, key: key, steps: 20), Square(threat, key: key, queries: 300),
      ] as [any NetworkAttack]
    var close = 0
    for attack in attacks {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      for i in 0..<examples.count {
        // Inputs are below 1 and weights below 5: logits of Float carry less than 2⁻¹⁷.
        #expect(result.margins.value[i] >= exact[i] - 1e-5, "\(attack.name), point \(i)")
        if exact[i] > 1e-5, attack.nearest == nil {
          #expect(!result.succeeded[i], "\(attack.name), point \(i)")
        }
        if attack.name == auto.name, exact[i] < -1e-3 {
          #expect(result.succeeded[i], "point \(i): \(exact[i])")
        }
        if attack.name == strong.name {
          let clean = model.margin(examples.plain(i), examples.labels[i])
          if result.margins.value[i] <= exact[i] + 0.02 * (clean - exact[i]) + 1e-5 { close += 1 }
        }
      }
    }
    // Where all units of a layer are dead there is no gradient to follow; elsewhere it gets there.
    #expect(close >= 18, "\(close) of 20")
  }

  @Test(arguments: networks, [Norm.l2, .linf])
  func nearestErrorsAreNoNearerThanTheRegionsAllow(sizes: [Int], norm: Norm) throws {
    let model = PlainNetwork(sizes, seed: 35, scale: 3)
    let examples = try model.points(15, seed: 36, in: 0.1...0.9)
    let reach = 2.0
    let exact = (0..<examples.count).map {
      model.errorDistance(
        examples.plain($0), examples.labels[$0], exponent: norm.exponent, reach: reach)
    }
    var attacks: [any NetworkAttack] = [
      try DeepFool(norm), try FAB(norm, key: key, steps: 60, restarts: 3),
    ]
    if norm == .l2 { attacks.append(try CarliniWagner(box: Box(-2, 3), searches: 6, steps: 300)) }
    for attack in attacks {
      let result = try attack.attack(model.network, on: examples, threads: 1)
      let distances = try #require(result.distances).value
      var close = 0
      for i in 0..<examples.count {
        // Points lie where Float says that the margin is ≤ 0, up to 1e-6 beside the line.
        #expect(distances[i] >= min(exact[i], reach) - 1e-5, "\(attack.name), point \(i)")
        if distances[i] <= 1.05 * exact[i] + 1e-4 { close += 1 }
      }
      if !(attack is DeepFool) {
        #expect(close * 5 >= examples.count * 4, "\(attack.name) \(close)")
      }
    }
  }
}
