/// What a line covers, column by column: quick answers to "is this box free of the line?".
struct Skyline: Sendable {
  private let left: Double
  /// The highest and the lowest place of the line in each column one unit wide; nil where there is none.
  private var columns: [ClosedRange<Double>?]

  /// The columns that polylines cover inside a box.
  init(_ lines: [[Point]], in box: Box) {
    left = box.minX
    columns = Array(repeating: nil, count: Swift.max(1, Int(box.width.rounded(.up)) + 1))
    for line in lines {
      if line.count == 1, let only = line.first { cover(only.x, only.x, only.y, only.y) }
      for (from, to) in zip(line, line.dropFirst()) { add(Segment(from: from, to: to)) }
    }
  }

  private mutating func add(_ segment: Segment) {
    let (a, b) =
      segment.from.x <= segment.to.x
      ? (segment.from, segment.to) : (segment.to, segment.from)
    guard b.x - a.x >= 1e-9 else {
      cover(a.x, a.x, Swift.min(a.y, b.y), Swift.max(a.y, b.y))
      return
    }
    let slope = (b.y - a.y) / (b.x - a.x)
    // Whole columns, counted in integers: a sum of coordinates may round back to where it was.
    let first = Swift.max(0, Int((a.x - left).rounded(.down)))
    let last = Swift.min(columns.count - 1, Int((b.x - left).rounded(.down)))
    guard first <= last else { return }
    for column in first...last {
      let x0 = Swift.max(a.x, left + Double(column))
      let x1 = Swift.min(b.x, left + Double(column + 1))
      let (y0, y1) = (a.y + slope * (x0 - a.x), a.y + slope * (x1 - a.x))
      cover(left + Double(column) + 0.5, x1, Swift.min(y0, y1), Swift.max(y0, y1))
    }
  }

  private mutating func cover(_ from: Double, _ to: Double, _ low: Double, _ high: Double) {
    let column = Int((from - left).rounded(.down))
    guard columns.indices.contains(column) else { return }
    let old = columns[column] ?? low...high
    columns[column] = Swift.min(old.lowerBound, low)...Swift.max(old.upperBound, high)
  }

  /// The highest and the lowest place of the line between two x; nil if there is no line at all.
  func extent(from minX: Double, to maxX: Double) -> ClosedRange<Double>? {
    let first = Swift.max(0, Int((minX - left).rounded(.down)))
    let last = Swift.min(columns.count - 1, Int((maxX - left).rounded(.down)))
    guard first <= last else { return nil }
    var result: ClosedRange<Double>?
    for case let column? in columns[first...last] {
      let old = result ?? column
      result =
        Swift.min(old.lowerBound, column.lowerBound)...Swift.max(old.upperBound, column.upperBound)
    }
    return result
  }

  /// Whether the line stays outside a box.
  ///
  /// Each column counts with its whole extent, so a box
  /// between two branches of one column is taken for covered.
  func isClear(of box: Box) -> Bool {
    let first = Swift.max(0, Int((box.minX - left).rounded(.down)))
    let last = Swift.min(columns.count - 1, Int((box.maxX - left).rounded(.down)))
    guard first <= last else { return true }
    return !columns[first...last].contains {
      $0.map { $0.lowerBound < box.maxY && $0.upperBound > box.minY } ?? false
    }
  }
}
