/// Catastrophic overfitting: a network trained with a single-step attack withstands that attack, and
/// within a few epochs nothing stronger.
///
/// It is reported for the first evaluated epoch e for which an evaluated epoch b exists with
/// e − 5 ≤ b < e such that, on the evaluation set, accuracy under multi-step PGD fell by more than
/// 20 points, robust(e) < robust(b) − 0.20, while accuracy at the points of the method's own attack
/// stayed high, own(e) ≥ own(b) − 0.05 and own(e) − robust(e) > 0.20. What a network that always
/// answers the same withstands counts for nothing: robust(b) and own(e) are above the share of the
/// largest class. Of several b, the one with the largest robust accuracy is named, the earliest on
/// ties.
/// Source of the phenomenon: Wong, Rice, Kolter, "Fast is better than free", ICLR 2020, section 5.4;
/// Andriushchenko, Flammarion, NeurIPS 2020. The numbers of the rule are ours.
package struct CatastrophicOverfitting: Sendable, Hashable {
  /// e, counted from 1.
  package let epoch: Int
  /// b, counted from 1.
  package let bestEpoch: Int
  /// robust(b) and robust(e): shares under multi-step PGD.
  package let robustAccuracy: (before: Double, after: Double)
  /// own(b) and own(e): shares under the method's own attack.
  package let ownAccuracy: (before: Double, after: Double)

  /// The epochs within which the fall happens.
  package static let window = 5
  /// The fall, and the gap, that counts.
  package static let fall = 0.20
  /// By how much the accuracy under the own attack may fall.
  package static let tolerance = 0.05

  /// Looks for a collapse in a history; robust accuracies are those on the validation examples where
  /// there are any, on the training examples otherwise.
  ///
  /// - Parameter chance: the share of the largest class of these examples.
  package init?(in history: [EpochRecord], chance: Double) {
    let points = history.compactMap { record in
      ((record.validation ?? record.training)?.robustAccuracy).map {
        (epoch: record.epoch, robust: $0, own: record.ownAccuracy)
      }
    }
    for (index, now) in points.enumerated() {
      let earlier = points[..<index].filter {
        $0.epoch >= now.epoch - Self.window && now.robust < $0.robust - Self.fall
          && now.own >= $0.own - Self.tolerance && $0.robust > chance
      }
      guard now.own - now.robust > Self.fall, now.own > chance, var best = earlier.first else {
        continue
      }
      for point in earlier where point.robust > best.robust { best = point }
      epoch = now.epoch
      bestEpoch = best.epoch
      robustAccuracy = (best.robust, now.robust)
      ownAccuracy = (best.own, now.own)
      return
    }
    return nil
  }

  package static func == (a: CatastrophicOverfitting, b: CatastrophicOverfitting) -> Bool {
    a.epoch == b.epoch && a.bestEpoch == b.bestEpoch && a.robustAccuracy == b.robustAccuracy
      && a.ownAccuracy == b.ownAccuracy
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(epoch)
    hasher.combine(bestEpoch)
  }
}
