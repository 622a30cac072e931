import Markup

/// Text at a place in the drawing.
struct Label: Sendable, Hashable {
  /// Which part of the text stands at its x.
  enum Anchor: String, Sendable, Hashable {
    case start, middle, end
  }

  let text: RichText
  let role: TextRole
  let anchor: Anchor
  /// The x of the anchor.
  let x: Double
  /// The y of the base line.
  let y: Double
  /// Further classes, such as the one that gives a series its colour.
  let classes: [String]
  /// The class of a group around the text, where colours come from one.
  let group: String?
  /// The colour without a style sheet.
  let color: String

  init(
    _ text: RichText, _ role: TextRole, at point: Point, anchor: Anchor = .start,
    classes: [String] = [], group: String? = nil, color: String = Palette.ink
  ) {
    self.text = text
    self.role = role
    self.anchor = anchor
    x = point.x
    y = point.y
    self.classes = classes
    self.group = group
    self.color = color
  }

  /// A label in the colour of a series.
  init(
    _ text: RichText, _ look: SeriesLook, at point: Point, anchor: Anchor = .start
  ) {
    self.init(
      text, .label, at: point, anchor: anchor, classes: [look.textClass], group: look.group,
      color: look.color)
  }

  /// The rectangle that the text fills in the widest of the fonts.
  var box: Box {
    let width = text.width(in: role)
    let left =
      switch anchor {
      case .start: x
      case .middle: x - width / 2
      case .end: x - width
      }
    return Box(
      minX: left, minY: y - text.ascent(in: role), maxX: left + width,
      maxY: y + text.descent(in: role))
  }

  /// The same label elsewhere.
  func moved(dx: Double, dy: Double) -> Label {
    Label(
      text, role, at: Point(x + dx, y + dy), anchor: anchor, classes: classes, group: group,
      color: color)
  }

  /// The `text` element, in its group where it has one.
  var node: Node {
    let attributes: Attributes = [
      "class": ([role.className] + classes).joined(separator: " "),
      "x": NumberText.coordinate(x), "y": NumberText.coordinate(y),
      "text-anchor": anchor == .start ? nil : anchor.rawValue,
      "font-size": role.fontSize == 12.5 ? nil : NumberText.coordinate(role.fontSize),
      "font-weight": role.isSemibold ? "600" : nil,
      "fill": color,
    ]
    let isPlain = text.runs.allSatisfy { $0.face == .sans && $0.script == .normal }
    let element =
      isPlain
      ? Node.element("text", attributes, text: text.plain)
      : Node.element("text", attributes, spans)
    guard let group else { return element }
    return .element("g", ["class": group], [element])
  }

  private var spans: [Node] {
    var shift = 0.0
    return text.runs.map { run in
      let step = run.shift - shift
      shift = run.shift
      var classes = run.face == .sans ? [] : [run.face == .bold ? "bf" : "it"]
      if run.script != .normal { classes.append("ss") }
      guard !classes.isEmpty || step != 0 else { return .text(run.text) }
      let size = run.fontSize(in: role)
      return .element(
        "tspan",
        [
          "class": classes.isEmpty ? nil : classes.joined(separator: " "),
          "dy": step == 0 ? nil : NumberText.coordinate(step),
          "font-size": size == role.fontSize ? nil : NumberText.coordinate(size),
          "font-family": run.face == .sans ? nil : "Georgia, serif",
          "font-style": run.face == .italic ? "italic" : nil,
          "font-weight": run.face == .bold ? "700" : nil,
        ], text: run.text)
    }
  }
}
