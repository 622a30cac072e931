internal import AdvKit

/// Losses, margins and norms of a linear model by plain loops over their definitions.
///
/// The second route by which cells confirm what they publish: it shares no formula's code with the
/// engine, adds in the opposite order, and carries bounds for its own rounding.
enum SecondRoute {
  /// ℓ(z).
  static func loss(_ loss: MarginLoss, _ z: Rounded) -> Rounded {
    switch loss {
    case .hinge: (Rounded(1) - z).positivePart
    case .squaredHinge: (Rounded(1) - z).positivePart * (Rounded(1) - z).positivePart
    case .logistic: z.logistic
    case .exponential: (-z).exponential
    case .expression(let written): WrittenLossRoute.value(written, z)
    }
  }

  /// y(wᵀx + b).
  static func margin(_ model: LinearModel, _ x: [Double], _ y: Double) -> Rounded {
    var score = Rounded(model.bias)
    for j in x.indices.reversed() { score = score + Rounded(x[j]) * Rounded(model.weights[j]) }
    return y < 0 ? -score : score
  }

  /// Clean margins of all points.
  static func margins(_ model: LinearModel, _ data: Dataset) -> [Rounded] {
    (0..<data.count).map { margin(model, Array(data.points.row($0)), data.labels[$0]) }
  }

  /// Margins at xᵢ + δᵢ, as y(wᵀx + b) + y·wᵀδ.
  static func margins(
    _ model: LinearModel, _ data: Dataset, perturbedBy rows: [[Double]]
  ) -> [Rounded] {
    let steps = LinearModel(weights: model.weights)
    return (0..<data.count).map { i in
      let clean = margin(model, Array(data.points.row(i)), data.labels[i])
      return clean + margin(steps, rows[i], data.labels[i])
    }
  }

  /// ‖v‖ₚ, entries scaled by the largest.
  static func norm(_ v: [Double], _ exponent: Double) -> Rounded {
    let largest = v.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, exponent.isFinite else { return Rounded(largest) }
    let scaled = v.map { Rounded.rounding($0.magnitude / largest, 0) }
    switch exponent {
    case 1: return Rounded.sum(v.map { Rounded($0.magnitude) })
    case 2: return Rounded(largest) * Rounded.sum(scaled.map { $0 * $0 }).squareRoot
    default:
      let sum = Rounded.sum(scaled.map { $0.power(exponent) })
      return Rounded(largest) * sum.power(1 / exponent)
    }
  }

  /// ‖w‖_*, the norm dual to ‖·‖ₚ.
  static func dualNorm(_ w: [Double], of norm: Norm) -> Rounded {
    switch norm.exponent {
    case 1: return self.norm(w, .infinity)
    case .infinity: return self.norm(w, 1)
    case let p:
      let result = self.norm(w, p / (p - 1))
      // The dual exponent is rounded itself; near p = 1 that moves the norm by ‖w‖·log d/q at most.
      return Rounded(result.value, error: result.error + 8 * Rounded.unit * result.value)
    }
  }

  /// Worst margins over ball and box of all points.
  static func worstMargins(
    _ model: LinearModel, _ data: Dataset, _ ball: Ball, _ box: Box?
  ) -> [Rounded] {
    let dual = dualNorm(model.weights, of: ball.norm)
    return (0..<data.count).map { i in
      let x = Array(data.points.row(i))
      let y = data.labels[i]
      let reduction =
        if let box {
          self.reduction(model.weights, rooms(x, y, model.weights, box), ball)
        } else {
          Rounded(ball.radius) * dual
        }
      return margin(model, x, y) - reduction
    }
  }

  /// How far each coordinate can move inside the box in the direction that lowers the margin.
  private static func rooms(_ x: [Double], _ y: Double, _ w: [Double], _ box: Box) -> [Double] {
    x.indices.map { j in y * w[j] > 0 ? x[j] - box.lower : box.upper - x[j] }
  }

  /// The largest Σ|wⱼ|tⱼ over 0 ≤ tⱼ ≤ roomⱼ and ‖t‖ ≤ ε.
  private static func reduction(_ w: [Double], _ rooms: [Double], _ ball: Ball) -> Rounded {
    let sizes = w.map(\.magnitude)
    let value: Double
    switch ball.norm {
    case .l1: value = dualBoundL1(sizes, rooms, ball.radius)
    case .l2: value = bisectedL2(sizes, rooms, ball.radius)
    case .linf, .p:
      value = zip(sizes, rooms).reduce(0) { $0 + $1.0 * min($1.1, ball.radius) }
    }
    return Rounded(value, error: Double(2 * w.count + 32) * Rounded.unit * value)
  }

  /// ℓ1 by its linear programming dual: the least λε + Σ roomⱼ·max(0, |wⱼ| − λ) over λ ≥ 0.
  ///
  /// Convex and piecewise linear in λ, so the least value stands at 0 or at one of the |wⱼ|; a
  /// binary search over these finds it.
  private static func dualBoundL1(_ sizes: [Double], _ rooms: [Double], _ radius: Double) -> Double
  {
    var breakpoints: [Double] = [0]
    for size in sizes.sorted() where size > breakpoints[breakpoints.count - 1] {
      breakpoints.append(size)
    }
    func value(_ price: Double) -> Double {
      zip(sizes, rooms).reduce(price * radius) { $0 + $1.1 * max(0, $1.0 - price) }
    }
    var low = 0
    var high = breakpoints.count - 1
    while low < high {
      let middle = (low + high) / 2
      if value(breakpoints[middle]) <= value(breakpoints[middle + 1]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return value(breakpoints[low])
  }

  /// ℓ2 by bisection on s in tⱼ = min(s|wⱼ|, roomⱼ), until ‖t‖₂ = ε.
  private static func bisectedL2(_ sizes: [Double], _ rooms: [Double], _ radius: Double) -> Double {
    func lengths(_ scale: Double) -> [Double] {
      zip(sizes, rooms).map { $0 > 0 ? min(scale * $0, $1) : 0 }
    }
    func gain(_ lengths: [Double]) -> Double { zip(sizes, lengths).reduce(0) { $0 + $1.0 * $1.1 } }
    func size(_ lengths: [Double]) -> Double { norm(lengths, 2).value }
    let full = lengths(.infinity)
    guard size(full) > radius else { return gain(full) }
    let smallest = sizes.filter { $0 > 0 }.min() ?? 1
    var low = 0.0
    var high = (full.max() ?? 0) / smallest
    for _ in 0..<2000 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if size(lengths(middle)) > radius { high = middle } else { low = middle }
    }
    return gain(lengths(low))
  }
}
