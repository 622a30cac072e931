/// A step of a derivation in `results.json`.
struct JSONStep: Encodable {
  let label: String
  let relation: String
  let verdict: String
  let reason: String?
  /// The largest size of each dimension for which it was proved.
  let ranges: [String: Int]?
  let instances: Int?
  let dimensions: [Int]?
  let largestDifference: Double?
  let seed: UInt64?
  let lemmas: [String]?
  let hypothesesUsed: [String]?
  let hypothesesNotUsed: [String]?
  let remarks: [String]?
  let counterexample: JSONCounterexample?
  /// Both sides on values of the page.
  let onGivenValues: [Double]?
  let line: Int
  let column: Int

  init(_ step: JudgedStep, label: String, relation: String) {
    self.label = label
    self.relation = relation
    verdict = step.verdict.name
    reason = step.reason.isEmpty ? nil : step.reason
    if case .provedForSmall(let sizes) = step.verdict {
      ranges = Dictionary(sizes.map { ($0.name, $0.largest) }, uniquingKeysWith: min)
    } else {
      ranges = nil
    }
    instances = step.tests?.instances
    dimensions = step.tests.map { [$0.dimensions.lowerBound, $0.dimensions.upperBound] }
    largestDifference = step.tests?.largestDifference
    seed = step.tests?.seed
    lemmas = step.lemmas.isEmpty ? nil : step.lemmas
    hypothesesUsed = step.hypotheses?.used
    hypothesesNotUsed = step.hypotheses?.unused
    remarks = step.remarks.isEmpty ? nil : step.remarks
    counterexample = step.counterexample.map(JSONCounterexample.init)
    onGivenValues = step.given.map { [$0.left, $0.right].compactMap(\.number) }
    line = step.span.line
    column = step.span.column
  }
}

/// Values for which a step fails, in `results.json`.
struct JSONCounterexample: Encodable {
  struct Assignment: Encodable {
    let symbol: String
    let tex: String
    let numbers: [Double]?
  }

  let values: [Assignment]
  let left: Double?
  let right: Double?
  let reason: String?

  init(_ counterexample: JudgedStep.Counterexample) {
    values = counterexample.values.map {
      Assignment(symbol: $0.symbol, tex: $0.tex, numbers: $0.numbers.isEmpty ? nil : $0.numbers)
    }
    left = counterexample.left
    right = counterexample.right
    reason = counterexample.reason.isEmpty ? nil : counterexample.reason
  }
}

extension CellOutput {
  /// The derivation among the blocks, where there is one.
  var derivation: JudgedDerivation? {
    for case .derivation(let derivation) in blocks { return derivation }
    return nil
  }
}
