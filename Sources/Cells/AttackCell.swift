internal import AdvKit
internal import Evidence
internal import Notebook

/// `adv attack`: perturbations found by a gradient attack, or supplied as a formula.
enum AttackCell: Directive {
  static let name = "attack"
  static let summary =
    "Perturbs every point of the data within a ball, by a choice of attacks or a formula of yours."
  static let details = """
    What an attack finds is a bound from one side: the true worst loss is at least the one \
    found, the true robust accuracy at most the one found. For linear models a `closed-form` or \
    `evaluate` cell gives the true one, and the page compares the two point by point.

    - `fgsm`: one step of length ε from the clean point: x + ε sign(g) for ℓ∞, x + εg/‖g‖₂ for \
    ℓ2, ε on one coordinate of largest |gⱼ| for ℓ1 (Goodfellow, Shlens, Szegedy 2015). No random \
    start.
    - `pgd`: `steps` steps of length `step` along the same directions, each followed by the \
    exact Euclidean projection onto ball and box (Madry et al. 2018). It returns the best \
    iterate of each point, not the last one as most libraries do, and projects onto the ℓ1 ball \
    instead of rescaling.
    - `formula`: `delta` is an expression of x, y, w, b and epsilon, evaluated for each point; \
    it must lie in the ball.

    g is the gradient of the `objective` with respect to x: of the loss, or of the negated \
    margin. The hinge loss is flat at margins of 1 and more, so an attack on the loss stands \
    still there; `objective: margin` does not. For fgsm and pgd the clean point is always among \
    the candidates, so they are never weaker than doing nothing; a formula may be, and a finding \
    then says at how many points.

    `loss-expression` stands in the place of `loss` on linear models, as in `train`; it must be \
    shown not to increase.

    On networks the sizes of the perturbations are published: of the inputs handed on, the \
    number of changed coordinates (l0), the ℓ2 and the ℓ∞ norm, mean and largest.

    Warnings: a `step` of more than two radii, which leaves the ball from each of its points.

    Errors: a radius that is negative or infinite; a model and data of different dimensions \
    (both are named); a clean point outside the box; a formula that leaves the ball or the box, \
    yields no vector of the right length or has no value (the point is named); no steps; fields \
    of another kind.
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
    ```adv attack #pgd
    kind: pgd
    model: by-hand
    data: points
    loss: logistic
    ball: { norm: linf, radius: 0.3 }
    steps: 10
    ```
    ```adv attack #formula
    kind: formula
    model: by-hand
    data: points
    ball: { norm: l2, radius: 0.3 }
    delta: =-y * epsilon * w / norm(w)
    ```
    """
  static let fields: [Field] =
    [
      .required(
        "kind", .choice(["fgsm", "pgd", "formula"] + NetworkAttackFields.kinds),
        "How the perturbations are found."),
      SharedField.anyModel, SharedField.anyData, SharedField.anyLoss, SharedField.lossExpression,
      SharedField.ball(
        "The perturbations; for fgsm the radius is the length of the step. Only deepfool, cw and fab "
          + "do without: they look for the nearest misclassified point."),
      SharedField.box,
      .optional(
        "objective", .choice(AttackObjective.allCases.map(\.rawValue)), standard: "loss",
        "fgsm, pgd: what is ascended, the loss or the negated margin."),
      .optional("steps", .integer(1...100_000), standard: "40", "pgd: the number of steps."),
      .optional(
        "step", .number(.positive), standard: "a quarter of the radius",
        "pgd: the length of a step in the ball's norm, > 0."),
      .optional(
        "start", .choice(["zero", "random"]), standard: "zero",
        "pgd: begin at the clean point, or at a random point of the ball."),
      .optional(
        "delta", .deferred(["x", "y", "w", "b", "epsilon"]),
        "formula: δ of one point, an expression of x, y, w, b and epsilon."),
    ] + NetworkAttackFields.fields
  static let artefact: String? = PerturbationArtefact.tag
  static let publishes =
    [
      PublishedName("loss.worst", "mean of the losses found; the true worst one is at least this"),
      PublishedName("losses", "loss found for each point"),
      PublishedName("margins", "margin found for each point; the true worst one is at most this"),
      PublishedName("accuracy.worst", "share of the points with a margin found > 0, in [0, 1]"),
      PublishedName("moved", "number of the points with δ ≠ 0"),
      PublishedName("unmoved", "number of the points with δ = 0"),
      PublishedName("gradients", "number of gradients computed, over all points and steps"),
      PublishedName("perturbations", "δ of each point, a matrix with one row per point"),
      PublishedName(
        "trace", "pgd: mean loss of the iterates; entry 1 at the start, one more after each step"),
    ] + NetworkAttackRun.ownNames

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool {
    written.word("start") == "random" || NetworkAttackFields.draws(written)
  }

