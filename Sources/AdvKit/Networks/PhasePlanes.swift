/// How a group of images is laid out so that a convolution is a few matrix products without im2col.
///
/// A strided convolution is one of stride 1 on the s² phases of the padded image: row y and column x
/// of the padded input stand in phase (y mod s, x mod s) at (⌊y/s⌋, ⌊x/s⌋), and tap (s·i + a, s·j + b)
/// of the kernel is tap (i, j) on phase (a, b). With all images of a phase and channel in one plane of
/// fixed pitch, the inputs that a tap meets, over all output positions, are the plane shifted by
/// i·pitch + j: one matrix product a tap, and the way back adds to the shifted plane.
///
/// The pitch leaves some positions that belong to no output; their values are never read, and their
/// gradients are 0. For stride 1 the padding to the right of a row is that to the left of the next.
struct PhasePlanes: Sendable, Hashable {
  let channels: Int
  let height: Int
  let width: Int
  let stride: Int
  let padding: Int
  /// Phases that the kernel meets, down and across.
  let phaseRows: Int
  let phaseColumns: Int
  /// Taps on a phase, down and across.
  let tapRows: Int
  let tapColumns: Int
  let outputHeight: Int
  let outputWidth: Int
  /// Rows of an image in a plane and the length of a row.
  let pitchRows: Int
  let pitchColumns: Int

  init(
    channels: Int, height: Int, width: Int, kernelHeight: Int, kernelWidth: Int, stride: Int,
    padding: Int
  ) {
    self.channels = channels
    self.height = height
    self.width = width
    self.stride = stride
    self.padding = padding
    phaseRows = min(stride, kernelHeight)
    phaseColumns = min(stride, kernelWidth)
    tapRows = (kernelHeight + stride - 1) / stride
    tapColumns = (kernelWidth + stride - 1) / stride
    outputHeight = (height + 2 * padding - kernelHeight) / stride + 1
    outputWidth = (width + 2 * padding - kernelWidth) / stride + 1
    if stride == 1 {
      pitchRows = max(height + padding, outputHeight)
      pitchColumns = max(width + padding, outputWidth)
    } else {
      pitchRows = outputHeight + tapRows - 1
      pitchColumns = outputWidth + tapColumns - 1
    }
  }

  /// Planes of a group: phases × channels.
  var depth: Int { phaseRows * phaseColumns * channels }
  /// Positions of an image in a plane.
  var area: Int { pitchRows * pitchColumns }
  /// The number of taps on a phase.
  var taps: Int { tapRows * tapColumns }
  /// How far beyond the last plane a shifted one reaches.
  var slack: Int { shift(taps - 1) }
  /// How far tap t (row by row) moves a plane.
  func shift(_ tap: Int) -> Int { tap / tapColumns * pitchColumns + tap % tapColumns }

  /// Writes the images into planes; all that is not theirs becomes 0.
  ///
  /// - Parameter planes: depth × images × area numbers and the slack.
  func scatter(
    _ input: UnsafePointer<Float>, images: Int, into planes: UnsafeMutablePointer<Float>
  ) {
    let total = depth * images * area
    if stride == 1, padding == 0, pitchRows == height, pitchColumns == width {
      (planes + total).update(repeating: 0, count: slack)
    } else {
      planes.update(repeating: 0, count: total + slack)
    }
    forEachRow(images) { row, column, place, columns in
      let source = input + (row + column)
      let target = planes + place
      switch stride {
      case 1: target.update(from: source, count: columns)
      case 2: for t in 0..<columns { target[t] = source[2 * t] }
      default: for t in 0..<columns { target[t] = source[stride * t] }
      }
    }
  }

  /// Reads the images back out of planes; inputs that no output depends on become 0.
  func gather(
    _ planes: UnsafePointer<Float>, images: Int, into output: UnsafeMutablePointer<Float>
  ) {
    if stride > 1 { output.update(repeating: 0, count: images * channels * height * width) }
    forEachRow(images) { row, column, place, columns in
      let source = planes + place
      let target = output + (row + column)
      switch stride {
      case 1: target.update(from: source, count: columns)
      case 2: for t in 0..<columns { target[2 * t] = source[t] }
      default: for t in 0..<columns { target[stride * t] = source[t] }
      }
    }
  }

  /// Calls `body` for each row of each image and each phase across: where the row stands among the
  /// images, the first column of the phase, where it goes in the planes, and how many columns.
  @inline(__always)
  private func forEachRow(
    _ images: Int, _ body: (_ row: Int, _ column: Int, _ place: Int, _ columns: Int) -> Void
  ) {
    let length = images * area
    for phase in 0..<phaseColumns {
      // The column s·t + phase − padding of the image stands at t.
      let first = max(0, (padding - phase + stride - 1) / stride)
      let reach = width + padding - phase
      let end = min(pitchColumns, reach > 0 ? (reach - 1) / stride + 1 : 0)
      guard end > first else { continue }
      let column = stride * first + phase - padding
      for y in 0..<height {
        let (q, down) = (y + padding).quotientAndRemainder(dividingBy: stride)
        guard down < phaseRows, q < pitchRows else { continue }
        let plane = (down * phaseColumns + phase) * channels
        for image in 0..<images {
          let place = (image * pitchRows + q) * pitchColumns + first
          for channel in 0..<channels {
            body(
              ((image * channels + channel) * height + y) * width, column,
              (plane + channel) * length + place, end - first)
          }
        }
      }
    }
  }
}
