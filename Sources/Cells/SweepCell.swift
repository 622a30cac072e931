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

    Errors: an expression that yields no number; a cell that fails for one of the values (the \
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
    .optional("format", .text, standard: ".4g", "The format of the table's entries, such as .1%."),
  ]
  static let literal = LiteralBody.caption(isRequired: true)
  static let label: NumberedThing? = .figure
  static let publishes = [
    PublishedName("values", "the numbers that the parameter took"),
    PublishedName("NAME", "for each name under `of`: a vector with one entry per number"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    ["values"] + written.names(under: "of")
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
    return CellOutput(
      values: values,
      artefact: SweepArtefact(
        columns: entries.indices.map { column in rows.map { $0[column].number ?? .nan } }),
      blocks: blocks(invocation, parameter, inputs, entries, rows),
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
    _ rows: [[Value]]
  ) -> [CellBlock] {
    let show = invocation["show"]?.text ?? "both"
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
            })))
    }
    return blocks
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
