/// The steps and projections of gradient attacks on rows of single-precision numbers.
///
/// Rules: ℓ∞ steps along sign(g), ℓ2 along g/‖g‖₂, ℓ1 along the sign of one largest |gⱼ| that the
/// box does not stop; projections are the exact Euclidean ones onto ball ∩ box. Where g = 0 a row stays.
package enum RowStep {
  /// Moves one row a step of length `length` and projects it onto ball ∩ box.
  ///
  /// - Parameters:
  ///   - x: the row, replaced.
  ///   - clean: the clean input, inside the box.
  ///   - g: the gradient to ascend.
  ///   - dimension: numbers of the row.
  @inline(__always)
  package static func ascend(
    _ x: UnsafeMutablePointer<Float>, from clean: UnsafePointer<Float>,
    along g: UnsafePointer<Float>, length: Float, _ threat: Threat, dimension: Int
  ) {
    switch threat.ball.norm {
    case .linf, .p:
      ascendLinf(x, from: clean, along: g, length: length, threat, count: dimension)
    case .l2:
      var square: Float = 0
      for j in 0..<dimension { square += g[j] * g[j] }
      guard square > 0, square.isFinite else {
        return rescaledStep(x, clean, g, length, threat, dimension)
      }
      let scale = length / square.squareRoot()
      for j in 0..<dimension { x[j] += scale * g[j] }
      project(x, around: clean, threat, dimension: dimension)
    case .l1:
      guard let largest = steepest(x, g, threat.box, dimension: dimension) else { return }
      x[largest] += g[largest] > 0 ? length : -length
      project(x, around: clean, threat, dimension: dimension)
    }
  }

  /// The first coordinate with the largest |gⱼ| ≠ 0 of those that the box lets move along g.
  static func steepest(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ box: Box?, dimension: Int
  ) -> Int? {
    let lower = box.map { Float($0.lower) } ?? -.infinity
    let upper = box.map { Float($0.upper) } ?? .infinity
    var place: Int?
    var largest: Float = 0
    for j in 0..<dimension where abs(g[j]) > largest {
      guard g[j] > 0 ? x[j] < upper : x[j] > lower else { continue }
      largest = abs(g[j])
      place = j
    }
    return place
  }

  /// The ℓ∞ step of one row, or of many that lie one after the other: it works number by number.
  @inline(__always)
  static func ascendLinf(
    _ x: UnsafeMutablePointer<Float>, from clean: UnsafePointer<Float>,
    along g: UnsafePointer<Float>, length: Float, _ threat: Threat, count: Int
  ) {
    typealias Eight = FloatFunctions.Eight
    let radius = Float(threat.ball.radius)
    let lower = Eight(repeating: threat.box.map { Float($0.lower) } ?? -.infinity)
    let upper = Eight(repeating: threat.box.map { Float($0.upper) } ?? .infinity)
    @inline(__always)
    func stepped(_ x: Eight, _ clean: Eight, _ g: Eight) -> Eight {
      let step = Eight.zero.replacing(with: length, where: g .> 0)
        .replacing(with: -length, where: g .< 0)
      let bottom = FloatFunctions.larger(clean - radius, lower)
      let top = FloatFunctions.smaller(clean + radius, upper)
      return FloatFunctions.smaller(FloatFunctions.larger(x + step, bottom), top)
    }
    var index = 0
    while index + 8 <= count {
      let (x, clean, g) = (x + index, clean + index, g + index)
      FloatFunctions.store(
        stepped(FloatFunctions.load(x), FloatFunctions.load(clean), FloatFunctions.load(g)), x)
      index += 8
    }
    if index < count {
      let (x, clean, g, rest) = (x + index, clean + index, g + index, count - index)
      FloatFunctions.store(
        stepped(
          FloatFunctions.load(x, count: rest), FloatFunctions.load(clean, count: rest),
          FloatFunctions.load(g, count: rest)), x, count: rest)
    }
  }

  /// The ℓ2 step for gradients whose squares leave the range of single precision.
  private static func rescaledStep(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ g: UnsafePointer<Float>,
    _ length: Float, _ threat: Threat, _ dimension: Int
  ) {
    var square = 0.0
    for j in 0..<dimension { square += Double(g[j]) * Double(g[j]) }
    guard square > 0, square.isFinite else { return }
    let scale = Double(length) / square.squareRoot()
    for j in 0..<dimension { x[j] += Float(scale * Double(g[j])) }
    project(x, around: clean, threat, dimension: dimension)
  }

  /// Replaces a row by the nearest point (in ℓ2) of ball ∩ box around `clean`.
  package static func project(
    _ x: UnsafeMutablePointer<Float>, around clean: UnsafePointer<Float>, _ threat: Threat,
    dimension: Int
  ) {
    switch threat.ball.norm {
    case .linf, .p: projectLinf(x, clean, threat, dimension)
    case .l2: projectL2(x, clean, threat, dimension)
    case .l1: projectL1(x, clean, threat, dimension)
    }
  }

  private static func projectLinf(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ dimension: Int
  ) {
    let radius = Float(threat.ball.radius)
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    for j in 0..<dimension {
      x[j] = min(max(x[j], max(clean[j] - radius, lower)), min(clean[j] + radius, upper))
    }
  }
}
