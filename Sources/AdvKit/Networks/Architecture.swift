/// A network's layers by name, for inputs of a shape and a number of classes.
package struct Architecture: Sendable, Hashable {
  /// The architectures.
  package enum Kind: Sendable, Hashable {
    /// One dense layer.
    case linear
    /// Dense layers of the hidden widths, an activation after each, and a dense layer.
    case mlp(hidden: [Int], activation: Activation)
    /// Conv 16 and conv 32, both 4 × 4 with stride 2 and padding 1, dense 100, dense; ReLUs between.
    ///
    /// Source: Wong, Kolter, "Provable defenses against adversarial examples via the convex outer
    /// adversarial polytope", ICML 2018, section 4.
    case cnnSmall
    /// Conv 32 and conv 64, both 5 × 5 with padding 2 and a ReLU and 2 × 2 max pooling, dense 1024,
    /// ReLU, dense.
    ///
    /// Source: Madry, Makelov, Schmidt, Tsipras, Vladu, "Towards deep learning models resistant to
    /// adversarial attacks", ICLR 2018, section 4.
    case cnnMadry

    /// The name: `linear`, `mlp`, `cnn-small`, `cnn-madry`.
    package var name: String {
      switch self {
      case .linear: "linear"
      case .mlp: "mlp"
      case .cnnSmall: "cnn-small"
      case .cnnMadry: "cnn-madry"
      }
    }
  }

  /// The names of all kinds.
  package static let names = ["linear", "mlp", "cnn-small", "cnn-madry"]
  /// The most hidden layers of an mlp.
  package static let mostHiddenLayers = 64
  /// The largest width of a hidden layer.
  package static let largestWidth = 65_536
  /// The most parameters of a network: 400 megabytes of them.
  package static let mostParameters = 100_000_000

  /// What it is.
  package let kind: Kind
  /// The shape of an input.
  package let input: Shape
  /// The number of logits.
  package let classes: Int

  /// The architecture for inputs of this shape.
  ///
  /// - Throws: ``ArchitectureError``.
  package init(_ kind: Kind, input: Shape, classes: Int) throws(ArchitectureError) {
    guard input.sizes.allSatisfy({ $0 >= 1 }) else { throw .emptyInput(input) }
    guard classes >= 2 else { throw .classes(classes) }
    self.kind = kind
    self.input = input
    self.classes = classes
    try check()
  }

  private func check() throws(ArchitectureError) {
    var widths: [Int] = []
    switch kind {
    case .linear: break
    case .mlp(let hidden, _):
      guard (1...Self.mostHiddenLayers).contains(hidden.count) else {
        throw .hiddenLayers(count: hidden.count, most: Self.mostHiddenLayers)
      }
      if let place = hidden.firstIndex(where: { !(1...Self.largestWidth).contains($0) }) {
        throw .width(layer: place + 1, found: hidden[place], most: Self.largestWidth)
      }
      widths = hidden
    case .cnnSmall, .cnnMadry:
      guard let image = input.image else {
        throw .needsImage(architecture: kind.name, found: input)
      }
      // Two halvings, rounded down.
      guard min(image.height, image.width) >= 4 else {
        throw .imageTooSmall(architecture: kind.name, least: 4, found: input)
      }
      widths = kind == .cnnSmall ? [100] : [1024]
    }
    // Sizes are bounded before anything is multiplied, so that nothing overflows.
    var inputs = 1
    for size in input.sizes {
      guard size <= Self.mostParameters, inputs * size <= Self.mostParameters else {
        throw .tooManyParameters(most: Self.mostParameters)
      }
      inputs *= size
    }
    guard classes <= Self.mostParameters else {
      throw .tooManyParameters(most: Self.mostParameters)
    }
    if let image = input.image, kind == .cnnSmall || kind == .cnnMadry {
      inputs = (kind == .cnnSmall ? 32 : 64) * (image.height / 4) * (image.width / 4)
    }
    var total = 0
    for (from, to) in zip([inputs] + widths, widths + [classes]) {
      total += (from + 1) * to
      guard total <= Self.mostParameters else {
        throw .tooManyParameters(most: Self.mostParameters)
      }
    }
    guard parameterCount <= Self.mostParameters else {
      throw .tooManyParameters(most: Self.mostParameters)
    }
  }

  /// The layers; a vector is taken as it is, an image is flattened before the first dense layer.
  package var layers: [any Layer] {
    switch kind {
    case .linear: return dense([])
    case .mlp(let hidden, let activation): return dense(hidden, activation)
    case .cnnSmall:
      let first = Convolution(input, outputs: 16, kernel: 4, stride: 2, padding: 1)
      let second = Convolution(first.outputShape, outputs: 32, kernel: 4, stride: 2, padding: 1)
      return dense(
        [100], after: [first, ReLU(first.outputShape), second, ReLU(second.outputShape)])
    case .cnnMadry:
      let first = Convolution(input, outputs: 32, kernel: 5, padding: 2)
      let firstPool = MaxPool(first.outputShape, kernel: 2)
      let second = Convolution(firstPool.outputShape, outputs: 64, kernel: 5, padding: 2)
      let secondPool = MaxPool(second.outputShape, kernel: 2)
      return dense(
        [1024],
        after: [
          first, ReLU(first.outputShape), firstPool, second, ReLU(second.outputShape), secondPool,
        ])
    }
  }

  private func dense(
    _ widths: [Int], _ activation: Activation = .relu, after layers: [any Layer] = []
  ) -> [any Layer] {
    var layers = layers
    let shape = layers.last?.outputShape ?? input
    if shape.image != nil { layers.append(Flatten(shape)) }
    var inputs = shape.count
    for width in widths {
      layers.append(Dense(inputs: inputs, outputs: width))
      layers.append(activation.layer(.vector(width)))
      inputs = width
    }
    layers.append(Dense(inputs: inputs, outputs: classes))
    return layers
  }

  /// The layers with their shapes and parameter counts, first to last.
  package var summary: [LayerSummary] { layers.map(LayerSummary.init) }
  /// The number of trained numbers.
  package var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// The layers behind a standardisation, where there is one.
  ///
  /// - Throws: ``ArchitectureError/standardisation(_:)`` where it is for inputs of another shape.
  package func layers(
    standardise: Standardise?
  ) throws(ArchitectureError) -> [any Layer] {
    guard let standardise else { return layers }
    guard standardise.inputShape == input else {
      throw .standardisation("is for inputs of \(standardise.inputShape), and these are \(input)")
    }
    return [standardise] + layers
  }

  /// A network with drawn parameters.
  ///
  /// - Parameters:
  ///   - key: the key that all draws derive from; see ``Initialisation/parameters(of:key:)``.
  ///   - standardise: a first layer with the data's means and deviations.
  /// - Throws: ``ArchitectureError/standardisation(_:)`` where it is for inputs of another shape.
  package func network(
    key: RandomKey, initialisation: Initialisation, standardise: Standardise? = nil
  ) throws(ArchitectureError) -> Network {
    let layers = try layers(standardise: standardise)
    return Network(layers: layers, parameters: initialisation.parameters(of: layers, key: key))
  }
}
