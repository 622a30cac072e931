// Oracle: radius and centre read off the constraint by hand, from the numbers of the counterexample.
import Testing

@testable import Derivations

@Suite struct NormBallTests {
  /// The counterexample of the first step of a false derivation.
  private func counterexample(
    _ symbols: [(String, String)], given: [String] = [], _ body: String
  ) throws -> Counterexample {
    let (derivation, failures) = read(
      DerivationSource(
        symbols: symbols.map { .init($0.0, $0.1) }, given: given, body: body))
    #expect(failures.filter { !$0.isWarning }.map(\.message) == [])
    let report = check(try #require(derivation), CheckOptions(seed: 7))
    return try #require(report.steps.first?.counterexample)
  }

  private func numbers(_ counterexample: Counterexample, _ name: String) -> [Double] {
    counterexample.values.first { $0.symbol.name == name }?.numbers ?? []
  }

  @Test(arguments: [("1", 1.0), ("2", 2), ("\\infty", .infinity)])
  func theSetOfAMaximumIsABall(_ tex: String, _ p: Double) throws {
    let found = try counterexample(
      [("w", "vector"), ("e", "positive")],
      "\\max_{\\|\\delta\\|_{\(tex)} \\le e} w^\\top \\delta = 2 e \\|w\\|_1 + 1")
    #expect(found.balls.map(\.variable.name) == ["\\delta"])
    #expect(found.balls.map(\.order) == [p])
    #expect(found.balls.map(\.radius) == numbers(found, "e"))
    #expect(found.balls.map(\.center) == [numbers(found, "w").map { _ in 0 }])
  }

  @Test(arguments: [
    // The constraint, the factor of e that is its radius, the factor of x that is its middle.
    ("\\|z - x\\|_2 \\le e", 1.0, 1.0), ("\\|x - z\\|_2 \\le e", 1, 1),
    ("e \\ge \\|z + x\\|_2", 1, -1), ("\\|2 z - x\\|_2 \\le e", 0.5, 0.5),
    ("\\|z - 3 x\\|_2 < 2 e", 2, 3), ("\\|z\\|_2^2 \\le e^2", 1, 0),
  ])
  func radiusAndMiddleAreReadFromTheNumbers(
    _ constraint: String, _ radius: Double, _ middle: Double
  ) throws {
    let found = try counterexample(
      [("x", "vector"), ("e", "positive"), ("z", "vector")], given: [constraint],
      "x^\\top x + z^\\top z + e \\le 0")
    let x = numbers(found, "x")
    let ball = try #require(found.balls.first)
    #expect(found.balls.count == 1 && ball.variable.name == "z")
    #expect(zip([ball.radius], numbers(found, "e")).allSatisfy { abs($0 - radius * $1) < 1e-12 })
    #expect(zip(ball.center, x).allSatisfy { abs($0 - middle * $1) < 1e-12 })
    // The point of the counterexample lies in it.
    let distance = zip(numbers(found, "z"), ball.center).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    #expect(distance.squareRoot() <= ball.radius * (1 + 1e-9))
  }

  @Test(arguments: ["\\|z\\|_2 \\le \\|z\\|_1", "z^\\top x \\le e", "\\|z\\|_2 \\ge e"])
  func whatIsNoBallIsNone(_ constraint: String) throws {
    let found = try counterexample(
      [("x", "vector"), ("e", "positive"), ("z", "vector")], given: [constraint],
      "x^\\top x + z^\\top z + e \\le 0")
    #expect(found.balls == [])
  }
}
