/// Finds pieces of a block again in its source lines, in the order in which they stand there.
///
/// cmark's own inline positions are wrong in tables, lists and after soft breaks; the raw text of a
/// formula, a code span or a link's destination is not.
struct Finder {
  private let source: SourceText
  private let lastLine: Int
  private var line: Int
  private var offset = 0
  /// The scalars of `line`, kept because a long line may hold thousands of pieces.
  private var scalars: [Unicode.Scalar]

  /// Looks from `firstLine` to `lastLine`, both counted from 1.
  init(source: SourceText, firstLine: Int, lastLine: Int) {
    self.source = source
    self.line = max(1, firstLine)
    self.lastLine = max(firstLine, min(lastLine, source.lines.count))
    scalars = Array(source.line(max(1, firstLine)).unicodeScalars)
  }

  /// The place of the next occurrence of the first of `needles` that there is, after which the
  /// search goes on.
  ///
  /// `skip` scalars of the needle are left out of the span. Where none stands in the source as
  /// written (an entity, an escape), the place is that of the line under search.
  mutating func find(_ needles: (text: String, skip: Int)...) -> Span {
    for needle in needles {
      if let span = locate(needle.text, skip: needle.skip) { return span }
    }
    return source.span(ofLine: line)
  }

  /// The place of the next occurrence of `needle`; nil, and the search stays, where there is none.
  ///
  /// A space or line end of the needle also matches the end of a source line together with the
  /// indentation and quotation marks of the next; a `|` also matches the `\|` of a table.
  mutating func locate(_ needle: String, skip: Int = 0) -> Span? {
    let needle = Array(needle.unicodeScalars)
    guard let first = needle.first else { return nil }
    var (atLine, atOffset, text) = (line, offset, scalars)
    while atLine <= lastLine {
      for start in text.indices.dropFirst(atOffset) where text[start] == first || first == "|" {
        if let match = match(needle, in: text, line: atLine, from: start) {
          (line, offset, scalars) = match.end
          let span = source.span(line: atLine, column: start + 1)
          return Span(
            path: source.path, line: span.line, column: span.column,
            length: match.turns.first?.offset ?? needle.count, turns: match.turns
          ).part(offset: skip, length: (match.turns.first?.offset ?? needle.count) - skip)
        }
      }
      (atLine, atOffset) = (atLine + 1, 0)
      text = Array(source.line(atLine).unicodeScalars)
    }
    return nil
  }

  private typealias Match = (
    end: (line: Int, offset: Int, scalars: [Unicode.Scalar]), turns: [Span.Turn]
  )

  private func match(
    _ needle: [Unicode.Scalar], in first: [Unicode.Scalar], line: Int, from start: Int
  ) -> Match? {
    var (text, line, at) = (first, line, start)
    var turns: [Span.Turn] = []
    for (index, scalar) in needle.enumerated() {
      if at < text.count, text[at] == scalar {
        at += 1
        continue
      } else if scalar == "|", at + 1 < text.count, text[at] == "\\", text[at + 1] == "|" {
        at += 2
      } else if at == text.count, scalar == " " || scalar == "\n", line < lastLine {
        line += 1
        text = Array(source.line(line).unicodeScalars)
        // A line that goes on lazily keeps its indentation in cmark's text.
        let kept = needle[(index + 1)...].prefix { $0 == " " || $0 == "\t" }.count
        at = max(0, text.prefix { $0 == " " || $0 == "\t" || $0 == ">" }.count - kept)
      } else {
        return nil
      }
      let column = source.span(line: line, column: at + 1).column
      turns.append(.init(offset: index + 1, line: line, column: column))
    }
    return ((line, at, text), turns)
  }

  /// Where the lines of a piece stand that was found at `span`.
  func map(of text: String, at span: Span) -> TextMap {
    var origins: [TextMap.Origin] = [.init(line: span.line, column: span.column)]
    for (index, scalar) in text.unicodeScalars.enumerated() where scalar == "\n" {
      let next = span.part(offset: index + 1, length: 1)
      origins.append(.init(line: next.line, column: next.column))
    }
    return TextMap(origins: origins, path: source.path)
  }
}
