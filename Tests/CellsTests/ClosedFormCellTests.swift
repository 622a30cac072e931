// Oracle: search over a fine grid of the ball (in the box), and hull distances worked out by hand.
import Cells
import Evidence
import Foundation
import Notebook
import Testing

@Suite struct ClosedFormCellTests {
  /// The least margin over a grid of the ball, clipped to the box, on its boundary too.
  private func gridMinimum(
    _ w: [Double], _ x: [Double], _ y: Double, norm: String, radius: Double, box: [Double]?
  ) -> Double {
    var least = Double.infinity
    let steps = 400
    for i in -steps...steps {
      for j in -steps...steps {
        let d = [radius * Double(i) / Double(steps), radius * Double(j) / Double(steps)]
        let size =
          switch norm {
          case "l1": abs(d[0]) + abs(d[1])
          case "l2": (d[0] * d[0] + d[1] * d[1]).squareRoot()
          default: max(abs(d[0]), abs(d[1]))
          }
        let p = [x[0] + d[0], x[1] + d[1]]
        guard size <= radius * (1 + 1e-12) else { continue }
        if let box, p.contains(where: { $0 < box[0] || $0 > box[1] }) { continue }
        least = min(least, y * (w[0] * p[0] + w[1] * p[1]))
      }
    }
    return least
  }

  @Test(arguments: ["l1", "l2", "linf"], [nil, [-0.5, 0.5]] as [[Double]?])
  func noPointOfAGridIsWorse(norm: String, box: [Double]?) throws {
    let w = [1.5, -0.5]
    let points = [[0.4, 0.1], [-0.2, -0.45]]
    let labels = [1.0, -1]
    let boxField = box.map { "\nbox: [\($0[0]), \($0[1])]" } ?? ""
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: \(points)\nlabels: [1, -1]")
        + cell("model #m", "weights: \(w)")
        + cell(
          "closed-form #c",
          "model: m\ndata: d\nloss: hinge\nball: { norm: \(norm), radius: 0.3 }\(boxField)"))
    #expect(run.messages == "")
    let margins = run.vector("c", "margins")
    try #require(margins.count == 2)
    for i in 0..<2 {
      let least = gridMinimum(
        w, points[i], labels[i], norm: norm, radius: 0.3, box: box)
      #expect(margins[i] <= least + 1e-12)
      // The grid's spacing times the largest slope.
      #expect(margins[i] >= least - 2 * 0.3 / 400 * 2)
      let delta = run.rows("c", "perturbations")[i]
      let reached =
        labels[i] * (w[0] * (points[i][0] + delta[0]) + w[1] * (points[i][1] + delta[1]))
      #expect(abs(reached - margins[i]) <= 1e-14)
    }
  }

  @Test func saysWhatIsFree() {
    func free(_ weights: String, _ norm: String) -> (Double, [String]) {
      let run = NotebookRun(
        cell("data #d", "kind: points\npoints: [[1, 0], [0, 1]]\nlabels: [1, -1]")
          + cell("model #m", "weights: \(weights)")
          + cell("closed-form #c", "model: m\ndata: d\nball: { norm: \(norm), radius: 0.3 }"))
      #expect(run.messages == "")
      return (run.number("c", "free"), run.outputs["c"]?.findings ?? [])
    }
    #expect(free("[1, 2]", "linf").0 == 0)
    #expect(free("[0, 2]", "linf").0 == 1)
    #expect(free("[0, 2]", "l2").0 == 0)
    #expect(free("[2, -2]", "l1").0 == 2)
    #expect(free("[0, 0]", "l2").0 == 2)
    #expect(free("[2, -2]", "l1").1.first?.contains("not unique") == true)
    #expect(free("[0, 0]", "l2").1.first?.contains("no direction is worst") == true)
  }

  @Test func separabilityIsTheDistanceOfTheHulls() {
    // Two points at (±1, 0): through 0 and with a bias both, the largest margin is 1.
    let two = cell("data #d", "kind: points\npoints: [[1, 0], [-1, 0]]\nlabels: [1, -1]")
    // Both classes on one side of 0: only a bias separates them, half their distance 2 apart.
    let off = cell("data #d", "kind: points\npoints: [[3, 1], [1, 1]]\nlabels: [1, -1]")
    func epsilon(_ data: String, _ rest: String) -> Double {
      let run = NotebookRun(
        data + cell("closed-form #c", "quantity: separability\ndata: d\n\(rest)"))
      #expect(run.messages == "")
      #expect(run.number("c", "gap") <= 1e-8)
      return run.number("c", "epsilon")
    }
    for norm in ["l1", "l2", "linf"] {
      #expect(abs(epsilon(two, "norm: \(norm)") - 1) <= 1e-8)
      #expect(abs(epsilon(off, "norm: \(norm)\nbias: true") - 1) <= 1e-8)
    }
    // Through 0: the distance from 0 to the segment from (3, 1) to (−1, −1).
    #expect(abs(epsilon(off, "norm: l2") - 2 / 20.squareRoot()) <= 1e-8)
  }

  @Test func inseparableDataHaveMarginZero() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1], [2], [3]]\nlabels: [1, -1, 1]")
        + cell("closed-form #c", "quantity: separability\ndata: d\nnorm: l2\nbias: true"))
    #expect(run.messages == "")
    #expect(run.number("c", "epsilon") == 0)
    #expect(run.outputs["c"]?.findings.first?.contains("No linear model separates `d`") == true)
  }

  @Test(arguments: [
    ("data: d\nmodel: m", "no `ball`", "18:"),
    ("data: d\nball: { norm: l2, radius: 1 }", "without `model`", "18:"),
    (
      "data: d\nmodel: m\nball: { norm: l2, radius: 1 }\nbias: true", "`bias` with quantity", "22:1"
    ),
    ("quantity: separability\ndata: d", "without `norm`", "18:"),
    ("quantity: separability\ndata: d\nnorm: l2\nmodel: m", "`model` with quantity", "22:1"),
    ("quantity: separability\ndata: one\nnorm: l2", "all points of `one` have label 1", "20:7"),
    ("data: d\nmodel: m\nball: { norm: 0.5, radius: 1 }", "`norm` is", "21:"),
  ])
  func saysWhatIsWrongAndWhere(body: String, message: String, place: String) {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1], [2]]\nlabels: [1, -1]")
        + cell("model #m", "weights: [1]") + cell("closed-form #c", body)
        + cell("data #one", "kind: points\npoints: [[1], [2]]\nlabels: [1, 1]"))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasPrefix(place), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
