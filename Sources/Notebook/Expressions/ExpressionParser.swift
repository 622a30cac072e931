extension Expression {
  /// The nesting of parentheses and signs beyond which an expression is refused.
  static let deepestNesting = 100

  /// Parses an expression; nothing but white space may follow it.
  ///
  /// Binding, tightest first: `^` (to the right), unary minus, `* /`, `+ -`, comparisons (one).
  package static func parse(_ text: String) throws(ExpressionFailure) -> Expression {
    var parser = ExpressionParser(scalars: Array(text.unicodeScalars))
    return try parser.parseAll()
  }

  /// Splits `EXPRESSION as FORMAT`; the format is nil where there is none.
  package static func splitFormat(_ text: String) -> (expression: String, format: String?) {
    let scalars = Array(text.unicodeScalars)
    var at = scalars.count - 4
    while at > 0 {
      if scalars[at] == " ", scalars[at + 1] == "a", scalars[at + 2] == "s", scalars[at + 3] == " "
      {
        let format = String(String.UnicodeScalarView(scalars[(at + 4)...]))
        return (
          String(String.UnicodeScalarView(scalars[..<at])),
          format.trimmingSpaces()
        )
      }
      at -= 1
    }
    return (text, nil)
  }
}

extension String {
  /// The text without white space at both ends.
  func trimmingSpaces() -> String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}

/// Recursive descent over the scalars of one expression.
private struct ExpressionParser {
  let scalars: [Unicode.Scalar]
  var at = 0
  var depth = 0
  var operators = 0

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func parseAll() throws(ExpressionFailure) -> Expression {
    skipSpace()
    if at == scalars.count {
      throw failure(
        "nothing to compute", rule: "an expression has at least one term",
        fix: "write a number or a name", 0)
    }
    let result = try comparison()
    skipSpace()
    if at < scalars.count {
      throw failure(
        "`\(scalars[at])` is not expected here",
        rule:
          "an expression is numbers, names, + - * / ^, comparisons and functions; a binary minus has white space on both sides",
        fix: "remove it, or write the operator that joins it to what stands before", at)
    }
    return result
  }

  private mutating func comparison() throws(ExpressionFailure) -> Expression {
    let left = try sum()
    skipSpace()
    guard let (sign, length) = comparisonSign() else { return left }
    let place = Expression.Place(offset: at, length: length)
    at += length
    let right = try sum()
    skipSpace()
    if comparisonSign() != nil {
      throw failure(
        "two comparisons in a row", rule: "an expression compares two sides, once",
        fix: "split it into two checks", at)
    }
    return .comparison(sign, left, right, at: place)
  }

  private func comparisonSign() -> (Expression.Comparison, Int)? {
    for (text, sign): (String, Expression.Comparison) in [
      ("<=", .atMost), (">=", .atLeast), ("==", .equal), ("!=", .different), ("≤", .atMost),
      ("≥", .atLeast), ("≠", .different), ("<", .less), (">", .greater),
    ] where has(text) {
      return (sign, text.unicodeScalars.count)
    }
    return nil
  }

  private mutating func sum() throws(ExpressionFailure) -> Expression {
    var left = try product()
    while true {
      skipSpace()
      guard at < scalars.count, scalars[at] == "+" || isMinus(scalars[at]) else { return left }
      let hadSpace = at > 0 && isSpace(scalars[at - 1])
      if isMinus(scalars[at]), !hadSpace || !(at + 1 < scalars.count && isSpace(scalars[at + 1])) {
        throw failure(
          "a minus without white space on both sides",
          rule: "names may contain hyphens, so a binary minus has white space on both sides",
          fix: "write ` - `", at)
      }
      let place = Expression.Place(offset: at, length: 1)
      let sign: Expression.Operator = scalars[at] == "+" ? .plus : .minus
      at += 1
      try countOperator(place)
      left = .binary(sign, left, try product(), at: place)
    }
  }

  private mutating func product() throws(ExpressionFailure) -> Expression {
    var left = try signed()
    while true {
      skipSpace()
      guard at < scalars.count, scalars[at] == "*" || scalars[at] == "/" else { return left }
      let place = Expression.Place(offset: at, length: 1)
      let sign: Expression.Operator = scalars[at] == "*" ? .times : .over
      at += 1
      try countOperator(place)
      left = .binary(sign, left, try signed(), at: place)
    }
  }

  private mutating func signed() throws(ExpressionFailure) -> Expression {
    skipSpace()
    guard at < scalars.count, isMinus(scalars[at]) else { return try power() }
    let place = Expression.Place(offset: at, length: 1)
    at += 1
    try descend()
    defer { depth -= 1 }
    return .negation(try signed(), at: place)
  }

  private mutating func power() throws(ExpressionFailure) -> Expression {
    let base = try atom()
    skipSpace()
    guard at < scalars.count, scalars[at] == "^" else { return base }
    let place = Expression.Place(offset: at, length: 1)
    at += 1
    try descend()
    defer { depth -= 1 }
    return .binary(.power, base, try signed(), at: place)
  }

