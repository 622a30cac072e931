import Markup

extension FieldChart {
  /// What each panel shades, over which part of the plane, and what that says of its points.
  package var description: String {
    let panels = shown
    guard let range = FieldRange(self) else {
      return (["No values to draw."] + missing).joined(separator: " ")
    }
    let shades = FieldShades(self)
    var words = [
      "\(Words.count(panels.count, "shaded plane", "shaded planes")),"
        + " \(axisName(x, "x")) from \(Words.number(range.x.lowerBound)) to"
        + " \(Words.number(range.x.upperBound)), \(axisName(y, "y")) from"
        + " \(Words.number(range.y.lowerBound)) to \(Words.number(range.y.upperBound)).",
      meaningWords(shades),
    ]
    for (place, panel) in panels.enumerated() {
      let label = RichText(panel.label).plain
      let name = label.isEmpty ? (panels.count > 1 ? "Panel \(place + 1)" : "The plane") : label
      words += sentences(panel, name)
      let factor = shades.coarse(panel).factor
      if factor > 1 {
        words.append(
          "\(name) changes too often to draw every node of its grid: means over about"
            + " \(factor) × \(factor) nodes are drawn.")
      }
    }
    return (words + missing).joined(separator: " ")
  }

  private func axisName(_ axis: Axis, _ otherwise: String) -> String {
    axis.label.isEmpty ? otherwise : RichText(axis.label).plain
  }

  private func meaningWords(_ shades: FieldShades) -> String {
    let name = shadeName.plain
    switch meaning {
    case .confidence:
      return "Shade: \(name), from 0 % to 100 % in ten bands; the line is where it is 50 %."
    case .winner:
      return
        "Colour: the class that wins; shade: \(name), below 50 %, 50 to 70 %, 70 to 90 %,"
        + " above 90 %."
    case .level:
      return
        "Shade: \(name), in ten bands from \(Words.number(shades.range.lowerBound))"
        + " to \(Words.number(shades.range.upperBound)), the darker the larger."
    }
  }

  private func sentences(_ panel: Panel, _ name: String) -> [String] {
    guard let first = panel.fields.first else { return [] }
    var words: [String] = []
    let values = first.finite
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let nodes = Double(Swift.max(1, values.count))
    switch meaning {
    case .confidence:
      let share = Double(values.filter { $0 >= 0.5 }.count) / nodes
      words.append(
        "\(name): from \(percent(low)) to \(percent(high)),"
          + " at least 50 % at \(percent(share)) of the grid.")
    case .level:
      words.append("\(name): from \(Words.number(low)) to \(Words.number(high)).")
    case .winner:
      let shares = panel.fields.indices.map { label in
        let wins = FieldShades.lead(of: label, panel.fields).values.filter { $0 >= 0 }.count
        return "\(self.name(ofClass: label).plain) at \(percent(Double(wins) / nodes))"
      }
      words.append("\(name): of the grid wins \(shares.joined(separator: ", ")).")
    }
    let unknown = panel.fields.map { $0.values.count - $0.finite.count }.max() ?? 0
    if unknown > 0 {
      words.append("Left out: \(Words.count(unknown, "node", "nodes")) without a finite value.")
    }
    return words + pointSentences(panel)
  }

  private func pointSentences(_ panel: Panel) -> [String] {
    let points = panel.points.filter { $0.point.isDrawable }
    guard !points.isEmpty else { return [] }
    let count = Words.count(points.count, "point", "points")
    let moved = points.filter { $0.moved?.isDrawable ?? false }
    guard meaning != .level else {
      return [count + (moved.isEmpty ? "." : ", \(NumberText.count(moved.count)) of them moved.")]
    }
    // As far as the grid tells: the model itself may differ next to its boundary.
    let right = points.filter { winner(panel, at: $0.point) == $0.label }.count
    var sentence =
      "\(count), by the grid \(NumberText.count(right)) on the side of their class"
    if !moved.isEmpty {
      let still = moved.filter { sample in
        sample.moved.map { winner(panel, at: $0) == sample.label } ?? false
      }.count
      sentence +=
        "; arrows lead from \(NumberText.count(moved.count)) to where a perturbation carries them,"
        + " \(NumberText.count(still)) of these places on the side of their class"
    }
    return [sentence + "."]
  }

  /// The class that wins at a point by interpolation between the nodes; nil where it is unknown.
  private func winner(_ panel: Panel, at point: Point) -> Int? {
    guard meaning == .winner else {
      return panel.fields.first?.value(at: point).map { $0 >= 0.5 ? 1 : 0 }
    }
    let values = panel.fields.compactMap { $0.value(at: point) }
    guard values.count == panel.fields.count, let best = values.max() else { return nil }
    return values.firstIndex(of: best)
  }

