/// Finds places for names among points and lines.
struct FreeRoom: Sendable {
  private let plot: Box
  private let marks: [Box]
  private let lines: [Segment]
  private let grid: [Int: [Int]]
  private static let cell = 24.0

  /// - Parameters:
  ///   - plot: where names may stand.
  ///   - marks: boxes that they must not touch.
  ///   - lines: lines that they must not touch.
  init(plot: Box, marks: [Box], lines: [Segment]) {
    // The axes are lines too: names keep their distance from the left one and the lower one.
    self.plot = Box(
      minX: plot.minX + 5, minY: plot.minY, maxX: plot.maxX, maxY: plot.maxY - 4)
    (self.marks, self.lines) = (marks, lines)
    var grid: [Int: [Int]] = [:]
    for (index, box) in marks.enumerated() {
      for key in FreeRoom.keys(box) { grid[key, default: []].append(index) }
    }
    self.grid = grid
  }

  private static func keys(_ box: Box) -> [Int] {
    func index(_ place: Double) -> Int {
      Int((Swift.min(Swift.max(place, -2000), 4000) / cell).rounded(.down))
    }
    let rows = index(box.minY)...index(box.maxY)
    return rows.flatMap { row in
      (index(box.minX)...index(box.maxX)).map { row * 1000 + $0 }
    }
  }

  /// Whether a text may stand in a box.
  func isFree(_ box: Box, taken: [Box], air distance: Double = 3) -> Bool {
    guard plot.contains(box) else { return false }
    let air = box.grown(by: distance)
    if taken.contains(where: { $0.intersects(air) }) { return false }
    if lines.contains(where: { air.meets($0) }) { return false }
    return !FreeRoom.keys(air).contains { key in
      grid[key]?.contains { marks[$0].intersects(air) } ?? false
    }
  }

  /// A place beside a line, as close to it as its slope allows and as far from other lines as can be.
  func place(_ label: Label, along segments: [Segment], taken: [Box]) -> Label? {
    let box = label.box
    var best: (label: Label, cost: Double)?
    let total = segments.reduce(0) { $0 + $1.length }
    var travelled = 0.0
    for segment in segments {
      let count = Swift.max(1, Int(segment.length / 7))
      for part in 0...count {
        let share = Double(part) / Double(count)
        let place = Point(
          segment.from.x + share * (segment.to.x - segment.from.x),
          segment.from.y + share * (segment.to.y - segment.from.y))
        let along = total > 0 ? (travelled + share * segment.length) / total : 0.5
        for option in options(box, at: place, beside: segment) {
          let moved = label.moved(dx: option.x, dy: option.y)
          guard isFree(moved.box, taken: taken) else { continue }
          // The ends of a line are the quietest; other lines should be far from the name.
          let towardsEnd = Swift.min(along, 1 - along)
          let cost = 60 * towardsEnd - Swift.min(distance(moved.box, except: segments), 40)
          if cost < best?.cost ?? .infinity { best = (moved, cost) }
        }
      }
      travelled += segment.length
    }
    return best?.label
  }

  /// How far the label has to move so that its box stands to the left or to the right of a place on
  /// a line, its near corner close to the line.
  private func options(_ box: Box, at place: Point, beside segment: Segment) -> [Point] {
    let (dx, dy) = (segment.to.x - segment.from.x, segment.to.y - segment.from.y)
    let size = Swift.max(segment.length, 1e-9)
    // The unit normal that points to the right.
    var (nx, ny) = (dy / size, -dx / size)
    if nx < 0 || (nx == 0 && ny < 0) { (nx, ny) = (-nx, -ny) }
    let middle = box.middle
    // Half of the box's extent along the normal: the box touches the line at this distance.
    let reach = box.width / 2 * nx.magnitude + box.height / 2 * ny.magnitude + 6
    return [1.0, -1].map { side in
      Point(
        place.x + side * nx * reach - middle.x, place.y + side * ny * reach - middle.y)
    }
  }

