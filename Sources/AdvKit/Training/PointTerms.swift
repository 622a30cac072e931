/// The points' share of the interior-point method: slacks and multipliers αᵢ of the margins zᵢ.
///
/// A loss of weight c enters as follows. Hinge: min cξ with z + ξ − 1 = r ≥ 0 and ξ ≥ 0, where β
/// belongs to ξ. Squared hinge: min cξ² with z + ξ − 1 = r ≥ 0, so that ξ = α/2c. Logistic and
/// exponential: α = −cℓ′(z) itself, without slacks. A constraint: z = r ≥ 0.
struct PointTerms {
  /// What a point contributes to the problem.
  enum Kind: Sendable, Hashable {
    /// c·ℓ(z).
    case loss(MarginLoss)
    /// The constraint z ≥ 0.
    case constraint
  }

  private let kind: Kind
  private let weight: Double
  private let count: Int
  /// r and ξ; ξ only for the hinge.
  private(set) var slack: [Double]
  private(set) var excess: [Double]
  /// α, which belongs to r, and β, which belongs to ξ.
  private(set) var multipliers: [Double]
  private(set) var excessMultipliers: [Double]

  private var margins: [Double] = []
  private var residual: [Double] = []
  private var excessResidual: [Double] = []
  private var offset: [Double] = []
  private var stepSlack: [Double]
  private var stepExcess: [Double]
  private var stepMultipliers: [Double]

  /// `count` terms of weight `weight`, well inside all constraints.
  init(kind: Kind, weight: Double, count: Int) {
    self.kind = kind
    self.weight = weight
    self.count = count
    switch kind {
    case .loss(.logistic), .loss(.exponential): isSmooth = true
    case .loss(.expression(let loss)):
      isSmooth = true
      if !loss.formula.isSmooth { smoothing = 1 }
    default: isSmooth = false
    }
    let ones = [Double](repeating: 1, count: count)
    slack = ones
    excess = ones
    let share: Double
    switch kind {
    case .loss(.hinge): share = weight / 2
    case .loss: share = weight
    case .constraint: share = 1 / Double(count)
    }
    multipliers = ones.map { $0 * share }
    excessMultipliers = multipliers
    stepSlack = ones.map { _ in 0 }
    stepExcess = stepSlack
    stepMultipliers = stepSlack
  }

  /// Whether the terms are smooth functions of z without slacks.
  let isSmooth: Bool

  /// Over which width the kinks of a loss that an author wrote are rounded off; 0 for the others.
  private(set) var smoothing = 0.0

  /// The least of these widths that the method goes down to.
  static let leastSmoothing = 1e-9

  /// Rounds kinks off over a smaller width; false where there is nothing left to sharpen.
  mutating func sharpen(by factor: Double) -> Bool {
    guard smoothing > Self.leastSmoothing else { return false }
    smoothing *= factor
    return true
  }

  /// Number of complementarity products.
  var degree: Double {
    if isSmooth { return 0 }
    return Double(kind == .loss(.hinge) ? 2 * count : count)
  }

  /// Sum of the complementarity products.
  var product: Double { product(afterStep: 0) }

  /// Takes in the margins of the current point.
  mutating func prepare(margins z: [Double]) {
    margins = z
    switch kind {
    case .loss(let loss) where isSmooth:
      multipliers = z.map { -weight * slope(loss, $0) }
    case .loss(.hinge):
      residual = (0..<count).map { slack[$0] - (z[$0] + excess[$0] - 1) }
      excessResidual = (0..<count).map { weight - multipliers[$0] - excessMultipliers[$0] }
    case .loss:
      residual = (0..<count).map { slack[$0] - (z[$0] + multipliers[$0] / (2 * weight) - 1) }
    case .constraint:
      residual = (0..<count).map { slack[$0] - z[$0] }
    }
  }

  /// D, where the step of α is `offset` − D·(step of z).
  var curvatures: [Double] {
    switch kind {
    case .loss(let loss) where isSmooth:
      return margins.map { weight * curvature(loss, $0) }
    case .loss(.hinge):
      return (0..<count).map {
        1 / (slack[$0] / multipliers[$0] + excess[$0] / excessMultipliers[$0])
      }
    case .loss:
      return (0..<count).map { 1 / (slack[$0] / multipliers[$0] + 1 / (2 * weight)) }
    case .constraint:
      return (0..<count).map { multipliers[$0] / slack[$0] }
    }
  }

