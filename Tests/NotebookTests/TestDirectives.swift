// Oracle: none; directives so small that what they yield can be said by heart, for the tests of
// planning and running.
import Evidence
import Plots

@testable import Notebook

/// A list of numbers, written or drawn: `values: [1, 2]` or `kind: drawn` with `n`.
struct NumbersCell: Directive {
  struct Numbers: Artefact {
    static let tag = "numbers"
    let values: [Double]
  }

  static let name = "numbers"
  static let summary = "A list of numbers."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .required("kind", .choice(["written", "drawn", "file"]), "Where they come from."),
    .optional("values", .list(.number(.finite), 0...1000), "The numbers."),
    .optional("n", .integer(1...1000), "How many."), .optional("file", .file, "A file."),
  ]
  static var artefact: String? { Numbers.tag }
  static let publishes = [
    PublishedName("n", "How many."), PublishedName("list", "All."), PublishedName("sum", "Sum."),
  ]

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool {
    written.word("kind") == "drawn"
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    var values = invocation["values"]?.list?.compactMap(\.number) ?? []
    if let name = invocation["file"]?.text {
      values = invocation.files[name]?.map { Double($0) } ?? []
    }
    guard !values.isEmpty else {
      throw CellFailure(
        "no numbers", rule: "a list has at least one", fix: "write one",
        at: invocation["values"]?.span)
    }
    return CellOutput(
      values: [
        NamedValue("n", .counted(values.count)), NamedValue("list", .given(values)),
        NamedValue("sum", .given(values.reduce(0, +))),
      ], artefact: Numbers(values: values))
  }
}

/// The sum of a list times a factor; audited by adding the products in reverse.
struct ScaleCell: Directive {
  struct Scaled: Artefact { static let tag = "scaled" }

  static let name = "scale"
  static let summary = "A sum times a factor."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .required("data", .cell(["numbers"]), "The list."),
    .required("by", .number(.positive), "The factor."),
  ]
  static var artefact: String? { Scaled.tag }
  static let publishes = [PublishedName("sum.scaled", "The result.")]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    CellOutput(
      values: [NamedValue("sum.scaled", .given(terms(invocation).reduce(0, +)))],
      artefact: Scaled())
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    let again = terms(invocation).reversed().reduce(0, +)
    return published.values.filter { abs(($0.value.number ?? .nan) - again) > 1e-9 }.map {
      AuditFailure($0.name, "\($0.value.number ?? .nan) against \(again)")
    }
  }

  private static func terms(_ invocation: Invocation) -> [Double] {
    let values = (invocation["data"]?.cell?.artefact as? NumbersCell.Numbers)?.values ?? []
    return values.map { $0 * (invocation["by"]?.number ?? .nan) }
  }
}

/// Names of the author's choice.
struct NamesCell: Directive {
  static let name = "names"
  static let summary = "Names for values."
  static let details = ""
  static let example = ""
  static let fields: [Field] = []
  static var freeNames: FieldType? { .value }
  static let publishes: [PublishedName] = []

  static func publishedNames(_ written: WrittenFields) -> [String] { written.keys }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    CellOutput(
      values: (invocation.arguments.entries ?? []).compactMap { entry in
        entry.argument.value.map { NamedValue(entry.name, $0) }
      })
  }
}

/// A comparison that has to hold.
struct HoldsCell: Directive {
  static let name = "holds"
  static let summary = "A comparison that has to hold."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [.required("that", .deferred(["x"]), "The comparison.")]
  static let publishes = [PublishedName("holds", "Whether it holds.")]
  static var literal: LiteralBody { .caption(isRequired: false) }
  static var failureCode: DiagnosticCode { .checkFailed }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    guard let expression = invocation["that"]?.deferred else {
      throw CellFailure("nothing to compare", rule: "", fix: "")
    }
    do {
      let value = try expression.evaluate(["x": .given(1)])
      guard case .boolean(true) = value.content else {
        throw CellFailure("does not hold", rule: "it holds", fix: "look", at: expression.span)
      }
      return CellOutput(values: [NamedValue("holds", value)])
    } catch let failure as ExpressionFailure {
      throw CellFailure(
        failure.message, rule: failure.rule, fix: failure.fix,
        at: expression.span.part(offset: failure.offset, length: failure.length))
    } catch {
      throw error as? CellFailure ?? CellFailure("\(error)", rule: "", fix: "")
    }
  }
}

/// A figure under a caption.
struct ShowCell: Directive {
  static let name = "show"
  static let summary = "A figure."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [.optional("of", .list(.cell(["numbers"]), 1...3), "What.")]
  static let publishes: [PublishedName] = []
  static var literal: LiteralBody { .caption(isRequired: true) }
  static var label: NumberedThing? { .figure }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput { CellOutput() }
}

/// Expressions evaluated anew for several values of a parameter.
struct AgainCell: Directive {
  static let name = "again"
  static let summary = "A sweep."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .required("parameter", .parameter, "Which."),
    .required("values", .list(.number(.finite), 1...20), "Its values."),
    .required("of", .names(.deferred([])), "What is evaluated."),
  ]
  static let publishes: [PublishedName] = []

  static func publishedNames(_ written: WrittenFields) -> [String] { written.names(under: "of") }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let entries = invocation["of"]?.entries ?? []
    let expressions = entries.compactMap(\.argument.deferred)
    var columns = [[Double]](repeating: [], count: entries.count)
    for value in invocation["values"]?.list?.compactMap(\.number) ?? [] {
      let row = try invocation.replay(invocation["parameter"]?.text ?? "", value, expressions)
      for (index, value) in row.enumerated() { columns[index].append(value.number ?? .nan) }
    }
    return CellOutput(
      values: zip(entries, columns).map { NamedValue($0.name, .given($1)) })
  }
}

