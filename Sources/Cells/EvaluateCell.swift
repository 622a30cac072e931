internal import AdvKit
internal import Evidence
internal import Notebook

/// `adv evaluate`: exact losses, margins and accuracy of a linear model, clean and under attack.
enum EvaluateCell: Directive {
  static let name = "evaluate"
  static let summary =
    "Losses, margins and accuracy of a linear model, clean and in the exact worst case."
  static let details = """
    The margin of point i is zᵢ = yᵢ(wᵀxᵢ + b). With a ball ‖δ‖ ≤ ε the worst margin is, by \
    Hölder's inequality, zᵢ − ε‖w‖_* with the dual norm (ℓ2 for ℓ2, ℓ1 for ℓ∞, ℓ∞ for ℓ1); with \
    a box it is computed exactly inside ball and box. As ℓ does not increase, the worst loss is \
    the loss of the worst margin. `loss-expression` stands in the place of `loss` on linear models, \
    as in `train`; with a ball it must be shown not to increase.

    The ball is closed: a point counts as robust only if its worst margin is strictly positive, \
    and as classified correctly only if its margin is. Losses are means over the points.

    Of a network the clean values are computed, with the confusion matrix, and worst values are \
    those of the `attacks` listed, example by example; the sizes of perturbations are those of \
    the attack whose margin is the smallest. Classes are counted from 0; of a binary problem \
    label −1 is class 0.

    Findings: points whose worst margin is 0 within rounding; a model with w = 0, for which no \
    direction is worst.

    Errors: a model and data of different dimensions (both are named); a clean point outside the \
    box; a box without a ball; margins beyond the range of doubles.
    Source: Kolter and Madry, "Adversarial robustness: theory and practice", chapter 2.
    """
  static let example = """
    ```adv data #points
    kind: points
    points: [[1, 2], [-1, 0]]
    labels: [1, -1]
    ```
    ```adv model #by-hand
    weights: [1, 0.5]
    ```
    ```adv evaluate #exact
    model: by-hand
    data: points
    loss: hinge
    ball: { norm: l2, radius: 0.3 }
    ```
    """
  static let fields: [Field] =
    [
      SharedField.anyModel, SharedField.anyData, SharedField.anyLoss, SharedField.lossExpression,
      SharedField.ballOfAnyExponent(
        "The perturbations; without it only clean values are published."),
      SharedField.box,
    ] + NetworkEvaluateRun.fields
  static let artefact: String? = EvaluationArtefact.tag
  static let publishes =
    [
      PublishedName("loss.clean", "mean loss of the clean points"),
      PublishedName("losses.clean", "loss of each clean point"),
      PublishedName("accuracy.clean", "share of the points with a margin > 0, in [0, 1]"),
      PublishedName("margins.clean", "margin y(wᵀx + b) of each clean point"),
      PublishedName("margins", "the same as margins.clean"),
      PublishedName("errors", "number of the points with a margin ≤ 0"),
      PublishedName("loss.worst", "with a ball or attacks: mean of the worst losses"),
      PublishedName("losses.worst", "with a ball or attacks: worst loss of each point"),
      PublishedName("margins.worst", "with a ball or attacks: worst margin of each point"),
      PublishedName(
        "accuracy.worst", "with a ball or attacks: share of the points with a worst margin > 0"),
      PublishedName(
        "robust", "with a ball or attacks: number of the points with a worst margin > 0"),
    ] + NetworkEvaluateRun.ownNames + NetworkEvaluateRun.checklistNames

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool { written.has("checklist") }

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let own = NetworkEvaluateRun.ownNames.map(\.name)
    let checklist = NetworkEvaluateRun.checklistNames.map(\.name)
    let plain = publishes.map(\.name).filter { !own.contains($0) && !checklist.contains($0) }
    let hasWorst = written.has("attacks") || (written.has("ball") && !written.has("checklist"))
    let ofNetwork =
      written.namesNetwork == false ? [] : written.has("attacks") ? own : Array(own.prefix(1))
    return Array(plain.prefix(hasWorst ? plain.count : 6)) + ofNetwork
      + (written.has("checklist") ? checklist : [])
  }

  static func title(_ written: WrittenFields) -> String { written.title(of: name, "of") }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    if invocation.namesNetwork() {
      try invocation.refuseLossExpression(of: "a network")
      return try NetworkEvaluateRun.run(invocation)
    }
    try invocation.refuse(
      NetworkEvaluateRun.fields.map(\.name), beside: "a linear model",
      fix: "write `ball`: the worst case of a linear model is exact")
    try invocation.refuseCrossEntropy()
    let model = try invocation.linearModel()
    let data = try invocation.dataset()
    let ball = try invocation.ball()
    let loss = try invocation.marginLoss(ball == nil ? .notIncreasing : .nonincreasing)
    let box = try invocation.box()
    if ball == nil {
      try invocation.refuse(
        ["box"], beside: "an `evaluate` without `ball`", fix: "add a ball, or remove the box")
    }
    let clean: CleanMeasures
    let worst: InnerMaximum?
    do throws(ThreatError) {
      clean = try cleanMeasures(of: model.model, on: data.dataset, loss: loss)
      worst =
        if let ball {
          try innerMaximum(of: model.model, on: data.dataset, loss: loss, ball: ball, box: box)
        } else {
          nil
        }
    } catch {
      throw CellFailure(error, in: invocation)
    }
    try LossStudy.requireValues(clean.losses.value, at: clean.margins.value, invocation)
    var output = CellOutput(values: values(clean))
    if let ball, let worst {
      try LossStudy.requireValues(worst.losses.value, at: worst.margins.value, invocation)
      let subject = SandwichSubject(model: model, data: data, loss: loss, ball: ball, box: box)
      output.values += values(worst)
      output.statements = [
        subject.statement(.clean, clean.losses.value),
        subject.statement(.exact, worst.losses.value),
      ]
      output.findings = worst.findings(model.id, model.model, data.dataset, ball)
    }
    output.artefact = EvaluationArtefact(
      cleanMargins: clean.margins.value, worstMargins: worst?.margins.value)
    return output
  }

  private static func values(_ clean: CleanMeasures) -> [NamedValue] {
    [
      NamedValue("loss.clean", Value(clean.meanLoss)),
      NamedValue("losses.clean", Value(clean.losses)),
      NamedValue("accuracy.clean", Value(clean.accuracy)),
      NamedValue("margins.clean", Value(clean.margins)),
      NamedValue("margins", Value(clean.margins)),
      NamedValue("errors", Value(clean.errors)),
    ]
  }

  private static func values(_ worst: InnerMaximum) -> [NamedValue] {
    [
      NamedValue("loss.worst", Value(worst.meanLoss)),
      NamedValue("losses.worst", Value(worst.losses)),
      NamedValue("margins.worst", Value(worst.margins)),
      NamedValue("accuracy.worst", Value(worst.robustAccuracy)),
      NamedValue("robust", Value(worst.robustCount)),
    ]
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    if invocation.namesNetwork() { return NetworkEvaluateRun.audit(published, of: invocation) }
    var audit = Audit(published)
    do throws(CellFailure) {
      let model = try invocation.linearModel().model
      let data = try invocation.dataset().dataset
      let loss = try invocation.marginLoss(
        invocation["ball"] == nil ? .notIncreasing : .nonincreasing)
      audit.expect(
        "margins", SecondRoute.margins(model, data), by: "the definition y(wᵀx + b)")
      audit.expect("margins.clean", exactly: audit.vector("margins") ?? [], by: "`margins`")
      audit.expectLosses("losses.clean", of: "margins.clean", mean: "loss.clean", loss)
      audit.expectPositive("margins.clean", share: "accuracy.clean", of: data.count)
      audit.expect(
        "errors", exactly: Double((audit.vector("margins.clean") ?? []).count { $0 <= 0 }),
        by: "a count of margins ≤ 0")
      guard let ball = try invocation.ball() else { return audit.failures }
      audit.expect(
        "margins.worst", SecondRoute.worstMargins(model, data, ball, try invocation.box()),
        by: "duality")
      audit.expectLosses("losses.worst", of: "margins.worst", mean: "loss.worst", loss)
      audit.expectPositive(
        "margins.worst", count: "robust", share: "accuracy.worst", of: data.count)
    } catch {
      audit.report("loss.clean", error.message)
    }
    return audit.failures
  }
}

