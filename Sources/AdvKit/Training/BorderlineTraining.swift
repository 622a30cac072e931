import Evidence

/// Training without ridge where the largest robust margin equals ε (in particular ε = 0 and data
/// that cannot be separated): the one case in which attainment is not settled by the margin alone.
///
/// Let C be the cone of directions d = (w, b) whose worst margins yᵢ(wᵀxᵢ + b) − ε‖w‖_* all are
/// ≥ 0, and d₀ in its relative interior. Moving along d₀ does no harm. The points with a positive
/// margin under d₀ can be sent to +∞, so the infimum is that of the others alone, the *active*
/// ones. For ε = 0 and for the polyhedral norms the active problem attains it; the whole problem
/// does too for the hinges, whose loss is 0 from margin 1 on, and for the other losses iff all
/// points are active. For ℓ2 and ε > 0, C is the ray of one d₀ = (ŵ, b̂), along which ε‖w + tŵ‖₂
/// tends to ε(t + wᵀŵ): the infimum is that of the active points moved by −yᵢεŵ without a ball.
/// It is approached from above except where w is parallel to ŵ, so it is attained only if w = 0
/// reaches it in that limit problem. Rockafellar, "Convex analysis" (1970), sections 8 and 27.
struct BorderlineTraining {
  private let training: LinearTraining
  private let hulls: HullDistance
  /// d₀ = (ŵ, b̂) for ℓ2 and ε > 0.
  private let ray: LinearModel
  /// The active points, and those that a direction in C sends to +∞.
  private let active: [Int]
  private let others: [Int]

  /// The problem with its separability problem solved.
  init(_ training: LinearTraining, _ hulls: HullDistance) {
    self.training = training
    self.hulls = hulls
    let data = training.data
    let isActive: [Bool]
    if training.radius > 0, training.norm == .l2 {
      let model = LinearModel(weights: hulls.direction, bias: hulls.bias)
      ray = model
      isActive = data.labels.indices.map {
        model.margin(data.points.row($0), data.labels[$0]) - hulls.lower <= 1e-9 * hulls.scale
      }
    } else {
      ray = hulls.central
      isActive = hulls.isActive
    }
    // There is a largest margin only where the active points include both classes.
    let found = data.labels.indices.filter { isActive[$0] }
    let sides = Set(found.map { data.labels[$0] })
    let isSound = !found.isEmpty && (!training.fitsBias || sides.count == 2)
    active = isSound ? found : Array(data.labels.indices)
    others = isSound ? data.labels.indices.filter { !isActive[$0] } : []
  }

  /// The solution, or the infimum where there is none.
  func solution(
    progress: (TrainingProgress) -> Void, isCancelled: () -> Bool
  ) throws(TrainingError) -> LinearSolution {
    if training.radius > 0, training.norm == .l2 {
      return try euclidean(progress: progress, isCancelled: isCancelled)
    }
    let part = LinearTraining(
      data: try subset(), loss: training.loss, ball: training.ball, fitsBias: training.fitsBias)
    let run = try minimise(part, progress: progress, isCancelled: isCancelled)
    let solved = try LinearSolution(part, run, priorSteps: hulls.iterations)
    if others.isEmpty { return isOnARay(solved.model) ? solved.notUnique(Self.rayReason) : solved }
    let ray = direction()
    let length = lengthForOthers(from: solved.model, along: ray, extra: 0)
    let model = sum(solved.model, ray, length)
    let certificate = extended(solved.certificate, model)
    if training.loss.vanishes {
      return LinearSolution(
        training: training, model: model, certificate: certificate,
        iterations: solved.iterations, trace: trace(model, certificate), attainment: .attained,
        uniqueness: .notUnique(
          reason: "a direction adds to the margins of \(others.count) points, whose loss is 0 "
            + "already, and leaves the other margins unchanged"))
    }
    return notAttained(
      model, certificate, iterations: solved.iterations,
      infimum: solved.objective.value, gap: solved.gap,
      reason: "a direction sends the margins of \(others.count) of \(training.data.count) points "
        + "to infinity and leaves the others unchanged")
  }

  private static let rayReason =
    "any multiple of the maximum-margin direction can be added without changing a worst margin"

