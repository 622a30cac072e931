extension Prover {
  /// c·f(s) − c·f(t) + rest ≥ 0 from an order of s and t and rest ≥ 0, where f is declared to be
  /// monotone and c ≥ 0.
  mutating func byOrderOfArguments(_ p: Polynomial, isStrict: Bool) -> Bool {
    for (up, c) in p.sorted where c.signum > 0 {
      for (down, e) in p.sorted where e == -c {
        guard let (s, t, type, rest) = pair(up, down), isNonnegative(Polynomial(rest)) else {
          continue
        }
        let remainder = p - Polynomial(up, c) - Polynomial(down, e)
        let found = attempt { prover in
          prover.trail.use(.monotoneValues)
          guard
            type.isNonincreasing && prover.prove(.relation(.lessOrEqual, s, t))
              || type.isNondecreasing && prover.prove(.relation(.lessOrEqual, t, s))
          else { return false }
          return remainder.isZero
            ? !isStrict : prover.isAtLeastZero(remainder, isStrict: isStrict)
        }
        if found { return true }
      }
    }
    return false
  }

  /// The arguments of one function in two monomials that agree in all else.
  private func pair(
    _ up: Monomial, _ down: Monomial
  ) -> (Expression, Expression, FunctionType, Monomial)? {
    for factor in up.factors where factor.exponent == .one {
      guard case .application(let f, 0, let first) = factor.atom.expression, first.count == 1,
        let type = scope.function(f)
      else { continue }
      let rest = up.without(factor.atom)
      for other in down.factors where other.exponent == .one {
        guard case .application(f, 0, let second) = other.atom.expression, second.count == 1,
          down.without(other.atom) == rest
        else { continue }
        return (first[0], second[0], type, rest)
      }
    }
    return nil
  }
}
