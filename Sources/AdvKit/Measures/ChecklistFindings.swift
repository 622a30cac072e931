internal import Evidence

extension EvaluationChecklist {
  /// Runs the attacks and answers every item.
  ///
  /// - Parameter progress: told the name of what is run next; from this thread.
  /// - Throws: ``AttackError``.
  package func run(
    _ network: Network, on examples: Examples, threads: Int = availableThreads,
    progress: @Sendable (String) -> Void = { _ in }
  ) throws(AttackError) -> EvaluationReport {
    let runs = try ChecklistRuns(self, network, examples, threads: threads, progress: progress)
    let worst = try WorstOfAttacks(runs.named)
    let findings = ChecklistItem.allCases.map { item in
      let (verdict, reason) = runs.finding(item, worst)
      return ChecklistFinding(item: item, verdict: verdict, reason: reason)
    }
    return EvaluationReport(
      findings: findings, clean: runs.clean, evaluated: runs.evaluated, worst: worst)
  }
}

extension ChecklistRuns {
  typealias Answer = (verdict: ChecklistVerdict, reason: String)

  func finding(_ item: ChecklistItem, _ worst: WorstOfAttacks) -> Answer {
    switch item {
    case .threatModel: return (.pass, "the opponent knows the network and may do: \(threatText)")
    case .adaptiveAttack:
      return (.notApplicable, "only its author can say what a defence relies on")
    case .codeAndModels: return (.notApplicable, "only the author can release them")
    case .randomness:
      return (.notApplicable, "the network has no random part: equal inputs give equal logits")
    case .provableBound:
      return (.notApplicable, "attacks bound robust accuracy from above only")
    case .hyperparameters:
      return (.pass, "run were \(named.map(\.name).joined(separator: "; "))")
    case .cleanAccuracy: return cleanAccuracy
    case .iterativeBeatsSingleStep: return iterative
    case .enoughSteps:
      return unchanged(doubled, "with \(2 * checklist.steps) steps instead of \(checklist.steps)")
    case .enoughRestarts:
      return unchanged(restarted, "with \(checklist.restarts) starts instead of 1")
    case .largerRadius: return largerRadius
    case .unbounded:
      let rate = success(unbounded)
      return (
        rate == 1 ? .pass : .fail,
        "at ε = \(unboundedRadius) the success rate is \(percent(rate))"
      )
    case .chance: return chanceReached
    case .curve: return curve
    case .whiteBox:
      let missed = missed(square)
      return (
        missed == 0 ? .pass : .fail,
        "Square misleads \(missed) of \(examples.count) examples that no gradient attack misleads"
      )
    case .gradientFree: return beyond(square, "Square with \(checklist.queries) queries")
    case .transfer: return transferred
    case .noise: return noiseIsWeaker
    case .targeted: return targetedFinding
    case .otherLoss: return beyond(otherLoss, classes > 2 ? "APGD-DLR" : "APGD on the logit margin")
    case .perExample: return perExample(worst)
    case .gradients: return gradients
    case .logits:
      return (
        probabilities == examples.count ? .fail : .pass,
        "\(probabilities) of \(examples.count) outputs are numbers from 0 to 1 with the sum 1"
      )
    }
  }

  private var threatText: String {
    let ball = checklist.threat.ball
    return "\(ball.norm.name), ε = \(ball.radius)"
      + (checklist.threat.box.map { ", box [\($0.lower), \($0.upper)]" } ?? ", no box")
  }

  /// The share of the most frequent class, which a constant prediction reaches.
  private var chance: Double {
    var counts = [Int](repeating: 0, count: examples.classes)
    for label in examples.labels { counts[label] += 1 }
    return Double(counts.max() ?? 0) / Double(examples.count)
  }

  private var cleanAccuracy: Answer {
    let accuracy = clean.accuracy.value
    return (
      accuracy > chance ? .pass : .fail,
      "it is \(percent(accuracy)), a constant prediction has \(percent(chance))"
    )
  }

  private var iterative: Answer {
    let (one, many) = (accuracy(singleStep), accuracy(evaluated))
    let losses = (singleStep.meanLoss.value, evaluated.meanLoss.value)
    return (
      many <= one ? .pass : .fail,
      "robust accuracy is \(percent(one)) by one step and \(percent(many)) by "
        + "\(checklist.steps), the mean loss \(short(losses.0)) and \(short(losses.1))"
    )
  }

  private func unchanged(_ stronger: NetworkAttackResult, _ how: String) -> Answer {
    let (before, after) = (accuracy(evaluated), accuracy(stronger))
    return (
      before - after <= EvaluationChecklist.tolerance ? .pass : .fail,
      "robust accuracy goes from \(percent(before)) to \(percent(after)) \(how)"
    )
  }

