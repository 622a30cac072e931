/// DeepFool: steps to the nearest of the linearised class boundaries until the class changes.
///
/// With f_k = z_k − z_y and w_k = ∇f_k the step is |f_k|·w_k/‖w_k‖₂² (ℓ2) or |f_k|·sign(w_k)/‖w_k‖₁
/// (ℓ∞) for the k of the least |f_k|/‖w_k‖_q, q the dual exponent; the sum of all steps is taken
/// (1 + overshoot) times and clipped to the box. One forward and classes − 1 backward passes serve a
/// whole block. The first misclassified point counts; with a threat it is projected onto ball ∩ box
/// as well.
/// Source: Moosavi-Dezfooli, Fawzi, Frossard, "DeepFool: a simple and accurate method to fool deep
/// neural networks", CVPR 2016, algorithm 2 and section 3.2.
package struct DeepFool: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  /// ℓ2 or ℓ∞.
  package let norm: Norm
  /// The box that points stay in, or nil for none.
  package let box: Box?
  /// The most steps, ≥ 1.
  package let steps: Int
  /// How much farther than to the linearised boundary it goes, ≥ 0.
  package let overshoot: Double

  /// The search in the whole space, or with a threat for what lies in its ball, too.
  ///
  /// - Parameters:
  ///   - norm: ℓ2 or ℓ∞; with a threat its ball's.
  ///   - box: bounds of the points; with a threat its box.
  ///   - loss: what the losses in the result are.
  /// - Throws: ``AttackError``.
  package init(
    _ norm: Norm, box: Box? = nil, threat: Threat? = nil, steps: Int = 50,
    overshoot: Double = 0.02, loss: NetworkLoss = .crossEntropy
  ) throws(AttackError) {
    guard norm == .l2 || norm == .linf else {
      throw .threat(.normUnsupported(norm: norm, by: "DeepFool"))
    }
    if let threat, threat.ball.norm != norm {
      throw .option(name: "norm", requirement: "is that of the ball, \(threat.ball.norm.name)")
    }
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    guard overshoot >= 0, overshoot.isFinite else {
      throw .option(name: "overshoot", requirement: "is a finite number ≥ 0")
    }
    self.norm = norm
    self.threat = threat
    self.box = threat == nil ? box : threat?.box
    self.steps = steps
    self.overshoot = overshoot
    self.loss = try loss.aimed(at: nil)
  }

  package var nearest: NearestSearch? { NearestSearch(norm) }
  /// Rows leave where they are misclassified first.
  package var stopsAtSuccess: Bool { true }
  package var name: String { "DeepFool, \(norm.name), \(steps) steps" }

  package func run(_ block: AttackBlock) {
    let (d, k) = (block.dimension, block.classes)
    let total = FloatBuffer(block.rows * d)
    let chosen = FloatBuffer(block.rows * d)
    var ratio = [Double](repeating: 0, count: block.rows)
    var value = ratio
    var size = ratio
    block.evaluate(wantsGradient: false, isIterate: false)
    for _ in 0..<steps {
      let before = block.rows
      block.removeSolved { from, to in
        (total.start + to * d).update(from: total.start + from * d, count: d)
      }
      guard block.rows > 0 else { break }
      if block.rows < before {
        // The rows that stay have moved up, but their logits and activations have not.
        block.pass.forward(rows: block.rows, block.parameters)
        block.queries += block.rows
      }
      for row in 0..<block.rows { ratio[row] = .infinity }
      for step in 1..<k {
        linearise(block, step) { row, f, gradient, dualSize in
          guard dualSize > 0, dualSize.isFinite, abs(f) / dualSize < ratio[row] else { return }
          ratio[row] = abs(f) / dualSize
          value[row] = abs(f)
          size[row] = dualSize
          (chosen.start + row * d).update(from: gradient, count: d)
        }
      }
      for row in 0..<block.rows where ratio[row] < .infinity {
        move(block, row, total.start + row * d, chosen.start + row * d, value[row], size[row])
      }
      block.evaluate(wantsGradient: false, isIterate: false, isInside: false)
    }
    block.offerNearestInside()
  }

  /// Computes f_k and w_k of the class `step` places after each row's own.
  private func linearise(
    _ block: AttackBlock, _ step: Int,
    _ take: (_ row: Int, _ f: Double, _ gradient: UnsafePointer<Float>, _ dualSize: Double) -> Void
  ) {
    let (d, k) = (block.dimension, block.classes)
    let (logits, seeds) = (block.pass.logits, block.pass.logitGradient)
    // The backward pass may use the logits' gradient up, never the logits.
    for row in 0..<block.rows {
      for i in 0..<k { seeds[row * k + i] = 0 }
      seeds[row * k + block.labels[row]] = -1
      seeds[row * k + (block.labels[row] + step) % k] = 1
    }
    block.pass.backwardToInput(rows: block.rows, block.parameters)
    block.gradients += block.rows
    for row in 0..<block.rows {
      let (z, label) = (logits + row * k, block.labels[row])
      let gradient = UnsafePointer(block.gradient + row * d)
      var size = 0.0
      for j in 0..<d {
        let entry = Double(abs(gradient[j]))
        size += norm == .linf ? entry : entry * entry
      }
      take(
        row, Double(z[(label + step) % k]) - Double(z[label]), gradient,
        norm == .linf ? size : size.squareRoot())
    }
  }

  /// Adds a step to the total of a row, and puts the row there.
  private func move(
    _ block: AttackBlock, _ row: Int, _ total: UnsafeMutablePointer<Float>,
    _ gradient: UnsafePointer<Float>, _ value: Double, _ size: Double
  ) {
    let d = block.dimension
    let (x, clean) = (block.current + row * d, block.clean + row * d)
    let length = norm == .linf ? value / size : value / size / size
    let lower = box.map { Float($0.lower) } ?? -.infinity
    let upper = box.map { Float($0.upper) } ?? .infinity
    for j in 0..<d {
      let slope = Double(gradient[j])
      total[j] += Float(length * (norm == .linf ? Elementary.sign(slope) : slope))
      let point = Double(clean[j]) + (1 + overshoot) * Double(total[j])
      x[j] = min(max(Float(point), lower), upper)
    }
  }
}
