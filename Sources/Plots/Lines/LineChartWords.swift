import Markup

extension LineChart {
  /// What the lines do, in sentences.
  package var description: String {
    guard series.contains(where: { $0.points.contains(where: isShown) }) else {
      return "No values to draw. " + Words.sentences(missing)
    }
    let count = Words.count(series.count, "line", "lines")
    let over = RichText(x.label).plain
    var words = ["\(count)\(over.isEmpty ? "" : " over \(over)")\(scaleWords)."]
    words += series.map { sentence($0) }
    let references =
      verticals.map { marked($0, axisName(x, "x"), x.unit) }
      + horizontals.map { marked($0, axisName(y, "y"), y.unit) }
    if !references.isEmpty { words.append("Marked: \(references.joined(separator: "; ")).") }
    return (words + missing).joined(separator: " ")
  }

  private var scaleWords: String {
    switch (x.scale, y.scale) {
    case (.linear, .linear): ""
    case (.log, .linear): ", the horizontal axis logarithmic"
    case (.linear, .log): ", the vertical axis logarithmic"
    case (.log, .log): ", both axes logarithmic"
    }
  }

  private func axisName(_ axis: Axis, _ otherwise: String) -> String {
    axis.label.isEmpty ? otherwise : RichText(axis.label).plain
  }

  private func marked(_ reference: Reference, _ axis: String, _ unit: AxisUnit) -> String {
    let label = RichText(reference.label).plain.replacing("\u{A0}", with: " ")
    let value = "\(axis) = \(Words.number(reference.value, unit: unit))"
    return label.isEmpty || label == value ? value : "\(value) (\(label))"
  }

  /// A place on the horizontal axis: `step 20`, but `ε = 0.3` where the name is a formula.
  private func xWords(_ value: Double) -> String {
    let isFormula = x.label.hasSuffix("$") || x.label.isEmpty
    return
      "\(axisName(x, "x")) \(isFormula ? "= " : "")\(Words.number(value, unit: x.unit))"
  }

  private func sentence(_ series: Series) -> String {
    let name = RichText(series.label).plain
    let points = series.points.filter(isShown)
    guard let first = points.first, let last = points.last else {
      return "\(name): no values."
    }
    func value(_ point: Point) -> String { Words.number(point.y, unit: y.unit) }
    guard points.count > 1 else { return "\(name): \(value(first)) at \(xWords(first.x))." }
    let low = points.min { $0.y < $1.y } ?? first
    let high = points.max { $0.y < $1.y } ?? first
    if low.y == high.y {
      return "\(name) is \(value(first)) from \(xWords(first.x)) to \(xWords(last.x))."
    }
    let motion = last.y < first.y ? "falls" : last.y > first.y ? "rises" : "goes"
    var words =
      "\(name) \(motion) from \(value(first)) at \(xWords(first.x))"
      + " to \(value(last)) at \(xWords(last.x))"
    if low.y < Swift.min(first.y, last.y) { words += ", lowest \(value(low)) at \(xWords(low.x))" }
    if high.y > Swift.max(first.y, last.y) {
      words += ", highest \(value(high)) at \(xWords(high.x))"
    }
    if series.isStep {
      let steps = zip(points, points.dropFirst()).filter { $0.y != $1.y }.count
      words += ", in \(Words.count(steps, "step", "steps"))"
    }
    return words + "."
  }

  /// What is not drawn, and why.
  private var missing: [String] {
    let all = series.flatMap(\.points)
    let wild = all.filter { !$0.isDrawable }.count
    let unlogged = all.filter { $0.isDrawable && !isShown($0) }.count
    var words: [String] = []
    if wild > 0 { words.append("Left out: \(Words.count(wild, "value", "values")) not finite.") }
    if unlogged > 0 {
      words.append(
        "Left out: \(Words.count(unlogged, "value that is", "values that are"))"
          + " not positive, which a logarithmic axis cannot show."
      )
    }
    let cut = all.filter { isShown($0) && !isInside($0) }.count
    if cut > 0 {
      words.append("Cut off: \(Words.count(cut, "value", "values")) outside the range shown.")
    }
    let long = series.filter { $0.points.count > 1200 }.count
    if long > 0 {
      words.append(
        "Of \(Words.count(long, "long line", "long lines"))"
          + " the highest and the lowest point in each column of pixels are drawn."
      )
    }
    return words
  }

  private func isInside(_ point: Point) -> Bool {
    (x.range?.contains(point.x) ?? true) && (y.range?.contains(point.y) ?? true)
  }

  /// The values: one column for each line where all lines have the same x, otherwise one row for
  /// each point with the name of its line.
  package var table: FigureTable {
    let names = series.map { RichText($0.label).plain }
    guard let first = series.first else { return FigureTable(head: [], rows: []) }
    let places = first.points.map(\.x)
    if series.allSatisfy({ $0.points.map(\.x) == places }) {
      let rows = places.indices.map { row in
        [FigureEntry.number(places[row])] + series.map { .number($0.points[row].y) }
      }
      return FigureTable(head: [axisName(x, "x")] + names, thinning: rows)
    }
    // Each line keeps its own first and last row.
    let share = Swift.max(4, FigureTable.mostRows / series.count)
    let parts = zip(names, series).map { name, series in
      FigureTable(
        head: [],
        thinning: series.points.map { [.words(name), .number($0.x), .number($0.y)] }, to: share)
    }
    let total = series.reduce(0) { $0 + $1.points.count }
    let isThinned = parts.contains { $0.note != nil }
    return FigureTable(
      head: ["line", axisName(x, "x"), axisName(y, "y")], rows: parts.flatMap(\.rows),
      note: isThinned
        ? "Evenly spaced rows of \(NumberText.count(total)),"
          + " the first and the last of each line among them."
        : nil)
  }
}
