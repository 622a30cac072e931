/// A rule that ends training when the validation examples no longer gain.
///
/// Overfitting hurts robust accuracy early: Rice, Wong, Kolter, "Overfitting in adversarially robust
/// deep learning", ICML 2020.
package struct EarlyStopping: Sendable, Hashable {
  /// What is watched on the validation examples; the robust ones need a threat.
  package enum Measure: String, Sendable, Hashable, CaseIterable {
    case robustAccuracy = "robust accuracy"
    case robustLoss = "robust loss"
    case cleanAccuracy = "clean accuracy"
    case cleanLoss = "clean loss"
  }

  /// What is watched.
  package let measure: Measure
  /// How many evaluations in a row may bring nothing better than the best before training stops, ≥ 1.
  package let patience: Int

  /// Stops by this measure.
  package init(by measure: Measure, patience: Int) {
    self.measure = measure
    self.patience = patience
  }

  /// What grows as the network gets better; nil where the measure was not taken.
  func score(_ measures: EpochMeasures?) -> Double? {
    guard let measures else { return nil }
    switch measure {
    case .robustAccuracy: return measures.robustAccuracy
    case .robustLoss: return measures.robustLoss.map { -$0 }
    case .cleanAccuracy: return measures.cleanAccuracy
    case .cleanLoss: return -measures.cleanLoss
    }
  }
}
