/// The separability problem solved, with all that training needs to know of it.
///
/// Its interior-point solution is strictly complementary for ℓ1 and ℓ∞: where several models have
/// the largest margin m, ``central`` lies in the relative interior of their set, and a point with
/// ``slack`` 0 has margin m under every one of them (Goldman, Tucker 1956).
struct HullDistance {
  /// The best least margin found with ‖w‖_* = 1, or 0.
  private(set) var lower = 0.0
  /// The least distance found of hull points: an upper bound of the largest margin.
  private(set) var upper = Double.infinity
  /// w with ‖w‖_* = 1 and its best b.
  private(set) var direction: [Double]
  private(set) var bias = 0.0
  /// Weights αᵢ ≥ 0 with Σαᵢ = 1 and, with a bias, Σαᵢyᵢ = 0; ‖Σαᵢyᵢxᵢ‖ = ``upper``.
  private(set) var weights: [Double]
  /// The last iterate, ‖w‖_* ≤ 1, in the unit of the data.
  private(set) var central: LinearModel
  /// Whether a point is active, with margin equal to the largest one under every best model.
  private(set) var isActive: [Bool]
  /// The largest size of a coordinate, after centring where there is a bias.
  let scale: Double
  /// Newton steps.
  private(set) var iterations = 0

  private let data: Dataset
  private let norm: Norm
  private let fitsBias: Bool

  /// Solves the problem.
  init(
    _ data: Dataset, norm: Norm, fitsBias: Bool, isCancelled: () -> Bool
  ) throws(TrainingError) {
    guard !fitsBias || data.hasBothClasses else { throw .oneClassOnly }
    let cone = try ConicProgram.Cone(attackNorm: norm)
    let scaled = ScaledData(data, centred: fitsBias)
    self.data = data
    self.norm = norm
    self.fitsBias = fitsBias
    scale = scaled.scale
    direction = [Double](repeating: 0, count: data.dimension)
    weights = [Double](repeating: 1 / Double(data.count), count: data.count)
    isActive = [Bool](repeating: true, count: data.count)
    central = LinearModel(weights: direction)
    var method = InteriorPoint(
      ConicProgram(
        rows: scaled.rows, labels: fitsBias ? data.labels : nil, count: data.count,
        dimension: data.dimension, term: .constraint, weight: 1, ridge: 0, tilt: 1, cone: cone,
        height: .leastMargin))
    var idle = 0
    iterations = try method.run { (state) throws(TrainingError) in
      if isCancelled() { throw .cancelled }
      let old = upper - lower
      improveLower(state.weights)
      improveUpper(state.multipliers)
      central = scaled.restored(state.weights, state.bias)
      isActive = zip(state.slack, state.multipliers).map { $0 < $1 }
      idle = upper - lower < 0.7 * old ? 0 : idle + 1
      return upper - lower <= 2e-15 * scale || (idle >= 6 && upper - lower <= 1e-11 * scale)
        || idle >= 25
    }
    guard norm == .l2, lower > 0 else { return }
    // The interior point's direction is right to the square root of rounding only.
    let nearest = NearestPoint(data, fitsBias: fitsBias)
    var multipliers = [Double](repeating: 0, count: data.count)
    for (name, weight) in zip(nearest.names, nearest.weights) {
      for i in name { multipliers[i] += weight }
    }
    improveUpper(multipliers)
    improveLower(nearest.point, isBetter: true)
  }

  /// Tries w, scaled to ‖w‖_* = 1, with the bias that makes its least margin largest.
  ///
  /// A direction known to be better is taken even where rounding hides it.
  private mutating func improveLower(_ w: [Double], isBetter: Bool = false) {
    let size = norm.dual(w)
    guard size > 0 else { return }
    let unit = w.map { $0 / size }
    var leastPositive = Double.infinity
    var leastNegative = Double.infinity
    for i in 0..<data.count {
      let score = dotProduct(data.points.row(i), unit)
      if data.labels[i] > 0 {
        leastPositive = min(leastPositive, score)
      } else {
        leastNegative = min(leastNegative, -score)
      }
    }
    let b = fitsBias ? (leastNegative - leastPositive) / 2 : 0
    let margin = min(leastPositive + b, leastNegative - b)
    if margin > lower || (isBetter && lower > 0 && margin > lower - 1e-14 * scale) {
      lower = margin
      direction = unit
      bias = b
    }
  }

  /// Tries weights, made a convex combination of each class.
  private mutating func improveUpper(_ multipliers: [Double]) {
    var sums = (positive: 0.0, negative: 0.0)
    for (value, label) in zip(multipliers, data.labels) {
      if label > 0 { sums.positive += max(0, value) } else { sums.negative += max(0, value) }
    }
    let total = sums.positive + sums.negative
    let divisors =
      fitsBias ? (2 * sums.positive, 2 * sums.negative) : (total, total)
    guard divisors.0 > 0 || divisors.1 > 0 else { return }
    let candidate = zip(multipliers, data.labels).map { value, label in
      max(0, value) / (label > 0 ? divisors.0 : divisors.1)
    }
    guard candidate.allSatisfy(\.isFinite) else { return }
    let distance = norm(
      data.points.transposedProduct(zip(candidate, data.labels).map { $0 * $1 }))
    if distance < upper {
      upper = distance
      weights = candidate
    }
  }
}

extension ConicProgram.Cone {
  /// The cone of the dual of the attack's norm.
  init(attackNorm: Norm) throws(TrainingError) {
    switch attackNorm {
    case .l1: self = .maximum
    case .l2: self = .euclidean
    case .linf: self = .sum
    case .p: throw .norm(attackNorm.name)
    }
  }
}

/// Points moved and scaled so that the method works with numbers of size 1.
struct ScaledData {
  /// yᵢ(xᵢ − centre)/scale, row-major.
  let rows: [Double]
  /// The largest size of a coordinate of the moved points; 1 where that is 0.
  let scale: Double
  private let centre: [Double]

  /// Scales the points; moves their mean to 0 if `centred`, which a bias makes up for.
  ///
  /// The scale is at least `least`, so that a large ε is of size 1 as well.
  init(_ data: Dataset, centred: Bool, least: Double = 0) {
    let d = data.dimension
    let n = Double(data.count)
    var centre = [Double](repeating: 0, count: d)
    if centred {
      centre = data.points.transposedProduct([Double](repeating: 1 / n, count: data.count))
    }
    var rows = data.points.storage
    var largest = least
    for k in rows.indices {
      let moved = rows[k] - centre[k % d]
      // Of a constant coordinate the mean leaves only rounding, which must not be taken for data.
      let isNoise = abs(moved) <= 1e-15 * n * abs(centre[k % d])
      rows[k] = isNoise ? 0 : data.labels[k / d] * moved
      largest = max(largest, rows[k].magnitude)
    }
    let scale = largest > 0 ? largest : 1
    for k in rows.indices { rows[k] /= scale }
    self.rows = rows
    self.scale = scale
    self.centre = centre
  }

  /// The model of the original points with the same scores.
  func restored(_ weights: [Double], _ bias: Double) -> LinearModel {
    let original = weights.map { $0 / scale }
    return LinearModel(weights: original, bias: bias - dotProduct(original, centre))
  }
}
