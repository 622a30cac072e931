// Oracle: the statement of the rule itself, by enumerating all kinds, directions and monotonicities
// and asking what an increasing, a decreasing or an arbitrary function of a one-sided value can say.
import Evidence
import Testing

@Suite struct CombiningEvidence {
  /// Every evidence that can be made, one of each kind and direction.
  static let all: [Evidence] =
    [.given(), .rational("r")]
    + Evidence.Direction.allCases.flatMap { direction in
      [
        Evidence.computed("c", direction: direction),
        .bounded(gap: 1e-9, direction: direction, "b"),
        .found(direction: direction, "f"),
      ]
    }
    + [.sampled(.init(count: 10, seed: 1, interval: 0...1, level: 0.95), "s")]

  @Test func kindsStandInTheOrderOfTheirStrength() {
    #expect(
      Evidence.Kind.allCases.map(\.word)
        == ["given", "rational", "computed", "bounded", "found", "sampled"])
    #expect(Evidence.Kind.allCases == Evidence.Kind.allCases.sorted())
  }

  @Test(arguments: all)
  func anOperationIsAtLeastComputedAndNoStrongerThanItsInput(_ input: Evidence) {
    for effect in [Evidence.Monotonicity.increasing, .decreasing, .neither] {
      let result = Evidence.derived(from: [(input, effect)], basis: "x")
      #expect(result.kind >= input.kind)
      #expect(result.kind >= .computed)
      #expect(result.kind == max(input.kind, .computed))
    }
  }

  @Test(arguments: all)
  func theDirectionFollowsTheMonotonicity(_ input: Evidence) {
    // A numeric model of "the true quantity lies on this side": true values tried around a printed 0.
    func sides(_ direction: Evidence.Direction) -> Set<Double> {
      switch direction {
      case .equal: [0]
      case .atMost: [0, -1]
      case .atLeast: [0, 1]
      case .unknown: [0, -1, 1]
      }
    }
    let functions: [(Evidence.Monotonicity, (Double) -> Double)] = [
      (.increasing, { 2 * $0 }), (.decreasing, { -3 * $0 }), (.neither, { $0 * $0 }),
    ]
    for (effect, function) in functions {
      let result = Evidence.derived(from: [(input, effect)], basis: "x").direction
      let truths = sides(input.direction).map { function($0) }
      switch result {
      case .equal: #expect(truths.allSatisfy { $0 == 0 })
      case .atMost: #expect(truths.allSatisfy { $0 <= 0 })
      case .atLeast: #expect(truths.allSatisfy { $0 >= 0 })
      case .unknown: break
      }
      // And nothing is given away where the function is monotone.
      if effect != .neither, input.direction != .unknown { #expect(result != .unknown) }
    }
  }

  @Test func twoInputsThatDisagreeLoseTheSide() {
    for a in Self.all {
      for b in Self.all {
        let result = Evidence.derived(from: [(a, .increasing), (b, .increasing)], basis: "x")
        #expect(result.kind >= max(a.kind, b.kind))
        let sides = Set([a.direction, b.direction]).subtracting([.equal])
        let expected: Evidence.Direction =
          sides.isEmpty ? .equal : sides.count == 1 ? sides.first ?? .equal : .unknown
        #expect(result.direction == expected)
      }
    }
  }

  @Test func aDifferenceOfTwoLowerBoundsHasNoSide() {
    let lower = Evidence.found(direction: .atLeast, "attack")
    let result = Evidence.derived(from: [(lower, .increasing), (lower, .decreasing)], basis: "x")
    #expect(result.direction == .unknown)
    #expect(result.kind == .found)
  }

  @Test func anOperationKeepsNoGapAndNoSample() {
    for input in Self.all {
      let result = Evidence.derived(from: [(input, .increasing)], basis: "x")
      #expect(result.gap == nil)
      #expect(result.sampling == nil)
    }
  }

  @Test func nothingWithoutInputsIsComputed() {
    let result = Evidence.derived(from: [], basis: "x")
    #expect(result.kind == .computed)
    #expect(result.direction == .equal)
  }

  @Test func flippingTwiceChangesNothing() {
    for direction in Evidence.Direction.allCases {
      #expect(direction.flipped.flipped == direction)
    }
    #expect(Evidence.Direction.atMost.flipped == .atLeast)
    #expect(Evidence.Direction.equal.flipped == .equal)
  }
}
