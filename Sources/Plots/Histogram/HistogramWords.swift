import Markup

extension Histogram {
  /// How the numbers of each series are distributed.
  package var description: String {
    guard let bins else { return (["No values to draw."] + missing).joined(separator: " ") }
    var words = [
      Words.count(series.count, "distribution", "distributions")
        + " of \(RichText(x.label).plain) in \(Words.count(bins.edges.count - 1, "bin", "bins"))"
        + " of width \(Words.number(bins.edges[1] - bins.edges[0]))."
    ]
    words += series.map { series in
      let values = series.values.filter(\.isDrawable).sorted()
      let name = RichText(series.label).plain
      guard let low = values.first, let high = values.last else { return "\(name): no values." }
      let middle = values[values.count / 2]
      let median =
        values.count % 2 == 1 ? middle : values[values.count / 2 - 1] / 2 + middle / 2
      var sentence =
        "\(name): \(NumberText.count(values.count)) \(count) from \(Words.number(low))"
        + " to \(Words.number(high)), median \(Words.number(median))"
      for reference in references where reference.value.isDrawable {
        let below = values.filter { $0 <= reference.value }.count
        sentence += "; \(below == 0 ? "none" : NumberText.count(below)) at or below"
        sentence += " \(RichText(reference.label).plain)"
        if RichText(reference.label).plain != Words.number(reference.value) {
          sentence += " = \(Words.number(reference.value))"
        }
      }
      return sentence + "."
    }
    return (words + missing).joined(separator: " ")
  }

  private var missing: [String] {
    let wild = series.flatMap(\.values).filter { !$0.isDrawable }.count
    return wild > 0 ? ["Left out: \(Words.count(wild, "value", "values")) not finite."] : []
  }

  /// The bins and the count of each series in each.
  package var table: FigureTable {
    let head = ["from", "to"] + series.map { RichText($0.label).plain }
    guard let bins else { return FigureTable(head: head, rows: []) }
    return FigureTable(
      head: head,
      rows: (0..<bins.edges.count - 1).map { bin in
        [.number(bins.edges[bin]), .number(bins.edges[bin + 1])]
          + bins.counts.map { .number(Double($0[bin])) }
      })
  }
}