  private mutating func atom() throws(ExpressionFailure) -> Expression {
    skipSpace()
    guard at < scalars.count else {
      throw failure(
        "the expression ends too early", rule: "an operator has a term on both sides",
        fix: "write the missing number or name", max(0, scalars.count - 1))
    }
    let scalar = scalars[at]
    if scalar == "(" {
      let open = at
      at += 1
      try descend()
      defer { depth -= 1 }
      let inner = try comparison()
      try close(open)
      return inner
    }
    if isDigit(scalar) || scalar == "." { return try number() }
    if isLetter(scalar) { return try nameOrCall() }
    throw failure(
      "`\(scalar)` does not start a term",
      rule: "a term is a number, a name, a function call or a parenthesis",
      fix: scalar == "="
        ? "write `==` to compare" : "remove it or replace it by a name or a number", at)
  }

  private mutating func number() throws(ExpressionFailure) -> Expression {
    let start = at
    while at < scalars.count, isDigit(scalars[at]) || scalars[at] == "." { at += 1 }
    if at < scalars.count, scalars[at] == "e" || scalars[at] == "E" {
      var end = at + 1
      if end < scalars.count, scalars[end] == "-" || scalars[end] == "+" { end += 1 }
      if end < scalars.count, isDigit(scalars[end]) {
        while end < scalars.count, isDigit(scalars[end]) { end += 1 }
        at = end
      }
    }
    let text = String(String.UnicodeScalarView(scalars[start..<at]))
    guard let value = Double(text), value.isFinite else {
      throw failure(
        "`\(text)` is not a number", rule: "a number is decimal, such as 0.3 or 1e-6",
        fix: "write it with one decimal point and an exponent below 308", start, at - start)
    }
    return .number(value, at: .init(offset: start, length: at - start))
  }

  private mutating func nameOrCall() throws(ExpressionFailure) -> Expression {
    let start = at
    while at < scalars.count,
      isLetter(scalars[at]) || isDigit(scalars[at])
        || ((scalars[at] == "." || scalars[at] == "-" || scalars[at] == "_")
          && at + 1 < scalars.count
          && (isLetter(scalars[at + 1]) || isDigit(scalars[at + 1])))
    { at += 1 }
    let name = String(String.UnicodeScalarView(scalars[start..<at]))
    let place = Expression.Place(offset: start, length: at - start)
    guard at < scalars.count, scalars[at] == "(" else {
      if name == "inf" { return .number(.infinity, at: place) }
      if let function = Expression.Function(rawValue: name) {
        throw failure(
          "`\(name)` without its arguments", rule: "a function name is followed by ( at once",
          fix: "write `\(function.rawValue)(…)`", start, at - start)
      }
      return .name(name, at: place)
    }
    guard let function = Expression.Function(rawValue: name) else {
      throw failure(
        "unknown function `\(name)`",
        rule:
          "the functions are \(Expression.Function.allCases.map(\.rawValue).joined(separator: " "))",
        fix: suggestion(
          for: name, in: Expression.Function.allCases.map(\.rawValue), what: "function"), start,
        at - start)
    }
    let open = at
    at += 1
    try descend()
    defer { depth -= 1 }
    var arguments = [try comparison()]
    skipSpace()
    while at < scalars.count, scalars[at] == "," {
      at += 1
      arguments.append(try comparison())
      skipSpace()
    }
    try close(open)
    guard function.arity.contains(arguments.count) else {
      throw failure(
        "`\(name)` with \(arguments.count) arguments",
        rule: function.arity.lowerBound == function.arity.upperBound
          ? "`\(name)` takes \(function.arity.lowerBound)"
          : "`\(name)` takes \(function.arity.lowerBound) to \(function.arity.upperBound)",
        fix: "write as many as it takes", start, at - start)
    }
    return .call(function, arguments, at: place)
  }

  private mutating func close(_ open: Int) throws(ExpressionFailure) {
    skipSpace()
    guard at < scalars.count, scalars[at] == ")" else {
      throw failure(
        "a parenthesis that is not closed", rule: "every ( has its )", fix: "write the missing )",
        open)
    }
    at += 1
  }

  private mutating func descend() throws(ExpressionFailure) {
    depth += 1
    if depth > Expression.deepestNesting {
      throw failure(
        "nested deeper than \(Expression.deepestNesting)",
        rule: "an expression nests at most \(Expression.deepestNesting) deep",
        fix: "name a part of it in a `let` cell", min(at, scalars.count - 1))
    }
  }

  private mutating func countOperator(_ place: Expression.Place) throws(ExpressionFailure) {
    operators += 1
    if operators > Expression.mostOperators {
      throw failure(
        "more than \(Expression.mostOperators) operators",
        rule: "an expression has at most \(Expression.mostOperators) operators",
        fix: "name a part of it in a `let` cell", place.offset)
    }
  }

  private mutating func skipSpace() {
    while at < scalars.count, isSpace(scalars[at]) { at += 1 }
  }

  private func has(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    return at + wanted.count <= scalars.count && Array(scalars[at..<at + wanted.count]) == wanted
  }

  private func isSpace(_ s: Unicode.Scalar) -> Bool {
    s == " " || s == "\t" || s == "\n" || s == "\u{A0}"
  }
  /// The hyphen of the keyboard, or the sign that papers print.
  private func isMinus(_ s: Unicode.Scalar) -> Bool { s == "-" || s == "−" }
  private func isDigit(_ s: Unicode.Scalar) -> Bool { ("0"..."9").contains(s) }
  private func isLetter(_ s: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(s) || ("A"..."Z").contains(s)
  }

  private func failure(
    _ message: String, rule: String, fix: String, _ offset: Int, _ length: Int = 1
  ) -> ExpressionFailure {
    ExpressionFailure(message, rule: rule, fix: fix, offset: offset, length: length)
  }
}
