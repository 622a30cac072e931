// Oracle: the losses that have a name, which share no code with those that are written, and the
// objective's definition on a grid.
import Cells
import Evidence
import Foundation
import Notebook
import Testing

@Suite struct WrittenLossTests {
  static let data = cell("data #d", "kind: moons\nn: 20\nnoise: 0.3")
  static let model = cell("model #m", "weights: [1, -0.5]\nbias: 0.2")
  static let named = [
    ("hinge", "max(0, 1 - z)"), ("squared-hinge", "max(0, 1 - z)^2"),
    ("logistic", "log(1 + exp(-z))"), ("exponential", "exp(-z)"),
  ]

  @Test(arguments: named)
  func closedFormsAreThoseOfTheNamedLoss(_ name: String, _ text: String) {
    for ball in ["norm: l2, radius: 0.3", "norm: linf, radius: 0.1", "norm: 3, radius: 2"] {
      let run = NotebookRun(
        Self.data + Self.model
          + cell("closed-form #a", "model: m\ndata: d\nloss: \(name)\nball: { \(ball) }")
          + cell(
            "closed-form #b", "model: m\ndata: d\nloss-expression: =\(text)\nball: { \(ball) }")
          + cell("evaluate #c", "model: m\ndata: d\nloss: \(name)\nball: { \(ball) }")
          + cell("evaluate #e", "model: m\ndata: d\nloss-expression: =\(text)\nball: { \(ball) }"))
      #expect(run.messages == "")
      for (a, b, value) in [("a", "b", "losses"), ("c", "e", "losses.clean")] {
        let (first, second) = (run.vector(a, value), run.vector(b, value))
        #expect(first.count == 20)
        #expect(second.count == 20)
        #expect(zip(first, second).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($0)) })
      }
      #expect(run.vector("a", "margins") == run.vector("b", "margins"))
    }
  }

  @Test(arguments: named)
  func theOptimumIsThatOfTheNamedLoss(_ name: String, _ text: String) {
    for body in [
      "ball: { norm: l2, radius: 0.1 }", "ball: { norm: linf, radius: 0.1 }\nbias: true",
      "ridge: 0.1\nbias: true", "ball: { norm: l1, radius: 0.2 }\nridge: 0.01",
    ] {
      let run = NotebookRun(
        Self.data + cell("train #a", "data: d\nloss: \(name)\n\(body)")
          + cell("train #b", "data: d\nloss-expression: =\(text)\n\(body)"))
      #expect(run.messages == "")
      let optimum = run.number("a", "objective")
      #expect(abs(run.number("b", "objective") - optimum) <= 1e-6, "\(name) \(body)")
      #expect(run.number("b", "dual") <= optimum + 1e-9)
      #expect(run.number("b", "gap") <= 1e-6)
      #expect(run.value("b", "dual")?.evidence.kind == .bounded)
    }
  }

  /// Kinks at two places, a slope that does not end at 0, and a loss below 0.
  @Test(arguments: [
    "max(0, 1 - z, 3 - 5 * z)", "max(1 - z, 0.5 - 0.25 * z)", "log(1 + exp(-z)) - 0.1 * z",
  ])
  func noWeightOfAGridIsBelowTheBound(_ text: String) {
    let xs = [1.0, 2, -0.5, -1.5]
    let ys = [1.0, -1, -1, -1]
    func value(_ z: Double) -> Double {
      switch text.first {
      case "l": log(1 + exp(-z)) - 0.1 * z
      default: text.contains("5 * z") ? max(0, 1 - z, 3 - 5 * z) : max(1 - z, 0.5 - 0.25 * z)
      }
    }
    let run = NotebookRun(
      TrainCellTests.data
        + cell(
          "train #t",
          "data: d\nloss-expression: =\(text)\nball: { norm: linf, radius: 0.1 }\nridge: 0.2"))
    #expect(run.messages == "")
    var least = Double.infinity
    for k in -4000...4000 {
      let w = Double(k) / 1000
      let sum = zip(xs, ys).reduce(0.0) { $0 + value($1.1 * w * $1.0 - 0.1 * abs(w)) }
      least = min(least, sum / 4 + 0.1 * w * w)
    }
    #expect(run.number("t", "dual") <= least + 1e-12)
    #expect(run.number("t", "objective") <= least + 1e-6)
    #expect(run.value("t", "unique")?.content == .text("unique"))
  }

  @Test func withoutConvexityThereIsNoDual() {
    let run = NotebookRun(
      Self.data
        + cell(
          "train #t",
          "data: d\nloss-expression: =1 / (1 + exp(z))\nmethod: gradient-descent\nsteps: 30\nball: { norm: l2, radius: 0.1 }"
        ))
    #expect(run.messages == "")
    for name in ["dual", "gap", "attained", "unique"] {
      #expect(run.value("t", name)?.content == .text("not established"))
    }
    #expect(run.value("t", "objective")?.evidence.kind == .found)
    let trace = run.vector("t", "trace.worst")
    #expect(trace.first == 0.5)
    #expect(zip(trace, trace.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func parametersStandForNumbers() {
    let run = NotebookRun(
      Self.data + Self.model
        + cell(
          "closed-form #a",
          "model: m\ndata: d\nloss-expression: =max(0, params.epsilon - z)\nball: { norm: l2, radius: 0.3 }"
        ))
    #expect(run.messages == "")
    let (losses, margins) = (run.vector("a", "losses"), run.vector("a", "margins"))
    #expect(losses.count == 20)
    #expect(zip(losses, margins).allSatisfy { $0 == max(0, 0.3 - $1) })
  }

  @Test func anAttackStaysBelowTheClosedForm() {
    let loss = "loss-expression: =1 / (1 + exp(z))\nball: { norm: l2, radius: 0.3 }"
    let run = NotebookRun(
      Self.data + Self.model + cell("closed-form #a", "model: m\ndata: d\n\(loss)")
        + cell("attack #b", "kind: pgd\nmodel: m\ndata: d\n\(loss)"))
    #expect(run.messages == "")
    #expect(abs(run.number("a", "loss.worst") - run.number("b", "loss.worst")) <= 1e-9)
  }

  @Test(arguments: [
    ("exp(z)", "the loss increases: ℓ(0) = 1 and ℓ(1) = 2.718"),
    ("max(0, z)", "the loss increases: ℓ(0) = 0 and ℓ(1) = 1"),
    ("-log(z)", "the loss has no value at the margin 0: logarithm of 0"),
    ("log(1 + exp(-z)) + exp(-z^2) / 10", "it was not established that the loss does not increase"),
    ("exp(900 - z)", "the loss has no finite value at the margin"),
    ("max(0, max(1, max(2, max(3, max(4, -z)))))", "kinks nested 5 deep"),
    ((1...31).map { "exp(-z / \($0))" }.joined(separator: " + "), "a loss of 185 parts"),
    ("sin(z)", "unknown function `sin`"), ("log(1 + exp(-margin))", "unknown name `margin`"),
    ("e.loss.clean - z", "`e.loss.clean` in a loss"),
  ])
  func whatIsWrongIsSaid(_ text: String, _ message: String) {
    let run = NotebookRun(
      Self.data + Self.model + cell("evaluate #e", "model: m\ndata: d")
        + cell(
          "closed-form #a",
          "model: m\ndata: d\nloss-expression: =\(text)\nball: { norm: l2, radius: 0.3 }"))
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
