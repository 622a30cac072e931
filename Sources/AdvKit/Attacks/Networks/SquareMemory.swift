/// What the Square attack knows of each row of a block: its margin, its random stream, the undo.
///
/// Between two queries the block's iterates are the points accepted last.
final class SquareMemory {
  /// How many rows are misclassified and wait to be recorded.
  var done = 0

  private let threat: Threat
  private let windows: SquareWindows
  private let dimension: Int
  // Rows × dimension: for ℓ∞ the window's numbers before the proposal, else the whole row's.
  private let undo: FloatBuffer
  private let margins: FloatBuffer
  private let streamMemory: UnsafeMutableBufferPointer<RandomStream>
  private let streams: UnsafeMutablePointer<RandomStream>
  // Where each row's window begins.
  private let placeMemory: UnsafeMutableBufferPointer<Int>
  private let places: UnsafeMutablePointer<Int>

  /// Memory for the rows of a block; images are what the network takes for them.
  init(_ block: AttackBlock, _ threat: Threat, _ shape: Shape, key: RandomKey, restart: Int) {
    self.threat = threat
    windows = SquareWindows(shape, threat.ball.norm)
    dimension = block.dimension
    undo = FloatBuffer(block.rows * block.dimension)
    margins = FloatBuffer(block.rows)
    streamMemory = .allocate(capacity: block.rows)
    streamMemory.initialize(repeating: RandomStream(key))
    placeMemory = .allocate(capacity: block.rows)
    placeMemory.initialize(repeating: 0)
    guard let streams = streamMemory.baseAddress, let places = placeMemory.baseAddress else {
      preconditionFailure("a block has rows")
    }
    self.streams = streams
    self.places = places
    for row in 0..<block.rows {
      streams[row] = RandomStream(
        key, part: UInt32(truncatingIfNeeded: block.examples[row]),
        UInt32(truncatingIfNeeded: restart))
    }
  }

  deinit {
    streamMemory.deallocate()
    placeMemory.deallocate()
  }

  /// Follows a row that moved up between two queries.
  func move(_ from: Int, _ to: Int) {
    margins.start[to] = margins.start[from]
    streams[to] = streams[from]
  }

  /// The windows of the next queries.
  func resize(_ share: Double) { windows.resize(share) }

  /// Puts the rows at their starts and evaluates them.
  func start(_ block: AttackBlock, stops: Bool) {
    let d = dimension
    let (current, clean) = (block.current, block.clean)
    for row in 0..<block.rows {
      windows.start(current + row * d, clean + row * d, threat, &streams[row])
      margins.start[row] = .infinity
    }
    block.pass.forward(rows: block.rows, block.parameters)
    block.queries += block.rows
    let (k, logits) = (block.classes, UnsafePointer(block.pass.logits))
    for row in 0..<block.rows {
      let margin = logitMargin(logits + row * k, classes: k, label: block.labels[row]).margin
      margins.start[row] = margin
      if stops, margin <= 0 { done += 1 }
    }
  }

  /// Writes a proposal for each row that is not done.
  func propose(_ block: AttackBlock) {
    let d = dimension
    let stops = block.stopsAtSuccess
    let (current, clean, undo) = (block.current, block.clean, undo.start)
    let isLinf = threat.ball.norm == .linf
    for row in 0..<block.rows {
      if stops, margins.start[row] <= 0 { continue }
      let (x, clean, undo) = (current + row * d, clean + row * d, undo + row * d)
      if isLinf {
        places[row] = windows.fill(x, clean, threat, keeping: undo, &streams[row])
      } else {
        undo.update(from: x, count: d)
        windows.shift(x, clean, threat, &streams[row])
      }
    }
  }

  /// Keeps the proposals that lower the margin, and undoes the others.
  func accept(_ block: AttackBlock, stops: Bool) {
    let (k, d) = (block.classes, dimension)
    let (current, undo) = (block.current, undo.start)
    let (logits, labels) = (UnsafePointer(block.pass.logits), block.labels)
    let margins = margins.start
    let isLinf = threat.ball.norm == .linf
    for row in 0..<block.rows {
      if stops, margins[row] <= 0 { continue }
      let margin = logitMargin(logits + row * k, classes: k, label: labels[row]).margin
      if margin < margins[row] {
        margins[row] = margin
        if stops, margin <= 0 { done += 1 }
      } else if isLinf {
        windows.restore(current + row * d, places[row], from: undo + row * d)
      } else {
        (current + row * d).update(from: undo + row * d, count: d)
      }
    }
  }
}
