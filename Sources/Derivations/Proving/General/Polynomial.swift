/// A canonical expression that a normal form takes as a whole: a symbol, a norm, ℓ(…).
struct Atom: Hashable, Comparable, Sendable {
  let expression: Expression
  let key: String

  init(_ expression: Expression) {
    self.expression = expression
    key = expression.key
  }

  static func == (a: Atom, b: Atom) -> Bool { a.key == b.key }
  static func < (a: Atom, b: Atom) -> Bool { a.key < b.key }
  func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// A product of powers of scalar atoms.
struct Monomial: Hashable, Comparable, Sendable {
  struct Factor: Hashable, Sendable {
    let atom: Atom
    let exponent: Rational
  }

  /// In the order of the atoms; no exponent is 0.
  private(set) var factors: [Factor]

  static let unit = Monomial([])

  /// Factors with equal atoms are merged.
  init(_ list: [Factor]) {
    var merged: [Factor] = []
    for factor in list.sorted(by: { $0.atom < $1.atom }) {
      if let last = merged.last, last.atom == factor.atom {
        merged[merged.count - 1] = Factor(
          atom: last.atom, exponent: last.exponent + factor.exponent)
      } else {
        merged.append(factor)
      }
    }
    factors = merged.filter { $0.exponent.signum != 0 }
  }

  init(_ atom: Atom, _ exponent: Rational = .one) {
    factors = exponent.signum == 0 ? [] : [Factor(atom: atom, exponent: exponent)]
  }

  static func * (a: Monomial, b: Monomial) -> Monomial { Monomial(a.factors + b.factors) }

  /// Every exponent multiplied.
  func raised(to exponent: Rational) -> Monomial {
    Monomial(factors.map { Factor(atom: $0.atom, exponent: $0.exponent * exponent) })
  }

  func exponent(of atom: Atom) -> Rational {
    factors.first { $0.atom == atom }?.exponent ?? .zero
  }

  /// The same without an atom.
  func without(_ atom: Atom) -> Monomial { Monomial(factors.filter { $0.atom != atom }) }

  static func < (a: Monomial, b: Monomial) -> Bool {
    for (x, y) in zip(a.factors, b.factors) {
      if x.atom != y.atom { return x.atom < y.atom }
      if x.exponent != y.exponent { return x.exponent < y.exponent }
    }
    return a.factors.count < b.factors.count
  }

  /// The canonical expression; nil for the unit.
  var expressions: [Expression] {
    factors.map {
      $0.exponent == .one ? $0.atom.expression : .power($0.atom.expression, .number($0.exponent))
    }
  }
}

/// A sum of monomials with rational coefficients, none of them 0.
struct Polynomial: Hashable, Sendable {
  private(set) var terms: [Monomial: Rational]

  static let zero = Polynomial()
  static let one = Polynomial(Rational.one)

  init() { terms = [:] }
  init(_ number: Rational) { terms = number.signum == 0 ? [:] : [.unit: number] }
  init(_ monomial: Monomial, _ coefficient: Rational = Rational.one) {
    terms = coefficient.signum == 0 ? [:] : [monomial: coefficient]
  }
  init(_ expression: Expression) { self.init(Monomial(Atom(expression))) }

  var isZero: Bool { terms.isEmpty }

  /// The number it is; nil where an atom occurs.
  var constant: Rational? {
    if terms.isEmpty { return .zero }
    return terms.count == 1 ? terms[.unit] : nil
  }

  /// Terms in the canonical order.
  var sorted: [(monomial: Monomial, coefficient: Rational)] {
    terms.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The only term, where there is exactly one.
  var single: (monomial: Monomial, coefficient: Rational)? {
    guard terms.count == 1, let term = terms.first else { return nil }
    return (term.key, term.value)
  }

  static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    var result = a
    result.add(b)
    return result
  }
  mutating func add(_ b: Polynomial, times scale: Rational = .one) {
    for (monomial, coefficient) in b.terms {
      let value = (terms[monomial] ?? .zero) + coefficient * scale
      terms[monomial] = value.signum == 0 ? nil : value
    }
  }
  static prefix func - (a: Polynomial) -> Polynomial { a.scaled(by: Rational(-1)) }
  static func - (a: Polynomial, b: Polynomial) -> Polynomial {
    var result = a
    result.add(b, times: Rational(-1))
    return result
  }
  func scaled(by number: Rational) -> Polynomial {
    var result = Polynomial()
    result.add(self, times: number)
    return result
  }

  /// The atoms that occur, in order.
  var atoms: [Atom] {
    Set(terms.keys.flatMap { $0.factors.map(\.atom) }).sorted()
  }

  /// The canonical expression.
  var expression: Expression {
    let list = sorted.map { term -> Expression in
      let factors = term.monomial.expressions
      if factors.isEmpty { return .number(term.coefficient) }
      if term.coefficient == .one { return factors.count == 1 ? factors[0] : .product(factors) }
      return .product([.number(term.coefficient)] + factors)
    }
    return list.isEmpty ? .zero : list.count == 1 ? list[0] : .sum(list)
  }

  /// The largest factor that every term has: a monomial with the least exponents, times a positive
  /// number such that the last term of what is left has the coefficient 1 or −1.
  var content: (factor: Monomial, scale: Rational, rest: Polynomial) {
    let ordered = sorted
    guard !ordered.isEmpty else { return (.unit, .one, self) }
    var common: [Monomial.Factor] = []
    for atom in atoms {
      let least = ordered.map { $0.monomial.exponent(of: atom) }.min() ?? .zero
      if least.signum != 0 { common.append(.init(atom: atom, exponent: least)) }
    }
    let factor = Monomial(common)
    let inverse = factor.raised(to: Rational(-1))
    var rest = Polynomial()
    for term in ordered { rest.add(Polynomial(term.monomial * inverse, term.coefficient)) }
    let scale = rest.sorted.last?.coefficient.magnitude ?? .one
    return (factor, scale, rest.scaled(by: Rational.one.divided(by: scale) ?? .one))
  }

  /// The sign of the coefficient of the last term, 1 for 0.
  var leadingSign: Int { sorted.last.map { $0.coefficient.signum } ?? 1 }
}

/// A combination of vector atoms with polynomial coefficients, none of them 0.
struct LinearForm: Hashable, Sendable {
  private(set) var terms: [Atom: Polynomial]

  init() { terms = [:] }
  init(_ atom: Atom, _ coefficient: Polynomial = .one) {
    terms = coefficient.isZero ? [:] : [atom: coefficient]
  }

  var isZero: Bool { terms.isEmpty }
  var sorted: [(atom: Atom, coefficient: Polynomial)] {
    terms.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
  var single: (atom: Atom, coefficient: Polynomial)? {
    guard terms.count == 1, let term = terms.first else { return nil }
    return (term.key, term.value)
  }

  mutating func add(_ b: LinearForm, times scale: Rational = .one) {
    for (atom, coefficient) in b.terms {
      var value = terms[atom] ?? .zero
      value.add(coefficient, times: scale)
      terms[atom] = value.isZero ? nil : value
    }
  }
  static func - (a: LinearForm, b: LinearForm) -> LinearForm {
    var result = a
    result.add(b, times: Rational(-1))
    return result
  }

  /// The canonical expression of a vector of that length.
  func expression(_ length: Dimension) -> Expression {
    let list = sorted.map { term -> Expression in
      term.coefficient == .one
        ? term.atom.expression
        : Expression.multiplying([term.coefficient.expression, term.atom.expression])
    }
    return list.isEmpty ? .zeroVector(length) : list.count == 1 ? list[0] : .sum(list)
  }
}
