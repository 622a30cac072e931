/// Points of a box as tanh of free variables, with Adam's memory, for the rows of a block.
///
/// x = l + (h − l)·½(tanh u + 1); Adam by Kingma and Ba, "Adam: a method for stochastic optimization",
/// ICLR 2015, algorithm 1, with β₁ = 0.9, β₂ = 0.999.
final class TanhSpace {
  private let lower: Float
  private let upper: Float
  private let rate: Float
  private let count: Int
  private let free: FloatBuffer
  private let mean: FloatBuffer
  private let square: FloatBuffer
  // e^(−2|u|), of which both tanh u and its derivative are made.
  private let exponentials: FloatBuffer
  private let shrink: Float = 0.999999

  init(_ block: AttackBlock, _ bounds: (lower: Float, upper: Float), rate: Float) {
    (lower, upper) = bounds
    self.rate = rate
    count = block.rows * block.dimension
    free = FloatBuffer(count)
    mean = FloatBuffer(count)
    square = FloatBuffer(count)
    exponentials = FloatBuffer(count)
  }

  /// Starts again at the clean inputs, with Adam's memory empty.
  func begin(_ block: AttackBlock) {
    let scale = 2 / (Double(upper) - Double(lower))
    for place in 0..<count {
      let share = (Double(block.clean[place]) - Double(lower)) * scale - 1
      let t = Double(shrink) * min(max(share, -1), 1)
      // artanh t
      free.start[place] = Float(0.5 * (Elementary.log1p(t) - Elementary.log1p(-t)))
      mean.start[place] = 0
      square.start[place] = 0
    }
  }

  /// Writes the points to the block's iterates.
  func place(_ block: AttackBlock) {
    let half = 0.5 * (upper - lower)
    for place in 0..<count { exponentials.start[place] = -2 * abs(free.start[place]) }
    FloatFunctions.map(exponentials.start, count: count) { FloatFunctions.exp($0) }
    for place in 0..<count {
      let e = exponentials.start[place]
      // 1 + tanh u is 2/(1 + e) for u ≥ 0 and 2e/(1 + e) below.
      let sum = 2 * (free.start[place] >= 0 ? 1 : e) / (1 + e)
      block.current[place] = min(max(lower + half * sum, lower), upper)
    }
  }

  /// ‖x′ − x‖² of a row.
  func squaredDistance(_ block: AttackBlock, _ row: Int) -> Double {
    let d = block.dimension
    var sum = 0.0
    for place in row * d..<(row + 1) * d {
      let difference = Double(block.current[place]) - Double(block.clean[place])
      sum += difference * difference
    }
    return sum
  }

  /// One step of Adam for the active rows down ‖x′ − x‖² − c·loss, with the loss's gradient in the
  /// block.
  ///
  /// - Parameter number: 1 for the first step.
  func step(_ block: AttackBlock, weights: [Float], isActive: [Bool], number: Int) {
    let d = block.dimension
    let half = 0.5 * (upper - lower)
    let meanScale = Float(1 / (1 - Elementary.pow(0.9, Double(number))))
    let squareScale = Float(1 / (1 - Elementary.pow(0.999, Double(number))))
    for row in 0..<block.rows where isActive[row] {
      for place in row * d..<(row + 1) * d {
        let e = exponentials.start[place]
        // tanh′ u = 4e/(1 + e)² never cancels to 0 as 1 − tanh² u does.
        let slope = half * 4 * e / ((1 + e) * (1 + e))
        let pull = 2 * (block.current[place] - block.clean[place])
        let g = slope * (pull - weights[row] * block.gradient[place])
        mean.start[place] += 0.1 * (g - mean.start[place])
        square.start[place] += 0.001 * (g * g - square.start[place])
        let deviation = (squareScale * square.start[place]).squareRoot()
        // Slopes near a bound are about 10⁻⁶: Adam's usual 10⁻⁸ would hold such values back.
        free.start[place] -= rate * meanScale * mean.start[place] / (deviation + 1e-12)
      }
    }
  }
}
