internal import AdvKit
internal import Evidence
internal import Notebook

/// What either method of training comes to, in one shape.
struct LinearTrainingOutcome: Sendable {
  /// The trained model.
  let model: LinearModel
  /// Loss curves, the start first.
  let trace: [TraceEntry]
  /// The proof of the lower bound.
  let certificate: DualCertificate?
  /// Weights, bias, objective, dual, gap and iterations.
  let values: [NamedValue]
  /// "attained" or "not attained", as well known as the objective.
  let attained: Value
  /// "unique", "not unique" or "no minimiser".
  let unique: Value
  /// What it cost, counted.
  let cost: String
  /// What deserves attention.
  let findings: [String]

  /// Trains by the method that the cell asks for.
  init(_ training: LinearTraining, _ invocation: Invocation) throws(CellFailure) {
    do throws(TrainingError) {
      let report = { (progress: TrainingProgress) in
        let total = progress.total.map { " of \(grouped($0))" } ?? ""
        let gap = progress.gap.map { ", gap \(scientific($0))" } ?? ""
        invocation.progress("step \(grouped(progress.iteration))\(total)\(gap)")
      }
      if invocation["method"]?.text == "gradient-descent" {
        self.init(
          try gradientDescent(
            training, steps: invocation["steps"]?.integer ?? 100,
            rate: invocation["rate"]?.number ?? 0.1, progress: report,
            isCancelled: invocation.isCancelled))
      } else {
        self.init(
          try solve(training, progress: report, isCancelled: invocation.isCancelled))
      }
    } catch {
      throw CellFailure(error, in: invocation)
    }
  }

  private init(_ solution: LinearSolution) {
    self.init(
      model: solution.model, weights: Value(solution.weights), bias: Value(solution.bias),
      objective: solution.objective, gap: solution.gap, steps: solution.iterations,
      unit: "Newton step", trace: solution.trace, optimum: solution)
  }

  private init(_ run: DescentRun) {
    self.init(
      model: run.model, weights: Value(run.weights), bias: Value(run.bias),
      objective: run.objective, gap: run.gap, steps: run.trace.count - 1, unit: "gradient step",
      trace: run.trace,
      optimum: run.reference)
  }

  private init(
    model: LinearModel, weights: Value, bias: Value,
    objective: Established<Double>, gap: Double?, steps: Int, unit: String, trace: [TraceEntry],
    optimum: LinearSolution?
  ) {
    self.model = model
    self.trace = trace
    certificate = optimum?.certificate
    let evidence = optimum?.objective.evidence ?? objective.evidence
    let unknown = Value(.text("not established"), evidence)
    values = [
      NamedValue("weights", weights), NamedValue("bias", bias),
      NamedValue("objective", Value(objective)),
      NamedValue("dual", optimum.map { Value($0.dual) } ?? unknown),
      NamedValue("gap", gap.map { Value(.number($0), objective.evidence) } ?? unknown),
      NamedValue("iterations", .counted(steps)),
    ]
    var findings: [String] = []
    switch optimum?.attainment {
    case .attained: attained = Value(.text("attained"), evidence)
    case .notAttained(let reason, let infimum):
      attained = Value(.text("not attained"), evidence)
      findings.append(
        "The objective has no minimiser: \(reason). Its infimum is \(plain(infimum.value)); "
          + "the weights shown reach \(scientific(objective.value)).")
    case .notEstablished(let reason):
      attained = unknown
      findings.append("Whether the optimum is attained was not established: \(reason).")
    case nil:
      attained = unknown
      findings.append(
        "The loss was not shown to be convex: nothing bounds the optimum from below, so there is no "
          + "dual and no gap.")
    }
    switch optimum?.uniqueness {
    case .unique: unique = Value(.text("unique"), evidence)
    case .notUnique(let reason):
      unique = Value(.text("not unique"), evidence)
      findings.append("The minimiser is not unique: \(reason).")
    case .noMinimiser: unique = Value(.text("no minimiser"), evidence)
    case .notEstablished, nil: unique = unknown
    }
    if model.weights.allSatisfy({ $0 == 0 }) {
      findings.append(
        "The trained model has $w = 0$: its score is the same everywhere.")
    }
    cost = counted(steps, unit) + (gap.map { " · gap \(scientific($0))" } ?? "")
    let goal = 1e-8 * max(1, objective.value.magnitude)
    if unit == "Newton step", let gap, gap > goal {
      findings.append(
        "The duality gap is \(scientific(gap)), wider than the \(scientific(goal)) that the solver aims at."
      )
    }
    self.findings = findings
  }
}

extension CellFailure {
  /// What the engine says about a training, at the argument that it concerns.
  init(_ error: TrainingError, in invocation: Invocation) {
    let (rule, fix, key): (String, String, String?) =
      switch error {
      case .oneClassOnly: ("both classes are needed", "add points of the other class", "data")
      case .norm: ("training and separability know l1, l2 and linf", "take one of these", "ball")
      case .ridge: ("λ is a finite number ≥ 0", "write one", "ridge")
      case .steps: ("there is at least one step", "write a number ≥ 1", "steps")
      case .rate: ("a rate is a finite number > 0", "write one", "rate")
      case .diverged:
        ("gradient descent stays within the range of numbers", "take a smaller rate", "rate")
      case .convexity:
        (
          "the convex method proves a bound from the tangents of a convex loss",
          "write `method: gradient-descent`, or a loss that the rules of convexity know",
          SharedField.lossExpressionKey
        )
      case .noBound:
        (
          "an objective has a least value, or at least an infimum",
          "add `ridge`, or take a loss that is bounded below", SharedField.lossExpressionKey
        )
      case .noValue:
        (LossStudy.rangeRule, LossStudy.rangeFix, SharedField.lossExpressionKey)
      case .noProgress: ("the gap closes", "scale the coordinates to about 1", "data")
      case .cancelled: ("a run that is stopped publishes nothing", "run it again", nil)
      }
    self.init(
      error.description, rule: rule, fix: fix, at: key.flatMap { invocation[$0]?.span })
  }
}

/// A small number in a message, with one digit: "2·10⁻¹¹"; 0.001 to 1000 in plain digits.
func scientific(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return plain(number) }
  let size = number.magnitude
  let sign = number < 0 ? "−" : ""
  if size >= 0.001, size < 1000 {
    let rounded = (size * 1000).rounded() / 1000
    return sign + plain(rounded)
  }
  var exponent = 0
  var mantissa = size
  while mantissa >= 10 {
    mantissa /= 10
    exponent += 1
  }
  while mantissa < 1 {
    mantissa *= 10
    exponent -= 1
  }
  var digit = Int(mantissa.rounded())
  if digit == 10 {
    digit = 1
    exponent += 1
  }
  let digits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
  return "\(sign)\(digit)·10" + String(String(exponent).map { digits[$0] ?? $0 })
}
