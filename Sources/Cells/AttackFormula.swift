internal import AdvKit
internal import Notebook

extension AttackCell {
  /// Evaluates the author's `delta` for every point, and what it achieves.
  static func formula(
    _ subject: SandwichSubject, _ invocation: Invocation
  ) throws(CellFailure) -> AttackOutcome {
    let delta = try invocation.require(
      "delta", for: "kind `formula`", fix: "add `delta: =-y * epsilon * w / norm(w)`")
    let data = subject.data.dataset
    var rows: [[Double]] = []
    for i in 0..<data.count { rows.append(try perturbation(i, delta, subject, invocation)) }
    let result: GivenPerturbationResult
    do throws(ThreatError) {
      result = try evaluate(
        perturbations: Matrix(rows: rows), of: subject.model.model, on: data, loss: subject.loss,
        ball: subject.ball, box: subject.box)
    } catch {
      throw CellFailure(error, in: invocation)
    }
    guard let worst = result.infeasible.first else { return AttackOutcome(result) }
    let others = result.infeasible.count - 1
    let more = others > 0 ? " (and of \(counted(others, "other point")))" : ""
    switch worst.violation {
    case .norm(let size, let radius):
      throw CellFailure(
        "δ of point \(worst.point + 1)\(more) has \(subject.ball.norm.name) norm \(plain(size))",
        rule: "δ lies in the ball of radius \(plain(radius)), up to one part in 10¹²",
        fix: "scale the formula, such as by epsilon / norm(…)", at: delta.span)
    case .box(let coordinate, let value):
      throw CellFailure(
        "x + δ of point \(worst.point + 1)\(more) has coordinate \(coordinate + 1) at "
          + plain(value),
        rule: "x + δ stays in the box", fix: "clip the formula with min and max", at: delta.span)
    }
  }

  /// δ of the point with index `i`.
  private static func perturbation(
    _ i: Int, _ delta: Argument, _ subject: SandwichSubject, _ invocation: Invocation
  ) throws(CellFailure) -> [Double] {
    guard let expression = delta.deferred else { return [] }
    let data = subject.data.dataset
    let cell = invocation["model"]?.cell
    let bindings: [String: Value] = [
      "x": .given(Array(data.points.row(i))), "y": .given(data.labels[i]),
      "w": cell?.value("weights") ?? .given(subject.model.model.weights),
      "b": cell?.value("bias") ?? .given(subject.model.model.bias),
      "epsilon": invocation["ball"]?["radius"]?.value ?? .given(subject.ball.radius),
    ]
    let value: Value
    do throws(ExpressionFailure) {
      value = try expression.evaluate(bindings)
    } catch {
      throw CellFailure(error, in: expression, where: " at point \(i + 1)")
    }
    if let vector = value.vector, vector.count == data.dimension { return vector }
    throw CellFailure(
      "δ of point \(i + 1) is \(value.description)",
      rule: "δ is a vector with \(counted(data.dimension, "coordinate"))",
      fix: "multiply by a vector, such as w or x", at: delta.span)
  }

  /// Confirms every published value of an attack.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    if invocation.namesNetwork() { return NetworkAttackRun.audit(published, of: invocation) }
    var audit = Audit(published)
    do throws(CellFailure) {
      let model = try invocation.linearModel().model
      let data = try invocation.dataset().dataset
      let ball = try invocation.requiredBall()
      let rows = audit.expectPerturbations(
        model, data, ball, try invocation.box(), margins: "margins", slack: 1e-12)
      audit.expectLosses("losses", of: "margins", mean: "loss.worst", try invocation.marginLoss())
      audit.expectPositive("margins", share: "accuracy.worst", of: data.count)
      let moved = Double(rows.count { $0.contains { $0 != 0 } })
      audit.expect(
        "succeeded", exactly: Double((audit.vector("margins") ?? []).count { $0 <= 0 }),
        by: "a count of `margins` ≤ 0")
      audit.expect("moved", exactly: moved, by: "a count of δ ≠ 0")
      audit.expect("unmoved", exactly: Double(data.count) - moved, by: "a count of δ = 0")
      let kind = invocation["kind"]?.text ?? ""
      let steps =
        switch kind {
        case "fgsm": 1
        case "pgd": invocation["steps"]?.integer ?? 40
        default: 0
        }
      audit.expect(
        "gradients", exactly: Double(steps * data.count), by: "one gradient per point and step")
      if kind == "pgd" { try auditTrace(&audit, model, data, ball, steps, invocation) }
    } catch {
      audit.report("losses", error.message)
    }
    return audit.failures
  }

  /// Confirms a trace: in closed form from a zero start without a box, else by a second run.
  ///
  /// From the clean point, k steps of length α along the steepest direction of a linear model lower
  /// the margin by min(kα, ε)‖w‖_*; where the gradient of the loss is 0, nothing moves.
  private static func auditTrace(
    _ audit: inout Audit, _ model: LinearModel, _ data: Dataset, _ ball: Ball, _ steps: Int,
    _ invocation: Invocation
  ) throws(CellFailure) {
    let loss = try invocation.marginLoss()
    let slopes = (0..<data.count).map { i in
      invocation["objective"]?.text == "margin"
        ? 1 : loss.derivative(model.margin(data.points.row(i), data.labels[i])).magnitude
    }
    // Products of slope and weight below the range of doubles would move some coordinates only.
    let smallest = model.weights.map(\.magnitude).filter { $0 > 0 }.min() ?? 1
    let isRegular = slopes.allSatisfy { $0 == 0 || $0 * smallest > 1e-290 }
    let box = try invocation.box()
    guard box == nil, isRegular, invocation["start"]?.text != "random" else {
      let again = try run(invocation)
      let trace = again.values.first { $0.name == "trace" }?.value.vector ?? []
      audit.expect("trace", exactly: trace, by: "a second run")
      return
    }
    let stands = SecondRoute.margins(model, data)
    let dual = SecondRoute.dualNorm(model.weights, of: ball.norm)
    let length = invocation["step"]?.number ?? ball.radius / 4
    var reach = Rounded(0)
    var trace: [Rounded] = []
    for step in 0...steps {
      if step > 0 { reach = reach + Rounded(length) }
      if reach.value > ball.radius { reach = Rounded(ball.radius, error: reach.error) }
      let fall = reach * dual
      trace.append(
        .mean(zip(stands, slopes).map { SecondRoute.loss(loss, $1 == 0 ? $0 : $0 - fall) }))
    }
    audit.expect("trace", trace, by: "the closed form of k steps")
  }
}