  /// `offset` for complementarity products of `target`, with the second-order terms of the last direction.
  mutating func aim(at target: Double, corrected: Bool, curvatures: [Double]) -> [Double] {
    offset = (0..<count).map { i in
      if isSmooth { return 0 }
      let second = corrected ? stepSlack[i] * stepMultipliers[i] : 0
      let first = (target - second) / multipliers[i] - slack[i] + residual[i]
      guard kind == .loss(.hinge) else { return curvatures[i] * first }
      let excessStep = excessResidual[i] - stepMultipliers[i]
      let excessSecond = corrected ? stepExcess[i] * excessStep : 0
      let other =
        (target - excessSecond - excess[i] * (excessMultipliers[i] + excessResidual[i]))
        / excessMultipliers[i]
      return curvatures[i] * (first - other)
    }
    return offset
  }

  /// Computes and stores the direction that belongs to a step of the margins and the last aim.
  mutating func direct(
    margins steps: [Double], curvatures: [Double], target: Double, corrected: Bool
  ) {
    if isSmooth { return }
    for i in 0..<count {
      let oldMultiplier = stepMultipliers[i]
      let oldExcess = stepExcess[i]
      let step = offset[i] - curvatures[i] * steps[i]
      switch kind {
      case .loss(.hinge):
        let second = corrected ? oldExcess * (excessResidual[i] - oldMultiplier) : 0
        stepExcess[i] =
          (target - second - excess[i] * (excessMultipliers[i] + excessResidual[i] - step))
          / excessMultipliers[i]
        stepSlack[i] = steps[i] + stepExcess[i] - residual[i]
      case .loss:
        stepSlack[i] = steps[i] + step / (2 * weight) - residual[i]
      case .constraint:
        stepSlack[i] = steps[i] - residual[i]
      }
      stepMultipliers[i] = step
    }
  }

  /// The longest step along the stored direction that keeps slacks and multipliers ≥ 0.
  func longestStep() -> Double {
    if isSmooth { return 1e10 }
    let length = min(
      AdvKit.longestStep(slack, stepSlack), AdvKit.longestStep(multipliers, stepMultipliers))
    guard kind == .loss(.hinge) else { return length }
    return min(
      length, AdvKit.longestStep(excess, stepExcess),
      AdvKit.longestStep(excessMultipliers, zip(excessResidual, stepMultipliers).map { $0 - $1 }))
  }

  /// ``product`` after a step along the stored direction.
  func product(afterStep step: Double) -> Double {
    if isSmooth { return 0 }
    var sum = 0.0
    for i in 0..<count {
      sum += (slack[i] + step * stepSlack[i]) * (multipliers[i] + step * stepMultipliers[i])
    }
    guard kind == .loss(.hinge) else { return sum }
    for i in 0..<count {
      let excessStep = step == 0 ? 0 : step * (excessResidual[i] - stepMultipliers[i])
      sum += (excess[i] + step * stepExcess[i]) * (excessMultipliers[i] + excessStep)
    }
    return sum
  }

  /// The sum of the smooth terms at these margins; 0 for the other kinds.
  func value(margins: [Double]) -> Double {
    guard isSmooth, case .loss(let loss) = kind else { return 0 }
    if case .expression(let written) = loss {
      return margins.reduce(0) { $0 + weight * written.formula.smoothed($1, by: smoothing).value }
    }
    return margins.reduce(0) { $0 + weight * loss.value($1) }
  }

  private func slope(_ loss: MarginLoss, _ z: Double) -> Double {
    guard case .expression(let written) = loss else { return loss.derivative(z) }
    return written.formula.smoothed(z, by: smoothing).first
  }

  private func curvature(_ loss: MarginLoss, _ z: Double) -> Double {
    guard case .expression(let written) = loss else { return loss.secondDerivative(z) }
    return max(0, written.formula.smoothed(z, by: smoothing).second)
  }

  /// Takes a step along the stored direction; smooth terms follow in the next ``prepare(margins:)``.
  mutating func advance(_ step: Double) {
    if isSmooth { return }
    for i in 0..<count {
      if kind == .loss(.hinge) {
        excess[i] += step * stepExcess[i]
        excessMultipliers[i] += step * (excessResidual[i] - stepMultipliers[i])
      }
      slack[i] += step * stepSlack[i]
      multipliers[i] += step * stepMultipliers[i]
    }
  }
}
