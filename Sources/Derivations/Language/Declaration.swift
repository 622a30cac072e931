/// A symbol of a derivation with its type.
package struct Declaration: Hashable, Sendable {
  package let symbol: Symbol
  package let type: SymbolType
  /// The indices of a family, each with its range: `x: vector[i]` has one; empty for a single thing.
  package let indices: [Dimension]

  package init(_ symbol: Symbol, _ type: SymbolType, indices: [Dimension] = []) {
    self.symbol = symbol
    self.type = type
    self.indices = indices
  }
}

/// What a symbol stands for.
package enum SymbolType: Hashable, Sendable {
  /// A number from a domain.
  case scalar(Domain)
  case vector(Dimension)
  case matrix(rows: Dimension, columns: Dimension)
  case function(FunctionType)
  /// A norm's order p ∈ [1, ∞].
  case order

  /// The sort of an expression that is this symbol; nil for functions and orders.
  package var sort: Sort? {
    switch self {
    case .scalar: .scalar
    case .vector(let length): .vector(length)
    case .matrix(let rows, let columns): .matrix(rows: rows, columns: columns)
    case .function, .order: nil
    }
  }
}

/// The numbers that a scalar symbol takes.
package enum Domain: String, Hashable, Sendable, CaseIterable {
  case real = "scalar"
  case nonnegative
  case positive
  /// −1 or +1.
  case sign
  case integer
}

/// A real-valued function known only by its properties.
package struct FunctionType: Hashable, Sendable {
  package let arguments: [Sort]
  package let properties: Set<FunctionProperty>

  package init(_ arguments: [Sort] = [.scalar], _ properties: Set<FunctionProperty> = []) {
    self.arguments = arguments
    self.properties = properties
  }
}

/// What is known of a function, everywhere on the line (or in the space).
package enum FunctionProperty: String, Hashable, Sendable, CaseIterable {
  case nonincreasing
  case nondecreasing
  case strictlyDecreasing = "strictly decreasing"
  case strictlyIncreasing = "strictly increasing"
  case convex
  case concave
  case continuous
  case differentiable
  /// Three times continuously differentiable, so that its expansions have the orders that are written.
  case smooth
  case nonnegative
  case positive
  /// The derivative is negative everywhere: more than strictly decreasing.
  case negativeDerivative = "negative derivative"
  /// The derivative is positive everywhere.
  case positiveDerivative = "positive derivative"
}
