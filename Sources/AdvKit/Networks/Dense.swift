/// y = Wx + b, with W of out × in as in PyTorch's `Linear`.
package struct Dense: Layer {
  package let inputShape: Shape
  package let outputShape: Shape

  /// The layer from vectors of `inputs` to vectors of `outputs` numbers, both ≥ 1.
  package init(inputs: Int, outputs: Int) {
    precondition(inputs >= 1 && outputs >= 1, "sizes of a dense layer")
    inputShape = .vector(inputs)
    outputShape = .vector(outputs)
  }

  package var tensors: [ParameterTensor] {
    let (inputs, outputs) = (inputShape.count, outputShape.count)
    return [
      ParameterTensor("weight", sizes: [outputs, inputs], fanIn: inputs, fanOut: outputs),
      ParameterTensor("bias", sizes: [outputs], fanIn: inputs, fanOut: outputs),
    ]
  }

  package var summary: String { "dense" }

  package func forward(_ memory: LayerMemory) {
    let (inputs, outputs) = (inputShape.count, outputShape.count)
    let bias = memory.parameters + outputs * inputs
    for row in 0..<memory.rows {
      (memory.output + row * outputs).update(from: bias, count: outputs)
    }
    MatrixProduct.multiply(
      rows: memory.rows, inner: inputs, columns: outputs, memory.input, .plain, memory.parameters,
      .transposed, keep: 1, into: memory.output)
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    let (inputs, outputs) = (inputShape.count, outputShape.count)
    if let parameterGradient {
      MatrixProduct.multiply(
        rows: outputs, inner: memory.rows, columns: inputs, memory.outputGradient, .transposed,
        memory.input, .plain, keep: 1, into: parameterGradient)
      let bias = parameterGradient + outputs * inputs
      for row in 0..<memory.rows {
        let gradient = memory.outputGradient + row * outputs
        for j in 0..<outputs { bias[j] += gradient[j] }
      }
    }
    if let inputGradient {
      MatrixProduct.multiply(
        rows: memory.rows, inner: outputs, columns: inputs, memory.outputGradient, .plain,
        memory.parameters, .plain, into: inputGradient)
    }
  }
}
