extension Network {
  /// The names of the parameters' tensors as PyTorch's `Sequential` has them: `0.weight`, `0.bias`.
  ///
  /// The number is the layer's place, activations and flattening counted, ``Standardise`` not.
  ///
  /// - Parameter first: the place of the first layer.
  static func names(
    of layers: [any Layer], from first: Int = 0
  ) -> [(name: String, tensor: ParameterTensor)] {
    layers.filter { !($0 is Standardise) }.enumerated().flatMap { place, layer in
      layer.tensors.map { ("\(first + place).\($0.name)", $0) }
    }
  }

  /// The parameters as a safetensors file that PyTorch loads into its `Sequential`.
  ///
  /// The constants of a standardisation are `standardise.mean` and `standardise.deviation`.
  package func safetensors(
    metadata: [Safetensors.Note] = []
  ) throws(SafetensorsError) -> Safetensors {
    var tensors: [Safetensors.Tensor] = []
    if let standardise = layers.first as? Standardise {
      let shape = [standardise.mean.count]
      tensors.append(
        Safetensors.Tensor(name: "standardise.mean", shape: shape, values: standardise.mean))
      tensors.append(
        Safetensors.Tensor(
          name: "standardise.deviation", shape: shape, values: standardise.deviation))
    }
    var offset = 0
    for (name, tensor) in Self.names(of: layers) {
      let values = Array(parameters[offset..<offset + tensor.count])
      tensors.append(Safetensors.Tensor(name: name, shape: tensor.sizes, values: values))
      offset += tensor.count
    }
    return try Safetensors(tensors, metadata: metadata)
  }

  /// The network of an architecture with the parameters of a file.
  ///
  /// A file that has `standardise.mean` and `standardise.deviation` gives a ``Standardise`` in front.
  /// Where the first trained layer is dense, a file may count a flattening in front of it or not: the
  /// author may have flattened images outside of the `Sequential`, or vectors within it.
  ///
  /// - Throws: ``SafetensorsError`` naming the tensor that is missing, too many or of another shape.
  package static func load(
    _ file: Safetensors, into architecture: Architecture
  ) throws(SafetensorsError) -> Network {
    let layers: [any Layer]
    do throws(ArchitectureError) {
      layers = try architecture.layers(
        standardise: try file.standardise(for: architecture.input))
    } catch {
      throw .architecture(error)
    }
    var expected = names(of: layers)
    if let first = expected.first, file[first.name] == nil {
      let own = architecture.layers
      let others = own[0] is Flatten ? names(of: own, from: -1) : names(of: own, from: 1)
      if own[0] is Flatten || own[0] is Dense, let first = others.first, file[first.name] != nil {
        expected = others
      }
    }
    var parameters: [Float] = []
    for (name, tensor) in expected {
      guard let found = file[name] else { throw .missing(tensor: name, found: file.names) }
      guard found.shape == tensor.sizes else {
        throw .shape(tensor: name, expected: tensor.sizes, found: found.shape)
      }
      parameters += found.values
    }
    let known = Set(expected.map(\.name) + ["standardise.mean", "standardise.deviation"])
    if let other = file.names.first(where: { !known.contains($0) }) {
      throw .unexpected(tensor: other, expected: expected.map(\.name))
    }
    return Network(layers: layers, parameters: parameters)
  }
}

extension Safetensors {
  /// The standardisation that the file has; nil where it has none.
  ///
  /// - Throws: ``ArchitectureError/standardisation(_:)`` where it makes none for these inputs.
  func standardise(for input: Shape) throws(ArchitectureError) -> Standardise? {
    let (mean, deviation) = (self["standardise.mean"], self["standardise.deviation"])
    guard mean != nil || deviation != nil else { return nil }
    return try Standardise(input, mean: mean?.values ?? [], deviation: deviation?.values ?? [])
  }
}
