// Oracle: numbers made wrong by one per cent must be noticed, and right ones must not be.
import Cells
import Evidence
import Notebook
import Synchronization
import Testing

@Suite struct AuditTests {
  /// Every way of making one number of a value one per cent larger, at most 12 of them.
  private static func mutations(_ named: NamedValue) -> [NamedValue] {
    func wrong(_ content: Value.Content) -> NamedValue {
      NamedValue(named.name, Value(content, named.value.evidence))
    }
    switch named.value.content {
    case .number(let number):
      return number == 0 || !number.isFinite ? [] : [wrong(.number(number * 1.01))]
    case .vector(let vector):
      return vector.indices.filter { vector[$0] != 0 && vector[$0].isFinite }.prefix(12).map {
        var copy = vector
        copy[$0] *= 1.01
        return wrong(.vector(copy))
      }
    case .matrix(let matrix):
      return matrix.indices.prefix(6).flatMap { row in
        matrix[row].indices.filter { matrix[row][$0] != 0 }.map { column in
          var copy = matrix
          copy[row][column] *= 1.01
          return wrong(.matrix(copy))
        }
      }
    case .boolean, .text: return []
    }
  }

  static let boxed = "model: m\ndata: d\nball: { norm: NORM, radius: 0.3 }\nbox: [-3, 3]"
  static let bodies: [String] =
    ["l1", "l2", "linf"].flatMap { norm -> [String] in
      let ball = "ball: { norm: \(norm), radius: 0.3 }"
      let box = boxed.replacing("NORM", with: norm)
      return [
        cell("evaluate #x", "model: m\ndata: d\n\(ball)"), cell("evaluate #x", box),
        cell("closed-form #x", "model: m\ndata: d\nloss: squared-hinge\n\(ball)"),
        cell("closed-form #x", box),
        cell("attack #x", "kind: pgd\nmodel: m\ndata: d\nsteps: 7\n\(ball)"),
        cell("attack #x", "kind: pgd\nloss: hinge\nsteps: 5\nstart: random\n" + box),
        cell("attack #x", "kind: fgsm\nloss: hinge\nmodel: m\ndata: d\n\(ball)"),
        cell("train #x", "data: d\nloss: logistic\n\(ball)"),
        cell("train #x", "data: d\nloss: squared-hinge\nbias: true\nridge: 0.1\n\(ball)"),
        cell("train #x", "data: d\nmethod: gradient-descent\nsteps: 5\n\(ball)"),
        cell("closed-form #x", "quantity: separability\ndata: far\nbias: true\nnorm: \(norm)"),
      ]
    } + [
      cell("evaluate #x", "model: m\ndata: d\nball: { norm: 3, radius: 0.3 }"),
      cell("evaluate #x", "model: m\ndata: d\nloss: exponential"),
      cell("train #x", "data: far\nloss: exponential"), cell("train #x", "data: d\nsvm: 0.05"),
      cell("model #x", "weights: =2 * m.weights\nbias: 1"),
      cell("let #x", "a: =norm(m.weights)\nb: =2 * m.weights"),
      cell("check #x", "that: =norm(m.weights) > mean(m.weights)"),
      cell(
        "sweep #x",
        "parameter: epsilon\nvalues: [0.1, 0.2, 0.3]\nof: { a: =params.epsilon * norm(m.weights) }",
        caption: "A."),
    ]

  static let inputs =
    cell("data #d", "kind: blobs\nn: 9\ncenters: [[-0.5, 0], [0.5, 0.4]]\nstd: 0.5")
    + cell("data #far", "kind: blobs\nn: 8\ncenters: [[-3, 0], [3, 1]]\nstd: 0.3")
    + cell("model #m", "weights: [1.5, -0.5]\nbias: 0.1")

