/// From points in the drawing to what is worth writing down.
enum Polylines {
  /// The parts of a line inside a box, as one polyline for each stay.
  static func clipped(_ line: [Point], to box: Box) -> [[Point]] {
    if line.count == 1 { return line.filter { box.contains($0) }.map { [$0] } }
    var result: [[Point]] = []
    for (from, to) in zip(line, line.dropFirst()) {
      guard let part = Segment(from: from, to: to).clipped(to: box) else { continue }
      if let end = result.last?.last, end == part.from {
        result[result.count - 1].append(part.to)
      } else {
        result.append([part.from, part.to])
      }
    }
    return result
  }

  /// A line with at most four points in each column one unit wide; short lines stay as they are.
  ///
  /// Where it enters, its highest, its lowest and where it leaves: it covers the same pixels.
  static func thinned(_ line: [Point]) -> [Point] {
    guard line.count > 1200 else { return line }
    var result: [Point] = []
    var column: [Point] = []
    func flush() -> [Point] {
      guard let first = column.first, let last = column.last, column.count > 4 else {
        return column
      }
      let low = column.indices.min { column[$0].y < column[$1].y } ?? 0
      let high = column.indices.max { column[$0].y < column[$1].y } ?? 0
      let inner = [Swift.min(low, high), Swift.max(low, high)].map { column[$0] }
      return [first] + inner + [last]
    }
    for point in line {
      if let last = column.last, last.x.rounded(.down) != point.x.rounded(.down) {
        result += flush()
        column = []
      }
      column.append(point)
    }
    return result + flush()
  }

  /// The corners of a step function: each value holds from its x to the next.
  static func steps(_ points: [Point]) -> [Point] {
    var result: [Point] = []
    for point in points {
      if let last = result.last { result.append(Point(point.x, last.y)) }
      result.append(point)
    }
    return result
  }

  /// The part of a convex polygon where weight·point + bias ≥ 0 (Sutherland and Hodgman 1974).
  static func clipped(_ polygon: [Point], weight: Point, bias: Double) -> [Point] {
    var result: [Point] = []
    for (place, current) in polygon.enumerated() {
      let next = polygon[(place + 1) % polygon.count]
      let here = weight.x * current.x + weight.y * current.y + bias
      let there = weight.x * next.x + weight.y * next.y + bias
      if here >= 0 { result.append(current) }
      if (here >= 0) != (there >= 0) {
        let share = here / (here - there)
        result.append(
          Point(
            current.x + share * (next.x - current.x), current.y + share * (next.y - current.y)))
      }
    }
    return result
  }
}
