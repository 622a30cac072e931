/// tanh x, number by number; the derivative is 1 − tanh² x.
package struct Tanh: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "tanh" }

  /// The activation of rows of this shape.
  package init(_ shape: Shape) { inputShape = shape }

  package func forward(_ memory: LayerMemory) {
    FloatFunctions.map(
      memory.input, memory.output, count: memory.rows * inputShape.count, FloatFunctions.tanh)
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    FloatFunctions.map(
      memory.output, memory.outputGradient, inputGradient, count: memory.rows * inputShape.count,
      Self.passed)
  }

  @inline(__always)
  private static func passed(
    _ output: FloatFunctions.Eight, _ gradient: FloatFunctions.Eight
  ) -> FloatFunctions.Eight {
    gradient * (1 - output * output)
  }
}
