import Markup

/// Outlines and lines of levels on their way into path data.
enum Outlines {
  /// How far a point that is left out may stand from the line, in units of the drawing.
  private static let tolerance = 0.12
  /// The smallest area of an outline that is written down: less than a third of a pixel.
  private static let smallest = 0.3

  /// The data of closed outlines; those too small to be seen are left out.
  static func data(closed outlines: [[Point]]) -> String {
    var result = ""
    for outline in outlines {
      let kept = simplified(closed: outline).map(rounded)
      if area(kept).magnitude >= smallest { result += Marks.data(kept, closed: true) }
    }
    return result
  }

  /// The data of lines.
  static func data(lines: [[Point]]) -> String {
    lines.map { Marks.data(simplified($0).map(rounded)) }.joined()
  }

  /// The area inside an outline; negative where it turns to the right.
  static func area(_ outline: [Point]) -> Double {
    guard let last = outline.last else { return 0 }
    var (sum, before) = (0.0, last)
    for point in outline {
      sum += before.x * point.y - point.x * before.y
      before = point
    }
    return sum / 2
  }

  /// A tenth of a unit is finer than any screen.
  private static func rounded(_ point: Point) -> Point {
    Point((point.x * 10).rounded() / 10, (point.y * 10).rounded() / 10)
  }

  private static func simplified(closed outline: [Point]) -> [Point] {
    guard let first = outline.first, outline.count > 3 else { return outline }
    // The farthest point from the first splits the outline into two lines.
    var (far, distance) = (0, -1.0)
    for (place, point) in outline.enumerated() {
      let length = Segment(from: first, to: point).length
      if length > distance { (far, distance) = (place, length) }
    }
    guard far > 0 else { return [first] }
    let there = simplified(Array(outline[...far]))
    let back = simplified(Array(outline[far...]) + [first])
    return Array(there.dropLast() + back.dropLast())
  }

  /// A line with fewer points that stays within the tolerance (Douglas and Peucker 1973).
  static func simplified(_ line: [Point]) -> [Point] {
    guard line.count > 2 else { return line }
    var keeps = [Bool](repeating: false, count: line.count)
    (keeps[0], keeps[line.count - 1]) = (true, true)
    var open = [(0, line.count - 1)]
    while let (start, end) = open.popLast() {
      guard end - start > 1 else { continue }
      let chord = Segment(from: line[start], to: line[end])
      var (worst, far) = (tolerance, -1)
      for place in start + 1..<end {
        let distance = Outlines.distance(line[place], from: chord)
        if distance > worst { (worst, far) = (distance, place) }
      }
      guard far > 0 else { continue }
      keeps[far] = true
      open.append((start, far))
      open.append((far, end))
    }
    return zip(line, keeps).filter(\.1).map(\.0)
  }

  private static func distance(_ point: Point, from segment: Segment) -> Double {
    let (dx, dy) = (segment.to.x - segment.from.x, segment.to.y - segment.from.y)
    let square = dx * dx + dy * dy
    let (px, py) = (point.x - segment.from.x, point.y - segment.from.y)
    let share = square > 0 ? Swift.min(Swift.max((px * dx + py * dy) / square, 0), 1) : 0
    let (ex, ey) = (px - share * dx, py - share * dy)
    return (ex * ex + ey * ey).squareRoot()
  }
}
