internal import Yams

/// Reads the YAML of a cell or of the front matter, with our wording for what goes wrong.
struct YAMLReader {
  /// The YAML.
  let text: String
  /// Where its lines stand.
  let map: TextMap
  /// Nesting that is refused.
  let deepest: Int

  private var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The tree, or the diagnostics that say why there is none.
  ///
  /// Empty YAML is an empty mapping.
  func read() -> Result<YAMLNode, YAMLFailure> {
    let traps = YAMLTraps(lines: lines, map: map, deepest: deepest).find()
    if !traps.isEmpty { return .failure(YAMLFailure(diagnostics: traps)) }
    do {
      guard let root = try Yams.compose(yaml: text) else {
        return .success(.mapping([], span: map.span(line: 0, offset: 0, length: 1)))
      }
      var found: [Diagnostic] = []
      let node = convert(root, depth: 0, &found)
      found += cutExpressions(node)
      return found.isEmpty ? .success(node) : .failure(YAMLFailure(diagnostics: found))
    } catch let error as YamlError {
      return .failure(YAMLFailure(diagnostics: describe(error)))
    } catch {
      return .failure(
        YAMLFailure(diagnostics: [
          syntax(
            line: 0, offset: 0, "YAML that does not parse", fix: "look for a missing colon or quote"
          )
        ]))
    }
  }

