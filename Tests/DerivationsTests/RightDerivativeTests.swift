// Oracle: difference quotients from the right of the same functions, written out here.
import Testing

@testable import Derivations

@Suite struct RightDerivativeTests {
  static let z = Symbol("z")
  static let scope = Scope([Declaration(z, .scalar(.real))])
  static let variable = Expression.of(z)
  static func minus(_ n: Int) -> Expression { .difference(variable, .number(Rational(n))) }

  /// The value of an expression in z.
  static func value(_ e: Expression, _ x: Double) throws -> Double {
    let put = Substitution([z: .number(try #require(Rational(exactly: x)))])
    let empty = Scope([])
    let obligation = Obligation(declarations: [], goal: .truth(true))
    var maker = InstanceMaker(obligation, [], seed: 1, largest: (space: 1, family: 1))
    let made = maker.make(0)
    let instance = try #require(made)
    return try Evaluation(instance, empty).scalar(put.apply(e)).value
  }

  @Test(arguments: [
    (Expression.choice(.maximum, [.zero, .negated(minus(1))]), 1.0, 0.0),
    (.choice(.maximum, [.zero, minus(1)]), 1, 1),
    (.choice(.minimum, [.zero, minus(1)]), 1, 0),
    (.choice(.minimum, [.zero, .negated(minus(1))]), 1, -1),
    (.choice(.maximum, [minus(1), .multiplying([.number(Rational(3)), minus(1)]), .zero]), 1, 3),
    (.absolute(minus(2)), 2, 1), (.absolute(.negated(minus(2))), 2, 1),
    (.negated(.absolute(minus(2))), 2, -1),
    // A kink inside a kink, and one that a square smooths.
    (.absolute(.choice(.maximum, [.zero, minus(1)])), 1, 1),
    (.power(.choice(.maximum, [.zero, minus(1)]), .number(Rational(2))), 1, 0),
    (.exponential(.absolute(variable)), 0, 1),
    (.multiplying([variable, .absolute(minus(1))]), 1, 1),
  ])
  func atAKinkItIsTheOneToTheRight(_ e: Expression, _ kink: Double, _ expected: Double) throws {
    let slope = try #require(e.rightDerivative(in: Self.z, scope: Self.scope))
    #expect(try Self.value(slope, kink) == expected)
    let step = 0x1p-20
    for x in [kink, kink - 0.75, kink + 0.75] {
      let quotient = try (Self.value(e, x + step) - Self.value(e, x)) / step
      #expect(abs(try Self.value(slope, x) - quotient) <= 1e-5)
    }
  }

  @Test func whatJumpsHasNone() {
    #expect(Expression.sign(Self.variable).rightDerivative(in: Self.z, scope: Self.scope) == nil)
  }
}
