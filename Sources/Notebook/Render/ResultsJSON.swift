internal import Evidence
internal import Foundation

/// `results.json`: the seed, versions, and for every cell its directive and every value at full
/// precision with its evidence.
///
/// Keys are sorted, numbers read back as the same doubles.
func resultsJSON(
  _ plan: PagePlan, _ results: PageResults, _ versions: [(name: String, version: String)]
) -> String {
  let cells = plan.cells.sorted { $0.index < $1.index }.map { planned in
    JSONCell(
      directive: planned.cell.directive, id: planned.cell.label?.id, line: planned.cell.span.line,
      outcome: results.outcomes[planned.index])
  }
  let page = JSONPage(
    title: plan.document.frontMatter.title, source: plan.document.source.path,
    seed: plan.document.frontMatter.seed,
    params: Dictionary(plan.params.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a }),
    versions: Dictionary(
      (versions + [("AdvBook", advbookVersion)]).map { ($0.name, $0.version) },
      uniquingKeysWith: { a, _ in a }),
    cells: cells)
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  guard let data = try? encoder.encode(page) else { return "{}\n" }
  return String(decoding: data, as: UTF8.self) + "\n"
}

/// The version of this program, as `advbook --version` and `results.json` give it.
package let advbookVersion = "0.1.0"

private struct JSONPage: Encodable {
  let title: String
  let source: String
  let seed: UInt64
  let params: [String: Double]
  let versions: [String: String]
  let cells: [JSONCell]
}

private struct JSONCell: Encodable {
  let directive: String
  let id: String?
  let line: Int
  let state: String
  let message: String?
  let cost: String?
  let findings: [String]?
  let files: [String]?
  let values: [JSONValue]
  let steps: [JSONStep]?
  let witnesses: [JSONStep]?

  init(directive: String, id: String?, line: Int, outcome: PageResults.Outcome?) {
    self.directive = directive
    self.id = id
    self.line = line
    let derivation = outcome?.output?.derivation
    steps = derivation.map { derivation in
      derivation.lines.enumerated().map { place, line in
        JSONStep(
          line.step, label: id.map { "\($0).\(place + 1)" } ?? "\(place + 1)",
          relation: line.sign)
      }
    }
    let offered = (derivation.map { $0.premises + $0.besides } ?? []).compactMap { premise in
      premise.step.map { JSONStep($0, label: premise.word, relation: premise.statement) }
    }
    witnesses = offered.isEmpty ? nil : offered
    switch outcome {
    case .finished(let output)?:
      state = "finished"
      message = nil
      cost = output.cost
      findings = output.findings.isEmpty ? nil : output.findings
      let names = id.map { id in output.files.map { $0.name(of: id) } } ?? []
      files = names.isEmpty ? nil : names
      values = output.values.map(JSONValue.init)
    case .failed(let text)?:
      (state, message, cost, findings, files, values) = ("failed", text, nil, nil, nil, [])
    case .skipped(let culprit)?:
      (state, message, cost, findings, files, values) = ("skipped", culprit, nil, nil, nil, [])
    case nil:
      (state, message, cost, findings, files, values) = ("not planned", nil, nil, nil, nil, [])
    }
  }
}

private struct JSONValue: Encodable {
  let name: String
  let value: JSONContent
  let evidence: JSONEvidence

  init(_ named: NamedValue) {
    name = named.name
    value = JSONContent(content: named.value.content)
    evidence = JSONEvidence(named.value.evidence)
  }
}

private struct JSONContent: Encodable {
  let content: Value.Content

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch content {
    case .number(let number): try container.encode(number)
    case .vector(let vector): try container.encode(vector)
    case .matrix(let matrix): try container.encode(matrix)
    case .boolean(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    }
  }
}

private struct JSONEvidence: Encodable {
  let kind: String
  let direction: String
  let basis: String
  let gap: Double?
  let gapIncludesRounding: Bool?
  let sampling: JSONSampling?

  init(_ evidence: Evidence) {
    kind = evidence.kind.word
    direction = evidence.direction.rawValue
    basis = evidence.basis
    gap = evidence.gap
    gapIncludesRounding = evidence.gap.map { _ in evidence.gapIncludesRounding }
    sampling = evidence.sampling.map {
      JSONSampling(
        count: $0.count, seed: $0.seed, lower: $0.interval.lowerBound,
        upper: $0.interval.upperBound, level: $0.level)
    }
  }
}

private struct JSONSampling: Encodable {
  let count: Int
  let seed: UInt64
  let lower: Double
  let upper: Double
  let level: Double
}
