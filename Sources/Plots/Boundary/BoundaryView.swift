/// The part of the plane that a boundary chart shows, with equal units on both axes.
struct BoundaryView: Sendable, Hashable {
  /// The values at the ends of the horizontal axis.
  let x: ClosedRange<Double>
  /// The values at the ends of the vertical axis.
  let y: ClosedRange<Double>

  /// All points and where they are moved, with a margin; nil if there is nothing to show.
  init?(of chart: BoundaryChart, layout: Layout) {
    // The height of the plot relative to its width.
    let aspect = layout == .wide ? 0.45...0.72 : 0.6...1.15
    let samples = chart.shown
    let places = samples.map(\.point) + samples.compactMap(\.moved).filter(\.isDrawable)
    let extra = places.isEmpty ? chart.contours.flatMap { $0.polylines.flatMap { $0 } } : []
    guard let x = Ranges.tight(Axis(range: chart.x.range), (places + extra).map(\.x)),
      let y = Ranges.tight(Axis(range: chart.y.range), (places + extra).map(\.y))
    else { return nil }
    let margin = 1.12
    var width = (x.upperBound - x.lowerBound) * (chart.x.range == nil ? margin : 1)
    var height = (y.upperBound - y.lowerBound) * (chart.y.range == nil ? margin : 1)
    // Points on one line, or at one place, still get a view with two dimensions.
    height = Swift.max(height, width * aspect.lowerBound)
    width = Swift.max(width, height / aspect.upperBound)
    let midX = x.lowerBound + (x.upperBound - x.lowerBound) / 2
    let midY = y.lowerBound + (y.upperBound - y.lowerBound) / 2
    self.x = midX - width / 2...midX + width / 2
    self.y = midY - height / 2...midY + height / 2
  }

  /// Whether a decision boundary passes through: the score has both signs at the corners.
  func isCrossed(by line: BoundaryChart.DecisionLine) -> Bool {
    let scores = [x.lowerBound, x.upperBound].flatMap { x in
      [y.lowerBound, y.upperBound].map { line.score(Point(x, $0)) }
    }
    return scores.contains { $0 >= 0 } && scores.contains { $0 <= 0 }
  }
}
