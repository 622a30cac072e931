internal import Notebook

/// `adv table`: a table whose entries are text or values of the page.
enum TableCell: Directive {
  static let name = "table"
  static let summary = "A numbered table whose entries are text or values that the page computed."
  static let details = """
    `columns` are the heads, one per column; each row has as many entries, and the first entry \
    of a row is its head. An entry is text (inline Markdown with mathematics) or an expression \
    with a format, such as `=robust.accuracy.worst as .1%`. A value wears its evidence in the \
    table as it does in the text; a vector is printed entry by entry.

    Quote an entry that holds a comma or begins with `=` inside a flow list: `"=max(a, b)"`.

    Errors: a row with fewer or more entries than there are columns; an expression without a \
    value.
    """
  static let example = """
    ```adv table #tab-logs
    columns: [Number, Logarithm]
    rows:
      - [two, "=log(2) as .4f"]
      - [three, "=log(3) as .4f"]
    ---
    Natural logarithms.
    ```
    """
  static let fields: [Field] = [
    .required("columns", .list(.markdown, 1...50), "The heads, inline Markdown, one per column."),
    .required(
      "rows", .list(.list(.either([.value, .markdown]), 1...50), 1...1000),
      "The rows: each a list of texts and of expressions such as =a.loss as .3f."),
  ]
  static let literal = LiteralBody.caption(isRequired: true)
  static let label: NumberedThing? = .table
  static let publishes: [PublishedName] = []

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let columns = invocation["columns"]?.list?.compactMap(\.text) ?? []
    var rows: [[TableBlock.Entry]] = []
    for (index, row) in (invocation["rows"]?.list ?? []).enumerated() {
      let entries = row.list ?? []
      guard entries.count == columns.count else {
        throw CellFailure(
          "row \(index + 1) has \(entries.count) entries "
            + "under \(counted(columns.count, "column"))",
          rule: "every row has one entry per column", fix: "add or remove entries", at: row.span)
      }
      rows.append(entries.map(entry))
    }
    return CellOutput(blocks: [.table(TableBlock(columns: columns, rows: rows))])
  }

  /// An expression becomes a value with its evidence; what is written stands as it is written.
  private static func entry(_ argument: Argument) -> TableBlock.Entry {
    if argument.source.hasPrefix("="), let value = argument.value {
      return .value(value, format: argument.format)
    }
    if case .number? = argument.value?.content {
      return .markdown(
        argument.source.hasPrefix("-")
          ? "−" + argument.source.dropFirst() : argument.source)
    }
    if let text = argument.text { return .markdown(text) }
    return .value(argument.value ?? .given(argument.source), format: argument.format)
  }
}
