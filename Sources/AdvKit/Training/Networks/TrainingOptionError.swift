/// An option of training that a message can point at.
package enum TrainingOption: String, Sendable, Hashable, CaseIterable {
  case epochs, batch, rate, momentum, nesterov, beta1, beta2, epsilon, steps, step, beta, replays
  case patience, order
  case weightDecay = "weight decay"
  case scheduleEvery = "every"
  case scheduleFactor = "factor"
  case scheduleLeast = "least"
  case schedulePeak = "peak"
  case evaluateEvery = "evaluate every"
  case evaluationSteps = "evaluation steps"
  case evaluationStep = "evaluation step"
}

/// Why a training makes no sense.
package enum TrainingOptionError: Error, Sendable, Hashable {
  /// An option outside its range: "`epochs` is at least 1".
  case option(TrainingOption, requirement: String)
  /// A method that attacks, without a threat.
  case threatMissing(method: String)
  /// A loss that the method cannot descend.
  case lossUnfit(method: String, loss: NetworkLoss, requirement: String)
  /// Early stopping without validation examples.
  case validationMissing
  /// A threat that does not fit the examples.
  case threat(ThreatError)
  /// Examples of another shape than the network's inputs.
  case shapes(network: Shape, examples: Shape)
  /// Examples of more classes than the network has logits.
  case classes(network: Int, examples: Int)
  /// Parameters of the network that are not finite; the place is counted from 0.
  case parameterNotFinite(place: Int)
  /// A state that other options or other examples left behind.
  case stateOfAnotherTraining
}