  private var largerRadius: Answer {
    let rates = [success(half), success(evaluated), success(twice)]
    let grows =
      rates[1] >= rates[0] && rates[2] >= rates[1] && (rates[2] > rates[0] || rates[0] == 1)
    return (
      grows ? .pass : .fail,
      "success rates at ε/2, ε and 2ε are \(rates.map(percent).joined(separator: ", "))"
    )
  }

  private var chanceReached: Answer {
    guard let grey else {
      return (.notApplicable, "it is a statement about ℓ∞ balls in a box")
    }
    return (
      accuracy(grey) <= chance ? .pass : .fail,
      "robust accuracy there is \(percent(accuracy(grey))), a constant prediction has "
        + percent(chance)
    )
  }

  private var curve: Answer {
    var returned = 0
    for example in 0..<examples.count {
      let lost = [half, evaluated, twice].map { $0.succeeded[example] }
      if (lost[0] && !lost[1]) || (lost[1] && !lost[2]) { returned += 1 }
    }
    let accuracies = [clean.accuracy.value] + [half, evaluated, twice].map(accuracy)
    let list = accuracies.map(percent).joined(separator: ", ")
    return (
      Double(returned) <= EvaluationChecklist.tolerance * Double(examples.count) ? .pass : .fail,
      "accuracies at 0, ε/2, ε and 2ε are \(list); \(returned) examples are lost at a radius "
        + "and robust at the next"
    )
  }

  private var transferred: Answer {
    guard let transfer else { return (.notApplicable, "no other network was given") }
    return (
      accuracy(transfer) >= accuracy(evaluated) ? .pass : .fail,
      "robust accuracy is \(percent(accuracy(transfer))) against transferred points and "
        + "\(percent(accuracy(evaluated))) against the white-box attack"
    )
  }

  private var noiseIsWeaker: Answer {
    let accuracies = (accuracy(noise), accuracy(evaluated))
    let margins = (
      arithmeticMean(noise.margins.value), arithmeticMean(evaluated.margins.value)
    )
    return (
      accuracies.0 >= accuracies.1 && margins.0 >= margins.1 ? .pass : .fail,
      "robust accuracy is \(percent(accuracies.0)) against \(checklist.draws) random points and "
        + "\(percent(accuracies.1)) against PGD, the mean of the smallest margins "
        + "\(short(margins.0)) and \(short(margins.1))"
    )
  }

  private var targetedFinding: Answer {
    guard let targeted else {
      return (.notApplicable, "with two classes the only target is the other class")
    }
    let reached = targeted.reachedTarget?.count { $0 } ?? 0
    let share = Double(missed(targeted)) / Double(examples.count)
    return (
      share <= EvaluationChecklist.blackBoxTolerance ? .pass : .fail,
      "targeted PGD reaches the next class for \(reached) of \(examples.count) examples, and "
        + "misleads \(percent(share)) that untargeted attacks do not"
    )
  }

  private func perExample(_ worst: WorstOfAttacks) -> Answer {
    let (all, own) = (worst.robustAccuracy.value, accuracy(evaluated))
    return (
      own - all <= EvaluationChecklist.tolerance ? .pass : .fail,
      "the worst case of \(named.count) attacks is \(percent(all)) for each example and "
        + "\(percent(worst.leastAlone)) by the best attack alone; PGD says \(percent(own))"
    )
  }

  private var gradients: Answer {
    let (zeros, broken) = (Int(health.zeros.value), Int(health.notFinite.value))
    let share = Double(zeros) / Double(examples.count)
    return (
      broken == 0 && share <= EvaluationChecklist.tolerance ? .pass : .fail,
      "\(zeros) of \(examples.count) gradients are 0 and \(broken) are not finite"
    )
  }

  /// Compares an attack with all runs of the attack under evaluation.
  private func beyond(_ other: NetworkAttackResult, _ name: String) -> Answer {
    let share = Double(missed(other)) / Double(examples.count)
    return (
      share <= EvaluationChecklist.blackBoxTolerance ? .pass : .fail,
      "\(name) misleads \(percent(share)) of the examples beyond PGD's, which leaves "
        + percent(accuracy(evaluated))
    )
  }

  /// How many examples an attack misleads that no run of FGSM and PGD at ε misleads.
  private func missed(_ other: NetworkAttackResult) -> Int {
    (0..<examples.count).count { example in
      other.succeeded[example]
        && ![singleStep, evaluated, doubled, restarted].contains { $0.succeeded[example] }
    }
  }

  private func accuracy(_ result: NetworkAttackResult) -> Double { result.robustAccuracy.value }

  private func success(_ result: NetworkAttackResult) -> Double {
    Double(result.succeeded.count { $0 }) / Double(examples.count)
  }

  /// A share with one digit behind the point: "61.3 %".
  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

  /// A number with about four digits.
  private func short(_ value: Double) -> String {
    abs(value) < 1e9 ? "\((value * 1e4).rounded() / 1e4)" : "\(value)"
  }
}
