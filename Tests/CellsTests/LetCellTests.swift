// Oracle: values worked out by hand.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct LetCellTests {
  @Test func publishesBareNamesWithoutAnId() {
    let run = NotebookRun(
      cell("let", "a: 2\nw: [3, -4]") + cell("let", "size: =norm(w) * a")
        + cell("check", "that: =size == 10"))
    #expect(run.messages == "")
    #expect(run.value("let 1", "a")?.evidence.kind == .given)
    #expect(run.vector("let 1", "w") == [3, -4])
    #expect(run.value("let 2", "size")?.evidence.kind == .computed)
  }

  @Test func publishesUnderItsId() {
    let run = NotebookRun(cell("let #r", "a: 2") + cell("check", "that: =r.a == 2"))
    #expect(run.messages == "")
  }

  @Test func keepsTheWeakestEvidence() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1, 0]]\nlabels: [1]")
        + cell("model #m", "weights: [1, 1]")
        + cell(
          "attack #a", "kind: fgsm\nmodel: m\ndata: d\nball: { norm: l2, radius: 0.3 }")
        + cell("let #r", "half: =a.loss.worst / 2\nminus: =-a.loss.worst"))
    #expect(run.messages == "")
    #expect(run.value("r", "half")?.evidence.kind == .found)
    #expect(run.value("r", "half")?.evidence.direction == .atLeast)
    #expect(run.value("r", "minus")?.evidence.direction == .atMost)
  }

  @Test func pointsAtADivisionByZero() {
    let run = NotebookRun(cell("let", "a: =1 / 0"))
    #expect(run.messages.contains("division by zero"))
    #expect(run.messages.hasPrefix("9:7"), "\(run.messages)")
  }
}
