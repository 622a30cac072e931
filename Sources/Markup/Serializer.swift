/// Writes nodes as bytes; the one place that escapes.
///
/// Inside `svg` an element without children is closed at once (`<path d="…"/>`), in HTML void
/// elements have no end tag and every other element has one. The output is valid HTML; a tree
/// whose root is `svg` is also well-formed XML.
package struct Serializer: Sendable {
  /// What was written so far, UTF-8.
  package private(set) var bytes: [UInt8] = []
  private var foreignDepth = 0

  /// A serializer that has written nothing.
  package init() {}

  /// The elements of HTML that have neither children nor an end tag.
  package static let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]

  /// Writes `<!DOCTYPE html>` and a line break.
  package mutating func writeDoctype() { write("<!DOCTYPE html>\n") }

  /// Writes a node and everything in it.
  package mutating func write(_ node: Node) {
    switch node {
    case .element(let element): write(element)
    case .text(let text): escape(text, inAttribute: false)
    case .trusted(let markup): write(markup)
    case .fragment(let nodes): for node in nodes { write(node) }
    }
  }

  private mutating func write(_ element: Element) {
    let name = element.name.text
    let foreign = foreignDepth > 0 || name == "svg"
    bytes.append(UInt8(ascii: "<"))
    write(name)
    for attribute in element.attributes.list {
      bytes.append(UInt8(ascii: " "))
      write(attribute.name.text)
      write("=\"")
      escape(attribute.value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
    if foreign && element.children.isEmpty {
      write("/>")
      return
    }
    bytes.append(UInt8(ascii: ">"))
    if !foreign && Serializer.voidElements.contains(name) { return }
    if foreign { foreignDepth += 1 }
    for child in element.children { write(child) }
    if foreign { foreignDepth -= 1 }
    write("</")
    write(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Whether a byte stands for itself everywhere; most text is nothing but such bytes.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
    // C2 and EF begin the encodings of U+0080…U+009F and of U+FFFE and U+FFFF.
    case 0x20...0x7E, 0x80...0xC1, 0xC3...0xEE, 0xF0...0xFF: true
    default: false
    }
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes text so that a parser of HTML or XML reads the same text back.
  ///
  /// In an attribute the quotation mark, tab and line breaks are written as references as well,
  /// because XML would turn the latter into spaces. Characters that neither language allows
  /// (controls other than tab, line feed and carriage return, U+FFFE, U+FFFF) become U+FFFD.
  private mutating func escape(_ text: String, inAttribute: Bool) {
    if text.utf8.allSatisfy(Serializer.isPlain) { return write(text) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": write("&amp;")
      case "<": write("&lt;")
      case ">": write("&gt;")
      case "\"" where inAttribute: write("&quot;")
      case "\n" where inAttribute: write("&#10;")
      case "\t" where inAttribute: write("&#9;")
      case "\r": write("&#13;")
      case "\n", "\t": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        write("\u{FFFD}")
      default:
        if scalar.isASCII {
          bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      }
    }
  }
}

extension Node {
  /// The node as UTF-8, escaped.
  package var serializedBytes: [UInt8] {
    var serializer = Serializer()
    serializer.write(self)
    return serializer.bytes
  }

  /// The node as a string, escaped.
  package var serialized: String { String(decoding: serializedBytes, as: UTF8.self) }
}
