/// (x − mean)/deviation with constants, as a network's first layer.
///
/// The network so takes inputs in the unit of the data: the radius of a ball and the box keep their
/// meaning, and gradients are by the data's coordinates. It has no trained parameters.
package struct Standardise: Layer, Hashable {
  package let inputShape: Shape
  /// The means: one number, one a channel, or one a coordinate.
  package let mean: [Float]
  /// The deviations, as many as means.
  package let deviation: [Float]
  package var outputShape: Shape { inputShape }
  package var isElementwise: Bool { true }
  package var summary: String { "standardise" }

  // One entry a coordinate.
  private let shift: [Float]
  private let scale: [Float]

  /// The layer for inputs of this shape.
  ///
  /// - Parameters:
  ///   - mean: one number for all coordinates, one a channel of an image, or one a coordinate.
  ///   - deviation: as many numbers, all > 0.
  /// - Throws: ``ArchitectureError/standardisation(_:)`` for other counts, numbers that are not
  ///   finite, and deviations that are not > 0.
  package init(_ shape: Shape, mean: [Float], deviation: [Float]) throws(ArchitectureError) {
    let channels = shape.image?.channels ?? shape.count
    guard mean.count == deviation.count else {
      throw .standardisation("has \(mean.count) means and \(deviation.count) deviations")
    }
    guard [1, channels, shape.count].contains(mean.count) else {
      throw .standardisation(
        "has \(mean.count) means for inputs of \(shape); it has 1, one a channel or one a coordinate"
      )
    }
    if let place = mean.firstIndex(where: { !$0.isFinite }) {
      throw .standardisation("has mean \(place + 1) equal to \(mean[place])")
    }
    if let place = deviation.firstIndex(where: { !($0.isFinite && $0 > 0) }) {
      throw .standardisation(
        "has deviation \(place + 1) equal to \(deviation[place]); deviations are > 0")
    }
    inputShape = shape
    self.mean = mean
    self.deviation = deviation
    let each = shape.count / mean.count
    shift = mean.flatMap { repeatElement($0, count: each) }
    scale = deviation.flatMap { repeatElement($0, count: each) }
  }

  package func forward(_ memory: LayerMemory) {
    let count = inputShape.count
    shift.withUnsafeBufferPointer { shift in
      scale.withUnsafeBufferPointer { scale in
        for row in 0..<memory.rows {
          let (input, output) = (memory.input + row * count, memory.output + row * count)
          for i in 0..<count { output[i] = (input[i] - shift[i]) / scale[i] }
        }
      }
    }
  }

  package func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?
  ) {
    guard let inputGradient else { return }
    let count = inputShape.count
    scale.withUnsafeBufferPointer { scale in
      for row in 0..<memory.rows {
        let (gradient, result) = (memory.outputGradient + row * count, inputGradient + row * count)
        for i in 0..<count { result[i] = gradient[i] / scale[i] }
      }
    }
  }
}
