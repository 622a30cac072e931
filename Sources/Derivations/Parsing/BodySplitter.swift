/// The body of a derivation cut at its relations, line ends and words.
struct BodySplitter {
  enum Item {
    /// An expression, with the offsets of all that was written of it.
    case segment([Token], Range<Int>)
    /// A relation sign between expressions, with the offsets of all that was written of it.
    case relation(Sign, Range<Int>)
    /// What follows `&&`: offsets of the reason.
    case reason(Range<Int>)
    case newline(Range<Int>)
  }

  enum Sign: Equatable {
    case relation(Relation)
    case approximately
    case element
    case implies
    case equivalent

    var joinsStatements: Bool { self == .implies || self == .equivalent }
  }

  private(set) var items: [Item] = []

  private static let environments: Set<String> = [
    "aligned", "align", "split", "gathered", "gather", "alignedat", "equation", "eqnarray", "array",
  ]

  /// - Parameter scalars: the body as written, for the extent of what commands leave out.
  init(_ tokens: [Token], _ scalars: [Unicode.Scalar]) {
    var segment: [Token] = []
    /// Where the current segment's text begins.
    var start = 0
    var depth = 0
    /// Braces by themselves: a bracket that is closed once too often does not end a group.
    var braces = 0
    var isExistence = false
    var k = 0
    func trimmed(_ range: Range<Int>) -> Range<Int> {
      var low = range.lowerBound
      var high = max(low, min(range.upperBound, scalars.count))
      while low < high, scalars[low].properties.isWhitespace || scalars[low] == "&" { low += 1 }
      while high > low, scalars[high - 1].properties.isWhitespace || scalars[high - 1] == "&" {
        high -= 1
      }
      return low..<high
    }
    var items: [Item] = []
    func flush(before end: Int, endsLine: Bool = true) {
      // A line of a display may end with punctuation, which says nothing.
      if endsLine, segment.count > 1, let last = segment.last,
        last.isSign(".") || last.isSign(",") || last.isSign(";")
      {
        segment.removeLast()
      }
      if !segment.isEmpty { items.append(.segment(segment, trimmed(start..<end))) }
      segment = []
    }
    while k < tokens.count {
      let token = tokens[k]
      if token.isSign("{") { braces += 1 }
      if token.isSign("}") { braces -= 1 }
      switch token.kind {
      case .sign("{"), .sign("("), .sign("["), .command("{"), .command("lbrace"),
        .command("langle"):
        depth += 1
      case .sign("}"), .sign(")"), .sign("]"), .command("}"), .command("rbrace"),
        .command("rangle"):
        depth = max(0, depth - 1)
      case .command(let name) where name.hasPrefix("begin-") && name != "begin-cases":
        if Self.environments.contains(String(name.dropFirst(6))), depth == 0 {
          if segment.isEmpty { start = token.range.upperBound }
          k += 1
          continue
        }
      case .command(let name) where name.hasPrefix("end-") && name != "end-cases":
        if Self.environments.contains(String(name.dropFirst(4))), depth == 0 {
          flush(before: token.range.lowerBound)
          start = token.range.upperBound
          k += 1
          continue
        }
      case .command("begin-cases"): depth += 1
      case .command("end-cases"): depth = max(0, depth - 1)
      default: break
      }
      guard depth == 0, braces <= 0 else {
        segment.append(token)
        k += 1
        continue
      }
      if token.isSign("&") {
        if k + 1 < tokens.count, tokens[k + 1].isSign("&") {
          isExistence = false
          flush(before: token.range.lowerBound)
          k += 2
          let from = tokens[k - 1].range.upperBound
          var level = 0
          while k < tokens.count {
            if tokens[k].isSign("{") { level += 1 }
            if tokens[k].isSign("}") { level -= 1 }
            if level == 0, tokens[k].isCommand("\\") { break }
            k += 1
          }
          let to = k < tokens.count ? tokens[k].range.lowerBound : scalars.count
          items.append(.reason(trimmed(from..<max(from, to))))
          start = to
          continue
        }
        if segment.isEmpty { start = token.range.upperBound }
        k += 1
        continue
      }
      if token.startsExistence { isExistence = true }
      if token.isCommand("\\") {
        isExistence = false
        flush(before: token.range.lowerBound)
        items.append(.newline(token.range))
        let length = Self.optionalLength(tokens, k + 1)
        start = tokens[k + length].range.upperBound
        k += 1 + length
        continue
      }
      if !segment.isEmpty, Self.isPunctuation(tokens, k),
        !segment.contains(where: { $0.startsQuantifier || $0.startsExistence })
      {
        // Part of the sentence and typeset with it; what follows begins a chain of its own.
        flush(before: token.range.upperBound, endsLine: false)
        start = token.range.upperBound
        k += 1
        continue
      }
      // The relations behind "for some" are those of its set.
      if let (sign, length) = Self.sign(tokens, k), !isExistence || sign.joinsStatements {
        isExistence = false
        flush(before: token.range.lowerBound, endsLine: false)
        let last = tokens[k + length - 1].range.upperBound
        items.append(.relation(sign, token.range.lowerBound..<max(last, token.range.upperBound)))
        start = max(last, token.range.upperBound)
        k += length
        continue
      }
      segment.append(token)
      k += 1
    }
    flush(before: scalars.count)
    self.items = items
  }

