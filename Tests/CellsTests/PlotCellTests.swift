// Oracle: points written out by hand, and the values of the cells that a figure shows.
import Cells
import Notebook
import Plots
import Testing

@Suite struct PlotCellTests {
  static let inputs =
    cell("data #d", "kind: points\npoints: [[1, 0], [0, 1], [-1, 0]]\nlabels: [1, 1, -1]")
    + cell("train #plain", "data: d\nridge: 0.1")
    + cell("train #robust", "data: d\nridge: 0.1\nball: { norm: l2, radius: 0.3 }")
    + cell("model #m", "weights: [3, 4]")
    + cell("model #m3", "weights: [3, 4, 5]")
    + cell("attack #a", "kind: fgsm\nmodel: m\ndata: d\nball: { norm: l2, radius: 0.5 }")
    + cell("evaluate #e", "model: m\ndata: d\nball: { norm: l2, radius: 0.5 }")
    + cell("data #solid", "kind: points\npoints: [[1, 0, 0], [0, 1, 0]]\nlabels: [1, -1]")

  /// The figure of one plot cell after the inputs.
  static func figure(_ body: String) throws -> Figure {
    let run = NotebookRun(inputs + cell("plot #p", body, caption: "What to see."))
    #expect(run.messages == "")
    guard case .figure(let figure)? = run.outputs["p"]?.blocks.first else {
      throw Missing()
    }
    return figure
  }

  struct Missing: Error {}

  @Test func lossesAreSampledWithTheirKink() throws {
    guard case .lines(let chart) = try Self.figure("kind: losses\nlosses: [hinge, logistic]") else {
      throw Missing()
    }
    #expect(chart.series.map(\.label) == ["hinge", "logistic"])
    #expect(chart.series[0].points.contains(Point(1, 0)))
    #expect(chart.series[0].points.first == Point(-2, 3))
    #expect(chart.series[0].points.last == Point(3, 0))
  }

  @Test func curvesAreTheTraces() throws {
    guard case .lines(let chart) = try Self.figure("kind: curves\nmodels: [plain, robust]") else {
      throw Missing()
    }
    #expect(chart.series.map(\.label) == ["plain, clean", "robust, clean", "robust, worst case"])
    let trace = NotebookRun(Self.inputs).vector("robust", "trace.worst")
    #expect(chart.series[2].points.map(\.y) == trace)
    #expect(chart.series[2].points.map(\.x) == trace.indices.map(Double.init))
  }

  @Test func boundariesHaveTheBandOfTheDualNorm() throws {
    let body =
      "kind: boundary\ndata: d\nmodels: [plain, m]\nball: { norm: l2, radius: 0.5 }\nattack: a"
    guard case .boundary(let chart) = try Self.figure(body) else { throw Missing() }
    #expect(chart.lines.map(\.label) == ["plain", "m"])
    #expect(chart.lines.map(\.band) == [nil, 2.5])
    #expect(chart.points.count == 3)
    let moved = try #require(chart.points[0].moved)
    #expect(abs(moved.x - 0.7) <= 1e-15 && abs(moved.y + 0.4) <= 1e-15)
  }

  @Test func ballsShowEachWorstPerturbation() throws {
    let body = "kind: balls\nradius: 0.5\nweights: [3, 4]"
    guard case .balls(let chart) = try Self.figure(body) else { throw Missing() }
    #expect(chart.panels.map(\.label) == ["$\\ell_1$", "$\\ell_2$", "$\\ell_\\infty$"])
    #expect(chart.panels[0].delta == Point(0, -0.5))
    #expect(chart.panels[2].delta == Point(-0.5, -0.5))
  }

  @Test func marginsAreThoseOfTheCells() throws {
    let run = NotebookRun(Self.inputs)
    guard case .histogram(let chart) = try Self.figure("kind: margins\nof: [e, a]") else {
      throw Missing()
    }
    #expect(chart.series.map(\.label) == ["e, clean", "e, worst case", "a"])
    #expect(chart.series[1].values == run.vector("e", "margins.worst"))
    let body = "kind: margins\nmodels: [m]\ndata: d\nball: { norm: l2, radius: 0.5 }"
    guard case .histogram(let same) = try Self.figure(body) else { throw Missing() }
    #expect(same.series.map(\.values) == Array(chart.series.map(\.values).prefix(2)))
  }

  @Test func accuracyFallsAtEachDistance() throws {
    // Distances of the points from the boundary of w = (3, 4): 0.6, 0.8, 0.6.
    let body = "kind: accuracy\nmodels: [m]\ndata: d\nnorm: l2\nradii: [0, 1]"
    guard case .lines(let chart) = try Self.figure(body) else { throw Missing() }
    #expect(
      chart.series[0].points == [Point(0, 1), Point(0.6, 1 / 3), Point(0.8, 0), Point(1, 0)])
    #expect(chart.series[0].isStep)
  }

  @Test(arguments: [
    ("kind: losses", "kind `losses` without `losses`"),
    ("kind: losses\nlosses: [hinge]\nrange: [3, -2]", "`range` from 3 to −2"),
    ("kind: losses\nlosses: [hinge]\nradius: 1", "`radius` with kind `losses`"),
    ("kind: curves\nmodels: [m]", "`m` was not trained"),
    ("kind: curves\nmodels: [plain, plain]", "`plain` twice"),
    ("kind: boundary\ndata: solid\nmodels: [m3]", "the points of `solid` have 3 coordinates"),
    ("kind: boundary\ndata: d\nmodels: [m3]", "`m3` has 3 weights"),
    ("kind: boundary\ndata: d\nmodels: [m]\nband: [m]", "`band` without `ball`"),
    (
      "kind: boundary\ndata: d\nmodels: [m]\nball: { norm: l2, radius: 1 }\nband: [plain]",
      "a band of `plain`, which the plot does not show"
    ),
    ("kind: boundary\ndata: solid\nmodels: [m3]\nattack: a", "have 3 coordinates"),
    ("kind: balls\nradius: 1\nweights: [1, 2, 3]", "a vector of 3 numbers"),
    ("kind: balls\nradius: 0\nweights: [1, 2]", "`radius` is 0"),
    ("kind: accuracy\nmodels: [m]\ndata: d\nradii: [0, 1]", "without `norm`"),
    ("kind: margins\nof: [e]\nmodels: [m]", "`models` with `of`"),
    ("kind: margins\nof: [m]", "`m` is an `adv model` cell"),
  ])
  func saysWhatIsWrong(body: String, message: String) {
    let run = NotebookRun(Self.inputs + cell("plot #p", body, caption: "What to see."))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
