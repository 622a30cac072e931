/// A proof that no model has a training objective below a value: one number uᵢ a point.
///
/// For every u in the domain of the loss, with Σuᵢyᵢ = 0 where there is a bias, and with
/// s = Σuᵢ/n and v = Σuᵢyᵢxᵢ/n, weak duality gives P(w, b) ≥ mean φ(uᵢ) − penalty, where φ is
/// u (hinge), u − u²/4 (squared hinge), the binary entropy (logistic), u − u log u (exponential), and
/// for a convex loss that an author wrote what its tangents prove.
/// The penalty is dist₂(v, {‖·‖ ≤ εs})²/2λ with ridge λ > 0; without ridge it is 0 if ‖v‖ ≤ εs and
/// otherwise R·(‖v‖ − εs), and the bound then holds for the models with ‖w‖_* ≤ R.
///
/// The value is computed here from the data and u alone, whatever made u.
package struct DualCertificate: Sendable, Hashable {
  /// u, one number a point, in the order of the data.
  package let multipliers: [Double]
  /// R, where the bound holds for ‖w‖_* ≤ R only; nil where it holds for every model.
  package let normBound: Double?
  /// The lower bound of P.
  package let value: Double
  /// max(0, ‖v‖ − εs), which without ridge is 0 or a rounding error.
  package let excess: Double

  /// The certificate of these multipliers; nil where they prove nothing.
  ///
  /// Nothing is proved where u leaves the domain, where |Σuᵢyᵢ| exceeds 10⁻¹²·Σuᵢ with a bias, or
  /// where, without ridge and R, ‖v‖ exceeds εs.
  package init?(
    multipliers u: [Double], of training: LinearTraining, normBound: Double? = nil
  ) {
    let data = training.data
    guard u.count == data.count, u.allSatisfy(\.isFinite) else { return nil }
    let n = Double(data.count)
    var terms = 0.0
    var sum = 0.0
    var imbalance = 0.0
    for (value, label) in zip(u, data.labels) {
      let term = Self.conjugate(training.loss, value)
      guard term > -.infinity else { return nil }
      terms += term
      sum += value
      imbalance += value * label
    }
    if training.fitsBias, abs(imbalance) > 1e-12 * sum { return nil }
    var v = [Double](repeating: 0, count: data.dimension)
    for i in 0..<data.count {
      let factor = u[i] * data.labels[i] / n
      if factor == 0 { continue }
      for (j, x) in data.points.row(i).enumerated() { v[j] += factor * x }
    }
    let reach = training.radius * sum / n
    let excess = max(0, training.norm(v) - reach)
    if training.ridge > 0 {
      let distance = Self.squaredDistance(v, norm: training.norm, radius: reach)
      self.init(
        multipliers: u, normBound: nil, value: terms / n - distance / (2 * training.ridge),
        excess: excess)
    } else if excess == 0 {
      self.init(multipliers: u, normBound: nil, value: terms / n, excess: 0)
    } else {
      guard let normBound else { return nil }
      self.init(
        multipliers: u, normBound: normBound, value: terms / n - normBound * excess,
        excess: excess)
    }
  }

  /// The certificate of u = 0: no objective is below 0.
  package init(zeroFor training: LinearTraining) {
    self.init(
      multipliers: [Double](repeating: 0, count: training.data.count), normBound: nil, value: 0,
      excess: 0)
  }

  /// What is proved, in words.
  package var statement: String {
    if let normBound {
      return "no model with ‖w‖_* ≤ \(normBound) has an objective below \(value)"
    }
    return "no model has an objective below \(value)"
  }

  private init(multipliers: [Double], normBound: Double?, value: Double, excess: Double) {
    self.multipliers = multipliers
    self.normBound = normBound
    self.value = value
    self.excess = excess
  }

  /// −ℓ*(−u), written out again so that the bound leans on nothing that the solver uses.
  private static func conjugate(_ loss: MarginLoss, _ u: Double) -> Double {
    guard u >= 0 else { return -.infinity }
    switch loss {
    case .hinge: return u <= 1 ? u : -.infinity
    case .squaredHinge: return u - u * u / 4
    case .logistic:
      guard u <= 1 else { return -.infinity }
      let first = u > 0 ? u * Elementary.log(u) : 0
      let second = u < 1 ? (1 - u) * Elementary.log1p(-u) : 0
      return -first - second
    case .exponential: return u > 0 ? u - u * Elementary.log(u) : 0
    case .expression(let loss): return loss.conjugateTerm(u)
    }
  }

  /// dist₂(v, {‖·‖ ≤ radius})².
  private static func squaredDistance(_ v: [Double], norm: Norm, radius: Double) -> Double {
    switch norm {
    case .linf:
      return v.reduce(0) { sum, x in
        let rest = max(0, abs(x) - radius)
        return sum + rest * rest
      }
    case .l1:
      // The projection subtracts θ from every size above it, with Σ max(0, |vⱼ| − θ) = radius
      // (Duchi et al., ICML 2008); what is left over are the parts below θ.
      let sizes = v.map(\.magnitude).sorted(by: >)
      guard sizes.reduce(0, +) > radius else { return 0 }
      var sum = 0.0
      var threshold = 0.0
      for (k, size) in sizes.enumerated() {
        sum += size
        let candidate = (sum - radius) / Double(k + 1)
        if size > candidate || k == 0 { threshold = candidate }
      }
      return sizes.reduce(0) { $0 + min($1, threshold) * min($1, threshold) }
    case .l2, .p:
      let rest = max(0, norm(v) - radius)
      return rest * rest
    }
  }
}
