internal import BigInt

extension Prover {
  /// The normal form of a scalar: a polynomial in atoms that are in normal form.
  mutating func scalar(_ e: Expression) -> Polynomial {
    switch e {
    case .number(let value): return Polynomial(value)
    case .size, .symbol: return Polynomial(e)
    case .component(let v, let at): return component(v, at)
    case .sum(let terms):
      var result = Polynomial()
      for term in terms { result.add(scalar(term)) }
      return result
    case .product(let factors):
      return factors.reduce(.one) { multiply($0, scalar($1)) }
    case .quotient(let a, let b):
      return multiply(scalar(a), power(scalar(b), Rational(-1)))
    case .power(let a, let exponent):
      let base = scalar(a)
      let k = scalar(exponent)
      if let number = k.constant { return power(base, number) }
      return Polynomial(.power(base.expression, k.expression))
    case .root(let a): return power(scalar(a), Rational(1, over: 2) ?? .one)
    case .dot(let u, let v): return dot(vector(u), vector(v))
    case .norm(let v, let p): return norm(vector(v), p, length: v.sort(in: scope))
    case .absolute(let a): return absolute(scalar(a))
    case .sign(let a): return sign(scalar(a))
    case .exponential(let a): return exponential(scalar(a))
    case .logarithm(let a): return logarithm(scalar(a))
    case .choice(let goal, let list): return choice(goal, list.map { scalar($0) })
    case .total(let index, let d, let body): return total(index, d, body)
    case .extremum(let extremum): return self.extremum(extremum)
    case .application(let f, let order, let arguments):
      return Polynomial(.application(f, derivative: order, arguments.map { canonical($0) }))
    case .piecewise(let cases):
      return Polynomial(
        .piecewise(
          cases.map { Expression.Case(canonical($0.value), where: canonical($0.condition)) }))
    case .zeroVector, .tuple, .image, .matrixProduct, .transpose, .gradient:
      return Polynomial(e)
    }
  }

  /// The normal form as an expression, of any sort.
  mutating func canonical(_ e: Expression) -> Expression {
    switch e.sort(in: scope) {
    case .scalar, .index: return scalar(e).expression
    case .vector(let length): return vector(e).expression(length)
    case .matrix: return e
    }
  }

  /// A statement with its sides in normal form.
  mutating func canonical(_ p: Proposition) -> Proposition {
    switch p {
    case .relation(let r, let a, let b):
      let (r, a, b) = r == .greaterOrEqual || r == .greater ? (r.swapped, b, a) : (r, a, b)
      return .relation(r, canonical(a), canonical(b))
    case .all(let list): return .all(list.map { canonical($0) }.sorted { $0.key < $1.key })
    case .any(let list): return .any(list.map { canonical($0) }.sorted { $0.key < $1.key })
    case .not(let p): return .not(canonical(p))
    default: return p
    }
  }

  mutating func component(_ v: Expression, _ at: [Index]) -> Polynomial {
    guard at.count == 1 else { return Polynomial(.component(v, at)) }
    var result = Polynomial()
    for (atom, coefficient) in vector(v).sorted {
      let part = Expression.component(of: atom.expression, at)
      let value: Polynomial
      if case .component = part {
        value = Polynomial(part)
      } else if case .sign(.component) = part {
        value = Polynomial(part)
      } else {
        value = scalar(part)
      }
      result.add(multiply(coefficient, value))
    }
    return result
  }

  // MARK: products and powers

  mutating func multiply(_ a: Polynomial, _ b: Polynomial) -> Polynomial {
    if let number = a.constant { return b.scaled(by: number) }
    if let number = b.constant { return a.scaled(by: number) }
    var result = Polynomial()
    for (m, x) in a.sorted {
      for (n, y) in b.sorted { result.add(reduced(m * n), times: x * y) }
    }
    return result
  }

