import Markup

/// The points of two classes in the drawing, with arrows to where they are moved.
struct PointCloud: Sendable {
  /// Arrows, then points.
  let nodes: [Node]
  /// Places covered by marks and arrows, each with its radius.
  let covered: [Box]
  private let negatives: [Point]
  private let positives: [Point]

  init(_ samples: [BoundaryChart.Sample], in frame: PlotFrame, layout: Layout) {
    self.init(
      samples, in: frame.plot, x: frame.x, y: frame.y,
      radius: PointCloud.radius(for: samples.count, isSmall: layout == .narrow))
  }

  /// The size of the marks of so many points.
  static func radius(for crowd: Int, isSmall: Bool) -> Double {
    let base = crowd <= 400 ? 3.4 : crowd <= BoundaryChart.mostMarks ? 2.6 : 2
    return isSmall ? base * 0.85 : base
  }

  init(_ samples: [BoundaryChart.Sample], in plot: Box, x: Scale, y: Scale, radius: Double) {
    var placed = samples.map { sample in
      (
        point: Point(x(sample.point.x), y(sample.point.y)),
        moved: sample.moved.flatMap {
          $0.isDrawable ? Point(x($0.x), y($0.y)) : nil
        },
        isPositive: sample.isPositive
      )
    }.filter { plot.contains($0.point) }
    if placed.count > BoundaryChart.mostMarks {
      let kept = PointCloud.one(for: placed.map { ($0.point, $0.isPositive ? 1 : 0) }, in: plot)
      placed = kept.map { placed[$0] }
    }
    negatives = placed.filter { !$0.isPositive }.map(\.point)
    positives = placed.filter(\.isPositive).map(\.point)
    var covered = placed.map { PointCloud.box(around: $0.point, radius: radius + 1) }

    var shafts = ""
    var heads = ""
    var dots: [Bool: [Node]] = [:]
    for entry in placed {
      guard let moved = entry.moved else { continue }
      let arrow = Segment(from: entry.point, to: moved)
      guard arrow.length > 0.5, let shown = arrow.clipped(to: plot) else { continue }
      covered += PointCloud.boxes(along: shown)
      // A short arrow has no room for a head before the point it leads to.
      shafts += Marks.data([shown.from, shown.to])
      if arrow.length > 9, shown.to == moved {
        heads += Marks.head(of: shown, length: 5, halfWidth: 2.2)
      } else if shown.to == moved {
        dots[entry.isPositive, default: []].append(PointCloud.dot(at: moved))
      }
    }
    var nodes: [Node] = []
    if !shafts.isEmpty {
      nodes.append(Marks.stroke(shafts, class: "shift", color: Palette.soft, width: 0.9))
    }
    if !heads.isEmpty { nodes.append(Marks.fill(heads, class: "head", color: Palette.soft)) }
    for isPositive in [false, true] {
      guard let list = dots[isPositive] else { continue }
      nodes.append(
        .element(
          "g",
          [
            "class": isPositive ? "adv-pos" : "adv-neg",
            "fill": isPositive ? Palette.positive : Palette.negative,
          ], list))
    }
    if !negatives.isEmpty { nodes.append(ClassMarks.marks(negatives, false, radius: radius)) }
    if !positives.isEmpty { nodes.append(ClassMarks.marks(positives, true, radius: radius)) }
    self.nodes = nodes
    self.covered = covered
  }

  /// The places of the points of one class.
  func places(_ isPositive: Bool) -> [Point] { isPositive ? positives : negatives }

  private static func dot(at point: Point) -> Node {
    .element(
      "circle",
      [
        "cx": NumberText.coordinate(point.x), "cy": NumberText.coordinate(point.y), "r": "1.6",
      ])
  }

  private static func box(around point: Point, radius: Double) -> Box {
    Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y).grown(by: radius)
  }

  private static func boxes(along segment: Segment) -> [Box] {
    let count = Swift.max(1, Int(segment.length / 5))
    return (0...count).map { part in
      let share = Double(part) / Double(count)
      return box(
        around: Point(
          segment.from.x + share * (segment.to.x - segment.from.x),
          segment.from.y + share * (segment.to.y - segment.from.y)), radius: 2)
    }
  }

  /// The first point of each class in each cell of a grid that is as fine as the number of marks
  /// allows.
  static func one(
    for points: [(point: Point, label: Int)], in plot: Box
  ) -> [Int] {
    struct Cell: Hashable {
      let column: Int
      let row: Int
      let label: Int
    }
    var size = 2.0
    while true {
      var seen: Set<Cell> = []
      var kept: [Int] = []
      for (index, entry) in points.enumerated() {
        let cell = Cell(
          column: Int((entry.point.x - plot.minX) / size),
          row: Int((entry.point.y - plot.minY) / size), label: entry.label)
        if seen.insert(cell).inserted { kept.append(index) }
      }
      if kept.count <= 2 * BoundaryChart.mostMarks || size > 40 { return kept }
      size *= 1.25
    }
  }
}
