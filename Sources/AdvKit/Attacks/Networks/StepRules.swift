/// How a gradient attack steps and stays inside its threat.
///
/// For ℓ∞ all rules agree: along sign(g), clipped to ball and box.
package struct StepRules: Sendable, Hashable {
  /// The direction of a step.
  package enum Direction: Sendable, Hashable {
    /// The steepest one of the norm: for ℓ1 the sign of one largest |gⱼ|.
    case steepest
    /// g/‖g‖ₚ, for ℓ1 not the steepest.
    case normalized
  }
  /// The way back into ball ∩ box.
  package enum Projection: Sendable, Hashable {
    /// The nearest point in ℓ2.
    case nearest
    /// δ·min(1, ε/‖δ‖ₚ), then clipped to the box; for ℓ1, and with a box, not the nearest point.
    case rescaled
  }

  /// The direction of a step.
  package let direction: Direction
  /// The way back.
  package let projection: Projection
  /// What is added to ‖g‖ before it divides g, ≥ 0.
  package let addedToNorm: Double
  /// What ‖g‖ counts for at least where it divides g, ≥ 0.
  package let leastNorm: Double

  /// Joins the rules.
  package init(
    direction: Direction = .steepest, projection: Projection = .nearest, addedToNorm: Double = 0,
    leastNorm: Double = 0
  ) {
    self.direction = direction
    self.projection = projection
    self.addedToNorm = addedToNorm
    self.leastNorm = leastNorm
  }

  /// The steepest step and the Euclidean projection.
  package static let exact = StepRules()
}

extension RowStep {
  /// Moves one row a step of length `length` along `g`, and back into ball ∩ box; see ``StepRules``.
  @inline(__always)
  static func ascend(
    _ x: UnsafeMutablePointer<Float>, from clean: UnsafePointer<Float>,
    along g: UnsafePointer<Float>, length: Float, _ threat: Threat, dimension: Int,
    rules: StepRules
  ) {
    if rules == .exact || threat.ball.norm == .linf {
      ascend(x, from: clean, along: g, length: length, threat, dimension: dimension)
      return
    }
    let norm = threat.ball.norm
    if rules.direction == .steepest, norm == .l1 {
      guard let largest = steepest(x, g, threat.box, dimension: dimension) else { return }
      x[largest] += g[largest] > 0 ? length : -length
    } else {
      let size = max(rowNorm(norm, dimension) { g[$0] } + rules.addedToNorm, rules.leastNorm)
      guard size > 0, size.isFinite else { return }
      for j in 0..<dimension { x[j] += Float(Double(length) * Double(g[j]) / size) }
    }
    switch rules.projection {
    case .nearest: project(x, around: clean, threat, dimension: dimension)
    case .rescaled: rescale(x, around: clean, threat, dimension: dimension)
    }
  }

  private static func rescale(
    _ x: UnsafeMutablePointer<Float>, around clean: UnsafePointer<Float>, _ threat: Threat,
    dimension: Int
  ) {
    let size = rowNorm(threat.ball.norm, dimension) { x[$0] - clean[$0] }
    if size > threat.ball.radius {
      let factor = Float(threat.ball.radius / size)
      for j in 0..<dimension { x[j] = clean[j] + factor * (x[j] - clean[j]) }
    }
    guard let box = threat.box else { return }
    let (lower, upper) = (Float(box.lower), Float(box.upper))
    for j in 0..<dimension { x[j] = min(max(x[j], lower), upper) }
  }

  /// The ℓ1 or ℓ2 norm of a row, in double precision.
  @inline(__always)
  private static func rowNorm(_ norm: Norm, _ dimension: Int, _ entry: (Int) -> Float) -> Double {
    var sum = 0.0
    for j in 0..<dimension {
      let size = Double(abs(entry(j)))
      sum += norm == .l1 ? size : size * size
    }
    return norm == .l1 ? sum : sum.squareRoot()
  }
}
