/// An image as a vector: channel by channel, row by row, as its numbers stand already.
///
/// Run in place, as ``NetworkPass`` does everywhere but at the input, it costs nothing.
package struct Flatten: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { .vector(inputShape.count) }
  package var isElementwise: Bool { true }
  package var summary: String { "flatten" }

  /// The change of shape from this one.
  package init(_ shape: Shape) { inputShape = shape }

  package func forward(_ memory: LayerMemory) {
    if memory.input != UnsafePointer(memory.output) {
      memory.output.update(from: memory.input, count: memory.rows * inputShape.count)
    }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    if let inputGradient, inputGradient != memory.outputGradient {
      inputGradient.update(from: memory.outputGradient, count: memory.rows * inputShape.count)
    }
  }
}
