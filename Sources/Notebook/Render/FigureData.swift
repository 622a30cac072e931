internal import Markup
internal import Plots

extension FigureTable {
  /// The table on the page, in a region of that name which scrolls by itself.
  func node(named name: String) -> Node {
    let heads = head.map { Node.element("th", ["scope": "col"], [.text($0)]) }
    let body = rows.map { row in
      Node.element("tr", [:], row.map { .element("td", [:], [.text($0.text)]) })
    }
    let scroll = Node.element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": name],
      [
        .element(
          "table", [:],
          [.element("thead", [:], [.element("tr", [:], heads)]), .element("tbody", [:], body)])
      ])
    return .fragment(
      [scroll] + (note.map { [.element("p", ["class": "note"], text: $0)] } ?? []))
  }
}

extension Figure {
  /// Both drawings, of which a screen shows the one that fits.
  func drawings(id: String) -> [Node] {
    [
      .element("div", ["class": "wide-only"], [render(self, id: id, layout: .wide)]),
      .element("div", ["class": "narrow-only"], [render(self, id: id, layout: .narrow)]),
    ]
  }
}
