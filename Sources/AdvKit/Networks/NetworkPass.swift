/// The memory for running a network forward and back on blocks of rows, allocated once.
///
/// Rows are written to ``input``; ``forward(rows:_:)`` fills ``logits``; the caller writes the
/// derivative of what it wants into ``logitGradient``, and the backward passes carry it on. Each
/// worker has one of its own.
package final class NetworkPass {
  /// The layers.
  package let layers: [any Layer]
  /// The most rows that a block may have.
  package let capacity: Int
  /// Numbers of an input.
  package let dimension: Int
  /// Numbers of an output.
  package let classes: Int

  private let offsets: [Int]
  // Entry k is the input of layer k, entry k + 1 its output; elementwise layers share memory, but
  // for the first, whose input belongs to the caller.
  private let activations: [FloatBuffer]
  private let gradients: [FloatBuffer]
  private let scratch: FloatBuffer

  /// Memory for blocks of up to `capacity` rows through this network's layers.
  package init(_ network: Network, capacity: Int) {
    precondition(capacity >= 1, "capacity")
    layers = network.layers
    self.capacity = capacity
    dimension = network.inputShape.count
    classes = network.classes
    offsets = network.parameterOffsets
    var activations = [FloatBuffer(capacity * dimension)]
    var gradients = [FloatBuffer(capacity * dimension)]
    for (index, layer) in layers.enumerated() {
      let sharesMemory = layer.isElementwise && index > 0
      let size = capacity * layer.outputShape.count
      activations.append(sharesMemory ? activations[index] : FloatBuffer(size))
      gradients.append(sharesMemory ? gradients[index] : FloatBuffer(size))
    }
    self.activations = activations
    self.gradients = gradients
    scratch = FloatBuffer(layers.map(\.scratchCount).max() ?? 0)
  }

  /// The rows to run: `capacity` × `dimension` numbers, the caller's to write.
  package var input: UnsafeMutablePointer<Float> { activations[0].start }
  /// The logits of the rows: `capacity` × `classes`.
  package var logits: UnsafeMutablePointer<Float> { activations[layers.count].start }
  /// ∂/∂logits, the caller's to write: `capacity` × `classes`.
  package var logitGradient: UnsafeMutablePointer<Float> { gradients[layers.count].start }
  /// ∂/∂input after a backward pass: `capacity` × `dimension`.
  package var inputGradient: UnsafeMutablePointer<Float> { gradients[0].start }

  /// Computes the logits of the first `rows` rows of ``input``.
  ///
  /// - Parameter parameters: the network's.
  package func forward(rows: Int, _ parameters: UnsafePointer<Float>) {
    for index in layers.indices { layers[index].forward(memory(index, rows, parameters)) }
  }

  /// Carries ``logitGradient`` back to ``inputGradient``; ``logitGradient`` is used up.
  package func backwardToInput(rows: Int, _ parameters: UnsafePointer<Float>) {
    for index in layers.indices.reversed() {
      layers[index].backward(
        memory(index, rows, parameters), inputGradient: gradients[index].start,
        parameterGradient: nil)
    }
  }

  /// Adds the derivatives by the parameters, summed over the rows, to `gradient`.
  ///
  /// - Parameter toInput: whether ``inputGradient`` is wanted as well.
  package func backwardToParameters(
    rows: Int, _ parameters: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    toInput: Bool = false
  ) {
    for index in layers.indices.reversed() {
      layers[index].backward(
        memory(index, rows, parameters),
        inputGradient: index > 0 || toInput ? gradients[index].start : nil,
        parameterGradient: layers[index].parameterCount > 0 ? gradient + offsets[index] : nil)
    }
  }

  private func memory(
    _ index: Int, _ rows: Int, _ parameters: UnsafePointer<Float>
  ) -> LayerMemory {
    LayerMemory(
      rows: rows, parameters: parameters + offsets[index], input: activations[index].start,
      output: activations[index + 1].start, outputGradient: gradients[index + 1].start,
      scratch: scratch.start)
  }
}
