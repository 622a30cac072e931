extension Architecture {
  /// The `linear` or `mlp` architecture that a file's tensors tell, where they tell one.
  ///
  /// Weights must be matrices whose sizes follow one another, every second layer of the `Sequential`
  /// (an activation between each two), the first in place 0, or in place 1 behind a flattening.
  ///
  /// - Parameters:
  ///   - file: the tensors.
  ///   - input: the shape of an input; a vector of as many numbers as the first weight has columns
  ///     where not given.
  ///   - activation: what stands between the layers; the file does not say. Not used by `linear`.
  /// - Throws: ``SafetensorsError/ambiguous(_:)`` where the shapes alone do not tell it,
  ///   ``SafetensorsError/architecture(_:)`` where there is no such architecture.
  package static func inferred(
    from file: Safetensors, input: Shape? = nil, activation: Activation
  ) throws(SafetensorsError) -> Architecture {
    let weights = try placedWeights(file)
    guard let first = weights.first, let last = weights.last else {
      throw .ambiguous("there is no weight")
    }
    guard first.place <= 1 else {
      throw .ambiguous("the first weight is \"\(first.name)\", not \"0.weight\" or \"1.weight\"")
    }
    for (before, after) in zip(weights, weights.dropFirst()) {
      guard after.place == before.place + 2 else {
        throw .ambiguous(
          "there is not exactly one layer, an activation, between \"\(before.name)\" and "
            + "\"\(after.name)\"")
      }
      guard after.shape[1] == before.shape[0] else {
        throw .ambiguous(
          "\"\(before.name)\" gives \(before.shape[0]) numbers and \"\(after.name)\" takes "
            + "\(after.shape[1])")
      }
    }
    let input = input ?? .vector(first.shape[1])
    guard input.count == first.shape[1] else {
      throw .shape(
        tensor: first.name, expected: [first.shape[0], input.count], found: first.shape)
    }
    let hidden = weights.dropLast().map { $0.shape[0] }
    do throws(ArchitectureError) {
      return try Architecture(
        hidden.isEmpty ? .linear : .mlp(hidden: hidden, activation: activation), input: input,
        classes: last.shape[0])
    } catch {
      throw .architecture(error)
    }
  }

  private static func placedWeights(
    _ file: Safetensors
  ) throws(SafetensorsError) -> [(place: Int, name: String, shape: [Int])] {
    var weights: [(place: Int, name: String, shape: [Int])] = []
    for tensor in file.tensors where !tensor.name.hasPrefix("standardise.") {
      let parts = tensor.name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let place = Int(parts[0]), place >= 0, place < 1_000_000,
        String(place) == parts[0], parts[1] == "weight" || parts[1] == "bias"
      else {
        throw .ambiguous(
          "\"\(tensor.name)\" is not a name of a Sequential, such as \"0.weight\" or \"0.bias\"")
      }
      guard parts[1] == "weight" else { continue }
      guard tensor.shape.count == 2 else {
        throw .ambiguous(
          "\"\(tensor.name)\" is no matrix; stride and padding of a convolution stand in no file")
      }
      weights.append((place, tensor.name, tensor.shape))
    }
    return weights.sorted { $0.place < $1.place }
  }
}
