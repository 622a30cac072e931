/// The colour of a band: its class in the theme and its colour without one.
struct FieldShade: Sendable, Hashable {
  /// The class that the theme gives its colour.
  let name: String
  /// The class of a group around it, where the colour comes from one.
  let group: String?
  /// The colour without a style sheet.
  let color: String

  /// Ten shades from the colour of class 0 over paper to the colour of class 1.
  static let confidence: [FieldShade] = (0..<10).map { band in
    let percents = [46, 37, 28, 19, 10, 10, 19, 28, 37, 46]
    return FieldShade(
      name: "df\(band)", group: nil,
      color: Palette.tint(band < 5 ? Palette.negative : Palette.positive, percent: percents[band]))
  }

  /// Ten shades from paper towards ink.
  static let level: [FieldShade] = (0..<10).map { band in
    FieldShade(
      name: "sf\(band)", group: nil, color: Palette.tint(Palette.ink, percent: 4 + 5 * band))
  }

  /// Four shades of the colour of a class.
  static func winner(_ label: Int) -> [FieldShade] {
    let look = SeriesLook(.series(label + 1), stroke: .solid, place: label)
    return shades(group: look.group, color: look.color)
  }

  /// The same four without a class, for the colour bar.
  static let neutral = shades(group: "k-robust", color: Palette.ink)

  private static func shades(group: String, color: String) -> [FieldShade] {
    zip(0..., [12, 23, 34, 46]).map { band, percent in
      FieldShade(name: "cf\(band)", group: group, color: Palette.tint(color, percent: percent))
    }
  }
}

/// What is painted for the panels of a field chart, the same in every panel.
struct FieldShades: Sendable {
  /// A part of the plane that is painted in one shade over what lies below it.
  struct Layer: Sendable {
    let shade: FieldShade
    let field: ScalarField
    /// The part in which the field is at least this; nil: where it is known.
    let level: Double?
  }

  /// The levels between the bands, ascending.
  let levels: [Double]
  /// The values at the ends of the lowest and the highest band.
  let range: ClosedRange<Double>
  private let meaning: FieldChart.Meaning
  private let panels: Int

  /// From which confidence on the winning class is painted darker.
  static let steps = [0.5, 0.7, 0.9]
  /// About how many places a drawing of all panels may write down.
  private static let most = 13_000

  init(_ chart: FieldChart) {
    meaning = chart.meaning
    panels = chart.shown.count
    switch chart.meaning {
    case .confidence: range = 0...1
    case .winner: range = 0...1
    case .level:
      let values = chart.shown.compactMap(\.fields.first).flatMap(\.finite)
      range = Ranges.loose(Axis(), values) ?? 0...1
    }
    let (low, high) = (range.lowerBound, range.upperBound)
    levels =
      chart.meaning == .winner
      ? FieldShades.steps
      : (1..<10).map { low * (1 - Double($0) / 10) + high * (Double($0) / 10) }
  }

  /// The layers of a panel in painting order, and the fields whose zero lines are its boundaries.
  func layers(of panel: FieldChart.Panel) -> (layers: [Layer], boundaries: [ScalarField]) {
    let fields = coarse(panel).fields
    guard let first = fields.first else { return ([], []) }
    switch meaning {
    case .confidence, .level:
      let shades = meaning == .level ? FieldShade.level : FieldShade.confidence
      let layers = zip(shades, [nil] + levels.map { Optional($0) }).map {
        Layer(shade: $0, field: first, level: $1)
      }
      let half = first.with(first.values.map { $0 - 0.5 })
      return (layers, meaning == .level ? [] : [half])
    case .winner:
      let leads = fields.indices.map { FieldShades.lead(of: $0, fields) }
      let layers = fields.indices.flatMap { label in
        zip(FieldShade.winner(label), [0] + levels).map { shade, step in
          // Above zero where the class wins and its probability has reached the step.
          let above = zip(leads[label].values, fields[label].values).map {
            step == 0 ? $0 : Swift.min($0, $1 - step)
          }
          return Layer(shade: shade, field: first.with(above), level: 0)
        }
      }
      return (layers, leads)
    }
  }

  /// By how much the probability of a class is above that of every other.
  static func lead(of label: Int, _ fields: [ScalarField]) -> ScalarField {
    var rival = [Double](repeating: 0, count: fields[label].values.count)
    for (place, field) in fields.enumerated() where place != label {
      for (node, value) in field.values.enumerated() {
        rival[node] = value.isDrawable ? Swift.max(rival[node], value) : .nan
      }
    }
    let values = zip(fields[label].values, rival).map { $0 - $1 }
    return fields[label].with(values)
  }

  /// The fields of a panel on a grid on which they do not turn more often than can be drawn, and how
  /// many times coarser it is.
  func coarse(_ panel: FieldChart.Panel) -> (fields: [ScalarField], factor: Int) {
    let budget = Swift.max(5_000, FieldShades.most / Swift.max(1, panels))
    var (fields, factor) = (panel.fields.map(\.widened), 1)
    while crossings(fields) > budget, let first = fields.first, first.columns * first.rows > 256 {
      fields = fields.map(\.halved)
      factor *= 2
    }
    return (fields, factor)
  }

  private func crossings(_ fields: [ScalarField]) -> Int {
    guard meaning == .winner else { return fields.first?.crossings(levels) ?? 0 }
    return fields.indices.reduce(0) { sum, label in
      sum + fields[label].crossings(levels)
        + 3 * FieldShades.lead(of: label, fields).crossings([0])
    }
  }
}
