/// σ(x) = 1/(1 + e^−x), number by number; the derivative is σ·(1 − σ).
package struct Sigmoid: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "sigmoid" }

  /// The activation of rows of this shape.
  package init(_ shape: Shape) { inputShape = shape }

  package func forward(_ memory: LayerMemory) {
    let count = memory.rows * inputShape.count
    if memory.input != UnsafePointer(memory.output) {
      memory.output.update(from: memory.input, count: count)
    }
    FloatFunctions.map(memory.output, count: count) { FloatFunctions.sigmoid($0) }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    let (output, gradient) = (memory.output, memory.outputGradient)
    for i in 0..<memory.rows * inputShape.count {
      inputGradient[i] = gradient[i] * (output[i] * (1 - output[i]))
    }
  }
}
