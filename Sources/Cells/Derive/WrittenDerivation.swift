internal import Derivations
internal import Notebook

/// A `derive` cell as it is written: its texts, what they say, and what is wrong with them.
struct WrittenDerivation: Sendable {
  let text: CellText
  /// What is said of single steps, with their numbers.
  private(set) var options: [StepOptions]
  /// The derivation; nil where it cannot be read.
  private(set) var derivation: Derivation?
  /// The hypotheses that stand for cases of equality, by step number.
  private(set) var equalities: [Int: Hypothesis] = [:]
  /// All that is wrong or doubtful.
  private(set) var diagnostics: [Diagnostic] = []
  /// Theorems of this page that steps name: their ids, and the cells that check them.
  private(set) var theorems: [String: String] = [:]
  /// The cells that must have run before this one.
  private(set) var references: [(id: String, span: Span)] = []

  init(_ text: CellText) {
    self.text = text
    options = (text.arguments["steps"]?.entries ?? []).map {
      StepOptions(key: $0.name, keySpan: $0.span, argument: $0.argument)
    }
    for index in options.indices { options[index].number = options[index].writtenNumber }
    // Labels are known only once the body is read, and it reads the same without what they say.
    if options.contains(where: { $0.number == nil }) {
      let steps = Derivations.read(source).derivation?.steps ?? []
      for index in options.indices where options[index].number == nil {
        options[index].number = steps.firstIndex { options[index].labels($0.sign) }.map { $0 + 1 }
      }
    }
    let (derivation, failures) = Derivations.read(source)
    // What is not used may stand in what could not be read.
    let isBroken = failures.contains { !$0.isWarning }
    diagnostics = failures.filter { !($0.isWarning && isBroken) }.map { diagnostic($0) }
    self.derivation = derivation
    if let derivation { take(derivation) }
  }

  /// The texts, as the language reads them.
  private var source: DerivationSource {
    DerivationSource(
      symbols: symbols, given: list("given").compactMap(\.text),
      definitions: definitions, witnesses: entries("witness"),
      stepGiven: Dictionary(
        options.compactMap { option in
          option.number.map { ($0, option.relations.compactMap(\.text)) }
        }, uniquingKeysWith: { first, _ in first }),
      macros: text.macros, body: text.body)
  }

  /// What is declared: symbols and their types in words.
  var symbols: [DerivationSource.Entry] { entries("where") }

  /// What is defined, and what it stands for.
  var definitions: [DerivationSource.Entry] { entries("let") }

  private func entries(_ key: String) -> [DerivationSource.Entry] {
    (text.arguments[key]?.entries ?? []).map {
      DerivationSource.Entry($0.name, $0.argument.text ?? "")
    }
  }

  private func list(_ key: String) -> [Argument] { text.arguments[key]?.list ?? [] }

  /// What is said of a step, by its number.
  func option(_ number: Int) -> StepOptions? { options.first { $0.number == number } }

  // MARK: - Places

  /// The place of a stretch of one of the texts.
  func span(_ place: SourcePlace, _ range: Range<Int>) -> Span {
    switch place {
    case .body: return text.place(inBody: range)
    case .symbol(let index, let key): return span("where", index, key, range)
    case .definition(let index, let key): return span("let", index, key, range)
    case .witness(let index, let key): return span("witness", index, key, range)
    case .given(let index):
      return list("given").dropFirst(index).first.map { span(of: $0, range) } ?? text.span
    case .stepGiven(let number, let index):
      let relations = option(number)?.relations ?? []
      return relations.dropFirst(index).first.map { span(of: $0, range) } ?? text.span
    }
  }

  private func span(_ field: String, _ index: Int, _ isKey: Bool, _ range: Range<Int>) -> Span {
    guard let entry = text.arguments[field]?.entries?.dropFirst(index).first else {
      return text.span
    }
    return isKey
      ? text.place(of: range, in: entry.name, at: entry.span) : span(of: entry.argument, range)
  }

  private func span(of argument: Argument, _ range: Range<Int>) -> Span {
    text.place(of: range, in: argument.text ?? "", at: argument.span)
  }

  /// Where a witness's point stands.
  func witnessSpan(_ index: Int) -> Span {
    text.arguments["witness"]?.entries?.dropFirst(index).first?.argument.span ?? text.span
  }

  /// Where a field stands; the fence where it is left out.
  func fieldSpan(_ field: String) -> Span {
    text.arguments.entries?.first { $0.name == field }?.span ?? text.span
  }

  private func diagnostic(_ failure: LanguageFailure) -> Diagnostic {
    Diagnostic(
      failure.isWarning ? .symbolUnused : .derivationSyntax, failure.isWarning ? .warning : .error,
      at: span(failure.place, failure.range), failure.message, rule: failure.rule, fix: failure.fix)
  }

  // MARK: - Steps

