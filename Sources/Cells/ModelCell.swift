internal import AdvKit
internal import Notebook

/// `adv model`: a linear model whose weights the author writes down.
enum ModelCell: Directive {
  static let name = "model"
  static let summary =
    "A linear model with weights that are written down, or a network from a file."
  static let details = """
    The score of a point x is f(x) = wᵀx + b with one weight per coordinate; the predicted label \
    is the sign of the score, and the margin of a labelled point is y·f(x) with y = −1 or 1. A \
    point counts as classified correctly only if its margin is strictly positive.

    The weights are numbers, or an expression that yields a vector, such as another model's \
    weights: `weights: =robust.weights`, or a scaled copy `weights: =2 * robust.weights`.

    `kind: file` reads a network from a safetensors file with the names of PyTorch's Sequential; \
    widths follow from the tensors, the activation and for convolutions the architecture are \
    named here. `kind: scaled` is the network `of` with all logits multiplied by `factor`: the \
    same predictions, other gradients. With `publish: [weights]` these two are published beside the page.

    Errors: no weights; a file that is no safetensors, ends too early or whose header lies; \
    tensors of other names or shapes than the architecture's; an expression that yields no vector; a weight or a bias that is \
    infinite; `publish` without an id. That the data have as many coordinates as the model has weights is checked where \
    the two meet.
    """
  static let example = """
    ```adv model #by-hand
    weights: [1.5, -0.5]
    bias: 0.25
    ```
    """
  static let fields: [Field] =
    [
      .optional(
        "kind", .choice(["written"] + NetworkModel.kinds), standard: "written",
        "Whether weights are written down, read from a file, or another network's with scaled logits."
      ),
      .optional(
        "architecture", .choice(["linear"] + NetworkTrainFields.architectures), standard: "linear",
        "The form of the score: linear, or for a file that of the network (mlp if left out)."),
      .optional(
        "weights", .value, "written: w, a list of numbers, or an expression that yields a vector."),
      .optional("bias", .number(.finite), standard: "0", "written: b, in the unit of the score."),
    ] + NetworkModel.fields
  static let artefact: String? = ModelArtefact.tag

  static func artefact(_ written: WrittenFields) -> String? {
    NetworkModel.isNetwork(written) ? NetworkArtefact.tag : ModelArtefact.tag
  }

  static func requiredFields(_ written: WrittenFields) -> [String] {
    switch written.word("kind") {
    case "file": ["file"]
    case "scaled": ["of", "factor"]
    default: ["weights"]
    }
  }

  static func title(_ written: WrittenFields) -> String {
    "`adv model` of a " + (NetworkModel.isNetwork(written) ? "network" : "linear model")
  }

  static func publishedNames(_ written: WrittenFields) -> [String] {
    NetworkModel.isNetwork(written)
      ? ["parameters", "dimension", "classes"] : ["weights", "bias", "dimension"]
  }
  static let publishes = [
    PublishedName("weights", "w, a vector with one number per coordinate"),
    PublishedName("bias", "b, in the unit of the score"),
    PublishedName("dimension", "the number of weights, or of numbers of an input"),
    PublishedName("parameters", "file, scaled: the number of trained numbers"),
    PublishedName("classes", "file, scaled: the number of logits"),
  ]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    if NetworkModel.isNetwork(invocation) { return try NetworkModel.run(invocation) }
    try invocation.refuse(
      NetworkModel.fields.map(\.name), beside: "weights that are written down",
      fix: "remove it, or write `kind: file`")
    if let architecture = invocation["architecture"], architecture.text != "linear" {
      throw CellFailure(
        "`architecture: \(architecture.source)` with weights that are written down",
        rule: "a written model is linear", fix: "write `kind: file` and name a file",
        at: architecture.span)
    }
    let (weights, bias) = try written(invocation)
    let model = LinearModel(weights: weights.vector ?? [], bias: bias.number ?? 0)
    guard model.isFinite else {
      throw CellFailure(
        "a weight or the bias is infinite", rule: "weights and bias are finite numbers",
        fix: "look at where the infinite number comes from", at: invocation["weights"]?.span)
    }
    return CellOutput(
      values: [
        NamedValue("weights", weights), NamedValue("bias", bias),
        NamedValue("dimension", .counted(model.dimension)),
      ],
      artefact: ModelArtefact(model: model))
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    if NetworkModel.isNetwork(invocation) { return NetworkModel.audit(published, of: invocation) }
    var audit = Audit(published)
    let weights: [Double]
    do throws(CellFailure) {
      weights = try written(invocation).weights.vector ?? []
    } catch {
      audit.report("weights", error.message)
      return audit.failures
    }
    audit.expect("weights", exactly: weights, by: "the argument")
    audit.expect("bias", exactly: invocation["bias"]?.number ?? 0, by: "the argument")
    audit.expect("dimension", exactly: Double(weights.count), by: "a count of the weights")
    return audit.failures
  }

  /// The weights as a vector (one number is a vector of one) and the bias, with their evidence.
  private static func written(_ invocation: Invocation) throws(CellFailure)
    -> (weights: Value, bias: Value)
  {
    let weights = invocation["weights"]
    let bias = invocation["bias"]?.value ?? .given(0)
    switch weights?.value?.content {
    case .vector(let vector)? where !vector.isEmpty:
      return (weights?.value ?? .given(vector), bias)
    case .number(let number)?:
      return (Value(.vector([number]), weights?.value?.evidence ?? Value.given(0).evidence), bias)
    default:
      throw CellFailure(
        "`weights` is \(weights?.value?.description ?? "missing")",
        rule: "a linear model has at least one weight, and the weights are a vector",
        fix: "write numbers, as in [1.5, -0.5], or an expression that yields a vector",
        at: weights?.span)
    }
  }
}
