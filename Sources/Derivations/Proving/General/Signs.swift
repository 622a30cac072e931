/// Which signs a number may have.
struct SignSet: Equatable, Sendable {
  var negative: Bool
  var zero: Bool
  var positive: Bool

  static let any = SignSet(negative: true, zero: true, positive: true)
  static let nonnegative = SignSet(negative: false, zero: true, positive: true)
  static let nonpositive = SignSet(negative: true, zero: true, positive: false)
  static let plus = SignSet(negative: false, zero: false, positive: true)
  static let minus = SignSet(negative: true, zero: false, positive: false)
  static let nothing = SignSet(negative: false, zero: true, positive: false)
  static let nonzero = SignSet(negative: true, zero: false, positive: true)

  init(negative: Bool, zero: Bool, positive: Bool) {
    self.negative = negative
    self.zero = zero
    self.positive = positive
  }
  init(_ signum: Int) {
    self.init(negative: signum < 0, zero: signum == 0, positive: signum > 0)
  }

  var negated: SignSet { SignSet(negative: positive, zero: zero, positive: negative) }
  /// The signs that both allow.
  func and(_ b: SignSet) -> SignSet {
    SignSet(
      negative: negative && b.negative, zero: zero && b.zero, positive: positive && b.positive)
  }

  static func * (a: SignSet, b: SignSet) -> SignSet {
    SignSet(
      negative: a.negative && b.positive || a.positive && b.negative, zero: a.zero || b.zero,
      positive: a.positive && b.positive || a.negative && b.negative)
  }
  static func + (a: SignSet, b: SignSet) -> SignSet {
    SignSet(
      negative: a.negative || b.negative,
      zero: a.zero && b.zero || a.negative && b.positive || a.positive && b.negative,
      positive: a.positive || b.positive)
  }

  func raised(to exponent: Rational) -> SignSet {
    guard let k = exponent.whole else {
      // Only numbers ≥ 0 have such powers.
      return SignSet(negative: false, zero: zero && exponent.signum > 0, positive: positive)
    }
    if k < 0 {
      return SignSet(negative: negative, zero: false, positive: positive).raised(
        to: Rational(k == Int.min ? 2 : -k))
    }
    if k % 2 == 0 {
      return SignSet(negative: false, zero: zero, positive: negative || positive)
    }
    return self
  }
}

extension Prover {
  mutating func isNonnegative(_ p: Polynomial) -> Bool {
    decide(p) { !$0.negative }
  }
  mutating func isPositive(_ p: Polynomial) -> Bool { decide(p) { !$0.negative && !$0.zero } }
  mutating func isNonzero(_ p: Polynomial) -> Bool { decide(p) { !$0.zero } }
  mutating func isNonpositive(_ p: Polynomial) -> Bool { decide(p) { !$0.positive } }

  /// Whether the signs of a polynomial are as asked; facts are used, and noted, only where they are
  /// needed.
  private mutating func decide(_ p: Polynomial, _ test: (SignSet) -> Bool) -> Bool {
    var sources: Set<Int>? = nil
    if test(signs(p, &sources)) { return true }
    sources = []
    guard test(signs(p, &sources)) else { return false }
    trail.use(sources ?? [])
    return true
  }

  /// The sign where there is only one: −1, 0, 1.
  mutating func knownSign(_ p: Polynomial) -> Int? {
    if isPositive(p) { return 1 }
    if isPositive(-p) { return -1 }
    return p.isZero ? 0 : nil
  }

  /// The signs that a polynomial may have; facts are used only where `sources` is not nil.
  func signs(_ p: Polynomial, _ sources: inout Set<Int>?) -> SignSet {
    var result = SignSet.nothing
    for (monomial, coefficient) in p.sorted {
      result = result + signs(monomial, &sources) * SignSet(coefficient.signum)
    }
    guard sources != nil, p.terms.count > 1 || result == .any || result.zero else { return result }
    for fact in facts.scalars {
      guard let refined = signs(p, from: fact, &sources) else { continue }
      let both = result.and(refined)
      if both != result {
        sources?.formUnion(fact.sources)
        result = both
      }
    }
    return result
  }

