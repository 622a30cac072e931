/// The attributes of an element, in the order in which they are written.
package struct Attributes: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One attribute; its value is stored unescaped.
  package struct Attribute: Sendable, Hashable {
    /// The name, such as `class`.
    package let name: Name
    /// The value, as it is meant to be read.
    package let value: String
  }

  /// The attributes, in order.
  package private(set) var list: [Attribute] = []

  /// Attributes from a literal, `["class": "cell", "id": id]`; those with the value `nil` are left out.
  package init(dictionaryLiteral elements: (Name, String?)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The value of an attribute.
  ///
  /// Setting replaces the value where the attribute stands, or adds the attribute at the end;
  /// setting `nil` removes it.
  package subscript(name: Name) -> String? {
    get { list.first { $0.name == name }?.value }
    set {
      let place = list.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): list[place] = Attribute(name: name, value: value)
      case (let place?, nil): list.remove(at: place)
      case (nil, let value?): list.append(Attribute(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// These attributes followed by others; a name that stands in both takes the other's value.
  package func merging(_ other: Attributes) -> Attributes {
    var result = self
    for attribute in other.list { result[attribute.name] = attribute.value }
    return result
  }
}
