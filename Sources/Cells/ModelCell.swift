internal import AdvKit
internal import Notebook

/// `adv model`: a linear model whose weights the author writes down.
enum ModelCell: Directive {
  static let name = "model"
  static let summary = "A linear model f(x) = wᵀx + b with weights that are written down."
  static let details = """
    The score of a point x is f(x) = wᵀx + b with one weight per coordinate; the predicted label \
    is the sign of the score, and the margin of a labelled point is y·f(x) with y = −1 or 1. A \
    point counts as classified correctly only if its margin is strictly positive.

    The weights are numbers, or an expression that yields a vector, such as another model's \
    weights: `weights: =robust.weights`, or a scaled copy `weights: =2 * robust.weights`.

    Errors: no weights; an expression that yields no vector; a weight or a bias that is \
    infinite. That the data have as many coordinates as the model has weights is checked where \
    the two meet.
    """
  static let example = """
    ```adv model #by-hand
    weights: [1.5, -0.5]
    bias: 0.25
    ```
    """
  static let fields: [Field] = [
    .optional(
      "architecture", .choice(["linear"]), standard: "linear", "The form of the score: linear."),
    .required("weights", .value, "w: a list of numbers, or an expression that yields a vector."),
    .optional("bias", .number(.finite), standard: "0", "b, in the unit of the score."),
  ]
  static let artefact: String? = ModelArtefact.tag
  static let publishes = [
    PublishedName("weights", "w, a vector with one number per coordinate"),
    PublishedName("bias", "b, in the unit of the score"),
    PublishedName("dimension", "the number of weights"),
  ]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
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
