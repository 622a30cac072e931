/// A name of a derivation in its canonical spelling: `w`, `\delta`, `\hat{x}`, `\delta^*`.
///
/// The canonical spelling keeps accents and the marks `*`, `'` and word subscripts that belong to the
/// name. It drops `\mathbf` and `\boldsymbol`, unless the bold and the light letter are declared apart.
/// Symbols that a rewriting introduces begin with `#`, which no author can write.
package struct Symbol: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  package static func < (a: Symbol, b: Symbol) -> Bool { a.name < b.name }
  package var description: String { name }
}

/// The number of components of a vector or of members of a family: a positive whole number with a
/// name, such as `d` or `n`.
package struct Dimension: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  /// The space in which vectors live unless declared otherwise.
  package static let space = Dimension("d")
  /// The range of a family's index unless declared otherwise.
  package static let family = Dimension("n")

  package static func < (a: Dimension, b: Dimension) -> Bool { a.name < b.name }
  package var description: String { name }
}

/// What an expression denotes.
package enum Sort: Hashable, Sendable {
  /// A real number.
  case scalar
  /// A vector of real numbers.
  case vector(Dimension)
  /// A matrix of real numbers.
  case matrix(rows: Dimension, columns: Dimension)
  /// A whole number from 1 to the dimension: what a sum or a `\forall j` runs over.
  case index(Dimension)

  /// As messages print it: "a vector of length d".
  package var words: String {
    switch self {
    case .scalar: "a scalar"
    case .vector(let length): "a vector of length \(length)"
    case .matrix(let rows, let columns): "a matrix of \(rows) × \(columns)"
    case .index(let range): "an index from 1 to \(range)"
    }
  }
}

/// A place in a family or a vector: a bound index or a number from 1.
package enum Index: Hashable, Sendable {
  case variable(Symbol)
  case number(Int)
}
