internal import AdvKit
internal import Evidence
internal import Notebook

/// `adv evaluate` of a network: what it does on clean examples, and the worst of several attacks.
enum NetworkEvaluateRun {
  /// The fields that mean nothing for a linear model.
  static let fields: [Field] = [
    .optional(
      "attacks", .list(.cell([PerturbationArtefact.tag]), 1...20),
      "networks: attacks on this model and these data; the worst of them counts for each example."),
    .optional(
      "confusion", .boolean, standard: "false",
      "networks: whether the confusion matrix, which is published, is shown as a table."),
    .optional(
      "checklist", .boolean, standard: "false",
      "networks, with a ball: whether the checklist of evaluations is run and shown."),
    .optional(
      "source", .cell([NetworkArtefact.tag]),
      "networks, checklist: another network, from which an attack is transferred."),
    .optional(
      "steps", .integer(1...10_000), standard: "40",
      "networks, checklist: steps of the attack under evaluation."),
    .optional(
      "queries", .integer(1...1_000_000), standard: "500",
      "networks, checklist: queries of the attack without gradients, and draws of noise."),
  ]

  /// What only the evaluation of a network publishes, apart from the checklist.
  static let ownNames =
    [NetworkConfusion.name]
    + PerturbationValues.names("networks, with attacks, of the one whose margin counts")

