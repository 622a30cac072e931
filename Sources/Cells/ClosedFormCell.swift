internal import AdvKit
internal import Evidence
internal import Notebook

/// `adv closed-form`: quantities of linear models that have a formula.
enum ClosedFormCell: Directive {
  static let name = "closed-form"
  static let summary =
    "The inner maximum of a linear model in closed form; or the radius of robust separability."
  static let details = """
    `quantity: inner-maximum` (the default) solves max over ‖δ‖ ≤ ε of ℓ(y(wᵀ(x + δ) + b)) for \
    every point. ℓ does not increase, so the maximum is the loss of the smallest margin, and by \
    Hölder's inequality that margin is y(wᵀx + b) − ε‖w‖_*. The maximisers:

    - ℓ2: δ* = −yε w/‖w‖₂;
    - ℓ∞: δ* = −yε sign(w), with sign(0) = 0;
    - ℓ1: all of ε on one coordinate of largest |wⱼ|, the first among equals;
    - ℓp with 1/p + 1/q = 1: δⱼ* = −yε sign(wⱼ)(|wⱼ|/‖w‖_q)^(q−1).

    With `box: [lower, upper]` the perturbed points stay in the box too, and the answer is still \
    exact for ℓ1 (rooms are filled in order of falling |wⱼ|), ℓ2 (one root of one increasing \
    function) and ℓ∞ (coordinate by coordinate). A maximiser need not be unique: `free` counts \
    the coordinates in which it is not determined, and a finding says why.

    `loss-expression` stands in the place of `loss`, as in `train`. It must be shown not to \
    increase, as a step of a derivation is shown, and the page says by what; convexity is not \
    needed.

    `quantity: separability` finds the largest robust margin: max over ‖w‖_* ≤ 1 of minᵢ yᵢ(wᵀxᵢ \
    + b). That is half the distance of the convex hulls of the two classes (with a bias), and it \
    is the ε from which on the data are no longer robustly separable; 0 if they are not \
    separable at all.

    Errors: a model and data of different dimensions (both are named); a clean point outside the \
    box; a box with another norm than ℓ1, ℓ2, ℓ∞; a field of the other quantity; for \
    separability, one class only.
    Sources: Kolter and Madry, "Adversarial robustness: theory and practice", chapter 2; Bennett \
    and Bredensteiner, "Duality and geometry in SVM classifiers", ICML 2000.
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
    ```adv closed-form #exact
    model: by-hand
    data: points
    loss: logistic
    ball: { norm: linf, radius: 0.3 }
    ```
    """
  static let fields: [Field] = [
    .optional(
      "quantity", .choice(["inner-maximum", "separability"]), standard: "inner-maximum",
      "What is computed."),
    SharedField.data,
    .optional(
      "model", .cell([ModelArtefact.tag]),
      "inner-maximum: the `model` or `train` cell whose model is attacked."),
    SharedField.loss, SharedField.lossExpression,
    SharedField.ballOfAnyExponent("inner-maximum: the perturbations."),
    SharedField.box,
    .optional("norm", SharedField.normType, "separability: the norm of the perturbations."),
    .optional(
      "bias", .boolean, standard: "false",
      "separability: whether the separating plane may be off 0."),
  ]
  static let artefact: String? = PerturbationArtefact.tag
  static let publishes = [
    PublishedName("loss.worst", "mean of the worst losses"),
    PublishedName("losses", "worst loss of each point"),
    PublishedName("margins", "worst margin of each point"),
    PublishedName("margins.clean", "margin y(wᵀx + b) of each clean point"),
    PublishedName("accuracy.worst", "share of the points with a worst margin > 0, in [0, 1]"),
    PublishedName("robust", "number of the points with a worst margin > 0"),
    PublishedName("dual-norm", "‖w‖_*, the norm dual to the ball's"),
    PublishedName("free", "number of coordinates in which some worst δ* leaves a choice"),
    PublishedName("perturbations", "δ* of each point, a matrix with one row per point"),
    PublishedName(
      "epsilon", "separability: the largest robust margin, in the unit of the data"),
    PublishedName("gap", "separability: how far epsilon may be from the true value"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let names = publishes.map(\.name)
    return Array(
      written.word("quantity") == "separability" ? names.suffix(2) : names.dropLast(2))
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    if invocation["quantity"]?.text == "separability" { return try separability(invocation) }
    try invocation.refuse(
      ["norm", "bias"], beside: "quantity `inner-maximum`",
      fix: "write the norm into `ball`, the bias into the model")
    _ = try invocation.require(
      "model", for: "quantity `inner-maximum`", fix: "add `model:` with the id of a model")
    let model = try invocation.linearModel()
    let data = try invocation.dataset()
    let ball = try invocation.requiredBall()
    let box = try invocation.box()
    let study = try invocation.lossStudy(.nonincreasing)
    let loss = study.map { MarginLoss.expression($0.loss) } ?? invocation.loss
    let result: InnerMaximum
    do throws(ThreatError) {
      result = try innerMaximum(
        of: model.model, on: data.dataset, loss: loss, ball: ball, box: box)
    } catch {
      throw CellFailure(error, in: invocation)
    }
    try LossStudy.requireValues(
      result.cleanMargins.value.map(loss.value), at: result.cleanMargins.value, invocation)
    try LossStudy.requireValues(result.losses.value, at: result.margins.value, invocation)
    let subject = SandwichSubject(model: model, data: data, loss: loss, ball: ball, box: box)
    var findings = study.map { [$0.summary] } ?? []
    findings += result.findings(model.id, model.model, data.dataset, ball)
    if let freedom = result.freedom, freedom != .zeroWeights {
      findings.append(
        "The maximiser is not unique (\(freedom.rawValue)): "
          + counted(result.freeCoordinates.count, "coordinate")
          + " of δ\\* can take other values without changing the margin.")
    }
    return CellOutput(
      values: values(result),
      artefact: PerturbationArtefact(
        perturbations: result.maximisers,
        points: data.dataset.points.adding(result.maximisers), ball: ball,
        margins: result.margins.value, data: data.id),
      statements: [
        subject.clean(result.cleanMargins.value), subject.statement(.exact, result.losses.value),
      ],
      findings: findings)
  }

  private static func values(_ result: InnerMaximum) -> [NamedValue] {
    let evidence = result.margins.evidence
    return [
      NamedValue("loss.worst", Value(result.meanLoss)),
      NamedValue("losses", Value(result.losses)),
      NamedValue("margins", Value(result.margins)),
      NamedValue("margins.clean", Value(result.cleanMargins)),
      NamedValue("accuracy.worst", Value(result.robustAccuracy)),
      NamedValue("robust", Value(result.robustCount)),
      NamedValue("dual-norm", Value(result.dualNorm)),
      NamedValue("free", Value(.number(Double(result.freeCoordinates.count)), evidence)),
      NamedValue("perturbations", Value(.matrix(result.maximisers.rowArrays), evidence)),
    ]
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    do throws(CellFailure) {
      if invocation["quantity"]?.text == "separability" {
        try auditSeparability(&audit, invocation)
        return audit.failures
      }
      let model = try invocation.linearModel().model
      let data = try invocation.dataset().dataset
      let ball = try invocation.requiredBall()
      let box = try invocation.box()
      audit.expect(
        "margins.clean", SecondRoute.margins(model, data), by: "the definition y(wᵀx + b)")
      audit.expect("margins", SecondRoute.worstMargins(model, data, ball, box), by: "duality")
      audit.expectLosses("losses", of: "margins", mean: "loss.worst", try invocation.marginLoss())
      audit.expectPositive("margins", count: "robust", share: "accuracy.worst", of: data.count)
      audit.expect(
        "dual-norm", SecondRoute.dualNorm(model.weights, of: ball.norm), by: "the definition")
      let rows = audit.expectPerturbations(
        model, data, ball, box, margins: "margins", slack: 64 * Rounded.unit)
      let free = SecondRoute.freeCoordinates(model, data, ball, box, perturbations: rows)
      let count = audit.number("free") ?? -1
      audit.expect(
        "free", count == count.rounded() && free.contains(Int(count)),
        "published \(count), a count by point gives \(free)")
    } catch {
      audit.report("losses", error.message)
    }
    return audit.failures
  }
}

extension Audit {
  /// Published perturbations are those of the artefact, lie in ball and box, and have the published
  /// margins; returns them, or rows of zeros where there are none.
  mutating func expectPerturbations(
    _ model: LinearModel, _ data: Dataset, _ ball: Ball, _ box: Box?, margins: String, slack: Double
  ) -> [[Double]] {
    let name = "perturbations"
    guard let rows = matrix(name, rows: data.count, columns: data.dimension) else {
      return data.points.rowArrays.map { $0.map { _ in 0 } }
    }
    let handedOn = (published.artefact as? PerturbationArtefact)?.perturbations.rowArrays
    expect(name, rows == handedOn, "published and handed-on perturbations differ")
    for (i, row) in rows.enumerated() {
      let size = SecondRoute.norm(row, ball.norm.exponent)
      expect(
        name, size.value <= ball.radius * (1 + slack) + 8 * size.error,
        "δ of point \(i + 1) has norm \(size.value), beyond \(ball.radius)")
      if let box {
        let inside = row.indices.allSatisfy { j in
          let value = data.points[i, j] + row[j]
          let room = slack * max(1, box.lower.magnitude, box.upper.magnitude)
          return value >= box.lower - room && value <= box.upper + room
        }
        expect(name, inside, "x + δ of point \(i + 1) leaves the box")
      }
    }
    expect(
      margins, SecondRoute.margins(model, data, perturbedBy: rows), by: "the margins at x + δ")
    return rows
  }
}

extension Matrix {
  /// The sum with a matrix of the same shape.
  func adding(_ other: Matrix) -> Matrix {
    Matrix(
      rows: rows, columns: columns, storage: zip(storage, other.storage).map { $0 + $1 })
  }
}
