// Oracle: the variational inequality (u − p)ᵀ(q − p) ≤ 0 for every q of the set, which only the
// projection satisfies; q runs over all vertices (ℓ1, ℓ∞), or over a fine fan of rays cut off at
// the boundary of the set (ℓ2 with a box).
import Testing

@testable import AdvKit

struct ProjectionTests {
  @Test(arguments: [true, false], [2, 3])
  func projectionOntoPolytopesIsNearest(l1: Bool, dimension: Int) throws {
    var numbers = TestNumbers(11)
    for round in 0..<40 {
      let x = (0..<dimension).map { _ in [0, 1, 0.5, numbers.number(0...1)][numbers.index(4)] }
      let u = numbers.awkward(dimension)
      let radius = [0, 0.3, 0.9, 4][round % 4]
      let box = round % 3 == 2 ? nil : try Box(0, 1)
      let set = try FeasibleSet(
        Ball(l1 ? .l1 : .linf, radius: radius), box: box, around: x)
      let p = set.projection(of: u)
      var constraints = Polytope.ball(l1: l1, radius: radius, dimension: dimension)
      if box != nil { constraints += Polytope.interval(x.map { -$0 }, x.map { 1 - $0 }) }
      #expect(Polytope.contains(p, constraints, slack: 1e-12))
      let normal = zip(u, p).map { $0 - $1 }
      for q in Polytope.vertices(constraints, dimension: dimension) {
        #expect(plainDot(normal, zip(q, p).map { $0 - $1 }) <= 1e-8)
      }
      expectIdempotent(p, set)
    }
  }

  @Test(arguments: [true, false])
  func euclideanProjectionIsNearest(hasBox: Bool) throws {
    var numbers = TestNumbers(12)
    let rays = circlePoints(200)
    for round in 0..<40 {
      let x = (0..<2).map { _ in [0, 1, 0.5, numbers.number(0...1)][numbers.index(4)] }
      let u = [numbers.number(-2...2), round % 5 == 0 ? 0 : numbers.number(-2...2)]
      let radius = [0, 0.3, 0.7, 1.2][round % 4]
      let set = try FeasibleSet(
        Ball(.l2, radius: radius), box: hasBox ? Box(0, 1) : nil, around: x)
      let p = set.projection(of: u)
      #expect(plainNorm(p, 2) <= radius * (1 + 1e-12))
      let normal = zip(u, p).map { $0 - $1 }
      for ray in rays {
        var length = radius
        for j in 0..<2 where hasBox && ray[j] != 0 {
          length = min(length, (ray[j] > 0 ? 1 - x[j] : x[j]) / abs(ray[j]))
        }
        let q = ray.map { $0 * length }
        #expect(plainDot(normal, zip(q, p).map { $0 - $1 }) <= 1e-9)
      }
      if hasBox {
        for j in 0..<2 { #expect(x[j] + p[j] >= -1e-12 && x[j] + p[j] <= 1 + 1e-12) }
      }
      expectIdempotent(p, set)
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func projectionNeverWidensDistances(norm: Norm) throws {
    var numbers = TestNumbers(13)
    let x = (0..<8).map { _ in numbers.number(0...1) }
    let set = try FeasibleSet(Ball(norm, radius: 0.6), box: Box(0, 1), around: x)
    for _ in 0..<50 {
      let a = numbers.awkward(8)
      let b = numbers.awkward(8)
      let before = plainNorm(zip(a, b).map { $0 - $1 }, 2)
      let after = plainNorm(zip(set.projection(of: a), set.projection(of: b)).map { $0 - $1 }, 2)
      #expect(after <= before + 1e-12)
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func randomPerturbationsAreAllowedAndFillTheBall(norm: Norm) throws {
    let radius = 0.5
    var random = RandomStream(RandomKey(seed: 5, cell: "pgd", stream: "start"))
    let open = try FeasibleSet(Ball(norm, radius: radius), box: nil, around: [0, 0, 0])
    let tight = try FeasibleSet(Ball(norm, radius: radius), box: Box(0, 1), around: [0, 1, 0.4])
    var inner = 0
    var mean = [0.0, 0, 0]
    for _ in 0..<4000 {
      let d = open.sample(&random)
      #expect(plainNorm(d, norm.exponent) <= radius * (1 + 1e-12))
      if plainNorm(d, norm.exponent) < radius / 2 { inner += 1 }
      for j in 0..<3 { mean[j] += d[j] / 4000 }
      let clipped = tight.sample(&random)
      #expect(plainNorm(clipped, norm.exponent) <= radius * (1 + 1e-12))
      #expect(clipped[0] >= 0 && clipped[1] <= 0)
    }
    // A ball of half the radius holds 1/8 of the volume: 500 of 4000, five standard errors.
    #expect(abs(inner - 500) < 105)
    #expect(mean.allSatisfy { abs($0) < 0.025 })
  }

  @Test func otherNormsAndPointsOutsideTheBoxAreRefused() throws {
    #expect(throws: ThreatError.self) {
      try FeasibleSet(Ball(.p(3), radius: 1), box: nil, around: [0])
    }
    #expect(throws: ThreatError.pointOutsideBox(point: 0, coordinate: 0, value: 2)) {
      try FeasibleSet(Ball(.l2, radius: 1), box: Box(0, 1), around: [2])
    }
  }

  private func expectIdempotent(_ p: [Double], _ set: FeasibleSet) {
    for (first, second) in zip(p, set.projection(of: p)) {
      #expect(abs(first - second) <= 1e-14)
    }
  }
}
