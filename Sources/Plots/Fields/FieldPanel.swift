import Markup

/// One shaded plane in the drawing.
struct FieldPanel: Sendable {
  /// Shades, boundaries and points, in painting order.
  let nodes: [Node]

  init(
    _ panel: FieldChart.Panel, of chart: FieldChart, _ shades: FieldShades, in frame: PanelFrame,
    radius: Double
  ) {
    let (layers, boundaries) = shades.layers(of: panel)
    var nodes = layers.compactMap { layer -> Node? in
      let outlines = Superlevel(of: layer.field, from: layer.level).outlines.map { outline in
        outline.map { FieldPanel.place($0.place, of: layer.field, in: frame) }
      }
      let data = Outlines.data(closed: outlines.compactMap { clipped($0, to: frame.plot) })
      guard !data.isEmpty else { return nil }
      let shape = Marks.fill(data, class: layer.shade.name, color: layer.shade.color)
      return layer.shade.group.map { .element("g", ["class": $0], [shape]) } ?? shape
    }
    for field in boundaries {
      let lines = Superlevel(of: field, from: 0).lines.flatMap { line in
        Polylines.clipped(
          line.map { FieldPanel.place($0, of: field, in: frame) }, to: frame.plot)
      }
      let data = Outlines.data(lines: lines)
      if !data.isEmpty {
        nodes.append(Marks.stroke(data, class: "decide", color: Palette.ink, width: 1.8))
      }
    }
    for (place, outline) in panel.outlines.enumerated() {
      let look = SeriesLook(outline.style, stroke: .automatic, place: place)
      let pieces = outline.polylines.flatMap { line in
        line.split { !$0.isDrawable }.flatMap { run in
          Polylines.clipped(run.map { Point(frame.x($0.x), frame.y($0.y)) }, to: frame.plot)
        }
      }
      let data = Outlines.data(lines: pieces)
      if !data.isEmpty {
        nodes.append(.element("g", ["class": look.group], [Marks.stroke(data, look)]))
      }
    }
    let samples = panel.points.filter { $0.point.isDrawable }
    let points =
      chart.classCount > 2
      ? FieldPanel.marks(samples, in: frame, radius: radius)
      : PointCloud(
        samples.map { .init($0.point, isPositive: $0.label == 1, moved: $0.moved) },
        in: frame.plot, x: frame.x, y: frame.y, radius: radius
      ).nodes
    if !points.isEmpty { nodes.append(.element("g", ["class": "on-field"], points)) }
    self.nodes = nodes
  }

  /// Where a place of the grid, counted in columns and rows, is drawn.
  private static func place(
    _ place: Point, of field: ScalarField, in frame: PanelFrame
  ) -> Point {
    func value(_ place: Double, _ count: Int, _ range: ClosedRange<Double>) -> Double {
      let share = place / Double(count - 1)
      return range.lowerBound * (1 - share) + range.upperBound * share
    }
    return Point(
      frame.x(value(place.x, field.columns, field.x)),
      frame.y(value(place.y, field.rows, field.y)))
  }

  /// The points of more than two classes: arrows, then a marker for each, class by class.
  private static func marks(
    _ samples: [FieldChart.Sample], in frame: PanelFrame, radius: Double
  ) -> [Node] {
    var placed = samples.map { sample in
      (point: Point(frame.x(sample.point.x), frame.y(sample.point.y)), sample: sample)
    }.filter { frame.plot.contains($0.point) }
    if placed.count > BoundaryChart.mostMarks {
      placed = PointCloud.one(for: placed.map { ($0.point, $0.sample.label) }, in: frame.plot)
        .map { placed[$0] }
    }
    var (shafts, heads) = ("", "")
    for entry in placed {
      guard let moved = entry.sample.moved, moved.isDrawable else { continue }
      let arrow = Segment(
        from: entry.point, to: Point(frame.x(moved.x), frame.y(moved.y)))
      guard arrow.length > 0.5, let shown = arrow.clipped(to: frame.plot) else { continue }
      shafts += Marks.data([shown.from, shown.to])
      if shown.to == arrow.to {
        heads += Marks.head(of: shown, length: Swift.min(5, arrow.length), halfWidth: 2.2)
      }
    }
    var nodes: [Node] = []
    if !shafts.isEmpty {
      nodes.append(Marks.stroke(shafts, class: "shift", color: Palette.soft, width: 0.9))
      nodes.append(Marks.fill(heads, class: "head", color: Palette.soft))
    }
    let labels = Set(placed.map(\.sample.label)).sorted()
    nodes += labels.map { label in
      let look = SeriesLook(.series(label + 1), stroke: .solid, place: label)
      return .element(
        "g", ["class": look.group],
        placed.filter { $0.sample.label == label }.map {
          Marks.marker(look.marker, at: $0.point, radius: radius, color: look.color)
        })
    }
    return nodes
  }
}

/// The part of a polygon inside a box (Sutherland and Hodgman 1974); nil for none.
private func clipped(_ outline: [Point], to box: Box) -> [Point]? {
  if outline.allSatisfy({ box.contains($0) }) { return outline }
  var result = outline
  let sides: [(weight: Point, bias: Double)] = [
    (Point(1, 0), -box.minX), (Point(-1, 0), box.maxX), (Point(0, 1), -box.minY),
    (Point(0, -1), box.maxY),
  ]
  for side in sides {
    result = Polylines.clipped(result, weight: side.weight, bias: side.bias)
  }
  return result.count < 3 ? nil : result
}
