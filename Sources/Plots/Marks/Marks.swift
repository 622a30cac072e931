import Markup

/// Shapes as SVG elements.
enum Marks {
  private static func text(_ point: Point) -> String {
    "\(NumberText.coordinate(point.x)) \(NumberText.coordinate(point.y))"
  }

  /// The path data of a polyline; empty for no points.
  static func data(_ points: some Sequence<Point>, closed: Bool = false) -> String {
    var result = ""
    for point in points { result += (result.isEmpty ? "M" : "L") + text(point) }
    return closed && !result.isEmpty ? result + "Z" : result
  }

  /// A path that is stroked and not filled.
  static func stroke(
    _ data: String, class name: String, color: String, width: Double, dashes: String? = nil
  ) -> Node {
    .element(
      "path",
      [
        "class": name, "d": data, "fill": "none", "stroke": color,
        "stroke-width": NumberText.coordinate(width), "stroke-dasharray": dashes,
        "stroke-linejoin": "round",
      ])
  }

  /// The path of a line in the look of a series.
  static func stroke(_ data: String, _ look: SeriesLook) -> Node {
    stroke(
      data, class: look.lineClass, color: look.color, width: look.width, dashes: look.dashes)
  }

  /// A path that is filled and not stroked.
  static func fill(_ data: String, class name: String, color: String, opacity: String? = nil)
    -> Node
  {
    .element("path", ["class": name, "d": data, "fill": color, "fill-opacity": opacity])
  }

  /// The line between two places.
  static func line(
    _ from: Point, _ to: Point, class name: String, color: String, width: Double = 1,
    dashes: String? = nil
  ) -> Node {
    stroke(data([from, to]), class: name, color: color, width: width, dashes: dashes)
  }

  /// A marker around a place, with its own classes: `dot` where it is filled, `open` where not.
  static func marker(_ marker: Marker, at point: Point, radius: Double, color: String) -> Node {
    let isOpen =
      switch marker {
      case .openCircle, .openDiamond, .openSquare, .openTriangle: true
      case .circle, .triangle, .square, .diamond: false
      }
    let common: Attributes = [
      "class": isOpen ? "open" : "dot", "fill": isOpen ? Palette.paper : color,
      "stroke": isOpen ? color : nil, "stroke-width": isOpen ? "1.6" : nil,
    ]
    let shape: Attributes
    switch marker {
    case .openCircle, .circle:
      shape = [
        "cx": NumberText.coordinate(point.x), "cy": NumberText.coordinate(point.y),
        "r": NumberText.coordinate(radius),
      ]
      return .element("circle", common.merging(shape))
    case .triangle, .openTriangle: shape = ["d": triangle(at: point, radius: radius)]
    case .square, .openSquare: shape = ["d": square(at: point, radius: radius * 0.9)]
    case .diamond, .openDiamond: shape = ["d": diamond(at: point, radius: radius * 1.25)]
    }
    return .element("path", common.merging(shape))
  }

  /// A triangle that stands on its base, as large to the eye as a circle of the same radius.
  static func triangle(at point: Point, radius: Double) -> String {
    let (half, top, bottom) = (1.1 * radius, 1.15 * radius, 0.75 * radius)
    return data(
      [
        Point(point.x, point.y - top), Point(point.x + half, point.y + bottom),
        Point(point.x - half, point.y + bottom),
      ], closed: true)
  }

  private static func square(at point: Point, radius: Double) -> String {
    data(
      [
        Point(point.x - radius, point.y - radius), Point(point.x + radius, point.y - radius),
        Point(point.x + radius, point.y + radius), Point(point.x - radius, point.y + radius),
      ], closed: true)
  }

  private static func diamond(at point: Point, radius: Double) -> String {
    data(
      [
        Point(point.x, point.y - radius), Point(point.x + radius, point.y),
        Point(point.x, point.y + radius), Point(point.x - radius, point.y),
      ], closed: true)
  }

  /// The path data of an arrow head whose tip stands at the end of a segment; empty where the
  /// segment is too short to have a direction.
  static func head(of segment: Segment, length: Double, halfWidth: Double) -> String {
    let size = segment.length
    guard size > 1e-9 else { return "" }
    let (ux, uy) = ((segment.to.x - segment.from.x) / size, (segment.to.y - segment.from.y) / size)
    let base = Point(segment.to.x - length * ux, segment.to.y - length * uy)
    return data(
      [
        segment.to, Point(base.x - halfWidth * uy, base.y + halfWidth * ux),
        Point(base.x + halfWidth * uy, base.y - halfWidth * ux),
      ], closed: true)
  }
}
