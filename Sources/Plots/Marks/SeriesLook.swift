/// Which colour, dash and marker a series has.
package enum SeriesStyle: Sendable, Hashable {
  /// By the place of the series in its figure: `s1`, `s2`, …, each with its own dash and marker.
  case automatic
  /// The grey of a model that was trained without a threat.
  case plain
  /// The ink of a model that was trained against one.
  case robust
  /// The series colour of this number, counted from 1; beyond 8 it starts again with other dashes.
  case series(Int)
  /// The colour of the class −1.
  case negative
  /// The colour of the class +1.
  case positive
}

/// Whether a line is drawn through.
package enum Stroke: Sendable, Hashable {
  /// As its style says: series differ in their dashes, the others are solid.
  case automatic
  /// Drawn through.
  case solid
  /// In dashes.
  case dashed
}

/// The colours that a drawing has without a style sheet: those of the light theme.
enum Palette {
  static let ink = "#1d1f23"
  static let soft = "#5d636c"
  static let faint = "#e6e3da"
  static let line = "#c9c5b9"
  static let paper = "#fffefb"
  static let negative = "#2563a8"
  static let positive = "#c2452d"
  static let plain = "#6a6e76"
  static let series = [
    negative, positive, "#0b3b28", "#8f6210", "#431b74", "#1c7289", "#9a3d6c", "#62655f",
  ]

  /// A colour thinned with paper, as the theme's `color-mix(in srgb, …)` does it.
  static func tint(_ color: String, percent: Int) -> String {
    func channels(_ color: String) -> [Int] {
      let value = Int(color.dropFirst(), radix: 16) ?? 0
      return [value >> 16 & 255, value >> 8 & 255, value & 255]
    }
    let mixed = zip(channels(color), channels(paper)).map { ink, paper in
      (ink * percent + paper * (100 - percent) + 50) / 100
    }
    let digits = mixed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "#" + digits.joined()
  }
}

/// A style resolved for one series: classes, fallback colour, dash and marker.
struct SeriesLook: Sendable, Hashable {
  /// The class of the group that carries the colour.
  let group: String
  /// The class of its line.
  let lineClass: String
  /// The class of its text.
  let textClass: String
  /// The colour without a style sheet.
  let color: String
  /// The width of its line without a style sheet.
  let width: Double
  /// The dashes of its line; nil for a solid one.
  let dashes: String?
  /// The marker of its points.
  let marker: Marker

  /// The look of the series at `place`, counted from 0.
  init(_ style: SeriesStyle, stroke: Stroke, place: Int) {
    var automaticDashes: String?
    switch style {
    case .plain:
      (group, lineClass, textClass) = ("k-plain", "l-plain", "t-plain")
      (color, width, marker) = (Palette.plain, 1.8, .openCircle)
    case .robust:
      (group, lineClass, textClass) = ("k-robust", "l-robust", "t-robust")
      (color, width, marker) = (Palette.ink, 2.2, .square)
    case .negative:
      (group, lineClass, textClass) = ("k-neg", "line", "t-neg")
      (color, width, marker) = (Palette.negative, 2, .openCircle)
    case .positive:
      (group, lineClass, textClass) = ("k-pos", "line", "t-pos")
      (color, width, marker) = (Palette.positive, 2, .triangle)
    case .automatic, .series:
      var number = place
      if case .series(let given) = style { number = Swift.max(0, given - 1) }
      let index = number % 8
      (group, lineClass, textClass) = ("s\(index + 1)", "line", "sl")
      (color, width) = (Palette.series[index], 2)
      marker = Marker.allCases[number % Marker.allCases.count]
      // The second round of colours takes the dashes in another order.
      automaticDashes = SeriesLook.patterns[(number + number / 8 * 3) % 8]
    }
    dashes =
      switch stroke {
      case .solid: nil
      case .dashed: "5 4"
      case .automatic: automaticDashes
      }
  }

  private static let patterns: [String?] = [
    nil, "7 3", "2 2.5", "9 3 2 3", "12 4", "5 2 1.5 2 1.5 2", "1.2 3.2", "14 3 5 3",
  ]
}

/// The shapes of points.
enum Marker: Sendable, Hashable, CaseIterable {
  case openCircle, triangle, square, openDiamond, circle, openSquare, diamond, openTriangle
}
