internal import Notebook

/// Reads the header of a chain in comments: `% where w: vector`, one a line.
struct ChainHeader {
  private let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  private var entries: [String: [Argument.Entry]] = [:]
  private var given: [Argument] = []
  private var steps: [(name: String, span: Span, entries: [Argument.Entry])] = []

  private static let words = ["where", "given", "let", "witness", "step", "macro"]

  init(_ source: SourceText) {
    self.source = source
  }

  /// The file as a cell: every line that is no comment and no frame of a display is the body.
  mutating func read() -> CellText {
    var body: [(text: String, line: Int)] = []
    for number in source.lines.indices.map({ $0 + 1 }) {
      let line = source.line(number)
      let bare = line.trimmingPrefix(while: \.isWhitespace)
      if bare.first == "%" {
        readComment(Array(line.unicodeScalars), number)
      } else if !Self.isFrame(String(bare)) {
        body.append((Self.withoutComment(line), number))
      }
    }
    let whole = source.span(line: 1, column: 1)
    var fields = ["where", "let", "witness"].compactMap { name in
      entries[name].map { field(name, Argument(.mapping($0), span: whole, source: "")) }
    }
    if !given.isEmpty {
      fields.append(field("given", Argument(.list(given), span: given[0].span, source: "")))
    }
    if !steps.isEmpty {
      let options = steps.map {
        Argument.Entry(
          name: $0.name, span: $0.span,
          argument: Argument(.mapping($0.entries), span: $0.span, source: ""))
      }
      fields.append(field("steps", Argument(.mapping(options), span: whole, source: "")))
    }
    return CellText(
      arguments: Argument(.mapping(fields), span: whole, source: ""), body: body,
      macros: Dictionary(
        (entries["macro"] ?? []).map { ($0.name, $0.argument.text ?? "") },
        uniquingKeysWith: { first, _ in first }), source: source)
  }

  private func field(_ name: String, _ argument: Argument) -> Argument.Entry {
    Argument.Entry(name: name, span: argument.span, argument: argument)
  }

  /// `$$`, `\[`, `\begin{align*}` and their ends.
  private static func isFrame(_ line: String) -> Bool {
    let text = line.filter { !$0.isWhitespace }
    return ["$$", "\\[", "\\]"].contains(text)
      || ["align", "align*", "aligned", "equation", "equation*", "gather", "gather*"].contains {
        text == "\\begin{\($0)}" || text == "\\end{\($0)}"
      }
  }

  /// The line up to a `%` that is not escaped.
  private static func withoutComment(_ line: String) -> String {
    var kept = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if scalar == "%", !isEscaped { break }
      isEscaped = scalar == "\\" && !isEscaped
      kept.append(scalar)
    }
    return String(kept)
  }

  /// One comment; words other than those of a header are left alone.
  private mutating func readComment(_ line: [Unicode.Scalar], _ number: Int) {
    var at = (line.firstIndex(of: "%") ?? 0) + 1
    while at < line.count, line[at] == " " || line[at] == "%" { at += 1 }
    guard let word = Self.words.first(where: { line[at...].starts(with: "\($0) ".unicodeScalars) })
    else { return }
    let rest = piece(line, at + word.count..<line.count, number)
    switch word {
    case "given": if let rest { given.append(rest) }
    case "step": readStep(line, from: at + word.count, number)
    default:
      guard let entry = entry(line, at + word.count..<line.count, number) else {
        report(
          number, "`% \(word)` without a colon",
          rule: "a header line is `% \(word) SYMBOL: \(word == "where" ? "TYPE" : "TEX")`",
          fix: "write the colon")
        return
      }
      entries[word, default: []].append(entry)
    }
  }

  /// `% step 2 by: cauchy-schwarz`.
  private mutating func readStep(_ line: [Unicode.Scalar], from start: Int, _ number: Int) {
    var at = start
    while at < line.count, line[at] == " " { at += 1 }
    let end = line[at...].firstIndex(of: " ") ?? line.count
    guard let name = piece(line, at..<end, number),
      let entry = entry(line, end..<line.count, number)
    else {
      report(
        number, "`% step` without what is said of it",
        rule: "a header line is `% step NUMBER KEY: VALUE`",
        fix: "write such as `% step 2 expect: refuted`"
      )
      return
    }
    guard let known = StepOptions.fields.first(where: { $0.name == entry.name }),
      let value = converted(entry.argument, to: known.type)
    else {
      report(
        number, "`\(entry.name): \(entry.argument.text ?? "")` of a step",
        rule: "a step takes "
          + StepOptions.fields.map { "\($0.name) (\($0.type.description))" }.joined(separator: ", "),
        fix: suggestion(for: entry.name, in: StepOptions.fields.map(\.name), what: "key"))
      return
    }
    let option = Argument.Entry(name: entry.name, span: entry.span, argument: value)
    if let index = steps.firstIndex(where: { $0.name == name.text }) {
      steps[index].entries.append(option)
    } else {
      steps.append((name.text ?? "", name.span, [option]))
    }
  }

  /// A value of one of the types that a step's keys have; nil where it is none.
  private func converted(_ argument: Argument, to type: FieldType) -> Argument? {
    let text = argument.text ?? ""
    switch type {
    case .boolean:
      guard text == "true" || text == "false" else { return nil }
      return Argument(
        .value(Value(.boolean(text == "true"), Value.given("").evidence)), span: argument.span,
        source: text)
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else { return nil }
      return Argument(.value(.given(Double(number))), span: argument.span, source: text)
    case .choice(let words): return words.contains(text) ? argument : nil
    case .list: return Argument(.list([argument]), span: argument.span, source: text)
    default: return argument
    }
  }

  /// A key, a colon and a value.
  private func entry(_ line: [Unicode.Scalar], _ range: Range<Int>, _ number: Int)
    -> Argument.Entry?
  {
    guard let colon = line[range].firstIndex(of: ":"),
      let key = piece(line, range.lowerBound..<colon, number),
      let value = piece(line, colon + 1..<range.upperBound, number)
    else { return nil }
    return Argument.Entry(name: key.text ?? "", span: key.span, argument: value)
  }

  /// A stretch of a line without the white space around it; nil where nothing is left.
  private func piece(_ line: [Unicode.Scalar], _ range: Range<Int>, _ number: Int) -> Argument? {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, line[start].properties.isWhitespace { start += 1 }
    while end > start, line[end - 1].properties.isWhitespace { end -= 1 }
    guard start < end else { return nil }
    let text = String(String.UnicodeScalarView(line[start..<end]))
    return Argument(
      .value(.given(text)), span: source.span(line: number, column: start + 1, length: end - start),
      source: text)
  }

  private mutating func report(_ line: Int, _ message: String, rule: String, fix: String) {
    diagnostics.append(
      Diagnostic(.derivationSyntax, at: source.span(ofLine: line), message, rule: rule, fix: fix))
  }
}
