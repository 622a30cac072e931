package import Evidence

/// Numbers that a page gives for a symbol.
package enum GivenValue: Sendable, Hashable {
  case scalar(Double)
  case vector([Double])
  /// A matrix, or the vectors of a family, one a row.
  case matrix([[Double]])
}

/// Why given numbers do not fit a derivation.
package enum GivenFailure: Error, Sendable, Hashable {
  /// No symbol of that name is declared.
  case unknown(String)
  /// The numbers are not of the symbol's type, in words.
  case shape(Symbol, String)
  /// Two symbols give a dimension different sizes.
  case sizes(Symbol, Dimension, Int, Int)
}

/// A derivation on given numbers.
package struct GivenNumbers: Sendable {
  private let derivation: Derivation
  private let evaluation: Evaluation

  /// Takes numbers for some symbols, by their names.
  ///
  /// - Throws: the first value, in the order of `values`, that does not fit.
  package init(
    _ derivation: Derivation, _ values: [(name: String, value: GivenValue)]
  ) throws(GivenFailure) {
    var instance = Instance(sizes: [:])
    for (name, value) in values {
      guard let declaration = derivation.declarations.first(where: { $0.symbol.name == name })
      else { throw .unknown(name) }
      try instance.take(value, for: declaration)
    }
    self.derivation = derivation
    evaluation = Evaluation(instance, Scope(derivation.declarations))
  }

  /// Both sides of a step, from 0, and whether it holds up to the errors of the evaluation; nil where
  /// it is no relation of scalars, or a side has no value on these numbers.
  package func sides(
    ofStep index: Int
  ) -> (left: Established<Double>, right: Established<Double>, holds: Bool)? {
    guard
      case .proposition(.relation(let relation, let a, let b)) = derivation.steps[index].statement,
      let left = try? evaluation.scalar(a), let right = try? evaluation.scalar(b)
    else { return nil }
    var holds = true
    if case .no = evaluation.compare(relation, left, right) { holds = false }
    return (established(left, a), established(right, b), holds)
  }

  /// The hypotheses that these numbers do not obey.
  package var violatedHypotheses: [Hypothesis] {
    derivation.hypotheses.filter { hypothesis in
      if case .no? = try? evaluation.holds(hypothesis.proposition) { true } else { false }
    }
  }

  private func established(_ value: Measured, _ expression: Expression) -> Established<Double> {
    let basis = "a side of a derivation, evaluated on the page's numbers"
    return Established(
      value.value,
      expression.holdsExtremum
        ? .found(direction: .unknown, basis + ", its extrema by search") : .computed(basis))
  }
}

extension Expression {
  /// Whether a maximum or minimum over a set stands in it.
  fileprivate var holdsExtremum: Bool {
    if case .extremum = self { return true }
    return parts.expressions.contains(where: \.holdsExtremum)
  }
}

extension Instance {
  fileprivate mutating func take(
    _ value: GivenValue, for declaration: Declaration
  ) throws(GivenFailure) {
    let symbol = declaration.symbol
    switch (declaration.type, declaration.indices.count, value) {
    case (.scalar(let domain), 0, .scalar(let x)):
      guard domain.contains(x) else { throw .shape(symbol, "\(domain.rawValue), and \(x) is not") }
      values[symbol] = [.scalar(x)]
    case (.scalar(let domain), 1, .vector(let members)):
      for x in members where !domain.contains(x) {
        throw .shape(symbol, "\(domain.rawValue), and \(x) is not")
      }
      try set(declaration.indices[0], members.count, symbol)
      values[symbol] = members.map { .scalar($0) }
    case (.vector(let length), 0, .vector(let v)):
      try set(length, v.count, symbol)
      values[symbol] = [.vector(v)]
    case (.vector(let length), 1, .matrix(let rows)):
      try set(declaration.indices[0], rows.count, symbol)
      for row in rows { try set(length, row.count, symbol) }
      values[symbol] = rows.map { .vector($0) }
    case (.matrix(let rows, let columns), 0, .matrix(let entries)):
      try set(rows, entries.count, symbol)
      for row in entries { try set(columns, row.count, symbol) }
      values[symbol] = [.matrix(entries)]
    default:
      let family = declaration.indices.isEmpty ? "" : ", one for each \(declaration.indices[0])"
      throw .shape(symbol, (declaration.type.sort?.words ?? "a function") + family)
    }
  }

  private mutating func set(_ d: Dimension, _ size: Int, _ symbol: Symbol) throws(GivenFailure) {
    if let known = sizes[d], known != size { throw .sizes(symbol, d, known, size) }
    sizes[d] = size
  }
}

extension Domain {
  fileprivate func contains(_ x: Double) -> Bool {
    switch self {
    case .real: x.isFinite
    case .nonnegative: x >= 0
    case .positive: x > 0
    case .sign: x == 1 || x == -1
    case .integer: x == x.rounded()
    }
  }
}
