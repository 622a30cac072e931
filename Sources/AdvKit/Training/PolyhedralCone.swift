/// The cone of ‖·‖_∞ (|wⱼ| ≤ t) or of ‖·‖₁ (|wⱼ| ≤ sⱼ with Σsⱼ = t) as linear inequalities.
///
/// Each inequality keeps its slack and its multiplier as numbers of their own, so that neither
/// loses digits to cancellation when it tends to 0.
struct PolyhedralCone: NormCone {
  /// Whether the norm is ‖·‖₁, with the heights sⱼ as further unknowns.
  private let isSum: Bool
  private let count: Int
  /// Slacks of hⱼ − wⱼ ≥ 0 and hⱼ + wⱼ ≥ 0, where hⱼ is t or sⱼ.
  private var upper: [Double]
  private var lower: [Double]
  private var upperMultiplier: [Double]
  private var lowerMultiplier: [Double]
  /// sⱼ, and the multiplier κ of Σsⱼ = t; for ‖·‖_∞ the heights all are t.
  private var heights: [Double]
  private var sumMultiplier: Double

  private var upperResidual: [Double] = []
  private var lowerResidual: [Double] = []
  private var heightResidual = 0.0
  private var aimUpper: [Double] = []
  private var aimLower: [Double] = []

  private var stepUpper: [Double]
  private var stepLower: [Double]
  private var stepUpperMultiplier: [Double]
  private var stepLowerMultiplier: [Double]
  private var stepHeights: [Double]
  private var stepSumMultiplier = 0.0

  /// The cone at w = 0 and this height, with all complementarity products equal to `center`.
  init(isSum: Bool, dimension: Int, height: Double, center: Double) {
    self.isSum = isSum
    count = dimension
    let share = isSum ? height / Double(dimension) : height
    let zeros = [Double](repeating: 0, count: dimension)
    heights = [Double](repeating: share, count: dimension)
    upper = heights
    lower = heights
    upperMultiplier = [Double](repeating: center / share, count: dimension)
    lowerMultiplier = upperMultiplier
    sumMultiplier = 2 * center / share
    stepUpper = zeros
    stepLower = zeros
    stepUpperMultiplier = zeros
    stepLowerMultiplier = zeros
    stepHeights = zeros
  }

  var degree: Double { Double(2 * count) }

  var product: Double { product(afterStep: 0) }

  var multiplier: (weights: [Double], height: Double) {
    let weights = zip(lowerMultiplier, upperMultiplier).map { $0 - $1 }
    let sum = zip(lowerMultiplier, upperMultiplier).reduce(0) { $0 + $1.0 + $1.1 }
    return (weights, isSum ? sumMultiplier : sum)
  }

  mutating func prepare(weights: [Double], height: Double) {
    if isSum {
      heightResidual = height - heights.reduce(0, +)
    } else {
      heights = [Double](repeating: height, count: count)
    }
    upperResidual = (0..<count).map { upper[$0] - (heights[$0] - weights[$0]) }
    lowerResidual = (0..<count).map { lower[$0] - (heights[$0] + weights[$0]) }
  }

  func addCurvature(to system: inout SymmetricSystem, height: Int?) {
    var slopes = [Double](repeating: 0, count: count)
    var reciprocals = 0.0
    for j in 0..<count {
      let a = upperMultiplier[j] / upper[j]
      let e = lowerMultiplier[j] / lower[j]
      if isSum {
        system.add(4 * a * e / (a + e), j, j)
        slopes[j] = (a - e) / (a + e)
        reciprocals += 1 / (a + e)
      } else {
        system.add(a + e, j, j)
        if let height {
          system.add(e - a, j, height)
          system.add(a + e, height, height)
        }
      }
    }
    guard isSum else { return }
    system.addProducts(
      of: padded(slopes, height: height, entry: -1, size: system.size), weights: [1 / reciprocals])
  }

  mutating func aim(at target: Double, corrected: Bool) -> (weights: [Double], height: Double) {
    aimUpper = (0..<count).map { j in
      let second = corrected ? stepUpper[j] * stepUpperMultiplier[j] : 0
      return (target - second + upperMultiplier[j] * (upperResidual[j] - upper[j])) / upper[j]
    }
    aimLower = (0..<count).map { j in
      let second = corrected ? stepLower[j] * stepLowerMultiplier[j] : 0
      return (target - second + lowerMultiplier[j] * (lowerResidual[j] - lower[j])) / lower[j]
    }
    var weights = zip(aimLower, aimUpper).map { $0 - $1 }
    guard isSum else {
      return (weights, zip(aimLower, aimUpper).reduce(0) { $0 + $1.0 + $1.1 })
    }
    let (constant, reciprocals, free, slopes) = eliminatedHeights()
    for j in 0..<count { weights[j] += slopes[j] * (free[j] - constant / reciprocals) }
    return (weights, constant / reciprocals - sumMultiplier)
  }

