/// Claims in running text: `[a sentence]{claim=#id}`.
///
/// cmark leaves such brackets as text. They are found among the inlines of one parent, so a claim may
/// hold emphasis, formulas and links, but not begin in one of them and end outside.
struct ClaimReader {
  private static let opening = "]{claim=#"
  /// The inlines with their claims gathered.
  private(set) var inlines: [Inline] = []
  /// Claims without a bracket at their beginning: the places.
  private(set) var strays: [Span] = []

  /// Looks for claims; `finder` stands where the inlines begin in the source.
  init(_ written: [Inline], _ finder: Finder) {
    guard
      written.contains(where: { inline in
        if case .text(let text) = inline { text.contains(Self.opening) } else { false }
      })
    else {
      inlines = written
      return
    }
    var finder = finder
    for inline in written {
      guard case .text(var text) = inline else {
        inlines.append(inline)
        continue
      }
      while let start = text.firstRange(of: Self.opening) {
        let rest = text[start.upperBound...]
        let id = String(rest.prefix { $0 != "}" && !$0.isWhitespace })
        guard !id.isEmpty, rest.dropFirst(id.count).first == "}" else { break }
        let span = finder.locate(Self.opening + id, skip: Self.opening.unicodeScalars.count - 1)
        append(.text(String(text[..<start.lowerBound])))
        close(id, at: span)
        text = String(rest.dropFirst(id.count + 1))
      }
      append(.text(text))
    }
  }

  private mutating func append(_ inline: Inline) {
    if case .text("") = inline { return }
    inlines.append(inline)
  }

  /// Takes what stands after the last bracket that is still open.
  private mutating func close(_ id: String, at span: Span?) {
    var depth = 0
    for index in inlines.indices.reversed() {
      guard case .text(let text) = inlines[index] else { continue }
      for at in text.indices.reversed() {
        if text[at] == "]" { depth += 1 }
        guard text[at] == "[" else { continue }
        guard depth == 0 else {
          depth -= 1
          continue
        }
        let inner = String(text[text.index(after: at)...])
        let content = (inner.isEmpty ? [] : [.text(inner)]) + inlines[(index + 1)...]
        inlines.removeSubrange(index...)
        append(.text(String(text[..<at])))
        inlines.append(.claim(id: id, content, span: span))
        return
      }
    }
    if let span { strays.append(span) }
  }
}