  /// Whether adding d₀ to a minimiser makes another one; for ε = 0 there may be no d₀ ≠ 0.
  private func isOnARay(_ model: LinearModel) -> Bool {
    guard training.radius > 0 else { return false }
    let size = training.norm.dual(ray.weights)
    guard size > 0 else { return false }
    let other = sum(model, ray, 1 / (size * max(hulls.scale, training.radius)))
    let base = training.objective(of: model)
    return training.objective(of: other) <= base + 1e-11 * max(1, abs(base))
  }

  /// The minimisation of the active points' problem, which is attained but not always compact.
  private func minimise(
    _ part: LinearTraining, progress: (TrainingProgress) -> Void, isCancelled: () -> Bool
  ) throws(TrainingError) -> Minimisation {
    guard part.radius > 0 else {
      return try Minimisation(
        part, priorSteps: hulls.iterations, progress: progress, isCancelled: isCancelled)
    }
    // The set of minimisers may be unbounded, and the method stays in the middle of what a limit
    // leaves of it: the smallest limit whose solution holds far beyond it has the best digits.
    let scale = max(hulls.scale, training.radius)
    var best: Minimisation?
    for size in [30, 1e3, 3e4, 1e6, 1e8] {
      let run = try Minimisation(
        part, limit: size / scale, priorSteps: hulls.iterations, progress: progress,
        isCancelled: isCancelled)
      if run.relativeGap < best?.relativeGap ?? .infinity { best = run }
      if run.relativeGap <= 1e-11 { break }
    }
    guard let best else { throw .noProgress(gap: .infinity) }
    return best
  }

  /// ε > 0 and ℓ2: the limit problem, and what it says of this one.
  private func euclidean(
    progress: (TrainingProgress) -> Void, isCancelled: () -> Bool
  ) throws(TrainingError) -> LinearSolution {
    let data = training.data
    let unit = ray.weights
    // The moved points, from the first one where a bias makes up for that. Where they coincide
    // only rounding is left of them, which must not be taken for data.
    var moved: [Double] = []
    for i in active {
      let shift = data.labels[i] * training.radius
      moved += zip(data.points.row(i), unit).map { $0 - shift * $1 }
    }
    let origin = training.fitsBias ? Array(moved.prefix(data.dimension)) : unit.map { _ in 0 }
    for k in moved.indices {
      moved[k] -= origin[k % data.dimension]
      if abs(moved[k]) <= 1e-13 * hulls.scale { moved[k] = 0 }
    }
    let limit = LinearTraining(
      data: try subset(moving: moved), loss: training.loss, fitsBias: training.fitsBias)
    let solved = try solve(limit, progress: progress, isCancelled: isCancelled)
    let iterations = hulls.iterations + solved.iterations
    let share = Double(active.count) / Double(data.count)
    let infimum = solved.objective.value

    let constant = LinearModel(
      weights: unit.map { _ in 0 },
      bias: training.fitsBias
        ? training.loss.bestConstant(
          positives: limit.data.positives, negatives: limit.data.negatives) ?? 0 : 0)
    var isAttained = false
    if case .attained = solved.attainment {
      isAttained =
        limit.objective(of: constant) <= infimum + 1e-9 * max(1, infimum)
        && (others.isEmpty || training.loss.vanishes)
    }
    if isAttained {
      let length = lengthForOthers(from: constant, along: ray, extra: 0)
      let model = sum(constant, ray, length)
      let certificate = extended(solved.certificate, model)
      return LinearSolution(
        training: training, model: model, certificate: certificate, iterations: iterations,
        trace: trace(model, certificate), attainment: .attained,
        uniqueness: .notUnique(
          reason: Self.rayReason))
    }
    // The part of the limit solution along ŵ does nothing there; without it less is lost here.
    let bounded = LinearModel(
      weights: solved.model.weights,
      bias: solved.model.bias - dotProduct(solved.model.weights, origin))
    let across = sum(bounded, ray, -dotProduct(bounded.weights, unit))
    // To first order s·ε‖across‖²/2t is lost at length t, and about 10⁻¹⁶·t·scale to rounding.
    let bend =
      share * arithmeticMean(solved.certificate.multipliers)
      * training.radius * across.weights.reduce(0) { $0 + $1 * $1 } / 2
    let length = min(
      bend / (5e-9 * max(1, share * infimum)), 8 * (bend / (4e-15 * hulls.scale)).squareRoot())
    let model = sum(
      across, ray, lengthForOthers(from: across, along: ray, extra: length))
    let certificate = extended(solved.certificate, model)
    return notAttained(
      model, certificate, iterations: iterations,
      infimum: infimum, gap: solved.gap,
      reason: "ε equals the largest robust margin of the data: the worst-case loss still falls "
        + "as the weights grow along the maximum-margin direction")
  }

