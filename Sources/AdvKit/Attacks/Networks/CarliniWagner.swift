/// The attack of Carlini and Wagner in ℓ2: the smallest ‖x′ − x‖₂ at which x′ is misclassified.
///
/// Minimises ‖x′ − x‖² + c·max(z_y − max over i ≠ y of z_i, −κ) by Adam over u, with
/// x′ = l + (h − l)·½(tanh u + 1) in the box [l, h], and searches c by bisection for each example: a
/// success lowers it, a failure raises it (tenfold until the first success). Starts are shrunk by
/// 0.999999, so that values on a bound of the box can move; the derivative of tanh is computed
/// without cancellation, so that it is never 0.
/// Source: Carlini and Wagner, "Towards evaluating the robustness of neural networks", IEEE S&P
/// 2017, sections V and VI.A; the numbers of their `l2_attack.py`.
package struct CarliniWagner: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  /// The box that points stay in; nil for one around the examples.
  package let box: Box?
  /// Number of values of c for each example, ≥ 1.
  package let searches: Int
  /// Number of Adam steps for each c, ≥ 1.
  package let steps: Int
  /// Adam's learning rate, > 0.
  package let rate: Double
  /// The first c, > 0.
  package let firstWeight: Double
  /// κ ≥ 0: points count where the logit margin is at most −κ.
  package let confidence: Double

  /// The search in a box, and with an ℓ2 threat for what lies in its ball, too.
  ///
  /// - Parameters:
  ///   - box: bounds of the points; with a threat its box. Without any it reaches on both sides of a
  ///     block's values as far as they spread, and at least by 1.
  ///   - loss: what the losses in the result are.
  /// - Throws: ``AttackError``.
  package init(
    box: Box? = nil, threat: Threat? = nil, searches: Int = 9, steps: Int = 1000,
    rate: Double = 0.01, firstWeight: Double = 1e-3, confidence: Double = 0,
    loss: NetworkLoss = .crossEntropy
  ) throws(AttackError) {
    if let threat, threat.ball.norm != .l2 {
      throw .threat(.normUnsupported(norm: threat.ball.norm, by: "C&W ℓ2"))
    }
    guard searches >= 1 else { throw .option(name: "searches", requirement: "is at least 1") }
    guard steps >= 1 else { throw .option(name: "steps", requirement: "is at least 1") }
    for (name, value) in [("rate", rate), ("weight", firstWeight)]
    where !(value > 0 && value.isFinite) {
      throw .option(name: name, requirement: "is a finite number > 0")
    }
    guard confidence >= 0, confidence.isFinite else {
      throw .option(name: "confidence", requirement: "is a finite number ≥ 0")
    }
    self.threat = threat
    self.box = threat?.box ?? box
    self.searches = searches
    self.steps = steps
    self.rate = rate
    self.firstWeight = firstWeight
    self.confidence = confidence
    self.loss = try loss.aimed(at: nil)
  }

  package var nearest: NearestSearch? { NearestSearch(.l2, confidence: Float(confidence)) }
  package var name: String { "C&W, ℓ2, \(searches) × \(steps) steps" }

  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    guard let box else { return }
    guard box.lower < box.upper else {
      throw .option(name: "box", requirement: "has a lower bound below the upper one")
    }
    let (lower, upper) = (Float(box.lower), Float(box.upper))
    if let place = examples.inputs.firstIndex(where: { !($0 >= lower && $0 <= upper) }) {
      let d = examples.shape.count
      throw .threat(
        .pointOutsideBox(
          point: place / d, coordinate: place % d, value: Double(examples.inputs[place])))
    }
  }

  package func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: false, isIterate: false)
    // Clean points that count are their own nearest ones.
    block.remove(where: { block.nearestDistance($0) == 0 })
    if block.rows > 0 {
      let space = TanhSpace(block, bounds(block), rate: Float(rate))
      var weights = [WeightSearch](repeating: WeightSearch(firstWeight), count: block.rows)
      for _ in 0..<searches {
        let succeeded = descend(block, space, weights.map { Float($0.weight) })
        for row in 0..<block.rows { weights[row].narrow(succeeded: succeeded[row]) }
      }
    }
    block.offerNearestInside()
  }

  /// Minimises for one weight a row; says which rows had a point that counts.
  private func descend(_ block: AttackBlock, _ space: TanhSpace, _ weights: [Float]) -> [Bool] {
    var succeeded = [Bool](repeating: false, count: block.rows)
    var earlier = [Double](repeating: .infinity, count: block.rows)
    var isActive = [Bool](repeating: true, count: block.rows)
    let ascended = NetworkLoss.logitMargin(cappedAt: Float(confidence))
    let pause = max(steps / 10, 1)
    space.begin(block)
    for step in 1...steps {
      space.place(block)
      block.evaluate(wantsGradient: true, ascended: ascended, isIterate: false, isInside: false)
      for row in 0..<block.rows where block.margins[row] <= -Float(confidence) {
        succeeded[row] = true
      }
      if step.isMultiple(of: pause) {
        // A row whose objective no longer falls has converged, as in `abort_early`.
        for row in 0..<block.rows {
          let excess = max(Double(block.margins[row]), -confidence)
          let value = space.squaredDistance(block, row) + Double(weights[row]) * excess
          if value > 0.9999 * earlier[row] { isActive[row] = false }
          earlier[row] = value
        }
        if !isActive.contains(true) { break }
      }
      space.step(block, weights: weights, isActive: isActive, number: step)
    }
    return succeeded
  }

  /// The box, or one around the clean inputs of a block.
  private func bounds(_ block: AttackBlock) -> (lower: Float, upper: Float) {
    if let box { return (Float(box.lower), Float(box.upper)) }
    var (lower, upper) = (block.clean[0], block.clean[0])
    for place in 0..<block.rows * block.dimension {
      lower = min(lower, block.clean[place])
      upper = max(upper, block.clean[place])
    }
    let room = max(upper - lower, 1)
    return (lower - room, upper + room)
  }
}

/// The bisection for the weight c of one example.
private struct WeightSearch {
  var weight: Double
  private var lower = 0.0
  private var upper = Double.infinity

  init(_ weight: Double) { self.weight = weight }

  mutating func narrow(succeeded: Bool) {
    if succeeded { upper = min(upper, weight) } else { lower = max(lower, weight) }
    // Beyond 10¹⁰, where Carlini and Wagner stop as well, nothing is gained.
    weight = upper < .infinity ? (lower + upper) / 2 : min(weight * 10, 1e10)
  }
}
