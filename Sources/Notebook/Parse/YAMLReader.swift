internal import Yams

/// Reads the YAML of a cell or of the front matter, with our wording for what goes wrong.
struct YAMLReader {
  private let text: String
  private let lines: [String]
  private let map: TextMap
  private let deepest: Int
  /// Where libyaml's lines begin: it also ends lines at NEL, LS and PS.
  private let breaks: [(line: Int, offset: Int)]

  /// A reader of some YAML whose lines stand where `map` says; deeper nesting is refused.
  init(text: String, map: TextMap, deepest: Int) {
    self.text = text
    self.map = map
    self.deepest = deepest
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var breaks: [(line: Int, offset: Int)] = []
    for (number, line) in lines.enumerated() {
      breaks.append((number, 0))
      for (offset, scalar) in line.unicodeScalars.enumerated()
      where scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}" {
        breaks.append((number, offset + 1))
      }
    }
    self.breaks = breaks
  }

  /// The tree, or the diagnostics that say why there is none; empty YAML is an empty mapping.
  func read() -> Result<YAMLNode, YAMLFailure> {
    let traps = YAMLTraps(lines: lines, map: map, deepest: deepest).find()
    if !traps.isEmpty { return .failure(YAMLFailure(diagnostics: traps)) }
    var renaming = Renaming(lines: lines)
    while true {
      do {
        guard let root = try Yams.compose(yaml: renaming.text) else {
          return .success(.mapping([], span: map.span(line: 0, offset: 0, length: 1)))
        }
        var found: [Diagnostic] = []
        let node = convert(root, renaming, depth: 0, &found)
        return found.isEmpty ? .success(node) : .failure(YAMLFailure(diagnostics: found))
      } catch YamlError.duplicatedKeysInMapping(let keys, let context)
        where renaming.rename(keys.first ?? "", at: position(of: context.mark))
      {
        continue
      } catch let error as YamlError {
        return .failure(YAMLFailure(diagnostics: describe(error)))
      } catch {
        return .failure(
          YAMLFailure(diagnostics: [
            syntax(
              line: 0, offset: 0, "YAML that does not parse",
              fix: "look for a missing colon or quote")
          ]))
      }
    }
  }

  /// What is said of YAML that nests too deep.
  static func tooDeep(at span: Span, _ deepest: Int) -> Diagnostic {
    Diagnostic(
      .yamlTooDeep, at: span, "YAML nested deeper than \(deepest)",
      rule: "YAML nests at most \(deepest) deep", fix: "write the value flatter")
  }

  private func convert(_ node: Node, _ renaming: Renaming, depth: Int, _ found: inout [Diagnostic])
    -> YAMLNode
  {
    if depth > deepest {
      found.append(Self.tooDeep(at: span(node.mark, length: 1), deepest))
      return .scalar("", isPlain: true, span: span(node.mark, length: 1))
    }
    if node.anchor != nil { found.append(anchor(at: span(node.mark, length: 1))) }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      return .scalar(
        scalar.string, isPlain: !isQuoted, span: span(of: scalar, quotes: isQuoted ? 1 : 0))
    case .sequence(let sequence):
      return .sequence(
        sequence.map { convert($0, renaming, depth: depth + 1, &found) },
        span: span(sequence.mark, length: 1))
    case .mapping(let mapping):
      var first: [String: Span] = [:]
      let entries = mapping.map { key, value in
        let name = renaming.original(key.string ?? "")
        let keySpan = span(key.mark, length: max(1, name.unicodeScalars.count))
        check(key, name, keySpan, &found)
        if let other = first[name] {
          found.append(duplicate(name, keySpan, first: other))
        } else {
          first[name] = keySpan
        }
        return YAMLNode.Entry(
          key: name, keySpan: keySpan, value: convert(value, renaming, depth: depth + 1, &found))
      }
      return .mapping(entries, span: span(mapping.mark, length: 1))
    case .alias(let alias):
      found.append(anchor(at: span(alias.mark, length: 1)))
      return .scalar("", isPlain: true, span: span(alias.mark, length: 1))
    }
  }

  private func check(_ key: Node, _ name: String, _ span: Span, _ found: inout [Diagnostic]) {
    if key.string == nil {
      found.append(
        Diagnostic(
          .yamlSyntax, at: span, "a key that is not a word", rule: "keys are words",
          fix: "write the key as one word; quote an expression that contains `{` or `:`"))
    }
    if key.anchor != nil { found.append(anchor(at: span)) }
  }

  // MARK: - Messages

  private func describe(_ error: YamlError) -> [Diagnostic] {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return [wording(problem, context, mark)]
    case .duplicatedKeysInMapping(let keys, let context):
      // More of them than `Renaming` tells apart, or a key without a letter.
      return [duplicate(keys.first ?? "", span(context.mark, length: 1), first: nil)]
    default:
      return [
        syntax(
          line: 0, offset: 0, "YAML that does not parse",
          fix: "look for characters that do not print")
      ]
    }
  }

  /// libyaml names the rule that its grammar broke; an author wants to know what to write.
  private func wording(_ problem: String, _ context: YamlError.Context?, _ mark: Mark) -> Diagnostic
  {
    var (line, offset) = position(of: mark)
    let here = lines.isEmpty ? "" : lines[line]
    let message: String
    let fix: String
    switch problem {
    case let p where p.contains("mapping values are not allowed"):
      // The first colon of its line: then the lines above it are taken for the beginning of a value.
      let isKey = !String(String.UnicodeScalarView(here.unicodeScalars.prefix(offset))).contains(
        ": ")
      message =
        isKey
        ? "a key that goes on from the line above" : "a second colon in a plain value"
      fix =
        isKey
        ? "indent it like the other keys, and end the key above with a colon"
        : "put the value in single quotes"
    case let p where p.contains("could not find expected ':'"):
      message =
        here.contains("=") && !here.contains(":")
        ? "`=` where a colon is meant" : "a key without its colon"
      fix = "write `key: value`, with a space after the colon"
    case let p where p.contains("did not find expected ',' or"):
      message = "a { or [ that is not closed, or an entry without its comma"
      // On another line it is the bracket that needs a look.
      if let start = context?.mark, start.line != mark.line { (line, offset) = position(of: start) }
      fix = "close it, or put a value with braces, brackets or commas in single quotes"
    case let p where p.contains("did not find expected key"),
      let p where p.contains("block mapping"):
      message = "a line that is indented differently from its neighbours"
      fix = "indent the keys of one mapping alike, with spaces"
    case let p where p.contains("unexpected end of stream"):
      message = "a quote that is not closed"
      (line, offset) = position(of: context?.mark ?? mark)
      fix = "write the closing quote"
    case let p where p.contains("cannot start any token"):
      message = "a value that begins with a character that YAML reserves"
      fix = "put the value in single quotes"
    case let p where p.contains("single document"):
      message = "a second document in the YAML"
      fix = "remove the line `---`"
    default:
      message = "YAML that does not parse: \(problem)"
      fix =
        context.map { "look at what comes before (\($0.text))" } ?? "put the value in single quotes"
    }
    return syntax(line: line, offset: offset, message, fix: fix)
  }

  private func syntax(line: Int, offset: Int, _ message: String, fix: String) -> Diagnostic {
    Diagnostic(
      .yamlSyntax, at: map.span(line: line, offset: offset, length: 1), message,
      rule: "the body of a cell and the front matter are YAML: `key: value`, one a line", fix: fix)
  }

  private func duplicate(_ key: String, _ span: Span, first: Span?) -> Diagnostic {
    Diagnostic(
      .yamlDuplicateKey, at: span, "the key `\(key)` stands twice",
      rule: "a key stands once in a mapping",
      fix: "remove one of the two", related: first.map { [($0, "first written here")] } ?? [])
  }

  private func anchor(at span: Span) -> Diagnostic {
    Diagnostic(
      .yamlAnchor, at: span, "an anchor or an alias",
      rule: "cells say what they hold where they stand: no anchors, aliases or merge keys",
      fix: "write the value out; a value that begins with & or * goes in single quotes")
  }

  // MARK: - Places

  /// A mark of libyaml, counted from 1, as line and offset of the text, counted from 0.
  private func position(of mark: Mark?) -> (line: Int, offset: Int) {
    let line = max(0, (mark?.line ?? 1) - 1)
    let offset = max(0, (mark?.column ?? 1) - 1)
    guard breaks.indices.contains(line) else { return (max(0, lines.count - 1), 0) }
    return (breaks[line].line, breaks[line].offset + offset)
  }

  private func span(_ mark: Mark?, length: Int) -> Span {
    let (line, offset) = position(of: mark)
    return map.span(line: line, offset: offset, length: length)
  }

  /// The place of a scalar, with the lines on which it goes on.
  private func span(of scalar: Node.Scalar, quotes: Int) -> Span {
    let isBlock = scalar.style == .literal || scalar.style == .folded
    let start = position(of: scalar.mark)
    let count = scalar.string.unicodeScalars.count
    var turns: [Span.Turn] = []
    var covered = isBlock ? 0 : textLength(start.line, from: start.offset + quotes)
    let firstLength = min(count, covered) + 2 * quotes
    var line = start.line
    var blanks = 0
    while covered < count, line + 1 < lines.count {
      line += 1
      let indent = lines[line].unicodeScalars.prefix { $0 == " " }.count
      let length = textLength(line, from: indent)
      if length == 0 {
        blanks += 1
        continue
      }
      // A folded line break is one space, or as many line ends as there are blank lines.
      let isFirst = isBlock && turns.isEmpty
      covered += isFirst ? 0 : scalar.style == .literal ? 1 + blanks : max(1, blanks)
      let place = map.span(line: line, offset: indent, length: length)
      turns.append(.init(offset: covered + quotes, line: place.line, column: place.column))
      covered += length
      blanks = 0
    }
    if isBlock, let first = turns.first {
      return Span(
        path: map.path, line: first.line, column: first.column, length: count,
        turns: Array(turns.dropFirst()))
    }
    let span = map.span(line: start.line, offset: start.offset, length: max(1, firstLength))
    return Span(
      path: span.path, line: span.line, column: span.column, length: span.length, turns: turns)
  }

  /// Unicode scalars of a line from an offset on, white space at its end left out.
  private func textLength(_ line: Int, from offset: Int) -> Int {
    guard lines.indices.contains(line) else { return 0 }
    let rest = lines[line].unicodeScalars.dropFirst(offset)
    return rest.count - rest.reversed().prefix { $0 == " " || $0 == "\t" }.count
  }
}

