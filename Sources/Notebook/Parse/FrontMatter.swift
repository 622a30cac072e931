/// What a notebook says of itself between the lines `---` at its top.
package struct FrontMatter: Sendable {
  /// The title of the page.
  package var title = ""
  /// What the page is in its course, such as "Problem set".
  package var kind = "Notebook"
  /// The number in the course, which prefixes the numbers of figures; nil where there is none.
  package var number: Int?
  /// The date as written, `2025-11-13`.
  package var date: String?
  /// One or two sentences under the title and on the home page (inline Markdown).
  package var description: String?
  /// The seed of every random stream of the page.
  package var seed: UInt64 = 0
  /// Numbers that cells read as `params.NAME` and `--set NAME=VALUE` replaces, in the order written.
  package var params: [(name: String, value: Double, span: Span)] = []
  /// Macros for mathematics: name with its backslash, and body.
  package var macros: [String: String] = [:]

  /// The fields, for the checker, `advbook explain` and the JSON Schema.
  package static let fields: [Field] = [
    .required("title", .text, "The title of the page."),
    .optional(
      "kind", .text, standard: "Notebook", "What the page is in its course, such as Problem set."),
    .optional(
      "number", .integer(0...9999),
      "The number in the course; it prefixes the numbers of figures, tables and exercises."),
    .optional("date", .text, "The date, as 2025-11-13."),
    .optional(
      "description", .markdown, "One or two sentences under the title and on the home page."),
    .optional(
      "seed", .integer(0...Int(Int32.max)), standard: "0",
      "The seed of every random stream of the page."),
    .optional(
      "params", .names(.number(.finite)),
      "Numbers that cells read as params.NAME; --set NAME=VALUE replaces one."),
    .optional(
      "macros", .macros, "Macros for mathematics: a mapping from \\name to its TeX body."),
  ]

  /// Reads checked front matter; whatever is missing keeps its standard value.
  init(_ checked: CheckedArgument, _ diagnostics: inout [Diagnostic]) {
    guard case .mapping(let entries) = checked.content else { return }
    for entry in entries {
      let argument = entry.argument
      switch (entry.name, argument.content) {
      case ("title", .literal): title = argument.source
      case ("kind", .literal): kind = argument.source
      case ("number", .literal(let value)): number = value.number.map { Int($0) }
      case ("description", .literal): description = argument.source
      case ("seed", .literal(let value)): seed = UInt64(value.number ?? 0)
      case ("date", .literal):
        if CalendarDate(argument.source) == nil {
          diagnostics.append(
            Diagnostic(
              .wrongType, at: argument.span, "`date` is `\(argument.source)`",
              rule: "a date is written YYYY-MM-DD", fix: "write it as 2025-11-13"))
        }
        date = argument.source
      case ("params", .mapping(let params)):
        for param in params {
          guard case .literal(let value) = param.argument.content, let number = value.number else {
            diagnostics.append(
              Diagnostic(
                .wrongType, at: param.argument.span, "`\(param.name)` is an expression",
                rule: "a parameter is a number that is written down", fix: "write the number"))
            continue
          }
          self.params.append((param.name, number, param.span))
        }
      case ("macros", .mapping(let macros)):
        for macro in macros { self.macros[macro.name] = macro.argument.source }
      case (_, .expression):
        diagnostics.append(
          Diagnostic(
            .wrongType, at: argument.span, "`\(entry.name)` is an expression",
            rule: "the front matter is written down; expressions stand in cells and in the text",
            fix: "write the number"))
      default: break
      }
    }
  }

  init() {}
}

/// A date of the Gregorian calendar, for printing.
struct CalendarDate {
  let year: Int
  let month: Int
  let day: Int

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1...9999).contains(year), (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[month - 1]).contains(day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// "13 November 2025".
  var words: String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return "\(day) \(names[month - 1]) \(year)"
  }
}
