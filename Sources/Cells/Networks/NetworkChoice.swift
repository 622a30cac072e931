internal import AdvKit
internal import Notebook

/// The network that the fields of `adv train` and `adv model` describe, before training.
enum NetworkChoice {
  /// Keys all draws of a training; another `run` draws others.
  static func key(_ invocation: Invocation) -> RandomKey {
    let run = invocation["run"]?.integer ?? 0
    return RandomKey(
      seed: invocation.seed, cell: run == 0 ? invocation.id : "\(invocation.id) \(run)",
      stream: "training")
  }

  /// The network with its first weights, and its architecture in words.
  static func network(
    _ invocation: Invocation, _ data: NamedExamples
  ) throws(CellFailure) -> (network: Network, architecture: String) {
    do throws(ArchitectureError) {
      let architecture = try Architecture(
        kind(invocation), input: data.examples.shape, classes: data.examples.classes)
      var standardise: Standardise?
      if invocation["standardise"]?.flag == true {
        let moments = Standardisation(of: data.examples)
        standardise = try Standardise(
          data.examples.shape, mean: moments.mean, deviation: moments.deviation)
      }
      let initialisation =
        invocation["initialisation"]?.text.flatMap(Initialisation.init(rawValue:)) ?? .pytorch
      let network = try architecture.network(
        key: key(invocation).named("weights"), initialisation: initialisation,
        standardise: standardise)
      return (network, architecture.kind.name)
    } catch {
      throw failure(error, invocation)
    }
  }

  /// The architecture that `architecture`, `hidden` and `activation` name.
  static func kind(_ invocation: Invocation) -> Architecture.Kind {
    switch invocation["architecture"]?.text {
    case "mlp":
      .mlp(
        hidden: invocation["hidden"]?.list?.compactMap(\.integer) ?? [32, 32],
        activation: activation(invocation))
    case "cnn-small": .cnnSmall
    case "cnn-madry": .cnnMadry
    default: .linear
    }
  }

  /// The activation; ReLU where it is left out.
  static func activation(_ invocation: Invocation) -> Activation {
    invocation["activation"]?.text.flatMap(Activation.init(rawValue:)) ?? .relu
  }

  /// What the engine says about an architecture, at the field that it concerns.
  static func failure(_ error: ArchitectureError, _ invocation: Invocation) -> CellFailure {
    let place: Span?
    let fix: String
    switch error {
    case .needsImage, .imageTooSmall:
      place = (invocation["architecture"] ?? invocation["data"])?.span
      fix = "take `architecture: mlp`, or data of images"
    case .width, .hiddenLayers, .tooManyParameters:
      place = (invocation["hidden"] ?? invocation["architecture"])?.span
      fix = "write smaller widths"
    default:
      place = (invocation["architecture"] ?? invocation["data"])?.span
      fix = "look at the shape of the data"
    }
    return CellFailure(
      error.description, rule: "an architecture fits the inputs and the classes of its data",
      fix: fix, at: place)
  }
}
