/// A start or end tag as KaTeX writes it: quoted attributes, no comments, `>` only at the end or
/// inside quotes.
struct KaTeXTag {
  /// One `name="value"`, in either kind of quotes.
  struct Attribute {
    let name: Substring
    /// The value as written, escapes and all.
    let value: Substring
    /// Name, sign and quoted value as written.
    let text: Substring
  }

  /// The whole tag, from `<` to `>`.
  let text: Substring
  /// The element's name; begins with `/` in an end tag.
  let name: Substring
  /// The attributes, in order.
  let attributes: [Attribute]
  /// Whether the tag ends in `/>`.
  let isEmpty: Bool

  /// Reads the tag that the bytes begin with; `nil` if they begin with none.
  init?(_ bytes: Substring.UTF8View) {
    var cursor = bytes.index(after: bytes.startIndex)
    func skip(while holds: (UInt8) -> Bool) -> Substring {
      let start = cursor
      while cursor < bytes.endIndex, holds(bytes[cursor]) { cursor = bytes.index(after: cursor) }
      return Substring(bytes[start..<cursor])
    }
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

    var name = skip { !isSpace($0) && $0 != UInt8(ascii: ">") }
    var isEmpty = false
    if name.utf8.last == UInt8(ascii: "/") {
      isEmpty = true
      name = name.dropLast()
    }
    var attributes: [Attribute] = []
    while true {
      _ = skip(while: isSpace)
      guard cursor < bytes.endIndex else { return nil }
      if bytes[cursor] == UInt8(ascii: ">") { break }
      if bytes[cursor] == UInt8(ascii: "/") {
        isEmpty = true
        cursor = bytes.index(after: cursor)
        continue
      }
      let start = cursor
      let key = skip { !isSpace($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }
      _ = skip(while: isSpace)
      guard cursor < bytes.endIndex, bytes[cursor] == UInt8(ascii: "=") else { return nil }
      cursor = bytes.index(after: cursor)
      _ = skip(while: isSpace)
      guard cursor < bytes.endIndex else { return nil }
      let quote = bytes[cursor]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
      cursor = bytes.index(after: cursor)
      let value = skip { $0 != quote }
      guard cursor < bytes.endIndex else { return nil }
      cursor = bytes.index(after: cursor)
      attributes.append(
        Attribute(name: key, value: value, text: Substring(bytes[start..<cursor])))
    }
    cursor = bytes.index(after: cursor)
    text = Substring(bytes[bytes.startIndex..<cursor])
    self.name = name
    self.attributes = attributes
    self.isEmpty = isEmpty
  }
}
