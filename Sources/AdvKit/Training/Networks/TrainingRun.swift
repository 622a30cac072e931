/// How a training ended.
package enum TrainingOutcome: Sendable, Hashable {
  /// After the epochs that were asked for.
  case finished
  /// Early, as the validation examples no longer gained; the best network is of this epoch.
  case stoppedEarly(best: Int)
  /// On request; epochs that were not whole are dropped.
  case cancelled
  /// At a number that is not finite; epoch and minibatch are counted from 1. The state is that of
  /// the end of the last epoch in which all numbers were finite.
  case notFinite(epoch: Int, minibatch: Int, TrainingQuantity)
}

/// What was not finite.
package enum TrainingQuantity: String, Sendable, Hashable {
  case loss, gradient, parameters, logits
}

/// What a run of a training came to.
package struct TrainingResult: Sendable {
  /// The state after the last whole epoch; a run may go on from it.
  package let state: TrainingState
  /// How the run ended.
  package let outcome: TrainingOutcome
  /// The network to use: with early stopping the best one, otherwise the last.
  package let network: Network
  /// A collapse of single-step training, where the history shows one; needs evaluations.
  package let overfitting: CatastrophicOverfitting?
}

extension NetworkTraining {
  /// Carries a training on.
  ///
  /// Any interruption between epochs leaves no trace: a state that was saved and read again leads
  /// to the same bytes as one that went on. Epochs that a cancellation interrupts are repeated.
  ///
  /// - Parameters:
  ///   - state: of this training, on these examples.
  ///   - last: the epoch after which to return, the training's last one where nil.
  ///   - progress: told of each epoch on the caller's thread.
  ///   - isCancelled: asked before each minibatch.
  /// - Throws: ``TrainingOptionError``.
  package func run(
    _ state: TrainingState, on examples: Examples, validation: Examples? = nil,
    through last: Int? = nil, threads: Int = availableThreads,
    progress: (EpochRecord) -> Void = { _ in },
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(TrainingOptionError) -> TrainingResult {
    try check(state.network, examples, validation)
    let memories = state.optimiser.memories
    let kept = method.keepsPerturbation ? batch * examples.shape.count : 0
    guard state.training == digest(state.network, examples, validation),
      memories.count == optimiser.memoriesPerParameter,
      memories.allSatisfy({ $0.count == state.network.parameters.count }),
      state.perturbation.count == kept,
      state.best.map({ $0.parameters.count == state.network.parameters.count }) ?? true
    else { throw .stateOfAnotherTraining }

    var state = state
    let outcome = examples.inputs.withUnsafeBufferPointer { inputs in
      examples.labels.withUnsafeBufferPointer { labels in
        guard let inputs = inputs.baseAddress, let labels = labels.baseAddress else {
          return TrainingOutcome.finished
        }
        let workers = max(1, min(threads, Minibatch.parts(of: batch).count))
        let minibatch = Minibatch(
          self, state.network, inputs: inputs, labels: labels, count: examples.count,
          workers: workers)
        let team = WorkerTeam(minibatch, workers: workers)
        defer { team.end() }
        while state.epoch < min(last ?? epochs, epochs) {
          if let best = state.best, hasStopped(state) { return .stoppedEarly(best: best.epoch) }
          if let end = advance(
            &state, minibatch, team, examples, validation, threads, isCancelled)
          {
            return end
          }
          if let record = state.history.last { progress(record) }
        }
        if let best = state.best, hasStopped(state) { return .stoppedEarly(best: best.epoch) }
        return .finished
      }
    }
    var network = state.network
    if earlyStopping != nil, let best = state.best { network.parameters = best.parameters }
    return TrainingResult(
      state: state, outcome: outcome, network: network,
      overfitting: method.isSingleStep
        ? CatastrophicOverfitting(
          in: state.history, chance: largestShare(validation ?? examples)) : nil)
  }

  private func largestShare(_ examples: Examples) -> Double {
    var counts = [Int](repeating: 0, count: examples.classes)
    for label in examples.labels { counts[label] += 1 }
    return Double(counts.max() ?? 0) / Double(examples.count)
  }

  private func hasStopped(_ state: TrainingState) -> Bool {
    earlyStopping.map { state.evaluationsSinceBest >= $0.patience } ?? false
  }

  /// One epoch; `state` changes only where it is whole and all its numbers are finite.
  private func advance(
    _ state: inout TrainingState, _ minibatch: Minibatch, _ team: WorkerTeam<Minibatch>,
    _ examples: Examples, _ validation: Examples?, _ threads: Int,
    _ isCancelled: @Sendable () -> Bool
  ) -> TrainingOutcome? {
    let count = examples.count
    let parameterCount = state.network.parameters.count
    let minibatches = (count + batch - 1) / batch
    let perEpoch = minibatches * method.updatesPerMinibatch
    let epoch = state.epoch
    var optimiserState = state.optimiser
    minibatch.begin(state, order: examplesOrder(epoch, count: count))

    var sum = MinibatchResult()
    var lastRate = rate
    for index in 0..<minibatches {
      if isCancelled() { return .cancelled }
      let rows = index * batch..<min(count, (index + 1) * batch)
      for replay in 0..<method.updatesPerMinibatch {
        let (result, gradient) = minibatch.gradient(of: rows, epoch: epoch, by: team)
        guard result.lossSum.isFinite else {
          return .notFinite(epoch: epoch + 1, minibatch: index + 1, .loss)
        }
        guard result.isGradientFinite else {
          return .notFinite(epoch: epoch + 1, minibatch: index + 1, .gradient)
        }
        sum.add(result)
        lastRate = schedule.rate(
          rate, update: epoch * perEpoch + index * method.updatesPerMinibatch + replay,
          of: epochs * perEpoch, perEpoch: perEpoch)
        optimiser.update(
          minibatch.parameters.start, by: gradient, count: parameterCount, rate: lastRate,
          &optimiserState)
      }
    }
    guard minibatch.parameters.start.areFinite(count: parameterCount) else {
      return .notFinite(epoch: epoch + 1, minibatch: minibatches, .parameters)
    }
    var network = state.network
    network.parameters = Array(
      UnsafeBufferPointer(start: minibatch.parameters.start, count: parameterCount))
    var measures: (training: EpochMeasures?, validation: EpochMeasures?)
    let isEvaluated =
      evaluateEvery > 0 && ((epoch + 1).isMultiple(of: evaluateEvery) || epoch + 1 == epochs)
    if isEvaluated {
      measures.training = self.measures(
        of: network, on: examples, threads: threads, isCancelled: isCancelled)
      if let validation {
        measures.validation = self.measures(
          of: network, on: validation, threads: threads, isCancelled: isCancelled)
      }
      if isCancelled() { return .cancelled }
      if measures.training == nil || (validation != nil && measures.validation == nil) {
        return .notFinite(epoch: epoch + 1, minibatch: minibatches, .logits)
      }
    }
    let points = Double(count * method.updatesPerMinibatch)
    state.network = network
    state.optimiser = optimiserState
    state.perturbation = minibatch.keptPerturbation(state.perturbation.count)
    state.epoch = epoch + 1
    state.history.append(
      EpochRecord(
        epoch: epoch + 1, loss: sum.lossSum / points,
        ownAccuracy: Double(sum.correct) / points, rate: lastRate, gradients: sum.gradients,
        training: measures.training, validation: measures.validation))
    keepBest(&state, measures.validation)
    return nil
  }

  private func keepBest(_ state: inout TrainingState, _ measures: EpochMeasures?) {
    guard let score = earlyStopping?.score(measures) else { return }
    if let best = state.best, score <= best.score {
      state.evaluationsSinceBest += 1
      return
    }
    state.best = BestNetwork(
      epoch: state.epoch, score: score, parameters: state.network.parameters)
    state.evaluationsSinceBest = 0
  }

  private func examplesOrder(_ epoch: Int, count: Int) -> [Int] {
    switch order {
    case .given(let orders):
      return orders[epoch]
    case .shuffled:
      var random = RandomStream(
        key.named("training order"), part: 0, UInt32(truncatingIfNeeded: epoch))
      return random.permutation(count)
    }
  }
}

extension Minibatch {
  /// Takes up the parameters and perturbations of a state, and the order of an epoch.
  func begin(_ state: TrainingState, order places: [Int]) {
    for (index, value) in state.network.parameters.enumerated() { parameters.start[index] = value }
    for (index, value) in state.perturbation.enumerated() { perturbation.start[index] = value }
    for (index, place) in places.enumerated() { order[index] = place }
  }

  /// A copy of the perturbations kept.
  func keptPerturbation(_ count: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: perturbation.start, count: count))
  }
}
