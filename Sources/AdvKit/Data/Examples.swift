/// Labelled examples of a classification problem, in single precision: what networks work on.
package struct Examples: Sendable, Hashable {
  /// The shape of one example.
  package let shape: Shape
  /// The inputs, one example after the other: `count` × `shape.count` numbers.
  package let inputs: [Float]
  /// The class of each example, in 0..<`classes`.
  package let labels: [Int]
  /// The number of classes, at least 2.
  package let classes: Int

  /// Joins inputs and labels.
  ///
  /// - Throws: ``DataError`` for no examples, counts that do not fit, labels outside 0..<`classes`
  ///   (rows are counted from 1), and inputs that are not finite.
  package init(shape: Shape, inputs: [Float], labels: [Int], classes: Int) throws(DataError) {
    guard shape.count > 0 else { throw .noCoordinates }
    guard !labels.isEmpty else { throw .empty }
    guard classes >= 2 else { throw .parameter(name: "classes", requirement: "is at least 2") }
    guard inputs.count == labels.count * shape.count else {
      throw .labelCount(points: inputs.count / shape.count, labels: labels.count)
    }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw .classLabel(row: row + 1, value: labels[row], classes: classes)
    }
    if let place = inputs.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: place / shape.count + 1, column: place % shape.count + 1)
    }
    self.shape = shape
    self.inputs = inputs
    self.labels = labels
    self.classes = classes
  }

  private init(_ other: Examples, inputs: [Float], labels: [Int]) {
    shape = other.shape
    classes = other.classes
    self.inputs = inputs
    self.labels = labels
  }

  /// The number of examples.
  package var count: Int { labels.count }

  /// The number of examples of each class.
  package var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// One example; its slice indices are those of `inputs`.
  package func input(_ index: Int) -> ArraySlice<Float> {
    inputs[index * shape.count..<(index + 1) * shape.count]
  }

  /// The examples at these positions, in this order.
  ///
  /// - Precondition: at least one position, all in 0..<`count`.
  package func selecting(_ positions: [Int]) -> Examples {
    precondition(!positions.isEmpty, "a set has examples")
    return Examples(
      self, inputs: positions.flatMap { input($0) }, labels: positions.map { labels[$0] })
  }

  /// The same labels with other inputs, such as perturbed ones.
  ///
  /// - Precondition: as many inputs.
  package func replacingInputs(_ inputs: [Float]) -> Examples {
    precondition(inputs.count == self.inputs.count, "as many inputs")
    return Examples(self, inputs: inputs, labels: labels)
  }
}

extension Dataset {
  /// The points of a binary problem for a network: label −1 is class 0, label 1 is class 1.
  ///
  /// Coordinates are rounded to single precision.
  ///
  /// - Throws: ``DataError/notFinite(row:column:)`` where one is beyond its range.
  package func examples() throws(DataError) -> Examples {
    try Examples(
      shape: .vector(dimension), inputs: points.storage.map(Float.init),
      labels: labels.map { $0 > 0 ? 1 : 0 }, classes: 2)
  }
}
