/// One of the relations between two expressions.
package enum Relation: String, Hashable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "≠"
  case lessOrEqual = "≤"
  case greaterOrEqual = "≥"
  case less = "<"
  case greater = ">"

  /// The relation read from right to left.
  package var swapped: Relation {
    switch self {
    case .equal, .notEqual: self
    case .lessOrEqual: .greaterOrEqual
    case .greaterOrEqual: .lessOrEqual
    case .less: .greater
    case .greater: .less
    }
  }

  /// The relation that holds exactly where this one does not.
  package var negated: Relation {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .lessOrEqual: .greater
    case .greaterOrEqual: .less
    case .less: .greaterOrEqual
    case .greater: .lessOrEqual
    }
  }

  /// Whether it excludes equality.
  package var isStrict: Bool { self == .less || self == .greater || self == .notEqual }
}

/// A statement that is true or false, or has no value where an expression in it has none.
package indirect enum Proposition: Hashable, Sendable {
  case truth(Bool)
  /// Between scalars; between vectors only `=` and `≠`, and inequalities component by component.
  case relation(Relation, Expression, Expression)
  case all([Proposition])
  case any([Proposition])
  case not(Proposition)
  case implies(Proposition, Proposition)
  case equivalent(Proposition, Proposition)
  /// For all values of the variables in the domain.
  case forAll([Bound], where: Proposition, Proposition)
  /// For some values of the variables in the domain.
  case exists([Bound], where: Proposition, Proposition)
  /// The point lies in the set of points that attain the extremum of one variable.
  case attains(point: Expression, Extremum)
  /// The point is the only one that attains it.
  case uniquelyAttains(point: Expression, Extremum)
  /// The extremum is attained: some point of the set has that value.
  case isAttained(Extremum)
  /// The expression is convex (concave, affine) as a function of the symbol, all else fixed.
  case hasShape(Shape, Expression, in: Symbol)

  /// How an expression curves in a symbol.
  package enum Shape: String, Hashable, Sendable {
    case convex
    case concave
    case affine
  }
}
