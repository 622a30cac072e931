/// A way to train a network: which points of a minibatch the mean loss is descended at.
///
/// One method, one file. A method works on blocks of rows through ``TrainingBlock``.
package protocol TrainingMethod: Sendable {
  /// The name in print with its constants: "PGD-AT, 10 steps".
  var name: String { get }
  /// Its constants, in a fixed order; what distinguishes two uses of the method.
  var constants: [Double] { get }
  /// Whether it needs a threat.
  var needsThreat: Bool { get }
  /// Whether its own attack is a single step, which ``CatastrophicOverfitting`` happens to.
  var isSingleStep: Bool { get }
  /// How many updates it makes on each minibatch.
  var updatesPerMinibatch: Int { get }
  /// Whether perturbations live on from one minibatch to the next.
  var keepsPerturbation: Bool { get }

  /// Checks constants and loss.
  ///
  /// - Throws: ``TrainingOptionError``.
  func check(loss: NetworkLoss) throws(TrainingOptionError)
  /// Adds the rows' share of the gradient of the minibatch's mean loss to the block's gradient.
  func descend(_ block: TrainingBlock)
}

extension TrainingMethod {
  package var needsThreat: Bool { true }
  package var isSingleStep: Bool { false }
  package var updatesPerMinibatch: Int { 1 }
  package var keepsPerturbation: Bool { false }

  package func check(loss: NetworkLoss) throws(TrainingOptionError) {}

  /// Checks a step length that an author may have given.
  func check(step: Double?) throws(TrainingOptionError) {
    guard let step else { return }
    guard step.isFinite, step > 0 else {
      throw .option(.step, requirement: "is a finite number > 0")
    }
  }
}
