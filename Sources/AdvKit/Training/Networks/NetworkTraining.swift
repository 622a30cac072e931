/// The training of a network: method, optimiser and schedule, and how it is watched.
///
/// The mean loss over each minibatch is descended. Examples are shuffled anew each epoch, keyed by
/// seed and epoch; attacks are keyed by epoch and place in the epoch. Results depend neither on the
/// number of threads nor on whether a run was interrupted between epochs.
package struct NetworkTraining: Sendable {
  /// The order in which an epoch takes the examples.
  package enum Order: Sendable, Hashable {
    /// Drawn anew each epoch.
    case shuffled
    /// The permutation of each epoch, such as one that another program used.
    case given([[Int]])
  }

  /// What the mean loss is descended at.
  package let method: any TrainingMethod
  /// What the opponent may do; also what robust accuracy is measured against.
  package let threat: Threat?
  /// The loss.
  package let loss: NetworkLoss
  /// Number of passes over the examples, ≥ 1.
  package let epochs: Int
  /// Rows of a minibatch, ≥ 1; the last one of an epoch has what is left.
  package let batch: Int
  /// The rule of the updates.
  package let optimiser: any Optimiser
  /// The learning rate, finite and > 0.
  package let rate: Double
  /// How the rate changes.
  package let schedule: RateSchedule
  /// Keys every draw: seed and cell; the stream names are the training's own.
  package let key: RandomKey
  /// The order of the examples.
  package let order: Order
  /// Measures are taken after every so many epochs and after the last; 0 for never.
  package let evaluateEvery: Int
  /// The attack of the measures.
  package let evaluation: RobustEvaluation
  /// When to stop before the last epoch.
  package let earlyStopping: EarlyStopping?

  /// A training with these options.
  ///
  /// - Throws: ``TrainingOptionError``; what only the examples decide is thrown by `start` and `run`.
  package init(
    _ method: any TrainingMethod, threat: Threat? = nil, loss: NetworkLoss = .crossEntropy,
    epochs: Int, batch: Int, optimiser: any Optimiser = SGD(momentum: 0.9), rate: Double,
    schedule: RateSchedule = .constant, key: RandomKey, order: Order = .shuffled,
    evaluateEvery: Int = 1, evaluation: RobustEvaluation = RobustEvaluation(),
    earlyStopping: EarlyStopping? = nil
  ) throws(TrainingOptionError) {
    guard epochs >= 1, epochs <= 1_000_000 else {
      throw .option(.epochs, requirement: "is from 1 to 1000000")
    }
    guard batch >= 1 else { throw .option(.batch, requirement: "is at least 1") }
    guard rate > 0, rate.isFinite else {
      throw .option(.rate, requirement: "is a finite number > 0")
    }
    try optimiser.check()
    try schedule.check(rate: rate)
    guard Self.isDescended(loss) else {
      throw .lossUnfit(
        method: method.name, loss: loss,
        requirement: "training descends the cross-entropy or a loss of the logit margin")
    }
    try method.check(loss: loss)
    if method.needsThreat, threat == nil { throw .threatMissing(method: method.name) }
    guard evaluateEvery >= 0 else { throw .option(.evaluateEvery, requirement: "is at least 0") }
    try evaluation.check()
    if let earlyStopping {
      guard earlyStopping.patience >= 1 else {
        throw .option(.patience, requirement: "is at least 1")
      }
      guard evaluateEvery >= 1 else {
        throw .option(.evaluateEvery, requirement: "is at least 1 with early stopping")
      }
      let isRobust = [.robustAccuracy, .robustLoss].contains(earlyStopping.measure)
      if isRobust, threat == nil {
        throw .threatMissing(method: "early stopping by \(earlyStopping.measure.rawValue)")
      }
    }
    if case .given(let orders) = order, orders.count < epochs {
      throw .option(.order, requirement: "has a permutation for each epoch")
    }
    self.method = method
    self.threat = threat
    self.loss = loss
    self.epochs = epochs
    self.batch = batch
    self.optimiser = optimiser
    self.rate = rate
    self.schedule = schedule
    self.key = key
    self.order = order
    self.evaluateEvery = evaluateEvery
    self.evaluation = evaluation
    self.earlyStopping = earlyStopping
  }

  /// Whether the loss is one whose descent classifies: not a bounded one, nor that of a target.
  private static func isDescended(_ loss: NetworkLoss) -> Bool {
    if case .crossEntropy = loss { return true }
    if case .margin = loss { return true }
    return false
  }

  /// The same training with more or fewer epochs.
  ///
  /// Its states are those of this one where the rates do not depend on the number of epochs; else
  /// `run` refuses them.
  ///
  /// - Throws: ``TrainingOptionError/option(_:requirement:)`` for a number out of range.
  package func lasting(_ epochs: Int) throws(TrainingOptionError) -> NetworkTraining {
    try NetworkTraining(
      method, threat: threat, loss: loss, epochs: epochs, batch: batch, optimiser: optimiser,
      rate: rate, schedule: schedule, key: key, order: order, evaluateEvery: evaluateEvery,
      evaluation: evaluation, earlyStopping: earlyStopping)
  }

  /// The state before the first epoch.
  ///
  /// - Parameters:
  ///   - network: where training starts.
  ///   - examples: the training examples; at least `batch` of them.
  ///   - validation: examples that are only measured on; early stopping needs them.
  /// - Throws: ``TrainingOptionError`` where network, examples and options do not fit.
  package func start(
    from network: Network, on examples: Examples, validation: Examples? = nil
  ) throws(TrainingOptionError) -> TrainingState {
    try check(network, examples, validation)
    return TrainingState(
      network: network, epoch: 0, history: [], best: nil, evaluationsSinceBest: 0,
      optimiser: optimiser.initialState(parameters: network.parameters.count),
      perturbation: [Float](
        repeating: 0, count: method.keepsPerturbation ? batch * examples.shape.count : 0),
      training: digest(network, examples, validation))
  }

  /// Checks what network and examples decide.
  func check(
    _ network: Network, _ examples: Examples, _ validation: Examples?
  ) throws(TrainingOptionError) {
    for set in [examples, validation] {
      guard let set else { continue }
      guard network.inputShape.count == set.shape.count else {
        throw .shapes(network: network.inputShape, examples: set.shape)
      }
      guard set.classes <= network.classes else {
        throw .classes(network: network.classes, examples: set.classes)
      }
      guard let box = threat?.box else { continue }
      let (lower, upper) = (Float(box.lower), Float(box.upper))
      if let place = set.inputs.firstIndex(where: { !($0 >= lower && $0 <= upper) }) {
        throw .threat(
          .pointOutsideBox(
            point: place / set.shape.count, coordinate: place % set.shape.count,
            value: Double(set.inputs[place])))
      }
    }
    guard batch <= examples.count else {
      throw .option(.batch, requirement: "is at most the number of examples, \(examples.count)")
    }
    if let place = network.parameters.firstIndex(where: { !$0.isFinite }) {
      throw .parameterNotFinite(place: place)
    }
    if earlyStopping != nil, validation == nil { throw .validationMissing }
    if case .given(let orders) = order {
      for order in orders where !Self.isPermutation(order, of: examples.count) {
        throw .option(.order, requirement: "is a permutation of the examples in each epoch")
      }
    }
  }

  private static func isPermutation(_ places: [Int], of count: Int) -> Bool {
    guard places.count == count else { return false }
    var isSeen = [Bool](repeating: false, count: count)
    for place in places {
      guard isSeen.indices.contains(place), !isSeen[place] else { return false }
      isSeen[place] = true
    }
    return true
  }
}
