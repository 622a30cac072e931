internal import AdvKit
internal import Derivations
internal import Notebook

/// What the checker of derivations finds of a loss ℓ(z): its slope, and whether it falls and is convex.
///
/// Nothing is known of a loss by its name or its looks: each property is a step of a derivation that
/// is refuted, proved, or neither.
struct LossStudy {
  /// What is known of a property.
  enum Finding: Equatable {
    /// It is proved; by what, in words.
    case proved(String)
    /// It is false: two margins.
    case refuted(Double, Double)
    /// There is a margin without a value; why.
    case undefined(Double, String)
    /// Neither; why.
    case open(String)

    /// Whether it is proved.
    var isProved: Bool { if case .proved = self { true } else { false } }
  }

  /// The loss, ready to be evaluated, with what was proved of it.
  let loss: ExpressionLoss
  /// Whether ℓ(b) ≤ ℓ(a) for all a ≤ b.
  let falls: Finding
  /// Whether ℓ is convex.
  let curves: Finding

  /// Studies an expression in z; `text` is what it is called.
  init(_ written: Notebook.Expression, text: String) throws(LossRefusal) {
    let z = Symbol("z")
    let body = try LossTranslation(symbol: z).expression(written)
    let scope = Derivations.Scope([Declaration(z, .scalar(.real))])
    guard let slope = body.rightDerivative(in: z, scope: scope),
      let formula = MarginFormula(body), let slopeFormula = MarginFormula(slope)
    else { throw LossRefusal("a loss without a derivative", at: written.place) }
    falls = try Self.falls(written, body, slope, z, formula)
    curves = try Self.curves(written, body, slope, z, formula)
    loss = ExpressionLoss(
      text: text, formula: formula, slope: slopeFormula, isNonincreasing: falls.isProved,
      isConvex: curves.isProved)
  }

  /// a ≤ b ⟹ ℓ(b) ≤ ℓ(a); for a smooth ℓ also from ℓ′ ≤ 0, by the mean value theorem.
  private static func falls(
    _ written: Notebook.Expression, _ body: Derivations.Expression,
    _ slope: Derivations.Expression, _ z: Symbol, _ formula: MarginFormula
  ) throws(LossRefusal) -> Finding {
    let (a, b) = (Symbol("a"), Symbol("b"))
    let left = try LossTranslation(symbol: a).expression(written)
    let right = try LossTranslation(symbol: b).expression(written)
    func value(_ symbol: Symbol) -> Derivations.Expression { .symbol(symbol, []) }
    let report = judge(
      .inference(
        from: .relation(.lessOrEqual, value(a), value(b)), to: .relation(.lessOrEqual, right, left),
        for: []), [a, b])
    let direct = finding(report)
    if case .open = direct {
      if let (first, second) = rise(formula) { return .refuted(first, second) }
      if formula.isSmooth {
        let bySlope = finding(
          judge(.proposition(.relation(.lessOrEqual, slope, .zero)), [z]))
        if case .proved(let words) = bySlope { return .proved("its derivative is ≤ 0: \(words)") }
      }
    }
    return direct
  }

  /// ℓ is convex by the rules; for a smooth ℓ also from ℓ″ ≥ 0.
  private static func curves(
    _ written: Notebook.Expression, _ body: Derivations.Expression,
    _ slope: Derivations.Expression, _ z: Symbol, _ formula: MarginFormula
  ) throws(LossRefusal) -> Finding {
    let byRules = finding(judge(.proposition(.hasShape(.convex, body, in: z)), [z]))
    if byRules.isProved { return byRules }
    let (a, b) = (Symbol("a"), Symbol("b"))
    func half(_ e: [Derivations.Expression]) -> Derivations.Expression {
      .quotient(.adding(e), .number(Rational(2)))
    }
    let left = try LossTranslation(symbol: a).expression(written)
    let right = try LossTranslation(symbol: b).expression(written)
    let middle = half([.symbol(a, []), .symbol(b, [])])
    let chord = judge(
      .proposition(
        .relation(
          .lessOrEqual, try LossTranslation(margin: middle).expression(written),
          half([left, right]))), [a, b])
    let byChord = finding(chord)
    if case .refuted = byChord { return byChord }
    if formula.isSmooth,
      let second = slope.rightDerivative(
        in: z, scope: Derivations.Scope([Declaration(z, .scalar(.real))]))
    {
      let bySlope = finding(
        judge(.proposition(.relation(.greaterOrEqual, second, .zero)), [z]))
      if case .proved(let words) = bySlope {
        return .proved("its second derivative is ≥ 0: \(words)")
      }
    }
    return .open("no proof was found")
  }

  /// The report of one step about real numbers.
  private static func judge(_ statement: Statement, _ symbols: [Symbol]) -> StepReport {
    let derivation = Derivation(
      declarations: symbols.map { Declaration($0, .scalar(.real)) }, hypotheses: [], witnesses: [],
      steps: [
        Step(statement, range: 0..<0, sign: "", left: nil, right: "", endsLine: true)
      ])
    let reports = check(derivation, CheckOptions(seed: 1)).steps
    return reports.first
      ?? StepReport(number: 1, verdict: .unchecked, reason: "nothing was checked")
  }

  private static func finding(_ report: StepReport) -> Finding {
    let numbers = report.counterexample?.values.flatMap(\.numbers) ?? []
    switch report.verdict {
    case .proved, .byTheorem, .provedForSmall: return .proved(report.reason)
    case .refuted:
      guard numbers.count == 2 else { return .open(report.reason) }
      return .refuted(numbers[0], numbers[1])
    case .undefined:
      guard let first = numbers.first else { return .open(report.reason) }
      return .undefined(first, report.reason)
    default: return .open(report.reason)
    }
  }

  /// Two margins on a grid between which the loss clearly rises; nil where none are found.
  private static func rise(_ formula: MarginFormula) -> (Double, Double)? {
    let sizes = [1000.0, 300, 100, 50, 20, 10, 5, 3, 2, 1.5, 1, 0.5, 0.25]
    let grid = sizes.map { -$0 } + [0] + sizes.reversed()
    let values = grid.map(formula.value)
    for k in grid.indices.dropLast() {
      let (a, b) = (values[k], values[k + 1])
      if a.isFinite, b.isFinite, b - a > 1e-9 * max(1, a.magnitude, b.magnitude) {
        return (grid[k], grid[k + 1])
      }
    }
    return nil
  }
}
