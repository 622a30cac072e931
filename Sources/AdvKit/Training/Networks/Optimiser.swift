/// A rule that turns the gradient of the mean loss into a change of the parameters.
package protocol Optimiser: Sendable {
  /// The name in print with its constants: "SGD, momentum 0.9".
  var name: String { get }
  /// Its constants, in a fixed order; what distinguishes two optimisers of one kind.
  var constants: [Double] { get }
  /// How many numbers it remembers for each parameter.
  var memoriesPerParameter: Int { get }

  /// Checks the constants.
  ///
  /// - Throws: ``TrainingOptionError/option(_:requirement:)``.
  func check() throws(TrainingOptionError)
  /// Changes the parameters once.
  ///
  /// - Parameters:
  ///   - parameters: θ, replaced; `count` numbers.
  ///   - gradient: ∂ mean loss/∂θ; `count` numbers.
  ///   - rate: the learning rate, finite and ≥ 0.
  ///   - state: of this optimiser for `count` parameters.
  func update(
    _ parameters: UnsafeMutablePointer<Float>, by gradient: UnsafePointer<Float>, count: Int,
    rate: Double, _ state: inout OptimiserState)
}

extension Optimiser {
  /// The state before the first update.
  package func initialState(parameters count: Int) -> OptimiserState {
    OptimiserState(
      updates: 0,
      memories: (0..<memoriesPerParameter).map { _ in [Float](repeating: 0, count: count) })
  }
}

/// What an optimiser remembers between updates.
package struct OptimiserState: Sendable, Hashable {
  /// The number of updates made.
  package var updates: Int
  /// Numbers kept for each parameter: the velocity of ``SGD``, the two moments of ``Adam``.
  package var memories: [[Float]]
}
