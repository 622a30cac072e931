import Markup

/// The points of the two classes: open circles for −1, filled triangles for +1.
enum ClassMarks {
  /// One point.
  static func mark(at point: Point, _ isPositive: Bool, radius: Double) -> Node {
    isPositive
      ? .element(
        "path",
        [
          "class": "pos", "d": Marks.triangle(at: point, radius: radius * 1.15),
          "fill": Palette.positive,
        ])
      : .element(
        "circle",
        [
          "class": "neg", "cx": NumberText.coordinate(point.x),
          "cy": NumberText.coordinate(point.y), "r": NumberText.coordinate(radius),
          "fill": Palette.paper, "stroke": Palette.negative, "stroke-width": "1.6",
        ])
  }

  /// Many points of one class in one group, so that the class is written once.
  static func marks(_ points: [Point], _ isPositive: Bool, radius: Double) -> Node {
    let shapes = points.map { point -> Node in
      isPositive
        ? .element("path", ["d": Marks.triangle(at: point, radius: radius * 1.15)])
        : .element(
          "circle",
          [
            "cx": NumberText.coordinate(point.x), "cy": NumberText.coordinate(point.y),
            "r": NumberText.coordinate(radius),
          ])
    }
    let attributes: Attributes =
      isPositive
      ? ["class": "pos", "fill": Palette.positive]
      : [
        "class": "neg", "fill": Palette.paper, "stroke": Palette.negative, "stroke-width": "1.6",
      ]
    return .element("g", attributes, shapes)
  }

  /// A text in the colour of a class.
  static func label(
    _ text: RichText, _ isPositive: Bool, at point: Point, anchor: Label.Anchor = .start
  ) -> Label {
    Label(
      text, .label, at: point, anchor: anchor, classes: [isPositive ? "t-pos" : "t-neg"],
      color: isPositive ? Palette.positive : Palette.negative)
  }
}
