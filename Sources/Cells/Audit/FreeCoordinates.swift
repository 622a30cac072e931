internal import AdvKit

extension SecondRoute {
  /// Between which counts the number of coordinates lies in which some worst perturbation is not
  /// determined; one count only unless rounding decides.
  ///
  /// Coordinate j of point i is free iff another worst perturbation differs there: its weight is 0
  /// and the threat leaves it room, or, for ℓ1, the budget can be split between equal weights.
  static func freeCoordinates(
    _ model: LinearModel, _ data: Dataset, _ ball: Ball, _ box: Box?, perturbations: [[Double]]
  ) -> ClosedRange<Int> {
    guard ball.radius > 0 else { return 0...0 }
    let w = model.weights
    var surely = [Bool](repeating: false, count: w.count)
    var maybe = surely
    for i in 0..<data.count {
      let rooms = w.indices.map { j -> Double in
        guard let box else { return .infinity }
        let x = data.points[i, j]
        return data.labels[i] * w[j] > 0 ? x - box.lower : box.upper - x
      }
      let left = budgetLeft(ball, w, perturbations[i])
      let canMove = box.map { $0.lower < $0.upper } ?? true
      for j in w.indices where w[j] == 0 && canMove {
        surely[j] = surely[j] || left > 1e-12 * ball.radius
        maybe[j] = maybe[j] || left > -1e-12 * ball.radius
      }
      guard ball.norm == .l1 else { continue }
      let used = w.indices.filter { perturbations[i][$0] != 0 }
      guard let price = used.map({ w[$0].magnitude }).min() else { continue }
      let tied = w.indices.filter { w[$0].magnitude == price && rooms[$0] > 0 }
      let spent = tied.reduce(0) { $0 + perturbations[i][$1].magnitude }
      let unspent = tied.reduce(0) { $0 + rooms[$1] } - spent
      for j in tied where tied.count > 1 {
        surely[j] = surely[j] || unspent > 1e-12 * ball.radius
        maybe[j] = maybe[j] || unspent > -1e-12 * ball.radius
      }
    }
    let least = surely.count { $0 }
    return least...max(least, maybe.count { $0 })
  }

  /// What the ball leaves to coordinates of weight 0.
  private static func budgetLeft(_ ball: Ball, _ w: [Double], _ delta: [Double]) -> Double {
    // The ℓ∞ ball binds every coordinate by itself.
    ball.norm == .linf ? ball.radius : ball.radius - norm(delta, ball.norm.exponent).value
  }
}
