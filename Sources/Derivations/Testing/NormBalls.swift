/// A ball in which a set or a hypothesis of a step keeps a vector, with numbers.
package struct NormBall: Sendable, Hashable {
  /// The vector that it is about.
  package let variable: Symbol
  /// The order p ≥ 1 of its norm; infinite for ∞.
  package let order: Double
  package let radius: Double
  package let center: [Double]

  package init(variable: Symbol, order: Double, radius: Double, center: [Double]) {
    self.variable = variable
    self.order = order
    self.radius = radius
    self.center = center
  }
}

extension Tester {
  /// The balls that the sets of the extrema and the hypotheses put around vectors on an instance, each
  /// once; what has no value there, or is no ball, is left out.
  func normBalls(on instance: Instance) -> [NormBall] {
    var evaluation = Evaluation(instance, scope)
    for variable in goal.quantifiedIndices { evaluation = evaluation.at(variable.symbol, 1) }
    var found: [NormBall] = []
    func look(_ constraint: Proposition, _ variables: [(Symbol, Sort)]) {
      for part in constraint.conjuncts {
        let ball = variables.lazy.compactMap { symbol, sort in
          evaluation.ball(part, around: symbol, sort)
        }.first
        if let ball, !found.contains(ball) { found.append(ball) }
      }
    }
    for extremum in goal.extrema + assumptions.flatMap(\.extrema) {
      look(extremum.constraint, extremum.variables.map { ($0.symbol, $0.sort) })
    }
    // Of δ − x the later one is the vector that moves: it is declared after its middle.
    let declared = obligation.declarations.reversed().compactMap { declaration in
      declaration.indices.isEmpty ? declaration.type.sort.map { (declaration.symbol, $0) } : nil
    }
    for assumption in assumptions { look(assumption, declared) }
    return found
  }
}

extension Evaluation {
  private static let two = Rational(2)

  /// The ball that a relation `‖a v − c‖ ≤ r` puts the variable v into; nil for any other relation.
  fileprivate func ball(_ relation: Proposition, around symbol: Symbol, _ sort: Sort) -> NormBall? {
    guard case .vector(let dimension) = sort, case .relation(let sign, let a, let b) = relation
    else { return nil }
    let inner: Expression
    let bound: Expression
    let order: NormOrder
    let isSquared: Bool
    switch (sign, a, b) {
    case (.lessOrEqual, .norm(let v, let p), let r), (.less, .norm(let v, let p), let r),
      (.greaterOrEqual, let r, .norm(let v, let p)), (.greater, let r, .norm(let v, let p)):
      (inner, order, bound, isSquared) = (v, p, r, false)
    case (.lessOrEqual, .power(.norm(let v, let p), .number(Self.two)), let r),
      (.greaterOrEqual, let r, .power(.norm(let v, let p), .number(Self.two))):
      (inner, order, bound, isSquared) = (v, p, r, true)
    default: return nil
    }
    guard !bound.freeSymbols.contains(symbol), inner.freeSymbols.contains(symbol),
      let p = try? self.order(order), p >= 1, let right = try? scalar(bound).value,
      right.isFinite, right >= 0
    else { return nil }
    let size = instance.size(dimension)
    func value(_ v: [Double]) -> [Double]? {
      var here = self
      here.bound[symbol] = .vector(v)
      guard let found = try? here.vector(inner), found.count == size else { return nil }
      return found.map(\.value)
    }
    // The argument is a v − c for a number a: read off at 0 and at one point, tried at another.
    let probe = (0..<size).map { Double($0 + 2) }
    let other = (0..<size).map { Double($0 * $0) - 3 }
    guard let zero = value(Array(repeating: 0, count: size)), let first = value(probe),
      let second = value(other), let start = probe.first, start != 0
    else { return nil }
    let factor = (first[0] - zero[0]) / start
    func agrees(_ point: [Double], _ found: [Double]) -> Bool {
      zip(zip(point, found), zero).allSatisfy { pair, c in
        abs(pair.1 - c - factor * pair.0) <= 1e-9 * (1 + abs(pair.1) + abs(c))
      }
    }
    guard factor.isFinite, abs(factor) > 1e-9, agrees(probe, first), agrees(other, second)
    else { return nil }
    let radius = (isSquared ? right.squareRoot() : right) / abs(factor)
    let center = zero.map { $0 == 0 ? 0 : -$0 / factor }
    guard radius.isFinite, center.allSatisfy(\.isFinite) else { return nil }
    return NormBall(variable: symbol, order: p, radius: radius, center: center)
  }
}
