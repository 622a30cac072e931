/// max(0, x), number by number; its derivative at 0 is taken as 0, as in PyTorch.
package struct ReLU: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "ReLU" }

  /// The activation of rows of this shape.
  package init(_ shape: Shape) { inputShape = shape }

  package func forward(_ memory: LayerMemory) {
    FloatFunctions.map(
      memory.input, memory.output, count: memory.rows * inputShape.count, Self.positive)
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

  // Functions, as closures are called once for every eight numbers instead of becoming part of the
  // loop.
  @inline(__always)
  private static func positive(_ x: FloatFunctions.Eight) -> FloatFunctions.Eight {
    x.replacing(with: 0, where: x .<= 0)
  }

  @inline(__always)
  private static func passed(
    _ output: FloatFunctions.Eight, _ gradient: FloatFunctions.Eight
  ) -> FloatFunctions.Eight {
    gradient.replacing(with: 0, where: output .<= 0)
  }
}