  private func percent(_ share: Double) -> String {
    // What is far outside 0 % to 100 % is no share and is printed as the number it is.
    share.magnitude > 100
      ? Words.number(share) : NumberText(share, .percent(1)).plain.replacing("\u{202F}", with: " ")
  }

  private var missing: [String] {
    var words: [String] = []
    let empty = panels.count - shown.count
    if empty > 0 {
      words.append(
        "Left out: \(Words.count(empty, "panel", "panels")) without finite values"
          + (meaning == .winner ? " of at least two classes on one grid." : "."))
    }
    let wild = shown.flatMap(\.points).filter { !$0.point.isDrawable }.count
    if wild > 0 {
      words.append(
        "Left out: \(Words.count(wild, "point", "points"))"
          + " with a coordinate that is not finite.")
    }
    if let range = FieldRange(self) {
      let cut = shown.flatMap(\.points).filter {
        $0.point.isDrawable && !(range.x.contains($0.point.x) && range.y.contains($0.point.y))
      }.count
      if cut > 0 {
        words.append("Cut off: \(Words.count(cut, "point", "points")) outside the range shown.")
      }
    }
    if meaning != .level {
      let beyond = shown.flatMap(\.fields).flatMap(\.finite).filter { !(0...1).contains($0) }.count
      if beyond > 0 {
        words.append(
          "\(Words.count(beyond, "node has a value", "nodes have values")) outside 0 % to 100 %.")
      }
    }
    return words
  }

  /// The points with the value of the field at each, between the nodes by interpolation.
  ///
  /// For panels without points the field itself on a coarse grid; at most 200 rows for all panels.
  package var table: FigureTable {
    let panels = shown
    let hasPoints = panels.contains { !$0.points.isEmpty }
    let hasMoved = panels.flatMap(\.points).contains { $0.moved != nil }
    let (nameX, nameY, shade) = (axisName(x, "x"), axisName(y, "y"), shadeName.plain)
    let isNamed = panels.count > 1
    var head = (isNamed ? ["panel"] : []) + [nameX, nameY]
    if hasPoints { head.append("class") }
    head += meaning == .winner ? ["class that wins", shade] : [shade]
    if hasMoved {
      head += ["\(nameX) perturbed", "\(nameY) perturbed"]
      head += (meaning == .winner ? ["class that wins", shade] : [shade]).map { "\($0), perturbed" }
    }
    let limit = Swift.max(2, 200 / Swift.max(1, panels.count))
    let parts = panels.prefix(100).enumerated().map { place, panel in
      let label = RichText(panel.label).plain
      let name: [FigureEntry] = isNamed ? [.words(label.isEmpty ? "\(place + 1)" : label)] : []
      let samples = hasPoints ? panel.points : nodes(of: panel, most: limit)
      let rows = samples.map { sample -> [FigureEntry] in
        var row = name + [.number(sample.point.x), .number(sample.point.y)]
        if hasPoints { row.append(.words(self.name(ofClass: sample.label).plain)) }
        row += entries(panel, at: sample.point)
        guard hasMoved else { return row }
        guard let moved = sample.moved else {
          return row + Array(repeating: .words(""), count: head.count - row.count)
        }
        return row + [.number(moved.x), .number(moved.y)] + entries(panel, at: moved)
      }
      return FigureTable(head: [], thinning: rows, to: limit)
    }
    let isThinned = parts.contains { $0.note != nil }
    return FigureTable(
      head: head, rows: parts.flatMap(\.rows),
      note: isThinned ? "Evenly spaced points of each panel." : nil)
  }

  private func entries(_ panel: Panel, at point: Point) -> [FigureEntry] {
    func number(_ value: Double?) -> FigureEntry { value.map { .number($0) } ?? .words("") }
    guard meaning == .winner else { return [number(panel.fields.first?.value(at: point))] }
    guard let label = winner(panel, at: point) else { return [.words(""), .words("")] }
    return [.words(name(ofClass: label).plain), number(panel.fields[label].value(at: point))]
  }

  /// Nodes of the grid, evenly spaced, at most so many.
  private func nodes(of panel: Panel, most: Int) -> [Sample] {
    guard let field = panel.fields.first else { return [] }
    var side = 9
    while side > 1, side * side > most { side -= 1 }
    func pick(_ count: Int) -> [Int] {
      guard count > side, side > 1 else { return side > 1 ? Array(0..<count) : [0] }
      return (0..<side).map { ($0 * (count - 1) + (side - 1) / 2) / (side - 1) }
    }
    return pick(field.rows).flatMap { row in
      pick(field.columns).map { Sample(Point(field.x(column: $0), field.y(row: row)), label: 0) }
    }
  }
}
