// Oracle: the maximiser of a linear function over each ball, worked out by hand.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct AttackCellTests {
  // Margins of w = (3, −4): 3 and −(−4) = 4.
  static let inputs =
    cell("data #d", "kind: points\npoints: [[1, 0], [0, 1]]\nlabels: [1, -1]")
    + cell("model #m", "weights: [3, -4]")

  static func attack(_ rest: String) -> NotebookRun {
    NotebookRun(inputs + cell("attack #a", "model: m\ndata: d\n\(rest)"))
  }

  static let worst: [(String, [[Double]])] = [
    ("l1", [[0, 0.5], [0, -0.5]]), ("l2", [[-0.3, 0.4], [0.3, -0.4]]),
    ("linf", [[-0.5, 0.5], [0.5, -0.5]]),
  ]

  static func close(_ a: [[Double]], _ b: [[Double]]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) <= 1e-12 } }
  }

  @Test(arguments: ["fgsm", "pgd"], worst)
  func reachesTheMaximiserOfALinearModel(kind: String, expected: (norm: String, rows: [[Double]])) {
    let run = Self.attack(
      "kind: \(kind)\nloss: logistic\nball: { norm: \(expected.norm), radius: 0.5 }")
    #expect(run.messages == "")
    #expect(Self.close(run.rows("a", "perturbations"), expected.rows))
    #expect(run.number("a", "moved") == 2)
    #expect(run.number("a", "gradients") == (kind == "fgsm" ? 2 : 80))
    #expect(run.value("a", "losses")?.evidence.kind == .found)
    #expect(run.value("a", "loss.worst")?.evidence.direction == .atLeast)
    #expect(run.value("a", "accuracy.worst")?.evidence.direction == .atMost)
    #expect(run.outputs["a"]?.cost == (kind == "fgsm" ? "2 gradients" : "80 gradients"))
  }

  @Test func theHingeLossDoesNotMoveFlatPointsAndTheMarginDoes() {
    let flat = Self.attack("kind: pgd\nloss: hinge\nball: { norm: l2, radius: 0.5 }")
    #expect(flat.messages == "")
    #expect(flat.number("a", "unmoved") == 2)
    #expect(flat.outputs["a"]?.findings.first?.contains("At 2 of 2 points") == true)
    let steep = Self.attack(
      "kind: pgd\nloss: hinge\nobjective: margin\nball: { norm: l2, radius: 0.5 }")
    #expect(steep.number("a", "moved") == 2)
    #expect(steep.outputs["a"]?.findings == [])
  }

  @Test func aFormulaIsEvaluatedForEveryPoint() {
    let run = Self.attack(
      "kind: formula\nball: { norm: l2, radius: 0.5 }\ndelta: =-y * epsilon * w / norm(w)")
    #expect(run.messages == "")
    #expect(Self.close(run.rows("a", "perturbations"), Self.worst[1].1))
    #expect(run.number("a", "gradients") == 0)
    #expect(run.outputs["a"]?.findings == [])
  }

  @Test func anAttackWeakerThanDoingNothingIsAFinding() {
    let run = Self.attack(
      "kind: formula\nball: { norm: l2, radius: 0.5 }\ndelta: =y * epsilon * w / norm(w)")
    #expect(run.messages == "")
    #expect(
      run.outputs["a"]?.findings.first?.contains("At 2 of 2 points the formula does less") == true)
  }

  @Test func aZeroModelHasNoDirection() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1, 0]]\nlabels: [1]")
        + cell("model #m", "weights: [0, 0]")
        + cell("attack #a", "kind: pgd\nmodel: m\ndata: d\nball: { norm: l2, radius: 0.5 }"))
    #expect(run.messages == "")
    #expect(run.number("a", "moved") == 0)
    #expect(run.outputs["a"]?.findings.first?.contains("no direction") == true)
  }

  @Test func aRandomStartNeedsAnIdAndIsKeyedByIt() {
    let body =
      "model: m\ndata: d\nkind: pgd\nsteps: 1\nstep: 0.01\nstart: random\nball: { norm: linf, radius: 0.5 }"
    #expect(NotebookRun(Self.inputs + cell("attack", body)).messages.contains("without an id"))
    let a = NotebookRun(Self.inputs + cell("attack #a", body)).rows("a", "perturbations")
    let b = NotebookRun(Self.inputs + cell("attack #b", body)).rows("b", "perturbations")
    let again = NotebookRun(Self.inputs + cell("attack #a", body)).rows("a", "perturbations")
    #expect(a == again)
    #expect(a != b)
  }

  @Test func attackAndClosedFormOfOneQuantityAreComparedPointByPoint() {
    let ball = "ball: { norm: l2, radius: 0.5 }"
    let run = NotebookRun(
      Self.inputs
        + cell("attack #a", "model: m\ndata: d\nkind: pgd\n\(ball)")
        + cell("closed-form #c", "model: m\ndata: d\n\(ball)")
        + cell("evaluate #e", "model: m\ndata: d\n\(ball)"))
    #expect(run.messages == "")
    let subjects = Set(
      run.outputs.values.flatMap(\.statements).map(\.subject))
    #expect(subjects == ["loss logistic of m on d, ℓ2 0.5"])
    let sides = run.outputs.values.flatMap(\.statements).map(\.side).sorted()
    #expect(sides == [.clean, .clean, .clean, .found, .exact, .exact])
  }

  @Test(arguments: [
    ("kind: formula\nball: { norm: l2, radius: 0.5 }", "kind `formula` without `delta`"),
    (
      "kind: formula\nball: { norm: l2, radius: 0.5 }\ndelta: =w",
      "δ of point 1 (and of 1 other point) has ℓ2 norm 5"
    ),
    (
      "kind: formula\nball: { norm: l2, radius: 0.5 }\ndelta: =epsilon",
      "δ of point 1 is a number"
    ),
    (
      "kind: formula\nball: { norm: l2, radius: 0.5 }\ndelta: =epsilon * w / (y - 1)",
      "division by zero at point 1"
    ),
    ("kind: pgd\nball: { norm: l2, radius: 0.5 }\nsteps: 0", "`steps` is 0"),
    ("kind: fgsm\nball: { norm: l2, radius: 0.5 }\nsteps: 3", "`steps` with kind `fgsm`"),
    ("kind: pgd", "without `ball`"),
    ("kind: pgd\nball: { norm: l2, radius: 0.5 }\nbox: [0.5, 1]", "point 1 of `d` outside the box"),
    (
      "kind: formula\nball: { norm: l2, radius: 0.5 }\nbox: [0, 1]\ndelta: =y * epsilon * w / norm(w)",
      "x + δ of point 1 (and of 1 other point) has coordinate 1 at 1.3"
    ),
  ])
  func saysWhatIsWrong(rest: String, message: String) {
    let run = Self.attack(rest)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