  /// A monomial with the identities of its atoms applied: y² = 1, |a|² = a², a·sign a = |a|,
  /// ‖v‖₂² = v·v, powers of sums written out.
  mutating func reduced(_ m: Monomial) -> Polynomial {
    var rest = m
    for factor in m.factors {
      let whole = factor.exponent.whole
      switch factor.atom.expression {
      case .number(let value):
        guard let whole, let number = value.power(whole) else { continue }
        return reduced(rest.without(factor.atom)).scaled(by: number)
      case .symbol(let symbol, _):
        guard let whole, whole != 0, whole != 1,
          case .scalar(.sign)? = scope.declaration(symbol)?.type
        else { continue }
        rest = rest.without(factor.atom) * Monomial(factor.atom, Rational(whole & 1))
      case .absolute(let inner):
        guard let whole, whole >= 2 else { continue }
        let square = power(Polynomial(canonical: inner), Rational(whole - whole % 2))
        let left = rest.without(factor.atom) * Monomial(factor.atom, Rational(whole % 2))
        return multiply(square, reduced(left))
      case .sign(let inner):
        guard let whole, whole >= 1 else { continue }
        let bare = Polynomial(canonical: inner)
        if let single = bare.single, single.monomial.factors.count == 1, single.coefficient == .one,
          single.monomial.factors[0].exponent == .one
        {
          let base = single.monomial.factors[0].atom
          let e = rest.exponent(of: base)
          if let k = e.whole, k >= 1 {
            let left =
              rest * Monomial(base, Rational(-1)) * Monomial(factor.atom, Rational(-1))
            return multiply(absolute(bare), reduced(left))
          }
        }
        let modulus = Atom(.absolute(inner))
        if rest.exponent(of: modulus).signum > 0, rest.exponent(of: modulus).isWhole {
          let left = rest * Monomial(modulus, Rational(-1)) * Monomial(factor.atom, Rational(-1))
          return multiply(bare, reduced(left))
        }
        if whole >= 2, isNonzero(bare) {
          rest = rest.without(factor.atom) * Monomial(factor.atom, Rational(whole % 2))
        } else if whole >= 3 {
          rest = rest.without(factor.atom) * Monomial(factor.atom, Rational(2 - whole % 2))
        }
      case .norm(let v, let p):
        guard p == .two, let whole, whole >= 2, case .sum = v else { continue }
        let form = vector(v)
        let square = dot(form, form)
        let left =
          rest.without(factor.atom) * Monomial(factor.atom, Rational(whole % 2))
        return multiply(power(square, Rational(whole / 2)), reduced(left))
      case .sum:
        let inner = Polynomial(canonical: factor.atom.expression)
        // A power that is not written out would come back here.
        guard let whole, whole == 1 || whole > 1 && Self.isWrittenOut(inner, whole) else {
          continue
        }
        let written = power(inner, Rational(whole))
        return multiply(written, reduced(rest.without(factor.atom)))
      default: continue
      }
    }
    return Polynomial(rest)
  }

  /// Whether the k-th power of a sum is small enough to be multiplied out.
  private static func isWrittenOut(_ p: Polynomial, _ k: Int) -> Bool {
    k <= 8 && p.terms.count <= 6
  }

  mutating func power(_ p: Polynomial, _ exponent: Rational) -> Polynomial {
    if exponent == .one { return p }
    if exponent.signum == 0 { return .one }
    if let k = exponent.whole, k > 1, Self.isWrittenOut(p, k) {
      return (1..<k).reduce(p) { result, _ in multiply(result, p) }
    }
    if let value = p.constant {
      if let k = exponent.whole, let number = value.power(k) { return Polynomial(number) }
      if value.signum > 0 {
        if exponent.denominator == 2, let root = value.squareRoot,
          let number = root.power(Int(exponent.numerator))
        {
          return Polynomial(number)
        }
        return Polynomial(Monomial(Atom(.number(value)), exponent))
      }
      return value.signum == 0 && exponent.signum > 0
        ? .zero : Polynomial(.power(p.expression, .number(exponent)))
    }
    let isWhole = exponent.isWhole
    let (factor, scale, rest) = p.content
    if p.terms.count > 1, factor == .unit, scale == .one {
      let isNegative = rest.leadingSign < 0
      if isNegative, let k = exponent.whole {
        let base = Polynomial(Monomial(Atom((-rest).expression), exponent))
        return k % 2 == 0 ? base : -base
      }
      return Polynomial(Monomial(Atom(p.expression), exponent))
    }
    var result = power(Polynomial(scale), exponent)
    if rest.terms.count > 1 {
      result = multiply(result, power(rest, exponent))
    } else if rest.constant == Rational(-1) {
      guard let k = exponent.whole else {
        return Polynomial(Monomial(Atom(p.expression), exponent))
      }
      if k % 2 != 0 { result = -result }
    }
    for part in factor.factors {
      let raised = part.exponent * exponent
      if isWhole || isNonnegative(Polynomial(Monomial(part.atom))) {
        result = multiply(result, reduced(Monomial(part.atom, raised)))
      } else if let e = part.exponent.whole, e % 2 == 0 {
        let modulus = absolute(Polynomial(Monomial(part.atom)))
        if let single = modulus.single, single.coefficient == .one {
          result = multiply(result, reduced(single.monomial.raised(to: raised)))
        } else {
          return Polynomial(Monomial(Atom(p.expression), exponent))
        }
      } else {
        return Polynomial(Monomial(Atom(p.expression), exponent))
      }
    }
    return result
  }

