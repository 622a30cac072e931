/// A network: layers one after the other, and all their parameters in one list.
///
/// Its output is one logit a class; the predicted class is the first largest one.
package struct Network: Sendable {
  /// The layers, first to last; the shapes of neighbours fit.
  package let layers: [any Layer]
  /// The trained numbers of all layers, layer by layer, tensor by tensor, row-major.
  package var parameters: [Float]

  /// Joins layers and parameters.
  ///
  /// - Precondition: at least one layer, neighbours fit, and there are as many parameters as the
  ///   layers have. What an author writes goes through ``Architecture``, which reports misfits.
  package init(layers: [any Layer], parameters: [Float]) {
    precondition(!layers.isEmpty, "layers")
    for (layer, next) in zip(layers, layers.dropFirst()) {
      precondition(layer.outputShape.count == next.inputShape.count, "layers that fit")
    }
    precondition(parameters.count == layers.reduce(0) { $0 + $1.parameterCount }, "parameters")
    self.layers = layers
    self.parameters = parameters
  }

  /// The shape of one example.
  package var inputShape: Shape { layers[0].inputShape }
  /// The number of logits.
  package var classes: Int { layers[layers.count - 1].outputShape.count }

  /// Where each layer's parameters begin.
  package var parameterOffsets: [Int] {
    var offsets: [Int] = []
    var next = 0
    for layer in layers {
      offsets.append(next)
      next += layer.parameterCount
    }
    return offsets
  }
}
