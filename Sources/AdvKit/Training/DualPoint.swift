/// Makes multipliers that an iterate suggests into ones that prove something.
struct DualPoint {
  private let training: LinearTraining
  /// Multipliers with ‖v‖ < εs strictly (and Σuᵢyᵢ = 0), where there are such, each at most 1.
  private let interior: [Double]?
  private let domain: ClosedRange<Double>

  /// For a problem, with strictly feasible multipliers where the problem needs and has them.
  init(_ training: LinearTraining, interior: [Double]? = nil) {
    self.training = training
    domain = training.loss.conjugateDomain
    let largest = interior?.max() ?? 0
    self.interior = largest > 0 ? interior.map { $0.map { $0 / largest } } : nil
  }

  /// The certificate of the multipliers nearest to these that are feasible; nil where none is found.
  ///
  /// u is clipped to the loss's domain; with a bias the heavier class is scaled down; without ridge
  /// u moves towards the interior by as much as ‖v‖ ≤ εs asks for, and where there is no interior
  /// the bound is for ‖w‖_* ≤ R.
  func certificate(near raw: [Double], normBound: Double?) -> DualCertificate? {
    let u = balanced(raw.map(clipped))
    if training.ridge > 0 { return DualCertificate(multipliers: u, of: training) }
    guard let interior else {
      return DualCertificate(multipliers: u, of: training, normBound: normBound)
    }
    if let direct = DualCertificate(multipliers: u, of: training) { return direct }
    let (outside, inside) = (distanceOutside(u), distanceOutside(interior))
    guard inside < 0 else { return nil }
    var share = min(1, outside / (outside - inside))
    for _ in 0..<6 {
      let mixed = zip(u, interior).map { (1 - share) * $0 + share * $1 }
      if let certificate = DualCertificate(multipliers: balanced(mixed), of: training) {
        return certificate
      }
      // The bound of the share is exact; only rounding can ask for more.
      share = min(1, 1.5 * share + 1e-16)
    }
    return nil
  }

  private func clipped(_ u: Double) -> Double {
    min(max(u, domain.lowerBound), domain.upperBound)
  }

  private func balanced(_ u: [Double]) -> [Double] {
    guard training.fitsBias else { return u }
    var sums = (positive: 0.0, negative: 0.0)
    for (value, label) in zip(u, training.data.labels) {
      if label > 0 { sums.positive += value } else { sums.negative += value }
    }
    let lighter = min(sums.positive, sums.negative)
    return zip(u, training.data.labels).map { value, label in
      let sum = label > 0 ? sums.positive : sums.negative
      return sum > lighter ? value * (lighter / sum) : value
    }
  }

  /// ‖v‖ − εs.
  private func distanceOutside(_ u: [Double]) -> Double {
    let n = Double(u.count)
    let v = training.data.points.transposedProduct(
      zip(u, training.data.labels).map { $0 * $1 / n })
    return training.norm(v) - training.radius * (u.reduce(0, +) / n)
  }
}
