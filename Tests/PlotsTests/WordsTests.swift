// Oracle: sentences and rows written by hand.
import Testing

@testable import Plots

struct WordsTests {
  @Test func linesSayWhereTheyStartEndAndTurn() {
    let figure = Samples.lines([
      .init(
        label: "robust, worst case", points: [Point(0, 0.69), Point(187, 0.3), Point(200, 0.31)]),
      .init(label: "level", points: [Point(0, 0.5), Point(200, 0.5)]),
      .init(label: "$\\ell_2$", points: []),
    ])
    #expect(
      figure.description
        == "3 lines over step. robust, worst case falls from 0.69 at step 0 to 0.31 at step 200, "
        + "lowest 0.3 at step 187. level is 0.5 from step 0 to step 200. ℓ₂: no values.")
  }

  @Test func whatIsLeftOutIsSaid() {
    let points = [Point(1, 2), Point(2, .nan), Point(3, 0), Point(4, 50)]
    let figure = Samples.lines(
      [.init(label: "a", points: points)],
      x: Axis("$\\varepsilon$"), y: Axis("loss", scale: .log, range: 1...10))
    #expect(
      figure.description
        == "1 line over ε, the vertical axis logarithmic. a rises from 2 at ε = 1 to 50 at ε = 4. "
        + "Left out: 1 value not finite. Left out: 1 value that is not positive, which a "
        + "logarithmic axis cannot show. Cut off: 1 value outside the range shown.")
  }

  @Test func boundariesSayHowManyPointsAreWrong() {
    let samples: [BoundaryChart.Sample] = [
      .init(Point(-1, 0), isPositive: false), .init(Point(-0.2, 0), isPositive: false),
      .init(Point(1, 1), isPositive: true), .init(Point(-0.5, 0), isPositive: true),
    ]
    let figure = Samples.boundary(
      samples,
      [
        .init(label: "robust", weights: Point(1, 0), bias: 0, band: 0.3),
        .init(label: "none", weights: Point(0, 0), bias: 0),
      ])
    #expect(
      figure.description
        == "4 points: 2 of class y\u{A0}=\u{A0}\u{2212}1 as open circles, 2 of class "
        + "y\u{A0}=\u{A0}+1 as filled triangles. x₁ from \u{2212}1 to 1, x₂ from 0 to 1. "
        + "robust: the line with weights (1, 0) and bias 0, 1 point on the wrong side or on it; "
        + "1 point in the band around it. none: no line, the weights are zero.")
  }

  @Test func marginsSayHowManyLieBelowEachReference() {
    let figure = Figure.histogram(
      Histogram(
        title: "Margins", series: [.init(label: "clean", values: [-1, 0, 1, 2, 3])],
        references: [
          Reference(0, label: "0"), Reference(1.5, label: "$\\varepsilon\\|w\\|_2$"),
        ]))
    #expect(
      figure.description.hasSuffix(
        "clean: 5 points from \u{2212}1 to 3, median 1; 2 at or below 0; "
          + "3 at or below ε‖w‖₂ = 1.5."))
  }

  @Test func longTablesKeepTheirEndsAndSaySo() {
    let points = (0...1000).map { Point(Double($0), 1) }
    let table = Samples.lines([.init(label: "a", points: points)]).table
    #expect(table.rows.count <= 50)
    #expect(table.rows.first?.first == .number(0))
    #expect(table.rows.last?.first == .number(1000))
    #expect(table.note == "One in 21 of 1,001 rows, and the last.")
    #expect(table.head == ["step", "a"])
  }

  @Test func boundaryPointsAreCompleteUpTo200() {
    let table = Samples.boundary(Samples.blobs(200)).table
    #expect(table.rows.count == 200)
    #expect(table.note == nil)
    #expect(table.head == ["x₁", "x₂", "class"])
  }

  @Test func linesWithDifferentPlacesGetARowForEachPoint() {
    let table = Samples.lines([
      .init(label: "a", points: [Point(0, 1), Point(1, 2)]),
      .init(label: "b", points: [Point(0.5, 3)]),
    ]).table
    #expect(table.head == ["line", "step", "loss"])
    #expect(
      table.rows.map { $0.map(\.text) } == [["a", "0", "1"], ["a", "1", "2"], ["b", "0.5", "3"]])
  }
}