  // MARK: functions

  mutating func absolute(_ p: Polynomial) -> Polynomial {
    if p.isZero { return p }
    if isNonnegative(p) { return p }
    if isNonpositive(p) { return -p }
    let (factor, scale, rest) = p.content
    var result = Polynomial(scale)
    for part in factor.factors {
      let alone = Polynomial(Monomial(part.atom, part.exponent))
      if isNonnegative(alone) {
        result = multiply(result, alone)
      } else if isNonpositive(alone) {
        result = multiply(result, -alone)
      } else if isUnit(part.atom) {
        continue
      } else if case .sign(let inner) = part.atom.expression, part.exponent.isWhole,
        isNonzero(Polynomial(canonical: inner))
      {
        continue
      } else {
        result = multiply(
          result,
          Polynomial(Monomial(Atom(.absolute(part.atom.expression)), part.exponent)))
      }
    }
    if rest.terms.count > 1 {
      let facing = rest.leadingSign < 0 ? -rest : rest
      if isNonnegative(facing) {
        result = multiply(result, facing)
      } else if isNonpositive(facing) {
        result = multiply(result, -facing)
      } else {
        result = multiply(result, Polynomial(.absolute(facing.expression)))
      }
    }
    return result
  }

  /// Whether an atom is −1 or 1 always.
  func isUnit(_ atom: Atom) -> Bool {
    if case .symbol(let symbol, _) = atom.expression,
      case .scalar(.sign)? = scope.declaration(symbol)?.type
    {
      return true
    }
    return false
  }

  mutating func sign(_ p: Polynomial) -> Polynomial {
    if let known = knownSign(p) { return Polynomial(Rational(known)) }
    let (factor, _, rest) = p.content
    var result = Polynomial.one
    for part in factor.factors {
      guard let k = part.exponent.whole else {
        result = multiply(
          result, Polynomial(.sign(Monomial(part.atom, part.exponent).expressions[0])))
        continue
      }
      let alone = Polynomial(Monomial(part.atom))
      if let known = knownSign(alone) {
        if known < 0, k % 2 != 0 { result = -result }
      } else if isUnit(part.atom) {
        if k % 2 != 0 { result = multiply(result, alone) }
      } else if case .sign = part.atom.expression {
        result = multiply(result, reduced(Monomial(part.atom, Rational(abs(k) % 2 == 0 ? 2 : 1))))
      } else {
        let atom = Atom(.sign(part.atom.expression))
        result = multiply(result, reduced(Monomial(atom, Rational(abs(k) % 2 == 0 ? 2 : 1))))
      }
    }
    if rest.terms.count > 1 {
      let isNegative = rest.leadingSign < 0
      let facing = isNegative ? -rest : rest
      if let known = knownSign(facing) {
        result = result.scaled(by: Rational(isNegative ? -known : known))
      } else {
        let atom = Polynomial(.sign(facing.expression))
        result = multiply(result, isNegative ? -atom : atom)
      }
    } else if rest.leadingSign < 0 {
      result = -result
    }
    return result
  }

  /// exp of a sum is the product of powers of exp of its monomials.
  mutating func exponential(_ p: Polynomial) -> Polynomial {
    var result = Polynomial.one
    for (monomial, coefficient) in p.sorted {
      if monomial.factors.count == 1, monomial.factors[0].exponent == .one,
        case .logarithm(let inner) = monomial.factors[0].atom.expression
      {
        result = multiply(result, power(Polynomial(canonical: inner), coefficient))
      } else {
        let atom = Atom(.exponential(Polynomial(monomial).expression))
        result = multiply(result, Polynomial(Monomial(atom, coefficient)))
      }
    }
    return result
  }

