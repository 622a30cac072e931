/// What Auto-PGD knows of each row of a block: previous and best points, step lengths, counts.
///
/// For ℓ1 the step goes along the signs of the k entries of the gradient of the largest sizes,
/// divided by k, without momentum. Every ⌊0.04·N⌋ steps k becomes ‖best − x₀‖₀/1.5 (0.2·d at first),
/// rounded down but at least 1; the published code rounds up, and is caught between two coordinates
/// of a linear network. Where the number of coordinates has fallen below 0.95 of the last one, η is ε again and the row goes back to its
/// best point, else η is divided by 1.5, down to ε/10.
final class APGDMemory {
  /// The number of targets, 0 for none.
  let targets: Int
  /// The ascended losses of the rows.
  let losses: UnsafeMutablePointer<Float>

  private let threat: Threat
  private let dimension: Int
  private let capacity: Int
  private let numbers: FloatBuffer
  private let rowNumbers: FloatBuffer
  // Rows × dimension: the last point, the best one and its gradient.
  private let previous: UnsafeMutablePointer<Float>
  private let best: UnsafeMutablePointer<Float>
  private let bestGradient: UnsafeMutablePointer<Float>
  // One row's working memory.
  private let scratch: UnsafeMutablePointer<Float>
  private let lastLoss: UnsafeMutablePointer<Float>
  private let bestLoss: UnsafeMutablePointer<Float>
  private let bestLossAtCheck: UnsafeMutablePointer<Float>
  private let length: UnsafeMutablePointer<Float>
  private let rises: UnsafeMutablePointer<Float>
  // 1 where η was reduced at the last checkpoint.
  private let isReduced: UnsafeMutablePointer<Float>
  // For ℓ1: the share of coordinates that move, and the number that differed at the last check.
  private let share: UnsafeMutablePointer<Float>
  private let support: UnsafeMutablePointer<Float>
  private var ranking: ClassRanking

  /// Memory for the rows of a block, whose logits are those of the clean inputs.
  init(_ block: AttackBlock, _ threat: Threat, targets: Int) {
    let (n, d) = (block.rows, block.dimension)
    self.targets = targets
    self.threat = threat
    dimension = d
    capacity = n
    numbers = FloatBuffer((3 * n + 1) * d)
    previous = numbers.start
    best = previous + n * d
    bestGradient = best + n * d
    scratch = bestGradient + n * d
    rowNumbers = FloatBuffer(9 * n)
    losses = rowNumbers.start
    lastLoss = losses + n
    bestLoss = losses + 2 * n
    bestLossAtCheck = losses + 3 * n
    length = losses + 4 * n
    rises = losses + 5 * n
    isReduced = losses + 6 * n
    share = losses + 7 * n
    support = losses + 8 * n
    ranking = ClassRanking(block, targets: targets)
  }

  /// Follows a row that moved up.
  func move(_ from: Int, _ to: Int) {
    let d = dimension
    for place in 0..<3 {
      let points = previous + place * capacity * d
      (points + to * d).update(from: points + from * d, count: d)
    }
    for place in 0..<9 {
      let numbers = losses + place * capacity
      numbers[to] = numbers[from]
    }
    ranking.move(from, to)
  }

  /// Writes the target of this rank for each row, where there are targets.
  func aim(_ block: AttackBlock, _ rank: Int) { ranking.aim(block, rank) }

  /// Begins a run at the iterates, which were just evaluated.
  func begin(_ block: AttackBlock) {
    let (n, d) = (block.rows, dimension)
    previous.update(from: block.current, count: n * d)
    best.update(from: block.current, count: n * d)
    bestGradient.update(from: block.gradient, count: n * d)
    let radius = Float(threat.ball.radius)
    for row in 0..<n {
      lastLoss[row] = losses[row]
      bestLoss[row] = losses[row]
      bestLossAtCheck[row] = losses[row]
      length[row] = threat.ball.norm == .l1 ? radius : 2 * radius
      rises[row] = 0
      isReduced[row] = 1
      share[row] = 0.2
      support[row] = Float(d)
    }
  }

  /// Moves every row one step.
  func step(_ block: AttackBlock, isFirst: Bool) {
    let a: Float = isFirst ? 1 : 0.75
    let d = dimension
    let (current, clean, gradient) = (block.current, block.clean, block.gradient)
    for row in 0..<block.rows {
      let place = row * d
      switch threat.ball.norm {
      case .linf, .p:
        stepLinf(
          current + place, previous + place, clean + place, gradient + place, length[row], a)
      case .l2:
        stepL2(current + place, previous + place, clean + place, gradient + place, length[row], a)
      case .l1:
        stepL1(current + place, clean + place, gradient + place, length[row], share[row])
      }
    }
  }