  /// What the checklist publishes.
  static let checklistNames = [
    PublishedName("checklist.passed", "checklist: the number of items that passed"),
    PublishedName("checklist.failed", "checklist: the number of items that failed"),
    PublishedName("checklist.failures", "checklist: in words, the items that failed, or none"),
  ]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let model = try invocation.network()
    let data = try invocation.examples()
    let wantsChecklist = invocation["checklist"]?.flag == true
    if !wantsChecklist {
      try invocation.refuse(
        ["source", "steps", "queries", "box"], beside: "an `evaluate` without `checklist`",
        fix: "add `checklist: true` and a ball, or remove it")
    }
    if let ball = invocation["ball"], !wantsChecklist {
      throw CellFailure(
        "the exact worst case of the network `\(model.id)`",
        rule:
          "exact worst cases are of linear models; attacks bound those of networks from one side",
        fix: "remove `ball` and list attacks (`attacks: [pgd, square]`), or add `checklist: true`",
        at: ball.span)
    }
    let threat = wantsChecklist ? try invocation.threat() : nil
    let source = invocation["source"] == nil ? nil : try invocation.network("source").network
    do throws(AttackError) {
      let clean = try networkMeasures(
        of: model.network, on: data.examples, loss: invocation.networkLoss)
      let errors = clean.margins.value.count { $0 <= 0 }
      var output = CellOutput(values: [
        NamedValue("loss.clean", Value(clean.meanLoss)),
        NamedValue("losses.clean", Value(clean.losses)),
        NamedValue("accuracy.clean", Value(clean.accuracy)),
        NamedValue("margins.clean", Value(clean.margins)),
        NamedValue("margins", Value(clean.margins)),
        NamedValue("errors", Value(.number(Double(errors)), clean.accuracy.evidence)),
        NetworkConfusion.value(clean),
      ])
      if invocation["confusion"]?.flag == true {
        output.blocks.append(NetworkConfusion.table(clean))
      }
      var worstMargins: [Double]?
      let results = try attacks(invocation, model, data)
      if !results.isEmpty {
        let named = zip(invocation["attacks"]?.list ?? [], results).map {
          (name: $0.cell?.id ?? $0.source, result: $1.result)
        }
        let worst = try WorstOfAttacks(named)
        output.values += [
          NamedValue("loss.worst", Value(worst.meanLoss)),
          NamedValue("losses.worst", Value(worst.losses)),
          NamedValue("margins.worst", Value(worst.margins)),
          NamedValue("accuracy.worst", Value(worst.robustAccuracy)),
          NamedValue("robust", Value(worst.robustCount)),
        ]
        output.values += try PerturbationValues.values(worst.inputs, data.examples)
        worstMargins = worst.margins.value
      }
      if wantsChecklist {
        guard let threat else {
          throw .option(name: "ball", requirement: "is given where the checklist is run")
        }
        try addChecklist(&output, invocation, model, data, threat, source)
      }
      output.statements = statements(invocation, model, data, clean, results)
      output.artefact = EvaluationArtefact(
        cleanMargins: clean.margins.value, worstMargins: worstMargins)
      return output
    } catch {
      throw CellFailure(error, in: invocation)
    }
  }

  /// Runs the checklist, publishes its counts and puts its answers on the page.
  private static func addChecklist(
    _ output: inout CellOutput, _ invocation: Invocation, _ model: NamedNetwork,
    _ data: NamedExamples, _ threat: Threat, _ source: Network?
  ) throws(AttackError) {
    let queries = invocation["queries"]?.integer ?? 500
    let checklist = try EvaluationChecklist(
      threat, key: RandomKey(seed: invocation.seed, cell: invocation.id, stream: "checklist"),
      loss: invocation.networkLoss, steps: invocation["steps"]?.integer ?? 40, queries: queries,
      draws: queries, source: source)
    let report = try checklist.run(
      model.network, on: data.examples, progress: { invocation.progress("checklist: \($0)") })
    let found = report.worst.robustAccuracy.evidence
    let passed = report.findings.count { $0.verdict == .pass }
    let failures = report.failures.map(\.rawValue)
    output.values += [
      NamedValue("checklist.passed", Value(.number(Double(passed)), found)),
      NamedValue("checklist.failed", Value(.number(Double(failures.count)), found)),
      NamedValue(
        "checklist.failures",
        Value(.text(failures.isEmpty ? "none" : failures.joined(separator: "; ")), found)),
    ]
    output.blocks.append(
      .table(
        TableBlock(
          columns: ["Check", "Verdict", "Why"],
          rows: report.findings.map {
            [
              .markdown($0.item.rawValue), .markdown(mark($0.verdict)),
              .markdown(escaped($0.reason)),
            ]
          })))
  }

  /// A verdict as a word with its symbol.
  private static func mark(_ verdict: ChecklistVerdict) -> String {
    switch verdict {
    case .pass: "✓ pass"
    case .fail: "✗ **fail**"
    case .notApplicable: "not applicable"
    }
  }

  /// Text that is no Markdown.
  private static func escaped(_ text: String) -> String {
    text.map { "*_`[]<>#$|\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// The results of the named attacks, which must be on this model and these data.
  private static func attacks(
    _ invocation: Invocation, _ model: NamedNetwork, _ data: NamedExamples
  ) throws(AttackError) -> [NetworkPerturbationArtefact] {
    var found: [NetworkPerturbationArtefact] = []
    for argument in invocation["attacks"]?.list ?? [] {
      guard let artefact = argument.cell?.artefact as? NetworkPerturbationArtefact,
        artefact.model.id == model.id, artefact.data.id == data.id
      else {
        throw .option(
          name: "attacks",
          requirement: "lists attacks on `\(model.id)` and `\(data.id)`, and `\(argument.source)` "
            + "is none")
      }
      found.append(artefact)
    }
    return found
  }

  /// The clean losses join the sandwich of every ball that the attacks were in.
  private static func statements(
    _ invocation: Invocation, _ model: NamedNetwork, _ data: NamedExamples,
    _ clean: NetworkMeasures, _ attacks: [NetworkPerturbationArtefact]
  ) -> [SandwichStatement] {
    var threats: [Threat] = []
    for threat in attacks.compactMap(\.threat) where !threats.contains(threat) {
      threats.append(threat)
    }
    return threats.map { threat in
      NetworkSubject(model: model, data: data, loss: invocation.networkLoss, threat: threat)
        .statement(.clean, clean.losses.value)
    }
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    do throws(CellFailure) {
      let network = try invocation.network().network
      let examples = try invocation.examples().examples
      let route = NetworkRoute(network)
      let margins = audit.vector("margins") ?? []
      let losses = audit.vector("losses.clean") ?? []
      for example in route.sample(of: examples.count) {
        let logits = route.logits(examples.input(example))
        let label = examples.labels[example]
        let scale = 1e-4 * (1 + (logits.map(\.magnitude).max() ?? 0))
        let margin = NetworkRoute.margin(logits, label)
        audit.expect(
          "margins", margins[safe: example].map { abs($0 - margin) <= scale } ?? false,
          "example \(example + 1) has the margin \(margin) by plain loops in double precision")
        if let loss = NetworkRoute.loss(invocation.networkLoss, logits, label) {
          audit.expect(
            "losses.clean",
            losses[safe: example].map { abs($0 - loss) <= scale * max(1, loss) } ?? false,
            "example \(example + 1) has the loss \(loss) by plain loops in double precision")
        }
      }
      audit.expect("margins.clean", exactly: margins, by: "`margins`")
      audit.expect("loss.clean", .mean(losses.map { Rounded($0) }), by: "the mean of the losses")
      audit.expectPositive("margins.clean", share: "accuracy.clean", of: examples.count)
      audit.expect(
        "errors", exactly: Double(margins.count { $0 <= 0 }), by: "a count of margins ≤ 0")
      NetworkConfusion.audit(&audit, network, examples, margins: margins)
      guard let attacks = invocation["attacks"]?.list else { return audit.failures }
      auditWorst(&audit, attacks, examples)
    } catch {
      audit.report("loss.clean", error.message)
    }
    return audit.failures
  }

  private static func auditWorst(
    _ audit: inout Audit, _ attacks: [Argument], _ examples: Examples
  ) {
    let count = examples.count
    let d = examples.shape.count
    var inputs = examples.inputs
    var margins = [Double](repeating: .infinity, count: count)
    var losses = [Double](repeating: -.infinity, count: count)
    for attack in attacks.reversed() {
      let (found, worse) = (
        attack.cell?.value("margins")?.vector, attack.cell?.value("losses")?.vector
      )
      for example in 0..<count {
        // From the last attack on, so that of equal margins the first one's stays.
        if let margin = found?[safe: example], margin <= margins[example] {
          margins[example] = margin
          let result = (attack.cell?.artefact as? NetworkPerturbationArtefact)?.result
          let places = example * d..<(example + 1) * d
          if let result { inputs.replaceSubrange(places, with: result.inputs[places]) }
        }
        if let loss = worse?[safe: example], loss > losses[example] { losses[example] = loss }
      }
    }
    audit.expect("margins.worst", exactly: margins, by: "the smallest of the attacks' margins")
    audit.expect("losses.worst", exactly: losses, by: "the largest of the attacks' losses")
    audit.expect("loss.worst", .mean(losses.map { Rounded($0) }), by: "the mean of the losses")
    audit.expectPositive("margins.worst", count: "robust", share: "accuracy.worst", of: count)
    audit.expectSizes(of: inputs, examples)
  }
}
