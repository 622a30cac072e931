/// Follows one value of YAML that begins with a quote, `{` or `[` through its lines, and finds what
/// YAML takes for syntax in it although the author wrote TeX or an expression.
struct YAMLFlow {
  /// A trap and where it stands.
  struct Trap {
    enum Kind {
      /// An expression that a comma, brace or bracket ends inside its parentheses.
      case expressionCut
      /// A backslash in double quotes that is no `\"` or `\\`.
      case backslash
      /// A plain value that begins with this character.
      case indicator(Unicode.Scalar)
      /// TeX with its braces inside this bracket of YAML.
      case tex(Unicode.Scalar)
      /// The key `<<`.
      case mergeKey
      /// Text that goes on after the bracket has closed.
      case textAfter(Unicode.Scalar)
    }

    let kind: Kind
    let line: Int
    let offset: Int
  }

  /// A plain value that has begun and not ended.
  private struct Plain {
    let line: Int
    let offset: Int
    let isExpression: Bool
    var parentheses = 0
    var hasBackslash: Bool
    /// The bracket that it directly follows.
    let after: Unicode.Scalar?
  }

  private let first: Unicode.Scalar
  private let firstPlace: (line: Int, offset: Int)
  private var brackets: [(mark: Unicode.Scalar, line: Int, offset: Int)] = []
  private var quote: Unicode.Scalar?
  private var plain: Plain?
  private var lastMark: Unicode.Scalar?
  private(set) var trap: Trap?
  /// Where the line goes on after the value has closed.
  private(set) var end = 0

  /// Begins at a quote or bracket of a line.
  init(_ scalars: [Unicode.Scalar], line: Int, offset: Int) {
    first = scalars[offset]
    firstPlace = (line, offset)
    read(scalars, line: line, from: offset)
  }

  /// Whether the value goes on on the next line.
  var isOpen: Bool { trap == nil && (quote != nil || !brackets.isEmpty) }

  /// Reads one more line.
  mutating func read(_ scalars: [Unicode.Scalar], line: Int, from start: Int) {
    var at = start
    while at < scalars.count, trap == nil {
      if quote != nil {
        at = readQuoted(scalars, line, at)
      } else if plain != nil {
        at = readPlain(scalars, at)
      } else {
        at = readMark(scalars, line, at)
      }
      if quote == nil, brackets.isEmpty {
        checkRest(scalars, from: at)
        end = at
        return
      }
    }
    end = scalars.count
  }

  private mutating func readQuoted(_ scalars: [Unicode.Scalar], _ line: Int, _ at: Int) -> Int {
    let next = at + 1 < scalars.count ? scalars[at + 1] : nil
    if quote == "\"", scalars[at] == "\\" {
      if next != "\"", next != "\\" { trap = Trap(kind: .backslash, line: line, offset: at) }
      return at + 2
    }
    guard scalars[at] == quote else { return at + 1 }
    if quote == "'", next == "'" { return at + 2 }
    quote = nil
    return at + 1
  }

  private mutating func readMark(_ scalars: [Unicode.Scalar], _ line: Int, _ at: Int) -> Int {
    let scalar = scalars[at]
    defer { if scalar != " " { lastMark = scalar } }
    switch scalar {
    case " ", ",", ":": return at + 1
    case "#" where at == 0 || scalars[at - 1] == " ": return scalars.count
    case "{", "[":
      brackets.append((scalar, line, at))
      return at + 1
    case "}", "]":
      // YAML itself says that a bracket is closed by another.
      guard brackets.last?.mark == (scalar == "}" ? "{" : "[") else {
        brackets = []
        return scalars.count
      }
      brackets.removeLast()
      return at + 1
    case "'", "\"":
      quote = scalar
      return at + 1
    case "&", "*", "!", "|", ">", "`", "@", "%":
      trap = Trap(kind: .indicator(scalar), line: line, offset: at)
      return at
    default:
      let follows = lastMark == "{" || lastMark == "[" ? lastMark : nil
      plain = Plain(
        line: line, offset: at, isExpression: scalar == "=", hasBackslash: scalar == "\\",
        after: scalar == "\\" ? follows : nil)
      return at
    }
  }

  private mutating func readPlain(_ scalars: [Unicode.Scalar], _ at: Int) -> Int {
    let scalar = scalars[at]
    switch scalar {
    case ",", "{", "}", "[", "]":
      endPlain(at: scalar)
      return at
    case ":" where at + 1 == scalars.count || " ,{}[]".unicodeScalars.contains(scalars[at + 1]):
      if let value = plain, value.offset + 2 == at, scalars[value.offset] == "<",
        scalars[at - 1] == "<"
      {
        trap = Trap(kind: .mergeKey, line: value.line, offset: value.offset)
      }
      plain = nil
      return at
    case "#" where at > 0 && scalars[at - 1] == " ":
      return scalars.count
    case "(": plain?.parentheses += 1
    case ")": plain?.parentheses -= 1
    case "\\": plain?.hasBackslash = true
    default: break
    }
    return at + 1
  }

  private mutating func endPlain(at mark: Unicode.Scalar) {
    guard let value = plain else { return }
    plain = nil
    let bracket = brackets.last
    if value.isExpression, value.parentheses > 0 {
      trap = Trap(kind: .expressionCut, line: value.line, offset: value.offset)
    } else if value.hasBackslash, mark == "{" || mark == "[" {
      trap = Trap(kind: .tex(bracket?.mark ?? "{"), line: value.line, offset: value.offset)
    } else if value.after != nil, let bracket {
      trap = Trap(kind: .tex(bracket.mark), line: bracket.line, offset: bracket.offset)
    }
  }

  /// After a collection only a comment may follow, or a colon, where it is a key.
  private mutating func checkRest(_ scalars: [Unicode.Scalar], from at: Int) {
    guard trap == nil, first == "{" || first == "[" else { return }
    let rest = scalars[at...].drop { $0 == " " }
    guard let next = rest.first, next != "#", next != ":" else { return }
    trap = Trap(kind: .textAfter(first), line: firstPlace.line, offset: firstPlace.offset)
  }
}
