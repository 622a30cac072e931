// Oracle: in the plane two disjoint convex hulls are nearest at a vertex and an edge: all pairs of
// a point and a segment of the other class, each by golden section; without bias, 0 and segments.
import AdvKit
import Evidence
import Testing

@Suite struct HullDistanceTests {
  private func norm(_ norm: Norm, _ v: [Double]) -> Double {
    switch norm {
    case .l1: v.map(abs).reduce(0, +)
    case .linf: v.map(abs).max() ?? 0
    default: v.map { $0 * $0 }.reduce(0, +).squareRoot()
    }
  }

  private func distance(_ p: [Double], to segment: ([Double], [Double]), _ attack: Norm) -> Double {
    ObjectiveOracle.golden(70, 1) { parameter in
      let share = min(1, max(0, (parameter + 1) / 2))
      return norm(
        attack,
        (0..<2).map { p[$0] - (1 - share) * segment.0[$0] - share * segment.1[$0] })
    }
  }

  private func hullDistance(_ a: [[Double]], _ b: [[Double]], _ attack: Norm) -> Double {
    var least = Double.infinity
    for (from, to) in [(a, b), (b, a)] {
      for p in from {
        for q in to {
          for r in to { least = min(least, distance(p, to: (q, r), attack)) }
        }
      }
    }
    return least
  }

  private func separated(_ seed: UInt64, scale: Double) -> ([[Double]], [Double]) {
    var numbers = TestNumbers(seed)
    let labels = (0..<7).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    return (
      labels.map { y in
        [scale * (1.6 * y + numbers.number(-1...1)), scale * (y + numbers.number(-0.8...0.8))]
      }, labels
    )
  }

  @Test(arguments: TrainingCases.norms, [1e-3, 1, 1e3])
  func theMarginIsHalfTheDistanceOfTheHulls(_ attack: Norm, _ scale: Double) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let (points, labels) = separated(seed, scale: scale)
      let data = try Dataset(points: Matrix(rows: points), labels: labels)
      let a = zip(points, labels).filter { $0.1 > 0 }.map(\.0)
      let b = zip(points, labels).filter { $0.1 < 0 }.map(\.0)
      let result = try separability(of: data, norm: attack, fitsBias: true)
      #expect(abs(result.margin.value - hullDistance(a, b, attack) / 2) <= 1e-9 * scale)
      #expect(result.gap <= 1e-12 * scale)
      let signed = zip(points, labels).map { x, y in x.map { y * $0 } }
      let central = try separability(of: data, norm: attack, fitsBias: false)
      #expect(
        abs(central.margin.value - hullDistance([[0, 0]], signed, attack)) <= 1e-9 * scale)
      #expect(central.gap <= 1e-12 * scale)
    }
  }

  @Test(arguments: TrainingCases.norms)
  func bothCertificatesProveWhatTheySay(_ attack: Norm) throws {
    for (seed, bias) in [(1, true), (2, false), (3, true)] {
      let (points, labels) = separated(UInt64(seed), scale: 1)
      let data = try Dataset(points: Matrix(rows: points), labels: labels)
      let result = try separability(of: data, norm: attack, fitsBias: bias)
      let w = result.model.weights
      let dual = attack == .l1 ? Norm.linf : (attack == .linf ? .l1 : .l2)
      #expect(abs(norm(dual, w) - 1) <= 1e-12)
      let margins = zip(points, labels).map { x, y in
        y * (w[0] * x[0] + w[1] * x[1] + result.model.bias)
      }
      #expect(abs((margins.min() ?? 0) - result.margin.value) <= 1e-12)
      #expect(result.convexWeights.allSatisfy { $0 >= 0 })
      let mass = zip(result.convexWeights, labels).filter { $0.1 > 0 }.map(\.0).reduce(0, +)
      let all = result.convexWeights.reduce(0, +)
      if bias {
        #expect(abs(mass - 1) <= 1e-12)
        #expect(abs(all - 2) <= 1e-12)
        let (p, q) = (result.hullPoints[0], result.hullPoints[1])
        #expect(
          abs(norm(attack, [p[0] - q[0], p[1] - q[1]]) / 2 - result.upperBound) <= 1e-12)
      } else {
        #expect(abs(all - 1) <= 1e-12)
        #expect(abs(norm(attack, result.hullPoints[0]) - result.upperBound) <= 1e-12)
      }
      #expect(result.margin.evidence.kind == .bounded)
      #expect(result.margin.evidence.direction == .atLeast)
    }
  }

  @Test(arguments: TrainingCases.norms)
  func hullsThatMeetHaveMarginZero(_ attack: Norm) throws {
    // The negative point lies in the triangle of the positive ones; then on its edge.
    for inner in [[0.2, 0.3], [0, 0.5], [0, 0]] as [[Double]] {
      let data = try Dataset(
        points: Matrix(rows: [[0, 0], [1, 0], [0, 1], inner]), labels: [1, 1, 1, -1])
      let result = try separability(of: data, norm: attack, fitsBias: true)
      #expect(result.margin.value == 0 || result.margin.value < 1e-15)
      #expect(result.upperBound <= 1e-12)
    }
  }

  @Test(arguments: TrainingCases.norms)
  func onePointAClassDuplicatesAndLinesAreNoTrouble(_ attack: Norm) throws {
    let two = try Dataset(points: Matrix(rows: [[3, 0], [-1, 0]]), labels: [1, -1])
    #expect(abs(try separability(of: two, norm: attack, fitsBias: true).margin.value - 2) <= 1e-12)
    // min over the segment from (3, 0) to (1, 0) without bias.
    #expect(abs(try separability(of: two, norm: attack, fitsBias: false).margin.value - 1) <= 1e-12)
    let many = try Dataset(
      points: Matrix(rows: [[3, 0], [3, 0], [3, 0], [-1, 0], [-1, 0]]), labels: [1, 1, 1, -1, -1])
    #expect(abs(try separability(of: many, norm: attack, fitsBias: true).margin.value - 2) <= 1e-12)
    let line = try Dataset(
      points: Matrix(rows: [[1, 1], [2, 2], [5, 5], [-1, -1], [-4, -4]]), labels: [1, 1, 1, -1, -1])
    let expected = norm(attack, [1, 1])
    let found = try separability(of: line, norm: attack, fitsBias: true).margin.value
    #expect(abs(found - expected) <= 1e-12)
  }

  @Test func aBiasNeedsBothClasses() throws {
    let data = try Dataset(points: Matrix(rows: [[1], [2]]), labels: [1, 1])
    #expect(throws: TrainingError.oneClassOnly) {
      try separability(of: data, norm: .l2, fitsBias: true)
    }
    #expect(try separability(of: data, norm: .l2, fitsBias: false).margin.value == 1)
    #expect(throws: TrainingError.norm("ℓ3")) {
      try separability(of: data, norm: .p(3), fitsBias: false)
    }
  }
}
