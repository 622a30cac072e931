/// The mean of each window of an image, channel by channel; padding counts as zeros.
///
/// As PyTorch's `AvgPool2d` with its defaults: the divisor is always kernel², also at the border.
package struct AveragePool: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { windows.outputShape }
  package var summary: String {
    "average pool \(windows.kernel) × \(windows.kernel), stride \(windows.stride)"
      + (windows.padding > 0 ? ", padding \(windows.padding)" : "")
  }
  /// The side of a window, in pixels.
  package var kernel: Int { windows.kernel }
  /// From one window to the next, in pixels.
  package var stride: Int { windows.stride }
  /// How far windows reach beyond the image, in pixels.
  package var padding: Int { windows.padding }
  private let windows: PoolingWindows

  /// The layer for images of this shape; the stride defaults to the kernel's size.
  ///
  /// - Precondition: an image; kernel and stride ≥ 1; 0 ≤ padding ≤ kernel/2; a window fits.
  package init(_ input: Shape, kernel: Int, stride: Int? = nil, padding: Int = 0) {
    inputShape = input
    windows = PoolingWindows(input, kernel: kernel, stride: stride ?? kernel, padding: padding)
  }

  package func forward(_ memory: LayerMemory) {
    let (inputArea, outputArea) = (
      windows.height * windows.width, windows.outputHeight * windows.outputWidth
    )
    let (stride, share) = (windows.stride, 1 / Float(windows.kernel * windows.kernel))
    let outputCount = memory.rows * outputShape.count
    memory.output.update(repeating: 0, count: outputCount)
    for image in 0..<memory.rows * windows.channels {
      let input = memory.input + image * inputArea
      let output = memory.output + image * outputArea
      windows.forEachRun { run in
        let (source, target) = (input + run.pixel, output + run.window)
        for x in 0..<run.count { target[x] += source[stride * x] }
      }
    }
    for i in 0..<outputCount { memory.output[i] *= share }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    let (inputArea, outputArea) = (
      windows.height * windows.width, windows.outputHeight * windows.outputWidth
    )
    let (stride, share) = (windows.stride, 1 / Float(windows.kernel * windows.kernel))
    inputGradient.update(repeating: 0, count: memory.rows * inputShape.count)
    for image in 0..<memory.rows * windows.channels {
      let result = inputGradient + image * inputArea
      let gradient = memory.outputGradient + image * outputArea
      windows.forEachRun { run in
        let (source, target) = (gradient + run.window, result + run.pixel)
        for x in 0..<run.count { target[stride * x] += source[x] * share }
      }
    }
  }
}
