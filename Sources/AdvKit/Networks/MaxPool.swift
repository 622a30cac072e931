/// The largest number of each window of an image, channel by channel; padding counts as −∞.
///
/// As PyTorch's `MaxPool2d`: the gradient goes to the first largest number of the window, row by row,
/// and what is not a number stays so.
package struct MaxPool: Layer {
  package let inputShape: Shape
  package var outputShape: Shape { windows.outputShape }
  package var summary: String {
    "max pool \(windows.kernel) × \(windows.kernel), stride \(windows.stride)"
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
    let stride = windows.stride
    memory.output.update(repeating: -.infinity, count: memory.rows * outputShape.count)
    for image in 0..<memory.rows * windows.channels {
      let input = memory.input + image * inputArea
      let output = memory.output + image * outputArea
      windows.forEachRun { run in
        let (source, target) = (input + run.pixel, output + run.window)
        for x in 0..<run.count {
          let value = source[stride * x]
          target[x] = value > target[x] || value.isNaN ? value : target[x]
        }
      }
    }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    let (height, width) = (windows.height, windows.width)
    var gradient = UnsafePointer(memory.outputGradient)
    inputGradient.update(repeating: 0, count: memory.rows * inputShape.count)
    // The output may have become that of an activation; the input has not changed.
    for image in 0..<memory.rows * windows.channels {
      let input = memory.input + image * height * width
      let result = inputGradient + image * height * width
      for y in 0..<windows.outputHeight {
        let rows = windows.pixels(y, size: height)
        for x in 0..<windows.outputWidth {
          let columns = windows.pixels(x, size: width)
          var place = rows.lowerBound * width + columns.lowerBound
          var largest = input[place]
          for row in rows {
            for column in columns {
              let value = input[row * width + column]
              if value > largest || value.isNaN {
                largest = value
                place = row * width + column
              }
            }
          }
          result[place] += gradient.pointee
          gradient += 1
        }
      }
    }
  }
}
