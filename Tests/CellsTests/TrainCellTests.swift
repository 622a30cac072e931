// Oracle: a fine grid over the weights (and bias) of small problems, and minimisers known by hand.
import Cells
import Evidence
import Foundation
import Notebook
import Testing

@Suite struct TrainCellTests {
  // Four points on a line that no w separates through 0.
  static let xs = [1.0, 2, -0.5, -1.5]
  static let ys = [1.0, -1, -1, -1]
  static let data = cell(
    "data #d", "kind: points\npoints: [[1], [2], [-0.5], [-1.5]]\nlabels: [1, -1, -1, -1]")

  static func loss(_ name: String, _ z: Double) -> Double {
    switch name {
    case "hinge": max(0, 1 - z)
    case "squared-hinge": max(0, 1 - z) * max(0, 1 - z)
    case "logistic": Foundation.log(1 + Foundation.exp(-z))
    default: Foundation.exp(-z)
    }
  }

  static func objective(
    _ name: String, _ w: Double, _ b: Double, _ epsilon: Double, _ ridge: Double
  )
    -> Double
  {
    var sum = 0.0
    for (x, y) in zip(xs, ys) { sum += loss(name, y * (w * x + b) - epsilon * abs(w)) }
    return sum / 4 + ridge / 2 * w * w
  }

  @Test(arguments: ["hinge", "squared-hinge", "logistic", "exponential"])
  func noWeightOfAGridIsBetter(loss: String) {
    for (epsilon, ridge, hasBias) in [
      (0.0, 0.0, false), (0.3, 0, false), (0.2, 0.1, false), (0.1, 0.1, true),
    ] {
      let run = NotebookRun(
        Self.data
          + cell(
            "train #t",
            "data: d\nloss: \(loss)\nball: { norm: l2, radius: \(epsilon) }\nridge: \(ridge)\nbias: \(hasBias)"
          ))
      #expect(run.messages == "")
      let objective = run.number("t", "objective")
      let at = Self.objective(
        loss, run.vector("t", "weights").first ?? .nan, run.number("t", "bias"), epsilon, ridge)
      #expect(abs(objective - at) <= 1e-12)
      var least = Double.infinity
      for i in -1000...1000 {
        for j in hasBias ? Array(-200...200) : [0] {
          least = min(
            least, Self.objective(loss, Double(i) / 250, Double(j) / 50, epsilon, ridge))
        }
      }
      #expect(objective <= least + 1e-8, "\(loss) \(epsilon) \(ridge)")
      #expect(run.number("t", "dual") <= least + 1e-12)
      #expect(run.number("t", "gap") <= 1e-7)
    }
  }

  @Test func publishesWhatEvaluateSaysOfTheSameModel() {
    let ball = "ball: { norm: linf, radius: 0.2 }"
    let run = NotebookRun(
      cell("data #d", "kind: moons\nn: 40\nnoise: 0.2")
        + cell("train #t", "data: d\n\(ball)")
        + cell("evaluate #e", "data: d\nmodel: t\n\(ball)")
        + cell(
          "check",
          "that:\n  - =t.loss.clean == e.loss.clean\n  - =t.loss.worst == e.loss.worst\n  - =t.objective == e.loss.worst\ntolerance: 1e-14"
        )
        + cell(
          "check",
          "that:\n  - =t.accuracy.clean == e.accuracy.clean\n  - =t.accuracy.worst == e.accuracy.worst"
        ))
    #expect(run.messages == "")
    #expect(run.outputs["t"]?.cost?.contains("Newton steps · gap") == true)
    #expect(run.value("t", "objective")?.evidence.kind == .bounded)
    #expect(run.value("t", "dual")?.evidence.direction == .atLeast)
  }

  @Test func svmIsHingeWithTwiceTheRidge() {
    let data = cell("data #d", "kind: blobs\nn: 30\ncenters: [[-1, 0], [1, 0]]\nstd: 1")
    let run = NotebookRun(
      data + cell("train #s", "data: d\nsvm: 0.05")
        + cell("train #r", "data: d\nloss: hinge\nridge: 0.1")
        + cell("check", "that: =s.objective == r.objective\ntolerance: 1e-9"))
    #expect(run.messages == "")
    #expect(run.value("s", "loss.worst") == nil)
  }

  @Test func anInfimumThatIsNotAttainedIsAFindingAndNoError() {
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1, 0], [-1, 0]]\nlabels: [1, -1]")
        + cell("train #t", "data: d\nloss: logistic"))
    #expect(run.messages == "")
    #expect(run.value("t", "attained")?.content == .text("not attained"))
    #expect(run.value("t", "unique")?.content == .text("no minimiser"))
    #expect(run.outputs["t"]?.findings.first?.contains("no minimiser") == true)
  }

  @Test func aMinimumThatIsAttainedManyTimesIsSaid() {
    // The hinge loss is 0 at every w ≥ 1.
    let run = NotebookRun(
      cell("data #d", "kind: points\npoints: [[1, 0], [-1, 0]]\nlabels: [1, -1]")
        + cell("train #t", "data: d\nloss: hinge"))
    #expect(run.messages == "")
    #expect(run.value("t", "attained")?.content == .text("attained"))
    #expect(run.value("t", "unique")?.content == .text("not unique"))
  }

  @Test func descentFallsTowardsTheOptimumAndIsCertified() {
    let run = NotebookRun(
      Self.data + cell("train #c", "data: d\nloss: logistic\nball: { norm: l2, radius: 0.1 }")
        + cell(
          "train #g",
          "data: d\nloss: logistic\nball: { norm: l2, radius: 0.1 }\nmethod: gradient-descent\nsteps: 500\nrate: 0.5"
        ))
    #expect(run.messages == "")
    let trace = run.vector("g", "trace.worst")
    #expect(trace.count == 501)
    #expect(abs(trace[0] - 0.6931471805599453) <= 1e-15)
    #expect(trace.last == run.number("g", "loss.worst"))
    // The bound does not account for rounding.
    #expect(run.number("g", "objective") >= run.number("c", "dual") - 1e-14)
    #expect(run.number("g", "objective") - run.number("c", "objective") <= 1e-6)
    #expect(run.number("g", "iterations") == 500)
    #expect(run.outputs["g"]?.cost?.hasPrefix("500 gradient steps · gap ") == true)
  }

  @Test(arguments: [
    ("data: one", "all points of `one` have label 1", "15:7"),
    ("data: d\nsvm: 1\nball: { norm: l2, radius: 1 }", "`ball` with `svm`", "17:1"),
    ("data: d\nsvm: 1\nloss: logistic", "`svm` with the logistic loss", "17:7"),
    ("data: d\nsteps: 4", "`steps` with `method: convex`", "16:1"),
    ("data: d\nsvm: 0", "`svm` is 0", "16:6"),
    ("data: d\nridge: -1", "`ridge` is -1", "16:8"),
    ("data: d\nball: { norm: 3, radius: 1 }", "`norm` is `3`", "16:15"),
    (
      "data: d\nloss: exponential\nmethod: gradient-descent\nrate: 1e6\nsteps: 50",
      "gradient descent left the range of numbers", "18:7"
    ),
  ])
  func saysWhatIsWrongAndWhere(body: String, message: String, place: String) {
    let run = NotebookRun(
      Self.data + cell("train #t", body)
        + cell("data #one", "kind: points\npoints: [[1], [2]]\nlabels: [1, 1]"))
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasPrefix(place), "\(run.messages)")
    #expect(run.diagnostics.count == 1)
  }
}
