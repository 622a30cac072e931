internal import Notebook
internal import Plots

/// `adv plot`: a figure of losses, loss curves, boundaries, balls, margins or accuracy.
enum PlotCell: Directive {
  static let name = "plot"
  static let summary =
    "A figure of losses, curves, boundaries, balls, margins, accuracy, images, or a loss in space."
  static let details = """
    The kinds and their fields:

    - `losses`: the losses in `losses` as functions of the margin over `range`.
    - `curves`: mean losses of the training steps of `models` (cells of `adv train`); `series` \
    says whether clean, worst-case or both. A model trained without a ball has one curve, as the \
    two are the same.
    - `boundary`: two-dimensional `data` with the decision boundaries wᵀx + b = 0 of `models`. \
    With `ball` the strip |wᵀx + b| ≤ ε‖w‖_* of the models in `band` (the last one if left out) \
    is shaded: the points in it can be carried across. `attack` draws an arrow from each point \
    that it moves; `box` draws the pixel box.
    - `balls`: for each of `norms` the ball of `radius`, the direction w = `weights`, and the \
    worst perturbation δ* of a point with label `label`; where δ* is not unique, the whole edge \
    is marked.
    - `margins`: distributions of margins: of the cells in `of` (evaluate, closed-form, attack), \
    or of `models` on `data`, clean and, with `ball`, in the exact worst case.
    - `accuracy`: exact robust accuracy of `models` on `data` against the radius, over `radii`: \
    a step function that falls where a point's margin is ε‖w‖_*.

    Of networks:

    - `boundary`: the confidence of `models` on two-dimensional `data` as shades, a panel each, \
    with the decision boundary; `attack` draws arrows.
    - `curves`: training losses and accuracies of each epoch of `models`; `series` says which.
    - `images`: examples that `attack` carried across, clean and adversarial, and the difference; \
    or the first examples of `data`.
    - `landscape`: the loss along the perturbation of `attack` on example number `example`, and \
    along a random direction of the same length.
    - `accuracy`: accuracy found by PGD (20 steps of ε/8) against the radius; a point that falls at \
    one radius counts as fallen at all larger ones.

    The caption after the line `---` is required. Every figure has a description and a data \
    table made from its numbers.

    Errors: a field of another kind; data or a model that is not two-dimensional where a plane \
    is drawn; a model and data of different dimensions; a model that was not trained, for \
    curves; an attack on other data.
    """
  static let example = """
    ```adv plot #fig-losses
    kind: losses
    losses: [hinge, logistic]
    range: [-2, 3]
    ---
    Two losses as functions of the margin.
    ```
    """
  static let fields: [Field] = [
    .required("kind", .choice(kinds.map { $0.name }), "What is drawn."),
    .optional(
      "losses", .list(SharedField.loss.type, 1...4),
      "losses: which ones, in the order of the legend."),
    .optional(
      "range", .list(.number(.finite), 2...2), standard: "[-2, 3]", "losses: margins from, to."),
    .optional(
      "models", .list(.cell([ModelArtefact.tag, NetworkArtefact.tag]), 1...8),
      "curves, boundary, margins, accuracy: cells with models: linear ones, or networks."),
    .optional(
      "series", .choice(["both", "worst", "clean", "accuracy"]), standard: "both",
      "curves: which losses, or for networks the accuracies."),
    .optional(
      "scale", .choice(["linear", "log"]), standard: "linear", "curves: the scale of the loss."),
    .optional(
      "data", .cell([DatasetArtefact.tag, ExamplesArtefact.tag]),
      "boundary, margins, accuracy, images: the points."),
    SharedField.ball("boundary: the width of the bands. margins: the worst case."),
    .optional(
      "band", .list(.cell([ModelArtefact.tag]), 1...8), standard: "the last model",
      "boundary: the models whose band is drawn."),
    .optional(
      "attack", .cell([PerturbationArtefact.tag]),
      "boundary: perturbations, drawn as arrows. images, landscape: what is shown."),
    .optional("count", .integer(1...100), standard: "5", "images: how many examples are shown."),
    .optional(
      "show", .choice(["errors", "all"]), standard: "errors",
      "images: examples that became wrong, or all."),
    .optional(
      "example", .integer(1...10_000_000), standard: "1",
      "landscape: which example, counted from 1."),
    .optional(
      "box", .list(.number(.finite), 2...2),
      "boundary: the pixel box. margins: the worst case in it."),
    .optional(
      "norms", .list(SharedField.normType, 1...3), standard: "[l1, l2, linf]",
      "balls: one panel each."),
    .optional("radius", .number(.positive), "balls: ε > 0."),
    .optional("weights", .value, "balls: w, two numbers or an expression that yields them."),
    .optional("label", .integer(-1...1), standard: "1", "balls: y, −1 or 1."),
    .optional(
      "of", .list(.cell([EvaluationArtefact.tag, PerturbationArtefact.tag]), 1...8),
      "margins: evaluate, closed-form or attack cells."),
    .optional("norm", SharedField.normType, "accuracy: the norm of the perturbations."),
    .optional(
      "radii", .list(.number(.nonnegative), 2...2), "accuracy: radii from, to."),
    .optional("x-label", .text, "The label under the figure, instead of the standard one."),
    .optional("y-label", .text, "The label beside the figure, instead of the standard one."),
  ]
  static let literal = LiteralBody.caption(isRequired: true)
  static let label: NumberedThing? = .figure
  static let publishes: [PublishedName] = []

  /// The kinds, one file each.
  private static let kinds: [any PlotKind.Type] = [
    LossesPlot.self, CurvesPlot.self, BoundaryPlot.self, BallsPlot.self, MarginsPlot.self,
    AccuracyPlot.self, ImagesPlot.self, LandscapePlot.self,
  ]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let written = invocation["kind"]?.text ?? ""
    guard let kind = kinds.first(where: { $0.name == written }) else { return CellOutput() }
    let own = kind.fields + ["kind", "x-label", "y-label"]
    try invocation.refuse(
      fields.map(\.name).filter { !own.contains($0) }, beside: "kind `\(written)`",
      fix: "remove it; \(written) takes \(kind.fields.joined(separator: ", "))")
    return CellOutput(blocks: [.figure(try kind.figure(invocation))])
  }
}

/// One kind of plot.
protocol PlotKind {
  /// The word after `kind:`.
  static var name: String { get }
  /// The fields that mean something for it.
  static var fields: [String] { get }
  /// The figure, from the cell's arguments.
  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure
}

extension Invocation {
  /// The label of an axis: the author's, or the standard one.
  func axisLabel(_ key: String, _ standard: String) -> String { self[key]?.text ?? standard }
}
