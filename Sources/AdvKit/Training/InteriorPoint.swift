/// A primal-dual interior-point method for ``ConicProgram``.
///
/// Predictor and corrector after Mehrotra (SIAM J. Optim. 2, 1992), Nesterov–Todd scaling for the
/// Euclidean cone. Slacks are eliminated, so that a Newton system has one unknown for each of w, b
/// and τ. The smooth losses have no slacks; their steps are shortened to where their second-order
/// model holds.
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
  /// Which part of the last step along which the merit falls was taken; 1 for other steps.
  private var descended = 1.0
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
      // The height matters to the losses in units of 1/ε.
      start = min(max(1, 1 / program.tilt), 1e4)
      if let limit {
        start = min(start, limit / 2)
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
      // Kinks are sharpened where a step went as far as it was meant to, or none is left.
      if min(length, descended) > 0.5 || length == 0, points.sharpen(by: 0.5) {
        stalled = 0
        continue
      }
      guard length > 0 else { return iteration }
      stalled = length < 1e-6 ? stalled + 1 : 0
      if stalled == 5 { return iteration + 1 }
    }
    prepare()
    _ = try observe(state)
    return Self.stepLimit
  }

  /// Walks to the central path by a barrier method, for smooth losses with a cone.
  ///
  /// Each step descends on the barrier function of its μ (a line search), so that this works from
  /// anywhere; it is slower than ``run(observe:)`` and is used where that loses its way.
  ///
  /// - Returns: the number of Newton steps.
  mutating func walkToCentralPath(
    isCancelled: () -> Bool
  ) throws(TrainingError) -> Int {
    guard points.isSmooth, cone != nil else { return 0 }
    var steps = 0
    var target = 0.1
    while target > 1e-7 {
      for _ in 0..<40 {
        if isCancelled() { throw .cancelled }
        steps += 1
        recentre(target)
        prepare()
        let curvatures = points.curvatures
        factor(curvatures)
        let direction = newtonDirection(target: target, corrected: false, curvatures, [])
        let decrement = descend(
          direction, target: target, longest: min(1, 0.99 * longest(direction)))
        if decrement <= 0.1 * target { break }
      }
      target /= 8
    }
    recentre(target)
    return steps
  }

  private mutating func recentre(_ mu: Double) {
    let (w, t) = (weights, coneHeight)
    cone?.centre(at: mu, weights: w, height: t)
    if hasLimit { roomMultiplier = mu / room }
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
    let (w, t) = (weights, coneHeight)
    cone?.prepare(weights: w, height: t)
    if case .cone(let limit?) = program.height { roomResidual = room - (limit - coneHeight) }
  }

  /// Sets up and factors the Newton system.
  private mutating func factor(_ curvatures: [Double]) {
    system.clear()
    for j in 0..<program.dimension { system.add(program.ridge, j, j) }
    system.addProducts(of: marginRows, weights: curvatures)
    cone?.addCurvature(to: &system, height: program.coneHeightIndex)
    if hasLimit, let index = program.coneHeightIndex {
      system.add(roomMultiplier / room, index, index)
    }
    system.factor()
  }

  /// One Newton step; returns its length, 0 where there is none.
  private mutating func step() -> Double {
    descended = 1
    let curvatures = points.curvatures
    factor(curvatures)
    let current = mu
    if degree > 0, current < 1e-24 { return 0 }
    if degree == 0 {
      let direction = newtonDirection(target: 0, corrected: false, curvatures, [])
      return descend(direction, target: 0, longest: 1) > 0 ? 1 : 0
    }
    let predictor = newtonDirection(target: 0, corrected: false, curvatures, [])
    let affineStep = min(1, longest(predictor))
    let rest = max(0, productAfter(affineStep, predictor)) / degree
    var centering = min(1, rest / current)
    centering = centering * centering * centering
    // Complementarity must not run ahead of stationarity: its curvature would drown the losses'.
    let floor = min(current, 0.1 * stationarityError / degree)
    let target = max(min(centering, 0.8) * current, 1e-4 * current, floor)
    let direction = newtonDirection(target: target, corrected: true, curvatures, predictor)
    var length = min(1, 0.99 * longest(direction))
    guard length.isFinite, direction.allSatisfy(\.isFinite) else { return 0 }
    if points.isSmooth { length = trusted(direction, curvatures, upTo: length) }
    advance(direction, length)
    return length
  }

  /// How far the gradient of the Lagrangian is from 0, times the size of the unknowns.
  private var stationarityError: Double {
    var gradient = combined(points.multipliers).map { -$0 }
    for j in 0..<program.dimension { gradient[j] += program.ridge * unknowns[j] }
    if program.height == .leastMargin, let index = program.heightIndex { gradient[index] -= 1 }
    if let (multiplier, height) = cone?.multiplier {
      for j in 0..<program.dimension { gradient[j] -= multiplier[j] }
      if let index = program.coneHeightIndex {
        gradient[index] += (hasLimit ? roomMultiplier : 0) - height
      }
    }
    return Norm.linf(gradient) * max(1, Norm.linf(unknowns))
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
    if let (multiplier, height) = cone?.multiplier,
      let aim = cone?.aim(at: target, corrected: corrected)
    {
      for j in 0..<program.dimension { right[j] += multiplier[j] + aim.weights[j] }
      if let index = program.coneHeightIndex {
        right[index] += height + aim.height
        if hasLimit {
          right[index] -=
            (target - newSecond) / room + roomMultiplier / room * roomResidual
        }
      }
    }
    let direction = system.solution(right)
    let steps = margins(direction)
    points.direct(margins: steps, curvatures: curvatures, target: target, corrected: corrected)
    let height = program.coneHeightIndex.map { direction[$0] } ?? 0
    let part = Array(direction.prefix(program.dimension))
    cone?.direct(weights: part, height: height)
    return direction
  }

  /// The longest step along the stored direction.
  private func longest(_ direction: [Double]) -> Double {
    var length = points.longestStep()
    if let cone { length = min(length, cone.longestStep()) }
    if hasLimit, let index = program.coneHeightIndex {
      let step = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      length = min(
        length,
        AdvKit.longestStep([room, roomMultiplier], [-direction[index] - roomResidual, step]))
    }
    return length
  }

  private func productAfter(_ step: Double, _ direction: [Double]) -> Double {
    var sum = points.product(afterStep: step)
    if let cone { sum += cone.product(afterStep: step) }
    if hasLimit, let index = program.coneHeightIndex {
      let multiplierStep = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      sum +=
        (room + step * (-direction[index] - roomResidual))
        * (roomMultiplier + step * multiplierStep)
    }
    return sum
  }

  /// Takes the part of a Newton step along which the barrier function of `target` falls.
  ///
  /// - Returns: the squared Newton decrement, 0 where no part of the step makes it fall.
  private mutating func descend(
    _ direction: [Double], target: Double, longest: Double
  ) -> Double {
    guard direction.allSatisfy(\.isFinite) else { return 0 }
    let decrement = zip(direction, system.product(direction)).reduce(0) { $0 + $1.0 * $1.1 }
    let start = merit(direction, length: 0, target: target)
    let noise = 1e-15 * max(1e-3, abs(start))
    var length = longest
    while !(merit(direction, length: length, target: target)
      <= start - 1e-4 * length * decrement + noise)
    {
      length /= 2
      if length < 1e-12 { return 0 }
    }
    descended = length / longest
    advance(direction, length)
    return decrement
  }

  private func merit(_ direction: [Double], length: Double, target: Double) -> Double {
    let moved = zip(unknowns, direction).map { $0 + length * $1 }
    var sum = points.value(margins: margins(moved))
    for j in 0..<program.dimension { sum += program.ridge / 2 * moved[j] * moved[j] }
    if target > 0, let cone { sum += target * cone.barrier(afterStep: length) }
    if hasLimit, let index = program.coneHeightIndex {
      let left = room + length * (-direction[index] - roomResidual)
      sum += left > 0 ? -target * Elementary.log(left) : .infinity
    }
    return sum
  }

  /// The step shortened until the smooth losses rise above their tangent by at most 1.5 times what
  /// their second-order model says: then a step of the model is one of the losses.
  private func trusted(
    _ direction: [Double], _ curvatures: [Double], upTo longest: Double
  ) -> Double {
    let steps = margins(direction)
    let current = margins(unknowns)
    let start = points.value(margins: current)
    var slope = 0.0
    var curvature = 0.0
    for i in 0..<program.count {
      slope -= points.multipliers[i] * steps[i]
      curvature += curvatures[i] * steps[i] * steps[i]
    }
    var length = longest
    while length > 1e-9 {
      let value = points.value(margins: zip(current, steps).map { $0 + length * $1 })
      let rise = value - start - length * slope
      if rise <= 0.75 * length * length * curvature + 1e-14 * max(1e-3, start) { break }
      length /= 2
    }
    return length
  }

  private mutating func advance(_ direction: [Double], _ length: Double) {
    points.advance(length)
    cone?.advance(length)
    if hasLimit, let index = program.coneHeightIndex {
      let step = roomMultiplierStep(direction, target: roomTarget, second: roomSecond)
      room += length * (-direction[index] - roomResidual)
      roomMultiplier += length * step
    }
    for k in unknowns.indices { unknowns[k] += length * direction[k] }
  }
}