  private func notAttained(
    _ model: LinearModel, _ certificate: DualCertificate, iterations: Int,
    infimum: Double, gap: Double, reason: String
  ) -> LinearSolution {
    let share = Double(active.count) / Double(training.data.count)
    return LinearSolution(
      training: training, model: model, certificate: certificate, iterations: iterations,
      trace: trace(model, certificate),
      attainment: .notAttained(
        reason: reason,
        infimum: Established(
          share * infimum,
          .bounded(
            gap: share * gap, direction: .atMost,
            "\(LinearSolution.basis), for the points whose margins stay bounded"))),
      uniqueness: .noMinimiser)
  }

  /// d₀ in the relative interior of C, with its margins at the active points made exactly 0.
  private func direction() -> LinearModel {
    let start = ray
    guard training.radius == 0 else { return start }
    let data = training.data
    let d = data.dimension
    let size = d + (training.fitsBias ? 1 : 0)
    var rows: [Double] = []
    for i in active {
      let row = data.points.row(i).map { $0 / hulls.scale }
      rows += training.fitsBias ? row + [1] : row
    }
    // Proximal steps towards the null space of the active rows.
    var system = SymmetricSystem(size: size)
    system.addProducts(of: rows, weights: [Double](repeating: 1e10, count: active.count))
    for k in 0..<size { system.add(1, k, k) }
    system.factor()
    var vector = start.weights + (training.fitsBias ? [start.bias / hulls.scale] : [])
    for _ in 0..<3 { vector = system.solution(vector) }
    return LinearModel(
      weights: Array(vector.prefix(d)),
      bias: training.fitsBias ? vector[d] * hulls.scale : 0)
  }

  /// How far to go along the ray until the points that are not active have (nearly) no loss.
  private func lengthForOthers(
    from model: LinearModel, along ray: LinearModel, extra: Double
  ) -> Double {
    let data = training.data
    let dual = training.norm.dual
    let target = training.loss.vanishes ? 1 + 1e-9 : 24.0
    var length = extra
    for i in others {
      let x = data.points.row(i)
      let rate = ray.margin(x, data.labels[i]) - training.radius * dual(ray.weights)
      let margin = model.margin(x, data.labels[i]) - training.radius * dual(model.weights)
      if rate > 0 { length = max(length, (target - margin) / rate) }
    }
    return length
  }

  private func sum(_ model: LinearModel, _ ray: LinearModel, _ length: Double) -> LinearModel {
    LinearModel(
      weights: zip(model.weights, ray.weights).map { $0 + length * $1 },
      bias: model.bias + length * ray.bias)
  }

  /// The certificate of the active points' problem as one of the whole problem: the others get 0.
  private func extended(_ part: DualCertificate, _ model: LinearModel) -> DualCertificate {
    var u = [Double](repeating: 0, count: training.data.count)
    for (k, i) in active.enumerated() { u[i] = part.multipliers[k] }
    let bound = max(part.normBound ?? 0, 2 * training.norm.dual(model.weights))
    return DualCertificate(multipliers: u, of: training, normBound: bound)
      ?? DualCertificate(zeroFor: training)
  }

  private func trace(
    _ model: LinearModel, _ certificate: DualCertificate
  ) -> [TraceEntry] {
    let origin = LinearModel(weights: [Double](repeating: 0, count: training.data.dimension))
    return [
      training.entry(of: origin, lowerBound: certificate.value),
      training.entry(of: model, lowerBound: certificate.value),
    ]
  }

  /// The active points, with other coordinates where given.
  private func subset(moving storage: [Double]? = nil) throws(TrainingError) -> Dataset {
    let data = training.data
    let points = Matrix(
      rows: active.count, columns: data.dimension,
      storage: storage ?? active.flatMap { data.points.row($0) })
    do {
      return try Dataset(points: points, labels: active.map { data.labels[$0] })
    } catch {
      throw .noProgress(gap: .infinity)
    }
  }
}

extension MarginLoss {
  /// Whether the loss is 0 from margin 1 on.
  var vanishes: Bool { self == .hinge || self == .squaredHinge }
}
