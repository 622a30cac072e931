// Oracle: points and labels written out by hand, counts made by eye.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct DataCellTests {
  @Test func countsWhatIsWritten() {
    let run = NotebookRun(
      cell("data #points", "kind: points\npoints: [[0, 1], [1, 0], [2, 2]]\nlabels: [-1, 1, 1]"))
    #expect(run.messages == "")
    #expect(run.number("points", "n") == 3)
    #expect(run.number("points", "dimension") == 2)
    #expect(run.number("points", "positives") == 2)
    #expect(run.number("points", "negatives") == 1)
    #expect(run.value("points", "n")?.evidence.kind == .given)
  }

  @Test(arguments: [
    "kind: blobs\nn: 11\ncenters: [[-1, -1], [1, 1]]\nstd: 0.8",
    "kind: blobs\nn: 11\ncenters: [[-1, -1], [1, 1]]\nstd: [0.8, 0.1]",
    "kind: moons\nn: 11\nnoise: 0.1", "kind: circles\nn: 11\nfactor: 0.4",
    "kind: xor\nn: 11\nstd: 0.2",
  ])
  func drawsAsManyPointsAsAsked(body: String) {
    let run = NotebookRun(cell("data #points", body))
    #expect(run.messages == "")
    #expect(run.number("points", "n") == 11)
    #expect(run.number("points", "dimension") == 2)
    #expect(run.number("points", "positives") + run.number("points", "negatives") == 11)
  }

  @Test func drawsNeedAnIdAndWrittenPointsDoNot() {
    #expect(NotebookRun(cell("data", "kind: moons\nn: 4")).messages.contains("without an id"))
    let written = cell("data", "kind: points\npoints: [[1]]\nlabels: [1]")
    #expect(NotebookRun(written).messages == "")
  }

  @Test func anotherCellChangesNoDraw() throws {
    let moons = cell("data #a", "kind: moons\nn: 6\nnoise: 0.2")
    let alone = NotebookRun(moons)
    let beside = NotebookRun(cell("data #b", "kind: moons\nn: 9\nnoise: 0.2") + moons)
    let first = try #require(alone.outputs["a"]?.artefact)
    let second = try #require(beside.outputs["a"]?.artefact)
    #expect("\(first)" == "\(second)")
  }

  @Test func readsAFileAndSaysHowLabelsWereMapped() {
    let run = NotebookRun(
      cell("data #d", "kind: csv\nfile: d.csv\nlabel: state\nlabels: [well, ill]"),
      files: ["d.csv": "a,state,b\n1,ill,2\n3,well,4\n"])
    #expect(run.messages == "")
    #expect(run.number("d", "n") == 2)
    #expect(run.number("d", "dimension") == 2)
    guard case .text(let mapping)? = run.value("d", "mapping")?.content else {
      Issue.record("no mapping")
      return
    }
    #expect(mapping == "label well becomes −1, ill becomes 1")
  }

  @Test(arguments: [
    ("kind: points\npoints: [[0, 1], [1]]\nlabels: [-1, 1]", "10:18", "point 2 has 1 coordinate"),
    ("kind: points\npoints: [[0], [1]]\nlabels: [-1, 2]", "11:14", "label 2 is 2"),
    ("kind: points\npoints: [[0], [1]]\nlabels: [-1]", "11:9", "2 points and 1 label"),
    ("kind: points\npoints: []\nlabels: []", "10:9", "no points"),
    ("kind: points\nlabels: [1]", "8:", "without `points`"),
    ("kind: moons\nn: 5\nstd: 1", "11:1", "`std` with kind `moons`"),
    ("kind: blobs\nn: 5\ncenters: [[0], [1, 2]]\nstd: 1", "11:", "`centers` are two finite points"),
    ("kind: xor\nn: 5\nstd: [1, 2]", "11:", "`std` of xor is a list"),
    ("kind: moons\nn: 5\nnoise: -1", "11:", "`noise` is -1"),
  ])
  func saysWhatIsWrongAndWhere(body: String, place: String, message: String) {
    let run = NotebookRun(cell("data #d", body))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasPrefix(place), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }

  @Test(arguments: [
    ("a,y\n1,0\nx,1\n", "line 3, field 1 is not a number"),
    ("a,y\n1,0\n2,1\n3,2\n", "two labels"), ("", "no points"),
    ("a,y\n1,0\n2\n", "row 3 has 1 entries"),
  ])
  func namesThePlaceInAFile(text: String, message: String) {
    let run = NotebookRun(cell("data #d", "kind: csv\nfile: d.csv"), files: ["d.csv": text])
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasPrefix("10:7"), "\(run.messages)")
  }

  @Test func oneClassAloneIsLegal() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[0], [1]]\nlabels: [1, 1]"))
    #expect(run.messages == "")
  }
}
