internal import Markup
internal import Plots

// What stands behind "How the step was checked".
extension DerivationRenderer {
  var details: Node {
    let named = derivation.lines.enumerated().map { ("Step \(number($0))", $1.step) }
    let besides = (derivation.premises + derivation.besides).compactMap { premise in
      premise.step.map {
        (premise.word.prefix(1).uppercased() + premise.word.dropFirst() + place(of: premise), $0)
      }
    }
    let items = (named + besides).enumerated().flatMap { place, item -> [Node] in
      let (name, step) = item
      return [
        .element("dt", [:], [.text("\(name): \(step.verdict.words)")]),
        .element("dd", [:], description(of: step) + drawing(of: step, at: place)),
      ]
    }
    let count = derivation.lines.count
    return .element(
      "details", ["class": "source steps"],
      [
        .element(
          "summary", [:],
          [.text(count == 1 ? "How the step was checked" : "How the \(count) steps were checked")])
      ] + symbols + [.element("dl", [:], items)]
        + derivation.remarks.map { .element("p", ["class": "note"], inlines.fragment($0)) } + [
          .element(
            "p", ["class": "head"],
            [
              .text("adv \(cell.directive)"),
              .element("b", [:], [.text(cell.label.map { " #\($0.id)" } ?? "")]),
            ]),
          .element("pre", ["tabindex": "0"], [.element("code", [:], [.text(cell.source)])]),
        ])
  }

  /// The declared symbols and what they are: "Symbols: w vector; ℓ function".
  private var symbols: [Node] {
    guard !derivation.symbols.isEmpty else { return [] }
    let list = derivation.symbols.map { inlines.fragment("$\($0.tex)$") + [.text(" \($0.type)")] }
    return [
      .element(
        "p", ["class": "symbols"],
        [.text("Symbols: ")] + Array(list.joined(separator: [.text("; ")])) + [.text(".")])
    ]
  }

  /// The vectors of a counterexample and the numbers behind them.
  private func drawing(of step: JudgedStep, at place: Int) -> [Node] {
    guard let figure = step.counterexample?.drawing else { return [] }
    // No author can write an id that begins so.
    let id = "_" + (cell.label?.id ?? "cell.\(cell.span.line)") + ".\(place + 1)"
    return [
      .element(
        "figure", ["class": "drawing"],
        figure.drawings(id: id) + [
          .element(
            "details", ["class": "data"],
            [
              .element("summary", [:], [.text("Data")]),
              figure.table.node(named: "Data of the counterexample"),
            ])
        ])
    ]
  }

  private func description(of step: JudgedStep) -> [Node] {
    var sentences: [[Node]] = []
    func say(_ markdown: String) { sentences.append(inlines.fragment(markdown)) }
    if !step.reason.isEmpty { say(step.reason.capitalisedSentence) }
    if let counterexample = step.counterexample { say("Fails at \(counterexample.markdown).") }
    let lemmas = step.lemmas.filter { !step.reason.pieces.contains($0) }
    if !lemmas.isEmpty { say("Lemmas: \(lemmas.joined(separator: ", ")).") }
    if let (used, unused) = step.hypotheses, !(used + unused).isEmpty {
      let list = { (tex: [String]) in tex.map { "$\($0)$" }.joined(separator: ", ") }
      if !used.isEmpty { say("Uses \(list(used)).") }
      if !unused.isEmpty {
        say("\(list(unused)) \(unused.count == 1 ? "is" : "are") not used here.")
      }
    }
    if let tests = step.tests {
      let d = tests.dimensions
      say(
        "Evaluated on \(NumberText.count(tests.instances)) instances, dimension"
          + (d.count == 1 ? " \(d.lowerBound)" : "s \(d.lowerBound) to \(d.upperBound)")
          + "; largest difference \(printed(tests.largestDifference, significant: 2))"
          + "; seed \(tests.seed).")
    }
    if let given = step.given {
      let sides = [given.left, given.right].map { value in
        EvidenceCard(value: value, format: nil, name: "side", takesFocus: true).node
      }
      sentences.append(
        [
          .text("On the values of this page "), sides[0], .text(" on the left and "), sides[1],
          .text(given.holds ? " on the right." : " on the right, where it does not hold."),
        ])
    }
    for remark in step.remarks where !step.notices.contains(remark) {
      say(remark.capitalisedSentence)
    }
    return Array(sentences.joined(separator: [.text(" ")]))
  }
}

extension String {
  /// With a capital letter at its beginning and a full stop at its end.
  fileprivate var capitalisedSentence: String {
    guard let first else { return "" }
    let text = first.isLetter ? first.uppercased() + dropFirst() : self
    return text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
  }
}
