/// The standard ensemble of AutoAttack: each member attacks only what all before it left robust.
///
/// From four classes: APGD-CE, APGD-T (targeted DLR), FAB-T and Square. DLR needs three classes and
/// targets other than the only one need more, so fewer classes have substitutes, and ``name`` says
/// so: for three APGD-CE, APGD-DLR, untargeted FAB and Square; for two APGD-CE, APGD on the logit
/// margin, untargeted FAB and Square. An example counts as robust where no member found a
/// misclassified point inside ball and box: the worst case for each example.
/// Source: Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of
/// diverse parameter-free attacks", ICML 2020, section 5. For ℓ1 the code's schedule of large radii is
/// left out, and APGD has 5 starts and 5 targets as there.
package struct AutoAttack: NetworkAttack, Hashable {
  /// A member of the ensemble.
  package enum Member: Sendable, Hashable {
    /// Auto-PGD.
    case apgd(APGD)
    /// The fast adaptive boundary attack.
    case fab(FAB)
    /// Random search.
    case square(Square)

    /// The member as an attack of its own.
    package var attack: any NetworkAttack {
      switch self {
      case .apgd(let attack): attack
      case .fab(let attack): attack
      case .square(let attack): attack
      }
    }
  }

  package let threat: Threat?
  package let loss: NetworkLoss
  /// The ball and box.
  package let within: Threat
  /// The number of classes that the members are chosen for.
  package let classes: Int
  /// The members in the order in which they attack.
  package let members: [Member]

  /// The ensemble for networks with this number of classes.
  ///
  /// - Parameters:
  ///   - steps: of APGD; 100 in the published ensemble.
  ///   - stepsOfFAB: of FAB; 100 in the published ensemble.
  ///   - queries: of Square; 5000 in the published ensemble.
  ///   - targets: of APGD-T and FAB-T; nil for 9, for ℓ1 5; never more than there are other classes.
  ///   - stretchesSchedule: whether Square's schedule is stretched to its queries; not in the
  ///     published ensemble.
  ///   - loss: what the losses in the result are.
  /// - Throws: ``AttackError/option(name:requirement:)``.
  package init(
    _ threat: Threat, classes: Int, key: RandomKey, steps: Int = 100, stepsOfFAB: Int = 100,
    queries: Int = 5000, restarts: Int? = nil, targets: Int? = nil,
    stretchesSchedule: Bool = false, loss: NetworkLoss = .crossEntropy
  ) throws(AttackError) {
    guard classes >= 2 else { throw .option(name: "classes", requirement: "is at least 2") }
    if let targets, targets < 1 {
      throw .option(name: "targets", requirement: "is at least 1")
    }
    let isL1 = threat.ball.norm == .l1
    let starts = restarts ?? (isL1 ? 5 : 1)
    let count = classes > 3 ? min(targets ?? (isL1 ? 5 : 9), classes - 1) : 0
    func apgd(_ loss: NetworkLoss, _ stream: String, targets: Int = 0) throws(AttackError) -> APGD {
      try APGD(
        threat, key: key.named("\(key.stream) \(stream)"), loss: loss, targets: targets,
        steps: steps, restarts: starts, stopsAtSuccess: true)
    }
    let second: APGD
    switch classes {
    case 2: second = try apgd(.logitMargin(cappedAt: .infinity), "margin")
    case 3: second = try apgd(.logitRatio, "DLR")
    default: second = try apgd(.logitRatio, "targets", targets: count)
    }
    members = [
      .apgd(try apgd(.crossEntropy, "CE")), .apgd(second),
      .fab(
        try FAB(
          threat.ball.norm, threat: threat, key: key.named("\(key.stream) FAB"), targets: count,
          steps: stepsOfFAB, restarts: restarts ?? 1)),
      .square(
        try Square(
          threat, key: key.named("\(key.stream) Square"), queries: queries,
          restarts: restarts ?? 1, stretchesSchedule: stretchesSchedule)),
    ]
    self.threat = threat
    within = threat
    self.classes = classes
    self.loss = try loss.aimed(at: nil)
  }

  /// Examples leave where they are misclassified.
  package var stopsAtSuccess: Bool { true }

  package var name: String {
    let norm = within.ball.norm.name
    switch classes {
    case 2:
      return "AutoAttack's substitute for two classes (APGD-CE, APGD-margin, FAB, Square), \(norm)"
    case 3:
      return "AutoAttack's substitute for three classes (APGD-CE, APGD-DLR, FAB, Square), \(norm)"
    default: return "AutoAttack (APGD-CE, APGD-T, FAB-T, Square), \(norm)"
    }
  }

  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    guard network.classes == classes else {
      throw .option(
        name: "classes", requirement: "is the network's number of classes, \(network.classes)")
    }
  }

  package func run(_ block: AttackBlock) {
    for member in members {
      block.removeSolved()
      guard block.rows > 0 else { return }
      switch member {
      case .apgd(let attack): attack.run(block, hasTrace: false)
      case .fab(let attack): attack.run(block)
      case .square(let attack): attack.run(block)
      }
    }
  }
}