  private func distance(_ box: Box, except own: [Segment]) -> Double {
    var result = 40.0
    while result > 3 {
      let grown = box.grown(by: result)
      if !lines.contains(where: { !own.contains($0) && grown.meets($0) }) { return result }
      result -= 6
    }
    return result
  }

  /// A place close to some points and far from others: where a class is named.
  func place(
    _ label: Label, near own: [Point], farFrom others: [Point], taken: [Box]
  ) -> Label? {
    let (ownSample, otherSample) = (FreeRoom.sample(own), FreeRoom.sample(others))
    // With more air the name stands at the rim of its class, not among the points.
    for air in [9.0, 3] {
      if let found = place(label, ownSample, otherSample, taken: taken, air: air) { return found }
    }
    return nil
  }

  private func place(
    _ label: Label, _ ownSample: [Point], _ otherSample: [Point], taken: [Box], air: Double
  ) -> Label? {
    let box = label.box
    var best: (label: Label, cost: Double)?
    for top in stride(from: plot.minY + 3, through: plot.maxY - box.height - 3, by: 6) {
      for left in stride(from: plot.minX + 6, through: plot.maxX - box.width - 3, by: 8) {
        let moved = label.moved(dx: left - box.minX, dy: top - box.minY)
        guard isFree(moved.box, taken: taken, air: air) else { continue }
        let middle = moved.box.middle
        let toOwn = FreeRoom.nearest(3, ownSample, to: middle)
        let toOthers = FreeRoom.nearest(1, otherSample, to: middle)
        // On its own side: every other point is farther than the nearest of its own.
        guard toOthers > 1.15 * toOwn else { continue }
        let cost = toOwn + meanDistance(ownSample, to: middle) / 3 - Swift.min(toOthers, 200) / 4
        if cost < best?.cost ?? .infinity { best = (moved, cost) }
      }
    }
    return best?.label
  }

  /// At most 400 of the points, evenly spaced in their order.
  private static func sample(_ points: [Point]) -> [Point] {
    let step = Swift.max(1, points.count / 400)
    return stride(from: 0, to: points.count, by: step).map { points[$0] }
  }

  /// The mean distance to the `count` nearest points; far for none.
  private static func nearest(_ count: Int, _ points: [Point], to place: Point) -> Double {
    var smallest: [Double] = []
    for point in points {
      let distance = Segment(from: point, to: place).length
      if smallest.count < count {
        smallest.append(distance)
        smallest.sort()
      } else if distance < smallest[count - 1] {
        smallest[count - 1] = distance
        smallest.sort()
      }
    }
    guard !smallest.isEmpty else { return 1e6 }
    return smallest.reduce(0, +) / Double(smallest.count)
  }

  private func meanDistance(_ points: [Point], to place: Point) -> Double {
    guard !points.isEmpty else { return 0 }
    return points.reduce(0) { $0 + Segment(from: $1, to: place).length } / Double(points.count)
  }

  /// A place close to the tip of an arrow, or else to its shaft.
  func place(_ label: Label, around arrow: Segment, taken: [Box]) -> Label? {
    let box = label.box
    var best: (label: Label, cost: Double)?
    for share in [1.0, 0.85, 0.7, 0.5] {
      let anchor = Point(
        arrow.from.x + share * (arrow.to.x - arrow.from.x),
        arrow.from.y + share * (arrow.to.y - arrow.from.y))
      for step in 0..<24 {
        let (x, y) = Elementary.cosineAndSine(Double(step) * .pi / 12)
        for distance in [7.0, 11, 16, 22, 30] {
          let middle = Point(
            anchor.x + x * (distance + box.width / 2), anchor.y + y * (distance + box.height / 2))
          let moved = label.moved(dx: middle.x - box.middle.x, dy: middle.y - box.middle.y)
          guard isFree(moved.box, taken: taken) else { continue }
          let cost = distance + 14 * (1 - share)
          if cost < best?.cost ?? .infinity { best = (moved, cost) }
        }
      }
    }
    return best?.label
  }
}
