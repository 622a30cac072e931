internal import AdvKit
internal import Evidence
internal import Notebook
internal import Plots

/// `adv sweep`: values of the page for several values of a parameter.
enum SweepCell: Directive {
  static let name = "sweep"
  static let summary =
    "Runs a part of the page again for several values of a parameter, and shows what comes out."
  static let details = """
    For each number in `values` the page's parameter `parameter` is set to it, the cells on \
    which the expressions under `of` depend are run anew, with the same random streams, and the \
    expressions are evaluated. Nothing else on the page changes. Each name under `of` is \
    published as a vector with one entry per value.

    A vector's evidence joins that of its entries: it is as well known as the weakest of them.

    With `interval` the numbers are taken as independent repetitions: their mean m wears the \
    interval m ± t·s/√n of Student's t at 95 %.

    Errors: an expression that yields no number; fewer than two repetitions; a cell that fails for one of the values (the \
    value is named); the name `values` under `of`; values ≤ 0 on a logarithmic axis.
    """
  static let example = """
    ```adv sweep #fig-growth
    parameter: epsilon
    values: [0.1, 0.2, 0.4]
    of:
      square: =params.epsilon ^ 2
    x-label: ε
    ---
    The square of the radius. The page's front matter has `params: { epsilon: 0.3 }`.
    ```
    """
  static let fields: [Field] = [
    .required("parameter", .parameter, "The parameter from `params` that is varied."),
    .required("values", .list(.number(.finite), 1...200), "The numbers that it takes, in order."),
    .required(
      "of", .names(.deferred([])),
      "What is computed for each: names and expressions, such as worst: =robust.accuracy.worst."),
    .optional("x-label", .text, standard: "the parameter's name", "The label under the figure."),
    .optional("y-label", .text, "The label beside the figure."),
    .optional("scale", .choice(["linear", "log"]), standard: "linear", "The scale of the x axis."),
    .optional(
      "show", .choice(["both", "plot", "table"]), standard: "both", "What stands on the page."),
    .optional(
      "interval", .choice(["student"]),
      "Takes the values as repetitions (such as trainings with another `run`), and publishes and "
        + "shows their means with 95 % intervals by Student's t."),
    .optional("format", .text, standard: ".4g", "The format of the table's entries, such as .1%."),
  ]
  static let literal = LiteralBody.caption(isRequired: true)
  static let label: NumberedThing? = .figure
  static let publishes = [
    PublishedName("values", "the numbers that the parameter took"),
    PublishedName("NAME", "for each name under `of`: a vector with one entry per number"),
    PublishedName("NAME.mean", "with `interval`: the mean over the repetitions"),
    PublishedName("NAME.low", "with `interval`: the lower end of its 95 % interval"),
    PublishedName("NAME.high", "with `interval`: the upper end"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let names = written.names(under: "of")
    let means =
      written.has("interval") ? names.flatMap { ["\($0).mean", "\($0).low", "\($0).high"] } : []
    return ["values"] + names + means
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let parameter = invocation["parameter"]?.text ?? ""
    let inputs = invocation["values"]?.numbers ?? []
    let entries = invocation["of"]?.entries ?? []
    try check(invocation, inputs, entries)
    var rows: [[Value]] = []
    for (index, input) in inputs.enumerated() {
      if invocation.isCancelled() {
        throw CellFailure(
          "stopped before \(parameter) = \(plain(input))",
          rule: "a run that is stopped publishes nothing", fix: "run it again")
      }
      invocation.progress("\(parameter) = \(plain(input)), \(index + 1) of \(inputs.count)")
      rows.append(try row(invocation, parameter, input, entries))
    }
    var values = [NamedValue("values", .given(inputs))]
    for (column, entry) in entries.enumerated() {
      let joined = Value.collected(
        rows.map { $0[column] },
        basis: "\(entry.name), once for each of \(counted(inputs.count, "value")) of \(parameter)")
      if let joined { values.append(NamedValue(entry.name, joined)) }
    }
    var means: [Established<Double>] = []
    if invocation["interval"] != nil {
      means = try repetitionMeans(invocation, entries, rows)
      for (entry, mean) in zip(entries, means) {
        let interval = mean.evidence.sampling?.interval ?? mean.value...mean.value
        values += [
          NamedValue("\(entry.name).mean", Value(mean)),
          NamedValue("\(entry.name).low", Value(.number(interval.lowerBound), mean.evidence)),
          NamedValue("\(entry.name).high", Value(.number(interval.upperBound), mean.evidence)),
        ]
      }
    }
    return CellOutput(
      values: values,
      artefact: SweepArtefact(
        columns: entries.indices.map { column in rows.map { $0[column].number ?? .nan } }),
      blocks: blocks(invocation, parameter, inputs, entries, rows, means),
      cost: counted(inputs.count, "run"))
  }

  private static func check(
    _ invocation: Invocation, _ inputs: [Double], _ entries: [Argument.Entry]
  ) throws(CellFailure) {
    if let clash = entries.first(where: { $0.name == "values" }) {
      throw CellFailure(
        "`values` under `of`", rule: "`values` is the name of the numbers that the parameter takes",
        fix: "choose another name", at: clash.span)
    }
    if entries.isEmpty {
      throw CellFailure(
        "nothing under `of`", rule: "a sweep computes at least one value",
        fix: "add a name and an expression", at: invocation["of"]?.span)
    }
    if invocation["scale"]?.text == "log",
      let bad = invocation["values"]?.list?.first(where: { ($0.number ?? 0) <= 0 })
    {
      throw CellFailure(
        "\(bad.source) on a logarithmic axis", rule: "a logarithmic axis takes numbers > 0",
        fix: "remove it, or write `scale: linear`", at: bad.span)
    }
    if let format = invocation["format"], format.text?.wholeMatch(of: /\.\d{1,2}[feg%]/) == nil {
      throw CellFailure(
        "unknown format `\(format.source)`",
        rule: "a format is a dot, a number of digits and f, e, g or %",
        fix: "write one such as .3f",
        at: format.span)
    }
  }

  private static func row(
    _ invocation: Invocation, _ parameter: String, _ input: Double, _ entries: [Argument.Entry]
  ) throws(CellFailure) -> [Value] {
    let values = try invocation.replay(parameter, input, entries.compactMap(\.argument.deferred))
    for (entry, value) in zip(entries, values) where value.number == nil {
      throw CellFailure(
        "`\(entry.name)` is \(value.description) for \(parameter) = \(plain(input))",
        rule: "a sweep collects numbers", fix: "reduce it with mean, max, norm or count",
        at: entry.argument.span)
    }
    return values
  }

  private static func blocks(
    _ invocation: Invocation, _ parameter: String, _ inputs: [Double], _ entries: [Argument.Entry],
    _ rows: [[Value]], _ means: [Established<Double>]
  ) -> [CellBlock] {
    let show = invocation["show"]?.text ?? (means.isEmpty ? "both" : "table")
    let xLabel = invocation["x-label"]?.text ?? parameter
    var blocks: [CellBlock] = []
    if show != "table" {
      let series = entries.enumerated().map { column, entry in
        LineChart.Series(
          label: entry.name,
          points: zip(inputs, rows).map { Point($0, $1[column].number ?? .nan) }
            .sorted { $0.x < $1.x },
          marks: true)
      }
      blocks.append(
        .figure(
          .lines(
            LineChart(
              title: entries.map(\.name).joined(separator: ", ") + " against \(parameter)",
              x: Axis(xLabel, scale: invocation["scale"]?.text == "log" ? .log : .linear),
              y: Axis(invocation["y-label"]?.text ?? "", grid: true), series: series))))
    }
    if show != "plot" {
      let format = invocation["format"]?.text ?? ".4g"
      blocks.append(
        .table(
          TableBlock(
            columns: [xLabel] + entries.map(\.name),
            rows: zip(inputs, rows).map { input, values in
              [.markdown(plain(input))] + values.map { .value($0, format: format) }
            } + meanRows(means, format))))
    }
    return blocks
  }

  /// The means of repetitions with their intervals, one a column.
  private static func repetitionMeans(
    _ invocation: Invocation, _ entries: [Argument.Entry], _ rows: [[Value]]
  ) throws(CellFailure) -> [Established<Double>] {
    guard rows.count >= 2 else {
      throw CellFailure(
        "one repetition", rule: "an interval over repetitions needs at least two",
        fix: "add values of the parameter", at: invocation["values"]?.span)
    }
    var means: [Established<Double>] = []
    for (column, entry) in entries.enumerated() {
      let numbers = rows.compactMap { $0[column].number }
      guard let mean = sampleMean(of: numbers, seed: invocation.seed) else {
        throw CellFailure(
          "`\(entry.name)` is infinite in a repetition", rule: "a mean is of finite numbers",
          fix: "look at the repetition that is infinite", at: entry.span)
      }
      means.append(mean)
    }
    return means
  }

  private static func meanRows(
    _ means: [Established<Double>], _ format: String
  ) -> [[TableBlock.Entry]] {
    guard !means.isEmpty else { return [] }
    func row(_ head: String, _ number: (Established<Double>) -> Double) -> [TableBlock.Entry] {
      [.markdown(head)]
        + means.map { .value(Value(.number(number($0)), $0.evidence), format: format) }
    }
    return [
      row("mean") { $0.value },
      row("95 % from") { $0.evidence.sampling?.interval.lowerBound ?? $0.value },
      row("to") { $0.evidence.sampling?.interval.upperBound ?? $0.value },
    ]
  }

  /// Confirms the published means by the sum of differences from the first number.
  private static func auditMeans(_ audit: inout Audit, _ name: String) {
    let numbers = audit.vector(name) ?? []
    guard let first = numbers.first, numbers.count >= 2 else { return }
    let count = Double(numbers.count)
    let shifted = numbers.reversed().map { $0 - first }
    let mean = first + shifted.reduce(0, +) / count
    let scale = 1e-12 * (1 + numbers.map(\.magnitude).reduce(0, max))
    audit.expect(
      "\(name).mean", abs((audit.number("\(name).mean") ?? .nan) - mean) <= scale,
      "a second sum gives \(mean)")
    let variance =
      (shifted.reduce(0) { $0 + $1 * $1 } - count * (mean - first) * (mean - first)) / (count - 1)
    let error = max(variance, 0).squareRoot() / count.squareRoot()
    guard let low = audit.number("\(name).low"), let high = audit.number("\(name).high") else {
      return
    }
    for (end, side) in [("low", mean - low), ("high", high - mean)] {
      // The quantile lies between that of the normal distribution and that of one degree of freedom;
      // both ends must use one and the same.
      audit.expect(
        "\(name).\(end)",
        side >= 1.959 * error - scale && side <= 12.707 * error + scale
          && abs((high - mean) - (mean - low)) <= scale,
        "it is no end of a symmetric 95 % interval around the mean")
    }
  }

  /// Confirms the published vectors against what was computed, and its ends by running them again.
  ///
  /// Each replay audits the cells that it runs, so what remains is that the numbers were copied
  /// rightly and do not depend on the order of the replays.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    let inputs = invocation["values"]?.numbers ?? []
    let entries = invocation["of"]?.entries ?? []
    let columns = (published.artefact as? SweepArtefact)?.columns ?? []
    audit.expect("values", exactly: inputs, by: "the argument")
    for (entry, column) in zip(entries, columns) {
      audit.expect(entry.name, exactly: column, by: "the numbers computed")
      if invocation["interval"] != nil { auditMeans(&audit, entry.name) }
    }
    for index in Set([inputs.count - 1, 0]).sorted(by: >) where inputs.indices.contains(index) {
      do throws(CellFailure) {
        let again = try row(
          invocation, invocation["parameter"]?.text ?? "", inputs[index], entries)
        for (entry, value) in zip(entries, again) {
          let shown = audit.vector(entry.name)?[safe: index]
          audit.expect(
            entry.name, shown == value.number,
            "entry \(index + 1) is published as \(shown ?? .nan), a second run gives "
              + "\(value.number ?? .nan)")
        }
      } catch {
        audit.report("values", error.message)
      }
    }
    return audit.failures
  }
}
