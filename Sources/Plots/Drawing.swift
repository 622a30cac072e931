import Markup

/// A drawing on its way: elements in painting order, and the boxes of its texts.
struct Drawing: Sendable {
  /// The layout for which it is made.
  let layout: Layout
  /// The height, set once it is known.
  var height: Double
  /// The elements, in painting order; texts are painted last.
  private(set) var nodes: [Node] = []
  /// The texts.
  private(set) var labels: [Label] = []

  init(layout: Layout, height: Double) {
    self.layout = layout
    self.height = height
  }

  var width: Double { layout.width }
  /// What the drawing may fill.
  var viewBox: Box { Box(minX: 0, minY: 0, maxX: width, maxY: height) }

  /// Paints an element over what is there.
  mutating func add(_ node: Node) { nodes.append(node) }

  /// Paints several elements with a class in common.
  mutating func add(group name: String, _ children: [Node], label: String? = nil) {
    guard !children.isEmpty else { return }
    nodes.append(.element("g", ["class": name], children))
  }

  /// Sets a text; one without characters is left out.
  mutating func add(_ label: Label) {
    if !label.text.isEmpty { labels.append(label) }
  }

  /// Whether a box is free of text, with a little air around it.
  func isFree(_ box: Box) -> Bool {
    let grown = box.grown(by: 2)
    return !labels.contains { $0.box.intersects(grown) }
  }

  /// The `svg` element: an image with a name and a description for those who do not see it.
  func node(title: String, description: String, id: String) -> Node {
    let (width, height) = (NumberText.coordinate(width), NumberText.coordinate(height))
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "plot", "role": "img",
        "viewBox": "0 0 \(width) \(height)", "width": width, "height": height,
        "aria-labelledby": "\(id)-title", "aria-describedby": "\(id)-desc",
        "font-family": "Inter, 'Segoe UI', system-ui, sans-serif", "font-size": "12.5",
      ],
      [
        .element("title", ["id": "\(id)-title"], text: title),
        .element("desc", ["id": "\(id)-desc"], text: description),
      ] + nodes + labels.map(\.node))
  }

  /// A drawing that says that there is nothing to draw.
  static func empty(_ words: String, layout: Layout) -> Drawing {
    var drawing = Drawing(layout: layout, height: 120)
    let text = RichText(words).shortened(to: layout.width - 16, in: .note)
    drawing.add(
      Label(
        text, .note, at: Point(layout.width / 2, 64), anchor: .middle, classes: ["none"],
        color: Palette.soft))
    return drawing
  }
}
