package import Evidence

/// The worst case of several attacks on the same examples, example by example.
///
/// Robust accuracy is the mean over examples of the minimum over attacks, which is at most the
/// minimum over attacks of their means; results are to be reported by the former.
/// Source: Carlini, Athalye, Papernot et al., "On evaluating adversarial robustness", 2019,
/// section "Evaluation Checklist".
package struct WorstOfAttacks: Sendable {
  /// The names of the attacks, in the order in which they were given.
  package let attacks: [String]
  /// For each example the attack with the smallest logit margin, of equal ones the first.
  package let winners: [Int]
  /// The smallest logit margins; the true worst margins are at most these.
  package let margins: Established<[Double]>
  /// The largest losses; the true worst losses are at least these, where all attacks have one loss.
  package let losses: Established<[Double]>
  /// Mean of the largest losses.
  package let meanLoss: Established<Double>
  /// The number of examples for which no attack found a misclassified point.
  package let robustCount: Established<Double>
  /// For each example, whether any attack found a misclassified point.
  package let succeeded: [Bool]
  /// Share of examples for which no attack found one; the true robust accuracy is at most this.
  package let robustAccuracy: Established<Double>
  /// The robust accuracy by each attack alone.
  package let alone: [Established<Double>]
  /// For each attack how many examples only it misled.
  package let onlyBy: [Int]
  /// The perturbed inputs of the winners, one example after the other.
  package let inputs: [Float]

  /// The smallest robust accuracy of a single attack, ≥ ``robustAccuracy``.
  package var leastAlone: Double { alone.map(\.value).reduce(1, min) }

  /// Joins results.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)`` for no results, and for results of different
  ///   numbers of examples.
  package init(_ results: [(name: String, result: NetworkAttackResult)]) throws(AttackError) {
    guard let first = results.first?.result else {
      throw .option(name: "attacks", requirement: "has at least one attack")
    }
    let count = first.succeeded.count
    guard
      results.allSatisfy({
        $0.result.succeeded.count == count && $0.result.inputs.count == first.inputs.count
      })
    else {
      throw .option(name: "attacks", requirement: "attacked the same examples")
    }
    let dimension = first.inputs.count / max(count, 1)
    var winners: [Int] = []
    var inputs: [Float] = []
    inputs.reserveCapacity(first.inputs.count)
    for example in 0..<count {
      var winner = 0
      for (place, entry) in results.enumerated() {
        let least = results[winner].result.margins.value[example]
        if entry.result.margins.value[example] < least { winner = place }
      }
      winners.append(winner)
      inputs +=
        results[winner].result
        .inputs[example * dimension..<(example + 1) * dimension]
    }
    let succeeded = (0..<count).map { example in
      results.contains { $0.result.succeeded[example] }
    }
    let basis = "worst of \(results.map(\.name).joined(separator: "; "))"
    let robust = succeeded.count { !$0 }
    self.winners = winners
    self.inputs = inputs
    self.succeeded = succeeded
    attacks = results.map(\.name)
    margins = Established(
      winners.enumerated().map { results[$1].result.margins.value[$0] },
      .found(direction: .atMost, basis))
    let largest = (0..<count).map { example in
      results.map { $0.result.losses.value[example] }.reduce(-.infinity, max)
    }
    losses = Established(largest, .found(direction: .atLeast, basis))
    meanLoss = Established(arithmeticMean(largest), .found(direction: .atLeast, basis))
    robustCount = Established(Double(robust), .found(direction: .atMost, basis))
    robustAccuracy = Established(
      count == 0 ? 1 : Double(robust) / Double(count), .found(direction: .atMost, basis))
    alone = results.map(\.result.robustAccuracy)
    onlyBy = results.indices.map { place in
      (0..<count).count { example in
        results[place].result.succeeded[example]
          && !results.indices.contains {
            $0 != place && results[$0].result.succeeded[example]
          }
      }
    }
  }
}
