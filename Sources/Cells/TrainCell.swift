internal import AdvKit
internal import Evidence
internal import Notebook

/// `adv train`: a linear model trained on data, against an opponent or not.
enum TrainCell: Directive {
  static let name = "train"
  static let summary =
    "Trains a linear model to a certified duality gap, or a network, against an opponent or not."
  static let details = """
    Minimises P(w, b) = mean ℓ(yᵢ(wᵀxᵢ + b) − ε‖w‖_*) + (λ/2)‖w‖₂² over w, and over b with \
    `bias: true`. The first term is the mean of the exact inner maxima over the ball ‖δ‖ ≤ ε; \
    without a ball ε = 0. ‖·‖_* is the dual norm (ℓ2 for ℓ2, ℓ1 for ℓ∞, ℓ∞ for ℓ1), and λ is \
    `ridge`. `svm: λ` is the soft-margin support vector machine, mean hinge loss + λ‖w‖₂²: it \
    stands for `loss: hinge` and `ridge: 2λ`.

    The problem is convex. `method: convex` solves it by an interior-point method and proves a \
    lower bound by a dual certificate, so that the published objective is at most `gap` above \
    the optimum. `method: gradient-descent` takes `steps` full-batch (sub)gradient steps of \
    length `rate` from w = 0; its objective is certified the same way.

    Where the data are (robustly) separable, the logistic and the exponential loss have no \
    minimiser: their infimum 0 is approached only as ‖w‖ → ∞. That is no error: `attained` is \
    then "not attained", a finding says so, and the weights are a model far out on the ray. \
    `unique` says whether the minimiser is one point.

    `loss-expression: =log(1 + exp(-z))` stands in the place of `loss`, for linear models: numbers, \
    z, given values such as `params.t`, + - * / ^, sqrt log exp abs min max. Its derivative is \
    derived, at a kink from the right (as the hinge has slope 0 at z = 1). That it has a value at \
    every margin, does not increase, and is convex is checked as steps of a derivation are, and the \
    page says by what it is proved: a loss that increases is refused with two margins; against a \
    ball, one that was not shown not to increase is refused too. The convex method needs a convex \
    loss. Its lower bound comes from tangents, which a convex loss lies above; without ridge it may \
    hold for ‖w‖_* up to a bound only, as the evidence then says. `attained` and `unique` are known \
    with ridge and without bias, else "not established". Gradient descent takes any of them; where \
    convexity is not established, so are `dual` and `gap`, and the objective is found, not bounded.

    `accuracy.worst` and `loss.worst` are exact for the trained model: a point counts as robust \
    only if its worst margin is strictly positive. `trace.clean` and `trace.worst` are mean \
    losses at the start and after each step; without a ball the two are the same.

    Networks: `from: first` continues the training of the cell `first` for `epochs` more epochs, \
    with its data, options and weights, and with its draws, which the id of `first` keys. A field \
    that is written again must say the same. Five epochs continued for five give bit for bit what \
    ten give under that id, if `first` says `schedule-epochs: 10`: schedule and evaluations are \
    then laid out for ten. (With the constant schedule and `evaluate-every: 1` it may be left \
    out.) All values are those of the whole training. `publish: [weights, state]` puts files \
    beside the page: ID.safetensors with the names of PyTorch's Sequential, which `adv model` \
    reads, and ID.training, which `from-file` takes up, on another page perhaps, in a cell with \
    the same id, data and options.

    Warnings: an `inner-step` of more than two radii.

    Errors: one class only; `svm` beside ball, ridge or another loss; `loss` beside `loss-expression`, or \
    that for a network; steps or rate with the \
    convex method; a rate at which gradient descent leaves the range of numbers; data so badly \
    scaled that the solver makes no progress; a continued training with other data or options, or \
    beyond the end of its schedule; a saved training of other options, data or seed.
    Sources: Xu, Caramanis, Mannor, "Robustness and regularization of support vector machines", \
    JMLR 10 (2009); Madry et al., "Towards deep learning models resistant to adversarial \
    attacks", ICLR 2018.
    """
  static let example = """
    ```adv data #points
    kind: moons
    n: 100
    noise: 0.15
    ```
    ```adv train #robust
    data: points
    loss: logistic
    ball: { norm: l2, radius: 0.3 }
    ```
    """
  static let fields: [Field] =
    [
      SharedField.anyData,
      .optional(
        "architecture", .choice(["linear"] + NetworkTrainFields.architectures), standard: "linear",
        "The form of the score: linear, or a network."),
      SharedField.anyLoss, SharedField.lossExpression,
      SharedField.ball("The perturbations that the model is trained against; none if left out."),
      SharedField.box,
      .optional(
        "ridge", .number(.nonnegative), standard: "0", "λ ≥ 0: adds (λ/2)‖w‖₂² to the mean loss."),
      .optional(
        "svm", .number(.positive),
        "λ > 0: the soft-margin SVM, mean hinge loss + λ‖w‖₂²; excludes loss, ball and ridge."),
      .optional("bias", .boolean, standard: "false", "Whether b is fitted; otherwise b = 0."),
      .optional(
        "method", .choice(["convex", "gradient-descent"] + NetworkTrainFields.methods),
        standard: "convex; for networks pgd with a ball, standard without",
        "How the objective is minimised."),
      .optional(
        "steps", .integer(1...1_000_000), standard: "100", "gradient-descent: the number of steps."),
      .optional(
        "rate", .number(.positive), standard: "0.1; 0.001 with adam",
        "gradient-descent, networks: the step size, > 0."),
    ] + NetworkTrainFields.fields
  static let artefact: String? = ModelArtefact.tag

