// Oracle: weights written out by hand.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct ModelCellTests {
  @Test func publishesWhatIsWritten() {
    let run = NotebookRun(cell("model #m", "weights: [1.5, -0.5]\nbias: 0.25"))
    #expect(run.messages == "")
    #expect(run.vector("m", "weights") == [1.5, -0.5])
    #expect(run.number("m", "bias") == 0.25)
    #expect(run.number("m", "dimension") == 2)
    #expect(run.value("m", "weights")?.evidence.kind == .given)
  }

  @Test func takesAnExpressionWithItsEvidence() {
    let run = NotebookRun(
      cell("model #m", "weights: [1, 2]") + cell("model #twice", "weights: =2 * m.weights"))
    #expect(run.messages == "")
    #expect(run.vector("twice", "weights") == [2, 4])
    #expect(run.value("twice", "weights")?.evidence.kind == .computed)
  }

  @Test func takesOneNumberForOneCoordinate() {
    let run = NotebookRun(cell("model #m", "weights: =params.epsilon"))
    #expect(run.messages == "")
    #expect(run.vector("m", "weights") == [0.3])
  }

  @Test(arguments: [
    ("weights: []", "a vector of 0 numbers"), ("weights: =1 < 2", "a truth value"),
    ("bias: 1", "without `weights`"),
  ])
  func refusesWhatIsNoVector(body: String, message: String) {
    let run = NotebookRun(cell("model #m", body))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
