/// A norm on ℝᵈ: ‖v‖ₚ = (Σ|vⱼ|ᵖ)^(1/p), and maxⱼ|vⱼ| for p = ∞.
package enum Norm: Sendable, Hashable {
  /// Σ|vⱼ|.
  case l1
  /// √Σvⱼ².
  case l2
  /// max|vⱼ|.
  case linf
  /// Another exponent; ``init(exponent:)`` makes only finite ones above 1 and other than 2.
  case p(Double)

  /// The norm with this exponent (`Double.infinity` for ℓ∞); nil below 1 and for NaN.
  package init?(exponent: Double) {
    guard exponent >= 1 else { return nil }
    switch exponent {
    case 1: self = .l1
    case 2: self = .l2
    case .infinity: self = .linf
    default: self = .p(exponent)
    }
  }

  /// The exponent p, from 1 to +∞.
  package var exponent: Double {
    switch self {
    case .l1: 1
    case .l2: 2
    case .linf: .infinity
    case .p(let exponent): exponent
    }
  }

  /// The dual norm ‖·‖_q with 1/p + 1/q = 1: ‖w‖_q = max over ‖v‖ₚ ≤ 1 of wᵀv (Hölder).
  package var dual: Norm {
    switch self {
    case .l1: .linf
    case .l2: .l2
    case .linf: .l1
    case .p(let exponent): Norm(exponent: exponent / (exponent - 1)) ?? .linf
    }
  }

  /// The name in print: ℓ1, ℓ2, ℓ∞, ℓ3.
  package var name: String {
    switch self {
    case .l1: "ℓ1"
    case .l2: "ℓ2"
    case .linf: "ℓ∞"
    case .p(let exponent):
      "ℓ\(exponent == exponent.rounded() && exponent < 1e15 ? "\(Int(exponent))" : "\(exponent)")"
    }
  }

  /// ‖v‖ₚ, without overflow or underflow on the way; 0 for no coordinates, NaN where one is NaN.
  package func callAsFunction(_ v: some Collection<Double>) -> Double {
    var largest = 0.0
    for value in v {
      let size = value.magnitude
      if size.isNaN { return .nan }
      largest = Swift.max(largest, size)
    }
    if largest == 0 || largest == .infinity { return largest }
    switch self {
    case .linf:
      return largest
    case .l1:
      return v.reduce(0) { $0 + $1.magnitude }
    case .l2:
      if largest > 1e-100, largest < 1e100 {
        return v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      return largest * v.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    case .p(let exponent):
      let sum = v.reduce(0) { $0 + Elementary.pow($1.magnitude / largest, exponent) }
      return largest * Elementary.pow(sum, 1 / exponent)
    }
  }
}