  /// What a fact says about the sign of p, where p is a multiple of it plus something of known sign.
  private func signs(
    _ p: Polynomial, from fact: Facts.Scalar, _ sources: inout Set<Int>?
  ) -> SignSet? {
    guard let lead = fact.polynomial.sorted.last(where: { $0.monomial != .unit }),
      let mine = p.terms[lead.monomial],
      let ratio = mine.divided(by: lead.coefficient)
    else { return nil }
    var known: SignSet
    switch fact.relation {
    case .equal: known = .nothing
    case .notEqual: known = .nonzero
    case .lessOrEqual: known = .nonpositive
    case .greaterOrEqual: known = .nonnegative
    case .less: known = .minus
    case .greater: known = .plus
    }
    if ratio.signum < 0 { known = known.negated }
    var rest = p
    rest.add(fact.polynomial, times: -ratio)
    if rest.isZero { return known }
    var result = SignSet.nothing
    for (monomial, coefficient) in rest.sorted {
      result = result + signs(monomial, &sources) * SignSet(coefficient.signum)
    }
    return known + result
  }

  private func signs(_ m: Monomial, _ sources: inout Set<Int>?) -> SignSet {
    var result = SignSet.plus
    for factor in m.factors {
      result = result * signs(factor.atom, &sources).raised(to: factor.exponent)
    }
    return result
  }

  private func signs(_ atom: Atom, _ sources: inout Set<Int>?) -> SignSet {
    var result = ownSigns(atom.expression, &sources)
    guard sources != nil, result != .plus, result != .minus else { return result }
    for fact in facts.scalars {
      guard let single = fact.polynomial.single ?? facing(fact.polynomial, atom),
        single.monomial.factors.count == 1, single.monomial.factors[0].atom == atom,
        single.monomial.factors[0].exponent == .one
      else { continue }
      var known: SignSet
      switch fact.relation {
      case .equal: known = .nothing
      case .notEqual: known = .nonzero
      case .lessOrEqual: known = .nonpositive
      case .greaterOrEqual: known = .nonnegative
      case .less: known = .minus
      case .greater: known = .plus
      }
      if single.coefficient.signum < 0 { known = known.negated }
      if let offset = fact.polynomial.terms[.unit] {
        // atom·c + offset ≥ 0 bounds the sign only where the offset points the right way.
        guard !known.negative || !known.positive else { continue }
        let bound = -(offset.divided(by: single.coefficient) ?? .zero)
        if !known.negative, bound.signum >= 0 {
          known = bound.signum > 0 ? .plus : known
        } else if !known.positive, bound.signum <= 0 {
          known = bound.signum < 0 ? .minus : known
        } else {
          continue
        }
      }
      let both = result.and(known)
      if both != result {
        sources?.formUnion(fact.sources)
        result = both
      }
    }
    return result
  }

  /// The term of an atom in c·atom + offset.
  private func facing(
    _ p: Polynomial, _ atom: Atom
  ) -> (monomial: Monomial, coefficient: Rational)? {
    guard p.terms.count == 2, p.terms[.unit] != nil, let c = p.terms[Monomial(atom)] else {
      return nil
    }
    return (Monomial(atom), c)
  }