  /// Takes the cases of equality out of the steps' hypotheses, and looks at what is said of steps.
  private mutating func take(_ derivation: Derivation) {
    var steps = derivation.steps
    for option in options {
      guard let number = option.number, steps.indices.contains(number - 1) else {
        report(
          .unknownStep, option.keySpan,
          option.number == nil
            ? "no step is labelled `\(option.key)`"
            : "step \(option.key) of \(steps.count)",
          rule: "a step is one relation, counted from 1, or named by the label over its sign",
          fix: steps.count == 1 ? "write 1" : "write a number from 1 to \(steps.count)")
        continue
      }
      let step = steps[number - 1]
      if option["equality"] != nil, step.hypotheses.count > option.givenCount {
        equalities[number] = step.hypotheses.last
        steps[number - 1] = step.with(hypotheses: Array(step.hypotheses.prefix(option.givenCount)))
      }
      check(option, step)
    }
    self.derivation?.steps = steps
    let names = derivation.declarations.map { derivation.spelling(of: $0.symbol) }
    for entry in text.arguments["with"]?.entries ?? []
    where derivation.symbol(spelled: entry.name) == nil {
      report(
        .withValue, entry.span, "`\(entry.name)` is not declared",
        rule: "`with` gives numbers for symbols of `where`",
        fix: suggestion(for: entry.name, in: names, what: "symbol"))
    }
  }

  private mutating func check(_ option: StepOptions, _ step: Step) {
    if let only = option["only"], option["equality"] == nil {
      report(
        .stepOptions, only.span, "`only` without `equality`",
        rule: "`only` says that both sides are equal under the relation at `equality` alone",
        fix: "add `equality: …`, or remove it")
    }
    if let equality = option["equality"], step.sides == nil {
      report(
        .stepOptions, equality.span, "`equality` for a step without two sides",
        rule: "a case of equality belongs to ≤ or ≥ between two expressions", fix: "remove it")
    }
    var isApproximation = false
    if case .approximation = step.statement { isApproximation = true }
    if let argument = option["small"] ?? option["order"], !isApproximation {
      report(
        .stepOptions, argument.span, "an order for a step that is no ≈",
        rule: "`small` and `order` say how the error of ≈ vanishes", fix: "remove it")
    }
    if let small = option["small"], isApproximation, symbol(small) == nil {
      let names = derivation?.declarations.map(\.symbol.name) ?? []
      report(
        .stepOptions, small.span, "`\(small.text ?? "")` is not declared",
        rule: "`small` names a symbol of `where`",
        fix: suggestion(for: small.text ?? "", in: names, what: "symbol"))
    }
    if let by = option["by"], let name = by.text, text.labelled[name] != nil {
      if let id = text.checked[name] {
        theorems[name] = id
        references.append((id, by.span))
      } else {
        report(
          .stepOptions, by.span, "`#\(name)` holds no derivation",
          rule: "a theorem is used by its id where a `derive` cell inside it checks its statement",
          fix: "put a `derive` cell with an id into it")
      }
    }
    if let expect = option["expect"], expect.text == "refuted",
      !text.containers.contains(.mistake)
    {
      diagnostics.append(
        Diagnostic(
          .refutedOutsideMistake, .warning, at: expect.span,
          "a refuted step outside `::: mistake`",
          rule: "what is shown as false stands in a `mistake` container, its mended form beside it",
          fix: "put the cell into `::: mistake` … `:::`"))
    }
  }

  private func symbol(_ argument: Argument) -> Symbol? {
    derivation?.symbol(spelled: argument.text ?? "")
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix))
  }

  // MARK: - Checking

  /// How the derivation is checked.
  func checkOptions(seed: UInt64, theorems: [String: Theorem]) -> CheckOptions {
    var result = CheckOptions(seed: seed, theorems: theorems)
    for option in options {
      guard let number = option.number else { continue }
      if let reason = option["unchecked"]?.text { result.unchecked[number] = reason }
      if let small = option["small"].flatMap(symbol) {
        result.orders[number] = (small, option["order"]?.integer ?? 1)
      }
      if let by = option["by"]?.text { result.by[number] = by }
    }
    return result
  }
}

extension WrittenDerivation {
  /// Checks the cases of equality: under the relation both sides are equal, and, where the author
  /// says `only`, they are equal nowhere else.
  func checkEqualities(
    _ derivation: Derivation, seed: UInt64
  ) -> [(number: Int, isOnly: Bool, report: StepReport)] {
    var steps: [Step] = []
    var cases: [(number: Int, isOnly: Bool)] = []
    for (number, hypothesis) in equalities.sorted(by: { $0.key < $1.key }) {
      let step = derivation.steps[number - 1]
      guard let (a, b) = step.sides else { continue }
      let equal = Proposition.relation(.equal, a, b)
      steps.append(
        step.with(hypotheses: step.hypotheses + [hypothesis], statement: .proposition(equal)))
      cases.append((number, false))
      guard option(number)?["only"]?.flag == true else { continue }
      steps.append(
        step.with(
          hypotheses: step.hypotheses,
          statement: .proposition(.implies(equal, hypothesis.proposition))))
      cases.append((number, true))
    }
    guard !steps.isEmpty else { return [] }
    var alone = derivation
    alone.steps = steps
    alone.witnesses = []
    let reports = Derivations.check(alone, CheckOptions(seed: seed)).steps
    return zip(cases, reports).map { ($0.number, $0.isOnly, $1) }
  }
}

extension Step {
  /// The same step with other hypotheses of its own.
  func with(hypotheses: [Hypothesis], statement: Statement? = nil) -> Step {
    Step(
      statement ?? self.statement, hypotheses: hypotheses, range: range, sign: sign, left: left,
      right: right, reason: reason, endsLine: endsLine, leftEndsLine: leftEndsLine)
  }

  /// Both sides, where the step is a relation between two expressions.
  var sides: (Derivations.Expression, Derivations.Expression)? {
    if case .proposition(.relation(_, let a, let b)) = statement { (a, b) } else { nil }
  }
}
