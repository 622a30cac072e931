internal import Derivations
internal import Notebook

/// What checking a `derive` cell came to: the block for the page, and what has to be said.
struct DerivationOutcome {
  let written: WrittenDerivation
  let derivation: Derivation
  let report: DerivationReport
  /// Cases of equality, each with what was found: by number of the step.
  var equalities: [(number: Int, isOnly: Bool, report: StepReport)] = []
  /// The sides on the values of `with`; nil without it.
  var given: GivenSides?

  // MARK: - The page

  var block: JudgedDerivation {
    var premises = written.definitions.map {
      JudgedDerivation.Premise(word: "let", statement: "$\($0.key) = \($0.value)$")
    }
    premises += derivation.hypotheses.map {
      JudgedDerivation.Premise(word: "given", statement: "$\($0.tex)$")
    }
    for (witness, report) in zip(derivation.witnesses, report.witnesses) {
      premises.append(
        JudgedDerivation.Premise(
          word: "witness", statement: "$\(witness.symbol) = \(witness.tex)$",
          step: judged(report, [], at: written.witnessSpan(report.number - 1)), isBelow: true))
    }
    let lines = zip(derivation.steps, report.steps).map { step, report in
      JudgedDerivation.Line(
        left: step.left, sign: step.sign, right: step.right, reason: step.reason.map(markdown),
        endsLine: step.endsLine, leftEndsLine: step.leftEndsLine,
        step: judged(
          report, step.hypotheses, at: written.text.place(inBody: step.range), isStep: true))
    }
    let besides = equalities.map { number, isOnly, report in
      JudgedDerivation.Premise(
        word: isOnly ? "equality only for" : "equality for",
        statement: "$\(written.equalities[number]?.tex ?? "")$",
        step: judged(
          report, [], at: written.option(number)?["equality"]?.span ?? written.text.span),
        isBelow: true, relation: number - 1)
    }
    return JudgedDerivation(
      premises: premises, lines: lines, besides: besides,
      symbols: written.symbols.map { .init($0.key, $0.value) })
  }

  private func judged(
    _ report: StepReport, _ own: [Hypothesis], at span: Span, isStep: Bool = false
  ) -> JudgedStep {
    var step = JudgedStep(report.stepVerdict, at: span)
    step.reason = report.reason
    step.remarks = report.remarks + (isStep ? remark(onLemmasOf: report).map { [$0] } ?? [] : [])
    step.notices = report.remarks
    step.lemmas = report.lemmas
    step.tests = report.tests.map {
      JudgedStep.Tests(
        instances: $0.instances, dimensions: $0.dimensions,
        largestDifference: $0.largestDifference, seed: $0.seed)
    }
    step.counterexample = report.counterexample.map { found in
      JudgedStep.Counterexample(
        values: found.values.map {
          .init(
            symbol: $0.symbol.name, tex: $0.tex, numbers: $0.numbers,
            equations: $0.equations(of: derivation.spelling(of: $0.symbol)))
        }, left: found.left, right: found.right, reason: found.reason,
        drawing: report.verdict == .refuted
          ? CounterexampleDrawing(derivation: derivation, macros: written.text.macros)
            .figure(of: found) : nil)
    }
    if let used = report.usedHypotheses {
      let all = derivation.hypotheses + own
      step.hypotheses = (
        all.indices.filter(used.contains).map { all[$0].tex },
        all.indices.filter { !used.contains($0) }.map { all[$0].tex }
      )
    }
    if isStep, let sides = given?.steps[report.number - 1] {
      step.given = .init(left: sides.left, right: sides.right, holds: sides.holds)
    }
    step.isAskedFor = isStep && written.option(report.number)?["expect"] != nil
    return step
  }

  /// What is said where the author names a lemma and the proof is another one.
  private func remark(onLemmasOf report: StepReport) -> String? {
    guard let name = written.option(report.number)?["by"]?.text, report.usedHypotheses != nil
    else { return nil }
    let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
    let used = report.lemmas + [report.reason]
    guard !used.contains(where: { letters($0).contains(letters(name)) }) else { return nil }
    return "The author names \(name); the proof that was found does not use it."
  }

  /// The author's reason, which stands in `\text{…}`, as running text; other TeX as a formula.
  private func markdown(_ reason: String) -> String {
    let trimmed = reason.trimmingPrefix(while: \.isWhitespace)
    let prefix = "\\text{"
    guard trimmed.hasPrefix(prefix) else { return "$\(trimmed)$" }
    let inner = trimmed.dropFirst(prefix.count)
    var depth = 1
    for (offset, character) in inner.enumerated() {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 {
        let rest = inner.dropFirst(offset + 1)
        return rest.allSatisfy(\.isWhitespace) ? String(inner.prefix(offset)) : "$\(trimmed)$"
      }
    }
    return "$\(trimmed)$"
  }

  /// What a reader of the page should know besides the verdicts.
  var findings: [String] {
    report.hypothesesAreConsistent == nil
      ? [
        "It was not shown that the hypotheses can hold together, so nothing here counts for more than tested."
      ] : []
  }

  /// The derivation as a theorem for others: of one chain the relation of its ends is not taken, only
  /// a single step.
  var artefact: CheckedDerivation {
    guard derivation.steps.count == 1, let step = derivation.steps.first,
      let verdict = report.steps.first?.verdict, verdict.rank > Verdict.unchecked.rank,
      case .proposition(let statement) = step.statement
    else { return CheckedDerivation(theorem: nil) }
    return CheckedDerivation(
      theorem: Theorem(
        declarations: derivation.declarations,
        hypotheses: derivation.hypotheses + step.hypotheses, statement: statement, verdict: verdict)
    )
  }

  // MARK: - Messages

