// Oracle: margins, dual norms and losses worked out by hand for two points.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct EvaluateCellTests {
  // Margins of w = (3, 4), b = −1: y(wᵀx + b) = 2 and −(4 − 1) = −3.
  static let inputs =
    cell("data #d", "kind: points\npoints: [[1, 0], [0, 1]]\nlabels: [1, -1]")
    + cell("model #m", "weights: [3, 4]\nbias: -1")

  static func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-14 * max(1, abs($1)) }
  }

  @Test(arguments: [
    ("hinge", [0.0, 4]), ("squared-hinge", [0, 16]),
    ("logistic", [0.12692801104297249, 3.048587351573742]),
    ("exponential", [0.1353352832366127, 20.085536923187668]),
  ])
  func cleanValues(loss: String, losses: [Double]) {
    let run = NotebookRun(
      Self.inputs + cell("evaluate #e", "model: m\ndata: d\nloss: \(loss)"))
    #expect(run.messages == "")
    #expect(run.vector("e", "margins.clean") == [2, -3])
    #expect(run.vector("e", "margins") == [2, -3])
    #expect(Self.close(run.vector("e", "losses.clean"), losses))
    #expect(Self.close([run.number("e", "loss.clean")], [(losses[0] + losses[1]) / 2]))
    #expect(run.number("e", "accuracy.clean") == 0.5)
    #expect(run.number("e", "errors") == 1)
    #expect(run.value("e", "loss.worst") == nil)
    #expect(run.value("e", "loss.clean")?.evidence.kind == .computed)
  }

  @Test(arguments: [("l1", 4.0), ("l2", 5), ("linf", 7), ("2", 5), ("1", 4)])
  func worstMarginsFallByTheDualNorm(norm: String, dual: Double) {
    let run = NotebookRun(
      Self.inputs
        + cell(
          "evaluate #e", "model: m\ndata: d\nloss: hinge\nball: { norm: \(norm), radius: 0.1 }"))
    #expect(run.messages == "")
    let margins = [2 - 0.1 * dual, -3 - 0.1 * dual]
    #expect(Self.close(run.vector("e", "margins.worst"), margins))
    #expect(Self.close(run.vector("e", "losses.worst"), margins.map { max(0, 1 - $0) }))
    #expect(run.number("e", "robust") == 1)
    #expect(run.number("e", "accuracy.worst") == 0.5)
  }

  @Test func aMarginOfZeroIsNeitherCorrectNorRobust() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[0, 0], [1, 0]]\nlabels: [1, 1]")
        + cell("model #m", "weights: [1, 0]")
        + cell("evaluate #e", "model: m\ndata: d\nball: { norm: l2, radius: 1 }"))
    #expect(run.messages == "")
    #expect(run.number("e", "accuracy.clean") == 0.5)
    #expect(run.number("e", "errors") == 1)
    #expect(run.number("e", "robust") == 0)
    #expect(run.outputs["e"]?.findings.first?.contains("0 within rounding") == true)
  }

  @Test func aZeroModelIsSaid() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1, 0]]\nlabels: [1]")
        + cell("model #m", "weights: [0, 0]\nbias: 1")
        + cell("evaluate #e", "model: m\ndata: d\nball: { norm: linf, radius: 0.5 }"))
    #expect(run.messages == "")
    #expect(run.number("e", "robust") == 1)
    #expect(run.outputs["e"]?.findings.first?.contains("no direction is worst") == true)
  }

  @Test(arguments: [
    ("model: m3\ndata: d", "`m3` has 3 weights and the points of `d` have 2 coordinates", "24:8"),
    ("model: m\ndata: d\nbox: [0, 1]", "`box` with an `evaluate` without `ball`", "26:1"),
    (
      "model: m\ndata: d\nball: { norm: l2, radius: 0.1 }\nbox: [0.5, 1]",
      "point 1 of `d` outside the box: its coordinate 2 is 0", "27:6"
    ),
    (
      "model: m\ndata: d\nball: { norm: l2, radius: 0.1 }\nbox: [1, 0]", "a box from 1 to 0",
      "27:6"
    ),
    (
      "model: m\ndata: d\nball: { norm: 3, radius: 0.1 }\nbox: [0, 1]",
      "a box with the ℓ3 ball", "27:6"
    ),
    ("model: m\ndata: d\nball: { norm: l2, radius: -0.1 }", "`radius` is -0.1", "26:"),
    ("model: m\ndata: d\nball: { norm: l2, radius: =1 - 2 }", "-1", "26:"),
    ("model: d\ndata: d", "`d` is an `adv data` cell", "24:8"),
  ])
  func saysWhatIsWrongAndWhere(body: String, message: String, place: String) {
    let run = NotebookRun(
      Self.inputs + cell("model #m3", "weights: [1, 2, 3]") + cell("evaluate #e", body))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasPrefix(place), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
