extension SmallEncoding {
  /// The values of the declared symbols in a solution; nil where functions occur, of which a solution
  /// says too little.
  func instance(_ solution: [String: Rational]) -> Instance? {
    guard calls.isEmpty else { return nil }
    var sizes = self.sizes
    for declaration in obligation.declarations {
      for d in declaration.dimensions where sizes[d] == nil { sizes[d] = 1 }
    }
    var instance = Instance(sizes: sizes)
    for declaration in obligation.declarations {
      switch declaration.type {
      case .scalar(let domain):
        instance.values[declaration.symbol] = members(declaration, sizes).map { name in
          .scalar(solution[name]?.double ?? domain.simplest)
        }
      case .vector(let d):
        let places = arbitrary[d] ?? []
        instance.values[declaration.symbol] = members(declaration, sizes).map { name in
          .vector(
            (1...(sizes[d] ?? 1)).map { k in
              let place = self.sizes[d] == nil ? places.first ?? "\(k)" : "\(k)"
              return solution["\(name)[\(place)]"]?.double ?? 0
            })
        }
      case .order:
        guard let order = orders[declaration.symbol] else { continue }
        instance.orders[declaration.symbol] = order == .one ? 1 : order == .two ? 2 : .infinity
      case .function, .matrix: continue
      }
    }
    return instance
  }

  /// The names of a symbol's members in the order of their indices.
  private func members(_ declaration: Declaration, _ sizes: [Dimension: Int]) -> [String] {
    var names = [declaration.symbol.name]
    for index in declaration.indices {
      let places =
        self.sizes[index] == nil
        ? [arbitrary[index]?.first ?? "1"] : (1...(sizes[index] ?? 1)).map { "\($0)" }
      names = names.flatMap { name in places.map { "\(name)_\($0)" } }
    }
    return names
  }
}

extension Declaration {
  /// The dimensions of its indices and its components.
  fileprivate var dimensions: [Dimension] {
    switch type {
    case .vector(let d): indices + [d]
    case .matrix(let m, let d): indices + [m, d]
    default: indices
    }
  }
}

extension Domain {
  /// A number of the domain, where a solution leaves it open.
  fileprivate var simplest: Double {
    switch self {
    case .real, .nonnegative, .integer: 0
    case .positive, .sign: 1
    }
  }
}
