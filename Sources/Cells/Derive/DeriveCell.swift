internal import AdvKit
internal import Derivations
internal import Evidence
internal import Notebook

/// `adv derive`: a derivation in LaTeX that is typeset and checked, relation by relation.
enum DeriveCell: Directive {
  static let name = "derive"
  static let summary = "A derivation in LaTeX, typeset and checked relation by relation."
  static let details = """
    After a line `---` stands the LaTeX: relations = ≤ ≥ < > ≈, \\implies, \\iff, judgements such \
    as "is convex in w". `\\\\` and `&` lay out; what follows `&&` on a line is the reason, in \
    \\text{}, typeset and not checked. A step is one relation, counted from 1; `[Step](#id.2)` \
    refers to it. `advbook explain derive --notation` lists what can be written.

    Every symbol is declared under `where`: scalar, nonnegative, positive, sign, integer, vector, \
    matrix, a function with its properties (nonincreasing function, convex function), families \
    over an index (vector[i]). sign(0) = 0. \
    `given` are hypotheses, `let` definitions, `witness` points that are offered for a max, a min \
    or a "for some"; a witness has a verdict of its own.

    A step is refuted (by a counterexample, which is shown), undefined (a side has no value), \
    unchecked, tested (how much, it says), of order k (for ≈), proved in small dimensions, by a \
    cited theorem, or proved. A chain carries the first of its steps' verdicts in this list.

    Errors: LaTeX that is not understood; a step that is refuted, undefined, or unchecked without \
    the author's reason; a verdict other than the one expected (`expect`); hypotheses that \
    contradict each other; a witness outside its set; a step that is not there; values of `with` \
    that are not of their symbol's type, or for which a step fails. With `--draft` \
    what the check found is a warning.
    """
  static let example = #"""
    ```adv derive #cauchy
    where:
      w: vector
      \delta: vector
      \varepsilon: nonnegative
    given:
      - \|\delta\|_2 \le \varepsilon
    ---
    w^\top \delta &\le \|w\|_2 \|\delta\|_2 && \text{Cauchy–Schwarz}
    \\&\le \varepsilon \|w\|_2
    ```
    """#
  static let fields: [Field] = [
    .optional(
      "where", .entries(.text, keys: "symbols in TeX"),
      "The symbols with their types in words, such as vector or nonincreasing function."),
    .optional("given", .list(.text, 1...100), "Relations in TeX that are assumed."),
    .optional(
      "let", .entries(.text, keys: "symbols in TeX"),
      "Definitions: a symbol, or a function of formal arguments, and what it stands for in TeX."),
    .optional(
      "witness", .entries(.text, keys: "bound variables in TeX"),
      "Points in TeX that are offered for a max, a min or a \"for some\"."),
    .optional(
      "steps", .entries(.mapping(StepOptions.fields), keys: "steps (a number or a label)"),
      "What is said of single steps."),
    .optional(
      "with", .entries(.value, keys: "symbols in TeX"),
      "Values of the page for symbols: both sides are also evaluated on them."),
    .optional("hide", .choice(["steps"]), "What an edition for exercises leaves blank."),
  ]
  static let judges = true
  static let literal = LiteralBody.mathematics
  static let artefact: String? = CheckedDerivation.tag
  static let publishes = [
    PublishedName("verdict", "the weakest verdict among the steps and witnesses, a word"),
    PublishedName("steps", "number of steps"),
    PublishedName("proved", "number of steps that are proved, or by a cited theorem"),
    PublishedName("refuted", "number of steps that are refuted"),
    PublishedName("left", "with `with`: the left side of the first step on those values"),
    PublishedName("result", "with `with`: the right side of the last step on those values"),
  ]

  static func publishedNames(_ written: WrittenFields) -> [String] {
    publishes.map(\.name).filter { written.has("with") || !["left", "result"].contains($0) }
  }

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool { true }

  static func examine(_ text: CellText) -> CellReading {
    // A body that is missing has a message of its own.
    guard text.body.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      return CellReading()
    }
    let written = WrittenDerivation(text)
    return CellReading(
      diagnostics: written.diagnostics,
      steps: written.derivation?.steps.map { text.place(inBody: $0.range) } ?? [],
      references: written.references)
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let written = WrittenDerivation(invocation.text)
    guard let derivation = written.derivation else {
      throw CellFailure(
        "the derivation cannot be read", rule: "a derivation is read before it is checked",
        fix: "mend what is said of it")
    }
    var stream = RandomStream(
      RandomKey(seed: invocation.seed, cell: invocation.id, stream: "derivation"))
    let options = written.checkOptions(
      seed: stream.word(), theorems: invocation.theorems(written))
    let outcome = DerivationOutcome(
      written: written, derivation: derivation, report: Derivations.check(derivation, options),
      equalities: written.checkEqualities(derivation, seed: stream.word()),
      given: try GivenSides(derivation, invocation))
    let block = outcome.block
    let steps = block.lines.map(\.step.verdict)
    return CellOutput(
      values: [
        NamedValue("verdict", .verdict(block.verdict?.name ?? "unchecked")),
        NamedValue("steps", .counted(steps.count)),
        NamedValue("proved", .counted(steps.count { $0 == .proved || $0 == .byTheorem })),
        NamedValue("refuted", .counted(steps.count { $0 == .refuted })),
      ] + (try outcome.given?.published(invocation) ?? []),
      artefact: outcome.artefact, blocks: [.derivation(block)], findings: outcome.findings,
      warnings: outcome.messages)
  }
}

extension DeriveCell {
  /// What is published is counted again from what the page shows.
  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    var steps: [JudgedStep] = []
    for case .derivation(let block) in published.blocks {
      steps = block.lines.map(\.step)
      let others = (block.premises + block.besides).compactMap(\.step)
      let weakest = (steps + others).min { $0.verdict.rank < $1.verdict.rank }
      let shown = published.values.first { $0.name == "verdict" }?.value.content
      audit.expect(
        "verdict", shown == .text(weakest?.verdict.name ?? "unchecked"),
        "a step is weaker than the whole")
    }
    let counts = [
      ("steps", steps.count), ("proved", steps.filter { $0.verdict.rank >= 6 }.count),
      ("refuted", steps.filter { $0.verdict.rank == 0 }.count),
    ]
    for (name, count) in counts {
      let shown = published.values.first { $0.name == name }?.value.number
      audit.expect(name, shown == Double(count), "the page shows \(count)")
    }
    return audit.failures
  }
}

/// What a derivation hands to those that use it as a theorem.
struct CheckedDerivation: Artefact {
  static let tag = "derivation"
  /// What was checked, as a statement; nil where it is none that can be used.
  let theorem: Theorem?
}

extension Invocation {
  /// The theorems of the page that steps name, by the ids of their containers.
  fileprivate func theorems(_ written: WrittenDerivation) -> [String: Theorem] {
    var theorems: [String: Theorem] = [:]
    for (name, id) in written.theorems {
      if let checked = cells[id]?.artefact as? CheckedDerivation, let theorem = checked.theorem {
        theorems[name] = theorem
      }
    }
    return theorems
  }
}
