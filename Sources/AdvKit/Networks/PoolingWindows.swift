/// The windows of a pooling layer: squares of `kernel` rows and columns, `stride` apart, on images
/// with `padding` rows and columns around them; as many as fit (PyTorch's floor mode).
struct PoolingWindows: Sendable, Hashable {
  let channels: Int
  let height: Int
  let width: Int
  let kernel: Int
  let stride: Int
  let padding: Int
  let outputHeight: Int
  let outputWidth: Int

  /// - Precondition: an image; kernel and stride ≥ 1; 0 ≤ padding ≤ kernel/2; a window fits.
  init(_ input: Shape, kernel: Int, stride: Int, padding: Int) {
    guard let image = input.image else { preconditionFailure("an image") }
    precondition(kernel >= 1 && stride >= 1, "kernel and stride of a pooling layer")
    precondition(padding >= 0 && padding <= kernel / 2, "padding of a pooling layer")
    (channels, height, width) = image
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    precondition(min(height, width) + 2 * padding >= kernel, "a window that fits")
    outputHeight = (height + 2 * padding - kernel) / stride + 1
    outputWidth = (width + 2 * padding - kernel) / stride + 1
  }

  var outputShape: Shape {
    .image(channels: channels, height: outputHeight, width: outputWidth)
  }

  /// The windows, along a side of `outputs` windows and `size` pixels, whose entry `offset` is a
  /// pixel.
  func meeting(_ offset: Int, outputs: Int, size: Int) -> Range<Int> {
    let first = max(0, (padding - offset + stride - 1) / stride)
    let reach = size + padding - offset
    let end = min(outputs, reach > 0 ? (reach - 1) / stride + 1 : 0)
    return min(first, end)..<end
  }

  /// The rows (columns) of the image in window `index` along a side of `size` pixels.
  func pixels(_ index: Int, size: Int) -> Range<Int> {
    let first = index * stride - padding
    return max(0, first)..<min(size, first + kernel)
  }

  /// What stands at the same place in many windows of one row: pixels `stride` apart.
  struct Run {
    /// The number of windows.
    let count: Int
    /// The first pixel, counted in the row's image.
    let pixel: Int
    /// The first window, counted in the image's output.
    let window: Int
  }

  /// Calls `body` for each place in the windows of one image.
  @inline(__always)
  func forEachRun(_ body: (Run) -> Void) {
    for i in 0..<kernel {
      for y in meeting(i, outputs: outputHeight, size: height) {
        for j in 0..<kernel {
          let across = meeting(j, outputs: outputWidth, size: width)
          guard !across.isEmpty else { continue }
          body(
            Run(
              count: across.count,
              pixel: (y * stride + i - padding) * width + across.lowerBound * stride + j - padding,
              window: y * outputWidth + across.lowerBound))
        }
      }
    }
  }
}