/// Gives a key that stands twice a name of its own.
///
/// Yams refuses a mapping with such a key and says where the first one is. That one is then read
/// under another name, so that the tree has both, each with its place.
private struct Renaming {
  private var lines: [[Unicode.Scalar]]
  private var originals: [Unicode.Scalar: Unicode.Scalar] = [:]

  init(lines: [String]) { self.lines = lines.map { Array($0.unicodeScalars) } }

  /// The YAML with the names that are given so far.
  var text: String {
    String(String.UnicodeScalarView(lines.joined(separator: ["\n"])))
  }

  /// Gives the key at a place another first letter; false where there is none, or too many have one.
  mutating func rename(_ key: String, at place: (line: Int, offset: Int)) -> Bool {
    guard !key.isEmpty, originals.count < 100, lines.indices.contains(place.line) else {
      return false
    }
    let line = lines[place.line]
    guard line.indices.contains(place.offset) else { return false }
    let offset = place.offset + (line[place.offset] == "'" || line[place.offset] == "\"" ? 1 : 0)
    let letters = (0xE000...0xF8FF).lazy.compactMap { Unicode.Scalar($0) }
    guard line.indices.contains(offset),
      let letter = letters.first(where: { letter in !lines.contains { $0.contains(letter) } })
    else { return false }
    originals[letter] = line[offset]
    lines[place.line][offset] = letter
    return true
  }

  /// A key as it was written.
  func original(_ key: String) -> String {
    guard let first = key.unicodeScalars.first, let letter = originals[first] else { return key }
    return String(letter) + String(key.unicodeScalars.dropFirst())
  }
}

/// Why some YAML has no tree.
struct YAMLFailure: Error {
  let diagnostics: [Diagnostic]
}
