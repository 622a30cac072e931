// Oracle: the numbers at the ticks. A place in the drawing is turned back into a value with them and
// compared with the data; nothing of the scales is used.
import Markup
import Testing

@testable import Plots

struct FidelityTests {
  private func picture(_ figure: Figure, _ layout: Layout) throws -> DrawnPicture {
    try #require(DrawnPicture(render(figure, id: "x", layout: layout).serializedBytes))
  }

  private func isClose(_ a: Double, _ b: Double, _ slack: Double) -> Bool { abs(a - b) <= slack }

  @Test(arguments: Layout.allCases)
  func linesPassThroughTheirValues(layout: Layout) throws {
    let points = Samples.curve(0.9, 0.2, count: 60)
    let picture = try picture(
      Samples.lines([.init(label: "a", points: points, style: .robust)]), layout)
    let line = try #require(picture.polylines("l-robust").first)
    try #require(line.count == points.count)
    for (place, point) in zip(line, points) {
      #expect(isClose(try picture.value(at: place.x, horizontally: true), point.x, 0.1))
      #expect(isClose(try picture.value(at: place.y, horizontally: false), point.y, 0.002))
    }
  }

  @Test(arguments: Layout.allCases)
  func stepsHoldTheirValueUpToTheNext(layout: Layout) throws {
    let points = [Point(0, 1), Point(0.5, 0.4), Point(1, 0.4)]
    let picture = try picture(
      Samples.lines(
        [.init(label: "a", points: points, style: .robust, isStep: true)],
        y: Axis("accuracy", range: 0...1)), layout)
    let line = try #require(picture.polylines("l-robust").first)
    let values = try line.map {
      (
        try picture.value(at: $0.x, horizontally: true),
        try picture.value(at: $0.y, horizontally: false)
      )
    }
    let expected = [(0.0, 1.0), (0.5, 1), (0.5, 0.4), (1, 0.4), (1, 0.4)]
    try #require(values.count == expected.count)
    for (value, wanted) in zip(values, expected) {
      #expect(isClose(value.0, wanted.0, 0.003) && isClose(value.1, wanted.1, 0.006))
    }
  }

  @Test(arguments: Layout.allCases)
  func aValueThatIsNotFiniteInterruptsTheLine(layout: Layout) throws {
    let points = [Point(0, 1), Point(1, 2), Point(2, .nan), Point(3, 1), Point(4, 3)]
    let picture = try picture(
      Samples.lines([.init(label: "a", points: points, style: .robust)]), layout)
    #expect(picture.polylines("l-robust").map(\.count) == [2, 2])
  }

  @Test(arguments: Layout.allCases)
  func longLinesKeepTheirExtremes(layout: Layout) throws {
    var points = (0..<50_000).map { Point(Double($0), 0.5) }
    points[12_345] = Point(12_345, 1)
    points[40_000] = Point(40_000, 0)
    let picture = try picture(
      Samples.lines(
        [.init(label: "a", points: points, style: .robust)], y: Axis("y", range: 0...1)), layout)
    let line = try #require(picture.polylines("l-robust").first)
    #expect(line.count < 5000)
    let values = try line.map { try picture.value(at: $0.y, horizontally: false) }
    #expect(isClose(try #require(values.max()), 1, 0.006))
    #expect(isClose(try #require(values.min()), 0, 0.006))
  }

  @Test(arguments: Layout.allCases)
  func boundariesAreWhereTheScoreIsZero(layout: Layout) throws {
    let picture = try picture(Samples.boundary(Samples.blobs(120)), layout)
    for (name, line) in [("l-plain", Samples.models[0]), ("l-robust", Samples.models[1])] {
      let ends = try #require(picture.polylines(name).first)
      try #require(ends.count == 2)
      for end in ends {
        let x = try picture.value(at: end.x, horizontally: true)
        let y = try picture.value(at: end.y, horizontally: false)
        #expect(isClose(line.weights.x * x + line.weights.y * y + line.bias, 0, 0.1))
      }
    }
  }

  @Test(arguments: Layout.allCases)
  func theBandIsWhereTheScoreIsSmall(layout: Layout) throws {
    let picture = try picture(Samples.boundary(Samples.blobs(120)), layout)
    let corners = try #require(picture.polylines("band").first)
    var onEdge = 0
    for corner in corners {
      let x = try picture.value(at: corner.x, horizontally: true)
      let y = try picture.value(at: corner.y, horizontally: false)
      let score = x + 1.1 * y
      #expect(abs(score) <= 0.45 + 0.04)
      if isClose(abs(score), 0.45, 0.04) { onEdge += 1 }
    }
    #expect(onEdge >= 4)
  }

