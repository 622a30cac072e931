/// log(1 + eˣ), number by number; the derivative is σ(x) = 1 − e^−y.
package struct Softplus: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "softplus" }

  /// The activation of rows of this shape.
  package init(_ shape: Shape) { inputShape = shape }

  package func forward(_ memory: LayerMemory) {
    let count = memory.rows * inputShape.count
    if memory.input != UnsafePointer(memory.output) {
      memory.output.update(from: memory.input, count: count)
    }
    FloatFunctions.map(memory.output, count: count) { FloatFunctions.softplus($0) }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    FloatFunctions.map(
      memory.outputGradient, UnsafePointer(memory.output), count: memory.rows * inputShape.count,
      into: inputGradient
    ) { gradient, output in gradient * -FloatFunctions.expm1(-output) }
  }
}
