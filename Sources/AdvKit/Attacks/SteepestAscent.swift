extension FeasibleSet {
  /// The direction of unit norm along which the linear part gᵀδ grows fastest.
  ///
  /// ℓ∞: sign(g). ℓ2: g/‖g‖₂. ℓ1: ±1 in one coordinate of largest |gⱼ|, lowest index among
  /// equals; coordinates that already stand at the bound of the box they are pushed towards are
  /// passed over, else the iteration would stand still there. All 0 for g = 0.
  func ascentDirection(_ gradient: [Double], from perturbation: [Double]) -> [Double] {
    switch ball.norm {
    case .linf, .p:
      return gradient.map(Elementary.sign)
    case .l2:
      let size = Norm.l2(gradient)
      return size > 0 ? gradient.map { $0 / size } : gradient.map { _ in 0 }
    case .l1:
      var direction = gradient.map { _ in 0.0 }
      var chosen: Int?
      for j in gradient.indices where gradient[j] != 0 {
        let sign = Elementary.sign(gradient[j])
        guard sign * perturbation[j] < room(j, towards: sign) else { continue }
        if let best = chosen, gradient[best].magnitude >= gradient[j].magnitude { continue }
        chosen = j
      }
      if let chosen { direction[chosen] = Elementary.sign(gradient[chosen]) }
      return direction
    }
  }
}

/// The gradient of the objective at a point: ℓ′(z)∇z for the loss, −∇z for the margin.
func objectiveGradient(
  _ model: some DifferentiableMargin, at x: [Double], label y: Double, loss: MarginLoss,
  objective: AttackObjective
) -> [Double] {
  let gradient = model.marginGradient(at: x, label: y)
  switch objective {
  case .margin: return gradient.map { -$0 }
  case .loss:
    let slope = loss.derivative(model.margin(at: x, label: y))
    return gradient.map { slope * $0 }
  }
}

/// Checks what every gradient attack needs, and lists the feasible sets of the points.
func feasibleSets(
  _ model: some DifferentiableMargin, _ data: Dataset, ball: Ball, box: Box?, attack: String
) throws(ThreatError) -> [FeasibleSet] {
  guard data.dimension == model.dimension else {
    throw .dimensions(expected: model.dimension, found: data.dimension)
  }
  if case .p = ball.norm { throw .normUnsupported(norm: ball.norm, by: attack) }
  var sets: [FeasibleSet] = []
  for i in 0..<data.count {
    let x = Array(data.points.row(i))
    guard model.margin(at: x, label: data.labels[i]).isFinite else {
      throw .notFinite("the margin of point \(i + 1)")
    }
    do throws(ThreatError) {
      sets.append(try FeasibleSet(ball, box: box, around: x))
    } catch .pointOutsideBox(_, let coordinate, let value) {
      throw .pointOutsideBox(point: i, coordinate: coordinate, value: value)
    }
  }
  return sets
}
