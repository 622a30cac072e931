// Oracle: relations that hold for every network (attacks only lower accuracy, parts are disjoint,
// counts by hand), and numbers made wrong by one per cent, which must be noticed.
import Cells
import Evidence
import Notebook
import Synchronization
import Testing

@Suite struct NetworkCellTests {
  static let moons = cell("data #d", "kind: moons\nn: 60\nnoise: 0.1")
  static let net = cell(
    "train #m", "data: d\narchitecture: mlp\nhidden: [8]\nepochs: 15\nbatch: 16")
  static let ball = "ball: { norm: linf, radius: 0.2 }"

  @Test func trainingPublishesWhatItSays() {
    let run = NotebookRun(
      Self.moons
        + cell(
          "train #m",
          "data: d\narchitecture: mlp\nhidden: [8, 4]\nepochs: 12\nbatch: 16\ninner-steps: 3\n"
            + Self.ball))
    #expect(run.messages == "")
    // 2·8 + 8, 8·4 + 4, 4·2 + 2.
    #expect(run.number("m", "parameters") == 70)
    #expect(run.number("m", "epochs") == 12)
    // Three steps of the opponent and one of the weights, for 60 points in 12 epochs.
    #expect(run.number("m", "gradients") == 2880)
    #expect(run.vector("m", "trace.loss").count == 12)
    #expect(run.number("m", "accuracy.worst") <= run.number("m", "accuracy.clean"))
    #expect(run.value("m", "accuracy.worst")?.evidence.kind == .found)
    #expect(run.value("m", "accuracy.worst")?.evidence.direction == .atMost)
    #expect(run.value("m", "accuracy.clean")?.evidence.kind == .computed)
  }

  @Test(arguments: ["standard", "fgsm-rs", "pgd", "free", "trades"])
  func everyMethodTrains(method: String) {
    let run = NotebookRun(
      Self.moons
        + cell(
          "train #m",
          "data: d\narchitecture: mlp\nhidden: [16]\nepochs: 30\nbatch: 16\nmethod: \(method)\n"
            + (method == "standard" ? "" : "ball: { norm: linf, radius: 0.05 }")))
    #expect(run.messages == "")
    #expect(run.number("m", "accuracy.clean") > 0.8, "\(method)")
  }

  @Test(arguments: [
    "fgsm", "rfgsm", "pgd", "mim", "apgd-ce", "fab", "square", "autoattack", "noise",
  ])
  func noAttackRaisesAccuracyOrLowersTheLoss(kind: String) {
    let extra = kind == "square" ? "\nsteps: 100" : ""
    let run = NotebookRun(
      Self.moons + Self.net + cell("evaluate #e", "model: m\ndata: d")
        + cell("attack #x", "kind: \(kind)\nmodel: m\ndata: d\n\(Self.ball)\(extra)"))
    #expect(run.messages == "")
    #expect(run.number("x", "accuracy.worst") <= run.number("e", "accuracy.clean"))
    #expect(run.number("x", "loss.worst") >= run.number("e", "loss.clean") - 1e-6)
    #expect(run.value("x", "loss.worst")?.evidence.direction == .atLeast)
  }

  @Test(arguments: ["deepfool", "cw", "fab"])
  func theNearestErrorIsFoundWithoutABall(kind: String) {
    let run = NotebookRun(
      Self.moons + Self.net
        + cell("attack #x", "kind: \(kind)\nmodel: m\ndata: d\nsteps: 60"))
    #expect(run.messages == "")
    let distances = run.vector("x", "distances")
    #expect(distances.count == 60)
    #expect(distances.allSatisfy { $0 >= 0 })
    #expect(distances.count { $0.isFinite } > 50)
  }

  @Test func theWorstOfAttacksIsTakenExampleByExample() {
    let run = NotebookRun(
      Self.moons + Self.net
        + cell("attack #a", "kind: fgsm\nmodel: m\ndata: d\n\(Self.ball)")
        + cell("attack #b", "kind: square\nsteps: 50\nmodel: m\ndata: d\n\(Self.ball)")
        + cell("evaluate #e", "model: m\ndata: d\nattacks: [a, b]"))
    #expect(run.messages == "")
    let smallest = zip(run.vector("a", "margins"), run.vector("b", "margins")).map(min)
    #expect(run.vector("e", "margins.worst") == smallest)
    #expect(run.number("e", "robust") == Double(smallest.count { $0 > 0 }))
  }

