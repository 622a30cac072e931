internal import Dispatch
internal import Synchronization

/// How a derivation is checked, besides what it says itself.
package struct CheckOptions: Sendable {
  /// Keys the random instances.
  package var seed: UInt64
  /// Steps that are not checked, by number, with the author's reason.
  package var unchecked: [Int: String]
  /// For ≈ steps, by number: the symbol that is small and the order that is claimed, at least 1.
  package var orders: [Int: (small: Symbol, order: Int)]
  /// Relations that were checked elsewhere on the page and may be used, by name.
  package var theorems: [String: Theorem]
  /// Steps that name a theorem, by number.
  package var by: [Int: String]

  package init(
    seed: UInt64, unchecked: [Int: String] = [:],
    orders: [Int: (small: Symbol, order: Int)] = [:], theorems: [String: Theorem] = [:],
    by: [Int: String] = [:]
  ) {
    self.seed = seed
    self.unchecked = unchecked
    self.orders = orders
    self.theorems = theorems
    self.by = by
  }
}

/// A checked relation that other derivations may use.
package struct Theorem: Sendable {
  package let declarations: [Declaration]
  package let hypotheses: [Hypothesis]
  package let statement: Proposition
  /// Its own verdict: what uses it is not known better.
  package let verdict: Verdict

  package init(
    declarations: [Declaration], hypotheses: [Hypothesis], statement: Proposition, verdict: Verdict
  ) {
    self.declarations = declarations
    self.hypotheses = hypotheses
    self.statement = statement
    self.verdict = verdict
  }
}

/// What checking a derivation found: a report for every step and for every witness.
package struct DerivationReport: Sendable {
  /// In the order of the steps.
  package let steps: [StepReport]
  /// One for each witness: that it lies in the set that it is offered for and attains the extremum, in
  /// the witnesses' order.
  package let witnesses: [StepReport]
  /// Whether the hypotheses contradict each other; nil where that was not decided, which lowers every
  /// verdict to `tested` at most.
  package let hypothesesAreConsistent: Bool?

  package init(steps: [StepReport], witnesses: [StepReport], hypothesesAreConsistent: Bool?) {
    self.steps = steps
    self.witnesses = witnesses
    self.hypothesesAreConsistent = hypothesesAreConsistent
  }

  /// The verdict of the whole: the first of its steps' and witnesses' in the table; nil without any.
  package var verdict: Verdict? {
    (steps + witnesses).map(\.verdict).min { $0.rank < $1.rank }
  }
}

/// Checks every step of a derivation, and every witness.
package func check(_ derivation: Derivation, _ options: CheckOptions) -> DerivationReport {
  let checker = Checker(derivation, options)
  let isConsistent = checker.consistency()
  guard isConsistent != false else {
    let reason = "the hypotheses contradict each other: anything would follow"
    return DerivationReport(
      steps: derivation.steps.indices.map {
        StepReport(number: $0 + 1, verdict: .unchecked, reason: reason)
      },
      witnesses: derivation.witnesses.indices.map {
        StepReport(number: $0 + 1, verdict: .unchecked, reason: reason)
      }, hypothesesAreConsistent: false)
  }
  let steps = derivation.steps.count
  let reports = Reports(steps + derivation.witnesses.count)
  // Each is a function of the derivation alone: which core makes it does not matter.
  DispatchQueue.concurrentPerform(iterations: steps + derivation.witnesses.count) { k in
    let report = k < steps ? checker.report(step: k) : checker.report(witness: k - steps)
    reports.set(k, report.lowered(isConsistent))
  }
  let all = reports.all
  return DerivationReport(
    steps: Array(all.prefix(steps)), witnesses: Array(all.dropFirst(steps)),
    hypothesesAreConsistent: isConsistent)
}

/// Reports by their place, from several threads.
private final class Reports: Sendable {
  private let list: Mutex<[StepReport?]>

  init(_ count: Int) {
    list = Mutex(Array(repeating: nil, count: count))
  }

  func set(_ place: Int, _ report: StepReport) {
    list.withLock { $0[place] = report }
  }

  /// All reports; every place was set.
  var all: [StepReport] { list.withLock { $0.compactMap { $0 } } }
}

extension StepReport {
  /// At most `tested` where it was not shown that the hypotheses can hold.
  fileprivate func lowered(_ isConsistent: Bool?) -> StepReport {
    guard isConsistent == nil, verdict.rank > Verdict.tested.rank else { return self }
    return StepReport(
      number: number, verdict: .tested,
      reason: "it was not shown that the hypotheses can hold together", tests: tests,
      lemmas: lemmas, usedHypotheses: usedHypotheses, remarks: remarks)
  }
}