  /// How many tokens the `[2pt]` behind `\\` has; 0 where there is none.
  private static func optionalLength(_ tokens: [Token], _ k: Int) -> Int {
    guard k < tokens.count, tokens[k].isSign("[") else { return 0 }
    var at = k + 1
    if at < tokens.count, tokens[at].isSign("-") { at += 1 }
    guard at + 3 < tokens.count, case .number = tokens[at].kind, case .letter = tokens[at + 1].kind,
      case .letter = tokens[at + 2].kind, tokens[at + 3].isSign("]")
    else { return 0 }
    return at + 4 - k
  }

  /// Whether a token is a comma or semicolon between relations, or the full stop of a line.
  private static func isPunctuation(_ tokens: [Token], _ k: Int) -> Bool {
    if tokens[k].isSign(","), k > 0, k + 1 < tokens.count, case .number = tokens[k - 1].kind,
      case .number = tokens[k + 1].kind,
      tokens[k + 1].range.lowerBound == tokens[k].range.upperBound
    {
      // `1,000` is a number that is not read, no two.
      return false
    }
    if tokens[k].isSign(",") || tokens[k].isSign(";") { return true }
    guard tokens[k].isSign(".") else { return false }
    guard k + 1 < tokens.count else { return true }
    let next = tokens[k + 1]
    if next.isSign("&") || next.isCommand("\\") { return true }
    if case .command(let name) = next.kind { return name.hasPrefix("end-") }
    return false
  }

  /// The sign that begins at a token, and how many tokens it has.
  private static func sign(_ tokens: [Token], _ k: Int) -> (Sign, Int)? {
    let token = tokens[k]
    if let relation = FormulaReader.relation(token) { return (.relation(relation), 1) }
    switch token.kind {
    case .command("approx"), .command("simeq"): return (.approximately, 1)
    case .command("in"): return (.element, 1)
    case .command("implies"), .command("Rightarrow"), .command("Longrightarrow"):
      return (.implies, 1)
    case .command("iff"), .command("Leftrightarrow"), .command("Longleftrightarrow"):
      return (.equivalent, 1)
    case .command("stackrel"), .command("overset"), .command("underset"):
      // Two arguments, the relation being the second one.
      var at = k + 1
      for part in 0..<2 {
        guard at < tokens.count else { return nil }
        var inner = [tokens[at]]
        if tokens[at].isSign("{") {
          var level = 0
          inner = []
          while at < tokens.count {
            if tokens[at].isSign("{") { level += 1 }
            if tokens[at].isSign("}") { level -= 1 }
            if level == 0 { break }
            if !(level == 1 && tokens[at].isSign("{")) { inner.append(tokens[at]) }
            at += 1
          }
        }
        at += 1
        if part == 1, inner.count == 1, let found = sign(inner, 0) {
          return (found.0, at - k)
        }
      }
      return nil
    default: return nil
    }
  }
}

extension Token {
  var relates: Bool { FormulaReader.relation(self) != nil }

  /// Whether it is "with" or "such that", before what holds of something.
  var startsCondition: Bool {
    guard case .words(let words) = kind else { return false }
    return ["with", "suchthat", "s.t.", "where"].contains(words.filter { $0 != " " })
  }

  /// Whether it is "for some", before what exists.
  var startsExistence: Bool {
    guard case .words(let words) = kind else { return false }
    return words.drop { $0 == " " }.hasPrefix("for some")
  }
}
