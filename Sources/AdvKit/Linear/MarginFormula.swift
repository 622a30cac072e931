/// A formula in the margin z, ready to be evaluated: a loss that an author writes, or its slope.
package indirect enum MarginFormula: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// z.
  case margin
  /// A sum of terms.
  case sum([MarginFormula])
  /// A product of factors.
  case product([MarginFormula])
  /// A quotient.
  case quotient(MarginFormula, MarginFormula)
  /// A power with a constant exponent.
  case power(MarginFormula, Double)
  /// A square root.
  case root(MarginFormula)
  /// eˣ.
  case exponential(MarginFormula)
  /// The natural logarithm.
  case logarithm(MarginFormula)
  /// |x|.
  case absolute(MarginFormula)
  /// The largest of at least one.
  case largest([MarginFormula])
  /// The smallest of at least one.
  case smallest([MarginFormula])
  /// The value of the first case whose condition holds; no value where none does.
  case cases([Case])

  /// A value and where it counts.
  package struct Case: Sendable, Hashable {
    /// The value.
    package let value: MarginFormula
    /// Where it counts.
    package let condition: Condition

    /// A value where a condition holds.
    package init(_ value: MarginFormula, where condition: Condition) {
      self.value = value
      self.condition = condition
    }
  }

  /// What the margin obeys.
  package indirect enum Condition: Sendable, Hashable {
    /// The first is less than the second.
    case less(MarginFormula, MarginFormula)
    /// The first is less than the second, or equal to it.
    case atMost(MarginFormula, MarginFormula)
    /// Both are equal.
    case equal(MarginFormula, MarginFormula)
    /// All of these.
    case all([Condition])
    /// At least one of these.
    case any([Condition])

    func holds(at z: Double) -> Bool {
      switch self {
      case .less(let a, let b): a.value(z) < b.value(z)
      case .atMost(let a, let b): a.value(z) <= b.value(z)
      case .equal(let a, let b): a.value(z) == b.value(z)
      case .all(let list): list.allSatisfy { $0.holds(at: z) }
      case .any(let list): list.contains { $0.holds(at: z) }
      }
    }
  }

  /// The value at a margin, in floating point.
  ///
  /// It is not finite where the formula has no value (a logarithm of a number ≤ 0, a division by 0) or
  /// where a part of it is beyond the range of doubles.
  package func value(_ z: Double) -> Double {
    switch self {
    case .number(let number): return number
    case .margin: return z
    case .sum(let terms): return terms.reduce(0) { $0 + $1.value(z) }
    case .product(let factors): return factors.reduce(1) { $0 * $1.value(z) }
    case .quotient(let a, let b): return a.value(z) / b.value(z)
    case .power(let base, let exponent):
      let x = base.value(z)
      return exponent == 2 ? x * x : exponent == -2 ? 1 / (x * x) : Elementary.pow(x, exponent)
    case .root(let a): return a.value(z).squareRoot()
    case .exponential(let a): return Elementary.exp(a.value(z))
    case .logarithm(let a):
      // log(1 + x), exact for small x.
      if case .sum(let terms) = a, let one = terms.firstIndex(of: .number(1)) {
        var rest = terms
        rest.remove(at: one)
        return Elementary.log1p(MarginFormula.sum(rest).value(z))
      }
      return Elementary.log(a.value(z))
    case .absolute(let a): return a.value(z).magnitude
    case .largest(let list): return extreme(list.map { $0.value(z) }) { $0 > $1 }
    case .smallest(let list): return extreme(list.map { $0.value(z) }) { $0 < $1 }
    case .cases(let list):
      return list.first { $0.condition.holds(at: z) }?.value.value(z) ?? .nan
    }
  }

  /// The first that no other beats; not a number where one is not.
  private func extreme(_ values: [Double], _ beats: (Double, Double) -> Bool) -> Double {
    var best = values.first ?? .nan
    for value in values {
      if value.isNaN { return value }
      if beats(value, best) { best = value }
    }
    return best
  }

  /// Whether it has no kinks: nowhere an absolute value, a largest or a smallest, or cases.
  package var isSmooth: Bool {
    switch self {
    case .number, .margin: true
    case .sum(let list), .product(let list): list.allSatisfy(\.isSmooth)
    case .quotient(let a, let b): a.isSmooth && b.isSmooth
    case .power(let a, _), .root(let a), .exponential(let a), .logarithm(let a): a.isSmooth
    case .absolute, .largest, .smallest, .cases: false
    }
  }
}
