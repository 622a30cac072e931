/// The symbols that are known at a place: the declared ones and the bound ones around it.
package struct Scope: Sendable {
  private var types: [Symbol: Declaration]
  private var bound: [Symbol: Sort] = [:]

  /// The declared symbols.
  package init(_ declarations: [Declaration]) {
    types = Dictionary(declarations.map { ($0.symbol, $0) }) { first, _ in first }
  }

  /// The scope inside a binder.
  package func binding(_ variables: [Bound]) -> Scope {
    var inner = self
    for variable in variables { inner.bound[variable.symbol] = variable.sort }
    return inner
  }

  /// The sort of a bound or declared variable; nil for functions, orders and unknown symbols.
  package func sort(_ symbol: Symbol) -> Sort? { bound[symbol] ?? types[symbol]?.type.sort }

  /// Variables of that sort that have no indices, declared or bound, in order.
  func names(of sort: Sort) -> [Symbol] {
    let declared = types.values.filter { $0.indices.isEmpty && $0.type.sort == sort }.map(\.symbol)
    let inner = bound.filter { $0.value == sort }.map(\.key)
    return Set(declared.filter { bound[$0] == nil } + inner).sorted()
  }

  /// The declaration of a symbol that is not bound here.
  package func declaration(_ symbol: Symbol) -> Declaration? {
    bound[symbol] == nil ? types[symbol] : nil
  }

  /// The properties of a declared function.
  package func function(_ symbol: Symbol) -> FunctionType? {
    if case .function(let type) = types[symbol]?.type { return type }
    return nil
  }
}

extension Expression {
  /// The sort of a well-typed expression; scalar where a symbol is not known.
  package func sort(in scope: Scope) -> Sort {
    switch self {
    case .symbol(let symbol, _): return scope.sort(symbol) ?? .scalar
    case .zeroVector(let d), .tuple(_, let d, _): return .vector(d)
    case .sum(let terms): return terms.first?.sort(in: scope) ?? .scalar
    case .product(let factors): return factors.last?.sort(in: scope) ?? .scalar
    case .quotient(let a, _), .sign(let a), .absolute(let a): return a.sort(in: scope)
    case .total(let index, let d, let body):
      return body.sort(in: scope.binding([Bound(index, .index(d))]))
    case .image(let matrix, _):
      if case .matrix(let rows, _) = matrix.sort(in: scope) { return .vector(rows) }
      return .scalar
    case .matrixProduct(let a, let b):
      if case .matrix(let rows, _) = a.sort(in: scope),
        case .matrix(_, let columns) = b.sort(in: scope)
      {
        return .matrix(rows: rows, columns: columns)
      }
      return .scalar
    case .transpose(let a):
      if case .matrix(let rows, let columns) = a.sort(in: scope) {
        return .matrix(rows: columns, columns: rows)
      }
      return .scalar
    case .gradient(let f, let argument, let arguments):
      if let type = scope.function(f), type.arguments.indices.contains(argument) {
        return type.arguments[argument]
      }
      return arguments.indices.contains(argument) ? arguments[argument].sort(in: scope) : .scalar
    default: return .scalar
    }
  }
}
