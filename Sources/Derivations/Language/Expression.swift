/// A typed mathematical expression.
///
/// Every node has one sort, found by ``sort(in:)``; the constructors in `Building` keep sums and products
/// flat. Definitions (`let`) are already put in place. Nothing is guessed: what stands here was declared.
package indirect enum Expression: Hashable, Sendable {
  /// An exact number.
  case number(Rational)
  /// The value of a dimension, such as n in 1/n.
  case size(Dimension)
  /// A declared or bound symbol; members of a family carry their indices (`x_i`).
  case symbol(Symbol, [Index])
  /// A component of a vector (one index) or an entry of a matrix (two).
  case component(Expression, [Index])
  /// The vector of zeros.
  case zeroVector(Dimension)
  /// The vector whose `index`-th component is `body`.
  case tuple(index: Symbol, Dimension, body: Expression)
  /// A sum of at least two terms of one sort.
  case sum([Expression])
  /// A product of at least two factors: scalars, and at most one vector or matrix, which then stands last.
  case product([Expression])
  /// A quotient by a scalar.
  case quotient(Expression, Expression)
  /// A power of a scalar; the exponent is any scalar.
  case power(Expression, Expression)
  /// The square root of a scalar.
  case root(Expression)
  /// The inner product of two vectors of one length.
  case dot(Expression, Expression)
  /// A matrix times a vector.
  case image(Expression, Expression)
  /// A matrix times a matrix.
  case matrixProduct(Expression, Expression)
  /// The transpose of a matrix.
  case transpose(Expression)
  /// A norm of a vector.
  case norm(Expression, NormOrder)
  /// The absolute value of a scalar.
  case absolute(Expression)
  /// The sign of a scalar, sign 0 = 0; of a vector, component by component.
  case sign(Expression)
  case exponential(Expression)
  case logarithm(Expression)
  /// The largest or smallest of at least one listed scalar: `\max\{0, 1 - z\}`.
  case choice(Goal, [Expression])
  /// The sum over an index: `\sum_{i=1}^n`.
  case total(index: Symbol, Dimension, Expression)
  /// The largest or smallest value over a set.
  case extremum(Extremum)
  /// A declared function or its derivative of that order (only for one scalar argument) at arguments.
  case application(Symbol, derivative: Int, [Expression])
  /// The gradient of a declared function with respect to its argument at a position from 0: a vector.
  case gradient(Symbol, argument: Int, [Expression])
  /// The value of the first case whose condition holds; no value where none does.
  case piecewise([Case])

  /// A case of a piecewise expression.
  package struct Case: Hashable, Sendable {
    package let condition: Proposition
    package let value: Expression

    package init(_ value: Expression, where condition: Proposition) {
      self.condition = condition
      self.value = value
    }
  }
}

/// Which norm: ‖v‖_p.
package enum NormOrder: Hashable, Sendable {
  /// A number p ≥ 1.
  case number(Rational)
  case infinity
  /// A declared symbol that stands for p.
  case symbol(Symbol)

  package static let one = NormOrder.number(Rational(1))
  package static let two = NormOrder.number(Rational(2))
}

/// Up or down.
package enum Goal: Hashable, Sendable {
  case maximum
  case minimum

  /// The other one.
  package var opposite: Goal { self == .maximum ? .minimum : .maximum }
}

/// A variable that an extremum, a quantifier or a set binds.
package struct Bound: Hashable, Sendable {
  package let symbol: Symbol
  package let sort: Sort

  package init(_ symbol: Symbol, _ sort: Sort) {
    self.symbol = symbol
    self.sort = sort
  }
}

/// `\max_{constraint} body`: the supremum or infimum of a scalar over a set, and whether the author says
/// that it is attained.
package struct Extremum: Hashable, Sendable {
  package let goal: Goal
  /// Whether it is written max or min, which claims that it is attained; false for sup and inf.
  package let claimsAttainment: Bool
  /// At least one variable.
  package let variables: [Bound]
  /// What the variables obey; `.truth(true)` where they are free.
  package let constraint: Proposition
  package let body: Expression

  package init(
    _ goal: Goal, claimsAttainment: Bool = true, over variables: [Bound],
    where constraint: Proposition, of body: Expression
  ) {
    self.goal = goal
    self.claimsAttainment = claimsAttainment
    self.variables = variables
    self.constraint = constraint
    self.body = body
  }
}