  private func ownSigns(_ e: Expression, _ sources: inout Set<Int>?) -> SignSet {
    switch e {
    case .number(let value): return SignSet(value.signum)
    case .size: return .plus
    case .symbol(let symbol, _):
      guard let declaration = scope.declaration(symbol) else { return .any }
      switch declaration.type {
      case .scalar(.nonnegative): return .nonnegative
      case .scalar(.positive): return .plus
      case .scalar(.sign): return .nonzero
      default: return .any
      }
    case .norm(let v, _):
      if sources != nil, let known = nonzeroSources(v) {
        sources?.formUnion(known)
        return .plus
      }
      return .nonnegative
    case .absolute(let a):
      let inner = signsOfCanonical(a, &sources)
      return inner.zero ? .nonnegative : .plus
    case .sign(let a): return signsOfCanonical(a, &sources)
    case .exponential: return .plus
    case .sum: return signsOfCanonical(e, &sources)
    case .choice(.maximum, let list):
      let all = list.map { signsOfCanonical($0, &sources) }
      return SignSet(
        negative: all.allSatisfy(\.negative),
        zero: all.contains(where: \.zero) && all.allSatisfy { $0.zero || $0.negative },
        positive: all.contains(where: \.positive))
    case .logarithm(let a):
      return signs(Polynomial(canonical: a) - Polynomial.one, &sources)
    case .total(_, _, let body):
      let one = signsOfCanonical(body, &sources)
      return one + one
    case .application(let f, let order, let arguments):
      guard let type = scope.function(f), arguments.count == 1 else { return .any }
      return type.signs(ofDerivative: order)
    default: return .any
    }
  }

  /// The signs of an expression that is in normal form already.
  private func signsOfCanonical(_ e: Expression, _ sources: inout Set<Int>?) -> SignSet {
    signs(Polynomial(canonical: e), &sources)
  }

  /// The hypotheses by which a vector in normal form is not 0; nil where that is not known.
  func nonzeroSources(_ v: Expression) -> Set<Int>? {
    for direction in facts.nonzeroVectors {
      guard let first = direction.vector.sorted.first else { continue }
      if let single = direction.vector.single {
        if single.atom.key == v.key { return direction.sources }
        // c·p ≠ 0 gives p ≠ 0; sign(p) ≠ 0 too.
        if case .sign(let inner) = v, inner.key == single.atom.key { return direction.sources }
        continue
      }
      guard case .vector(let length) = first.atom.expression.sort(in: scope) else { continue }
      if direction.vector.expression(length).key == v.key { return direction.sources }
    }
    return nil
  }
}

extension Polynomial {
  /// The polynomial of an expression that `Polynomial.expression` made.
  init(canonical e: Expression) {
    self.init()
    let terms: [Expression]
    if case .sum(let list) = e { terms = list } else { terms = [e] }
    for term in terms {
      var coefficient = Rational.one
      var factors: [Monomial.Factor] = []
      let parts: [Expression]
      if case .product(let list) = term { parts = list } else { parts = [term] }
      for part in parts {
        if let number = part.numberValue {
          coefficient = coefficient * number
        } else if case .power(let base, .number(let exponent)) = part {
          factors.append(.init(atom: Atom(base), exponent: exponent))
        } else {
          factors.append(.init(atom: Atom(part), exponent: .one))
        }
      }
      add(Polynomial(Monomial(factors), coefficient))
    }
  }
}

extension FunctionType {
  /// What its properties say of the sign of its values (order 0) or of its first two derivatives.
  func signs(ofDerivative order: Int) -> SignSet {
    switch order {
    case 0:
      if properties.contains(.positive) { return .plus }
      return properties.contains(.nonnegative) ? .nonnegative : .any
    case 1:
      if properties.contains(.negativeDerivative) { return .minus }
      if properties.contains(.positiveDerivative) { return .plus }
      if isNonincreasing { return .nonpositive }
      return isNondecreasing ? .nonnegative : .any
    case 2:
      if properties.contains(.convex) { return .nonnegative }
      return properties.contains(.concave) ? .nonpositive : .any
    default: return .any
    }
  }

  var isNonincreasing: Bool {
    !properties.isDisjoint(with: [.nonincreasing, .strictlyDecreasing, .negativeDerivative])
  }
  var isNondecreasing: Bool {
    !properties.isDisjoint(with: [.nondecreasing, .strictlyIncreasing, .positiveDerivative])
  }
  /// Finite convex and concave functions on the line are continuous.
  var isContinuous: Bool {
    !properties.isDisjoint(with: [
      .continuous, .differentiable, .smooth, .convex, .concave, .negativeDerivative,
      .positiveDerivative,
    ])
  }
}