  private func convert(_ node: Node, depth: Int, _ found: inout [Diagnostic]) -> YAMLNode {
    if node.anchor != nil { found.append(anchor(at: span(node.mark, length: 1))) }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return .scalar(
        scalar.string, isPlain: isPlain,
        span: span(
          scalar.mark, length: length(at: scalar.mark, of: scalar.string, isPlain: isPlain)))
    case .sequence(let sequence):
      return .sequence(
        sequence.map { convert($0, depth: depth + 1, &found) }, span: span(sequence.mark, length: 1)
      )
    case .mapping(let mapping):
      return .mapping(
        mapping.map { key, value in
          let keySpan = span(key.mark, length: key.string?.unicodeScalars.count ?? 1)
          if key.string == nil {
            found.append(
              Diagnostic(
                .yamlSyntax, at: keySpan, "a key that is not a word", rule: "keys are words",
                fix: "write the key as one word; quote an expression that contains `{` or `:`"))
          }
          if key.string == "<<" {
            found.append(
              Diagnostic(
                .yamlMergeKey, at: keySpan, "a merge key `<<`",
                rule:
                  "cells say what they hold where they stand: no anchors, aliases or merge keys",
                fix: "write the fields out"))
          }
          return YAMLNode.Entry(
            key: key.string ?? "", keySpan: keySpan, value: convert(value, depth: depth + 1, &found)
          )
        }, span: span(mapping.mark, length: 1))
    case .alias(let alias):
      found.append(anchor(at: span(alias.mark, length: 1)))
      return .scalar("", isPlain: true, span: span(alias.mark, length: 1))
    }
  }

  /// An expression in a flow collection ends at the first comma or brace.
  ///
  /// `{ radius: =max(a, b) }` becomes two keys. The opened parenthesis shows it.
  private func cutExpressions(_ node: YAMLNode) -> [Diagnostic] {
    switch node {
    case .scalar(let text, let isPlain, let span):
      guard isPlain, text.hasPrefix("="),
        text.count(where: { $0 == "(" }) > text.count(where: { $0 == ")" })
      else { return [] }
      return [
        Diagnostic(
          .yamlExpressionCut, at: span, "an expression cut in two by a comma or a brace",
          rule: "inside { } and [ ], YAML ends a plain value at a comma or brace",
          fix: "put the expression in single quotes, or write the field on a line of its own")
      ]
    case .sequence(let items, _): return items.flatMap(cutExpressions)
    case .mapping(let entries, _): return entries.flatMap { cutExpressions($0.value) }
    }
  }

  private func describe(_ error: YamlError) -> [Diagnostic] {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return [wording(problem, context: context?.text ?? "", mark)]
    case .duplicatedKeysInMapping(let duplicates, let context):
      return duplicates.map { duplicate($0, after: context.mark.line) }
    default:
      return [
        syntax(
          line: 0, offset: 0, "YAML that does not parse",
          fix: "look for characters that do not print")
      ]
    }
  }

  /// libyaml names the rule that its grammar broke; an author wants to know what to write.
  private func wording(_ problem: String, context: String, _ mark: Mark) -> Diagnostic {
    let line = min(max(0, mark.line - 1), max(0, lines.count - 1))
    let here = lines.isEmpty ? "" : lines[line]
    let message: String
    let fix: String
    switch problem {
    case let p where p.contains("mapping values are not allowed"):
      message = "a second colon in a plain value"
      fix = "put the value in single quotes"
    case let p where p.contains("could not find expected ':'"):
      message =
        here.contains("=") && !here.contains(":")
        ? "`=` where a colon is meant" : "a key without its colon"
      fix = "write `key: value`, with a space after the colon"
    case let p where p.contains("did not find expected ',' or"):
      message = "a { or [ that is not closed, or an entry without its comma"
      fix = "close it, or put a value with braces, brackets or commas in single quotes"
    case let p where p.contains("did not find expected key"),
      let p where p.contains("block mapping"):
      message = "a line that is indented differently from its neighbours"
      fix = "indent the keys of one mapping alike, with spaces"
    case let p where p.contains("unexpected end of stream"):
      message = "a quote that is not closed"
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
        context.isEmpty
        ? "put the value in single quotes" : "look at what comes before (\(context))"
    }
    return syntax(line: line, offset: max(0, mark.column - 1), message, fix: fix)
  }

  private func syntax(line: Int, offset: Int, _ message: String, fix: String) -> Diagnostic {
    Diagnostic(
      .yamlSyntax, at: map.span(line: line, offset: offset, length: 1), message,
      rule: "the body of a cell and the front matter are YAML: `key: value`, one a line", fix: fix)
  }

  private func duplicate(_ key: String, after firstLine: Int) -> Diagnostic {
    var places: [Span] = []
    for (number, line) in lines.enumerated() where number >= firstLine - 1 {
      var search = line.startIndex
      while let range = line.range(of: key, in: search) {
        let before = line[..<range.lowerBound].unicodeScalars
        let after = line[range.upperBound...].drop { $0 == " " }
        let startsKey = before.last.map { " {,-".unicodeScalars.contains($0) } ?? true
        if startsKey, after.first == ":" {
          places.append(
            map.span(line: number, offset: before.count, length: key.unicodeScalars.count))
        }
        search = range.upperBound
      }
    }
    return Diagnostic(
      .yamlDuplicateKey,
      at: places.count > 1
        ? places[1] : places.first ?? map.span(line: firstLine - 1, offset: 0, length: 1),
      "the key `\(key)` stands twice", rule: "a key stands once in a mapping",
      fix: "remove one of the two", related: places.first.map { [($0, "first written here")] } ?? []
    )
  }

  private func anchor(at span: Span) -> Diagnostic {
    Diagnostic(
      .yamlAnchor, at: span, "an anchor or an alias",
      rule: "cells say what they hold where they stand: no anchors, aliases or merge keys",
      fix: "write the value out; a value that begins with & or * goes in single quotes")
  }

  private func span(_ mark: Mark?, length: Int) -> Span {
    map.span(
      line: max(0, (mark?.line ?? 1) - 1), offset: max(0, (mark?.column ?? 1) - 1), length: length)
  }

  private func length(at mark: Mark?, of text: String, isPlain: Bool) -> Int {
    let firstLine = text.prefix { $0 != "\n" }.unicodeScalars.count
    return max(1, isPlain ? firstLine : firstLine + 2)
  }
}

/// Why some YAML has no tree.
struct YAMLFailure: Error {
  let diagnostics: [Diagnostic]
}

extension String {
  fileprivate func range(of needle: String, in start: Index) -> Range<Index>? {
    guard !needle.isEmpty else { return nil }
    var at = start
    while at < endIndex {
      if self[at...].hasPrefix(needle) { return at..<index(at, offsetBy: needle.count) }
      at = index(after: at)
    }
    return nil
  }
}
