import Markup

extension BoundaryChart {
  /// How many points there are, where they lie, and what each model does with them.
  package var description: String {
    let shown = self.shown
    guard let first = shown.first?.point else {
      return (["No points to draw."] + missing).joined(separator: " ")
    }
    let positives = shown.filter(\.isPositive).count
    let box = shown.reduce(Box(minX: first.x, minY: first.y, maxX: first.x, maxY: first.y)) {
      Box(
        minX: Swift.min($0.minX, $1.point.x), minY: Swift.min($0.minY, $1.point.y),
        maxX: Swift.max($0.maxX, $1.point.x), maxY: Swift.max($0.maxY, $1.point.y))
    }
    let negatives = shown.count - positives
    var words = [
      Words.count(shown.count, "point", "points")
        + ": \(NumberText.count(negatives)) of class \(RichText(negativeLabel).plain)"
        + " as open circles, \(NumberText.count(positives)) of class"
        + " \(RichText(positiveLabel).plain) as filled triangles.",
      "\(RichText(x.label).plain) from \(Words.number(box.minX)) to \(Words.number(box.maxX)),"
        + " \(RichText(y.label).plain) from \(Words.number(box.minY))"
        + " to \(Words.number(box.maxY)).",
    ]
    words += lines.map { sentence($0, shown) }
    words += contours.map {
      "\(RichText($0.label).plain): a curve in \(Words.count($0.polylines.count, "piece", "pieces"))."
    }
    let moved = shown.filter { $0.moved?.isDrawable ?? false }
    if !moved.isEmpty {
      words.append(
        "Arrows lead from \(Words.count(moved.count, "point", "points"))"
          + " to where a perturbation carries them.")
    }
    return (words + missing).joined(separator: " ")
  }

  private func sentence(_ line: DecisionLine, _ shown: [Sample]) -> String {
    let name = RichText(line.label).plain
    guard line.hasDirection else { return "\(name): no line, the weights are zero." }
    let wrong = shown.filter { line.score($0.point) * ($0.isPositive ? 1 : -1) <= 0 }.count
    func points(_ count: Int) -> String {
      count == 0 ? "no point" : Words.count(count, "point", "points")
    }
    var words =
      "\(name): the line with weights \(Words.point(line.weights))"
      + " and bias \(Words.number(line.bias)), \(points(wrong)) on the wrong side or on it"
    if let band = line.band, band.isDrawable, band >= 0 {
      let inside = shown.filter { line.score($0.point).magnitude <= band }.count
      words += "; \(points(inside)) in the band around it"
    }
    if let view = BoundaryView(of: self, layout: .wide), !view.isCrossed(by: line) {
      words += "; it lies outside the part of the plane that is shown"
    }
    return words + "."
  }

  private var missing: [String] {
    var words: [String] = []
    let wild = points.count - shown.count
    if wild > 0 {
      words.append(
        "Left out: \(Words.count(wild, "point", "points"))"
          + " with a coordinate that is not finite.")
    }
    if shown.count > BoundaryChart.mostMarks {
      words.append(
        "Where many points coincide to within a few pixels one mark stands for all of its class.")
    }
    return words
  }

  /// The number of points up to which every one has a mark of its own.
  static let mostMarks = 1500

  /// The points, all of them up to 200; beyond, evenly spaced ones.
  package var table: FigureTable {
    let hasMoved = points.contains { $0.moved != nil }
    let head = [RichText(x.label).plain, RichText(y.label).plain, "class"]
    let rows = points.map { sample -> [FigureEntry] in
      let row: [FigureEntry] = [
        .number(sample.point.x), .number(sample.point.y),
        .words(sample.isPositive ? "+1" : "\u{2212}1"),
      ]
      guard hasMoved else { return row }
      guard let moved = sample.moved else { return row + [.words(""), .words("")] }
      return row + [.number(moved.x), .number(moved.y)]
    }
    let moved = hasMoved ? head.prefix(2).map { "\($0) perturbed" } : []
    return FigureTable(head: head + moved, thinning: rows, to: 200)
  }
}
