internal import AdvKit
internal import Derivations
internal import Notebook

/// A part of a written loss that has no translation: what is wrong, and where in its text.
struct LossRefusal: Error, Hashable {
  let message: String
  let rule: String
  let fix: String
  let at: Notebook.Expression.Place

  init(
    _ message: String, rule: String = LossTranslation.rule, fix: String = LossTranslation.fix,
    at place: Notebook.Expression.Place
  ) {
    self.message = message
    self.rule = rule
    self.fix = fix
    at = place
  }
}

/// An expression of the page in one name, as an expression of the derivations in one symbol.
struct LossTranslation {
  /// What a loss is made of.
  static let rule =
    "a loss is made of numbers, z, + - * / ^, and sqrt log exp abs min max"
  /// How a loss looks.
  static let fix = "write a function of z, such as =log(1 + exp(-z))"
  /// The parts of a loss beyond which it is refused: proofs about it would not end.
  static let mostParts = 60
  /// How deep max, min and abs may stand in each other: each level multiplies the cases of the slope.
  static let deepestKinks = 4
  /// The exponents beyond which it is refused, for the same reason.
  static let largestExponent = 16

  /// What stands for z.
  let margin: Derivations.Expression

  /// The translation that puts an expression for z.
  init(margin: Derivations.Expression) { self.margin = margin }

  /// The translation that puts a symbol for z.
  init(symbol: Symbol) { margin = .symbol(symbol, []) }

  /// The translation.
  func expression(_ e: Notebook.Expression) throws(LossRefusal) -> Derivations.Expression {
    switch e {
    case .number(let number, let at): return .number(try rational(number, at))
    case .name(let name, let at):
      guard name == "z" else { throw LossRefusal("`\(name)` in a loss", at: at) }
      return margin
    case .negation(let a, _): return .negated(try expression(a))
    case .binary(let sign, let a, let b, let at):
      let (left, right) = (try expression(a), try expression(b))
      switch sign {
      case .plus: return .adding([left, right])
      case .minus: return .difference(left, right)
      case .times: return .multiplying([left, right])
      case .over:
        if case .number(let divisor) = right, divisor == .zero {
          throw LossRefusal(
            "division by zero", rule: "a divisor is not zero", fix: "divide by another number",
            at: at)
        }
        return .quotient(left, right)
      case .power: return try power(left, right, at)
      }
    case .comparison(_, _, _, let at): throw LossRefusal("a comparison in a loss", at: at)
    case .call(let function, let arguments, let at):
      var parts: [Derivations.Expression] = []
      for argument in arguments { parts.append(try expression(argument)) }
      switch (function, parts.count) {
      case (.sqrt, _): return .root(parts[0])
      case (.log, _): return .logarithm(parts[0])
      case (.exp, _): return .exponential(parts[0])
      case (.abs, _): return .absolute(parts[0])
      case (.min, 1), (.max, 1): return parts[0]
      case (.min, _): return .choice(.minimum, parts)
      case (.max, _): return .choice(.maximum, parts)
      default: throw LossRefusal("`\(function.rawValue)` in a loss", at: at)
      }
    }
  }

  private func power(
    _ base: Derivations.Expression, _ exponent: Derivations.Expression,
    _ at: Notebook.Expression.Place
  ) throws(LossRefusal) -> Derivations.Expression {
    if let k = Self.constant(exponent) {
      guard k.magnitude <= Rational(Self.largestExponent) else {
        throw LossRefusal(
          "an exponent beyond \(Self.largestExponent)",
          rule: "a loss has exponents from −\(Self.largestExponent) to \(Self.largestExponent)",
          fix: "take a smaller one", at: at)
      }
      if k == .one { return base }
      return k == .zero ? .one : .power(base, .number(k))
    }
    guard case .number(let number) = base, number > .zero else {
      throw LossRefusal(
        "an exponent in z over a base that is no positive number",
        rule: "a power has a constant exponent, or a positive number for its base",
        fix: "write exp(… * log(…))", at: at)
    }
    return .exponential(.multiplying([exponent, .logarithm(base)]))
  }

  /// The number that an expression without z is, where it is a fraction.
  private static func constant(_ e: Derivations.Expression) -> Rational? {
    switch e {
    case .number(let value): return value
    case .quotient(let a, let b):
      guard let above = constant(a), let below = constant(b) else { return nil }
      return above.divided(by: below)
    default: return nil
    }
  }

  private func rational(
    _ number: Double, _ at: Notebook.Expression.Place
  ) throws(LossRefusal) -> Rational {
    guard let value = Rational(exactly: number) else {
      throw LossRefusal("a number that is not finite in a loss", at: at)
    }
    return value
  }
}

extension MarginFormula {
  /// An expression of the derivations in one symbol, ready to be evaluated; nil for other parts.
  init?(_ e: Derivations.Expression) {
    func all(_ list: [Derivations.Expression]) -> [MarginFormula]? {
      let parts = list.compactMap { MarginFormula($0) }
      return parts.count == list.count ? parts : nil
    }
    let found: MarginFormula?
    switch e {
    case .number(let value): found = .number(value.double)
    case .symbol: found = .margin
    case .sum(let terms): found = all(terms).map { .sum($0) }
    case .product(let factors): found = all(factors).map { .product($0) }
    case .quotient(let a, let b): found = all([a, b]).map { .quotient($0[0], $0[1]) }
    case .power(let a, .number(let k)): found = MarginFormula(a).map { .power($0, k.double) }
    case .root(let a): found = MarginFormula(a).map { .root($0) }
    case .exponential(let a): found = MarginFormula(a).map { .exponential($0) }
    case .logarithm(let a): found = MarginFormula(a).map { .logarithm($0) }
    case .absolute(let a): found = MarginFormula(a).map { .absolute($0) }
    case .choice(.maximum, let list): found = all(list).map { .largest($0) }
    case .choice(.minimum, let list): found = all(list).map { .smallest($0) }
    case .piecewise(let cases):
      let parts = cases.compactMap { part -> MarginFormula.Case? in
        guard let value = MarginFormula(part.value), let condition = Condition(part.condition)
        else { return nil }
        return MarginFormula.Case(value, where: condition)
      }
      found = parts.count == cases.count ? .cases(parts) : nil
    default: found = nil
    }
    guard let found else { return nil }
    self = found
  }
}

extension MarginFormula.Condition {
  fileprivate init?(_ p: Proposition) {
    switch p {
    case .relation(let relation, let a, let b):
      guard let left = MarginFormula(a), let right = MarginFormula(b) else { return nil }
      switch relation {
      case .less: self = .less(left, right)
      case .greater: self = .less(right, left)
      case .lessOrEqual: self = .atMost(left, right)
      case .greaterOrEqual: self = .atMost(right, left)
      case .equal: self = .equal(left, right)
      case .notEqual: self = .any([.less(left, right), .less(right, left)])
      }
    case .all(let list):
      let parts = list.compactMap { Self($0) }
      guard parts.count == list.count else { return nil }
      self = .all(parts)
    case .any(let list):
      let parts = list.compactMap { Self($0) }
      guard parts.count == list.count else { return nil }
      self = .any(parts)
    default: return nil
    }
  }
}
