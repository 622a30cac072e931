/// What FAB knows of each row of a block: the nearest misclassified point, and a linearised boundary.
final class FABMemory {
  /// The number of targets, 0 for none.
  let targets: Int

  private static let largestBias = 0.1
  private static let overshoot = 1.05
  private static let backward: Float = 0.9

  private let norm: Norm
  private let lower: Float
  private let upper: Float
  private let projection: HyperplaneProjection
  private let dimension: Int
  private let numbers: FloatBuffer
  // Rows × dimension: the nearest points, the normals of the boundaries.
  private let nearest: UnsafeMutablePointer<Float>
  private let normals: UnsafeMutablePointer<Float>
  // One row each: d₁ and d₂.
  private let first: UnsafeMutablePointer<Float>
  private let second: UnsafeMutablePointer<Float>
  private var distances: [Double]
  // Of the boundary: f at the row's point, and the linearised distance |f|/‖∇f‖_q.
  private var values: [Double]
  private var ratios: [Double]
  // The lower end of the bisection and its middle, as shares of the way to the nearest point.
  private var low: [Float]
  private var middle: [Float]
  private var ranking: ClassRanking

  /// Memory for the rows of a block, whose logits are those of the clean inputs.
  init(_ block: AttackBlock, _ norm: Norm, _ box: Box?, targets: Int) {
    let (n, d) = (block.rows, block.dimension)
    self.targets = targets
    self.norm = norm
    projection = HyperplaneProjection(norm, box: box)
    lower = projection.lower
    upper = projection.upper
    dimension = d
    numbers = FloatBuffer((2 * n + 2) * d)
    nearest = numbers.start
    normals = nearest + n * d
    first = normals + n * d
    second = first + d
    distances = [Double](repeating: .infinity, count: n)
    values = [Double](repeating: 0, count: n)
    ratios = distances
    low = [Float](repeating: 0, count: n)
    middle = low
    ranking = ClassRanking(block, targets: targets)
  }

  /// The distance of a row's nearest misclassified point, infinite where none is known.
  func distance(_ row: Int) -> Double { distances[row] }

  /// Follows a row that moved up between two steps.
  func move(_ from: Int, _ to: Int) {
    (nearest + to * dimension).update(from: nearest + from * dimension, count: dimension)
    distances[to] = distances[from]
    ranking.move(from, to)
  }

  /// Writes the target of this rank for each row, where there are targets.
  func aim(_ block: AttackBlock, _ rank: Int) { ranking.aim(block, rank) }

  /// Forgets the boundaries of all rows.
  func forget(_ block: AttackBlock) {
    for row in 0..<block.rows { ratios[row] = .infinity }
  }

  /// Takes up a linearised boundary with the block's gradient as its normal, where it is the nearest.
  func offer(_ block: AttackBlock, _ row: Int, _ value: Double) {
    let gradient = block.gradient + row * dimension
    var size = 0.0
    for j in 0..<dimension {
      let entry = Double(abs(gradient[j]))
      switch norm {
      case .linf, .p: size += entry
      case .l2: size += entry * entry
      case .l1: size = max(size, entry)
      }
    }
    if norm == .l2 { size = size.squareRoot() }
    guard size > 0, size.isFinite, abs(value) / size < ratios[row] else { return }
    ratios[row] = abs(value) / size
    values[row] = value
    (normals + row * dimension).update(from: gradient, count: dimension)
  }

  /// Moves a row by d₁ and d₂; without a boundary it stays.
  func move(_ block: AttackBlock, _ row: Int) {
    guard ratios[row] < .infinity else { return }
    let d = dimension
    let (x, clean, normal) = (block.current + row * d, block.clean + row * d, normals + row * d)
    let turn = turn(block, row)
    let own = projection.perturb(
      x, normal: normal, change: -values[row], dimension: d, into: first)
    let fromClean = projection.perturb(
      clean, normal: normal, change: turn - values[row], dimension: d, into: second)
    let (a1, a2) = (max(own, 1e-8), max(fromClean, 1e-8))
    let bias = Float(min(a1 / (a1 + a2), Self.largestBias))
    let overshoot = Float(Self.overshoot)
    for j in 0..<d {
      let ahead = x[j] + overshoot * first[j]
      let near = clean[j] + overshoot * second[j]
      x[j] = min(max((1 - bias) * ahead + bias * near, lower), upper)
    }
  }

  /// Keeps a misclassified iterate that is nearer than all before.
  func keep(_ block: AttackBlock, _ row: Int) {
    let d = dimension
    let distance = RowNorm.distance(block.current + row * d, block.clean + row * d, d, norm)
    guard distance < distances[row] else { return }
    distances[row] = distance
    (nearest + row * d).update(from: block.current + row * d, count: d)
  }

  /// Moves a row a tenth of the way to its clean input.
  func drawBack(_ block: AttackBlock, _ row: Int) {
    let d = dimension
    let (x, clean) = (block.current + row * d, block.clean + row * d)
    for j in 0..<d { x[j] = clean[j] + Self.backward * (x[j] - clean[j]) }
  }

  /// Begins the bisection between clean inputs and nearest points.
  func beginBisection(_ block: AttackBlock) {
    for row in 0..<block.rows { low[row] = 0 }
  }

  /// Puts every row at the middle; rows without a nearest point stay at the clean input.
  func bisect(_ block: AttackBlock) {
    for row in 0..<block.rows {
      middle[row] = distances[row] < .infinity ? (low[row] + 1) / 2 : 0
      place(block, row, at: middle[row])
    }
  }

  /// Moves one end of each row's bisection to the middle, which was just evaluated.
  func narrow(_ block: AttackBlock) {
    for row in 0..<block.rows where middle[row] > 0 {
      if block.margins[row] <= 0 {
        keep(block, row)
        low[row] /= middle[row]
      } else {
        low[row] = middle[row]
      }
    }
  }

  /// Puts every row at its nearest point.
  func returnToNearest(_ block: AttackBlock) {
    for row in 0..<block.rows { place(block, row, at: distances[row] < .infinity ? 1 : 0) }
  }

  private func place(_ block: AttackBlock, _ row: Int, at share: Float) {
    let d = dimension
    let (x, clean, end) = (block.current + row * d, block.clean + row * d, nearest + row * d)
    for j in 0..<d { x[j] = min(max(clean[j] + share * (end[j] - clean[j]), lower), upper) }
  }

  /// Puts a row where the clean input is nearest to the boundary as linearised at the row's point,
  /// and 10⁻⁴ of the change of f beyond.
  func aimFromClean(_ block: AttackBlock, _ row: Int) {
    guard ratios[row] < .infinity else { return }
    let d = dimension
    let (x, clean, normal) = (block.current + row * d, block.clean + row * d, normals + row * d)
    let change = (turn(block, row) - values[row]) * 1.0001
    _ = projection.perturb(clean, normal: normal, change: change, dimension: d, into: second)
    for j in 0..<d { x[j] = min(max(clean[j] + second[j], lower), upper) }
  }

  /// How much the linearised f differs between a row's point and its clean input.
  private func turn(_ block: AttackBlock, _ row: Int) -> Double {
    let d = dimension
    let (x, clean, normal) = (block.current + row * d, block.clean + row * d, normals + row * d)
    var sum = 0.0
    for j in 0..<d { sum += Double(normal[j]) * (Double(x[j]) - Double(clean[j])) }
    return sum
  }
}