  @Test(arguments: bodies)
  func everyPublishedNumberIsConfirmedTwice(body: String) {
    let survivors = Mutex<[String]>([])
    let asked = Mutex(0)
    let run = NotebookRun(
      Self.inputs + body,
      observe: { directive, output, invocation in
        guard invocation.id == "x" else { return }
        for (index, named) in output.values.enumerated() {
          // Counts that a run makes are `given`; the audits confirm the computed ones.
          guard named.value.evidence.kind >= .computed else { continue }
          for wrong in Self.mutations(named) {
            asked.withLock { $0 += 1 }
            var tampered = output
            tampered.values[index] = wrong
            if directive.audit(tampered, of: invocation).isEmpty {
              survivors.withLock { $0.append("\(named.name): \(wrong.value.content)") }
            }
          }
        }
      })
    #expect(run.messages == "")
    #expect(asked.withLock { $0 } > 0)
    #expect(survivors.withLock { $0 } == [])
  }

  /// A fixed linear congruential generator: the same notebooks on every machine.
  private struct Draws: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test(arguments: 0..<60)
  func noAuditIsAlarmedByRandomInputs(seed: Int) {
    var draws = Draws(state: UInt64(seed) &* 977 &+ 5)
    let scales: [Double] = [1e-4, 1, 1, 100, 1e6]
    let scale = scales.randomElement(using: &draws) ?? 1
    let d = Int.random(in: 1...5, using: &draws)
    let n = Int.random(in: 2...12, using: &draws)
    func number(_ size: Double) -> Double {
      let value = Double.random(in: -1...1, using: &draws)
      return Int.random(in: 0..<4, using: &draws) == 0
        ? (value * 2).rounded() * size / 2 : value * size
    }
    let points = (0..<n).map { _ in (0..<d).map { _ in number(scale) } }
    let labels = (0..<n).map { $0 % 2 == 0 ? 1 : -1 }
    let weights = (0..<d).map { _ in number(1 / scale * 3) }
    let norm = ["l1", "l2", "linf"].randomElement(using: &draws) ?? "l2"
    let ball = "ball: { norm: \(norm), radius: \(abs(number(scale / 2))) }"
    let box = Bool.random(using: &draws) ? "\nbox: [\(-scale), \(scale)]" : ""
    let loss =
      "loss: "
      + (["hinge", "squared-hinge", "logistic", "exponential"].randomElement(using: &draws)
        ?? "hinge")
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: \(points)\nlabels: \(labels)")
        + cell("model #m", "weights: \(weights)\nbias: \(number(1))")
        + cell("evaluate #e", "data: d\nmodel: m\n\(loss)\n\(ball)\(box)")
        + cell("closed-form #c", "data: d\nmodel: m\n\(loss)\n\(ball)\(box)")
        + cell("attack #p", "kind: pgd\ndata: d\nmodel: m\n\(loss)\n\(ball)\(box)")
        + cell("attack #f", "kind: fgsm\ndata: d\nmodel: m\n\(loss)\n\(ball)\(box)"))
    #expect(run.messages == "")
  }

  @Test(arguments: 0..<40)
  func noAuditIsAlarmedByRandomTraining(seed: Int) {
    var draws = Draws(state: UInt64(seed) &* 31 &+ 7)
    let centre = Double.random(in: 0...2, using: &draws)
    let norm = ["l1", "l2", "linf"].randomElement(using: &draws) ?? "l2"
    let loss =
      ["hinge", "squared-hinge", "logistic", "exponential"].randomElement(using: &draws) ?? "hinge"
    let radius = Double.random(in: 0...0.6, using: &draws)
    let ridge = Bool.random(using: &draws) ? 0 : Double.random(in: 0.001...1, using: &draws)
    let bias = Bool.random(using: &draws)
    let run = NotebookRun(
      cell(
        "data #d",
        "kind: blobs\nn: \(10 + seed)\ncenters: [[\(-centre), 0], [\(centre), 0.5]]\nstd: 0.7")
        + cell(
          "train #t",
          "data: d\nloss: \(loss)\nball: { norm: \(norm), radius: \(radius) }\nridge: \(ridge)\nbias: \(bias)"
        )
        + cell(
          "closed-form #s", "quantity: separability\ndata: d\nnorm: \(norm)\nbias: \(bias)"))
    #expect(run.messages == "")
  }
}
