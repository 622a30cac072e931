// Oracle: planes, circles and saddles whose level lines are known in closed form; winding numbers;
// the numbers at the ticks, by which a place in the drawing is turned back into a value.
import Markup
import Testing

@testable import Plots

struct FieldTests {
  private func field(
    _ side: Int, _ low: Double = -1, _ high: Double = 1, _ value: (Double, Double) -> Double
  ) -> ScalarField {
    Samples.field(side, side, x: low...high, y: low...high, value)
  }

  /// The shoelace formula.
  private func area(_ points: [Point]) -> Double {
    points.indices.reduce(0) { sum, place in
      let (a, b) = (points[place], points[(place + 1) % points.count])
      return sum + (a.x * b.y - a.y * b.x) / 2
    }
  }

  private func area(_ level: Superlevel) -> Double {
    level.outlines.reduce(0) { $0 + area($1.map(\.place)) }
  }

  @Test func linesOfPlanesAreExact() throws {
    let plane = field(17) { x, y in 2 * x - y }
    for level in [-1.7, -0.3, 0, 0.55, 2.1] {
      let lines = Superlevel(of: plane, from: level).lines
      try #require(lines.count == 1)
      for point in lines[0] {
        // Columns and rows count from −1 in steps of 1/8.
        let (x, y) = (point.x / 8 - 1, point.y / 8 - 1)
        #expect(abs(2 * x - y - level) < 1e-12)
      }
      for end in [lines[0].first, lines[0].last] {
        let end = try #require(end)
        #expect([end.x, end.y].contains { $0 == 0 || $0 == 16 })
      }
    }
    // The part of the square above 2x − y = 0 is half of it.
    #expect(abs(area(Superlevel(of: plane, from: 0)) - 128) < 1e-9)
  }

  @Test func circlesAreRoundToSecondOrder() throws {
    for (side, slack) in [(41, 2e-3), (81, 5e-4), (161, 1.25e-4)] {
      let cone = field(side) { x, y in 0.49 - x * x - y * y }
      let lines = Superlevel(of: cone, from: 0).lines
      try #require(lines.count == 1)
      #expect(lines[0].first == lines[0].last)
      let step = 2 / Double(side - 1)
      for point in lines[0] {
        let (x, y) = (point.x * step - 1, point.y * step - 1)
        #expect(abs((x * x + y * y).squareRoot() - 0.7) < slack)
      }
      let disc = area(Superlevel(of: cone, from: 0)) * step * step
      #expect(abs(disc - .pi * 0.49) < 4 * slack)
      // A ring: the inner circle is a hole.
      let ring = field(side) { x, y in -abs(x * x + y * y - 0.36) }
      let level = Superlevel(of: ring, from: -0.13)
      #expect(level.outlines.count == 2)
      #expect(abs(area(level) * step * step - .pi * 0.26) < 20 * slack)
    }
  }

  @Test func saddlesAreJoinedUpToTheirValue() {
    // The bilinear interpolant of 1, 0, 0.8, 0.1 has its saddle at 0.8/1.7.
    let corners = Samples.field(2, 2) { x, y in y < 0 ? (x < 0 ? 1 : 0) : (x < 0 ? 0.1 : 0.8) }
    let saddle = 0.8 / 1.7
    for (level, count) in [(saddle - 0.01, 1), (saddle + 0.01, 2), (0.05, 1), (0.9, 1)] {
      #expect(Superlevel(of: corners, from: level).outlines.count == count)
    }
    let mirrored = Samples.field(2, 2) { x, y in y < 0 ? (x < 0 ? 0 : 1) : (x < 0 ? 0.8 : 0.1) }
    for (level, count) in [(saddle - 0.01, 1), (saddle + 0.01, 2)] {
      #expect(Superlevel(of: mirrored, from: level).outlines.count == count)
    }
  }

  @Test func outlinesWindOnceAroundNodesAboveTheLevelAndNotAroundOthers() {
    var numbers = TestNumbers(31)
    let side = 14
    var noise = (0..<side * side).map { _ in numbers.next() }
    for place in [17, 40, 41, 90, 195] { noise[place] = .nan }
    let plane = field(side) { _, _ in 0 }.with(noise)
    var last = Double.infinity
    for level in [nil, 0.1, 0.35, 0.5, 0.72, 0.95] {
      let part = Superlevel(of: plane, from: level)
      var (wrong, tested) = (0, 0)
      for row in 1..<side - 1 {
        for column in 1..<side - 1 {
          let winding = part.outlines.reduce(0) {
            $0 + self.winding($1.map(\.place), Double(column), Double(row))
          }
          let value = noise[row * side + column]
          let isAbove = value.isFinite && value >= level ?? 0
          // The outline runs through the neighbours of a node without a value.
          let place = row * side + column
          let around = [place, place - 1, place + 1, place - side, place + side]
          guard around.allSatisfy({ noise[$0].isFinite }) else { continue }
          if winding != (isAbove ? 1 : 0) { wrong += 1 }
          tested += 1
        }
      }
      #expect(wrong == 0 && tested > 110)
      let size = area(part)
      #expect(size < last)
      last = size
    }
  }

