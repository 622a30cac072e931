/// A piece of HTML or SVG as a value: what pages and plots are made of before they are bytes.
///
/// Text and attributes are kept as they are meant to be read; ``Serializer`` escapes them.
package indirect enum Node: Sendable, Hashable {
  /// An element.
  case element(Element)
  /// Text.
  case text(String)
  /// Markup that another program made well-formed, such as KaTeX's; written as it is.
  case trusted(String)
  /// Several nodes in a row.
  case fragment([Node])

  /// Nothing.
  package static let empty = Node.fragment([])

  /// An element with attributes and children.
  package static func element(
    _ name: Name, _ attributes: Attributes = [:], _ children: [Node] = []
  ) -> Node {
    .element(Element(name, attributes, children))
  }

  /// An element that holds text alone.
  package static func element(_ name: Name, _ attributes: Attributes = [:], text: String) -> Node {
    .element(Element(name, attributes, [.text(text)]))
  }
}

/// An element of HTML or SVG.
package struct Element: Sendable, Hashable {
  /// The name, such as `figure`.
  package let name: Name
  /// The attributes, in the order in which they are written.
  package var attributes: Attributes
  /// The content, in order.
  package var children: [Node]

  /// An element with attributes and children.
  package init(_ name: Name, _ attributes: Attributes = [:], _ children: [Node] = []) {
    self.name = name
    self.attributes = attributes
    self.children = children
  }
}

/// The name of an element or an attribute: written in the source of this project, never by a user,
/// so that no input can forge markup.
package struct Name: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The name.
  package let text: String

  /// A name from a literal.
  package init(stringLiteral text: StaticString) { self.text = text.description }
}
