package import Evidence

/// Robust accuracy of a network against the radius, as an attack finds it.
///
/// Points found at a smaller radius stay feasible at a larger one, so that an example that is lost
/// stays lost and the curve never rises.
package struct NetworkAccuracyCurve: Sendable {
  /// The radii, ascending.
  package let radii: [Double]
  /// The robust accuracy at each radius; the true one is at most this.
  package let accuracies: Established<[Double]>
  /// For each example the place in ``radii`` of the first at which a misclassified point was found;
  /// nil where none was.
  package let lostAt: [Int?]
  /// Number of gradients computed, over all radii and examples.
  package let gradients: Int
  /// Number of forward passes without a gradient, over all radii and examples.
  package let queries: Int
}

/// Attacks the examples at each radius that are still robust, smallest radius first.
///
/// - Parameters:
///   - radii: finite, ≥ 0, strictly ascending, at least one.
///   - threat: its norm and box are used.
///   - attack: makes the attack under a threat.
/// - Throws: ``AttackError``.
package func networkAccuracyCurve(
  of network: Network, on examples: Examples, under threat: Threat, radii: [Double],
  threads: Int = availableThreads, isCancelled: @Sendable () -> Bool = { false },
  attack: (_ threat: Threat) throws(AttackError) -> any NetworkAttack
) throws(AttackError) -> NetworkAccuracyCurve {
  guard let first = radii.first, first >= 0, radii.allSatisfy(\.isFinite),
    zip(radii, radii.dropFirst()).allSatisfy({ $0 < $1 })
  else {
    throw .option(name: "radii", requirement: "is a list of finite numbers ≥ 0 that ascend")
  }
  var lostAt = [Int?](repeating: nil, count: examples.count)
  var accuracies: [Double] = []
  var (gradients, queries) = (0, 0)
  var name = ""
  for (place, radius) in radii.enumerated() {
    let robust = lostAt.indices.filter { lostAt[$0] == nil }
    let wider: Threat
    do throws(ThreatError) {
      wider = try threat.with(radius: radius)
    } catch {
      throw .threat(error)
    }
    let attack = try attack(wider)
    name = attack.name
    guard attack.threat == wider else {
      throw .option(name: "attack", requirement: "obeys the threat that it is made for")
    }
    if !robust.isEmpty {
      let result = try attack.attack(
        network, on: examples.selecting(robust), threads: threads, isCancelled: isCancelled)
      for (position, example) in robust.enumerated() where result.succeeded[position] {
        lostAt[example] = place
      }
      gradients += result.gradients
      queries += result.queries
    }
    accuracies.append(Double(lostAt.count { $0 == nil }) / Double(examples.count))
  }
  return NetworkAccuracyCurve(
    radii: radii,
    accuracies: Established(
      accuracies, .found(direction: .atMost, "\(name), and the points found at smaller radii")),
    lostAt: lostAt, gradients: gradients, queries: queries)
}
