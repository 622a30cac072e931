// Oracle: the bytes, parsed by libxml2, and places worked out by hand from the axes' own numbers.
import Markup
import Testing

@testable import Plots

@Suite struct ArrowTests {
  private func picture(_ figure: Figure, _ layout: Layout) throws -> DrawnPicture {
    try #require(DrawnPicture(render(figure, id: "fig-x", layout: layout).serializedBytes))
  }

  /// Where the tip of each arrow head is, in the drawing.
  private func tips(_ picture: DrawnPicture) -> [(x: Double, y: Double)] {
    picture.polylines("arrow-head").compactMap(\.first).map { ($0.x, $0.y) }
  }

  /// With one kind of space.
  private func plain(_ text: String) -> String {
    String(text.map { $0.isWhitespace ? " " : $0 })
  }

  private func extent(_ numbers: [Double]) throws -> Double {
    let (low, high) = (try #require(numbers.min()), try #require(numbers.max()))
    return high - low
  }

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance
  }

  @Test(arguments: Layout.allCases)
  func arrowsEndWhereTheirNumbersSay(layout: Layout) throws {
    let picture = try picture(Samples.arrows, layout)
    // Longest first; the vector that is 0 has no arrow.
    let expected = [(2.0, 2.0), (1, 1), (-0.5, 0.75)]
    let found = tips(picture)
    try #require(found.count == expected.count)
    for (tip, (x, y)) in zip(found, expected) {
      #expect(isClose(try picture.value(at: tip.x, horizontally: true), x, 0.02))
      #expect(isClose(try picture.value(at: tip.y, horizontally: false), y, 0.02))
    }
  }

  @Test(arguments: Layout.allCases)
  func aUnitIsAsLongUpwardsAsToTheRight(layout: Layout) throws {
    // The square of the ∞-ball is a square, and the 3-ball has its radius on both axes.
    let balls = try picture(Samples.arrows, layout).polylines("ball")
    try #require(balls.count == 2)
    for (ball, half) in zip(balls, [1.0, 0.5]) {
      let (xs, ys) = (ball.map(\.x), ball.map(\.y))
      let width = try extent(xs)
      #expect(isClose(width, try extent(ys), 0.05))
      #expect(isClose(width, half * (try extent(balls[0].map(\.x))), 0.1))
    }
  }

  @Test(arguments: Layout.allCases)
  func onALineArrowsAndBallsHaveRowsOfTheirOwn(layout: Layout) throws {
    let picture = try picture(Samples.arrowsOnALine, layout)
    let found = tips(picture)
    try #require(found.count == 2)
    #expect(isClose(try picture.value(at: found[0].x, horizontally: true), -2, 0.02))
    #expect(isClose(try picture.value(at: found[1].x, horizontally: true), 0.5, 0.02))
    let ball = try #require(picture.polylines("ball").first).map(\.x)
    for (end, value) in [(ball.min(), 0.0), (ball.max(), 2)] {
      let place = try #require(end)
      #expect(isClose(try picture.value(at: place, horizontally: true), value, 0.02))
    }
    let rows = found.map(\.y) + picture.polylines("ball").compactMap { $0.first?.y }
    #expect(Set(rows.map { Int($0 / 13) }).count == 3)
  }

  @Test func vectorsAtOnePlaceShareAnArrowAndAName() throws {
    let figure = Figure.arrows(
      ArrowChart(
        title: "Same",
        arrows: ["u", "v"].map { .init(label: $0, tip: Point(1, 2)) }
          + ["a", "b"].map { .init(label: $0, tip: Point(0, 0)) }))
    let picture = try picture(figure, .wide)
    #expect(tips(picture).count == 1)
    let names = picture.texts.filter { $0.classes.contains("dl") }.map(\.words)
    #expect(names == ["u = v", "a = b = 0"])
  }

  @Test func theWordsAndTheTableSayAll() {
    #expect(
      plain(Samples.arrowsOnALine.description)
        == "Drawn on a line. w is −2. x is 0. x₂ is 0.5. The ball |z| ≤ 1 has radius 1 around 1. "
        + "left 2.")
    let table = Samples.arrows.table
    #expect(table.head == ["vector or ball", "first", "second", "radius", "p"])
    #expect(
      table.rows.map { $0.map { plain($0.text) } } == [
        ["w", "1", "1", "", ""], ["x", "0", "0", "", ""], ["x̂₁", "−0.5", "0.75", "", ""],
        ["u", "2", "2", "", ""], ["‖δ‖∞ ≤ 1", "0", "0", "1", "∞"],
        ["‖z − (1,0)‖₃ ≤ 0.5", "1", "0", "0.5", "3"],
      ])
    #expect(Samples.fan(isLine: false).description.contains("Left out: 32 vectors."))
    #expect(Samples.fan(isLine: false).description.contains("Left out: 4 balls."))
  }

  @Test func namesInTheDarkAreNoDarkInk() throws {
    for figure in [Samples.arrows, Samples.arrowsOnALine] {
      let names = try picture(figure, .wide).texts.filter { $0.classes.contains("dl") }
      // A class for the ink: a colour of its own would be that of the light theme.
      #expect(names.allSatisfy { $0.classes.contains("sl") || $0.classes.contains("t-robust") })
    }
  }
}
