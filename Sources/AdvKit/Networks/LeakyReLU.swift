/// x for x > 0 and slope·x elsewhere, number by number; its derivative at 0 is the slope.
package struct LeakyReLU: Layer {
  package let inputShape: Shape
  /// The slope below 0, finite and > 0; PyTorch's is 0.01.
  package let slope: Float
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "leaky ReLU, slope \(slope)" }

  /// The activation of rows of this shape.
  ///
  /// - Precondition: a finite slope > 0, so that the output tells the sign of the input.
  package init(_ shape: Shape, slope: Float = 0.01) {
    precondition(slope > 0 && slope.isFinite, "slope")
    inputShape = shape
    self.slope = slope
  }

  package func forward(_ memory: LayerMemory) {
    let (input, output, slope) = (memory.input, memory.output, slope)
    for i in 0..<memory.rows * inputShape.count {
      output[i] = input[i] > 0 ? input[i] : slope * input[i]
    }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    let (output, gradient, slope) = (memory.output, memory.outputGradient, slope)
    for i in 0..<memory.rows * inputShape.count {
      inputGradient[i] = output[i] > 0 ? gradient[i] : slope * gradient[i]
    }
  }
}