  /// Everything that has to be said, in the order of the page.
  var messages: [CellWarning] {
    if report.hypothesesAreConsistent == false {
      return [
        CellWarning(
          .hypothesesContradict, isError: true, "the hypotheses contradict each other",
          rule: "from hypotheses that cannot hold together anything follows",
          fix: "leave one of them out, or mend it", at: written.fieldSpan("given"))
      ]
    }
    let witnesses = zip(derivation.witnesses, report.witnesses).compactMap { witness, report in
      message(ofWitness: witness, report)
    }
    return witnesses + report.steps.compactMap(message(ofStep:))
      + derivation.steps.indices.compactMap(message(ofGiven:))
      + equalities.compactMap(message(ofEquality:))
  }

  private func message(ofStep report: StepReport) -> CellWarning? {
    let option = written.option(report.number)
    if let expect = option?["expect"], let word = expect.text {
      guard report.verdict.expectation != word else { return nil }
      return CellWarning(
        .verdictChanged, isError: true,
        "step \(report.number) is \(report.stepVerdict.words), not \(word)" + report.found,
        rule: "`expect` names the verdict that is meant, and another one is an error",
        fix:
          "look at what changed; write `expect: \(report.verdict.expectation)` where it is right",
        at: expect.span)
    }
    guard report.verdict.rank <= Verdict.unchecked.rank else { return nil }
    guard report.verdict != .unchecked || option?["unchecked"] == nil else { return nil }
    let span = written.text.place(inBody: derivation.steps[report.number - 1].range)
    return failure(of: "step \(report.number)", report, at: span)
  }

  private func message(ofGiven index: Int) -> CellWarning? {
    guard let sides = given?.steps[index], !sides.holds, report.steps[index].verdict != .refuted,
      let left = sides.left.number, let right = sides.right.number
    else { return nil }
    return CellWarning(
      .withValue, isError: true,
      "step \(index + 1) fails on the values of `with`: left \(left), right \(right)",
      rule: "a step holds for the values that the page computed",
      fix: "look at the step and at the values",
      at: written.text.place(inBody: derivation.steps[index].range))
  }

  private func message(ofWitness witness: Witness, _ report: StepReport) -> CellWarning? {
    guard report.verdict.rank <= Verdict.unchecked.rank else { return nil }
    let fault: String
    switch report.verdict {
    case .refuted: fault = "does not attain it, or lies outside its set"
    case .undefined: fault = "has no value everywhere"
    default: fault = "was not checked"
    }
    return CellWarning(
      .witnessFails, isError: true,
      "the witness for `\(witness.symbol)` \(fault)\(report.found)",
      rule:
        "a witness lies in the set that it is offered for, wherever the hypotheses hold, and attains the extremum",
      fix: report.remarks.first.map { "look at this: \($0)" }
        ?? "mend the point, or add the hypothesis that it needs",
      at: written.witnessSpan(report.number - 1))
  }

  private func message(
    ofEquality case: (number: Int, isOnly: Bool, report: StepReport)
  ) -> CellWarning? {
    guard `case`.report.verdict.rank <= Verdict.unchecked.rank else { return nil }
    return failure(
      of: `case`.isOnly
        ? "that both sides of step \(`case`.number) are equal only then"
        : "equality in step \(`case`.number)", `case`.report,
      at: written.option(`case`.number)?["equality"]?.span ?? written.text.span)
  }

  private func failure(of what: String, _ report: StepReport, at span: Span) -> CellWarning {
    let mend = report.remarks.first { $0.contains("would") || $0.contains("hold") }
    switch report.verdict {
    case .refuted:
      return CellWarning(
        .stepRefuted, isError: true, "\(what) is refuted\(report.found)",
        rule: "a page is published only if its steps hold for all values that the hypotheses allow",
        fix: mend.map { "look at this: \($0)" }
          ?? "mend the step or add the hypothesis that it needs; `expect: refuted` shows a mistake as one",
        at: span)
    case .undefined:
      return CellWarning(
        .stepUndefined, isError: true, "\(what) is undefined\(report.found)",
        rule: "both sides of a step have a value wherever the hypotheses hold",
        fix: mend.map { "look at this: \($0)" } ?? "add the hypothesis that it needs to `given`",
        at: span)
    default:
      return CellWarning(
        .stepUnchecked, isError: true,
        "\(what) is unchecked" + (report.reason.isEmpty ? "" : ": \(report.reason)"),
        rule: "a step that is not checked says why",
        fix:
          "write it so that it can be checked, or give the reason: `unchecked: …` under `steps`",
        at: span)
    }
  }
}

extension StepReport {
  /// The verdict with its ranges, as pages show it.
  var stepVerdict: StepVerdict {
    switch verdict {
    case .refuted: .refuted
    case .undefined: .undefined
    case .unchecked: .unchecked
    case .tested: .tested
    case .order(let k): .order(k)
    case .provedForSmall:
      .provedForSmall(
        sizes.sorted { $0.key < $1.key }.map { StepVerdict.Size($0.key.name, $0.value) })
    case .byTheorem: .byTheorem
    case .proved: .proved
    }
  }

  /// The counterexample in a message, with the sign that joins it to what stands before; empty
  /// without one.
  var found: String {
    guard let counterexample else { return "" }
    let values = counterexample.values.flatMap { $0.equations(of: $0.symbol.name) }
      .joined(separator: ", ")
    var text = values.isEmpty ? "" : " at \(values)"
    if let left = counterexample.left, let right = counterexample.right {
      text +=
        ": left \(printed(sides: left, right).left), right \(printed(sides: left, right).right)"
    }
    if !counterexample.reason.isEmpty { text += ": \(counterexample.reason)" }
    return text
  }
}

extension Verdict {
  /// The word for it in `expect`.
  var expectation: String { if case .order = self { "order" } else { word } }
}
