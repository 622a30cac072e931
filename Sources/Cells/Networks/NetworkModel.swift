internal import AdvKit
internal import Notebook

/// `adv model` where it is a network: read from a file, or another one with scaled logits.
enum NetworkModel {
  /// The fields that mean nothing for a linear model that is written down.
  static let fields: [Field] = [
    .optional(
      "file", .file, "file: a safetensors file with the names of PyTorch's Sequential (0.weight …)."
    ),
    .optional(
      "input", .list(.integer(1...1_000_000), 1...3), standard: "the first tensor's width",
      "file: the shape of an input: [d], or [channels, height, width]."),
    .optional(
      "hidden", .list(.integer(1...8192), 1...16), standard: "as the tensors say",
      "file, mlp: the widths of the hidden layers."),
    .optional(
      "activation", .choice(NetworkTrainFields.activations), standard: "relu",
      "file, mlp: what follows each hidden layer; a file of weights does not say."),
    .optional("of", .cell([NetworkArtefact.tag]), "scaled: the network whose logits are scaled."),
    .optional("factor", .number(.positive), "scaled: what every logit is multiplied by."),
    NetworkFiles.ofModel,
  ]

  /// The kinds that yield networks.
  static let kinds = ["file", "scaled"]

  static func isNetwork(_ written: WrittenFields) -> Bool {
    kinds.contains(written.word("kind") ?? "")
  }

  static func isNetwork(_ invocation: Invocation) -> Bool {
    kinds.contains(invocation["kind"]?.text ?? "")
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let isFile = invocation["kind"]?.text == "file"
    try invocation.refuse(
      ["weights", "bias"]
        + (isFile ? ["of", "factor"] : ["file", "input", "hidden", "activation", "architecture"]),
      beside: "kind `\(invocation["kind"]?.text ?? "")`", fix: "remove it")
    let artefact = isFile ? try read(invocation) : try scaled(invocation)
    let network = artefact.network
    var output = CellOutput(
      values: [
        NamedValue("parameters", .counted(network.parameters.count)),
        NamedValue("dimension", .counted(network.inputShape.count)),
        NamedValue("classes", .counted(network.classes)),
      ], artefact: artefact)
    output.files = try NetworkFiles.files(of: output, invocation)
    return output
  }

  private static func read(_ invocation: Invocation) throws(CellFailure) -> NetworkArtefact {
    let file = try invocation.require(
      "file", for: "kind `file`", fix: "add `file: model.safetensors`")
    do throws(SafetensorsError) {
      let tensors = try Safetensors.parse(invocation.files[file.text ?? ""] ?? [])
      let name = invocation["architecture"]?.text ?? "mlp"
      let architecture: Architecture
      if invocation["hidden"] == nil, name == "mlp" || name == "linear" {
        architecture = try Architecture.inferred(
          from: tensors, activation: NetworkChoice.activation(invocation))
      } else {
        architecture = try wanted(invocation, tensors)
      }
      let network = try Network.load(tensors, into: architecture)
      return NetworkArtefact(network: network, architecture: architecture.kind.name, training: nil)
    } catch {
      throw failure(error, file, invocation)
    }
  }

  /// The architecture that the author names, with as many classes as the last tensor has rows.
  private static func wanted(
    _ invocation: Invocation, _ tensors: Safetensors
  ) throws(SafetensorsError) -> Architecture {
    let sizes = invocation["input"]?.list?.compactMap(\.integer) ?? []
    let width = tensors.tensors.first { $0.shape.count == 2 }?.shape.last ?? 1
    let shape: Shape =
      sizes.count == 3
      ? .image(channels: sizes[0], height: sizes[1], width: sizes[2])
      : .vector(sizes.isEmpty ? width : sizes.reduce(1, *))
    // Names are ordered by their bytes, in which layer 10 stands before layer 2.
    let biases = tensors.tensors.filter { $0.shape.count == 1 && $0.name.hasSuffix(".bias") }
    let classes = biases.max { layer($0.name) < layer($1.name) }
    do throws(ArchitectureError) {
      return try Architecture(
        NetworkChoice.kind(invocation), input: shape, classes: classes?.shape[0] ?? 2)
    } catch {
      throw .architecture(error)
    }
  }

  /// The number that a tensor's name begins with: its layer's place.
  private static func layer(_ name: String) -> Int { Int(name.prefix { $0 != "." }) ?? -1 }

  /// The same network with its last dense layer, and so every logit, multiplied.
  private static func scaled(_ invocation: Invocation) throws(CellFailure) -> NetworkArtefact {
    _ = try invocation.require("of", for: "kind `scaled`", fix: "add `of: plain`")
    let factor = try invocation.require("factor", for: "kind `scaled`", fix: "add `factor: 1000`")
    let (network, id) = try invocation.network("of")
    var copy = network
    let last = network.layers[network.layers.count - 1]
    guard last is Dense, let offset = network.parameterOffsets.last else {
      throw CellFailure(
        "the last layer of `\(id)` is no dense one", rule: "logits come from a dense layer",
        fix: "take a network that ends in one", at: invocation["of"]?.span)
    }
    let scale = Float(factor.number ?? 1)
    for place in offset..<copy.parameters.count { copy.parameters[place] *= scale }
    guard copy.parameters.allSatisfy(\.isFinite) else {
      throw CellFailure(
        "weights beyond the range of single precision", rule: "weights stay below about 3e38",
        fix: "write a smaller factor", at: factor.span)
    }
    return NetworkArtefact(
      network: copy, architecture: "\(id) with logits times \(factor.source)", training: nil)
  }

  private static func failure(
    _ error: SafetensorsError, _ file: Argument, _ invocation: Invocation
  ) -> CellFailure {
    CellFailure(
      "`\(file.source)`: \(error.description)",
      rule: "a safetensors file holds the weights of the architecture, named as PyTorch's "
        + "Sequential names them",
      fix: "name the architecture with `architecture`, `hidden`, `activation` and `input`, or save "
        + "the weights of a Sequential",
      at: file.span)
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    guard let artefact = published.artefact as? NetworkArtefact else { return [] }
    let network = artefact.network
    NetworkFiles.audit(&audit, artefact)
    audit.expect(
      "parameters", exactly: Double(network.layers.reduce(0) { $0 + $1.parameterCount }),
      by: "the sum over the layers")
    return audit.failures
  }
}
