/// Gradient descent with momentum, as `torch.optim.SGD` without dampening.
///
/// g ← g + λθ; v ← μv + g; θ ← θ − rate·(g + μv) with Nesterov's rule, θ − rate·v otherwise. v = 0 at
/// the start, and there is none where μ = 0.
/// Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
/// deep learning", ICML 2013, section 2, with PyTorch's placing of the rate.
package struct SGD: Optimiser, Hashable {
  /// μ, in [0, 1).
  package let momentum: Double
  /// Whether Nesterov's rule is used; needs momentum.
  package let nesterov: Bool
  /// λ of the penalty (λ/2)‖θ‖₂², finite and ≥ 0.
  package let weightDecay: Double

  /// The rule with these constants; ``check()`` says whether they make sense.
  package init(momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0) {
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  package var name: String {
    "SGD" + (momentum > 0 ? ", \(nesterov ? "Nesterov " : "")momentum \(momentum)" : "")
      + (weightDecay > 0 ? ", weight decay \(weightDecay)" : "")
  }

  package var constants: [Double] { [momentum, nesterov ? 1 : 0, weightDecay] }
  package var memoriesPerParameter: Int { momentum > 0 ? 1 : 0 }

  package func check() throws(TrainingOptionError) {
    guard momentum >= 0, momentum < 1 else {
      throw .option(.momentum, requirement: "is at least 0 and below 1")
    }
    if nesterov, momentum == 0 {
      throw .option(.nesterov, requirement: "needs a momentum above 0")
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
    let (rate, decay, momentum) = (Float(rate), Float(weightDecay), Float(momentum))
    guard memoriesPerParameter > 0 else {
      for i in 0..<count {
        let slope = gradient[i] + decay * parameters[i]
        parameters[i] -= rate * slope
      }
      return
    }
    state.memories[0].withUnsafeMutableBufferPointer { memory in
      guard let velocity = memory.baseAddress else { return }
      if nesterov {
        for i in 0..<count {
          let slope = gradient[i] + decay * parameters[i]
          let v = momentum * velocity[i] + slope
          velocity[i] = v
          parameters[i] -= rate * (slope + momentum * v)
        }
      } else {
        for i in 0..<count {
          let v = momentum * velocity[i] + (gradient[i] + decay * parameters[i])
          velocity[i] = v
          parameters[i] -= rate * v
        }
      }
    }
  }
}
