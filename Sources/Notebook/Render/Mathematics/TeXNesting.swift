/// How deeply TeX nests, read without parsing it.
///
/// KaTeX descends once a level. Without a limit of our own the depth at which it runs out of stack
/// would decide, and that depends on what the script compiler has optimised by then.
enum TeXNesting {
  /// The deepest nesting that is typeset; ordinary mathematics stays below ten.
  static let deepest = 200

  /// The place of the first `{`, `\left` or `\begin` that is nested too deeply, in Unicode scalars.
  static func firstTooDeep(in tex: String) -> Int? {
    let scalars = Array(tex.unicodeScalars)
    var depth = 0
    var index = 0
    while index < scalars.count {
      let start = index
      index += 1
      switch scalars[start] {
      case "{": depth += 1
      case "}": depth = max(0, depth - 1)
      case "%":
        while index < scalars.count, scalars[index] != "\n" { index += 1 }
      case "\\":
        while index < scalars.count, scalars[index].isTeXLetter { index += 1 }
        if index == start + 1 { index += 1 }  // `\{` and the like: one character, no letter
        switch String(String.UnicodeScalarView(scalars[start..<min(index, scalars.count)])) {
        case "\\left", "\\begin", "\\begingroup", "\\bgroup": depth += 1
        case "\\right", "\\end", "\\endgroup", "\\egroup": depth = max(0, depth - 1)
        default: break
        }
      default: break
      }
      if depth > deepest { return start }
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// Whether the scalar can stand in the name of a control word.
  var isTeXLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
