// Oracle: the curves' equations for data without noise, sample moments for clouds, and CSV texts
// whose reading is written out beside them.
import Testing

@testable import AdvKit

struct DataTests {
  let key = RandomKey(seed: 2025, cell: "points", stream: "draw")

  @Test func blobsHaveTheirCentersAndSpread() throws {
    let data = try Dataset.blobs(
      count: 4001, centers: [[-1, 2], [3, 0]], std: [0.5, 2], key: key)
    #expect(data.negatives == 2001)
    #expect(data.positives == 2000)
    for (label, center, std) in [(-1.0, [-1.0, 2], 0.5), (1.0, [3.0, 0], 2.0)] {
      for j in 0..<2 {
        let values = (0..<4001).filter { data.labels[$0] == label }.map { data.points[$0, j] }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        // Five standard errors.
        #expect(abs(mean - center[j]) < 5 * std / 44.7)
        #expect(abs(variance.squareRoot() - std) < 5 * std / 63)
      }
    }
  }

  @Test func aLongerDrawBeginsWithTheShorterOne() throws {
    let short = try Dataset.blobs(count: 6, centers: [[0], [1]], std: [1], key: key)
    let long = try Dataset.blobs(count: 60, centers: [[0], [1]], std: [1], key: key)
    #expect(long.points.rowArrays.starts(with: short.points.rowArrays))
    #expect(long.labels.starts(with: short.labels))
    let other = try Dataset.blobs(count: 6, centers: [[0], [1]], std: [1], key: key.named("x"))
    #expect(other.points != short.points)
  }

  @Test func moonsWithoutNoiseLieOnTheirHalfCircles() throws {
    let data = try Dataset.moons(count: 41, noise: 0, key: key)
    for (x, label) in zip(data.points.rowArrays, data.labels) {
      let centered = label < 0 ? x : [1 - x[0], 0.5 - x[1]]
      #expect(abs(centered[0] * centered[0] + centered[1] * centered[1] - 1) < 1e-14)
      #expect(centered[1] >= -1e-14)
    }
    #expect(data.points.rowArrays[0] == [1, 0])
    #expect(abs(data.points[40, 0] + 1) < 1e-15)
    #expect(data.points.rowArrays[1] == [0, 0.5])
    #expect(data.negatives == 21)
  }

  @Test func circlesWithoutNoiseHaveTheirRadii() throws {
    let data = try Dataset.circles(count: 16, noise: 0, factor: 0.3, key: key)
    for (x, label) in zip(data.points.rowArrays, data.labels) {
      let radius = (x[0] * x[0] + x[1] * x[1]).squareRoot()
      #expect(abs(radius - (label < 0 ? 1 : 0.3)) < 1e-15)
    }
    #expect(Set(data.points.rowArrays).count == 16)
    #expect(abs(data.points[8, 0] + 1) < 1e-15)
  }

  @Test func xorLabelsAreTheSignsOfTheProduct() throws {
    let data = try Dataset.xor(count: 8, std: 0, key: key)
    for (x, label) in zip(data.points.rowArrays, data.labels) { #expect(label == -x[0] * x[1]) }
    #expect(Set(data.points.rowArrays).count == 4)
    let noisy = try Dataset.xor(count: 100, std: 0.1, key: key)
    for (x, label) in zip(noisy.points.rowArrays, noisy.labels) { #expect(label * x[0] * x[1] < 0) }
  }

  @Test func parametersOutOfRangeAreRefused() {
    #expect(throws: DataError.self) { try Dataset.moons(count: 1, noise: 0, key: key) }
    #expect(throws: DataError.self) { try Dataset.moons(count: 1_000_001, noise: 0, key: key) }
    #expect(throws: DataError.self) { try Dataset.moons(count: 9, noise: -1, key: key) }
    #expect(throws: DataError.self) { try Dataset.xor(count: 9, std: .nan, key: key) }
    #expect(throws: DataError.self) { try Dataset.circles(count: 9, noise: 0, factor: 1, key: key) }
    #expect(throws: DataError.self) {
      try Dataset.blobs(count: 9, centers: [[0], [1, 2]], std: [1], key: key)
    }
    #expect(throws: DataError.self) {
      try Dataset.blobs(count: 9, centers: [[0], [1]], std: [1, 1, 1], key: key)
    }
  }

  @Test func givenPointsAreCheckedRowByRow() throws {
    #expect(throws: DataError.ragged(row: 2, expected: 2, found: 1)) {
      try Dataset.given(points: [[0, 1], [0]], labels: [1, 1])
    }
    #expect(throws: DataError.label(row: 2, value: 0)) {
      try Dataset.given(points: [[0], [1]], labels: [1, 0])
    }
    #expect(throws: DataError.labelCount(points: 1, labels: 2)) {
      try Dataset.given(points: [[0]], labels: [1, 1])
    }
    #expect(throws: DataError.notFinite(row: 1, column: 2)) {
      try Dataset.given(points: [[0, .infinity]], labels: [1])
    }
    #expect(throws: DataError.empty) { try Dataset.given(points: [], labels: []) }
    #expect(throws: DataError.noCoordinates) { try Dataset.given(points: [[]], labels: [1]) }
    let one = try Dataset.given(points: [[0, 1], [2, 3]], labels: [1, 1])
    #expect(!one.hasBothClasses)
  }
}
