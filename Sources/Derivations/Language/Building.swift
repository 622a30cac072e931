// Constructors that keep expressions in the form which the rest relies on: flat sums and products, the
// vector factor last, numbers folded, no node around a single thing.
extension Expression {
  /// The number 0.
  package static let zero = Expression.number(.zero)
  /// The number 1.
  package static let one = Expression.number(.one)
  static let minusOne = Expression.number(Rational(-1))

  /// A symbol without indices.
  package static func of(_ symbol: Symbol) -> Expression { .symbol(symbol, []) }

  var numberValue: Rational? {
    if case .number(let value) = self { return value }
    return nil
  }

  /// The sum of any number of terms; `zero` stands for none.
  package static func adding(_ terms: [Expression], zero: Expression = .zero) -> Expression {
    var flat: [Expression] = []
    var constant = Rational.zero
    for term in terms {
      switch term {
      case .sum(let inner):
        for part in inner {
          if let number = part.numberValue {
            constant = constant + number
          } else {
            flat.append(part)
          }
        }
      case .number(let number): constant = constant + number
      case .zeroVector: continue
      default: flat.append(term)
      }
    }
    if constant.signum != 0 { flat.append(.number(constant)) }
    return flat.isEmpty ? zero : flat.count == 1 ? flat[0] : .sum(flat)
  }

  /// The product of any number of factors, at most one of them a vector or a matrix, given last.
  package static func multiplying(_ factors: [Expression]) -> Expression {
    var flat: [Expression] = []
    var constant = Rational.one
    for factor in factors {
      switch factor {
      case .product(let inner):
        for part in inner {
          if let number = part.numberValue {
            constant = constant * number
          } else {
            flat.append(part)
          }
        }
      case .number(let number): constant = constant * number
      default: flat.append(factor)
      }
    }
    if let last = flat.last, case .zeroVector = last { return last }
    if constant.signum == 0, flat.last.map({ !$0.isSpatial }) ?? true { return .zero }
    if constant != .one { flat.insert(.number(constant), at: 0) }
    return flat.isEmpty ? .one : flat.count == 1 ? flat[0] : .product(flat)
  }

  /// −e.
  package static func negated(_ e: Expression) -> Expression { multiplying([.minusOne, e]) }

  /// a − b.
  package static func difference(_ a: Expression, _ b: Expression) -> Expression {
    adding([a, negated(b)])
  }

  /// A component, taken inside what is known of the vector.
  static func component(of v: Expression, _ at: [Index]) -> Expression {
    guard at.count == 1, let place = at.first else { return .component(v, at) }
    switch v {
    case .zeroVector: return .zero
    case .tuple(let index, _, let body):
      return Substitution(indices: [index: place]).apply(body)
    case .sum(let terms): return adding(terms.map { component(of: $0, at) })
    case .product(let factors):
      guard let last = factors.last else { return v }
      return multiplying(Array(factors.dropLast()) + [component(of: last, at)])
    case .quotient(let a, let b): return .quotient(component(of: a, at), b)
    case .sign(let a): return .sign(component(of: a, at))
    case .absolute(let a): return .absolute(component(of: a, at))
    default: return .component(v, at)
    }
  }

  /// Whether it is a vector or a matrix as far as its own form shows; symbols are asked in a scope.
  var isSpatial: Bool {
    switch self {
    case .zeroVector, .tuple, .image, .matrixProduct, .transpose, .gradient: true
    case .sum(let terms): terms.first?.isSpatial ?? false
    case .product(let factors): factors.last?.isSpatial ?? false
    case .quotient(let a, _), .sign(let a): a.isSpatial
    default: false
    }
  }
}
