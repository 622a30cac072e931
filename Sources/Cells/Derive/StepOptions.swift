internal import Notebook

/// What the author says of one step, under `steps`.
struct StepOptions: Sendable {
  /// The key as written: a number or a label.
  let key: String
  /// Where the key stands.
  let keySpan: Span
  /// What stands under it.
  let argument: Argument
  /// The step's number from 1, once it is known.
  var number: Int?

  static let verdicts = [
    "refuted", "undefined", "unchecked", "tested", "order", "proved for small dimensions",
    "by theorem", "proved",
  ]

  static let fields: [Field] = [
    .optional("by", .text, "The lemma by its name, or a theorem of this page by its id."),
    .optional("given", .list(.text, 1...100), "Relations in TeX that are assumed for this step."),
    .optional(
      "equality", .text, "A relation in TeX under which both sides of the step are equal."),
    .optional("only", .boolean, "Whether they are equal under that relation only."),
    .optional("small", .text, "For ≈: the symbol that is small, in TeX."),
    .optional(
      "order", .integer(1...20), standard: "1", "For ≈: the order of the error in that symbol."),
    .optional("expect", .choice(verdicts), "The verdict that is meant; another one is an error."),
    .optional("unchecked", .text, "Why the step is not checked."),
  ]

  /// The scalar under a key, as written.
  subscript(_ name: String) -> Argument? { argument[name] }

  /// Relations that hold for this step alone, the case of equality last.
  var relations: [Argument] {
    (argument["given"]?.list ?? []) + (argument["equality"].map { [$0] } ?? [])
  }

  /// How many of the relations are hypotheses of the step itself.
  var givenCount: Int { argument["given"]?.list?.count ?? 0 }

  /// The number that the key is.
  var writtenNumber: Int? { Int(key) }

  /// Whether the key is the label of a relation sign, as in `\stackrel{(a)}{=}`.
  func labels(_ sign: String) -> Bool {
    let bare = key.trimmingPrefix("(").prefix { $0 != ")" }
    return !bare.isEmpty && (sign.contains("(\(bare))") || sign.contains("{\(bare)}"))
  }
}
