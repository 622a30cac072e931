/// A rectangle in the drawing; y grows downwards.
struct Box: Sendable, Hashable {
  var minX: Double
  var minY: Double
  var maxX: Double
  var maxY: Double

  var width: Double { maxX - minX }
  var height: Double { maxY - minY }
  var middle: Point { Point((minX + maxX) / 2, (minY + maxY) / 2) }

  /// The box with every side moved outwards.
  func grown(by margin: Double) -> Box {
    Box(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }

  /// Whether the insides of two boxes have a point in common.
  func intersects(_ other: Box) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// Whether the other box lies within this one.
  func contains(_ other: Box) -> Bool {
    minX <= other.minX && other.maxX <= maxX && minY <= other.minY && other.maxY <= maxY
  }

  func contains(_ point: Point) -> Bool {
    minX <= point.x && point.x <= maxX && minY <= point.y && point.y <= maxY
  }

  /// Whether a segment meets the box (Liang and Barsky 1984).
  func meets(_ segment: Segment) -> Bool { segment.clipped(to: self) != nil }
}

/// The straight line between two places.
struct Segment: Sendable, Hashable {
  var from: Point
  var to: Point

  /// The part inside a box; nil if there is none (Liang and Barsky 1984).
  func clipped(to box: Box) -> Segment? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    var (enter, leave) = (0.0, 1.0)
    for (slope, room) in [
      (-dx, from.x - box.minX), (dx, box.maxX - from.x), (-dy, from.y - box.minY),
      (dy, box.maxY - from.y),
    ] {
      if slope == 0 {
        if room < 0 { return nil }
      } else if slope < 0 {
        enter = Swift.max(enter, room / slope)
      } else {
        leave = Swift.min(leave, room / slope)
      }
    }
    guard enter <= leave else { return nil }
    return Segment(
      from: Point(from.x + enter * dx, from.y + enter * dy),
      to: Point(from.x + leave * dx, from.y + leave * dy))
  }

  var length: Double {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    return (dx * dx + dy * dy).squareRoot()
  }
}
