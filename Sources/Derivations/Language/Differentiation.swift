extension Expression {
  /// The derivative of a scalar in a scalar symbol; nil where a part has no rule.
  ///
  /// Where the function has no derivative (a kink), the result has no value either.
  package func derivative(in x: Symbol, scope: Scope) -> Expression? {
    guard freeSymbols.contains(x) else { return .zero }
    switch self {
    case .symbol(let symbol, _): return symbol == x ? .one : .zero
    case .sum(let terms):
      var parts: [Expression] = []
      for term in terms {
        guard let part = term.derivative(in: x, scope: scope) else { return nil }
        parts.append(part)
      }
      return .adding(parts)
    case .product(let factors):
      var parts: [Expression] = []
      for (k, factor) in factors.enumerated() {
        guard let part = factor.derivative(in: x, scope: scope) else { return nil }
        if part == .zero { continue }
        var others = factors
        others[k] = part
        parts.append(.multiplying(others))
      }
      return .adding(parts)
    default:
      return chained {
        $0.derivative(in: x, scope: scope)
      } combine: {
        Expression.multiplying([$0, $1])
      }
    }
  }

  /// The derivative from the right of a scalar in a scalar symbol; nil where a part has no rule.
  ///
  /// It is the derivative where there is one. At a tie of a max or min the entry counts that is ahead
  /// just to the right: of those that are equal, the one with the largest (smallest) derivative from
  /// the right; and |a| where a = 0 has the size of a's. Smooth functions pass it on by the chain rule.
  package func rightDerivative(in x: Symbol, scope: Scope) -> Expression? {
    guard freeSymbols.contains(x) else { return .zero }
    func slope(_ e: Expression) -> Expression? { e.rightDerivative(in: x, scope: scope) }
    switch self {
    case .symbol(let symbol, _): return symbol == x ? .one : .zero
    case .sum(let terms):
      var parts: [Expression] = []
      for term in terms {
        guard let part = slope(term) else { return nil }
        parts.append(part)
      }
      return .adding(parts)
    case .product(let factors):
      var parts: [Expression] = []
      for (k, factor) in factors.enumerated() {
        guard let part = slope(factor) else { return nil }
        if part == .zero { continue }
        var others = factors
        others[k] = part
        parts.append(.multiplying(others))
      }
      return .adding(parts)
    case .absolute(let a):
      guard let inner = slope(a) else { return nil }
      return .piecewise([
        Case(inner, where: .relation(.greater, a, .zero)),
        Case(.negated(inner), where: .relation(.less, a, .zero)),
        Case(.absolute(inner), where: .relation(.equal, a, .zero)),
      ])
    case .sign: return nil
    case .choice(let goal, let list):
      var slopes: [Expression] = []
      for entry in list {
        guard let part = slope(entry) else { return nil }
        slopes.append(part)
      }
      let (ahead, least): (Relation, Relation) =
        goal == .maximum ? (.greater, .greaterOrEqual) : (.less, .lessOrEqual)
      let cases = list.indices.map { k in
        let others = list.indices.filter { $0 != k }.map { j in
          Proposition.any([
            .relation(ahead, list[k], list[j]),
            .all([
              .relation(.equal, list[k], list[j]), .relation(least, slopes[k], slopes[j]),
            ]),
          ])
        }
        return Case(slopes[k], where: .all(others))
      }
      return .piecewise(cases)
    case .piecewise: return nil
    default: return chained(slope, combine: { Expression.multiplying([$0, $1]) })
    }
  }

  /// The gradient of a scalar in a vector symbol; nil where a part has no rule.
  package func gradient(in x: Symbol, scope: Scope) -> Expression? {
    guard case .vector(let d)? = scope.sort(x) else { return nil }
    guard freeSymbols.contains(x) else { return .zeroVector(d) }
    func slope(_ e: Expression) -> Expression? { e.gradient(in: x, scope: scope) }
    func times(_ a: Expression, _ v: Expression) -> Expression {
      if case .zeroVector = v { return v }
      return .multiplying([a, v])
    }
    switch self {
    case .sum(let terms):
      var parts: [Expression] = []
      for term in terms {
        guard let part = slope(term) else { return nil }
        parts.append(part)
      }
      return .adding(parts, zero: .zeroVector(d))
    case .product(let factors):
      var parts: [Expression] = []
      for (k, factor) in factors.enumerated() {
        guard let part = slope(factor) else { return nil }
        var others = factors
        others.remove(at: k)
        parts.append(times(.multiplying(others), part))
      }
      return .adding(parts, zero: .zeroVector(d))
    case .dot(let u, let v):
      guard let left = Self.pulled(v, through: u, x), let right = Self.pulled(u, through: v, x)
      else { return nil }
      return .adding([left, right].compactMap { $0 }, zero: .zeroVector(d))
    case .norm(let v, .two):
      guard let pulled = Self.pulled(v, through: v, x) else { return nil }
      return .quotient(pulled, self)
    case .power(.norm(let v, .two), .number(let k)) where Rational.one < k:
      // ‖v‖^k has a gradient at 0 too, where ‖v‖ has none.
      guard let pulled = Self.pulled(v, through: v, x) else { return nil }
      if case .zeroVector = pulled { return pulled }
      let norm = Expression.norm(v, .two)
      let rest = k - Rational(2)
      let power =
        rest.signum == 0 ? Expression.one : rest == .one ? norm : .power(norm, .number(rest))
      return rest.signum < 0
        ? chained(slope, combine: times) : times(.multiplying([.number(k), power]), pulled)
    case .total(let j, let n, let body):
      guard j != x, let part = body.gradient(in: x, scope: scope.binding([Bound(j, .index(n))]))
      else { return nil }
      return .total(index: j, n, part)
    default: return chained(slope, combine: times)
    }
  }

  /// The gradient of u·v in x where only v moves: Jᵀu for v affine in x.
  private static func pulled(
    _ u: Expression, through v: Expression, _ x: Symbol
  ) -> Expression? {
    guard v.freeSymbols.contains(x) else { return .multiplying([.zero, u]).asZero(like: u) }
    switch v {
    case .symbol: return u
    case .sum(let terms):
      var parts: [Expression] = []
      for term in terms where term.freeSymbols.contains(x) {
        guard let part = pulled(u, through: term, x) else { return nil }
        parts.append(part)
      }
      return .adding(parts)
    case .product(let factors):
      guard let last = factors.last, factors.dropLast().allSatisfy({ !$0.freeSymbols.contains(x) }),
        let part = pulled(u, through: last, x)
      else { return nil }
      return .multiplying(factors.dropLast() + [part])
    case .quotient(let a, let b):
      guard !b.freeSymbols.contains(x), let part = pulled(u, through: a, x) else { return nil }
      return .quotient(part, b)
    case .image(let matrix, let inner):
      guard !matrix.freeSymbols.contains(x) else { return nil }
      return pulled(.image(.transpose(matrix), u), through: inner, x)
    default: return nil
    }
  }

  /// The zero of u's kind, which leaves a sum.
  private func asZero(like u: Expression) -> Expression { .zeroVector(.space) }

  /// The chain rule for functions of one scalar.
  private func chained(
    _ slope: (Expression) -> Expression?, combine: (Expression, Expression) -> Expression
  ) -> Expression? {
    func outer(_ derivative: Expression, _ inner: Expression) -> Expression? {
      slope(inner).map { combine(derivative, $0) }
    }
    switch self {
    case .quotient(let a, let b):
      guard let da = slope(a), let db = slope(b) else { return nil }
      return .adding([
        combine(.quotient(.one, b), da),
        combine(.negated(.quotient(a, .power(b, .number(Rational(2))))), db),
      ])
    case .power(.absolute(let a), .number(let k))
    where k.whole.map({ $0 > 0 && $0 % 2 == 0 }) == true:
      // An even power does not see the modulus, nor its kink.
      return slope(.power(a, .number(k)))
    case .power(let a, .number(let k)):
      let power = k - .one == .one ? a : Expression.power(a, .number(k - .one))
      return outer(.multiplying([.number(k), power]), a)
    case .root(let a): return outer(.quotient(.one, .multiplying([.number(Rational(2)), self])), a)
    case .exponential(let a): return outer(self, a)
    case .logarithm(let a): return outer(.quotient(.one, a), a)
    case .absolute(let a):
      // Has no value at the kink, as the derivative.
      return outer(.quotient(self, a), a)
    case .application(let f, let order, let arguments):
      guard arguments.count == 1 else { return nil }
      return outer(.application(f, derivative: order + 1, arguments), arguments[0])
    case .choice(let goal, let list):
      // Where one entry is strictly ahead; no value at ties.
      var cases: [Case] = []
      for (k, entry) in list.enumerated() {
        guard let part = slope(entry) else { return nil }
        let ahead = list.enumerated().filter { $0.offset != k }.map {
          Proposition.relation(goal == .maximum ? .greater : .less, entry, $0.element)
        }
        cases.append(Case(part, where: .all(ahead)))
      }
      return .piecewise(cases)
    case .piecewise(let cases):
      var list: [Case] = []
      for part in cases {
        guard let value = slope(part.value) else { return nil }
        list.append(Case(value, where: part.condition))
      }
      return .piecewise(list)
    default: return nil
    }
  }
}
