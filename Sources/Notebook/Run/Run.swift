/// Runs the cells of a page in the order of the plan; every failure becomes a diagnostic, and what
/// depends on a failed cell is skipped and named.
///
/// - Parameters:
///   - plan: the page.
///   - files: the bytes of each file that the plan names, by the name as written.
///   - options: progress, cancellation.
package func run(_ plan: PagePlan, files: [String: [UInt8]], options: RunOptions = RunOptions())
  -> (PageResults, [Diagnostic])
{
  var run = PageRun(plan: plan, files: files, options: options, names: plan.pageNames)
  for index in plan.order { run.execute(index) }
  run.checkSandwich()
  run.checkText()
  let outcomes = Dictionary(
    run.outcomes.map { (plan.cells[$0.key].index, $0.value) }, uniquingKeysWith: { a, _ in a })
  return (PageResults(outcomes: outcomes, scope: run.scope), run.diagnostics)
}

/// The state of one run: which cells are done, which names have values.
struct PageRun: Sendable {
  let plan: PagePlan
  let files: [String: [UInt8]]
  let options: RunOptions
  private(set) var scope: Scope
  private(set) var outcomes: [Int: PageResults.Outcome] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(plan: PagePlan, files: [String: [UInt8]], options: RunOptions, names: [String: Value]) {
    self.plan = plan
    self.files = files
    self.options = options
    scope = Scope(names)
  }

  /// Runs one cell after all that it depends on.
  mutating func execute(_ index: Int) {
    let planned = plan.cells[index]
    for dependency in planned.dependencies where outcomes[dependency.index]?.output == nil {
      let read = plan.cells[dependency.index].title
      // A cell that was itself skipped is not the one to mend.
      var culprit = read
      if case .skipped(let origin)? = outcomes[dependency.index] { culprit = origin }
      outcomes[index] = .skipped(because: culprit)
      report(
        .dependencyFailed, planned.cell.span, "\(planned.title) did not run",
        rule: "a cell runs after the cells that it reads", fix: "mend \(culprit), which failed",
        related: [(dependency.span, "\(read) is read here")])
      return
    }
    options.progress("\(planned.cell.directive) \(planned.id)")
    do {
      let invocation = try prepare(planned)
      var output = try planned.directive.run(invocation)
      if let tamper = options.tamper {
        output.values = output.values.map { tamper(planned.id, $0) }
      }
      finish(index, output, invocation)
    } catch {
      fail(index, error)
    }
  }

  private mutating func finish(_ index: Int, _ output: CellOutput, _ invocation: Invocation) {
    let planned = plan.cells[index]
    outcomes[index] = .finished(output)
    if !planned.id.isEmpty || planned.directive.freeNames != nil {
      scope.add(output.values, of: planned.id)
    }
    for warning in output.warnings {
      diagnostics.append(
        Diagnostic(
          warning.code, warning.isError && !options.isDraft ? .error : .warning,
          at: warning.span ?? planned.cell.span, warning.message,
          rule: warning.rule, fix: warning.fix))
    }
    options.observe?(planned.directive, output, invocation)
    for failure in planned.directive.audit(output, of: invocation) {
      report(
        .auditFailed, planned.cell.span,
        "`\(failure.name)` of \(planned.title) is not confirmed: \(failure.message)",
        rule: "every published value is computed a second time by another route, and the two agree",
        fix: "report this: the engine contradicts itself on these inputs")
    }
  }

  private mutating func fail(_ index: Int, _ failure: CellFailure) {
    let planned = plan.cells[index]
    outcomes[index] = .failed(message: failure.message)
    report(
      planned.directive.failureCode, failure.span ?? planned.cell.span, failure.message,
      rule: failure.rule, fix: failure.fix)
  }

  // MARK: - Arguments

  private func prepare(_ planned: PlannedCell) throws(CellFailure) -> Invocation {
    let arguments = try resolve(planned.arguments)
    let frozen = self
    return Invocation(
      id: planned.id, arguments: arguments, seed: plan.document.frontMatter.seed, files: files,
      span: planned.cell.span, text: planned.text,
      cells: Dictionary(
        planned.mentioned.map { ($0, result(of: $0)) }, uniquingKeysWith: { a, _ in a }),
      progress: options.progress, isCancelled: options.isCancelled,
      replay: { (parameter, value, expressions) throws(CellFailure) in
        try frozen.replay(parameter, value, expressions)
      })
  }