  private func winding(_ outline: [Point], _ x: Double, _ y: Double) -> Int {
    var result = 0
    for (place, a) in outline.enumerated() {
      let b = outline[(place + 1) % outline.count]
      let side = (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)
      if a.y <= y, b.y > y, side > 0 { result += 1 }
      if a.y > y, b.y <= y, side < 0 { result -= 1 }
    }
    return result
  }

  @Test func theKnownPartOfAGridIsAllOfIt() {
    for (columns, rows) in [(1, 1), (1, 5), (2, 2), (9, 4)] {
      let plane = Samples.field(columns, rows) { x, _ in x }
      let part = Superlevel(of: plane, from: nil)
      #expect(part.outlines.count == 1)
      #expect(abs(area(part) - Double(max(1, columns - 1) * max(1, rows - 1))) < 1e-12)
      #expect(part.lines == [])
    }
    #expect(Superlevel(of: Samples.field(5, 5) { _, _ in .nan }, from: nil).outlines == [])
  }

  @Test(arguments: Layout.allCases)
  func bandsFillTheFrame(layout: Layout) throws {
    // The confidence is x itself: each of the ten bands is a tenth of the frame.
    let plane = Samples.field(33, 21, x: 0...1, y: 0...0.7) { x, _ in x }
    let drawn = try #require(
      DrawnPicture(
        render(Samples.panels([.init(field: plane)]), id: "x", layout: layout).serializedBytes))
    let areas = (0..<10).map { band in
      // The first of each class is its patch in the colour bar.
      drawn.polylines("df\(band)").dropFirst().reduce(0) {
        $0 + abs(area($1.map { Point($0.x, $0.y) }))
      }
    }
    let corners = try #require(drawn.polylines("df0").last)
    let (low, high) = (corners.map(\.x).min() ?? 0, corners.map(\.x).max() ?? 0)
    let (top, bottom) = (corners.map(\.y).min() ?? 0, corners.map(\.y).max() ?? 0)
    #expect(abs(try drawn.value(at: low, horizontally: true)) < 2e-3)
    #expect(abs(try drawn.value(at: high, horizontally: true) - 1) < 2e-3)
    let frame = (high - low) * (bottom - top)
    #expect(abs(areas[0] - frame) < 1)
    // What is painted over a band is what the next bands fill.
    let bands = zip(areas, areas.dropFirst() + [0]).map { $0 - $1 }
    #expect(abs(bands.reduce(0, +) - frame) < 1)
    for band in bands { #expect(abs(band / frame - 0.1) < 1e-3) }
    let boundary = try #require(drawn.polylines("decide").last)
    for place in boundary {
      #expect(abs(try drawn.value(at: place.x, horizontally: true) - 0.5) < 2e-3)
    }
  }

