/// Reads what a symbol is from words: `vector`, `nonincreasing convex function`, `sign[i]`.
struct TypeWords {
  /// The type, and for a family the letters and ranges of its indices.
  let type: Kind
  let indices: [Dimension]

  enum Kind: Hashable {
    case symbol(SymbolType)
    /// A fixed index of a range.
    case index(Dimension)
  }

  private static let domains: [String: Domain] = [
    "scalar": .real, "real": .real, "number": .real, "nonnegative": .nonnegative,
    "non-negative": .nonnegative, "positive": .positive, "sign": .sign, "label": .sign,
    "integer": .integer,
  ]
  private static let properties: [String: FunctionProperty] = [
    "nonincreasing": .nonincreasing, "non-increasing": .nonincreasing, "decreasing": .nonincreasing,
    "nondecreasing": .nondecreasing, "non-decreasing": .nondecreasing, "increasing": .nondecreasing,
    "convex": .convex, "concave": .concave, "continuous": .continuous,
    "differentiable": .differentiable, "smooth": .smooth, "nonnegative": .nonnegative,
    "positive": .positive,
  ]
  private static let silent: Set<String> = [
    "a", "an", "and", "monotonically", "monotone", "real", "the",
  ]

  /// All words that may stand in a type, for the nearest name.
  static let words: [String] =
    Set(domains.keys).union(properties.keys).union(others).sorted()
  private static let others: Set<String> = [
    "vector", "matrix", "function", "order", "index", "strictly", "derivative",
  ]

  /// - Throws: what is wrong, with its range in the text.
  init(_ text: String, _ place: SourcePlace) throws(LanguageFailure) {
    let whole = 0..<max(1, text.unicodeScalars.count)
    func failure(_ message: String, _ fix: String, _ range: Range<Int>? = nil) -> LanguageFailure {
      LanguageFailure(
        place, range ?? whole, message,
        rule:
          "a symbol is a scalar, nonnegative, positive, sign, integer, vector, matrix, function, "
          + "order or index", fix: fix)
    }
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    guard !rest.isEmpty else { throw failure("the type is empty", "write `vector` or `scalar`") }
    // The family's indices.
    var indices: [Dimension] = []
    if rest.last == "]", let open = rest.lastIndex(of: "[") {
      for part in rest[rest.index(after: open)...].dropLast().split(separator: ",") {
        let pieces = part.split(separator: ":").map { $0.filter { $0 != " " } }
        guard let letter = pieces.first, letter.count == 1, pieces.count <= 2 else {
          throw failure("`\(part)` is no index", "write `[i]`, or `[i: m]` for another range")
        }
        indices.append(pieces.count == 2 ? Dimension(pieces[1]) : .family)
      }
      rest = rest[..<open]
    }
    // Arguments in parentheses.
    var arguments: [String]?
    if let open = rest.firstIndex(of: "("), let close = rest.lastIndex(of: ")"), open < close {
      arguments = rest[rest.index(after: open)..<close].split(separator: ",").map {
        $0.filter { $0 != " " }
      }
      rest = rest[..<open] + rest[rest.index(after: close)...]
    }
    var words = rest.split(separator: " ").map(String.init)
    var of: [String] = []
    if let k = words.firstIndex(of: "of"), words[..<k].last == "function" {
      let listed = words[(k + 1)...].map { $0.filter { $0 != "," } }
      of = listed.filter { $0 != "and" && $0 != "a" }
      words = Array(words[..<k])
    }
    self.indices = indices
    guard let last = words.last else { throw failure("the type is empty", "write `vector`") }
    switch last {
    case "vector":
      guard words.count == 1 else { throw failure("`\(text)` is no type", "write `vector`") }
      type = .symbol(.vector(arguments?.first.map { Dimension($0) } ?? .space))
    case "matrix":
      type = .symbol(
        .matrix(
          rows: Dimension(arguments?.first ?? "d"),
          columns: Dimension(arguments?.dropFirst().first ?? arguments?.first ?? "d")))
    case "order": type = .symbol(.order)
    case "index": type = .index(arguments?.first.map { Dimension($0) } ?? .family)
    case "function":
      var found: Set<FunctionProperty> = []
      var k = 0
      let list = Array(words.dropLast())
      while k < list.count {
        let word = list[k]
        let next = k + 1 < list.count ? list[k + 1] : ""
        if word == "strictly", next == "decreasing" || next == "increasing" {
          found.insert(next == "decreasing" ? .strictlyDecreasing : .strictlyIncreasing)
          k += 2
        } else if next == "derivative", word == "negative" || word == "positive" {
          found.insert(word == "negative" ? .negativeDerivative : .positiveDerivative)
          k += 2
        } else if let property = Self.properties[word] {
          found.insert(property)
          k += 1
        } else if Self.silent.contains(word) {
          k += 1
        } else {
          throw failure(
            "`\(word)` is no property of a function", Self.nearest(word),
            Self.range(of: word, in: text))
        }
      }
      var sorts: [Sort] = []
      for name in arguments ?? (of.isEmpty ? ["scalar"] : of) {
        if name == "vector" || name == "vectors" {
          sorts.append(.vector(.space))
        } else if Self.domains[name] != nil {
          sorts.append(.scalar)
        } else {
          throw failure(
            "`\(name)` is no argument of a function", "write `function(vector, scalar)`",
            Self.range(of: name, in: text))
        }
      }
      type = .symbol(.function(FunctionType(sorts, found)))
    default:
      guard words.count == 1, let domain = Self.domains[last] else {
        let wrong = words.first { Self.domains[$0] == nil } ?? last
        throw failure(
          "`\(wrong)` is no type", Self.nearest(wrong), Self.range(of: wrong, in: text))
      }
      type = .symbol(.scalar(domain))
    }
  }

  private static func nearest(_ word: String) -> String {
    "write `\(Nearest.name(to: word, in: words) ?? "vector")`"
  }

  private static func range(of word: String, in text: String) -> Range<Int>? {
    let all = Array(text.unicodeScalars)
    let part = Array(word.unicodeScalars)
    guard !part.isEmpty, all.count >= part.count else { return nil }
    for k in 0...(all.count - part.count) where Array(all[k..<k + part.count]) == part {
      return k..<k + part.count
    }
    return nil
  }
}

/// The name that was probably meant.
enum Nearest {
  /// The known name with the fewest changed, added or dropped letters; nil where none is near.
  ///
  /// At least two letters of the longer one must agree, so that `q` is not taken for `w`.
  static func name(to word: String, in known: [String]) -> String? {
    // Nobody means a name by a word of this length.
    guard word.count <= 40 else { return nil }
    let most = max(2, word.count / 3)
    return known.filter { abs($0.count - word.count) <= most }.map {
      ($0, distance(Array(word), Array($0)))
    }
    .filter { $0.1 <= most && $0.1 < max($0.0.count, word.count) - 1 }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Levenshtein's distance.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var last = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let change = last + (x == y ? 0 : 1)
        last = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