  static func requiredFields(_ written: WrittenFields) -> [String] {
    ["deepfool", "cw", "fab"].contains(written.word("kind")) ? [] : ["ball"]
  }

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let kind = written.word("kind") ?? ""
    let isOfNetworks = NetworkAttackFields.kinds.contains(kind)
    // A model that is not on the page has a message of its own: then both kinds' names are known.
    let isLinear = written.namesNetwork.map { !$0 } ?? !isOfNetworks
    let isNetwork = written.namesNetwork ?? true
    let own = NetworkAttackRun.ownNames.map(\.name)
    let nearest = ["distances", "distance.median"]
    return publishes.map(\.name).filter { name in
      switch name {
      case "trace": kind == "pgd"
      case "perturbations": isLinear
      case "reached": isNetwork && written.has("target")
      case "queries": isNetwork && isOfNetworks
      case _ where nearest.contains(name):
        isNetwork && ["deepfool", "cw", "fab"].contains(kind)
      default: isNetwork || !own.contains(name)
      }
    }
  }

  static func title(_ written: WrittenFields) -> String {
    let kind = written.word("kind").map { " of kind `\($0)`" } ?? ""
    return written.title(of: name, kind: kind, "on")
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let kind = invocation["kind"]?.text ?? ""
    if invocation.namesNetwork() {
      guard kind != "formula" else {
        throw CellFailure(
          "a formula on the network `\(invocation["model"]?.cell?.id ?? "")`",
          rule: "a formula's w and b are those of a linear model", fix: "take another kind",
          at: invocation["kind"]?.span)
      }
      try invocation.refuseLossExpression(of: "a network")
      return try NetworkAttackRun.run(invocation)
    }
    if NetworkAttackFields.kinds.contains(kind) {
      throw CellFailure(
        "kind `\(kind)` on the linear model `\(invocation["model"]?.cell?.id ?? "")`",
        rule: "linear models have closed forms; fgsm, pgd and formula show how near attacks come",
        fix: "take one of these, or train a network with `architecture: linear` and "
          + "`method: standard`", at: invocation["kind"]?.span)
    }
    try refuseOthers(kind, invocation)
    try invocation.refuseCrossEntropy()
    let subject = SandwichSubject(
      model: try invocation.linearModel(), data: try invocation.dataset(),
      loss: try invocation.marginLoss(),
      ball: try invocation.requiredBall(), box: try invocation.box())
    let outcome =
      kind == "formula"
      ? try formula(subject, invocation) : try gradientAttack(kind, subject, invocation)
    let clean = (0..<subject.data.dataset.count).map { i in
      subject.model.model.margin(subject.data.dataset.points.row(i), subject.data.dataset.labels[i])
    }
    try LossStudy.requireValues(clean.map(subject.loss.value), at: clean, invocation)
    try LossStudy.requireValues(outcome.losses.value, at: outcome.margins.value, invocation)
    return CellOutput(
      values: outcome.values(isPGD: kind == "pgd"),
      artefact: PerturbationArtefact(
        perturbations: outcome.perturbations, points: outcome.points, ball: subject.ball,
        margins: outcome.margins.value, data: subject.data.id),
      cost: kind == "formula" ? nil : counted(outcome.gradients, "gradient"),
      statements: [
        subject.clean(clean),
        subject.statement(.found, outcome.losses.value, includesClean: kind != "formula"),
      ],
      findings: findings(kind, outcome, subject, clean),
      warnings: [invocation.warning(ofStep: "step", in: subject.ball)].compactMap(\.self))
  }

  private static func refuseOthers(_ kind: String, _ invocation: Invocation) throws(CellFailure) {
    let others =
      switch kind {
      case "fgsm": ["steps", "step", "start", "delta"]
      case "pgd": ["delta"]
      default: ["objective", "steps", "step", "start"]
      }
    try invocation.refuse(
      others + NetworkAttackFields.fields.map(\.name), beside: "kind `\(kind)` on a linear model",
      fix: "remove it, or take another kind")
  }

  private static func gradientAttack(
    _ kind: String, _ subject: SandwichSubject, _ invocation: Invocation
  ) throws(CellFailure) -> AttackOutcome {
    let objective =
      invocation["objective"]?.text.flatMap(AttackObjective.init(rawValue:)) ?? .loss
    let model = subject.model.model
    let data = subject.data.dataset
    do throws(ThreatError) {
      if kind == "fgsm" {
        let attack = FGSM(ball: subject.ball, box: subject.box, objective: objective)
        return AttackOutcome(try attack.attack(model, on: data, loss: subject.loss))
      }
      let start: PGD.Start =
        invocation["start"]?.text == "random"
        ? .random(RandomKey(seed: invocation.seed, cell: invocation.id, stream: "start")) : .zero
      let attack = try PGD(
        ball: subject.ball, box: subject.box, objective: objective,
        steps: invocation["steps"]?.integer ?? 40, step: invocation["step"]?.number, start: start)
      return AttackOutcome(try attack.attack(model, on: data, loss: subject.loss))
    } catch {
      throw CellFailure(error, in: invocation)
    }
  }

  // MARK: - Findings

  private static func findings(
    _ kind: String, _ outcome: AttackOutcome, _ subject: SandwichSubject, _ clean: [Double]
  ) -> [String] {
    var findings: [String] = []
    let total = clean.count
    let id = subject.model.id
    let isFlat = subject.model.model.weights.allSatisfy { $0 == 0 }
    if isFlat {
      findings.append(
        "`\(id)` has $w = 0$: every gradient is 0, so there is no direction to attack in.")
    } else if outcome.stalled > 0 {
      findings.append(
        "At \(grouped(outcome.stalled)) of \(counted(total, "point")) the gradient of the "
          + "\(subject.loss.rawValue) loss is 0, so the attack does not move them; "
          + "`objective: margin` does.")
    }
    let tolerance = subject.tolerance
    let weaker = zip(outcome.losses.value, clean).count { loss, margin in
      let before = subject.loss.value(margin)
      return loss < before - tolerance * max(1, before)
    }
    if weaker > 0 {
      findings.append(
        "At \(grouped(weaker)) of \(counted(total, "point")) the formula does less than nothing: "
          + "the loss at $x + \\delta$ is below the loss at $x$.")
    }
    return findings
  }
}
