/// A run of the interior-point method on a training problem whose minimum is attained.
struct Minimisation {
  /// The best model found.
  private(set) var model: LinearModel
  /// The best certificate found.
  private(set) var certificate: DualCertificate?
  /// One entry a step; the first is w = 0.
  private(set) var trace: [TraceEntry] = []
  /// The last iterate, in the scaled unit, and its model.
  private(set) var last: InteriorPoint.State?
  private(set) var central: LinearModel
  /// Newton steps.
  private(set) var iterations = 0

  private let training: LinearTraining
  private let dualPoint: DualPoint
  private var objective = Double.infinity
  private var gap = Double.infinity
  private var idle = 0
  /// The least R of a bound for ‖w‖_* ≤ R: without it w = 0 would look optimal at once.
  private let leastBound: Double

  /// Runs the method.
  ///
  /// - Parameters:
  ///   - training: the problem; it has a minimiser.
  ///   - interior: multipliers with ‖v‖ < εs, where there is no ridge and there are such.
  ///   - limit: a bound R of ‖w‖_* that keeps the problem compact, where nothing else does.
  ///   - priorSteps: Newton steps already taken, for the progress.
  init(
    _ training: LinearTraining, interior: [Double]? = nil, limit: Double? = nil,
    priorSteps: Int = 0, progress: (TrainingProgress) -> Void, isCancelled: () -> Bool
  ) throws(TrainingError) {
    self.training = training
    dualPoint = DualPoint(training, interior: interior)
    let data = training.data
    let scaled = ScaledData(data, centred: training.fitsBias, least: training.radius)
    let radius = training.radius / scaled.scale
    leastBound = max(100 / scaled.scale, 10 * (limit ?? 0))
    let height: ConicProgram.Height =
      radius > 0 || limit != nil ? .cone(limit: limit.map { $0 * scaled.scale }) : .absent
    model = LinearModel(weights: [Double](repeating: 0, count: data.dimension))
    central = model
    let cone = try ConicProgram.Cone(attackNorm: training.norm)
    let weight = 1 / Double(data.count)
    let program = ConicProgram(
      rows: scaled.rows, labels: training.fitsBias ? data.labels : nil, count: data.count,
      dimension: data.dimension, term: .loss(training.loss), weight: weight,
      ridge: training.ridge / (scaled.scale * scaled.scale), tilt: radius, cone: cone,
      height: height)
    // Kinks that are rounded off cost some digits, and the slow method does not give them back.
    let carefulGap = if case .expression = training.loss { 1e-7 } else { 1e-9 }
    // The fast method may lose its way; the slow one does not, and the fast one goes on from there.
    for isCareful in [false, true]
    where !isCareful || (relativeGap > carefulGap && !training.loss.vanishes) {
      var method = InteriorPoint(program)
      if isCareful { iterations += try method.walkToCentralPath(isCancelled: isCancelled) }
      idle = 0
      iterations += try method.run { (state) throws(TrainingError) in
        if isCancelled() { throw .cancelled }
        last = state
        central = scaled.restored(state.weights, state.bias)
        observe(central, state.multipliers.map { $0 / weight }, limit: limit)
        progress(TrainingProgress(iteration: priorSteps + trace.count - 1, total: nil, gap: gap))
        return isDone
      }
    }
    tryConstant()
    trySparse()
    finish()
  }

  /// The gap over max(1, |P|), the final certificate's.
  var relativeGap: Double {
    guard let certificate else { return .infinity }
    return max(0, objective - certificate.value) / magnitude
  }

  private var magnitude: Double { max(1, abs(objective)) }

  private var isDone: Bool {
    if gap <= 1e-15 * magnitude { return true }
    return (idle >= 4 && gap <= 1e-11 * magnitude) || (idle >= 8 && gap <= 1e-9 * magnitude)
      || idle >= 60
  }

  private mutating func observe(_ candidate: LinearModel, _ raw: [Double], limit: Double?) {
    let value = training.objective(of: candidate)
    if value < objective || objective == .infinity {
      objective = value
      model = candidate
    }
    let normBound = limit ?? max(leastBound, 2 * training.norm.dual(candidate.weights))
    let old = gap
    if let new = dualPoint.certificate(near: raw, normBound: normBound) {
      if new.normBound == nil {
        if new.value > certificate?.value ?? -.infinity { certificate = new }
      } else if value - new.value < old || certificate == nil {
        certificate = new
      }
      if let certificate { gap = max(0, objective - certificate.value) }
    }
    idle = gap < 0.7 * old ? 0 : idle + 1
    trace.append(training.entry(of: candidate, lowerBound: certificate?.value ?? -.infinity))
  }

  /// w = 0 exactly, where it is as good.
  private mutating func tryConstant() {
    let data = training.data
    let constant = LinearModel(
      weights: [Double](repeating: 0, count: data.dimension),
      bias: training.fitsBias
        ? training.loss.bestConstant(positives: data.positives, negatives: data.negatives)
          ?? model.bias : 0)
    accept(constant)
  }

  /// Weights that are 0 up to rounding set to 0, where that is as good.
  private mutating func trySparse() {
    let largest = Norm.linf(model.weights)
    for share in [1e-6, 1e-9, 1e-12] {
      let sparse = model.weights.map { abs($0) <= share * largest ? 0 : $0 }
      if sparse != model.weights, accept(LinearModel(weights: sparse, bias: model.bias)) { return }
    }
  }

  @discardableResult
  private mutating func accept(_ candidate: LinearModel) -> Bool {
    let value = training.objective(of: candidate)
    guard value <= objective + 2e-15 * magnitude else { return false }
    model = candidate
    objective = value
    return true
  }

  /// Makes R at least the solution's norm, and as large as costs nothing.
  private mutating func finish() {
    guard let found = certificate, found.normBound != nil else { return }
    var bound = max(leastBound, 2 * training.norm.dual(model.weights))
    while bound < 1e12, bound * 10 * found.excess <= 1e-12 * magnitude { bound *= 10 }
    certificate = DualCertificate(
      multipliers: found.multipliers, of: training, normBound: bound)
  }
}

extension MarginLoss {
  /// The b that minimises (positives·ℓ(b) + negatives·ℓ(−b)); both counts are positive.
  ///
  /// It is nil for a loss that has no formula for it.
  func bestConstant(positives: Int, negatives: Int) -> Double? {
    let (p, q) = (Double(positives), Double(negatives))
    switch self {
    case .hinge: return p > q ? 1 : (p < q ? -1 : 0)
    case .squaredHinge: return (p - q) / (p + q)
    case .logistic: return Elementary.log(p / q)
    case .exponential: return Elementary.log(p / q) / 2
    case .expression: return nil
    }
  }
}