  @Test(arguments: Layout.allCases)
  func boundariesOfDrawnCirclesAreRound(layout: Layout) throws {
    let cone = Samples.field(60, 60, x: -1...1, y: -1...1) { x, y in 0.5 + 0.36 - x * x - y * y }
    let drawn = try #require(
      DrawnPicture(
        render(Samples.panels([.init(field: cone)]), id: "x", layout: layout).serializedBytes))
    let circle = try #require(drawn.polylines("decide").last)
    #expect(circle.count > 20)
    for place in circle {
      let x = try drawn.value(at: place.x, horizontally: true)
      let y = try drawn.value(at: place.y, horizontally: false)
      #expect(abs((x * x + y * y).squareRoot() - 0.6) < 0.01)
    }
  }

  @Test func classesFillTheFrameWhereTheyWin() throws {
    // Three classes that win on 0…0.2, 0.2…0.5 and 0.5…1.
    func share(_ x: Double, _ low: Double, _ high: Double) -> Double {
      0.3 + min(x - low, high - x)
    }
    let planes = [(-2.0, 0.2), (0.2, 0.5), (0.5, 3)].map { low, high in
      Samples.field(81, 11, x: 0...1, y: 0...0.7) { x, _ in share(x, low, high) }
    }
    let chart = FieldChart(title: "t", meaning: .winner, panels: [.init(probabilities: planes)])
    let drawn = try #require(
      DrawnPicture(render(.fields(chart), id: "x", layout: .wide).serializedBytes))
    let shapes = drawn.shapes.filter { $0.classes.contains("cf0") }
    let areas = ["s1", "s2", "s3"].map { group in
      shapes.filter { $0.classes.contains(group) }.reduce(0) { sum, shape in
        sum
          + DrawnPicture.points(shape.attributes["d"] ?? "").reduce(0) {
            $0 + abs(area($1.map { Point($0.x, $0.y) }))
          }
      }
    }
    let total = areas.reduce(0, +)
    for (found, wanted) in zip(areas, [0.2, 0.3, 0.5]) {
      #expect(abs(found / total - wanted) < 0.01)
    }
  }

  @Test func largeGridsStaySmall() {
    var numbers = TestNumbers(3)
    let planes = [
      Samples.moonField(200, slope: 3), Samples.field(200, 200) { _, _ in numbers.next() },
      Samples.field(200, 200) { x, y in
        let (c, s) = Elementary.cosineAndSine(9 * x)
        return 0.5 + 0.5 * c * Elementary.cosineAndSine(7 * y + s).0
      },
    ]
    for plane in planes {
      let bytes = render(Samples.panels([.init(field: plane)]), id: "x", layout: .wide)
        .serializedBytes
      #expect(bytes.count < 150_000)
    }
    #expect(
      Samples.panels([.init(field: planes[1])]).description.contains("changes too often to draw"))
  }

  @Test func whatIsNoFieldIsSaid() {
    #expect(throws: FieldError.count(expected: 6, found: 5)) {
      try ScalarField(columns: 3, rows: 2, x: 0...1, y: 0...1, values: [1, 2, 3, 4, 5])
    }
    #expect(throws: FieldError.empty(columns: 0, rows: 2)) {
      try ScalarField(columns: 0, rows: 2, x: 0...1, y: 0...1, values: [])
    }
    #expect(throws: FieldError.count(expected: .max, found: 0)) {
      try ScalarField(columns: .max, rows: 2, x: 0...1, y: 0...1, values: [])
    }
    for range in [0.0...0, -(.infinity)...1, 1e9...1e9 + 1e-3] {
      #expect(throws: FieldError.range) {
        try ScalarField(columns: 1, rows: 1, x: 0...1, y: range, values: [1])
      }
    }
  }

  @Test func planesSayWhatTheyShow() throws {
    let plane = Samples.field(5, 3, x: 0...1, y: 0...2) { x, _ in x }
    let points: [FieldChart.Sample] = [
      .init(Point(0.25, 1), label: 0, moved: Point(0.625, 1)),
      .init(Point(0.875, 2), label: 1, moved: Point(0.75, 2)), .init(Point(0.1, 0), label: 1),
      .init(Point(.nan, 0), label: 1), .init(Point(5, 0), label: 1),
    ]
    let figure = Figure.fields(
      FieldChart(
        title: "t", panels: [.init(label: "plain", field: plane, points: points)],
        classLabels: ["$y = -1$", "moons"]))
    #expect(
      figure.description
        == "1 shaded plane, x₁ from 0 to 1, x₂ from 0 to 2. Shade: confidence in moons, from 0 % to "
        + "100 % in ten bands; the line is where it is 50 %. plain: from 0.0 % to 100.0 %, at least "
        + "50 % at 60.0 % of the grid. 4 points, by the grid 2 on the side of their class; arrows "
        + "lead from 2 to where a perturbation carries them, 1 of these places on the side of their "
        + "class. Left out: 1 point with a coordinate that is not finite. Cut off: 1 point outside "
        + "the range shown.")
    #expect(
      figure.table.head == [
        "x₁", "x₂", "class", "confidence in moons", "x₁ perturbed", "x₂ perturbed",
        "confidence in moons, perturbed",
      ])
    #expect(
      figure.table.rows[1].map(\.text) == ["0.875", "2", "moons", "0.875", "0.75", "2", "0.75"])
    #expect(figure.table.rows[2].map(\.text) == ["0.1", "0", "moons", "0.1", "", "", ""])
  }

  @Test func panelsShareTheirFrames() throws {
    let planes = [2.0, 5, 9].map { Samples.moonField(20, slope: $0) }
    let figure = Samples.panels(planes.enumerated().map { .init(label: "m\($0)", field: $1) })
    let wide = try #require(
      DrawnPicture(render(figure, id: "x", layout: .wide).serializedBytes))
    let narrow = try #require(
      DrawnPicture(render(figure, id: "x", layout: .narrow).serializedBytes))
    func frames(_ drawn: DrawnPicture) -> [Box] {
      drawn.polylines("axis").map { line in
        Box(
          minX: line.map(\.x).min() ?? 0, minY: line.map(\.y).min() ?? 0,
          maxX: line.map(\.x).max() ?? 0, maxY: line.map(\.y).max() ?? 0)
      }
    }
    let (beside, below) = (frames(wide), frames(narrow))
    try #require(beside.count == 3 && below.count == 3)
    #expect(Set(beside.map(\.minY)).count == 1 && Set(below.map(\.minX)).count == 1)
    for (a, b) in zip(beside, beside.dropFirst()) { #expect(a.maxX < b.minX) }
    for (a, b) in zip(below, below.dropFirst()) { #expect(a.maxY < b.minY) }
    for box in beside { #expect(abs(box.width - beside[0].width) < 0.02) }
    // The numbers of the vertical axis stand once.
    #expect(wide.texts.filter { $0.words == "\u{2212}1" && $0.x < beside[0].minX }.count == 1)
  }
}
