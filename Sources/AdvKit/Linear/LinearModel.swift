/// The linear score f(x) = wᵀx + b of a binary problem; the predicted label is its sign.
package struct LinearModel: Sendable, Hashable {
  /// w, one weight per coordinate.
  package let weights: [Double]
  /// b; 0 for a model without bias.
  package let bias: Double

  /// The model with these weights and bias.
  package init(weights: [Double], bias: Double = 0) {
    self.weights = weights
    self.bias = bias
  }

  /// Number of coordinates.
  package var dimension: Int { weights.count }

  /// Whether all weights and the bias are finite.
  package var isFinite: Bool { bias.isFinite && weights.allSatisfy(\.isFinite) }

  /// wᵀx + b.
  ///
  /// - Precondition: `x.count == dimension`.
  package func score(_ x: some Collection<Double>) -> Double {
    dotProduct(x, weights) + bias
  }

  /// The margin y(wᵀx + b): positive iff the point is classified correctly.
  ///
  /// - Precondition: `x.count == dimension`; `y` is −1 or 1.
  package func margin(_ x: some Collection<Double>, _ y: Double) -> Double {
    y * score(x)
  }
}
