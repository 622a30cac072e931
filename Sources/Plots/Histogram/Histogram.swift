/// Distributions of several series of numbers over common bins: margins, clean and worst case.
package struct Histogram: Sendable, Hashable {
  /// One series of numbers.
  package struct Series: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// Its numbers, in any order.
    package let values: [Double]
    /// Its colour and dash.
    package let style: SeriesStyle
    /// Whether its outline is drawn through.
    package let stroke: Stroke

    /// A series of numbers.
    package init(
      label: String, values: [Double], style: SeriesStyle = .automatic, stroke: Stroke = .automatic
    ) {
      self.label = label
      self.values = values
      self.style = style
      self.stroke = stroke
    }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// The axis of the numbers.
  package var x: Axis
  /// What is counted, in the plural: the title of the other axis.
  package var count: String
  /// The series.
  package var series: [Series]
  /// Values that are marked by a line, such as 0 or ε‖w‖.
  package var references: [Reference]

  /// A chart of distributions.
  package init(
    title: String, x: Axis = Axis("margin"), count: String = "points", series: [Series],
    references: [Reference] = []
  ) {
    self.title = title
    self.x = x
    self.count = count
    self.series = series
    self.references = references
  }

  /// The bins that all series share, and how many numbers of each fall into each.
  var bins: Bins? { Bins(series.map(\.values), and: references.map(\.value)) }

  /// The outlines of the bars as lines.
  var outlines: LineChart? {
    guard let bins else { return nil }
    let lines = zip(series, bins.counts).map { series, counts in
      LineChart.Series(
        label: series.label,
        points: counts.enumerated().flatMap { place, count in
          [Point(bins.edges[place], Double(count)), Point(bins.edges[place + 1], Double(count))]
        }, style: series.style, stroke: series.stroke)
    }
    var x = self.x
    x.scale = .linear
    if let first = bins.edges.first, let last = bins.edges.last, x.range == nil {
      x.range = first...last
    }
    let most = bins.counts.joined().max() ?? 0
    return LineChart(
      title: title, x: x,
      y: Axis(count, range: 0...Swift.max(1, Double(most)) * 1.08, wholeNumbers: true),
      series: lines, verticals: references)
  }
}

/// Intervals of equal length with nice ends.
struct Bins: Sendable, Hashable {
  /// The ends, one more than there are bins.
  let edges: [Double]
  /// For each series the number of values in each bin: lower end included, the last upper end too.
  let counts: [[Int]]

  /// Bins for the values of all series together; nil if there is no value.
  ///
  /// About as many as Freedman and Diaconis (1981) advise, between 5 and 30, with zero at an edge.
  init?(_ series: [[Double]], and references: [Double]) {
    let values = series.joined().filter(\.isDrawable).sorted()
    guard let range = Scale.range(of: values, kind: .linear) else { return nil }
    let spread = values[values.count * 3 / 4] - values[values.count / 4]
    let advised = 2 * spread / Elementary.power(Double(values.count), 1.0 / 3)
    let length = range.upperBound - range.lowerBound
    let wanted = advised > 0 ? length / advised : 10
    let nice = Progression.best(
      for: range, count: Int(Swift.min(Swift.max(wanted, 5), 30).rounded()) + 1, covering: true)
    var edges = nice.values
    // A range in which nice numbers cannot be told apart is one bin.
    if edges.count < 2 { edges = [range.lowerBound, range.upperBound] }
    let (first, bins) = (edges[0], edges.count - 1)
    let step = (edges[bins] - first) / Double(bins)
    counts = series.map { values in
      var counts = Array(repeating: 0, count: bins)
      for value in values where value.isDrawable {
        var place = Swift.min(Swift.max(Int(((value - first) / step).rounded(.down)), 0), bins - 1)
        // The quotient may be rounded across an edge; the edges decide.
        if value < edges[place], place > 0 { place -= 1 }
        if value >= edges[place + 1], place < bins - 1 { place += 1 }
        counts[place] += 1
      }
      return counts
    }
    self.edges = edges
  }
}

/// Draws distributions as outlined areas.
func drawHistogram(_ chart: Histogram, layout: Layout) -> Drawing {
  guard let outlines = chart.outlines else {
    return Drawing.empty("Nothing to draw: there are no values.", layout: layout)
  }
  return drawLines(outlines, layout: layout, asAreas: true)
}
