// Oracle: powers and norms worked out by hand, and the same cell run with the parameter written in.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct SweepCellTests {
  @Test func evaluatesForEachValueInOrder() {
    let run = NotebookRun(
      cell(
        "sweep #s",
        """
        parameter: epsilon
        values: [2, 0.5, 3]
        of:
          square: =params.epsilon ^ 2
          twice: =2 * params.epsilon
        """,
        caption: "Powers.")
        + cell("check", "that: =params.epsilon == 0.3"))
    #expect(run.messages == "")
    #expect(run.vector("s", "values") == [2, 0.5, 3])
    #expect(run.vector("s", "square") == [4, 0.25, 9])
    #expect(run.vector("s", "twice") == [4, 1, 6])
    #expect(run.outputs["s"]?.blocks.count == 2)
    #expect(run.outputs["s"]?.cost == "3 runs")
  }

  @Test func runsTheCellsBehindAnExpressionAgain() {
    let inputs =
      cell("data #d", "kind: moons\nn: 30\nnoise: 0.2")
      + cell("train #t", "data: d\nball: { norm: l2, radius: =params.epsilon }")
    let swept = NotebookRun(
      inputs
        + cell(
          "sweep #s", "parameter: epsilon\nvalues: [0.1, 0.3]\nof:\n  objective: =t.objective",
          caption: "Objectives."))
    #expect(swept.messages == "")
    let alone = NotebookRun(
      cell("data #d", "kind: moons\nn: 30\nnoise: 0.2")
        + cell("train #t", "data: d\nball: { norm: l2, radius: 0.1 }"))
    #expect(
      swept.vector("s", "objective") == [
        alone.number("t", "objective"), swept.number("t", "objective"),
      ])
    #expect(swept.value("s", "objective")?.evidence.kind == .bounded)
    #expect(swept.value("s", "objective")?.evidence.direction == .atMost)
  }

  @Test(arguments: [("plot", 1), ("table", 1), ("both", 2)])
  func showsWhatIsAsked(show: String, blocks: Int) {
    let run = NotebookRun(
      cell(
        "sweep #s",
        "parameter: epsilon\nvalues: [1]\nof: { a: =params.epsilon }\nshow: \(show)", caption: "A.")
    )
    #expect(run.messages == "")
    #expect(run.outputs["s"]?.blocks.count == blocks)
  }

  @Test(arguments: [
    ("values: [1]\nof: { values: =1 * 1 }", "`values` under `of`"),
    ("values: [1, 0]\nof: { a: =1 }\nscale: log", "0 on a logarithmic axis"),
    ("values: [1]\nof: { a: =1 / (params.epsilon - 1) }", "with epsilon = 1"),
    ("values: [1]\nof: { a: =1 }\nformat: 3d", "unknown format `3d`"),
    ("values: []\nof: { a: =1 }", "`values` has 0 entries"),
  ])
  func saysWhatIsWrong(rest: String, message: String) {
    let run = NotebookRun(cell("sweep #s", "parameter: epsilon\n\(rest)", caption: "A."))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.diagnostics.hasErrors)
  }

  @Test func aVectorIsNoEntry() {
    let run = NotebookRun(
      cell("let", "v: [1, 2]")
        + cell("sweep #s", "parameter: epsilon\nvalues: [1]\nof: { a: =v }", caption: "A."))
    #expect(
      run.messages.contains("`a` is a vector of 2 numbers for epsilon = 1"), "\(run.messages)")
  }
}
