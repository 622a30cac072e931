internal import AdvKit
internal import Notebook

/// The files that cells with networks publish beside the page.
enum NetworkFiles {
  /// What the ending of a saved training is.
  static let stateEnding = "training"
  /// What the ending of saved weights is.
  static let weightsEnding = "safetensors"

  /// The field of `adv train`.
  static let ofTraining = Field.optional(
    "publish", .list(.choice(["weights", "state"]), 1...2),
    "networks: files beside the page: [weights] for the network as ID.safetensors, [state] for the "
      + "training as ID.training, or both.")

  /// The field of `adv model`.
  static let ofModel = Field.optional(
    "publish", .list(.choice(["weights"]), 1...1),
    "file, scaled: [weights] publishes the network beside the page, as ID.safetensors.")

  /// The files that `publish` asks for.
  static func files(
    of output: CellOutput, _ invocation: Invocation
  ) throws(CellFailure) -> [PublishedFile] {
    guard let publish = invocation["publish"],
      let artefact = output.artefact as? NetworkArtefact
    else { return [] }
    guard !invocation.id.isEmpty else {
      throw CellFailure(
        "`publish` in a cell without an id", rule: "a published file is named for its cell",
        fix: "write an id, as in `adv model #robust`", at: publish.span)
    }
    var files: [PublishedFile] = []
    for wanted in ["weights", "state"]
    where publish.list?.contains(where: { $0.text == wanted }) ?? false {
      if wanted == "weights" {
        files.append(
          PublishedFile(
            ending: weightsEnding, title: "weights of \(artefact.architecture)",
            bytes: try weights(artefact, publish)))
      } else if let state = artefact.training?.state {
        files.append(
          PublishedFile(
            ending: stateEnding,
            title: "training after \(counted(state.epoch, "epoch")), for `from-file`",
            bytes: state.serialised()))
      }
    }
    return files
  }

  private static func weights(
    _ artefact: NetworkArtefact, _ publish: Argument
  ) throws(CellFailure) -> [UInt8] {
    do throws(SafetensorsError) {
      return try artefact.network.safetensors(
        metadata: [Safetensors.Note(key: "architecture", text: artefact.architecture)]
      ).serialised()
    } catch {
      throw CellFailure(
        error.description, rule: "weights are published as a safetensors file",
        fix: "remove `publish`", at: publish.span)
    }
  }

  /// Reads published files again: they hold the numbers that the cell hands on.
  static func audit(_ audit: inout Audit, _ artefact: NetworkArtefact) {
    for file in audit.published.files {
      if file.ending == weightsEnding {
        let read = try? Safetensors.parse(file.bytes)
        let tensors = read?.tensors.filter { !$0.name.hasPrefix("standardise.") } ?? []
        // Tensors are in the order of their names, and `10.bias` stands before `2.bias`.
        let numbers = tensors.flatMap(\.values).map(\.bitPattern).sorted()
        audit.expect(
          "publish", numbers == artefact.network.parameters.map(\.bitPattern).sorted(),
          "the file of weights has other numbers than the network")
      } else if let state = artefact.training?.state {
        let read = try? TrainingState(file.bytes, layers: state.network.layers)
        audit.expect(
          "publish", read?.network.parameters == state.network.parameters,
          "the saved training has other numbers than the network")
      }
    }
  }
}
