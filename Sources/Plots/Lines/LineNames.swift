import Markup

/// Where the names of lines go: at their right ends, along them, or in a legend.
struct LineNames: Sendable {
  private let names: [RichText]
  private let looks: [SeriesLook]
  private let hasMarks: [Bool]
  private let horizontals: [Reference]
  private let verticals: [Reference]
  private static let lineHeight = 16.0

  init(_ chart: LineChart, _ looks: [SeriesLook]) {
    names = chart.series.map { RichText($0.label) }
    hasMarks = chart.series.map(\.marks)
    horizontals = chart.horizontals.filter { $0.value.isDrawable }
    verticals = chart.verticals.filter { $0.value.isDrawable }
    self.looks = looks
  }

  /// The width of the widest name.
  var widest: Double {
    let references = horizontals.map { RichText($0.label).width(in: .note) }
    return (names.map { $0.width(in: .label) } + references).max() ?? 0
  }

  /// Names at the right ends of the lines, moved apart where they would touch; a name that had to
  /// move is joined to its line by a leader.
  ///
  /// Nil where a name would have to move further than `mostMoved`, where all together are higher
  /// than the plot, or where a line ends before the right side.
  func atEnds(
    _ lines: [DrawnLine], _ frame: PlotFrame, mostMoved: Double
  ) -> (labels: [Label], leaders: [Node])? {
    struct Entry {
      let end: Point
      let label: (Point) -> Label
    }
    var entries: [Entry] = []
    for (line, look) in zip(lines, looks) where !line.label.isEmpty {
      // A line without any part in view has no end; the description says what became of it.
      guard let end = line.end ?? line.marks.last else { continue }
      guard end.x >= frame.plot.maxX - 14 else { return nil }
      entries.append(Entry(end: end) { Label(line.label, look, at: $0) })
    }
    for reference in horizontals where frame.y.domain.contains(reference.value) {
      let text = RichText(reference.label)
      guard !text.isEmpty else { continue }
      entries.append(
        Entry(end: Point(frame.plot.maxX, frame.y(reference.value))) {
          Label(text, .note, at: $0, color: Palette.soft)
        })
    }
    // Stable order for lines that end at the same place: as listed.
    let order = entries.indices.sorted {
      (entries[$0].end.y, $0) < (entries[$1].end.y, $1)
    }
    let room = frame.plot.minY - 6...frame.plot.maxY + 4
    let sizes = Array(repeating: LineNames.lineHeight, count: entries.count)
    guard
      let middles = spread(order.map { entries[$0].end.y }, sizes: sizes, within: room)
    else { return nil }
    let moves = zip(order, middles).map { abs(entries[$0].end.y - $1) }
    guard (moves.max() ?? 0) <= mostMoved else { return nil }
    let needsLeaders = (moves.max() ?? 0) > 9
    // Leaders that fan out from one place tell nothing.
    let ends = order.map { entries[$0].end.y }
    if needsLeaders, zip(ends, ends.dropFirst()).contains(where: { $1 - $0 < 3 }) { return nil }
    let start = frame.plot.maxX + (needsLeaders ? 24 : 8)
    var (labels, leaders): ([Label], [Node]) = ([], [])
    for (place, middle) in zip(order, middles) {
      let entry = entries[place]
      labels.append(entry.label(Point(start, middle + 4.3)))
      guard needsLeaders else { continue }
      leaders.append(
        Marks.line(
          Point(frame.plot.maxX + 3, entry.end.y), Point(start - 4, middle), class: "leader",
          color: Palette.soft, width: 0.75))
    }
    return (labels, leaders)
  }

  /// Names inside the plot, each close to its own line and clear of all lines and names.
  ///
  /// With `onlyAbove` no name stands inside the area under its line.
  func alongLines(
    _ lines: [DrawnLine], _ frame: PlotFrame, onlyAbove: Bool = false
  ) -> [Label]? {
    let plot = frame.plot
    var skylines = lines.map { Skyline($0.pieces + $0.marks.map { [$0] }, in: plot) }
    for reference in horizontals where frame.y.domain.contains(reference.value) {
      let place = frame.y(reference.value)
      skylines.append(
        Skyline([[Point(plot.minX, place), Point(plot.maxX, place)]], in: plot))
    }
    for reference in verticals where frame.x.domain.contains(reference.value) {
      let place = frame.x(reference.value)
      skylines.append(
        Skyline([[Point(place, plot.minY), Point(place, plot.maxY)]], in: plot))
    }
    let wanted = lines.indices.filter { !names[$0].isEmpty && lines[$0].end != nil }
    guard wanted.count == lines.count, horizontals.isEmpty else { return nil }
    var candidates = wanted.map { place in
      let list =
        alongside(place, skylines, in: plot, onlyAbove: onlyAbove)
        + (onlyAbove ? [] : beside(lines[place], place, skylines, in: plot))
      return (place: place, list: list)
    }
    // The line with the least choice chooses first.
    candidates.sort { ($0.list.count, $0.place) < ($1.list.count, $1.place) }
    var labels: [Label] = []
    for candidate in candidates {
      let free = candidate.list.filter { option in
        !labels.contains { $0.box.grown(by: 4).intersects(option.label.box) }
      }
      guard let best = free.min(by: { $0.cost < $1.cost }) else { return nil }
      labels.append(best.label)
    }
    return labels
  }

