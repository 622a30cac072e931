internal import Evidence
internal import Markup

/// A value on the page with its evidence: shown on hover, on focus and in print.
struct EvidenceCard {
  let value: Value
  let format: String?
  /// The expression, as the author wrote it.
  let name: String
  let takesFocus: Bool

  var node: Node {
    let evidence = value.evidence
    return .element(
      "span", ["class": "ev", "tabindex": takesFocus ? "0" : nil],
      [
        shown,
        .element(
          "span", ["class": "why", "role": "note"],
          [
            .element("b", [:], [.text(evidence.kind.word)]),
            .text(" \(sentence)"),
            .element("code", [:], [.text(" \(name) = \(exact)")]),
          ]),
      ])
  }

  /// On which side the truth lies, by what the value is known, and how closely.
  private var sentence: String {
    let evidence = value.evidence
    var parts: [String] = []
    switch evidence.direction {
    case .equal: break
    case .atMost: parts.append("the true value is at most this")
    case .atLeast: parts.append("the true value is at least this")
    case .unknown: parts.append("no side known")
    }
    parts.append(evidence.basis)
    if let gap = evidence.gap {
      parts.append(
        "gap \(printed(gap, significant: 2)), rounding "
          + (evidence.gapIncludesRounding ? "included" : "not included"))
    }
    if let sampling = evidence.sampling {
      parts.append(
        "\(NumberText.count(sampling.count)) draws, seed \(sampling.seed), "
          + "\(printed(sampling.level * 100)) % interval from "
          + "\(printed(sampling.interval.lowerBound)) to \(printed(sampling.interval.upperBound))")
    }
    return parts.joined(separator: "; ")
  }

  /// The value as the text shows it.
  private var shown: Node {
    switch value.content {
    case .number(let number):
      return .element(
        "data", ["value": NumberText.shortest(number)],
        NumberText(number, InlineRenderer.format(format)).nodes)
    case .text(let text): return .text(text)
    case .boolean(let flag): return .text(flag ? "true" : "false")
    case .vector(let vector):
      return .text(
        "("
          + vector.prefix(8).map { NumberText($0, InlineRenderer.format(format)).plain }.joined(
            separator: ", ") + (vector.count > 8 ? ", …)" : ")"))
    case .matrix(let rows): return .text("\(rows.count) × \(rows.first?.count ?? 0) numbers")
    }
  }

  private var exact: String {
    switch value.content {
    case .number(let number): NumberText.shortest(number)
    case .text(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .vector(let vector): "\(vector.count) numbers"
    case .matrix(let rows): "\(rows.count) rows"
    }
  }
}