extension Audit {
  /// Losses follow from published margins, and their mean from the published losses.
  mutating func expectLosses(
    _ losses: String, of margins: String, mean: String, _ loss: MarginLoss
  ) {
    let second = (vector(margins) ?? []).map { SecondRoute.loss(loss, Rounded($0)) }
    expect(losses, second, by: "the loss of `\(margins)`")
    let terms = (vector(losses) ?? []).map { Rounded($0) }
    expect(mean, .mean(terms), by: "the mean of `\(losses)`")
  }

  /// Counts and shares follow from the signs of published margins.
  mutating func expectPositive(
    _ margins: String, count: String? = nil, share: String, of total: Int
  ) {
    let positive = Double((vector(margins) ?? []).count { $0 > 0 })
    if let count { expect(count, exactly: positive, by: "a count of `\(margins)` > 0") }
    expect(share, exactly: positive / Double(total), by: "the share of `\(margins)` > 0")
  }
}

extension InnerMaximum {
  /// What deserves a reader's attention, as inline Markdown.
  func findings(_ id: String, _ model: LinearModel, _ data: Dataset, _ ball: Ball) -> [String] {
    var findings: [String] = []
    if model.weights.allSatisfy({ $0 == 0 }) {
      findings.append(
        "`\(id)` has $w = 0$: its score is the same everywhere, so no direction is worst.")
    }
    if !undecidedPoints.isEmpty {
      let which = undecidedPoints.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
      let more = undecidedPoints.count > 5 ? ", …" : ""
      findings.append(
        "The worst margin of \(counted(undecidedPoints.count, "point")) (\(which)\(more)) is 0 "
          + "within rounding: rounding may have decided its sign, and exactly 0 counts as not robust."
      )
    }
    return findings
  }
}
