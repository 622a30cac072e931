extension SteepestStep {
  /// The steepest ℓ1 step inside the box: fill the rooms in order of falling |wⱼ| until ε is spent.
  ///
  /// A fractional knapsack: each unit of ‖δ‖₁ spent on coordinate j lowers the margin by |wⱼ|, so
  /// greedy filling is optimal (Dantzig 1957). Equal |wⱼ| are filled in index order.
  static func insideBoxL1(
    _ w: [Double], label y: Double, radius: Double, rooms: [Room]
  ) -> SteepestStep {
    if radius == 0 { return .none(w.count) }
    let zeros = w.indices.filter { w[$0] == 0 && rooms[$0].canMove }
    let order = w.indices.filter { w[$0] != 0 }
      .sorted { (w[$0].magnitude, $1) > (w[$1].magnitude, $0) }
    if order.isEmpty { return .none(w.count, free: zeros) }
    var step = SteepestStep.none(w.count, because: .zeroCoordinates)
    var budget = radius
    var first = 0
    while first < order.count {
      let size = w[order[first]].magnitude
      let end = order[first...].firstIndex { w[$0].magnitude != size } ?? order.count
      let group = order[first..<end].filter { rooms[$0].ahead > 0 }
      let groupRoom = group.reduce(0) { $0 + rooms[$1].ahead }
      if budget > 0, groupRoom > budget, group.count > 1 {
        step.freeCoordinates = group.sorted()
        step.freedom = .ties
      }
      for j in group {
        let length = min(budget, rooms[j].ahead)
        budget -= length
        step.perturbation[j] = -y * Elementary.sign(w[j]) * length + 0
        step.reduction += size * length
      }
      first = end
    }
    if budget > 0 { step.freeCoordinates = zeros }
    return step
  }
}
