// Oracle: the duality gap, which the certificate (judged by its own tests) proves, on data meant
// to break a solver: duplicates, collinear points, one huge coordinate, scales from 1e-3 to 1e3.
import AdvKit
import Evidence
import Testing

@Suite struct TrainingHostileDataTests {
  enum Shape: CaseIterable {
    case plain, duplicated, rounded, collinear, huge, constantColumn, separated, wide, pair
  }

  static func points(_ shape: Shape, scale: Double) -> ([[Double]], [Double]) {
    var numbers = TestNumbers(101)
    let count = shape == .pair ? 2 : (shape == .wide ? 4 : 14)
    let dimension = shape == .wide ? 9 : 3
    let labels = (0..<count).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    var rows = labels.map { y in
      (0..<dimension).map { j in
        (j == 0 ? (shape == .separated ? 4 : 0.6) * y : 0) + numbers.number(-1...1)
      }
    }
    for i in rows.indices {
      switch shape {
      case .duplicated where i >= 4: rows[i] = rows[i % 4]
      case .rounded: rows[i] = rows[i].map { $0.rounded() }
      case .collinear: rows[i] = [rows[i][0], 2 * rows[i][0], -rows[i][0]]
      case .huge: rows[i][1] *= 1e4
      case .constantColumn: rows[i][2] = 1
      default: break
      }
      rows[i] = rows[i].map { $0 * scale }
    }
    return (rows, labels)
  }

  @Test(arguments: Shape.allCases, [1e-3, 1, 1e3])
  func theGapIsClosedForEveryCombination(_ shape: Shape, _ scale: Double) throws {
    let (points, labels) = Self.points(shape, scale: scale)
    for (norm, loss) in TrainingCases.combinations {
      for bias in [false, true] {
        for (radius, ridge) in [(0, 0), (0.2, 0), (5, 0), (0.2, 1e-3), (0, 1.0)] {
          let solution = try solve(
            try TrainingCases.training(
              points, labels, loss, norm, radius: radius * scale, ridge: ridge * scale * scale,
              bias: bias))
          let allowed = 1e-8 * max(1, abs(solution.objective.value))
          #expect(solution.gap <= allowed, "\(norm) \(loss) \(bias) \(radius) \(ridge)")
          #expect(solution.certificate.value <= solution.objective.value + allowed)
          #expect(solution.model.isFinite)
          if case .notAttained(_, let infimum) = solution.attainment {
            #expect(infimum.value <= solution.objective.value + allowed)
            #expect((infimum.evidence.gap ?? 0) <= 1e-9)
          }
        }
      }
    }
  }

  @Test func everySolutionIsTheSameWhenComputedAgain() throws {
    let (points, labels) = Self.points(.plain, scale: 1)
    let problem = try TrainingCases.training(points, labels, .hinge, .l2, radius: 0.1)
    #expect(try solve(problem).model == (try solve(problem).model))
  }

  @Test func aBallOfRadiusZeroIsNoBall() throws {
    let (points, labels) = Self.points(.plain, scale: 1)
    let data = try Dataset(points: Matrix(rows: points), labels: labels)
    for norm in TrainingCases.norms {
      let with = try solve(
        try TrainingCases.training(points, labels, .logistic, norm, radius: 0))
      let without = try solve(LinearTraining(data: data, loss: .logistic))
      #expect(abs(with.objective.value - without.objective.value) <= 1e-11)
    }
  }
}
