import Markup

/// Draws shaded planes side by side with common axes, or one below the other on a narrow screen.
func drawFields(_ chart: FieldChart, layout: Layout) -> Drawing {
  let panels = chart.shown
  guard let range = FieldRange(chart) else {
    return Drawing.empty("Nothing to draw: there are no values.", layout: layout)
  }
  let shades = FieldShades(chart)
  let legend = Legend(fieldLegend(chart, panels), width: layout.width)
  let bar = ColourBar(chart, shades, width: layout.width)
  let grid = FieldGrid(chart, panels, range, layout: layout)
  var drawing = Drawing(layout: layout, height: 0)
  legend.draw(into: &drawing)
  bar.draw(at: legend.height, into: &drawing)
  var top = legend.height + bar.height
  let crowd = panels.map(\.points.count).max() ?? 0
  let radius = PointCloud.radius(for: crowd, isSmall: layout == .narrow || panels.count > 1)
  for row in stride(from: 0, to: panels.count, by: grid.columns) {
    let places = row..<Swift.min(row + grid.columns, panels.count)
    top = grid.draw(places, from: top, into: &drawing) { place, frame, drawing in
      let panel = FieldPanel(panels[place], of: chart, shades, in: frame, radius: radius)
      for node in panel.nodes { drawing.add(node) }
    }
  }
  drawing.height = top
  return drawing
}

/// The names of what lies on the shades.
private func fieldLegend(_ chart: FieldChart, _ panels: [FieldChart.Panel]) -> [Legend.Item] {
  var items: [Legend.Item] = []
  let samples = panels.flatMap(\.points).filter { $0.point.isDrawable }
  let labels = Set(samples.map(\.label))
  let fields = chart.meaning == .winner ? panels.map(\.fields.count).max() ?? 0 : 0
  for label in Set(0..<fields).union(labels).sorted().prefix(40) {
    let name = chart.name(ofClass: label)
    let look = SeriesLook(.series(label + 1), stroke: .solid, place: label)
    let shade = FieldShade.winner(label)[2]
    items.append(
      Legend.Item(
        text: name,
        key: label < fields
          ? .shade(shade, look)
          : chart.classCount > 2 ? .marks(look) : .points(isPositive: label == 1)))
  }
  if chart.meaning != .level {
    items.append(Legend.Item(text: RichText("decision boundary"), key: .boundary))
  }
  if samples.contains(where: { $0.moved?.isDrawable ?? false }) {
    items.append(Legend.Item(text: RichText("to the perturbed point"), key: .shift))
  }
  var named: Set<Legend.Item.Outline> = []
  for panel in panels {
    for (place, outline) in panel.outlines.enumerated() where !outline.label.isEmpty {
      let look = SeriesLook(outline.style, stroke: .automatic, place: place)
      guard named.insert(.init(label: outline.label, look: look)).inserted else { continue }
      items.append(Legend.Item(text: RichText(outline.label), key: .line(look, hasMarks: false)))
    }
  }
  return items
}

extension Legend.Item {
  /// A line that several panels have in common is named once.
  fileprivate struct Outline: Hashable {
    let label: String
    let look: SeriesLook
  }
}

/// The ranges of x and y that all panels show.
struct FieldRange: Sendable, Hashable {
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>

  /// The ranges of the axes, or else all grids together; nil where there is no grid.
  init?(_ chart: FieldChart) {
    let fields = chart.shown.compactMap(\.fields.first)
    guard
      let x = Ranges.tight(
        Axis(range: chart.x.range), fields.flatMap { [$0.x.lowerBound, $0.x.upperBound] }),
      let y = Ranges.tight(
        Axis(range: chart.y.range), fields.flatMap { [$0.y.lowerBound, $0.y.upperBound] }),
      !fields.isEmpty
    else { return nil }
    (self.x, self.y) = (x, y)
  }
}
