// Oracle: relations between small numbers, true or false by inspection.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct CheckCellTests {
  @Test(arguments: [
    "=1 < 2", "=2 <= 2", "=2 >= 2", "=3 > 2", "=2 == 2", "=2 != 3", "=abs(-2) == max(1, 2)",
    "=params.epsilon == 0.3", "=inf == inf",
  ])
  func acceptsWhatHolds(relation: String) {
    let run = NotebookRun(cell("check #c", "that: \(relation)"))
    #expect(run.messages == "")
    #expect(run.value("c", "holds")?.content == .boolean(true))
  }

  @Test(arguments: [
    "=2 < 2", "=2 <= 1.5", "=1 >= 2", "=2 > 2", "=2 == 2.5", "=2 != 2", "=inf < 1",
  ])
  func refusesWhatDoesNot(relation: String) {
    let run = NotebookRun(cell("check #c", "that: \(relation)"))
    #expect(run.diagnostics.map(\.code) == [.checkFailed])
    #expect(run.messages.contains("does not hold: left"), "\(run.messages)")
  }

  @Test func showsBothSidesInFullAndTheirDifference() {
    let run = NotebookRun(cell("check", "that: =1 / 3 == 0.3333333333333"))
    #expect(run.messages.contains("left 0.3333333333333333, right 0.3333333333333, differ by 3"))
    #expect(run.messages.hasPrefix("9:"), "\(run.messages)")
  }

  @Test func toleranceIsRelativeAboveOneAndAbsoluteBelow() {
    func holds(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
      NotebookRun(cell("check", "that: =\(a) == \(b)\ntolerance: \(tolerance)")).messages == ""
    }
    #expect(holds(1000, 1000.9, 0.001))
    #expect(!holds(1000, 1001.1, 0.001))
    #expect(holds(0.001, 0.0019, 0.001))
    #expect(!holds(0.001, 0.0021, 0.001))
  }

  @Test func vectorsMustAgreeInEveryEntryAndTheFirstThatDoesNotIsNamed() {
    let vectors = cell("let", "a: [1, 2, 3]\nb: [1, 2.5, 4]")
    #expect(NotebookRun(vectors + cell("check", "that: =a <= b")).messages == "")
    #expect(NotebookRun(vectors + cell("check", "that: =a > 0")).messages == "")
    let run = NotebookRun(vectors + cell("check", "that: =a == b"))
    #expect(run.messages.contains("in 2 of 3 entries, first in entry 2: left 2.0, right 2.5"))
  }

  @Test func everyRelationOfAListIsChecked() {
    let body = "that:\n  - =1 < 2\n  - =2 < 1\n  - =3 < 1"
    let run = NotebookRun(cell("check", body))
    #expect(run.messages.contains("left 2.0, right 1.0"), "\(run.messages)")
    #expect(run.messages.contains("and 1 more of this cell"), "\(run.messages)")
    #expect(run.messages.hasPrefix("11:"), "\(run.messages)")
  }

  @Test func comparesWords() {
    let data = cell("data #d", "kind: csv\nfile: d.csv")
    let files = ["d.csv": "1,0\n2,1\n"]
    let same = cell("check", "that: =d.mapping == d.mapping")
    #expect(NotebookRun(data + same, files: files).messages == "")
    let other = cell("check", "that: =d.mapping != d.mapping")
    #expect(NotebookRun(data + other, files: files).messages.contains("does not hold"))
  }

  @Test(arguments: [
    ("that: =1 + 2", "compares nothing"), ("that: =1 < 2\ntolerance: 0.1", "`tolerance` beside <"),
    ("that: =sqrt(-1) < 2", "root of a negative number"), ("tolerance: 1", "without `that`"),
    ("that: =1 == 1\ntolerance: -1", "`tolerance` is -1"),
  ])
  func saysWhatIsNoCheck(body: String, message: String) {
    let run = NotebookRun(cell("check", body))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }

  @Test func theLineOnThePageCarriesBothSides() throws {
    let run = NotebookRun(cell("check #c", "that: =1 < 2", caption: "One is less than two."))
    let output = try #require(run.outputs["c"])
    guard case .judged(let lines)? = output.blocks.first else {
      Issue.record("no judged line")
      return
    }
    #expect(lines.map(\.statement) == ["`1 < 2`"])
    #expect(lines.map(\.mark) == [.holds])
    #expect(lines.map(\.note) == ["1 < 2"])
  }
}
