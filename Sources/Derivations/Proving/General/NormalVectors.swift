extension Prover {
  /// The normal form of a vector: a combination of vector atoms.
  mutating func vector(_ e: Expression) -> LinearForm {
    switch e {
    case .zeroVector: return LinearForm()
    case .sum(let terms):
      var result = LinearForm()
      for term in terms { result.add(vector(term)) }
      return result
    case .product(let factors):
      guard let last = factors.last else { return LinearForm() }
      let scale = factors.dropLast().reduce(Polynomial.one) { multiply($0, scalar($1)) }
      return multiply(scale, vector(last))
    case .quotient(let a, let b):
      return multiply(power(scalar(b), Rational(-1)), vector(a))
    case .sign(let a):
      let form = vector(a)
      if form.isZero { return form }
      if let single = form.single {
        return LinearForm(Atom(.sign(single.atom.expression)), sign(single.coefficient))
      }
      guard case .vector(let length) = a.sort(in: scope) else { return LinearForm(Atom(e)) }
      let (content, rest) = self.content(form)
      return LinearForm(Atom(.sign(rest.expression(length))), sign(content))
    case .image(let matrix, let v): return image(matrix, vector(v))
    case .gradient(let f, let argument, let arguments):
      return LinearForm(
        Atom(.gradient(f, argument: argument, arguments.map { canonical($0) })))
    case .tuple(let index, let d, let body): return tuple(index, d, body)
    case .total(let index, let d, let body): return vectorTotal(index, d, body)
    case .piecewise(let cases):
      return LinearForm(
        Atom(
          .piecewise(
            cases.map { Expression.Case(canonical($0.value), where: canonical($0.condition)) })))
    default: return LinearForm(Atom(e))
    }
  }

  mutating func multiply(_ scale: Polynomial, _ v: LinearForm) -> LinearForm {
    var result = LinearForm()
    for (atom, coefficient) in v.sorted {
      result.add(LinearForm(atom, multiply(scale, coefficient)))
    }
    return result
  }

  /// A scalar factor that all coefficients share, with the sign of the last one, and what is left.
  mutating func content(_ v: LinearForm) -> (Polynomial, LinearForm) {
    let list = v.sorted
    var common: [Monomial.Factor] = []
    let atoms = Set(list.flatMap { $0.coefficient.atoms }).sorted()
    for atom in atoms {
      let least =
        list.flatMap { $0.coefficient.terms.keys.map { $0.exponent(of: atom) } }.min() ?? .zero
      // A power below 0 is taken out too, so that v/s + u/s has the content 1/s.
      if least.signum != 0 { common.append(.init(atom: atom, exponent: least)) }
    }
    let factor = Monomial(common)
    let inverse = factor.raised(to: Rational(-1))
    let divided = list.map { term -> (Atom, Polynomial) in
      var p = Polynomial()
      for (m, c) in term.coefficient.sorted { p.add(Polynomial(m * inverse, c)) }
      return (term.atom, p)
    }
    let lead = divided.last?.1.sorted.last?.coefficient ?? .one
    let scale = Rational.one.divided(by: lead) ?? .one
    var rest = LinearForm()
    for (atom, p) in divided { rest.add(LinearForm(atom, p.scaled(by: scale))) }
    return (Polynomial(factor, lead), rest)
  }

  // MARK: matrices

  private mutating func image(_ matrix: Expression, _ v: LinearForm) -> LinearForm {
    switch matrix {
    case .sum(let parts):
      var result = LinearForm()
      for part in parts { result.add(image(part, v)) }
      return result
    case .product(let factors):
      guard let last = factors.last else { return v }
      let scale = factors.dropLast().reduce(Polynomial.one) { multiply($0, scalar($1)) }
      return multiply(scale, image(last, v))
    case .quotient(let a, let b):
      return multiply(power(scalar(b), Rational(-1)), image(a, v))
    case .matrixProduct(let a, let b): return image(a, image(b, v))
    case .transpose(.transpose(let a)): return image(a, v)
    case .transpose(.matrixProduct(let a, let b)):
      return image(.transpose(b), image(.transpose(a), v))
    case .transpose(.sum(let parts)): return image(.sum(parts.map { .transpose($0) }), v)
    case .transpose(.product(let factors)):
      guard let last = factors.last else { return v }
      return image(.product(factors.dropLast() + [.transpose(last)]), v)
    default:
      var result = LinearForm()
      for (atom, coefficient) in v.sorted {
        result.add(LinearForm(Atom(.image(matrix, atom.expression)), coefficient))
      }
      return result
    }
  }

  // MARK: inner products and norms

  mutating func dot(_ u: LinearForm, _ v: LinearForm) -> Polynomial {
    var result = Polynomial()
    for (p, a) in u.sorted {
      for (q, b) in v.sorted { result.add(multiply(multiply(a, b), dot(p, q))) }
    }
    return result
  }

  private mutating func dot(_ p: Atom, _ q: Atom) -> Polynomial {
    if p == q {
      guard let length = length(of: p) else { return Polynomial(.dot(p.expression, q.expression)) }
      return multiply(
        norm(LinearForm(p), .two, length: .vector(length)),
        norm(LinearForm(p), .two, length: .vector(length)))
    }
    if case .sign(let inner) = p.expression, inner.key == q.key {
      return Polynomial(.norm(q.expression, .one))
    }
    if case .sign(let inner) = q.expression, inner.key == p.key {
      return Polynomial(.norm(p.expression, .one))
    }
    for (one, other) in [(p, q), (q, p)] {
      switch one.expression {
      case .total(let index, let d, let body):
        let (free, place) = apart(index, body, from: other.expression)
        return total(place, d, .dot(free, other.expression))
      case .tuple(let index, let d, let body):
        let (free, place) = apart(index, body, from: other.expression)
        return total(
          place, d,
          .product([free, Expression.component(of: other.expression, [.variable(place)])]))
      case .image(.transpose(let a), let x):
        return dot(LinearForm(Atom(x)), image(a, LinearForm(other)))
      default: continue
      }
    }
    let (first, second) = p < q ? (p, q) : (q, p)
    return Polynomial(.dot(first.expression, second.expression))
  }

  /// A binder's body with its index renamed where the other expression mentions it.
  private func apart(
    _ index: Symbol, _ body: Expression, from other: Expression
  ) -> (Expression, Symbol) {
    let free = other.freeSymbols
    guard free.contains(index) else { return (body, index) }
    let name = Symbol.fresh(besides: free.union(body.freeSymbols))
    return (Substitution(indices: [index: .variable(name)]).apply(body), name)
  }

  func length(of atom: Atom) -> Dimension? {
    if case .vector(let d) = atom.expression.sort(in: scope) { return d }
    return nil
  }

  mutating func norm(_ v: LinearForm, _ p: NormOrder, length: Sort) -> Polynomial {
    if v.isZero { return .zero }
    let d: Dimension
    if case .vector(let known) = length { d = known } else { d = .space }
    if let single = v.single {
      let scale = absolute(single.coefficient)
      if single.coefficient != .one { trail.use(.homogeneous) }
      if p == .infinity, case .sign = single.atom.expression,
        let known = nonzeroSources(single.atom.expression)
      {
        trail.use(known)
        return scale
      }
      return multiply(scale, Polynomial(.norm(single.atom.expression, p)))
    }
    let (content, rest) = self.content(v)
    return multiply(absolute(content), Polynomial(.norm(rest.expression(d), p)))
  }

  // MARK: vectors by components

  private mutating func tuple(_ index: Symbol, _ d: Dimension, _ body: Expression) -> LinearForm {
    let (place, inner) = entered(index, .index(d), body)
    let polynomial = inside([Bound(place, .index(d))]) { $0.scalar(inner) }
    var result = LinearForm()
    var left = Polynomial()
    for (monomial, coefficient) in polynomial.sorted {
      if let (atom, rest) = vectorPart(monomial, place, d) {
        result.add(LinearForm(atom, Polynomial(rest, coefficient)))
      } else {
        left.add(Polynomial(monomial, coefficient))
      }
    }
    if !left.isZero {
      result.add(LinearForm(Atom(.tuple(index: place, d, body: left.expression))))
    }
    return result
  }

  /// The vector v whose component v_j (or sign v_j) is the only factor of a monomial with that index.
  private func vectorPart(
    _ m: Monomial, _ j: Symbol, _ d: Dimension
  ) -> (Atom, Monomial)? {
    let bound = m.factors.filter { $0.atom.expression.freeSymbols.contains(j) }
    guard bound.count == 1, bound[0].exponent == .one,
      let atom = wholeVector(bound[0].atom.expression, j, d)
    else { return nil }
    return (atom, m.without(bound[0].atom))
  }

  /// v of v_j, sign v of sign v_j; nil for anything else.
  func wholeVector(_ e: Expression, _ j: Symbol, _ d: Dimension) -> Atom? {
    if let (v, at) = e.componentOfVector, at == j, !v.freeSymbols.contains(j) {
      return v.sort(in: scope) == .vector(d) ? Atom(v) : nil
    }
    if case .sign(let inner) = e, let (v, at) = inner.componentOfVector, at == j,
      !v.freeSymbols.contains(j)
    {
      return v.sort(in: scope) == .vector(d) ? Atom(.sign(v)) : nil
    }
    return nil
  }

  private mutating func vectorTotal(
    _ index: Symbol, _ d: Dimension, _ body: Expression
  ) -> LinearForm {
    let (place, inner) = entered(index, .index(d), body)
    let form = inside([Bound(place, .index(d))]) { $0.vector(inner) }
    var result = LinearForm()
    for (atom, coefficient) in form.sorted {
      for (monomial, number) in coefficient.sorted {
        let bound = Monomial(
          monomial.factors.filter { $0.atom.expression.freeSymbols.contains(place) })
        let free = Monomial(
          monomial.factors.filter { !$0.atom.expression.freeSymbols.contains(place) })
        if atom.expression.freeSymbols.contains(place) {
          let summand = Expression.multiplying(bound.expressions + [atom.expression])
          result.add(
            LinearForm(
              Atom(.total(index: place, d, summand)), Polynomial(free, number)))
        } else {
          let sum = total(place, d, Polynomial(bound).expression)
          result.add(LinearForm(atom, multiply(Polynomial(free, number), sum)))
        }
      }
    }
    return result
  }
}

extension Expression {
  /// v and j of v_j with a variable index; nil for anything else.
  var componentOfVector: (vector: Expression, index: Symbol)? {
    guard case .component(let v, let at) = self, at.count == 1,
      case .variable(let j)? = at.first
    else { return nil }
    return (v, j)
  }
}
