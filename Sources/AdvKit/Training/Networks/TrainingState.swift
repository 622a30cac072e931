/// A training after a number of whole epochs: everything that the next epoch depends on.
///
/// ``NetworkTraining/start(from:on:)`` makes the first one, ``NetworkTraining/run(_:on:validation:through:threads:progress:isCancelled:)``
/// carries it on. It can be saved; see ``serialised()``.
package struct TrainingState: Sendable {
  /// The network as it is.
  package internal(set) var network: Network
  /// The number of epochs done.
  package internal(set) var epoch: Int
  /// What each epoch came to.
  package internal(set) var history: [EpochRecord]
  /// The best network so far by the rule for early stopping; nil without one or before it is asked.
  package internal(set) var best: BestNetwork?
  /// How many evaluations in a row brought nothing better.
  package internal(set) var evaluationsSinceBest: Int
  /// What the optimiser remembers.
  var optimiser: OptimiserState
  /// Perturbations that live on from minibatch to minibatch; empty for most methods.
  var perturbation: [Float]
  /// A digest of the options and examples that the state belongs to.
  var training: UInt64
}

/// The best network so far.
package struct BestNetwork: Sendable, Hashable {
  /// The epoch after which it was found, from 1.
  package let epoch: Int
  /// Its score: an accuracy, or a negated loss.
  package let score: Double
  /// Its parameters.
  package let parameters: [Float]
}

/// What one epoch came to.
package struct EpochRecord: Sendable, Hashable {
  /// The epoch, from 1.
  package let epoch: Int
  /// The mean of the loss that was descended, each minibatch before its update.
  package let loss: Double
  /// Share of the points that were descended at and classified correctly, before each update: the
  /// accuracy under the method's own attack.
  package let ownAccuracy: Double
  /// The learning rate of the epoch's last update.
  package let rate: Double
  /// Gradients computed for training, one for each row carried back through the network.
  package let gradients: Int
  /// Measures on the training examples after the epoch, where it was evaluated.
  package let training: EpochMeasures?
  /// Measures on the validation examples after the epoch, where it was evaluated.
  package let validation: EpochMeasures?

  /// Joins the numbers of an epoch.
  package init(
    epoch: Int, loss: Double, ownAccuracy: Double, rate: Double, gradients: Int,
    training: EpochMeasures? = nil, validation: EpochMeasures? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.ownAccuracy = ownAccuracy
    self.rate = rate
    self.gradients = gradients
    self.training = training
    self.validation = validation
  }
}