  @Test func partsOfASplitHaveNothingInCommon() {
    let part = { (number: Int) in
      cell("data #p\(number)", "kind: split\nof: g\nshares: [0.6, 0.4]\npart: \(number)")
    }
    let run = NotebookRun(cell("data #g", "kind: glyphs\nn: 50") + part(1) + part(2))
    #expect(run.messages == "")
    #expect(run.number("p1", "n") == 30)
    #expect(run.number("p2", "n") == 20)
    #expect(run.vector("p1", "counts") == [Double](repeating: 3, count: 10))
  }

  @Test func scaledLogitsMaskTheGradientAndTheChecklistSaysSo() {
    let run = NotebookRun(
      Self.moons + Self.net + cell("model #masked", "kind: scaled\nof: m\nfactor: 1e6")
        + cell(
          "evaluate #e", "model: masked\ndata: d\nchecklist: true\nqueries: 60\n\(Self.ball)"))
    #expect(run.messages == "")
    #expect(run.number("e", "checklist.failed") > 0)
  }

  @Test func repetitionsHaveAnInterval() {
    let run = NotebookRun(
      Self.moons
        + cell(
          "train #m",
          "data: d\narchitecture: mlp\nhidden: [4]\nepochs: 3\nbatch: 16\n"
            + "run: =params.epsilon * 10")
        + cell(
          "sweep #x",
          "parameter: epsilon\nvalues: [0, 0.1, 0.2]\nof: { a: =m.accuracy.clean }\n"
            + "interval: student", caption: "A."))
    #expect(run.messages == "")
    let values = run.vector("x", "a")
    #expect(Set(values).count > 1, "another run draws other weights")
    #expect(abs(run.number("x", "a.mean") - values.reduce(0, +) / 3) < 1e-12)
    #expect(run.value("x", "a.mean")?.evidence.kind == .sampled)
    #expect(run.number("x", "a.low") < run.number("x", "a.mean"))
  }

  @Test(arguments: [
    ("attack #x", "kind: pgd\nsteps: 5\nmodel: m\ndata: d\n\(NetworkCellTests.ball)"),
    ("attack #x", "kind: noise\ndraws: 5\nmodel: m\ndata: d\n\(NetworkCellTests.ball)"),
    ("attack #x", "kind: fgsm\nmodel: m\ndata: d\nball: { norm: l2, radius: 0.3 }"),
    ("evaluate #x", "model: m\ndata: d"), ("evaluate #x", "model: m\ndata: d\nattacks: [b, a]"),
  ])
  func aNumberThatIsOnePerCentOffIsNoticed(head: String, body: String) {
    // Traces are not audited for networks; the page says so.
    let audited = [
      "losses", "losses.clean", "loss.clean", "loss.worst", "margins", "margins.clean",
      "accuracy.clean", "accuracy.worst", "succeeded", "errors", "confusion",
      "perturbation.l0.mean", "perturbation.l0.max", "perturbation.l2.mean", "perturbation.l2.max",
      "perturbation.linf.mean", "perturbation.linf.max", "margins.worst", "losses.worst", "robust",
    ]
    let survivors = Mutex<[String]>([])
    let asked = Mutex(0)
    let run = NotebookRun(
      Self.moons + Self.net + cell("attack #a", "kind: pgd\nmodel: m\ndata: d\n\(Self.ball)")
        + cell("attack #b", "kind: fgsm\nmodel: m\ndata: d\n\(Self.ball)") + cell(head, body),
      observe: { directive, output, invocation in
        guard invocation.id == "x" else { return }
        for (index, named) in output.values.enumerated() where audited.contains(named.name) {
          var wrong: [Value.Content] = []
          switch named.value.content {
          case .number(let number) where number != 0: wrong = [.number(number * 1.01)]
          case .vector(let vector):
            wrong = vector.indices.filter { abs(vector[$0]) > 0.05 }.prefix(10).map {
              var copy = vector
              copy[$0] *= 1.01
              return .vector(copy)
            }
          case .matrix(let rows):
            wrong = rows.indices.flatMap { row in
              rows[row].indices.map { column in
                var copy = rows
                copy[row][column] += 1
                return .matrix(copy)
              }
            }
          default: break
          }
          for content in wrong {
            asked.withLock { $0 += 1 }
            var tampered = output
            tampered.values[index] = NamedValue(
              named.name, Value(content, named.value.evidence))
            if directive.audit(tampered, of: invocation).isEmpty {
              survivors.withLock { $0.append("\(named.name): \(content)") }
            }
          }
        }
      })
    #expect(run.messages == "")
    #expect(asked.withLock { $0 } > 20)
    #expect(survivors.withLock { $0 } == [])
  }
}
