extension FeasibleSet {
  /// A random perturbation: uniform in the ball, then clipped to the box.
  ///
  /// ℓ∞: every coordinate uniform in [−ε, ε). ℓ2: a normal direction, radius ε·u^(1/d). ℓ1:
  /// exponential draws over the sum of d + 1 of them, with random signs. Clipping moves
  /// coordinates towards 0, so the result stays in the ball; it is not uniform in ball ∩ box.
  package func sample(_ random: inout RandomStream) -> [Double] {
    let count = center.count
    var draw: [Double]
    switch ball.norm {
    case .linf, .p:
      draw = (0..<count).map { _ in (2 * random.uniform() - 1) * ball.radius }
    case .l2:
      draw = (0..<count).map { _ in random.normal() }
      let size = Norm.l2(draw)
      let radius = ball.radius * Elementary.pow(random.uniform(), 1 / Double(count))
      draw = draw.map { size > 0 ? radius * ($0 / size) : 0 }
    case .l1:
      let sizes = (0...count).map { _ in -Elementary.log(1 - random.uniform()) }
      let total = sizes.reduce(0, +)
      draw = (0..<count).map { j in
        let sign: Double = random.uniform() < 0.5 ? -1 : 1
        return total > 0 ? sign * ball.radius * (sizes[j] / total) : 0
      }
    }
    return draw.indices.map { j in
      let length = min(draw[j].magnitude, room(j, towards: draw[j]))
      return draw[j] < 0 ? -length : length
    }
  }
}
