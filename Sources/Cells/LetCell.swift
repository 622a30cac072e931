internal import Notebook

/// `adv let`: names for values.
enum LetCell: Directive {
  static let name = "let"
  static let summary =
    "Names for numbers, vectors and expressions, to be used elsewhere on the page."
  static let details = """
    Every key is a name that the author chooses, and what stands there is its value: a number, a \
    list of numbers, or an expression. Without an id the cell publishes the bare names (`gap`); \
    with an id, the names under it (`results.gap`).

    A value keeps the evidence of what it is made of: written numbers are given, and an \
    expression is as well known as its weakest part. The names of one cell do not see each \
    other; use two cells.

    Errors: an expression without a value, such as a division by zero or vectors of unequal \
    length.
    """
  static let example = """
    ```adv let
    epsilon: 0.3
    w: [1.5, -0.5]
    gap: =log(2) - 0.5
    ```
    """
  static let fields: [Field] = []
  static let freeNames: FieldType? = .value
  static let publishes: [PublishedName] = [
    PublishedName("NAME", "each name that the cell defines, with the value that stands there")
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] { written.keys }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    CellOutput(values: named(invocation))
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    zip(published.values, named(invocation)).compactMap { value, argument in
      value == argument
        ? nil : AuditFailure(argument.name, "published and written value differ")
    }
  }

  private static func named(_ invocation: Invocation) -> [NamedValue] {
    (invocation.arguments.entries ?? []).compactMap { entry in
      entry.argument.value.map { NamedValue(entry.name, $0) }
    }
  }
}
