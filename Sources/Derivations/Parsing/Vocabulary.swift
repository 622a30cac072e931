/// What the names of a derivation stand for, as far as its header says.
struct Vocabulary: Sendable {
  /// A definition that is put in place where its name occurs.
  struct Definition: Sendable {
    let name: String
    let parameters: [String]
    let tokens: [Token]
    let place: SourcePlace
  }

  var declarations: [String: Declaration] = [:]
  /// Declared names in the order of the page.
  var order: [String] = []
  /// Fixed indices, each with its range.
  var indices: [String: Dimension] = [:]
  var definitions: [Definition] = []
  /// Names whose type or definition could not be read, each with what was reported.
  var mistaken: [String: String] = [:]
  /// Names that witnesses are offered for.
  var witnesses: Set<String> = []
  /// Bold names that are declared apart from their light letters.
  var boldNames: Set<String> = []
  /// Dimensions that may be used as numbers.
  var dimensions: Set<String> = ["d", "n"]

  func definition(_ name: String, arity: Int) -> Definition? {
    definitions.first { $0.name == name && $0.parameters.count == arity }
  }

  /// All names, for the nearest one.
  var names: [String] { order + indices.keys.sorted() + definitions.map(\.name) }

  mutating func declare(_ declaration: Declaration) {
    declarations[declaration.symbol.name] = declaration
    order.append(declaration.symbol.name)
    var found: [Dimension] = declaration.indices
    switch declaration.type {
    case .vector(let d): found.append(d)
    case .matrix(let m, let d): found += [m, d]
    case .function(let type):
      for case .vector(let d) in type.arguments { found.append(d) }
    default: break
    }
    dimensions.formUnion(found.map(\.name))
  }
}

/// A name in the text with what hangs on it.
struct Name {
  /// The letter or Greek letter with its accent, without bold: `x`, `\hat{x}`.
  let base: String
  /// With bold, where it is written so.
  let bold: String?
  let isStarred: Bool
  let primes: Int
  let subscripts: [Token]
  let range: Range<Int>

  var subscriptText: String {
    subscripts.map { token in
      if case .words(let words) = token.kind { return words }
      return token.isSign(",") ? "," : token.shown
    }.joined()
  }
  /// With its star and its subscript, as a name of its own.
  var whole: String {
    let text = subscriptText
    return stem + (text.isEmpty ? "" : text.count == 1 ? "_\(text)" : "_{\(text)}")
  }
  /// With its star and primes, without its subscript.
  var stem: String { base + (isStarred ? "^*" : "") + String(repeating: "'", count: primes) }
  /// Without its primes.
  var unprimed: String { base + (isStarred ? "^*" : "") }
}

/// An expression that was read, its sort, and where it stands.
struct Typed {
  var expression: Expression
  var sort: Sort
  var range: Range<Int>
  /// Whether it is a transposed vector.
  var isRow = false
  /// Whether it is a sum, a max or the like, which takes all that follows.
  var isOpen = false

  var isZero: Bool { expression == .zero }
}

/// A name that is bound around a place.
struct BoundName {
  /// With its star and primes; without the subscript that belongs to it.
  let key: String
  /// The subscript that belongs to the name: `i` of `\hat{x}_i`.
  let subscriptText: String
  let symbol: Symbol
  /// Nil for an index whose range is not known yet.
  let sort: Sort?
}
