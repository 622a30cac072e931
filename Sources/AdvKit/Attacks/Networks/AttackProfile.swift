/// Whose rules FGSM, PGD and MIM follow.
///
/// - `standard`: ours. Steepest steps, Euclidean projections, the best point of each example.
/// - `madry`: Madry et al. 2018 and their `mnist_challenge`: ℓ∞, uniform start in the ball, 40 sign
///   steps of ε/30, the last iterate.
/// - `torchattacks` 3.5.1: ℓ∞ and ℓ2. FGSM: one sign step of ε. PGD: 10 steps, of ε/4 for ℓ∞ and
///   ε/5 for ℓ2, from a random start, whose ℓ2 norm is uniform in [0, ε), so not uniform in the
///   ball; ℓ2 divides by ‖g‖₂ + 10⁻¹⁰ and rescales. MIM, ℓ∞ only: 10 sign steps of ε/4, momentum
///   of gradients over their mean absolute entry. The last iterate.
/// - `foolbox` 3.3.4: ℓ∞, ℓ2, ℓ1. FGSM: one step of ε. PGD: 40 steps of ε/30 for ℓ∞, else 50 of
///   ε/40, from a start uniform in the ball. MIM: 10 steps of ε/5, momentum of sign(∇) or ∇/‖∇‖ₚ. ℓ1 and ℓ2 step along g/‖g‖ₚ (norms count for at least 10⁻¹²) and rescale. The
///   last iterate.
///
/// Two rules are not followed: a box is the threat's, where the libraries always have one, and MIM of
/// torchattacks divides by 0 where a gradient vanishes, which here leaves the momentum as it is.
package enum AttackProfile: String, Sendable, Hashable, CaseIterable {
  /// Ours.
  case standard = "default"
  /// Of the paper and its challenge.
  case madry
  /// Of torchattacks 3.5.1.
  case torchattacks
  /// Of foolbox 3.3.4.
  case foolbox

  /// Whether the last point is returned instead of the best one.
  package var keepsLast: Bool { self != .standard }

  /// How steps go.
  package var rules: StepRules {
    switch self {
    case .standard, .madry: .exact
    case .torchattacks:
      StepRules(direction: .normalized, projection: .rescaled, addedToNorm: 1e-10)
    case .foolbox: StepRules(direction: .normalized, projection: .rescaled, leastNorm: 1e-12)
    }
  }

  /// What follows the name of an attack in print.
  var suffix: String { self == .standard ? "" : ", as in \(rawValue)" }

  /// Checks that the profile has the attack in this norm.
  ///
  /// - Throws: ``AttackError/option(name:requirement:)``.
  func check(_ attack: String, _ norm: Norm) throws(AttackError) {
    let norms: [Norm]
    switch self {
    case .standard, .foolbox: norms = [.linf, .l2, .l1]
    case .madry: norms = attack == "PGD" ? [.linf] : []
    case .torchattacks: norms = attack == "PGD" ? [.linf, .l2] : [.linf]
    }
    guard norms.contains(norm) else {
      let known = norms.map(\.name).joined(separator: " or ")
      throw .option(
        name: "profile",
        requirement: norms.isEmpty
          ? "is not \(rawValue) for \(attack)" : "is \(rawValue) for \(known) only, for \(attack)")
    }
  }
}
