/// A primal-dual interior-point method for ``ConicProgram``.
///
/// Predictor and corrector after Mehrotra (SIAM J. Optim. 2, 1992), Nesterov–Todd scaling for the
/// Euclidean cone. Slacks are eliminated, so that a Newton system has one unknown for each of w, b
/// and τ. For the smooth losses a step descends on the barrier function of the aimed μ (a line
/// search), which makes the method converge from anywhere; there is then no corrector.
struct InteriorPoint {
  /// What an observer sees after each step.
  struct State {
    /// w.
    let weights: [Double]
    /// b; 0 without bias.
    let bias: Double
    /// α, one a point: the weights of the points in the stationarity condition.
    let multipliers: [Double]
    /// r, one a point: how far a constraint is from being active; empty for smooth losses.
    let slack: [Double]
    /// ξ, one a point, for the hinge.
    let excess: [Double]
    /// The average complementarity product.
    let mu: Double
  }

  /// How many Newton steps are tried at most.
  static let stepLimit = 150

  private let program: ConicProgram
  private let marginRows: [Double]
  private var unknowns: [Double]
  private var points: PointTerms
  private var cone: (any NormCone)?
  /// R − t and its multiplier.
  private var room = 0.0
  private var roomMultiplier = 0.0
  private var roomResidual = 0.0
  private var system: SymmetricSystem

  /// The method at its starting point: w = 0, b = 0.
  init(_ program: ConicProgram) {
    self.program = program
    marginRows = program.marginRows
    unknowns = [Double](repeating: 0, count: program.unknowns)
    points = PointTerms(kind: program.term, weight: program.weight, count: program.count)
    system = SymmetricSystem(size: program.unknowns)
    let center = 0.5 / Double(program.count)
    var start = 1.0
    switch program.height {
    case .absent: return
    case .leastMargin:
      unknowns[program.unknowns - 1] = -1
    case .cone(let limit):
      if let limit {
        start = min(1, limit / 2)
        room = limit - start
        roomMultiplier = center / room
      }
      unknowns[program.unknowns - 1] = start
    }
    switch program.cone {
    case .euclidean:
      cone = SecondOrderCone(dimension: program.dimension, height: start, center: center)
    case .maximum, .sum:
      cone = PolyhedralCone(
        isSum: program.cone == .sum, dimension: program.dimension, height: start,
        center: center / Double(program.dimension))
    }
  }

  /// Iterates until the observer says that it is enough, or no further progress is possible.
  ///
  /// - Returns: the number of Newton steps.
  mutating func run(
    observe: (State) throws(TrainingError) -> Bool
  ) throws(TrainingError) -> Int {
    var stalled = 0
    for iteration in 0..<Self.stepLimit {
      prepare()
      if try observe(state) { return iteration }
      let length = step()
      guard length > 0 else { return iteration }
      stalled = length < 1e-6 ? stalled + 1 : 0
      if stalled == 5 { return iteration + 1 }
    }
    prepare()
    _ = try observe(state)
    return Self.stepLimit
  }

  private var state: State {
    State(
      weights: weights, bias: program.biasIndex.map { unknowns[$0] } ?? 0,
      multipliers: points.multipliers, slack: points.isSmooth ? [] : points.slack,
      excess: points.excess, mu: mu)
  }

  private var weights: [Double] { Array(unknowns.prefix(program.dimension)) }

  private var coneHeight: Double { program.coneHeightIndex.map { unknowns[$0] } ?? 1 }

  private var hasLimit: Bool {
    if case .cone(let limit) = program.height { return limit != nil }
    return false
  }

  private var degree: Double { points.degree + (cone?.degree ?? 0) + (hasLimit ? 1 : 0) }

  private var mu: Double {
    let sum = points.product + (cone?.product ?? 0) + (hasLimit ? room * roomMultiplier : 0)
    return degree > 0 ? sum / degree : 0
  }

  private func margins(_ vector: [Double]) -> [Double] {
    let size = program.unknowns
    return marginRows.withUnsafeBufferPointer { rows in
      vector.withUnsafeBufferPointer { vector in
        (0..<program.count).map { i in
          var sum = 0.0
          for j in 0..<size { sum += rows[i * size + j] * vector[j] }
          return sum
        }
      }
    }
  }

  /// Σᵢ valuesᵢ·(row i of the margins).
  private func combined(_ values: [Double]) -> [Double] {
    let size = program.unknowns
    var sums = [Double](repeating: 0, count: size)
    sums.withUnsafeMutableBufferPointer { sums in
      marginRows.withUnsafeBufferPointer { rows in
        for i in 0..<program.count {
          let value = values[i]
          for j in 0..<size { sums[j] += value * rows[i * size + j] }
        }
      }
    }
    return sums
  }

  private mutating func prepare() {
    points.prepare(margins: margins(unknowns))
    cone?.prepare(weights: weights, height: coneHeight)
    if case .cone(let limit?) = program.height { roomResidual = room - (limit - coneHeight) }
  }

