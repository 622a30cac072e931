/// How wide text is, without asking a browser.
///
/// The page may be shown in any of several fonts, so each width is the largest that Inter, DejaVu
/// Sans or Liberation Sans (Charis SIL or Liberation Serif for mathematics) gives the character, in
/// thousandths of the font size: a box made from them holds the text whichever font is there.
enum TextMetrics {
  /// The width of a character, in em.
  static func width(of scalar: Unicode.Scalar, face: RichText.Face, semibold: Bool) -> Double {
    let table = face == .sans ? (semibold ? semiboldWidths : regularWidths) : serifWidths
    let place = Int(scalar.value) - 32
    let factor = face == .bold ? 1.12 : 1
    if table.indices.contains(place) { return factor * Double(table[place]) / 1000 }
    return factor * other(scalar) * (semibold ? 1.08 : 1)
  }

  private static func other(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "\u{300}"..."\u{36F}", "\u{20D0}"..."\u{20FF}", "\u{200B}"..."\u{200D}",
      "\u{FE00}"..."\u{FE0F}":
      0
    case "\u{A0}": 0.32
    case "\u{2009}", "\u{202F}", "\u{2005}": 0.26
    case "\u{2003}": 1
    case "·", "′", "°", "¹", "²", "³", "⁰", "⁴"..."⁹", "₀"..."₉": 0.5
    case "ℓ", "ι", "‖", "⁻", "₋": 0.53
    case "–": 0.56
    case "−", "×", "±", "≤", "≥", "≠", "≈", "∼": 0.84
    case "α"..."χ": 0.66
    case "\u{A1}"..."\u{24F}": 0.7
    case "\u{370}"..."\u{52F}": 0.84
    default: 1.03
    }
  }

  /// U+0020 … U+007E.
  private static let regularWidths: [Int16] = [
    318, 401, 460, 838, 640, 951, 780, 275, 391, 391, 500, 838, 318, 461, 318, 357, 650, 650, 650,
    650, 650, 650, 650, 650, 650, 650, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 728, 771, 667,
    611, 778, 752, 295, 543, 667, 563, 890, 753, 788, 667, 788, 723, 667, 643, 742, 685, 989, 686,
    667, 686, 391, 357, 391, 838, 557, 500, 613, 635, 559, 635, 616, 361, 635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 523, 393, 634, 592, 818, 592, 592, 542, 637, 337, 637, 838,
  ]

  private static let semiboldWidths: [Int16] = [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 544, 838, 380, 466, 380, 379, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611, 1000, 774, 763, 744, 831, 684,
    684, 821, 837, 373, 561, 775, 638, 996, 837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771,
    725, 726, 458, 379, 458, 838, 557, 500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666,
    343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
  ]

  private static let serifWidths: [Int16] = [
    318, 400, 460, 838, 640, 951, 890, 280, 419, 418, 500, 1000, 318, 338, 318, 491, 640, 640, 640,
    640, 640, 640, 640, 640, 640, 640, 337, 337, 1000, 1000, 1000, 540, 937, 722, 735, 765, 802,
    730, 694, 799, 872, 395, 468, 747, 664, 1024, 875, 820, 673, 820, 753, 685, 667, 843, 722, 1028,
    712, 660, 695, 421, 489, 421, 838, 500, 500, 613, 640, 560, 640, 592, 370, 640, 644, 320, 320,
    606, 320, 948, 644, 602, 640, 640, 478, 513, 402, 644, 565, 856, 564, 565, 527, 636, 354, 636,
    838,
  ]
}

/// What a piece of text is for; decides its size and its classes.
enum TextRole: Sendable, Hashable {
  /// The number at a tick.
  case tick
  /// The title of an axis or of a panel.
  case axis
  /// The name of a line, of points, of a series.
  case label
  /// A short remark inside the drawing.
  case note

  /// The class that the theme gives a size and a colour.
  var className: String {
    switch self {
    case .tick: "tl"
    case .axis: "al"
    case .label: "dl"
    case .note: "tl"
    }
  }

  /// The size of its sans serif characters.
  var fontSize: Double {
    switch self {
    case .tick, .note: 12
    case .axis: 13
    case .label: 12.5
    }
  }

  var isSemibold: Bool { self == .label }
}

extension RichText.Run {
  /// The size of the run's characters; mathematics is a little larger than the text around it,
  /// scripts have the smallest size that may still be read on a phone.
  func fontSize(in role: TextRole) -> Double {
    if script != .normal { return 10 }
    return face == .sans ? role.fontSize : 15
  }

  /// How far below the line the run stands; negative above.
  var shift: Double {
    switch script {
    case .normal: 0
    case .sub: 3.2
    case .sup: -5
    }
  }

  /// The width of the run in units of the drawing.
  func width(in role: TextRole) -> Double {
    let size = fontSize(in: role)
    return text.unicodeScalars.reduce(0) {
      $0 + size * TextMetrics.width(of: $1, face: face, semibold: role.isSemibold)
    }
  }
}

extension RichText {
  /// The width in units of the drawing.
  func width(in role: TextRole) -> Double { runs.reduce(0) { $0 + $1.width(in: role) } }

  /// How far the text reaches above its line.
  func ascent(in role: TextRole) -> Double {
    runs.map { 0.8 * $0.fontSize(in: role) - $0.shift }.max() ?? 0
  }

  /// How far the text reaches below its line.
  func descent(in role: TextRole) -> Double {
    runs.map { 0.24 * $0.fontSize(in: role) + $0.shift }.max() ?? 0
  }

  /// The text without its end, with an ellipsis, so that it is at most `width` wide.
  func shortened(to width: Double, in role: TextRole) -> RichText {
    guard self.width(in: role) > width else { return self }
    var result = self
    while result.width(in: role) > width, result.dropLastCharacter() {}
    return result
  }

  /// The text in lines that are at most `width` wide where the words allow, broken at spaces; a
  /// single word that is wider, and what does not fit into `most` lines, is shortened.
  func lines(to width: Double, in role: TextRole, most: Int) -> [RichText] {
    var lines: [RichText] = []
    var line = RichText("")
    for word in words {
      var longer = line
      for run in word.runs { longer.append(run.text, run.face, run.script) }
      if longer.width(in: role) > width, !line.isEmpty, lines.count < most - 1 {
        lines.append(line)
        line = word
      } else {
        line = longer
      }
    }
    return (lines + [line]).map { $0.shortened(to: width, in: role) }
  }

  /// The words, each with the space that follows it.
  private var words: [RichText] {
    var words: [RichText] = []
    var word = RichText("")
    for run in runs {
      for character in run.text {
        word.append(String(character), run.face, run.script)
        if character == " " {
          words.append(word)
          word = RichText("")
        }
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Replaces the last character that is shown by an ellipsis; false if nothing is left to drop.
  private mutating func dropLastCharacter() -> Bool {
    var runs = self.runs
    while let last = runs.last, last.text.isEmpty || last.text == "…" { runs.removeLast() }
    guard var last = runs.popLast() else { return false }
    if last.text.hasSuffix("…") { last.text.removeLast() }
    last.text.removeLast()
    var result = RichText("")
    for run in runs + [last] { result.append(run.text, run.face, run.script) }
    result.append("…", .sans, .normal)
    self = result
    return result.runs.count > 1 || result.runs.first?.text != "…"
  }
}
