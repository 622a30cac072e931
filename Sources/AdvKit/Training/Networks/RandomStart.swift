/// Random points of a threat's ball around rows, in place: what ``FeasibleSet/sample(_:)`` draws,
/// without memory of its own.
enum RandomStart {
  /// Replaces rows by clean + δ with δ uniform in the ball, clipped to the box.
  static func fill(
    _ x: UnsafeMutablePointer<Float>, around clean: UnsafePointer<Float>, _ threat: Threat,
    rows: Int, dimension d: Int, _ random: inout RandomStream
  ) {
    let radius = threat.ball.radius
    for row in 0..<rows {
      let (x, clean) = (x + row * d, clean + row * d)
      switch threat.ball.norm {
      case .linf, .p:
        for j in 0..<d { x[j] = clean[j] + Float((2 * random.uniform() - 1) * radius) }
      case .l2:
        // A normal direction, length ε·u^(1/d).
        var square = 0.0
        for j in 0..<d {
          let draw = random.normal()
          square += draw * draw
          x[j] = Float(draw)
        }
        let length = radius * Elementary.pow(random.uniform(), 1 / Double(d))
        let scale = Float(square > 0 ? length / square.squareRoot() : 0)
        for j in 0..<d { x[j] = clean[j] + scale * x[j] }
      case .l1:
        // Exponential draws over the sum of d + 1 of them, with random signs.
        var sum = -Elementary.log(1 - random.uniform())
        for j in 0..<d {
          let draw = -Elementary.log(1 - random.uniform())
          sum += draw
          x[j] = Float(random.uniform() < 0.5 ? draw : -draw)
        }
        let scale = Float(sum > 0 ? radius / sum : 0)
        for j in 0..<d { x[j] = clean[j] + scale * x[j] }
      }
      clip(x, threat.box, d)
      RowStep.project(x, around: clean, threat, dimension: d)
    }
  }

  /// Clipping moves coordinates towards the clean point, so that the row stays in the ball.
  private static func clip(_ x: UnsafeMutablePointer<Float>, _ box: Box?, _ d: Int) {
    guard let box else { return }
    let (lower, upper) = (Float(box.lower), Float(box.upper))
    for j in 0..<d { x[j] = min(max(x[j], lower), upper) }
  }
}
