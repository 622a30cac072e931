// Oracle: the entries as written.
import Cells
import Notebook
import Testing

@Suite struct TableCellTests {
  @Test func keepsTextsAndFormatsAndEvaluates() throws {
    let run = NotebookRun(
      cell(
        "table #t", "columns: [a, b]\nrows:\n  - [one, =1 / 4 as .1%]\n  - [two, -0.50]",
        caption: "A table."))
    #expect(run.messages == "")
    guard case .table(let table)? = run.outputs["t"]?.blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.columns == ["a", "b"])
    guard case .markdown("one") = table.rows[0][0],
      case .value(let value, let format) = table.rows[0][1],
      case .markdown("−0.50") = table.rows[1][1]
    else {
      Issue.record("\(table.rows)")
      return
    }
    #expect(value.number == 0.25)
    #expect(format == ".1%")
  }

  @Test func refusesARowOfAnotherLength() {
    let run = NotebookRun(
      cell("table #t", "columns: [a, b]\nrows:\n  - [1, 2]\n  - [1]", caption: "A table."))
    #expect(run.messages.contains("row 2 has 1 entries under 2 columns"), "\(run.messages)")
    #expect(run.messages.hasPrefix("12:"), "\(run.messages)")
  }

  @Test func aWrongExpressionIsNoText() {
    let run = NotebookRun(
      cell("table #t", "columns: [a]\nrows:\n  - [=1 +]", caption: "A table."))
    #expect(run.diagnostics.hasErrors)
  }

  @Test func needsACaption() {
    let run = NotebookRun(cell("table #t", "columns: [a]\nrows:\n  - [1]"))
    #expect(run.messages.contains("without a caption"))
  }
}
