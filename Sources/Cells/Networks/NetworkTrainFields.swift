internal import AdvKit
internal import Notebook

/// The fields of `adv train` that speak of networks, and which cells are about one.
enum NetworkTrainFields {
  /// The methods that train networks; the first two train linear models.
  static let methods = ["standard", "fgsm-rs", "pgd", "free", "trades"]
  /// The architectures other than `linear`.
  static let architectures = ["mlp", "cnn-small", "cnn-madry"]
  /// The activations of an mlp.
  static let activations = ["relu", "leaky-relu", "tanh", "sigmoid", "softplus"]

  /// Whether a cell trains a network: by its architecture or its method.
  static func areOfNetwork(_ written: WrittenFields) -> Bool {
    written.has("from") || architectures.contains(written.word("architecture") ?? "")
      || methods.contains(written.word("method") ?? "")
  }

  /// Whether the running cell trains a network.
  static func areOfNetwork(_ invocation: Invocation) -> Bool {
    invocation["from"] != nil || architectures.contains(invocation["architecture"]?.text ?? "")
      || methods.contains(invocation["method"]?.text ?? "")
  }

  /// The fields that mean nothing for a linear model.
  static let fields: [Field] = [
    .optional(
      "hidden", .list(.integer(1...8192), 1...16), standard: "[32, 32]",
      "mlp: the widths of the hidden layers."),
    .optional(
      "activation", .choice(activations), standard: "relu", "mlp: what follows each hidden layer."),
    .optional(
      "initialisation", .choice(["pytorch", "he", "glorot"]), standard: "pytorch",
      "networks: how the first weights are drawn."),
    .optional(
      "standardise", .boolean, standard: "false",
      "networks: whether a first layer subtracts the data's mean and divides by their standard "
        + "deviation; ε stays in the unit of the data."),
    .optional(
      "epochs", .integer(1...100_000), standard: "20",
      "networks: passes over the data; with from or from-file, so many more."),
    .optional(
      "schedule-epochs", .integer(1...1_000_000), standard: "all epochs",
      "networks: how many epochs the schedule is laid out for, where training is to be continued."),
    .optional(
      "from", .cell([NetworkArtefact.tag]),
      "networks: the `train` cell whose training is continued, with its options, weights and draws."
    ),
    .optional(
      "from-file", .file,
      "networks: a training saved by `publish: [state]` of a cell with this id, that is continued."),
    NetworkFiles.ofTraining,
    .optional(
      "batch", .integer(1...1_000_000), standard: "64", "networks: examples of a minibatch."),
    .optional(
      "optimiser", .choice(["sgd", "adam"]), standard: "sgd", "networks: how weights are updated."),
    .optional(
      "momentum", .number(NumberRange(0, 1, excludesUpper: true)), standard: "0.9",
      "networks, sgd: the momentum."),
    .optional(
      "nesterov", .boolean, standard: "false", "networks, sgd: whether the momentum is Nesterov's."),
    .optional(
      "weight-decay", .number(.nonnegative), standard: "0",
      "networks: λ ≥ 0: adds λw to the gradient."),
    .optional(
      "schedule", .choice(["constant", "step", "cosine", "cyclic"]), standard: "constant",
      "networks: how the rate changes: a tenth after a half and after three quarters (step), "
        + "down along half a cosine, or up and down in straight lines (cyclic)."),
    .optional(
      "inner-steps", .integer(1...10_000), standard: "10",
      "pgd, trades: steps of the opponent in training."),
    .optional(
      "inner-step", .number(.positive), standard: "a quarter of the radius; 1.25 ε for fgsm-rs",
      "pgd, trades, fgsm-rs: the length of such a step."),
    .optional(
      "replays", .integer(1...100), standard: "4", "free: how often each minibatch is replayed."),
    .optional(
      "beta", .number(.nonnegative), standard: "6", "trades: the weight of the divergence term."),
    .optional(
      "validation", .cell([DatasetArtefact.tag, ExamplesArtefact.tag]),
      "networks: examples that are evaluated after the epochs, and for early stopping."),
    .optional(
      "patience", .integer(1...10_000),
      "networks: stop after so many evaluations without a better one, and keep the best weights."),
    .optional(
      "evaluate-every", .integer(0...100_000), standard: "1",
      "networks: epochs between evaluations of clean and robust accuracy; 0 for the last only."),
    .optional(
      "run", .integer(0...1_000_000), standard: "0",
      "networks: another number draws other first weights and orders: for repeated trainings."),
  ]

  /// The fields that mean nothing for a network.
  static let linearOnly = ["ridge", "svm", "bias", "steps"]
}