  private func resolve(_ checked: CheckedArgument) throws(CellFailure) -> Argument {
    let content: Argument.Content
    switch checked.content {
    case .literal(let value): content = .value(value)
    case .expression(let expression, let range, let isWhole):
      content = .value(try evaluate(expression, checked, range: range, isWhole: isWhole))
    case .deferred(let expression, _):
      content = .deferred(
        DeferredExpression(
          source: checked.source, span: checked.span, expression: expression, scope: scope))
    case .cell(let id, _): content = .cell(result(of: id))
    case .file(let name), .parameter(let name): content = .value(.given(name))
    case .list(let items):
      var resolved: [Argument] = []
      for item in items { resolved.append(try resolve(item)) }
      content = .list(resolved)
    case .mapping(let entries):
      var resolved: [Argument.Entry] = []
      for entry in entries {
        resolved.append(
          .init(name: entry.name, span: entry.span, argument: try resolve(entry.argument)))
      }
      content = .mapping(resolved)
    }
    return Argument(content, span: checked.span, source: checked.source, format: checked.format)
  }

  private func evaluate(
    _ expression: Expression, _ checked: CheckedArgument, range: NumberRange?, isWhole: Bool
  ) throws(CellFailure) -> Value {
    let value = try value(of: expression, checked)
    if let range, let found = Self.outsider(value, range, isWhole: isWhole) {
      throw CellFailure(
        "`\(checked.source)` is \(found)",
        rule: "this key takes \(isWhole ? "a whole number; " : "")\(range.description)",
        fix: "look at the values that it is made of", at: checked.span)
    }
    return value
  }

  private func value(of expression: Expression, _ checked: CheckedArgument) throws(CellFailure)
    -> Value
  {
    do {
      return try expression.evaluate(in: scope)
    } catch {
      throw CellFailure(
        error.message, rule: error.rule, fix: error.fix,
        at: checked.expressionSpan.part(offset: error.offset, length: error.length))
    }
  }

  /// What a value is, where it is not a number of the range; nil where it is.
  private static func outsider(_ value: Value, _ range: NumberRange, isWhole: Bool) -> String? {
    guard let number = value.number else { return value.description }
    return range.contains(number) && (!isWhole || number == number.rounded()) ? nil : "\(number)"
  }

  private func result(of id: String) -> CellResult {
    let index = plan.indexByID[id]
    let output = index.flatMap { outcomes[$0]?.output }
    return CellResult(
      id: id, directive: index.map { plan.cells[$0].cell.directive } ?? "",
      artefact: output?.artefact,
      values: output?.values ?? [])
  }

  // MARK: - Replay

  /// Evaluates expressions with a parameter set to another value: the cells that they depend on and
  /// that read the parameter, directly or not, run anew; all others keep their results.
  private func replay(_ parameter: String, _ value: Double, _ expressions: [DeferredExpression])
    throws(CellFailure) -> [Value]
  {
    let name = "params.\(parameter)"
    var again = PageRun(
      plan: plan, files: files,
      options: RunOptions(
        isCancelled: options.isCancelled, isDraft: options.isDraft, tamper: options.tamper),
      names: plan.pageNames.merging([name: .given(value)]) { _, new in new })
    let wanted = again.cells(behind: expressions)
    for index in plan.order where wanted.contains(index) {
      if !again.reads(index, name), let done = outcomes[index] {
        again.adopt(index, done)
      } else {
        again.execute(index)
      }
      if let failure = again.diagnostics.first(where: { $0.severity == .error }) {
        throw CellFailure(
          "with \(parameter) = \(value): \(failure.message)", rule: failure.rule, fix: failure.fix,
          at: failure.span)
      }
    }
    var values: [Value] = []
    for expression in expressions {
      do {
        values.append(try expression.expression.evaluate(in: again.scope))
      } catch {
        throw CellFailure(
          "with \(parameter) = \(value): \(error.message)", rule: error.rule, fix: error.fix,
          at: expression.span.part(offset: error.offset, length: error.length))
      }
    }
    return values
  }

