/// Decides whether a minimiser is unique, from the constraints that are active at it.
///
/// The interior-point method tends to the relative interior of the set of minimisers, so what is
/// active at its limit is active at every minimiser. A direction (w, b) along which all that is
/// active stays so leaves the objective unchanged: the minimiser is unique iff there is none. A
/// direction that the linear algebra finds is believed only after the objective was evaluated along
/// it.
struct FlatDirections {
  /// The verdict.
  private(set) var uniqueness = Uniqueness.unique

  private let training: LinearTraining
  private let model: LinearModel

  /// Looks for flat directions at the minimiser of a run.
  init(_ training: LinearTraining, _ run: Minimisation) {
    self.training = training
    model = run.model
    if isAnother(run.central) {
      uniqueness = .notUnique(reason: "models apart from each other have the same objective")
      return
    }
    let columns = freeDirections()
    guard !columns.isEmpty, let state = run.last else { return }
    let active = activePoints(state)
    // Row i: how the worst margin of point i changes along each direction.
    let rates = columns.map { rate(of: $0) }
    var rows: [Double] = []
    for i in active { rows += rates.map { $0[i] } }
    let sizes = (0..<columns.count).map { c in
      Norm.l2(active.indices.map { rows[$0 * columns.count + c] })
    }
    for k in rows.indices where sizes[k % columns.count] > 0 { rows[k] /= sizes[k % columns.count] }
    var gram = SymmetricSystem(size: columns.count)
    gram.addProducts(of: rows, weights: [Double](repeating: 1, count: active.count))
    gram.factor(dropping: 1e-13)
    for index in 0..<gram.nullity {
      guard var combination = gram.nullVector(index) else { continue }
      for c in columns.indices where sizes[c] > 0 { combination[c] /= sizes[c] }
      var w = [Double](repeating: 0, count: training.data.dimension)
      var b = 0.0
      for (factor, column) in zip(combination, columns) where factor != 0 {
        for j in w.indices { w[j] += factor * column.weights[j] }
        b += factor * column.bias
      }
      if isFlat(LinearModel(weights: w, bias: b)) {
        uniqueness = .notUnique(
          reason: w.allSatisfy { $0 == 0 }
            ? "the bias can move within an interval without changing the objective"
            : "the weights can move along a direction without changing the objective")
        return
      }
    }
  }

  /// Directions that span those along which ‖w‖_* changes linearly (and w not at all with ridge).
  private func freeDirections() -> [LinearModel] {
    let d = training.data.dimension
    var directions: [LinearModel] = []
    let zeros = [Double](repeating: 0, count: d)
    func unit(_ j: Int, _ value: Double = 1) -> [Double] {
      var w = zeros
      w[j] = value
      return w
    }
    let w = model.weights
    let largest = Norm.linf(w)
    if training.ridge == 0 {
      if training.radius == 0 {
        directions += (0..<d).map { LinearModel(weights: unit($0)) }
      } else if largest > 0 {
        switch training.norm.dual {
        case .l1:
          directions += (0..<d).filter { abs(w[$0]) > 1e-7 * largest }
            .map { LinearModel(weights: unit($0)) }
        case .linf:
          // The coordinates of largest size move together, the others alone.
          directions.append(
            LinearModel(
              weights: w.map { abs($0) >= (1 - 1e-7) * largest ? Elementary.sign($0) : 0 }))
          directions += (0..<d).filter { abs(w[$0]) < (1 - 1e-7) * largest }
            .map { LinearModel(weights: unit($0)) }
        case .l2, .p:
          directions.append(LinearModel(weights: w.map { $0 / largest }))
        }
      }
    }
    if training.fitsBias { directions.append(LinearModel(weights: zeros, bias: 1)) }
    return directions
  }

  /// Points whose loss is not linear in the worst margin at the minimiser.
  private func activePoints(_ state: InteriorPoint.State) -> [Int] {
    let n = training.data.count
    let weight = 1 / Double(n)
    switch training.loss {
    case .logistic, .exponential, .expression:
      return Array(0..<n)
    case .squaredHinge:
      return (0..<n).filter { state.multipliers[$0] / weight > state.slack[$0] }
    case .hinge:
      return (0..<n).filter {
        let u = state.multipliers[$0] / weight
        return state.slack[$0] < u && state.excess[$0] < 1 - u
      }
    }
  }

  /// The derivative of every worst margin along a direction of ``freeDirections()``.
  private func rate(of direction: LinearModel) -> [Double] {
    let data = training.data
    var growth = 0.0
    switch training.norm.dual {
    case .l1:
      for (w, step) in zip(model.weights, direction.weights) { growth += Elementary.sign(w) * step }
    case .linf:
      // Only the direction in which the largest coordinates move changes their size.
      if let top = model.weights.indices.max(by: {
        abs(model.weights[$0]) < abs(model.weights[$1])
      }) {
        growth = Elementary.sign(model.weights[top]) * direction.weights[top]
      }
    case .l2, .p:
      let size = Norm.l2(model.weights)
      if size > 0 { growth = dotProduct(model.weights, direction.weights) / size }
    }
    return (0..<data.count).map {
      direction.margin(data.points.row($0), data.labels[$0]) - training.radius * growth
    }
  }

  /// Whether a model is as good as the minimiser and has clearly other margins.
  private func isAnother(_ other: LinearModel) -> Bool {
    let base = training.objective(of: model)
    guard training.objective(of: other) <= base + 1e-13 * max(1, abs(base)) else { return false }
    let data = training.data
    return data.labels.indices.contains {
      let x = data.points.row($0)
      return abs(other.score(x) - model.score(x)) > 1e-3
    }
  }

  private func isFlat(_ direction: LinearModel) -> Bool {
    let size = max(Norm.linf(direction.weights), abs(direction.bias))
    guard size > 0, size.isFinite else { return false }
    let reach = max(Norm.linf(model.weights), abs(model.bias), 1e-6)
    let base = training.objective(of: model)
    let allowed = base + 1e-12 * max(1, abs(base))
    for share in [0.1, 1e-2, 1e-3] {
      for sign in [1.0, -1.0] {
        let factor = sign * share * reach / size
        let moved = LinearModel(
          weights: zip(model.weights, direction.weights).map { $0 + factor * $1 },
          bias: model.bias + factor * direction.bias)
        if training.objective(of: moved) <= allowed { return true }
      }
    }
    return false
  }
}
