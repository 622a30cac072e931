// Oracle: textbook statements of the rules, and Z3 on their components for small dimensions.
import Testing

@testable import Derivations

/// A rule of the prover, stated in the language of derivations.
struct StatedLemma: Sendable, CustomTestStringConvertible {
  let lemma: Lemma
  let step: CorpusStep
  /// Whether Z3 decides it written out in components.
  let isSmall: Bool

  init(
    _ lemma: Lemma, _ body: String, _ symbols: String = "", given: [String] = [],
    witness: [String] = [], small: Bool = false
  ) {
    self.lemma = lemma
    step = CorpusStep(lemma.rawValue, body, symbols, given: given, witness: witness)
    isSmall = small
  }

  var testDescription: String { lemma.rawValue }
}

private let pair = #"\frac{1}{p} + \frac{1}{q} = 1"#

let statedLemmas: [StatedLemma] = [
  .init(.arithmetic, #"(a + b)^2 = a^2 + 2 a b + b^2"#, small: true),
  .init(
    .shift,
    #"\max_{\|\hat{x} - x\|_2 \le \varepsilon} \ell(w^\top \hat{x}) = \max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top (x + \delta))"#
  ),
  .init(
    .scaling,
    #"\max_{\|\delta\|_2 \le 1} 2 \|x + \delta\|_1 = 2 \max_{\|\delta\|_2 \le 1} \|x + \delta\|_1"#),
  .init(
    .constantTerm,
    #"\max_{\|\delta\|_2 \le 1} [c + \ell(w^\top \delta)] = c + \max_{\|\delta\|_2 \le 1} \ell(w^\top \delta)"#
  ),
  .init(
    .monotone,
    #"\max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top \delta) = \ell(\min_{\|\delta\|_2 \le \varepsilon} w^\top \delta)"#
  ),
  .init(.finiteChoice, #"\max\{a, b\} \ge a"#, small: true),
  .init(.cauchySchwarz, #"|w^\top x| \le \|w\|_2 \|x\|_2"#),
  .init(.holderOne, #"|w^\top x| \le \|w\|_1 \|x\|_\infty"#),
  .init(.holder, #"|w^\top x| \le \|w\|_p \|x\|_q"#, "p: order; q: order", given: [pair]),
  .init(
    .separable,
    #"\min_{\|\delta\|_\infty \le \varepsilon} \sum_{j=1}^d \ell(w_j \delta_j) = \sum_{j=1}^d \min_{|t| \le \varepsilon} \ell(w_j t)"#,
    #"\ell: continuous function"#),
  .init(.boundary, #"\min_{|t| \le \varepsilon} a t = \min_{|t| = \varepsilon} a t"#),
  .init(.innerProductSum, #"\sum_{j=1}^d w_j x_j = w^\top x"#, small: true),
  .init(.homogeneous, #"\|\varepsilon w\|_1 = \varepsilon \|w\|_1"#),
  .init(.signs, #"\varepsilon a^2 \ge 0"#, small: true),
  .init(
    .termwise,
    #"\frac{1}{n} \sum_{i=1}^n \max\{0, z_i\} \ge \frac{1}{n} \sum_{i=1}^n z_i"#, "z: scalar[i]"),
  .init(.triangle, #"\|u + v\|_3 \le \|u\|_3 + \|v\|_3"#),
  .init(.normOrder, #"\|w\|_\infty \le \|w\|_2"#),
  .init(
    .jensen,
    #"\ell\left(\frac{1}{n} \sum_{i=1}^n z_i\right) \le \frac{1}{n} \sum_{i=1}^n \ell(z_i)"#,
    #"\ell: convex function; z: scalar[i]"#),
  .init(
    .support, #"\ell(c a + (1 - c) b) \le c \ell(a) + (1 - c) \ell(b)"#, #"\ell: convex function"#,
    given: [#"0 \le c \le 1"#]),
  .init(.monotoneValues, #"a \le b \implies \ell(b) \le \ell(a)"#, small: true),
  .init(
    .convexRules, #"\ell(w^\top x) \text{ is convex in } w"#, #"\ell: convex function"#),
  .init(.compactness, #"\max_{\|\delta\|_2 \le \varepsilon} w^\top \delta \text{ is attained}"#),
  .init(
    .witness, #"a + z = b \text{ for some } z \in \mathbb{R}"#, witness: ["z: b - a"]),
  .init(
    .feasiblePoint, #"\max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top \delta) \ge \ell(0)"#,
    #"\ell: continuous function"#),
  .init(
    .everyPoint, #"\max_{\|\delta\|_2 \le \varepsilon} \|x + \delta\|_2 \le \|x\|_2 + \varepsilon"#),
  .init(.componentwise, #"w \le u \implies 2 w \le 2 u"#),
  .init(.scalars, #"a b \le \frac{a^2 + b^2}{2}"#, small: true),
]

@Suite struct LemmaTests {
  @Test func everyRuleIsStated() {
    #expect(Set(statedLemmas.map(\.lemma)) == Set(Lemma.allCases))
  }

  /// The statement is proved, by that rule, and holds on instances.
  @Test(arguments: statedLemmas) func theRuleProvesItsStatement(_ stated: StatedLemma) throws {
    let (derivation, failures) = read(stated.step.source)
    #expect(failures.filter { !$0.isWarning }.map(\.message) == [])
    let known = try #require(derivation)
    let report = try #require(check(known, CheckOptions(seed: 7)).steps.first)
    #expect(report.verdict == (stated.lemma.isCited ? .byTheorem : .proved))
    #expect(report.lemmas.contains(stated.lemma.rawValue), "\(report.lemmas)")
  }

  /// Z3 finds the same without the rules, for small dimensions.
  @Test(arguments: statedLemmas.filter(\.isSmall))
  func withoutTheRuleItHoldsForSmallDimensions(_ stated: StatedLemma) throws {
    let derivation = try #require(read(stated.step.source).derivation)
    let goal: Proposition
    switch try #require(derivation.steps.first).statement {
    case .proposition(let p): goal = p
    case .inference(let a, let b, _): goal = .implies(a, b)
    case .approximation: return
    }
    let obligation = Obligation(
      declarations: derivation.declarations, hypotheses: derivation.hypotheses, goal: goal)
    guard case .proved = proveSmall(obligation) else {
      Issue.record("not decided")
      return
    }
  }

  /// Hölder's inequality written out: p and q are 1, 2 and ∞ in turn.
  @Test func orders() throws {
    let step = CorpusStep(
      "Hölder", #"|w^\top x| \le \|w\|_p \|x\|_q"#, "p: order; q: order", given: [pair])
    let derivation = try #require(read(step.source).derivation)
    guard case .proposition(let goal) = derivation.steps[0].statement else { return }
    let obligation = Obligation(
      declarations: derivation.declarations, hypotheses: derivation.hypotheses, goal: goal)
    guard case .proved(let ranges) = proveSmall(obligation) else {
      Issue.record("not decided")
      return
    }
    #expect(ranges.orders.map(\.name) == ["p", "q"])
    #expect(ranges.sizes[.space] ?? 0 >= 1)
    // Without the relation between them it is false for p = q = ∞.
    let without = Obligation(declarations: derivation.declarations, goal: goal)
    if case .proved(let ranges) = proveSmall(without) {
      #expect(ranges.sizes[.space] == 1)
    }
  }

  /// A set that may be empty where a condition fails proves nothing of the other places.
  @Test func aMaximumUnderAConditionIsNotAssumedElsewhere() throws {
    let step = CorpusStep(
      "condition", #"a \ge 0 \implies \max_{|t| \le a} t \le a"#)
    let derivation = try #require(read(step.source).derivation)
    guard case .inference(let p, let q, _) = derivation.steps[0].statement else { return }
    // False for a = −1; the set under max is empty there.
    let both = Obligation(
      declarations: derivation.declarations, goal: .all([.implies(p, q), p]))
    if case .proved = proveSmall(both) { Issue.record("a false statement was proved") }
  }

  /// An exhausted budget never looks like a proof.
  @Test(arguments: [1, 2, 5, 10, 50, 100, 500, 1000, 5000, 20000])
  func littleWorkProvesNothingFalse(_ resources: Int) {
    let x = Term.unknown("x")
    let y = Term.unknown("y")
    let z = Term.unknown("z")
    let problem = SolverProblem([
      .init(.relation(.equal, .product([x, y]), .number(Rational(6)))),
      .init(
        .relation(.equal, .sum([.product([x, x]), .product([y, z])]), .number(Rational(13)))),
      .init(.relation(.greater, .product([x, y, z]), .number(Rational(17)))),
    ])
    // x = 2, y = 3, z = 3 is a solution.
    if case .unsatisfiable = solve(problem, SolverBudget(resources: resources)) {
      Issue.record("a satisfiable problem was said to be unsatisfiable")
    }
  }
}