  mutating func logarithm(_ p: Polynomial) -> Polynomial {
    if p.constant == .one { return .zero }
    let (factor, scale, rest) = p.content
    for part in factor.factors where !isPositive(Polynomial(Monomial(part.atom))) {
      return Polynomial(.logarithm(p.expression))
    }
    guard rest.terms.count > 1 || rest.constant == .one else {
      return Polynomial(.logarithm(p.expression))
    }
    if factor == .unit, scale == .one { return Polynomial(.logarithm(p.expression)) }
    var result = Polynomial()
    for part in factor.factors {
      if case .exponential(let inner) = part.atom.expression {
        result.add(Polynomial(canonical: inner), times: part.exponent)
      } else {
        result.add(Polynomial(.logarithm(part.atom.expression)), times: part.exponent)
      }
    }
    if scale != .one { result.add(Polynomial(.logarithm(.number(scale)))) }
    if rest.terms.count > 1 { result.add(Polynomial(.logarithm(rest.expression))) }
    return result
  }

  /// The largest of scalars in normal form; min is −max of the negatives.
  mutating func choice(_ goal: Goal, _ list: [Polynomial]) -> Polynomial {
    if goal == .minimum { return -choice(.maximum, list.map { -$0 }) }
    var entries: [Polynomial] = []
    for entry in list {
      if let single = entry.single, single.coefficient == .one, single.monomial.factors.count == 1,
        single.monomial.factors[0].exponent == .one,
        case .choice(.maximum, let inner) = single.monomial.factors[0].atom.expression
      {
        entries += inner.map { Polynomial(canonical: $0) }
      } else {
        entries.append(entry)
      }
    }
    // Leaves out what another entry is never below.
    var kept: [Polynomial] = []
    for (k, entry) in entries.enumerated() {
      var isCovered = false
      for other in kept where !isCovered { isCovered = isNonnegative(other - entry) }
      for other in entries[(k + 1)...] where !isCovered && other != entry {
        isCovered = isNonnegative(other - entry)
      }
      if !isCovered { kept.append(entry) }
    }
    if kept.count == 1 { return kept[0] }
    // What all entries share leaves the maximum.
    var shared = Polynomial()
    for (monomial, coefficient) in kept[0].sorted
    where kept.allSatisfy({ $0.terms[monomial] == coefficient }) {
      shared.add(Polynomial(monomial, coefficient))
    }
    kept = kept.map { $0 - shared }
    if kept.count == 2, kept[0] == -kept[1] { return shared + absolute(kept[0]) }
    // A common factor ≥ 0 leaves it too; the scale is that of the largest monomial.
    var common: [Monomial.Factor] = []
    let nonzero = kept.filter { !$0.isZero }
    for atom in nonzero.first?.atoms ?? [] {
      let least = nonzero.map { $0.content.factor.exponent(of: atom) }.min() ?? .zero
      if least.signum > 0, isNonnegative(Polynomial(Monomial(atom, least))) {
        common.append(.init(atom: atom, exponent: least))
      }
    }
    let factor = Monomial(common)
    let inverse = factor.raised(to: Rational(-1))
    let largest = nonzero.flatMap { $0.terms.keys }.max()
    let scale =
      nonzero.compactMap { p in largest.flatMap { p.terms[$0]?.magnitude } }.max() ?? .one
    let divided = Rational.one.divided(by: scale) ?? .one
    kept = kept.map { entry in
      var rest = Polynomial()
      for (m, c) in entry.terms { rest.add(Polynomial(m * inverse, c * divided)) }
      return rest
    }
    let body = Expression.choice(
      .maximum, kept.map(\.expression).sorted { $0.key < $1.key })
    return shared + multiply(Polynomial(factor, scale), Polynomial(body))
  }
}

extension Rational {
  /// The root of a square; nil for any other number.
  var squareRoot: Rational? {
    guard signum >= 0 else { return nil }
    let p = numerator.squareRoot()
    let q = denominator.squareRoot()
    guard p * p == numerator, q * q == denominator else { return nil }
    return Rational(p, over: q)
  }
}