  mutating func direct(weights: [Double], height: Double) {
    if isSum {
      let (constant, reciprocals, free, slopes) = eliminatedHeights()
      let newSum =
        (zip(slopes, weights).reduce(0) { $0 + $1.0 * $1.1 } - height + constant)
        / reciprocals
      stepSumMultiplier = newSum - sumMultiplier
      for j in 0..<count {
        let curvature = upperMultiplier[j] / upper[j] + lowerMultiplier[j] / lower[j]
        stepHeights[j] = slopes[j] * weights[j] + (free[j] - newSum) / curvature
      }
    } else {
      stepHeights = [Double](repeating: height, count: count)
    }
    for j in 0..<count {
      let rise = stepHeights[j] - weights[j]
      let fall = stepHeights[j] + weights[j]
      stepUpper[j] = rise - upperResidual[j]
      stepLower[j] = fall - lowerResidual[j]
      stepUpperMultiplier[j] = aimUpper[j] - upperMultiplier[j] / upper[j] * rise
      stepLowerMultiplier[j] = aimLower[j] - lowerMultiplier[j] / lower[j] * fall
    }
  }

  func longestStep() -> Double {
    min(
      AdvKit.longestStep(upper, stepUpper), AdvKit.longestStep(lower, stepLower),
      AdvKit.longestStep(upperMultiplier, stepUpperMultiplier),
      AdvKit.longestStep(lowerMultiplier, stepLowerMultiplier))
  }

  func product(afterStep step: Double) -> Double {
    (0..<count).reduce(0) { sum, j in
      sum
        + (upper[j] + step * stepUpper[j])
        * (upperMultiplier[j] + step * stepUpperMultiplier[j])
        + (lower[j] + step * stepLower[j])
        * (lowerMultiplier[j] + step * stepLowerMultiplier[j])
    }
  }

  func barrier(afterStep step: Double) -> Double {
    var sum = 0.0
    for j in 0..<count {
      let above = upper[j] + step * stepUpper[j]
      let below = lower[j] + step * stepLower[j]
      guard above > 0, below > 0 else { return .infinity }
      sum -= Elementary.log(above) + Elementary.log(below)
    }
    return sum
  }

  mutating func centre(at mu: Double, weights: [Double], height: Double) {
    upperMultiplier = upper.map { mu / $0 }
    lowerMultiplier = lower.map { mu / $0 }
    sumMultiplier = (0..<count).reduce(0) { max($0, upperMultiplier[$1] + lowerMultiplier[$1]) }
  }

  mutating func advance(_ step: Double) {
    for j in 0..<count {
      upper[j] += step * stepUpper[j]
      lower[j] += step * stepLower[j]
      upperMultiplier[j] += step * stepUpperMultiplier[j]
      lowerMultiplier[j] += step * stepLowerMultiplier[j]
      if isSum { heights[j] += step * stepHeights[j] }
    }
    sumMultiplier += step * stepSumMultiplier
  }

  /// The sⱼ eliminated: their step is slopesⱼ·(step of wⱼ) + (freeⱼ − κ′)/curvatureⱼ, where the new
  /// κ′ = (slopesᵀ(step of w) − (step of t) + constant)/reciprocals.
  private func eliminatedHeights() -> (
    constant: Double, reciprocals: Double, free: [Double], slopes: [Double]
  ) {
    var constant = -heightResidual
    var reciprocals = 0.0
    var free = [Double](repeating: 0, count: count)
    var slopes = free
    for j in 0..<count {
      let a = upperMultiplier[j] / upper[j]
      let e = lowerMultiplier[j] / lower[j]
      free[j] = aimUpper[j] + aimLower[j] + upperMultiplier[j] + lowerMultiplier[j]
      slopes[j] = (a - e) / (a + e)
      reciprocals += 1 / (a + e)
      constant += free[j] / (a + e)
    }
    return (constant, reciprocals, free, slopes)
  }

  private func padded(_ values: [Double], height: Int?, entry: Double, size: Int) -> [Double] {
    var row = values + [Double](repeating: 0, count: size - count)
    if let height { row[height] = entry }
    return row
  }
}
