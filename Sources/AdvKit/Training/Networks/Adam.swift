/// Adam with bias correction, as `torch.optim.Adam`; weight decay is an ℓ2 penalty in the gradient.
///
/// g ← g + λθ; m ← m + (1 − β₁)(g − m); v ← β₂v + (1 − β₂)g²;
/// θ ← θ − rate/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε) at update t = 1, 2, …
/// Source: Kingma, Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
package struct Adam: Optimiser, Hashable {
  /// β₁, in [0, 1).
  package let beta1: Double
  /// β₂, in [0, 1).
  package let beta2: Double
  /// ε, finite and > 0.
  package let epsilon: Double
  /// λ of the penalty (λ/2)‖θ‖₂², finite and ≥ 0.
  package let weightDecay: Double

  /// The rule with these constants; ``check()`` says whether they make sense.
  package init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  package var name: String {
    "Adam" + (weightDecay > 0 ? ", weight decay \(weightDecay)" : "")
  }

  package var constants: [Double] { [beta1, beta2, epsilon, weightDecay] }
  package var memoriesPerParameter: Int { 2 }

  package func check() throws(TrainingOptionError) {
    for (option, beta) in [(TrainingOption.beta1, beta1), (.beta2, beta2)] {
      guard beta >= 0, beta < 1 else {
        throw .option(option, requirement: "is at least 0 and below 1")
      }
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw .option(.epsilon, requirement: "is a finite number > 0")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .option(.weightDecay, requirement: "is a finite number ≥ 0")
    }
  }

  package func update(
    _ parameters: UnsafeMutablePointer<Float>, by gradient: UnsafePointer<Float>, count: Int,
    rate: Double, _ state: inout OptimiserState
  ) {
    state.updates += 1
    let length = Float(rate / (1 - Self.power(beta1, state.updates)))
    let scale = Float((1 - Self.power(beta2, state.updates)).squareRoot())
    let (decay, epsilon) = (Float(weightDecay), Float(epsilon))
    let (new1, keep2, new2) = (Float(1 - beta1), Float(beta2), Float(1 - beta2))
    // The two memories are taken out, so that both can be written to at once.
    var first = state.memories[0]
    state.memories[0] = []
    first.withUnsafeMutableBufferPointer { first in
      state.memories[1].withUnsafeMutableBufferPointer { second in
        guard let m = first.baseAddress, let v = second.baseAddress else { return }
        for i in 0..<count {
          let slope = gradient[i] + decay * parameters[i]
          m[i] += new1 * (slope - m[i])
          v[i] = keep2 * v[i] + new2 * slope * slope
          parameters[i] -= length * (m[i] / (v[i].squareRoot() / scale + epsilon))
        }
      }
    }
    state.memories[0] = first
  }

  /// baseⁿ by repeated squaring, n ≥ 0.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
