internal import AdvKit
internal import Notebook

/// What a `data` cell hands on: labelled points.
struct DatasetArtefact: Artefact {
  static let tag = "dataset"

  /// The points and their labels −1 and 1.
  let dataset: Dataset
}

/// What a `model` or `train` cell hands on: a linear model, and how it was trained.
struct ModelArtefact: Artefact {
  static let tag = "model"

  /// The model.
  let model: LinearModel
  /// Its training; nil for a model that the author wrote down.
  var training: TrainingRecord?
}

/// How a model was trained: what plots of loss curves show and audits confirm.
struct TrainingRecord: Sendable {
  /// The problem.
  let training: LinearTraining
  /// The proof of the lower bound.
  let certificate: DualCertificate?
  /// Mean worst-case loss at each step, the start first.
  let worst: [Double]
  /// Mean loss of the unperturbed points at each step, the start first.
  let clean: [Double]
}

/// What an attack or a closed form hands on: one perturbation per point.
struct PerturbationArtefact: Artefact {
  static let tag = "perturbation"

  /// δᵢ, one a row: n × d.
  let perturbations: Matrix
  /// xᵢ + δᵢ, one a row: n × d.
  let points: Matrix
  /// The ball that they lie in.
  let ball: Ball
  /// Margins at xᵢ + δᵢ, one a point.
  let margins: [Double]
  /// The cell of the data that were perturbed.
  let data: String
}

/// What an `evaluate` cell hands on: margins for plots of their distribution.
struct EvaluationArtefact: Artefact {
  static let tag = "evaluation"

  /// Margins at the clean points.
  let cleanMargins: [Double]
  /// Worst margins over the ball; nil where no ball was given.
  let worstMargins: [Double]?
}

/// What a `closed-form` cell knows about separability: the certificates of both bounds.
struct SeparabilityArtefact: Artefact {
  static let tag = "separability"

  /// A model with ‖w‖_* = 1 that has the published margin.
  let model: LinearModel
  /// Weights of the points, whose hull points bound the margin from above.
  let convexWeights: [Double]
  /// That bound.
  let upperBound: Double
}

/// What a `sweep` cell computed, apart from what it publishes.
struct SweepArtefact: Artefact {
  static let tag = "sweep"

  /// One list per name, in the order written.
  let columns: [[Double]]
}

/// What a `data` cell hands on where its points have other labels than −1 and 1: labelled examples.
struct ExamplesArtefact: Artefact {
  static let tag = "examples"

  /// The examples.
  let examples: Examples
}

/// What a `train` or `model` cell hands on where its model is a network.
struct NetworkArtefact: Artefact {
  static let tag = "network"

  /// The network.
  let network: Network
  /// Its architecture in words, such as "mlp 2-32-32-2, ReLU".
  let architecture: String
  /// Its training; nil for a network from a file.
  var training: NetworkTrainingRecord?
}

/// What an attack on a network hands on.
struct NetworkPerturbationArtefact: Artefact {
  static let tag = PerturbationArtefact.tag

  /// The network and its cell.
  let model: (network: Network, id: String)
  /// The examples that were perturbed, and their cell.
  let data: (examples: Examples, id: String)
  /// What the opponent was allowed; nil for attacks that look for the nearest misclassified point.
  let threat: Threat?
  /// The loss that the attack kept the largest of.
  let loss: NetworkLoss
  /// What was found.
  let result: NetworkAttackResult
}