/// A derivation with one step a line, whose verdicts the author writes down.
struct JudgeCell: Directive {
  static let name = "judge"
  static let summary = "A derivation."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .required("verdicts", .list(.text, 1...20), "One a line."),
    .optional("asked", .integer(1...20), "A step whose mark is asked for."),
    .optional("of", .entries(.text, keys: "symbols"), "Free keys."),
    .optional("notices", .list(.text, 1...20), "A remark for each step, beside its mark."),
    .optional("one-line", .boolean, "Whether all stands on one line."),
    .optional("left-alone", .boolean, "Whether the left side stands on a line of its own."),
  ]
  static let publishes: [PublishedName] = []
  static let judges = true
  static var literal: LiteralBody { .mathematics }

  static let verdicts: [String: StepVerdict] = [
    "proved": .proved, "refuted": .refuted, "tested": .tested, "theorem": .byTheorem,
    "small": .provedForSmall([.init("d", 3)]), "second": .order(2),
  ]

  /// Each line with its offset.
  private static func lines(_ body: String) -> [(text: String, range: Range<Int>)] {
    var start = 0
    return body.split(separator: "\n").map { line in
      defer { start += line.unicodeScalars.count + 1 }
      return (String(line), start..<(start + line.unicodeScalars.count))
    }
  }

  static func examine(_ text: CellText) -> CellReading {
    CellReading(steps: lines(text.body).map { text.place(inBody: $0.range) })
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let words = (invocation["verdicts"]?.list ?? []).compactMap(\.text)
    var judged: [JudgedDerivation.Line] = []
    for (place, (line, range)) in lines(invocation.text.body).enumerated() {
      var step = JudgedStep(
        verdicts[words[place]] ?? .unchecked, at: invocation.text.place(inBody: range))
      step.reason = "reason \(place + 1)"
      step.isAskedFor = invocation["asked"]?.integer == place + 1
      step.hypotheses = (["H"], ["U"])
      if let notices = invocation["notices"]?.list?.compactMap(\.text) {
        step.notices = [notices[place]]
        step.remarks = [notices[place], "Only in the details."]
      }
      if step.verdict == .refuted {
        step.counterexample = .init(
          values: [.init(symbol: "a", tex: "2", numbers: [2])], left: 4, right: 8, reason: "",
          drawing: .arrows(
            ArrowChart(title: "A", arrows: [.init(label: "a", tip: Point(1, 2))])))
      }
      judged.append(
        .init(
          left: place == 0 ? "a" : nil, sign: "=", right: line, reason: nil,
          endsLine: invocation["one-line"]?.flag != true,
          leftEndsLine: invocation["left-alone"]?.flag == true && place == 0,
          step: step))
    }
    let symbols = (invocation["of"]?.entries ?? []).map {
      JudgedDerivation.DeclaredSymbol($0.name, $0.argument.text ?? "")
    }
    return CellOutput(
      blocks: [.derivation(JudgedDerivation(premises: [], lines: judged, symbols: symbols))])
  }
}

/// A statement for the sandwich.
struct ClaimCell: Directive {
  static let name = "claim"
  static let summary = "A statement about a quantity."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .required("about", .text, "The quantity."),
    .required("side", .choice(["clean", "found", "exact", "certified"]), "The side."),
    .required("values", .list(.number(.finite), 1...10), "One a point."),
    .optional("counts-clean", .boolean, "Whether the clean point is a candidate."),
    .optional("tolerance", .number(.nonnegative), "The tolerance."),
  ]
  static let publishes: [PublishedName] = []

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let sides: [String: SandwichStatement.Side] = [
      "clean": .clean, "found": .found, "exact": .exact, "certified": .certified,
    ]
    return CellOutput(statements: [
      SandwichStatement(
        subject: invocation["about"]?.text ?? "",
        side: sides[invocation["side"]?.text ?? ""] ?? .exact,
        includesClean: invocation["counts-clean"]?.flag ?? false,
        values: invocation["values"]?.list?.compactMap(\.number) ?? [],
        tolerance: invocation["tolerance"]?.number ?? 0)
    ])
  }
}

/// A field of every type.
struct TypedCell: Directive {
  static let name = "typed"
  static let summary = "A field of every type."
  static let details = ""
  static let example = ""
  static let fields: [Field] = [
    .optional("number", .number(NumberRange(0, excludesLower: true, 10)), "A number."),
    .optional("whole", .integer(1...10), "A whole number."), .optional("flag", .boolean, "A flag."),
    .optional("text", .text, "Text."),
    .optional("choice", .choice(["hinge", "logistic"]), "A word."),
    .optional("value", .value, "A value."), .optional("deferred", .deferred(["x", "w"]), "Later."),
    .optional("list", .list(.number(.finite), 2...3), "A list."),
    .optional(
      "ball",
      .mapping([
        .required("norm", .choice(["l1", "l2"]), "The norm."),
        .required("radius", .number(.nonnegative), "The radius."),
      ]), "A mapping."),
    .optional("names", .names(.number(.finite)), "Names."), .optional("macros", .macros, "Macros."),
    .optional("either", .either([.number(.finite), .list(.number(.finite), 1...9)]), "Either."),
    .optional("entry", .either([.value, .markdown]), "An entry of a table."),
    .optional("cell", .cell(["numbers", "scaled"]), "A cell."),
  ]
  static let publishes: [PublishedName] = []

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput { CellOutput() }
}

/// The registry of these tests.
let testDirectives: [any Directive.Type] = [
  NumbersCell.self, ScaleCell.self, NamesCell.self, HoldsCell.self, ShowCell.self, AgainCell.self,
  JudgeCell.self,
  ClaimCell.self, TypedCell.self,
]
