/// Reads raw HTML: a few harmless tags pass, everything else is an error at its place.
///
/// Comments are the author's own notes and are left out of the page.
struct HTMLReader {
  /// The tags that pass, each with the attributes that it may carry.
  static let allowed: [String: Set<String>] = [
    "details": ["open"], "summary": [], "sup": [], "sub": [], "kbd": [], "abbr": ["title"],
    "br": [],
  ]

  let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  private var open: [(name: String, span: Span)] = []

  init(source: SourceText) { self.source = source }

  /// Reads the tags of a block that begins at a line.
  mutating func read(_ text: String, line: Int, lastLine: Int) -> [HTMLPiece] {
    var finder = Finder(source: source, firstLine: line, lastLine: lastLine)
    var pieces: [HTMLPiece] = []
    var rest = text[...]
    while !rest.isEmpty {
      guard rest.first == "<" else {
        let plain = rest.prefix { $0 != "<" }
        if !plain.allSatisfy(\.isWhitespace) { pieces.append(.text(String(plain))) }
        rest = rest.dropFirst(plain.count)
        continue
      }
      if rest.hasPrefix("<!--") {
        var end = rest.startIndex
        while end < rest.endIndex, !rest[end...].hasPrefix("-->") { end = rest.index(after: end) }
        if end == rest.endIndex {
          report(
            .htmlUnbalanced, finder.find(("<!--", 0)), "a comment that is not closed",
            rule: "a comment ends with `-->`; without it the rest of the page belongs to it",
            fix: "write `-->` where it ends")
        }
        rest = end < rest.endIndex ? rest[rest.index(end, offsetBy: 3)...] : rest[rest.endIndex...]
        continue
      }
      let end = rest.firstIndex(of: ">") ?? rest.index(before: rest.endIndex)
      let tag = String(rest[...end])
      let span = finder.find((tag, 0))
      if let piece = readTag(tag, at: span) { pieces.append(piece) }
      rest = rest[rest.index(after: end)...]
    }
    return pieces
  }

  /// Reads one tag; nil for a comment and after a report.
  mutating func readTag(_ text: String, at span: Span) -> HTMLPiece? {
    if text.hasPrefix("<!--") { return nil }
    var inner = text.dropFirst()
    if inner.last == ">" { inner = inner.dropLast() }
    let isClosing = inner.first == "/"
    if isClosing { inner = inner.dropFirst() }
    if inner.last == "/" { inner = inner.dropLast() }
    let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased()
    guard let attributes = Self.allowed[name] else {
      report(
        .htmlNotAllowed, span, "the tag `\(text.prefix(40))`",
        rule: "of raw HTML only \(Self.allowed.keys.sorted().joined(separator: ", ")) pass",
        fix: "write it in Markdown, or use a `:::` container")
      return nil
    }
    if isClosing { return close(name, span) }
    if name != "br" { open.append((name, span)) }
    var read: [HTMLPiece.Attribute] = []
    for attribute in Self.attributes(inner.dropFirst(name.count)) {
      guard attributes.contains(attribute.name) else {
        report(
          .htmlNotAllowed, span, "the attribute `\(attribute.name)` on `<\(name)>`",
          rule: attributes.isEmpty
            ? "`<\(name)>` takes no attributes"
            : "`<\(name)>` takes \(attributes.sorted().joined(separator: ", "))",
          fix: "remove the attribute")
        return nil
      }
      read.append(attribute)
    }
    return .open(name, attributes: read)
  }

  private mutating func close(_ name: String, _ span: Span) -> HTMLPiece? {
    guard let last = open.last, last.name == name else {
      report(
        .htmlUnbalanced, span, "`</\(name)>` closes nothing",
        rule: "tags close in the reverse order of their opening",
        fix: open.last.map { "close `<\($0.name)>` first" }
          ?? "remove it, or write `<\(name)>` above")
      return nil
    }
    open.removeLast()
    return .close(name)
  }

  /// The tags that the author left open at the end of the page.
  mutating func checkAllClosed() {
    for tag in open {
      report(
        .htmlUnbalanced, tag.span, "`<\(tag.name)>` is not closed",
        rule: "every tag but <br> is closed",
        fix: "write `</\(tag.name)>` where it ends")
    }
  }

  /// Splits `name="value" name` into attributes.
  private static func attributes(_ text: Substring) -> [HTMLPiece.Attribute] {
    var result: [HTMLPiece.Attribute] = []
    var rest = text.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let name = rest.prefix { !$0.isWhitespace && $0 != "=" }
      rest = rest.dropFirst(max(1, name.count)).drop(while: \.isWhitespace)
      var value: String?
      if !name.isEmpty, rest.first == "=" {
        rest = rest.dropFirst().drop(while: \.isWhitespace)
        if let quote = rest.first, quote == "\"" || quote == "'" {
          rest = rest.dropFirst()
          value = String(rest.prefix { $0 != quote })
          rest = rest.dropFirst((value?.count ?? 0) + 1)
        } else {
          value = String(rest.prefix { !$0.isWhitespace })
          rest = rest.dropFirst(value?.count ?? 0)
        }
      }
      result.append(HTMLPiece.Attribute(name: name.lowercased(), value: value))
      rest = rest.drop(while: \.isWhitespace)
    }
    return result
  }

  private mutating func report(
    _ code: DiagnosticCode, _ span: Span, _ message: String, rule: String, fix: String
  ) {
    diagnostics.append(Diagnostic(code, at: span, message, rule: rule, fix: fix))
  }
}