  /// Whether a name may stand in a box: a little off its own line, further off every other.
  private func isClear(_ box: Box, of skylines: [Skyline], own: Int, in plot: Box) -> Bool {
    plot.grown(by: 2).contains(box) && box.maxY <= plot.maxY - 3
      && skylines.indices.allSatisfy { skylines[$0].isClear(of: box.grown(by: $0 == own ? 3 : 7)) }
  }

  /// How far a box is from every line but its own, up to 40: a name is the clearer the lonelier.
  private func loneliness(_ box: Box, _ skylines: [Skyline], own: Int) -> Double {
    for distance in [40.0, 30, 22, 16, 11] {
      let grown = box.grown(by: distance)
      let isLonely = skylines.indices.allSatisfy {
        $0 == own || skylines[$0].isClear(of: grown)
      }
      if isLonely { return distance }
    }
    return 7
  }

  /// Places to the left and to the right of a line, for its steep parts.
  private func beside(
    _ line: DrawnLine, _ place: Int, _ skylines: [Skyline], in plot: Box
  ) -> [(label: Label, cost: Double)] {
    let origin = Label(names[place], looks[place], at: Point(0, 0))
    let box = origin.box
    var result: [(label: Label, cost: Double)] = []
    var last: Point?
    for point in line.pieces.joined() {
      if let last, Segment(from: last, to: point).length < 6 { continue }
      last = point
      for isRight in [true, false] {
        // The flatter the line, the further its name has to keep away from it.
        let clear = [6.0, 9, 13, 18].lazy.map { distance in
          let x = isRight ? point.x + distance - box.minX : point.x - distance - box.maxX
          return (distance, origin.moved(dx: x, dy: point.y - box.middle.y))
        }.first { self.isClear($0.1.box, of: skylines, own: place, in: plot) }
        guard let (distance, label) = clear else { continue }
        let lonely = loneliness(label.box, skylines, own: place)
        result.append((label, (isRight ? 6 : 10) + distance - 0.7 * lonely))
      }
    }
    return result
  }

  /// Places above and below a line, for its flat parts.
  private func alongside(
    _ place: Int, _ skylines: [Skyline], in plot: Box, onlyAbove: Bool
  ) -> [(label: Label, cost: Double)] {
    let origin = Label(names[place], looks[place], at: Point(0, 0))
    let box = origin.box
    var result: [(label: Label, cost: Double)] = []
    for left in stride(from: plot.minX + 8, through: plot.maxX - box.width - 4, by: 6) {
      guard let extent = skylines[place].extent(from: left, to: left + box.width) else { continue }
      let variation = extent.upperBound - extent.lowerBound
      for isAbove in onlyAbove ? [true] : [true, false] {
        let baseline =
          isAbove
          ? extent.lowerBound - 5 - box.maxY : extent.upperBound + 5 - box.minY
        let label = origin.moved(dx: left, dy: baseline)
        guard isClear(label.box, of: skylines, own: place, in: plot) else { continue }
        let middle = (plot.minX + plot.maxX) / 2
        let fromMiddle = abs(label.box.middle.x - middle) / plot.width
        let lonely = loneliness(label.box, skylines, own: place)
        result.append((label, variation + 12 * fromMiddle + (isAbove ? 0 : 2) - 0.7 * lonely))
      }
    }
    return result
  }

  /// All names above the plot.
  func legend(width: Double, asAreas: Bool = false) -> Legend {
    let lines = names.indices.filter { !names[$0].isEmpty }.map {
      Legend.Item(
        text: names[$0],
        key: asAreas ? .area(looks[$0]) : .line(looks[$0], hasMarks: hasMarks[$0]))
    }
    let references = horizontals.map {
      Legend.Item(text: RichText($0.label), key: .reference)
    }
    return Legend(lines + references.filter { !$0.text.isEmpty }, width: width)
  }
}
