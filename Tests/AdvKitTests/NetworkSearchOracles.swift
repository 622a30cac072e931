// Oracle: linear networks judged in double precision from their weights alone: scores, dual norms,
// worst margins in a ball without a box; and shortest ways onto a hyperplane by bisection.
import Testing

@testable import AdvKit

/// A linear network with known weights, judged in double precision.
struct PlainLinear {
  let classes: Int
  let dimension: Int
  let weights: [Float]
  let bias: [Float]

  init(classes: Int, dimension: Int, seed: UInt64) {
    var numbers = TestNumbers(seed)
    self.classes = classes
    self.dimension = dimension
    weights = (0..<classes * dimension).map { _ in Float(numbers.number(-1...1)) }
    bias = (0..<classes).map { _ in Float(numbers.number(-0.2...0.2)) }
  }

  var network: Network {
    Network(
      layers: [Dense(inputs: dimension, outputs: classes)], parameters: weights + bias)
  }

  func logits(_ x: [Double]) -> [Double] {
    (0..<classes).map { k in
      (0..<dimension).reduce(Double(bias[k])) {
        $0 + Double(weights[k * dimension + $1]) * x[$1]
      }
    }
  }

  func margin(_ x: [Double], _ label: Int) -> Double {
    let z = logits(x)
    return z[label] - z.indices.filter { $0 != label }.map { z[$0] }.reduce(-.infinity, max)
  }

  /// w_other − w_label.
  func normal(_ label: Int, _ other: Int) -> [Double] {
    (0..<dimension).map {
      Double(weights[other * dimension + $0]) - Double(weights[label * dimension + $0])
    }
  }

  /// The smallest margin in the ball of this dual exponent, without a box.
  func worstMargin(_ x: [Double], _ label: Int, radius: Double, dual: Double) -> Double {
    let z = logits(x)
    return z.indices.filter { $0 != label }
      .map { z[label] - z[$0] - radius * plainNorm(normal(label, $0), dual) }.reduce(.infinity, min)
  }

  /// The distance of the nearest misclassified point without a box; 0 where x is one.
  func distance(_ x: [Double], _ label: Int, dual: Double) -> Double {
    let z = logits(x)
    return max(
      0,
      z.indices.filter { $0 != label }
        .map { (z[label] - z[$0]) / plainNorm(normal(label, $0), dual) }.reduce(.infinity, min))
  }

  /// Points of [0, 1]ᵈ labelled by the network's first largest logit.
  func examples(_ count: Int, seed: UInt64) throws -> Examples {
    var numbers = TestNumbers(seed)
    let inputs = (0..<count * dimension).map { _ in Float(numbers.number(0.1...0.9)) }
    let labels = (0..<count).map { i in
      let z = logits(inputs[i * dimension..<(i + 1) * dimension].map(Double.init))
      return z.firstIndex(of: z.reduce(-.infinity, max)) ?? 0
    }
    return try Examples(
      shape: .vector(dimension), inputs: inputs, labels: labels, classes: classes)
  }
}

/// min ‖d‖ with wᵀd = c and lower ≤ x + d ≤ upper, by bisection; nil where there is none.
///
/// The largest wᵀd within ‖d‖ ≤ r and the box grows with r; for each norm it is written down
/// directly: coordinates by themselves (ℓ∞), a knapsack (ℓ1), a multiplier by bisection (ℓ2).
func plainHyperplaneDistance(
  _ x: [Double], _ w: [Double], _ c: Double, _ lower: Double, _ upper: Double, exponent: Double
) -> Double? {
  let v = c < 0 ? w.map { -$0 } : w
  let c = abs(c)
  let room = zip(x, v).map { $1 > 0 ? upper - $0 : $0 - lower }
  func reach(_ r: Double) -> Double {
    if exponent == .infinity {
      return v.indices.reduce(0) { $0 + abs(v[$1]) * min(r, room[$1]) }
    }
    if exponent == 1 {
      var rest = r
      var sum = 0.0
      for j in v.indices.sorted(by: { abs(v[$0]) > abs(v[$1]) }) {
        let part = min(rest, room[j])
        sum += part * abs(v[j])
        rest -= part
      }
      return sum
    }
    func lengths(_ t: Double) -> [Double] { v.indices.map { min(t * abs(v[$0]), room[$0]) } }
    var (low, high) = (0.0, 1e6)
    for _ in 0..<70 {
      let t = (low + high) / 2
      if plainNorm(lengths(t), 2) <= r { low = t } else { high = t }
    }
    return plainDot(lengths(low), v.map { abs($0) })
  }
  guard reach(1e5) >= c else { return nil }
  var (low, high) = (0.0, 1e5)
  for _ in 0..<70 {
    let r = (low + high) / 2
    if reach(r) < c { low = r } else { high = r }
  }
  return high
}
