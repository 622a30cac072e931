/// Two-dimensional convolution as PyTorch's `Conv2d` has it: cross-correlation with zero padding.
///
/// y(o, i, j) = b(o) + Σ over c, k, l of w(o, c, k, l)·x(c, s·i + k − p, s·j + l − p), with
/// ⌊(H + 2p − kh)/s⌋ + 1 rows and likewise columns. The weight is out × in × kh × kw.
///
/// Images are worked on in groups that fit a core's cache, by matrix products; see ``PhasePlanes``.
package struct Convolution: Layer {
  package let inputShape: Shape
  package let outputShape: Shape
  /// Height of the kernel.
  package let kernelHeight: Int
  /// Width of the kernel.
  package let kernelWidth: Int
  /// Distance of neighbouring positions of the kernel, down and across.
  package let stride: Int
  /// Zeros added on each side of the image.
  package let padding: Int

  private let inputs: Int
  private let outputs: Int
  private let planes: PhasePlanes
  // Taps that one matrix product does, so that its inner size is not tiny.
  private let tapsTogether: Int
  private let group: Int

  /// Numbers of working memory that a group of images should not exceed: a quarter of a megabyte.
  private static let cache = 65_536

  /// The convolution of images.
  ///
  /// - Precondition: `input` is an image; the kernel fits the padded image; sizes and stride are
  ///   ≥ 1, the padding ≥ 0.
  package init(
    _ input: Shape, outputs: Int, kernelHeight: Int, kernelWidth: Int, stride: Int = 1,
    padding: Int = 0
  ) {
    guard let image = input.image else { preconditionFailure("an image") }
    precondition(outputs >= 1 && kernelHeight >= 1 && kernelWidth >= 1, "sizes of a convolution")
    precondition(stride >= 1 && padding >= 0, "stride and padding of a convolution")
    precondition(
      image.height + 2 * padding >= kernelHeight && image.width + 2 * padding >= kernelWidth,
      "a kernel that fits the image")
    planes = PhasePlanes(
      channels: image.channels, height: image.height, width: image.width,
      kernelHeight: kernelHeight, kernelWidth: kernelWidth, stride: stride, padding: padding)
    inputShape = input
    outputShape = .image(
      channels: outputs, height: planes.outputHeight, width: planes.outputWidth)
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    inputs = image.channels
    self.outputs = outputs
    tapsTogether = min(planes.taps, max(1, (64 + planes.depth - 1) / planes.depth))
    let columns = tapsTogether > 1 ? tapsTogether * planes.depth : 0
    group = min(16, max(1, Self.cache / ((planes.depth + columns + outputs) * planes.area)))
  }

  /// The convolution with a square kernel.
  package init(_ input: Shape, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0) {
    self.init(
      input, outputs: outputs, kernelHeight: kernel, kernelWidth: kernel, stride: stride,
      padding: padding)
  }

  package var tensors: [ParameterTensor] {
    let window = kernelHeight * kernelWidth
    let (fanIn, fanOut) = (inputs * window, outputs * window)
    return [
      ParameterTensor(
        "weight", sizes: [outputs, inputs, kernelHeight, kernelWidth], fanIn: fanIn,
        fanOut: fanOut),
      ParameterTensor("bias", sizes: [outputs], fanIn: fanIn, fanOut: fanOut),
    ]
  }

  package var summary: String {
    "conv \(kernelHeight) × \(kernelWidth)" + (stride > 1 ? ", stride \(stride)" : "")
      + (padding > 0 ? ", padding \(padding)" : "")
  }

  package var scratchCount: Int { Memory.sizes(self).reduce(0, +) }

  package func forward(_ memory: LayerMemory) {
    let work = Memory(self, memory.scratch)
    arrange(memory.parameters, into: work.weights)
    let bias = memory.parameters + outputs * inputs * kernelHeight * kernelWidth
    forEachGroup(memory.rows) { first, images in
      let length = images * planes.area
      planes.scatter(memory.input + first * inputShape.count, images: images, into: work.planes)
      forEachProduct { taps, inner in
        MatrixProduct.multiply(
          rows: outputs, inner: inner, columns: length,
          work.weights + outputs * taps.lowerBound * planes.depth, .plain,
          columns(taps, length, work), .plain, keep: taps.lowerBound == 0 ? 0 : 1,
          into: work.outputs)
      }
      forEachOutputRow(images) { channel, place, row in
        let source = work.outputs + place
        let target = memory.output + first * outputShape.count + row
        let constant = bias[channel]
        for x in 0..<planes.outputWidth { target[x] = source[x] + constant }
      }
    }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    let work = Memory(self, memory.scratch)
    let weightCount = outputs * planes.taps * planes.depth
    if inputGradient != nil { arrange(memory.parameters, into: work.weights) }
    if parameterGradient != nil { work.gradients.update(repeating: 0, count: weightCount) }
    forEachGroup(memory.rows) { first, images in
      let length = images * planes.area
      work.outputs.update(repeating: 0, count: outputs * length)
      forEachOutputRow(images) { _, place, row in
        (work.outputs + place).update(
          from: memory.outputGradient + first * outputShape.count + row, count: planes.outputWidth)
      }
      if let parameterGradient {
        planes.scatter(memory.input + first * inputShape.count, images: images, into: work.planes)
        addWeightGradient(length, work)
        let bias = parameterGradient + outputs * inputs * kernelHeight * kernelWidth
        for channel in 0..<outputs {
          bias[channel] += FloatFunctions.sum(work.outputs + channel * length, count: length)
        }
      }
      if let inputGradient {
        computeInputGradient(length, work)
        planes.gather(
          work.planes, images: images, into: inputGradient + first * inputShape.count)
      }
    }
    if let parameterGradient {
      forEachWeight { arranged, place in parameterGradient[place] += work.gradients[arranged] }
    }
  }

  private func addWeightGradient(_ length: Int, _ work: Memory) {
    forEachProduct { taps, inner in
      MatrixProduct.multiply(
        rows: outputs, inner: length, columns: inner, work.outputs, .plain,
        columns(taps, length, work), .transposed, keep: 1,
        into: work.gradients + outputs * taps.lowerBound * planes.depth)
    }
  }

  private func computeInputGradient(_ length: Int, _ work: Memory) {
    let total = planes.depth * length
    work.planes.update(repeating: 0, count: total + planes.slack)
    forEachProduct { taps, inner in
      let weights = work.weights + outputs * taps.lowerBound * planes.depth
      if tapsTogether == 1 {
        // Positions of no output have gradient 0, so that nothing crosses from row to row.
        MatrixProduct.multiply(
          rows: inner, inner: outputs, columns: length, weights, .transposed, work.outputs, .plain,
          keep: 1, into: work.planes + planes.shift(taps.lowerBound))
        return
      }
      MatrixProduct.multiply(
        rows: inner, inner: outputs, columns: length, weights, .transposed, work.outputs, .plain,
        into: work.columns)
      for tap in taps {
        let source = work.columns + (tap - taps.lowerBound) * total
        let target = work.planes + planes.shift(tap)
        for i in 0..<total { target[i] += source[i] }
      }
    }
  }

  /// The inputs that some taps meet: the shifted planes, one after the other where there are several.
  private func columns(
    _ taps: Range<Int>, _ length: Int, _ work: Memory
  ) -> UnsafePointer<Float> {
    guard tapsTogether > 1 else {
      return UnsafePointer(work.planes + planes.shift(taps.lowerBound))
    }
    let total = planes.depth * length
    for tap in taps {
      (work.columns + (tap - taps.lowerBound) * total).update(
        from: work.planes + planes.shift(tap), count: total)
    }
    return UnsafePointer(work.columns)
  }

  @inline(__always)
  private func forEachGroup(_ rows: Int, _ body: (_ first: Int, _ images: Int) -> Void) {
    var first = 0
    while first < rows {
      let images = min(group, rows - first)
      body(first, images)
      first += images
    }
  }

  @inline(__always)
  private func forEachProduct(_ body: (_ taps: Range<Int>, _ inner: Int) -> Void) {
    var first = 0
    while first < planes.taps {
      let taps = first..<min(planes.taps, first + tapsTogether)
      body(taps, taps.count * planes.depth)
      first = taps.upperBound
    }
  }

  /// Calls `body` for each row of output: channel, place in the group's planes, place in the output.
  @inline(__always)
  private func forEachOutputRow(
    _ images: Int, _ body: (_ channel: Int, _ place: Int, _ row: Int) -> Void
  ) {
    let length = images * planes.area
    for image in 0..<images {
      for channel in 0..<outputs {
        for y in 0..<planes.outputHeight {
          body(
            channel, channel * length + (image * planes.pitchRows + y) * planes.pitchColumns,
            ((image * outputs + channel) * planes.outputHeight + y) * planes.outputWidth)
        }
      }
    }
  }

  /// Writes the weights as one matrix a product; entries that the kernel does not have are 0.
  private func arrange(
    _ weights: UnsafePointer<Float>, into arranged: UnsafeMutablePointer<Float>
  ) {
    arranged.update(repeating: 0, count: outputs * planes.taps * planes.depth)
    forEachWeight { arrangedPlace, place in arranged[arrangedPlace] = weights[place] }
  }

  /// Calls `body` with the place of each weight in the products' matrices and in the parameters.
  @inline(__always)
  private func forEachWeight(_ body: (_ arranged: Int, _ place: Int) -> Void) {
    forEachProduct { taps, inner in
      for output in 0..<outputs {
        for tap in taps {
          let (i, j) = tap.quotientAndRemainder(dividingBy: planes.tapColumns)
          for a in 0..<planes.phaseRows where stride * i + a < kernelHeight {
            for b in 0..<planes.phaseColumns where stride * j + b < kernelWidth {
              let arranged =
                outputs * taps.lowerBound * planes.depth + output * inner
                + ((tap - taps.lowerBound) * planes.phaseRows * planes.phaseColumns
                  + a * planes.phaseColumns + b) * inputs
              let place = (stride * i + a) * kernelWidth + stride * j + b
              for channel in 0..<inputs {
                body(
                  arranged + channel,
                  (output * inputs + channel) * kernelHeight * kernelWidth + place)
              }
            }
          }
        }
      }
    }
  }

  /// The working memory, cut into parts that begin at multiples of 64 bytes.
  private struct Memory {
    let planes: UnsafeMutablePointer<Float>
    let columns: UnsafeMutablePointer<Float>
    let outputs: UnsafeMutablePointer<Float>
    let weights: UnsafeMutablePointer<Float>
    let gradients: UnsafeMutablePointer<Float>

    init(_ layer: Convolution, _ start: UnsafeMutablePointer<Float>) {
      let sizes = Self.sizes(layer)
      planes = start
      columns = planes + sizes[0]
      outputs = columns + sizes[1]
      weights = outputs + sizes[2]
      gradients = weights + sizes[3]
    }

    /// Room for planes, columns, outputs, weights and their gradients.
    static func sizes(_ layer: Convolution) -> [Int] {
      let planes = layer.planes
      let length = layer.group * planes.area
      let weights = layer.outputs * planes.taps * planes.depth
      return [
        planes.depth * length + planes.slack,
        layer.tapsTogether > 1 ? layer.tapsTogether * planes.depth * length : 0,
        layer.outputs * length, weights, weights,
      ].map { ($0 + 15) / 16 * 16 }
    }
  }
}
