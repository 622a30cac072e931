/// Finds pieces of a block again in its source lines, in the order in which they stand there.
///
/// cmark's own inline positions are wrong in tables, lists and after soft breaks; the raw text of a
/// formula, a code span or a link's destination is not.
struct Finder {
  private let source: SourceText
  private let lastLine: Int
  private var line: Int
  private var offset = 0

  /// Looks from `firstLine` to `lastLine`, both counted from 1.
  init(source: SourceText, firstLine: Int, lastLine: Int) {
    self.source = source
    self.line = max(1, firstLine)
    self.lastLine = max(firstLine, min(lastLine, source.lines.count))
  }

  /// The place of the next occurrence of `needle` (of its first line), after which the search goes on.
  ///
  /// `skip` scalars of the needle are left out of the span. Where it does not stand in the source
  /// as written (an entity, an escape), the place is that of the line under search.
  mutating func find(_ needle: String, skip: Int = 0) -> Span {
    let first = Array(needle.prefix { $0 != "\n" }.unicodeScalars)
    var (atLine, atOffset) = (line, offset)
    while atLine <= lastLine {
      let scalars = Array(source.line(atLine).unicodeScalars)
      if let found = position(of: first, in: scalars, from: atOffset) {
        (line, offset) = (atLine, found + first.count)
        return source.span(line: atLine, column: found + skip + 1, length: first.count - skip)
      }
      (atLine, atOffset) = (atLine + 1, 0)
    }
    return source.span(ofLine: line)
  }

  private func position(of needle: [Unicode.Scalar], in text: [Unicode.Scalar], from start: Int)
    -> Int?
  {
    guard !needle.isEmpty, text.count >= needle.count, start <= text.count - needle.count else {
      return nil
    }
    for at in start...(text.count - needle.count)
    where text[at] == needle[0] && text[at..<(at + needle.count)].elementsEqual(needle) {
      return at
    }
    return nil
  }

  /// Where the lines of a multi-line piece stand that was found at `span`.
  func map(of text: String, at span: Span) -> TextMap {
    let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
    return TextMap(
      origins: (0..<count).map { index in
        if index == 0 { return .init(line: span.line, column: span.column) }
        let indent = source.line(span.line + index).unicodeScalars.prefix {
          $0 == " " || $0 == "\t" || $0 == ">"
        }.count
        return .init(line: span.line + index, column: indent + 1)
      }, path: source.path)
  }
}
