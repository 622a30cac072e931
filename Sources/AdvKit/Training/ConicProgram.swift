/// A convex program of the one shape that training and separability share.
///
/// Minimise Σᵢ termᵢ(zᵢ) + cost·τ + (λ/2)‖w‖₂² over w, b, τ, with margins zᵢ = aᵢᵀw + yᵢb − tilt·τ
/// and (t, w) in the cone of a norm. In training t = τ, tilt = ε and cost = 0; in separability
/// t = 1, tilt = 1 and cost = −1, so that τ is the least margin.
struct ConicProgram: Sendable {
  /// Which dual norm the cone {(t, w) : ‖w‖ ≤ t} is of.
  enum Cone: Sendable, Hashable {
    /// ‖w‖₂.
    case euclidean
    /// ‖w‖_∞, the dual of ℓ1.
    case maximum
    /// ‖w‖₁, the dual of ℓ∞.
    case sum
  }

  /// What the unknown τ is.
  enum Height: Sendable, Hashable {
    /// There is no τ, and no cone.
    case absent
    /// τ is the cone's height t, at most the limit where there is one.
    case cone(limit: Double?)
    /// τ is the least margin, and t = 1.
    case leastMargin
  }

  /// The rows yᵢ·xᵢ, row-major, n × d.
  let rows: [Double]
  /// yᵢ where there is a bias, otherwise nil.
  let labels: [Double]?
  /// n.
  let count: Int
  /// d.
  let dimension: Int
  /// What a point contributes.
  let term: PointTerms.Kind
  /// The weight c of a point's loss.
  let weight: Double
  /// λ ≥ 0.
  let ridge: Double
  /// ε in training, 1 in separability.
  let tilt: Double
  /// The norm's cone.
  let cone: Cone
  /// The role of τ.
  let height: Height

  /// Number of unknowns: w, then b, then τ, where they exist.
  var unknowns: Int { dimension + (labels == nil ? 0 : 1) + (height == .absent ? 0 : 1) }

  /// The index of b among the unknowns.
  var biasIndex: Int? { labels == nil ? nil : dimension }

  /// The index of τ among the unknowns.
  var heightIndex: Int? { height == .absent ? nil : unknowns - 1 }

  /// The index of τ where it is the cone's height.
  var coneHeightIndex: Int? {
    if case .cone = height { return heightIndex }
    return nil
  }

  /// The rows of the margins as functions of all unknowns, n × `unknowns`.
  var marginRows: [Double] {
    let size = unknowns
    var result = [Double](repeating: 0, count: count * size)
    for i in 0..<count {
      for j in 0..<dimension { result[i * size + j] = rows[i * dimension + j] }
      if let biasIndex, let labels { result[i * size + biasIndex] = labels[i] }
      if let heightIndex { result[i * size + heightIndex] = -tilt }
    }
    return result
  }
}
