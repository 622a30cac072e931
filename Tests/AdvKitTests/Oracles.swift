// Oracle: brute force shared by the tests of AdvKit: vertices of small polytopes by solving all
// square subsystems, points of balls by angle, bisection. Calls nothing of AdvKit.
import Foundation
import Testing

/// Test numbers from SplitMix64 (Steele, Lea, Flood 2014), so that no test draws from the engine.
struct TestNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + Double(next() >> 11) * 0x1p-53 * (range.upperBound - range.lowerBound)
  }

  mutating func index(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  /// Numbers that often are 0, often tie, and sometimes are neither.
  mutating func awkward(_ count: Int) -> [Double] {
    (0..<count).map { _ in
      switch index(5) {
      case 0: 0
      case 1: 1
      case 2: -1
      default: number(-2...2)
      }
    }
  }

  mutating func sign() -> Double { next() & 1 == 0 ? -1 : 1 }
}

/// a·d ≤ c.
struct HalfSpace {
  let a: [Double]
  let c: Double
}

enum Polytope {
  /// {d : ‖d‖₁ ≤ radius}, or ‖d‖_∞, as half spaces.
  static func ball(l1: Bool, radius: Double, dimension: Int) -> [HalfSpace] {
    if !l1 {
      return interval(
        [Double](repeating: -radius, count: dimension),
        [Double](repeating: radius, count: dimension))
    }
    return (0..<(1 << dimension)).map { mask in
      HalfSpace(a: (0..<dimension).map { mask >> $0 & 1 == 0 ? 1 : -1 }, c: radius)
    }
  }

  /// lower ≤ d ≤ upper.
  static func interval(_ lower: [Double], _ upper: [Double]) -> [HalfSpace] {
    lower.indices.flatMap { j in
      let unit = lower.indices.map { $0 == j ? 1.0 : 0.0 }
      return [HalfSpace(a: unit, c: upper[j]), HalfSpace(a: unit.map { -$0 }, c: -lower[j])]
    }
  }

  static func contains(_ d: [Double], _ constraints: [HalfSpace], slack: Double = 1e-9) -> Bool {
    constraints.allSatisfy { plainDot($0.a, d) <= $0.c + slack }
  }

  /// All vertices: every choice of `dimension` constraints, solved as equations and checked.
  static func vertices(_ constraints: [HalfSpace], dimension: Int) -> [[Double]] {
    var found: [[Double]] = []
    func choose(_ start: Int, _ chosen: [Int]) {
      if chosen.count == dimension {
        let rows = chosen.map { constraints[$0].a + [constraints[$0].c] }
        if let d = solve(rows), contains(d, constraints) { found.append(d) }
        return
      }
      for k in start..<constraints.count { choose(k + 1, chosen + [k]) }
    }
    choose(0, [])
    return found
  }

  /// Gaussian elimination with pivoting on an augmented square system; nil if singular.
  private static func solve(_ system: [[Double]]) -> [Double]? {
    var m = system
    let n = m.count
    for c in 0..<n {
      guard let p = (c..<n).max(by: { abs(m[$0][c]) < abs(m[$1][c]) }), abs(m[p][c]) > 1e-9
      else { return nil }
      m.swapAt(c, p)
      for r in 0..<n where r != c {
        let f = m[r][c] / m[c][c]
        for k in c...n { m[r][k] -= f * m[c][k] }
      }
    }
    return (0..<n).map { m[$0][n] / m[$0][$0] }
  }
}

func plainDot(_ a: [Double], _ b: [Double]) -> Double {
  var s = 0.0
  for j in a.indices { s += a[j] * b[j] }
  return s
}

/// ‖v‖ₚ by its definition, for exponents and entries of moderate size.
func plainNorm(_ v: [Double], _ p: Double) -> Double {
  if p == .infinity { return v.map { abs($0) }.max() ?? 0 }
  var s = 0.0
  for x in v { s += plainPower(abs(x), p) }
  return plainPower(s, 1 / p)
}

/// xᵖ for x ≥ 0 by bisection on integer and fractional parts of p: repeated products and roots.
func plainPower(_ x: Double, _ p: Double) -> Double {
  if x == 0 { return 0 }
  var result = 1.0
  for _ in 0..<Int(p) { result *= x }
  var fraction = p - Double(Int(p))
  var root = x
  for _ in 0..<60 where fraction > 0 {
    root = root.squareRoot()
    fraction *= 2
    if fraction >= 1 {
      result *= root
      fraction -= 1
    }
  }
  return result
}

/// `count` points of the unit circle, from rational parametrisation: no sine or cosine.
func circlePoints(_ count: Int) -> [[Double]] {
  (0..<count).flatMap { k -> [[Double]] in
    let t = Double(k) / Double(count)
    let c = (1 - t * t) / (1 + t * t)
    let s = 2 * t / (1 + t * t)
    return [[c, s], [-c, -s], [-s, c], [s, -c]]
  }
}

/// The losses by name, written out for margins of moderate size.
func plainLoss(_ name: String, _ z: Double) -> Double {
  switch name {
  case "hinge": max(0, 1 - z)
  case "squared-hinge": max(0, 1 - z) * max(0, 1 - z)
  case "logistic": log(1 + exp(-z))
  default: exp(-z)
  }
}
