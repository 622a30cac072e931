/// Mean and standard deviation of the inputs of a training set: x ↦ (x − mean) / deviation.
///
/// One number for each coordinate of a vector, one for each channel of an image. It belongs into the
/// network as its first layer, not into the data: then ε stays in the unit of the inputs, and a step
/// of an attack is the same for all coordinates.
package struct Standardisation: Sendable, Hashable {
  /// The means, in the unit of the inputs.
  package let mean: [Float]
  /// The standard deviations, > 0; 1 where all values are equal.
  package let deviation: [Float]

  /// Measures a training set: d numbers for vectors, as many as channels for images.
  ///
  /// The mean is Σx/m and the deviation √(Σ(x − mean)²/m), summed in double precision in the order
  /// of the examples; m counts the examples, times the pixels for images. A deviation too small for
  /// single precision counts as 0 and becomes 1.
  package init(of training: Examples) {
    let groups = training.shape.image?.channels ?? training.shape.count
    let width = training.shape.count / groups
    let size = Double(training.count * width)
    var sums = [Double](repeating: 0, count: groups)
    var least = [Float](repeating: .infinity, count: groups)
    var largest = [Float](repeating: -.infinity, count: groups)
    Self.forEachRun(training.inputs, groups: groups, width: width) { group, run in
      for value in run {
        sums[group] += Double(value)
        least[group] = min(least[group], value)
        largest[group] = max(largest[group], value)
      }
    }
    let means = sums.map { $0 / size }
    var squares = [Double](repeating: 0, count: groups)
    Self.forEachRun(training.inputs, groups: groups, width: width) { group, run in
      for value in run {
        let difference = Double(value) - means[group]
        squares[group] += difference * difference
      }
    }
    mean = means.map(Float.init)
    deviation = (0..<groups).map { group in
      let deviation = Float((squares[group] / size).squareRoot())
      return least[group] < largest[group] && deviation.isNormal ? deviation : 1
    }
  }

  /// Calls the body with each group's numbers in each example, in the order of the inputs.
  private static func forEachRun(
    _ inputs: [Float], groups: Int, width: Int,
    _ body: (Int, UnsafeBufferPointer<Float>.SubSequence) -> Void
  ) {
    inputs.withUnsafeBufferPointer { inputs in
      for (run, start) in stride(from: 0, to: inputs.count, by: width).enumerated() {
        body(run % groups, inputs[start..<start + width])
      }
    }
  }
}
