/// An expression of the notebook language: what stands after `=` in YAML, in `` `adv …` `` and in
/// `\adv{…}`.
///
/// Every node keeps its place in the text, so that a division by zero points at its slash.
package indirect enum Expression: Sendable, Hashable {
  /// A number as written.
  case number(Double, at: Place)
  /// A dotted name, such as `robust.accuracy.worst`.
  case name(String, at: Place)
  /// A sign change.
  case negation(Expression, at: Place)
  /// One of `+ - * / ^`.
  case binary(Operator, Expression, Expression, at: Place)
  /// A function of one or more arguments.
  case call(Function, [Expression], at: Place)
  /// One of `< <= > >= == !=`.
  case comparison(Comparison, Expression, Expression, at: Place)

  /// Where a node stands: its operator, name or number.
  package struct Place: Sendable, Hashable {
    /// Unicode scalars from the start of the expression.
    package let offset: Int
    /// Number of scalars.
    package let length: Int
  }

  /// The arithmetic operators.
  package enum Operator: Character, Sendable, Hashable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
  }

  /// The comparisons.
  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case equal = "=="
    case different = "!="

    /// The sign that pages print.
    package var sign: String {
      switch self {
      case .less: "<"
      case .atMost: "≤"
      case .greater: ">"
      case .atLeast: "≥"
      case .equal: "="
      case .different: "≠"
      }
    }

    /// Whether the relation holds between two numbers.
    package func holds(_ a: Double, _ b: Double) -> Bool {
      switch self {
      case .less: a < b
      case .atMost: a <= b
      case .greater: a > b
      case .atLeast: a >= b
      case .equal: a == b
      case .different: a != b
      }
    }
  }

  /// The functions of the language.
  package enum Function: String, Sendable, Hashable, CaseIterable {
    case abs, sqrt, log, exp, sign, min, max, mean, sum, count, norm, dot

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
      switch self {
      case .min, .max: 1...64
      case .norm: 1...2
      case .dot: 2...2
      default: 1...1
      }
    }
  }

  /// Operators in one expression beyond which it is refused: a chain of them nests as deep as it is
  /// long.
  static let mostOperators = 500

  /// Words that no cell, value or parameter can be called.
  package static let reservedNames: Set<String> =
    Set(Function.allCases.map(\.rawValue)).union(["params", "page", "as", "inf"])

  /// Where the node stands.
  package var place: Place {
    switch self {
    case .number(_, let at), .name(_, let at), .negation(_, let at), .binary(_, _, _, let at),
      .call(_, _, let at), .comparison(_, _, _, let at):
      at
    }
  }

  /// The names that it reads, in order, each with its place.
  package var names: [(name: String, at: Place)] {
    switch self {
    case .number: []
    case .name(let name, let at): [(name, at)]
    case .negation(let inner, _): inner.names
    case .binary(_, let a, let b, _), .comparison(_, let a, let b, _): a.names + b.names
    case .call(_, let arguments, _): arguments.flatMap(\.names)
    }
  }
}