  static func artefact(_ written: WrittenFields) -> String? {
    NetworkTrainFields.areOfNetwork(written) ? NetworkArtefact.tag : ModelArtefact.tag
  }

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool {
    NetworkTrainFields.areOfNetwork(written)
  }

  static let publishes = linearNames + NetworkTrainRun.ownNames
  private static let linearNames = [
    PublishedName("weights", "w, a vector with one number per coordinate"),
    PublishedName("bias", "b, in the unit of the score; 0 if it is not fitted"),
    PublishedName("objective", "P at the trained model; the optimum is at most this"),
    PublishedName("dual", "the certified lower bound: the optimum is at least this"),
    PublishedName("gap", "objective − dual, or 0 where rounding makes that negative"),
    PublishedName("iterations", "the number of Newton or gradient steps"),
    PublishedName("accuracy.clean", "share of the points with a margin > 0, in [0, 1]"),
    PublishedName("loss.clean", "mean loss of the unperturbed points"),
    PublishedName("attained", "in words: attained, or not attained"),
    PublishedName("unique", "in words: unique, not unique, or no minimiser"),
    PublishedName("trace.worst", "mean worst-case loss at the start and after each step"),
    PublishedName("trace.clean", "mean loss of the unperturbed points, likewise"),
    PublishedName("accuracy.worst", "with a ball: share of the points with a worst margin > 0"),
    PublishedName("loss.worst", "with a ball: mean of the worst losses"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    if NetworkTrainFields.areOfNetwork(written) { return NetworkTrainRun.publishedNames(written) }
    return Array(linearNames.map(\.name).dropLast(written.has("ball") ? 0 : 2))
  }

  static func title(_ written: WrittenFields) -> String {
    "`adv train` of a " + (NetworkTrainFields.areOfNetwork(written) ? "network" : "linear model")
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    if NetworkTrainFields.areOfNetwork(invocation) {
      try invocation.refuseLossExpression(of: "a network")
      return try NetworkTrainRun.run(invocation)
    }
    let study = try invocation.lossStudy(lossNeed(invocation))
    let training = try problem(invocation, study)
    let outcome = try LinearTrainingOutcome(training, invocation)
    var values = outcome.values
    do throws(ThreatError) {
      let clean = try cleanMeasures(of: outcome.model, on: training.data, loss: training.loss)
      let computed = clean.meanLoss.evidence
      values += [
        NamedValue("accuracy.clean", Value(clean.accuracy)),
        NamedValue("loss.clean", Value(clean.meanLoss)),
        NamedValue("attained", outcome.attained), NamedValue("unique", outcome.unique),
        NamedValue("trace.worst", Value(.vector(outcome.trace.map(\.worstLoss)), computed)),
        NamedValue("trace.clean", Value(.vector(outcome.trace.map(\.cleanLoss)), computed)),
      ]
      if let ball = training.ball {
        let worst = try innerMaximum(
          of: outcome.model, on: training.data, loss: training.loss, ball: ball)
        values += [
          NamedValue("accuracy.worst", Value(worst.robustAccuracy)),
          NamedValue("loss.worst", Value(worst.meanLoss)),
        ]
      }
    } catch {
      throw CellFailure(error, in: invocation)
    }
    return CellOutput(
      values: values,
      artefact: ModelArtefact(
        model: outcome.model,
        training: TrainingRecord(
          training: training, certificate: outcome.certificate,
          worst: outcome.trace.map(\.worstLoss), clean: outcome.trace.map(\.cleanLoss))),
      cost: outcome.cost, findings: (study.map { [$0.summary] } ?? []) + outcome.findings)
  }

  /// Without a ball the worst margin is the only one, and a loss may rise for all that is shown.
  private static func lossNeed(_ invocation: Invocation) -> LossNeed {
    invocation["ball"] == nil ? .notIncreasing : .nonincreasing
  }

  /// The training problem that the fields describe, with the loss that the author wrote, if any.
  private static func problem(
    _ invocation: Invocation, _ study: LossStudy?
  ) throws(CellFailure) -> LinearTraining {
    try invocation.refuse(
      NetworkTrainFields.fields.map(\.name) + ["box"], beside: "a linear model",
      fix: "remove it, or train a network: `architecture: mlp`, or `method: standard`")
    try invocation.refuseCrossEntropy()
    let (data, id) = try invocation.dataset()
    guard data.hasBothClasses else {
      throw CellFailure(
        "all points of `\(id)` have label \(data.positives > 0 ? "1" : "−1")",
        rule: "training needs points of both classes", fix: "add points of the other class",
        at: invocation["data"]?.span)
    }
    if invocation["method"]?.text != "gradient-descent" {
      try invocation.refuse(
        ["steps", "rate"], beside: "`method: convex`",
        fix: "remove it, or write `method: gradient-descent`")
    }
    let fitsBias = invocation["bias"]?.flag ?? false
    if let penalty = invocation["svm"]?.number {
      try invocation.refuse(
        ["ball", "ridge"], beside: "`svm`",
        fix: "remove one of the two; the SVM is mean hinge loss + λ‖w‖₂² without an opponent")
      if let loss = invocation["loss"], loss.text != MarginLoss.hinge.rawValue {
        throw CellFailure(
          "`svm` with the \(loss.source) loss", rule: "the SVM's loss is the hinge",
          fix: "remove `loss`, or write `ridge` instead of `svm`", at: loss.span)
      }
      try invocation.refuse(
        [SharedField.lossExpressionKey], beside: "`svm`", fix: "write `ridge` instead of `svm`")
      return .softMarginMachine(data: data, penalty: penalty, fitsBias: fitsBias)
    }
    return LinearTraining(
      data: data, loss: study.map { .expression($0.loss) } ?? invocation.loss,
      ball: try invocation.ball(),
      ridge: invocation["ridge"]?.number ?? 0, fitsBias: fitsBias)
  }
}