  /// One Newton step; returns its length, 0 where there is none.
  private mutating func step() -> Double {
    let curvatures = points.curvatures
    system.clear()
    for j in 0..<program.dimension { system.add(program.ridge, j, j) }
    system.addProducts(of: marginRows, weights: curvatures)
    cone?.addCurvature(to: &system, height: program.coneHeightIndex)
    if hasLimit, let index = program.coneHeightIndex {
      system.add(roomMultiplier / room, index, index)
    }
    system.factor()

    let current = mu
    if degree == 0 {
      let direction = newtonDirection(target: 0, corrected: false, curvatures, [])
      return descend(direction, target: 0)
    }
    let predictor = newtonDirection(target: 0, corrected: false, curvatures, [])
    let affine = lengths(predictor)
    let affineStep = min(1, affine.primal, affine.dual)
    let rest = max(0, productAfter(affineStep, predictor)) / degree
    var centering = min(1, rest / current)
    centering = centering * centering * centering
    if points.isSmooth {
      let target = max(min(centering, 0.5), 0.01) * current
      let direction = newtonDirection(target: target, corrected: false, curvatures, predictor)
      return descend(direction, target: target)
    }
    let target = max(min(centering, 0.8), 1e-4) * current
    let direction = newtonDirection(target: target, corrected: true, curvatures, predictor)
    let longest = lengths(direction)
    let length = min(1, 0.99 * min(longest.primal, longest.dual))
    guard length.isFinite, direction.allSatisfy(\.isFinite) else { return 0 }
    advance(direction, primal: length, dual: length)
    return length
  }

  /// Step of the multiplier of t ≤ R for a step of the unknowns.
  private func roomMultiplierStep(_ direction: [Double], target: Double, second: Double) -> Double {
    guard hasLimit, let index = program.coneHeightIndex else { return 0 }
    return (target - second) / room - roomMultiplier
      + roomMultiplier / room * (direction[index] + roomResidual)
  }

  private var roomTarget = 0.0
  private var roomSecond = 0.0

  private mutating func newtonDirection(
    target: Double, corrected: Bool, _ curvatures: [Double], _ predictor: [Double]
  ) -> [Double] {
    let newSecond: Double
    if corrected, let index = program.coneHeightIndex, hasLimit {
      newSecond =
        (-predictor[index] - roomResidual)
        * roomMultiplierStep(predictor, target: roomTarget, second: roomSecond)
    } else {
      newSecond = 0
    }
    roomTarget = target
    roomSecond = newSecond
    let offset = points.aim(at: target, corrected: corrected, curvatures: curvatures)
    // Minus the gradient of the Lagrangian with the multipliers that are aimed at.
    var right = combined(zip(points.multipliers, offset).map { $0 + $1 })
    for j in 0..<program.dimension { right[j] -= program.ridge * unknowns[j] }
    if program.height == .leastMargin, let index = program.heightIndex { right[index] += 1 }
    if var cone {
      let aim = cone.aim(at: target, corrected: corrected)
      let (multiplier, height) = cone.multiplier
      for j in 0..<program.dimension { right[j] += multiplier[j] + aim.weights[j] }
      if let index = program.coneHeightIndex {
        right[index] += height + aim.height
        if hasLimit {
          right[index] -=
            (target - newSecond) / room + roomMultiplier / room * roomResidual
        }
      }
      self.cone = cone
    }
    let direction = system.solution(right)
    let steps = margins(direction)
    points.direct(margins: steps, curvatures: curvatures, target: target, corrected: corrected)
    cone?.direct(
      weights: Array(direction.prefix(program.dimension)),
      height: program.coneHeightIndex.map { direction[$0] } ?? 0)
    return direction
  }

  private func lengths(_ direction: [Double]) -> (primal: Double, dual: Double) {
    var (primal, dual) = points.longestSteps()
    if let longest = cone?.longestSteps() {
      primal = min(primal, longest.primal)
      dual = min(dual, longest.dual)
    }
    if hasLimit, let index = program.coneHeightIndex {
      primal = min(primal, longestStep([room], [-direction[index] - roomResidual]))
      let step = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      dual = min(dual, longestStep([roomMultiplier], [step]))
    }
    return (primal, dual)
  }

  private func productAfter(_ step: Double, _ direction: [Double]) -> Double {
    var sum = points.product(afterStep: step)
    if let cone { sum += cone.product(afterPrimal: step, dual: step) }
    if hasLimit, let index = program.coneHeightIndex {
      let multiplierStep = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      sum +=
        (room + step * (-direction[index] - roomResidual))
        * (roomMultiplier + step * multiplierStep)
    }
    return sum
  }

  /// A step for the smooth losses: shortened until the barrier function falls.
  private mutating func descend(_ direction: [Double], target: Double) -> Double {
    guard direction.allSatisfy(\.isFinite) else { return 0 }
    let longest = degree == 0 ? (primal: 1e10, dual: 1e10) : lengths(direction)
    let slope = zip(direction, system.product(direction)).reduce(0) { $0 + $1.0 * $1.1 }
    let start = merit(direction, length: 0, target: target)
    let noise = 1e-15 * max(1e-3, abs(start))
    var length = min(1, 0.99 * longest.primal)
    while length > 1e-12 {
      let value = merit(direction, length: length, target: target)
      if value <= start - 1e-4 * length * slope + noise { break }
      length /= 2
    }
    guard length > 1e-12 else { return 0 }
    advance(direction, primal: length, dual: min(1, 0.99 * longest.dual))
    return length
  }

  private func merit(_ direction: [Double], length: Double, target: Double) -> Double {
    let moved = zip(unknowns, direction).map { $0 + length * $1 }
    var sum = points.value(margins: margins(moved))
    for j in 0..<program.dimension { sum += program.ridge / 2 * moved[j] * moved[j] }
    if let cone { sum += target * cone.barrier(afterPrimal: length) }
    if hasLimit, let index = program.coneHeightIndex {
      let left = room + length * (-direction[index] - roomResidual)
      sum -= left > 0 ? target * Elementary.log(left) : -.infinity
    }
    return sum
  }

  private mutating func advance(_ direction: [Double], primal: Double, dual: Double) {
    points.advance(primal)
    cone?.advance(primal: primal, dual: dual)
    if hasLimit, let index = program.coneHeightIndex {
      let step = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      room += primal * (-direction[index] - roomResidual)
      roomMultiplier += dual * step
    }
    for k in unknowns.indices { unknowns[k] += primal * direction[k] }
  }
}
