/// A loss ℓ(z) of the margin z = y(wᵀx + b): convex and nonincreasing.
///
/// Sources: Hastie, Tibshirani, Friedman, "The elements of statistical learning", section 10.6;
/// conjugates: Shalev-Shwartz, Zhang, "Stochastic dual coordinate ascent", JMLR 14 (2013), table 1.
package enum MarginLoss: Sendable, Hashable {
  /// max(0, 1 − z).
  case hinge
  /// max(0, 1 − z)².
  case squaredHinge
  /// log(1 + e^(−z)).
  case logistic
  /// e^(−z).
  case exponential
  /// One that an author wrote; what is known of it was established, and is part of it.
  case expression(ExpressionLoss)

  /// The losses that have a name.
  package static let allCases: [MarginLoss] = [.hinge, .squaredHinge, .logistic, .exponential]

  /// The loss of that name; nil for any other.
  package init?(rawValue name: String) {
    guard let loss = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = loss
  }

  /// The name; of a loss that an author wrote, its text.
  package var rawValue: String {
    switch self {
    case .hinge: "hinge"
    case .squaredHinge: "squared-hinge"
    case .logistic: "logistic"
    case .exponential: "exponential"
    case .expression(let loss): loss.text
    }
  }

  /// ℓ(z); accurate for every z, +∞ only where the number is beyond the range of doubles
  /// (exponential loss below z ≈ −709.78).
  package func value(_ z: Double) -> Double {
    switch self {
    case .hinge: Swift.max(0, 1 - z)
    case .squaredHinge: z < 1 ? (1 - z) * (1 - z) : 0
    // log(1 + e^(−z)) = max(0, −z) + log(1 + e^(−|z|)): the exponential never overflows.
    case .logistic: Swift.max(0, -z) + Elementary.log1p(Elementary.exp(-z.magnitude))
    case .exponential: Elementary.exp(-z)
    case .expression(let loss): loss.formula.value(z)
    }
  }

  /// ℓ′(z) ≤ 0.
  ///
  /// At its kink z = 1 the hinge has every derivative in [−1, 0]; here it is 0, the derivative from
  /// the right, and so it is for the kinks of an expression.
  package func derivative(_ z: Double) -> Double {
    switch self {
    case .hinge: z < 1 ? -1 : 0
    case .squaredHinge: z < 1 ? -2 * (1 - z) : 0
    case .logistic:
      if z >= 0 {
        -Elementary.exp(-z) / (1 + Elementary.exp(-z))
      } else {
        -1 / (1 + Elementary.exp(z))
      }
    case .exponential: -Elementary.exp(-z)
    case .expression(let loss): loss.slope.value(z)
    }
  }

  /// ℓ″(z) ≥ 0 where ℓ is twice differentiable; 0 for the hinge, and at its kink 0 for the squared hinge.
  ///
  /// Kinks of an expression count as rounded off over a width of 10⁻⁹.
  package func secondDerivative(_ z: Double) -> Double {
    switch self {
    case .hinge: return 0
    case .squaredHinge: return z < 1 ? 2 : 0
    case .logistic:
      let tail = Elementary.exp(-z.magnitude)
      return tail / ((1 + tail) * (1 + tail))
    case .exponential: return Elementary.exp(-z)
    case .expression(let loss): return loss.formula.smoothed(z, by: 1e-9).second
    }
  }

  /// The values of u for which the conjugate ℓ*(−u) is finite.
  package var conjugateDomain: ClosedRange<Double> {
    switch self {
    case .hinge, .logistic: 0...1
    case .squaredHinge, .exponential: 0...Double.infinity
    case .expression(let loss): loss.conjugateDomain
    }
  }

  /// −ℓ*(−u), where ℓ*(v) = sup over z of vz − ℓ(z); −∞ outside ``conjugateDomain``.
  ///
  /// By Fenchel and Young ℓ(z) ≥ −uz − ℓ*(−u) for every z, with equality iff −u is a
  /// (sub)derivative of ℓ at z. Hinge: u; squared hinge: u − u²/4; logistic:
  /// −u log u − (1 − u) log(1 − u); exponential: u − u log u; with 0 log 0 = 0.
  package func conjugateTerm(_ u: Double) -> Double {
    guard conjugateDomain.contains(u) else { return -.infinity }
    switch self {
    case .hinge: return u
    case .squaredHinge: return u.isInfinite ? -.infinity : u - u * u / 4
    case .logistic:
      let first = u == 0 ? 0 : u * Elementary.log(u)
      let second = u == 1 ? 0 : (1 - u) * Elementary.log1p(-u)
      return -(first + second)
    case .exponential:
      if u == 0 { return 0 }
      return u.isInfinite ? -.infinity : u - u * Elementary.log(u)
    case .expression(let loss): return loss.conjugateTerm(u)
    }
  }

  /// The loss in a sentence: "logistic loss log(1 + e^(−z))", "loss exp(-z)".
  package var words: String {
    if case .expression(let loss) = self { return "loss \(loss.text)" }
    return "\(rawValue) loss \(formula)"
  }

  /// The formula in print, such as `log(1 + e^(−z))`.
  package var formula: String {
    switch self {
    case .hinge: "max(0, 1 − z)"
    case .squaredHinge: "max(0, 1 − z)²"
    case .logistic: "log(1 + e^(−z))"
    case .exponential: "e^(−z)"
    case .expression(let loss): loss.text
    }
  }
}