  private func cells(behind expressions: [DeferredExpression]) -> Set<Int> {
    var wanted: Set<Int> = []
    var stack = expressions.flatMap { $0.expression.names }.compactMap { plan.publishers[$0.name] }
    while let index = stack.popLast() {
      if wanted.insert(index).inserted { stack += plan.cells[index].dependencies.map(\.index) }
    }
    return wanted
  }

  /// Whether a cell, or one that it depends on, reads a parameter.
  private func reads(_ index: Int, _ name: String) -> Bool {
    var seen: Set<Int> = []
    var stack = [index]
    while let next = stack.popLast() {
      guard seen.insert(next).inserted else { continue }
      for part in plan.cells[next].arguments.parts {
        switch part.content {
        case .expression(let expression, _, _), .deferred(let expression, _):
          if expression.names.contains(where: { $0.name == name }) { return true }
        default: break
        }
      }
      stack += plan.cells[next].dependencies.map(\.index)
    }
    return false
  }

  private mutating func adopt(_ index: Int, _ outcome: PageResults.Outcome) {
    outcomes[index] = outcome
    if let output = outcome.output { scope.add(output.values, of: plan.cells[index].id) }
  }

  // MARK: - Text

  /// Evaluates what the text computes, so that a number without a value is an error and not a gap
  /// in a sentence.
  ///
  /// What reads a cell that failed is left out: that cell has its own message.
  mutating func checkText() {
    for (written, isInFormula) in plan.document.placedExpressions {
      guard let expression = written.expression,
        !expression.names.contains(where: { name in
          plan.publishers[name.name].map { outcomes[$0]?.output == nil } ?? false
        })
      else { continue }
      do {
        let value = try expression.evaluate(in: scope)
        if isInFormula, value.number == nil {
          report(
            .expressionValue, written.span, "`\(written.text)` is \(value.description)",
            rule: "in a formula `\\adv{…}` stands for a number",
            fix: "name a number, or an entry of it")
        }
      } catch {
        diagnostics.append(Diagnostic(error, .expressionValue, in: written.span))
      }
    }
  }

  // MARK: - Sandwich

  /// Compares all statements about one quantity: found ≤ exact ≤ certified, and clean ≤ found where
  /// the attack counts the unperturbed point.
  mutating func checkSandwich() {
    var statements: [(cell: Int, statement: SandwichStatement)] = []
    for index in plan.cells.indices {
      for statement in outcomes[index]?.output?.statements ?? [] {
        statements.append((index, statement))
      }
    }
    for (i, lower) in statements.enumerated() {
      for upper in statements[(i + 1)...] where upper.statement.subject == lower.statement.subject {
        compare(lower, upper)
      }
    }
  }

  private mutating func compare(
    _ a: (cell: Int, statement: SandwichStatement), _ b: (cell: Int, statement: SandwichStatement)
  ) {
    let (lower, upper) = a.statement.side <= b.statement.side ? (a, b) : (b, a)
    let sides = (lower.statement.side, upper.statement.side)
    switch sides {
    case (.clean, .found) where !upper.statement.includesClean: return
    case (.clean, .clean), (.found, .found), (.certified, .certified): return
    default: break
    }
    let tolerance = lower.statement.tolerance + upper.statement.tolerance
    for (point, (x, y)) in zip(lower.statement.values, upper.statement.values).enumerated() {
      let slack = tolerance * max(1, abs(x), abs(y))
      let violated = sides == (.exact, .exact) ? abs(x - y) > slack : x > y + slack
      guard violated else { continue }
      report(
        .sandwichViolated, plan.cells[upper.cell].cell.span,
        "at point \(point + 1) \(plan.cells[lower.cell].title) says \(x) and \(plan.cells[upper.cell].title) says \(y)",
        rule:
          "found by attack ≤ computed exactly ≤ certified bound, for \(lower.statement.subject)",
        fix: "report this: the engine contradicts itself on these inputs",
        related: [(plan.cells[lower.cell].cell.span, "the other statement")])
      return
    }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String,
    related: [(Span, String)] = []
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix, related: related))
  }
}
