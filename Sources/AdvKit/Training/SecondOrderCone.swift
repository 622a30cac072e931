/// The cone of ‖·‖₂ with the scaling of Nesterov and Todd.
///
/// Formulas: Vandenberghe, "The CVXOPT linear and quadratic cone program solvers" (2010),
/// sections 4 and 5. With the scaled variable λ = W q = W⁻¹(t, w), complementarity is λ∘λ = μe.
struct SecondOrderCone: NormCone {
  private let count: Int
  /// (t, w) and its multiplier, the height first.
  private var point: [Double]
  private var dual: [Double]
  /// W = η·(scaling of the unit hyperboloid's point `normal`); W⁻¹ = J·W·J/η².
  private var normal: [Double]
  private var eta = 1.0
  private var lambda: [Double]
  private var aimed: [Double]

  private var stepPoint: [Double]
  private var stepDual: [Double]

  /// The cone at w = 0 and this height, with complementarity product `center`.
  init(dimension: Int, height: Double, center: Double) {
    count = dimension + 1
    let zeros = [Double](repeating: 0, count: dimension + 1)
    point = zeros
    dual = zeros
    normal = zeros
    lambda = zeros
    aimed = zeros
    stepPoint = zeros
    stepDual = zeros
    point[0] = height
    dual[0] = center / height
  }

  var degree: Double { 1 }

  var product: Double { product(afterStep: 0) }

  var multiplier: (weights: [Double], height: Double) { (Array(dual.dropFirst()), dual[0]) }

  mutating func prepare(weights: [Double], height: Double) {
    point = [height] + weights
    let sizePoint = Self.determinant(point).squareRoot()
    let sizeDual = Self.determinant(dual).squareRoot()
    let s = point.map { $0 / sizePoint }
    let z = dual.map { $0 / sizeDual }
    let gamma = ((1 + zip(s, z).reduce(0) { $0 + $1.0 * $1.1 }) / 2).squareRoot()
    normal = (0..<count).map { ($0 == 0 ? s[$0] + z[$0] : s[$0] - z[$0]) / (2 * gamma) }
    eta = (sizePoint / sizeDual).squareRoot()
    lambda = scaled(dual)
  }

  func addCurvature(to system: inout SymmetricSystem, height: Int?) {
    // G = W⁻² = (2(Jn)(Jn)ᵀ − J)/η² with n = `normal`.
    let factor = 1 / (eta * eta)
    var row = [Double](repeating: 0, count: system.size)
    for j in 1..<count {
      row[j - 1] = -normal[j]
      system.add(factor, j - 1, j - 1)
    }
    if let height {
      row[height] = normal[0]
      system.add(-factor, height, height)
    }
    system.addProducts(of: row, weights: [2 * factor])
  }

  mutating func aim(at target: Double, corrected: Bool) -> (weights: [Double], height: Double) {
    // right = σμe − λ∘λ − (W⁻¹Δ(t, w))∘(WΔq), and e = W⁻¹(λ \ right).
    var right = Self.jordan(lambda, lambda).map { -$0 }
    right[0] += target
    if corrected {
      let second = Self.jordan(unscaled(stepPoint), scaled(stepDual))
      for k in 0..<count { right[k] -= second[k] }
    }
    let determinant = Self.determinant(lambda)
    var quotient = right
    let inner = zip(lambda.dropFirst(), right.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    quotient[0] = (lambda[0] * right[0] - inner) / determinant
    for k in 1..<count { quotient[k] = (right[k] - quotient[0] * lambda[k]) / lambda[0] }
    aimed = unscaled(quotient)
    return (Array(aimed.dropFirst()), aimed[0])
  }

  mutating func direct(weights: [Double], height: Double) {
    stepPoint = [height] + weights
    let pulled = unscaled(unscaled(stepPoint))
    stepDual = (0..<count).map { aimed[$0] - pulled[$0] }
  }

  func longestStep() -> Double {
    min(longest(unscaled(stepPoint)), longest(scaled(stepDual)))
  }

  func product(afterStep step: Double) -> Double {
    (0..<count).reduce(0) {
      $0 + (point[$1] + step * stepPoint[$1]) * (dual[$1] + step * stepDual[$1])
    }
  }

  func barrier(afterStep step: Double) -> Double {
    let moved = (0..<count).map { point[$0] + step * stepPoint[$0] }
    let determinant = Self.determinant(moved)
    guard moved[0] > 0, determinant > 0 else { return .infinity }
    return -Elementary.log(determinant) / 2
  }

  mutating func centre(at mu: Double, weights: [Double], height: Double) {
    point = [height] + weights
    let factor = mu / Self.determinant(point)
    dual = (0..<count).map { ($0 == 0 ? factor : -factor) * point[$0] }
  }

  mutating func advance(_ step: Double) {
    for k in 0..<count {
      point[k] += step * stepPoint[k]
      dual[k] += step * stepDual[k]
    }
  }

  /// The longest step from λ along a scaled direction that stays in the cone.
  private func longest(_ direction: [Double]) -> Double {
    let size = Self.determinant(lambda).squareRoot()
    let l = lambda.map { $0 / size }
    var inner = l[0] * direction[0]
    for k in 1..<count { inner -= l[k] * direction[k] }
    let along = inner / size
    let factor = (inner + direction[0]) / (l[0] + 1)
    let across = Norm.l2((1..<count).map { (direction[$0] - factor * l[$0]) / size })
    return across - along > 0 ? min(1e10, 1 / (across - along)) : 1e10
  }

  /// W v.
  private func scaled(_ v: [Double]) -> [Double] {
    let inner = zip(normal.dropFirst(), v.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let factor = v[0] + inner / (1 + normal[0])
    return (0..<count).map {
      eta * ($0 == 0 ? normal[0] * v[0] + inner : v[$0] + factor * normal[$0])
    }
  }

  /// W⁻¹ v.
  private func unscaled(_ v: [Double]) -> [Double] {
    let inner = zip(normal.dropFirst(), v.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let factor = -v[0] + inner / (1 + normal[0])
    return (0..<count).map {
      ($0 == 0 ? normal[0] * v[0] - inner : v[$0] + factor * normal[$0]) / eta
    }
  }

  /// t² − ‖w‖² as a product, which does not cancel twice.
  private static func determinant(_ v: [Double]) -> Double {
    let size = Norm.l2(v.dropFirst())
    return (v[0] - size) * (v[0] + size)
  }

  private static func jordan(_ a: [Double], _ b: [Double]) -> [Double] {
    (0..<a.count).map { k in
      k == 0 ? zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } : a[0] * b[k] + b[0] * a[k]
    }
  }
}
