package import Evidence

/// What a history says about each epoch, with how it is known.
package struct TrainingCurves: Sendable, Hashable {
  /// Measures on a set of examples, one entry for each of ``evaluatedEpochs``.
  package struct Measures: Sendable, Hashable {
    /// Share of the examples classified correctly.
    package let cleanAccuracy: Established<[Double]>
    /// Mean loss.
    package let cleanLoss: Established<[Double]>
    /// Share that the evaluation's attack left correct; the true ones are at most these.
    ///
    /// Nil without a threat.
    package let robustAccuracy: Established<[Double]>?
    /// Mean of the largest losses found; the true ones are at least these.
    ///
    /// Nil without a threat.
    package let robustLoss: Established<[Double]>?
  }

  /// The mean of the loss that each epoch descended.
  package let loss: Established<[Double]>
  /// Accuracy of each epoch at the points that were descended at.
  package let ownAccuracy: Established<[Double]>
  /// The learning rate of each epoch's last update.
  package let rates: [Double]
  /// Gradients that each epoch computed.
  package let gradients: [Int]
  /// The epochs after which measures were taken, from 1.
  package let evaluatedEpochs: [Int]
  /// Measures on the training examples; nil where none were taken.
  package let training: Measures?
  /// Measures on the validation examples; nil where none were taken.
  package let validation: Measures?
}

extension NetworkTraining {
  /// The curves of a state of this training.
  package func curves(of state: TrainingState) -> TrainingCurves {
    let history = state.history
    let running = Evidence.computed("over the minibatches, each before its update")
    return TrainingCurves(
      loss: Established(history.map(\.loss), running),
      ownAccuracy: Established(history.map(\.ownAccuracy), running),
      rates: history.map(\.rate), gradients: history.map(\.gradients),
      evaluatedEpochs: history.filter { $0.training != nil }.map(\.epoch),
      training: measures(history.compactMap(\.training)),
      validation: measures(history.compactMap(\.validation)))
  }

  /// Measures of this training with how they are known; nil for none.
  package func measures(_ taken: [EpochMeasures]) -> TrainingCurves.Measures? {
    guard !taken.isEmpty else { return nil }
    let attack = "PGD, \(evaluation.steps) steps from a random start"
    func curve(
      _ values: [Double?], _ direction: Evidence.Direction
    ) -> Established<[Double]>? {
      let known = values.compactMap { $0 }
      guard known.count == taken.count else { return nil }
      return Established(known, .found(direction: direction, attack))
    }
    let mean = Evidence.computed("mean over the examples")
    return TrainingCurves.Measures(
      cleanAccuracy: Established(taken.map(\.cleanAccuracy), mean),
      cleanLoss: Established(taken.map(\.cleanLoss), mean),
      robustAccuracy: curve(taken.map(\.robustAccuracy), .atMost),
      robustLoss: curve(taken.map(\.robustLoss), .atLeast))
  }
}