  private func stepLinf(
    _ x: UnsafeMutablePointer<Float>, _ previous: UnsafeMutablePointer<Float>,
    _ clean: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ length: Float, _ a: Float
  ) {
    let radius = Float(threat.ball.radius)
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    for j in 0..<dimension {
      let (point, slope) = (x[j], g[j])
      let bottom = max(clean[j] - radius, lower)
      let top = min(clean[j] + radius, upper)
      let sign: Float = slope > 0 ? length : (slope < 0 ? -length : 0)
      let z = min(max(point + sign, bottom), top)
      let next = point + a * (z - point) + (1 - a) * (point - previous[j])
      previous[j] = point
      x[j] = min(max(next, bottom), top)
    }
  }

  private func stepL2(
    _ x: UnsafeMutablePointer<Float>, _ previous: UnsafeMutablePointer<Float>,
    _ clean: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ length: Float, _ a: Float
  ) {
    scratch.update(from: x, count: dimension)
    RowStep.ascend(
      scratch, from: clean, along: g, length: length, threat, dimension: dimension)
    for j in 0..<dimension {
      let point = x[j]
      x[j] = point + a * (scratch[j] - point) + (1 - a) * (point - previous[j])
      previous[j] = point
    }
    RowStep.project(x, around: clean, threat, dimension: dimension)
  }

  private func stepL1(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ g: UnsafePointer<Float>,
    _ length: Float, _ share: Float
  ) {
    let d = dimension
    for j in 0..<d { scratch[j] = abs(g[j]) }
    var sizes = UnsafeMutableBufferPointer(start: scratch, count: d)
    sizes.sort()
    let place = d - min(max(Int(share * Float(d)), 1), d)
    let threshold = scratch[place]
    var count: Float = 0
    for j in 0..<d where abs(g[j]) >= threshold && g[j] != 0 { count += 1 }
    guard count > 0 else { return }
    for j in 0..<d where abs(g[j]) >= threshold && g[j] != 0 {
      x[j] += g[j] > 0 ? length / count : -length / count
    }
    RowStep.project(x, around: clean, threat, dimension: d)
  }

  /// Counts rises and keeps the best points, after an evaluation.
  func keepBest(_ block: AttackBlock) {
    let d = dimension
    let (current, gradient) = (block.current, block.gradient)
    for row in 0..<block.rows {
      if losses[row] > lastLoss[row] { rises[row] += 1 }
      lastLoss[row] = losses[row]
      guard losses[row] > bestLoss[row] else { continue }
      bestLoss[row] = losses[row]
      (best + row * d).update(from: current + row * d, count: d)
      (bestGradient + row * d).update(from: gradient + row * d, count: d)
    }
  }

  /// Halves η and goes back to the best point where a checkpoint's conditions hold.
  ///
  /// - Parameter steps: how many there were since the last checkpoint.
  func adapt(_ block: AttackBlock, _ steps: Int) {
    for row in 0..<block.rows {
      let oscillates = rises[row] <= 0.75 * Float(steps)
      let rests = isReduced[row] == 0 && bestLossAtCheck[row] >= bestLoss[row]
      isReduced[row] = oscillates || rests ? 1 : 0
      bestLossAtCheck[row] = bestLoss[row]
      rises[row] = 0
      if oscillates || rests {
        length[row] /= 2
        returnToBest(block, row)
      }
    }
  }

  /// The checkpoint of ℓ1: the number of coordinates that move, and η.
  func adaptSparsely(_ block: AttackBlock) {
    let d = dimension
    let radius = Float(threat.ball.radius)
    for row in 0..<block.rows {
      let (x, clean) = (best + row * d, block.clean + row * d)
      var count: Float = 0
      for j in 0..<d where x[j] != clean[j] { count += 1 }
      share[row] = count / Float(d) / 1.5
      if count < 0.95 * support[row] {
        length[row] = radius
        returnToBest(block, row)
      } else {
        length[row] = max(length[row] / 1.5, radius / 10)
      }
      support[row] = count
    }
  }

  private func returnToBest(_ block: AttackBlock, _ row: Int) {
    let d = dimension
    (block.current + row * d).update(from: best + row * d, count: d)
    (block.gradient + row * d).update(from: bestGradient + row * d, count: d)
  }
}
