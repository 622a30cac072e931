/// How the learning rate changes from update to update.
package enum RateSchedule: Sendable, Hashable {
  /// The rate itself.
  case constant
  /// rate·factor^⌊epoch/every⌋ with epochs from 0, as PyTorch's `StepLR`; `every` ≥ 1, factor in (0, 1].
  case step(every: Int, factor: Double)
  /// least + (rate − least)·(1 + cos πt)/2 with t = k/updates at update k = 0, 1, …; `least` from 0
  /// to the rate. Loshchilov, Hutter, "SGDR", ICLR 2017, equation 5, without restarts.
  case cosine(least: Double)
  /// Linear from 0 up to the rate at t = peak and down to 0 at t = 1, with t = (k + 1)/updates;
  /// `peak` in (0, 1). Wong, Rice, Kolter, "Fast is better than free", ICLR 2020, section 5: their
  /// MNIST script has its peak at 2/5.
  case cyclic(peak: Double)

  /// The rate of update `update` (from 0) of `updates`, of which an epoch has `perEpoch`.
  ///
  /// - Precondition: 0 ≤ `update` < `updates`, `perEpoch` ≥ 1.
  package func rate(_ rate: Double, update: Int, of updates: Int, perEpoch: Int) -> Double {
    switch self {
    case .constant:
      return rate
    case .step(let every, let factor):
      var result = rate
      for _ in 0..<update / perEpoch / every { result *= factor }
      return result
    case .cosine(let least):
      let t = Double(update) / Double(updates)
      return least + (rate - least) * (1 + Elementary.cos(Double.pi * t)) / 2
    case .cyclic(let peak):
      let t = Double(update + 1) / Double(updates)
      return t <= peak ? rate * (t / peak) : rate * ((1 - t) / (1 - peak))
    }
  }

  /// Checks the constants against the rate.
  ///
  /// - Throws: ``TrainingOptionError/option(_:requirement:)``.
  func check(rate: Double) throws(TrainingOptionError) {
    switch self {
    case .constant: return
    case .step(let every, let factor):
      guard every >= 1 else { throw .option(.scheduleEvery, requirement: "is at least 1") }
      guard factor > 0, factor <= 1 else {
        throw .option(.scheduleFactor, requirement: "is above 0 and at most 1")
      }
    case .cosine(let least):
      guard least >= 0, least <= rate else {
        throw .option(.scheduleLeast, requirement: "is at least 0 and at most the learning rate")
      }
    case .cyclic(let peak):
      guard peak > 0, peak < 1 else {
        throw .option(.schedulePeak, requirement: "is above 0 and below 1")
      }
    }
  }

  /// Whether the rates depend on the number of epochs.
  package var dependsOnLength: Bool {
    switch self {
    case .constant, .step: false
    case .cosine, .cyclic: true
    }
  }

  /// Kind and constants, for telling two schedules apart.
  var constants: [Double] {
    switch self {
    case .constant: [0]
    case .step(let every, let factor): [1, Double(every), factor]
    case .cosine(let least): [2, least]
    case .cyclic(let peak): [3, peak]
    }
  }
}
