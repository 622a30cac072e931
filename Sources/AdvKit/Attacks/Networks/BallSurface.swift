extension AttackBlock {
  /// Puts every row at a random point of a sphere around its clean input, clipped to the box.
  ///
  /// ℓ∞: uniform draws over the largest of them; ℓ2: normal draws over their norm, a uniform
  /// direction; ℓ1: normal draws, projected onto ball ∩ box. The draws belong to example and round.
  ///
  /// - Parameter radius: the radius of a row's sphere, at most the ball's.
  func startOnSurface(_ key: RandomKey, round: Int, radius: (_ row: Int) -> Double) {
    guard let threat else { return }
    startOnSurface(key, round: round, threat.ball.norm, box: threat.box, radius: radius)
  }

  /// The same in a norm and box that need not be the block's threat.
  func startOnSurface(
    _ key: RandomKey, round: Int, _ norm: Norm, box: Box?, radius: (_ row: Int) -> Double
  ) {
    let d = dimension
    var draw = [Double](repeating: 0, count: d)
    for row in 0..<rows {
      var random = RandomStream(
        key, part: UInt32(truncatingIfNeeded: examples[row]), UInt32(truncatingIfNeeded: round))
      for j in 0..<d { draw[j] = norm == .linf ? 2 * random.uniform() - 1 : random.normal() }
      let (x, clean) = (current + row * d, clean + row * d)
      let length = radius(row)
      let size = norm == .l1 ? 1 : norm(draw)
      let scale = size > 0 ? (norm == .l1 ? 1 : length / size) : 0
      for j in 0..<d { x[j] = Float(Double(clean[j]) + scale * draw[j]) }
      guard let ball = try? Ball(norm, radius: length), let sphere = try? Threat(ball, box: box)
      else { continue }
      RowStep.project(x, around: clean, sphere, dimension: d)
    }
  }
}