  @Test(arguments: Layout.allCases)
  func unitsAreEqualOnBothAxes(layout: Layout) throws {
    let picture = try picture(Samples.boundary(Samples.blobs(120)), layout)
    let across =
      try picture.value(at: 200, horizontally: true)
      - picture.value(at: 100, horizontally: true)
    let up =
      try picture.value(at: 100, horizontally: false)
      - picture.value(at: 200, horizontally: false)
    #expect(isClose(across / up, 1, 0.005))
  }

  @Test(arguments: Layout.allCases)
  func everyPointHasItsMarkAtItsPlace(layout: Layout) throws {
    let samples = Samples.blobs(120)
    let picture = try picture(Samples.boundary(samples), layout)
    let circles = picture.shapes.filter { $0.element == "circle" && $0.classes.contains("neg") }
    let negatives = samples.filter { !$0.isPositive }
    try #require(circles.count == negatives.count)
    for (circle, sample) in zip(circles, negatives) {
      let (cx, cy) = (circle.attributes["cx"] ?? "", circle.attributes["cy"] ?? "")
      let x = try picture.value(at: try #require(Double(cx)), horizontally: true)
      let y = try picture.value(at: try #require(Double(cy)), horizontally: false)
      #expect(isClose(x, sample.point.x, 0.03) && isClose(y, sample.point.y, 0.03))
    }
    #expect(picture.polylines("pos").count == samples.filter(\.isPositive).count)
  }

  @Test(arguments: Layout.allCases)
  func ballsAreLevelSetsOfTheirNormsAndTouchTheLevelLine(layout: Layout) throws {
    let picture = try picture(Samples.balls, layout)
    let balls = picture.polylines("ball")
    let centers = picture.shapes.filter { $0.classes.contains("center") }.map {
      (Double($0.attributes["cx"] ?? "") ?? 0, Double($0.attributes["cy"] ?? "") ?? 0)
    }
    try #require(balls.count == 4 && centers.count == 4)
    func norm(_ x: Double, _ y: Double, _ p: Int) -> Double {
      switch p {
      case 1: return abs(x) + abs(y)
      case 2: return (x * x + y * y).squareRoot()
      case 3:
        // The cube root by bisection.
        let sum = abs(x * x * x) + abs(y * y * y)
        var (low, high) = (0.0, 1000.0)
        for _ in 0..<80 {
          let middle = (low + high) / 2
          if middle * middle * middle < sum { low = middle } else { high = middle }
        }
        return low
      default: return max(abs(x), abs(y))
      }
    }
    var radii: [Double] = []
    for (place, p) in [1, 2, 0, 3].enumerated() {
      let sizes = balls[place].map { norm($0.x - centers[place].0, $0.y - centers[place].1, p) }
      let first = try #require(sizes.first)
      #expect(sizes.allSatisfy { isClose($0, first, 0.05) })
      radii.append(first)
    }
    // One scale for all panels: radii 0.3, 0.3, 0.3 and 0.2.
    #expect(isClose(radii[0], radii[1], 0.05) && isClose(radii[1], radii[2], 0.05))
    #expect(isClose(radii[3] / radii[0], 2.0 / 3, 0.01))
    // The level line of the three optimal panels leaves the ball on one side: w = (1, 2).
    for (place, line) in picture.polylines("level").prefix(3).enumerated() {
      let end = try #require(line.first)
      let level = (end.x - centers[place].0) - 2 * (end.y - centers[place].1)
      let scores = balls[place].map { ($0.x - centers[place].0) - 2 * ($0.y - centers[place].1) }
      #expect(isClose(level, try #require(scores.min()), 0.4))
    }
  }

  @Test func binsCountEveryValueOnce() throws {
    for (count, scale) in [(1, 1.0), (5, 1), (200, 1), (999, 1e-9), (999, 1e9)] {
      let values = Samples.values(count, around: 1, scale: scale)
      let bins = try #require(Bins([values], and: []))
      let edges = bins.edges
      for (bin, found) in bins.counts[0].enumerated() {
        let isLast = bin == bins.counts[0].count - 1
        let expected = values.filter {
          $0 >= edges[bin] && ($0 < edges[bin + 1] || (isLast && $0 <= edges[bin + 1]))
        }.count
        #expect(found == expected)
      }
      #expect(bins.counts[0].reduce(0, +) == count)
      #expect((1...62).contains(edges.count - 1))
    }
    // Values at the edges themselves, where a quotient may round to the wrong side.
    for step in [0.1, 0.3, 0.7] {
      let values = (-30...30).map { Double($0) * step }
      let bins = try #require(Bins([values], and: []))
      for (bin, found) in bins.counts[0].dropLast().enumerated() {
        let expected = values.filter { $0 >= bins.edges[bin] && $0 < bins.edges[bin + 1] }.count
        #expect(found == expected)
      }
    }
    let around = try #require(Bins([Samples.values(300, around: 0)], and: []))
    #expect(around.edges.contains(0))
  }
}
