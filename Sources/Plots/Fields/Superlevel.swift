/// The part of a grid in which a field is at least a level, and the line around it.
///
/// Marching squares with linear interpolation along the edges of the grid (Lorensen and Cline 1987,
/// in two dimensions). A cell whose opposite corners are alike is decided by the value at the saddle
/// of the bilinear interpolant (Nielson and Hamann 1991, "The Asymptotic Decider"), so that the part
/// above a higher level always lies within the part above a lower one. A ring of missing nodes lies
/// around the grid, at the places of its outermost nodes: every outline is closed.
struct Superlevel: Sendable, Hashable {
  /// A place on an outline.
  struct Vertex: Sendable, Hashable {
    /// The place, counted in columns and rows from the first node on.
    let place: Point
    /// Whether it stands where the grid or its known part ends, and not on the line of the level.
    let isRim: Bool
  }

  /// The closed outlines: outer ones turn to the left (y grows upwards), those of holes to the right.
  let outlines: [[Vertex]]

  /// The part in which the field is at least `level`; nil for the level: wherever it is known.
  init(of field: ScalarField, from level: Double?) {
    var tracer = Tracer(field.widened, level ?? -.greatestFiniteMagnitude)
    outlines = tracer.outlines()
  }

  /// The line of the level alone: open where it meets the rim.
  var lines: [[Point]] {
    var result: [[Point]] = []
    for outline in outlines {
      let count = outline.count
      guard let start = outline.firstIndex(where: \.isRim) else {
        result.append(outline.map(\.place) + outline.prefix(1).map(\.place))
        continue
      }
      var line: [Point] = []
      for step in 1...count {
        let vertex = outline[(start + step) % count]
        if vertex.isRim {
          if line.count > 1 { result.append(line) }
          line = []
        } else {
          line.append(vertex.place)
        }
      }
    }
    return result
  }
}

/// Walks around the part of a grid above a level.
private struct Tracer {
  private let columns: Int
  private let rows: Int
  /// The values with the ring around them; what is missing is −∞.
  private let values: [Double]
  private let level: Double
  /// From the edge where a piece of an outline starts to the edge where it ends; −1 for none.
  private var next: [Int32]

  init(_ field: ScalarField, _ level: Double) {
    self.level = level
    (columns, rows) = (field.columns + 2, field.rows + 2)
    var values = [Double](repeating: -.infinity, count: columns * rows)
    for row in 0..<field.rows {
      for column in 0..<field.columns {
        let value = field.values[row * field.columns + column]
        if value.isDrawable { values[(row + 1) * columns + column + 1] = value }
      }
    }
    self.values = values
    next = Array(repeating: -1, count: 2 * columns * rows)
  }

  mutating func outlines() -> [[Superlevel.Vertex]] {
    for row in 0..<rows - 1 {
      var node = row * columns
      var left = (values[node] >= level ? 1 : 0) + (values[node + columns] >= level ? 8 : 0)
      for _ in 0..<columns - 1 {
        let below = values[node + 1] >= level
        let above = values[node + 1 + columns] >= level
        let corners = left + (below ? 2 : 0) + (above ? 4 : 0)
        if corners != 0, corners != 15 { connect(corners, node) }
        left = (below ? 1 : 0) + (above ? 8 : 0)
        node += 1
      }
    }
    var result: [[Superlevel.Vertex]] = []
    for start in next.indices where next[start] >= 0 {
      var outline: [Superlevel.Vertex] = []
      var edge = start
      while next[edge] >= 0 {
        outline.append(vertex(edge))
        let following = Int(next[edge])
        next[edge] = -1
        edge = following
      }
      result.append(outline)
    }
    return result
  }

  /// Adds the pieces of a cell.
  ///
  /// Corners: 1 lower left, 2 lower right, 4 upper right, 8 upper left. The part above the level lies
  /// to the left of each piece.
  private mutating func connect(_ corners: Int, _ node: Int) {
    let (bottom, left) = (2 * node, 2 * node + 1)
    let (top, right) = (2 * (node + columns), 2 * (node + 1) + 1)
    func piece(_ from: Int, _ to: Int) { next[from] = Int32(truncatingIfNeeded: to) }
    switch corners {
    case 1: piece(bottom, left)
    case 2: piece(right, bottom)
    case 3: piece(right, left)
    case 4: piece(top, right)
    case 6: piece(top, bottom)
    case 7: piece(top, left)
    case 8: piece(left, top)
    case 9: piece(bottom, top)
    case 11: piece(right, top)
    case 12: piece(left, right)
    case 13: piece(bottom, right)
    case 14: piece(left, bottom)
    case 5 where isJoined(node, node + columns + 1, node + 1, node + columns):
      piece(bottom, right)
      piece(top, left)
    case 5:
      piece(bottom, left)
      piece(top, right)
    case 10 where isJoined(node + 1, node + columns, node, node + columns + 1):
      piece(left, bottom)
      piece(right, top)
    default:
      piece(right, bottom)
      piece(left, top)
    }
  }

  /// Whether the two corners above the level are joined: the saddle is above it too.
  private func isJoined(_ high: Int, _ otherHigh: Int, _ low: Int, _ otherLow: Int) -> Bool {
    let differences = [high, otherHigh, low, otherLow].map { values[$0] - level }
    guard differences.allSatisfy(\.isFinite) else { return false }
    let size = differences.map(\.magnitude).max() ?? 0
    guard size > 0 else { return true }
    let scaled = differences.map { $0 / size }
    return scaled[0] * scaled[1] >= scaled[2] * scaled[3]
  }

  /// Where the level crosses an edge.
  private func vertex(_ edge: Int) -> Superlevel.Vertex {
    let first = edge / 2
    let second = edge % 2 == 0 ? first + 1 : first + columns
    let (high, low) = values[first] >= level ? (first, second) : (second, first)
    let (from, to) = (place(high), place(low))
    guard values[low] > -.infinity else { return .init(place: from, isRim: true) }
    let share = (values[high] - level) / (values[high] - values[low])
    return .init(
      place: Point(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)),
      isRim: false)
  }

  private func place(_ node: Int) -> Point {
    let (row, column) = node.quotientAndRemainder(dividingBy: columns)
    return Point(
      Double(Swift.min(Swift.max(column - 1, 0), columns - 3)),
      Double(Swift.min(Swift.max(row - 1, 0), rows - 3)))
  }
}
