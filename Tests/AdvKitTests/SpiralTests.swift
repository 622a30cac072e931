// Oracle: the curve's equation r = θ/(2π·turns), with angles from the C library's atan2.
import Foundation
import Testing

@testable import AdvKit

struct SpiralTests {
  let key = RandomKey(seed: 2025, cell: "points", stream: "draw")

  /// How far an angle is from another, in turns.
  func turnsApart(_ a: Double, _ b: Double) -> Double {
    let difference = (a - b) / (2 * Double.pi)
    return abs(difference - difference.rounded())
  }

  @Test func pointsWithoutNoiseLieOnTheirArms() throws {
    let data = try Dataset.spirals(count: 41, noise: 0, turns: 1.5, key: key)
    #expect(data.negatives == 21)
    for (x, label) in zip(data.points.rowArrays, data.labels) {
      let radius = hypot(x[0], x[1])
      #expect(radius > 0 && radius <= 1 + 1e-12)
      let angle = atan2(x[1], x[0]) - (label > 0 ? Double.pi : 0)
      #expect(turnsApart(angle, 2 * Double.pi * 1.5 * radius) < 1e-12)
    }
    // Both arms end at distance 1, opposite each other.
    #expect(abs(data.points[40, 0] + 1) < 1e-12)
    #expect(abs(data.points[39, 0] - 1) < 1e-12)
  }

  @Test func severalArmsAreEvenlyTurned() throws {
    let examples = try Examples.spirals(count: 31, classes: 3, noise: 0, turns: 0.75, key: key)
    #expect(examples.labels.prefix(4) == [0, 1, 2, 0])
    #expect(examples.classes == 3)
    for index in 0..<examples.count {
      let x = examples.input(index).map(Double.init)
      let radius = hypot(x[0], x[1])
      let arm = Double(examples.labels[index]) / 3
      let expected = 2 * Double.pi * (0.75 * radius + arm)
      #expect(turnsApart(atan2(x[1], x[0]), expected) < 1e-6)
    }
  }

  @Test func twoArmsAreThoseOfTheBinaryProblem() throws {
    let two = try Examples.spirals(count: 50, classes: 2, noise: 0.1, turns: 2, key: key)
    #expect(try Dataset.spirals(count: 50, noise: 0.1, turns: 2, key: key).examples() == two)
  }

  @Test func noiseHasItsSize() throws {
    let clean = try Dataset.spirals(count: 4000, noise: 0, turns: 2, key: key)
    let noisy = try Dataset.spirals(count: 4000, noise: 0.3, turns: 2, key: key)
    let squares = zip(clean.points.storage, noisy.points.storage).map { ($0 - $1) * ($0 - $1) }
    let deviation = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    // Five standard errors: 0.3/√(2·8000).
    #expect(abs(deviation - 0.3) < 5 * 0.3 / 126)
  }

  @Test func parametersOutsideTheirRangeAreRefused() {
    for (count, noise, turns) in [
      (1, 0.1, 1.0), (10, -1, 1), (10, .nan, 1), (10, 0, 0), (10, 0, 101),
    ] {
      #expect(throws: DataError.self) {
        try Dataset.spirals(count: count, noise: noise, turns: turns, key: key)
      }
    }
    for (count, classes) in [(10, 1), (10, 101), (3, 4)] {
      #expect(throws: DataError.self) {
        try Examples.spirals(count: count, classes: classes, noise: 0, turns: 1, key: key)
      }
    }
  }
}
