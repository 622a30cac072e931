// Oracle: a linear network of three classes whose logits, confusions and gradients' signs are worked
// out by hand; messages written by hand.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct NetworkMeasureTests {
  /// Logits (x, y, 0.5) as a safetensors file.
  static let network: [UInt8] = {
    let header =
      #"{"0.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"#
      + #""0.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}"#
    let numbers: [Float] = [1, 0, 0, 1, 0, 0, 0, 0, 0.5]
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let data = numbers.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(8 * $0)) }
    }
    return length + Array(header.utf8) + data
  }()

  static let inputs =
    cell("data #d", "kind: csv\nfile: d.csv\nclasses: 3")
    + cell("model #m", "kind: file\nfile: m.safetensors\narchitecture: linear")

  static func run(_ cells: String) -> NotebookRun {
    NotebookRun(
      inputs + cells,
      bytes: [
        "m.safetensors": network,
        "d.csv": Array("x,y,class\n1,0,0\n0,1,1\n0,0,2\n1,0,2\n0,1,0\n0,1,0\n".utf8),
      ])
  }

  @Test func confusionsAreCounted() {
    let run = Self.run(cell("evaluate #e", "model: m\ndata: d\nconfusion: true"))
    #expect(run.messages == "")
    #expect(run.rows("e", "confusion") == [[1, 2, 0], [0, 1, 0], [1, 0, 1]])
    #expect(run.number("e", "errors") == 3)
    guard case .table(let table)? = run.outputs["e"]?.blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.columns == ["Class", "as 0", "as 1", "as 2"])
    guard case .value(let value, _) = table.rows[0][2] else {
      Issue.record("no value")
      return
    }
    #expect(value.number == 2)
  }

  @Test func theMatrixIsShownOnlyWhereAskedFor() {
    let run = Self.run(cell("evaluate #e", "model: m\ndata: d"))
    #expect(run.outputs["e"]?.blocks.isEmpty == true)
  }

  // Both logits that a coordinate moves have a gradient other than 0: a step of FGSM changes each
  // coordinate by 1/4, which these sums represent exactly.
  @Test(arguments: [("attack", "x"), ("evaluate", "e")])
  func perturbationsAreMeasured(what: String, id: String) {
    let run = Self.run(
      cell("attack #x", "kind: fgsm\nmodel: m\ndata: d\nball: { norm: linf, radius: 0.25 }")
        + cell("evaluate #e", "model: m\ndata: d\nattacks: [x]"))
    #expect(run.messages == "")
    for statistic in ["mean", "max"] {
      #expect(run.number(id, "perturbation.l0.\(statistic)") == 2)
      #expect(run.number(id, "perturbation.linf.\(statistic)") == 0.25)
      #expect(
        abs(run.number(id, "perturbation.l2.\(statistic)") - 0.25 * 2.0.squareRoot()) < 1e-15)
    }
    #expect(run.value(id, "perturbation.l2.mean")?.evidence.kind == .computed)
  }

  @Test(arguments: ["pgd", "mim"])
  func aStepOfMoreThanTwoRadiiIsWarnedOf(kind: String) {
    let run = Self.run(
      cell(
        "attack #x",
        "kind: \(kind)\nmodel: m\ndata: d\nball: { norm: linf, radius: 0.1 }\nsteps: 3\nstep: 0.25")
    )
    #expect(
      run.messages
        == "26:7 ADV0604 `step` is 0.25 in a ball of radius 0.1 | a step of more than 2 radii leaves "
        + "the ball from each of its points, so that the projection alone says where it ends | "
        + "write `step: 0.025`, a quarter of the radius")
    #expect(run.diagnostics.map(\.severity) == [.warning])
    #expect(run.outputs["x"] != nil)
  }

  @Test func aStepOfTwoRadiiIsNot() {
    let run = Self.run(
      cell(
        "attack #x",
        "kind: pgd\nmodel: m\ndata: d\nball: { norm: linf, radius: 0.125 }\nstep: 0.25"))
    #expect(run.messages == "")
  }

  @Test func aNameOfAnotherKindOfModelIsReportedBeforeAnythingRuns() {
    let run = Self.run(
      cell("attack #x", "kind: fgsm\nmodel: m\ndata: d\nball: { norm: linf, radius: 0.1 }")
        + cell("let", "rows: =x.perturbations"))
    #expect(
      run.messages
        == "28:8 ADV0506 unknown name `x.perturbations` | `x` is an `adv attack` of kind `fgsm` on a "
        + "network and publishes loss.worst, losses, margins, accuracy.worst, moved, unmoved, "
        + "gradients, succeeded, perturbation.l0.mean, perturbation.l0.max, perturbation.l2.mean, "
        + "perturbation.l2.max, perturbation.linf.mean, perturbation.linf.max | "
        + "take one of these, such as `x.loss.worst`")
    #expect(run.outputs.isEmpty)
  }

  @Test(arguments: [
    ("evaluate #x", "model: linear\ndata: points", "confusion", "`adv evaluate` of a linear model"),
    (
      "attack #x", "kind: pgd\nmodel: linear\ndata: points\nball: { norm: l2, radius: 1 }",
      "succeeded", "`adv attack` of kind `pgd` on a linear model"
    ),
    ("train #x", "data: points\nmethod: standard", "weights", "`adv train` of a network"),
    ("train #x", "from: net\ndata: points", "loss.worst", "`adv train` of a network"),
    ("model #x", "kind: scaled\nof: net\nfactor: 2", "weights", "`adv model` of a network"),
  ])
  func whatACellIsDecidesItsNames(head: String, body: String, name: String, title: String) {
    let run = NotebookRun(
      // The cell that is named stands behind the one that names it.
      cell("let", "a: =x.\(name)") + cell(head, body)
        + cell("train #net", "data: points\nmethod: standard")
        + cell("model #linear", "weights: [1, 2]") + cell("data #points", "kind: moons\nn: 10"))
    #expect(
      run.messages.hasPrefix(
        "9:5 ADV0506 unknown name `x.\(name)` | `x` is an \(title) and publishes "))
    #expect(run.diagnostics.count == 1)
  }

  @Test func aContinuedTrainingHasTheNamesOfTheFirst() {
    let run = NotebookRun(
      cell("let", "a: =n.loss.worst") + cell("train #n", "from: m\ndata: points\nepochs: 1")
        + cell(
          "train #m",
          "data: points\nmethod: pgd\nepochs: 1\nball: { norm: l2, radius: 0.1 }")
        + cell("data #points", "kind: moons\nn: 10"))
    #expect(run.messages == "")
  }

  @Test func tooManyLabelsAreNamedAtTheirColumn() {
    let run = NotebookRun(
      cell("data #d", "kind: csv\nfile: d.csv\nlabel: y\nclasses: 2"),
      files: ["d.csv": "x,y\n1,a\n2,a\n"])
    #expect(run.messages.hasPrefix("11:8 ADV0602 "), "\(run.messages)")
    #expect(run.messages.contains("the label column holds from 2 to "), "\(run.messages)")
  }
}
