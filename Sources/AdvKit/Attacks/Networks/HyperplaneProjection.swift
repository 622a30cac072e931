/// The shortest perturbation onto a hyperplane inside a box: min ‖d‖ₚ with wᵀd = c and x + d in the box.
///
/// With signs turned so that c ≥ 0, dⱼ = sign(wⱼ)·lengthⱼ and roomⱼ the way to the bound on that side:
/// ℓ∞ has lengthⱼ = min(λ, roomⱼ), ℓ2 min(λ|wⱼ|, roomⱼ), each with the λ for which Σ|wⱼ|lengthⱼ = c;
/// ℓ1 spends the rooms in the order of falling |wⱼ|. Where the hyperplane misses the box, every
/// coordinate with wⱼ ≠ 0 goes to its bound. No memory is allocated.
/// Source: Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive boundary
/// attack", ICML 2020, section 2.2 and appendix A.
struct HyperplaneProjection {
  /// The norm that is minimised: ℓ1, ℓ2 or ℓ∞.
  let norm: Norm
  /// The bounds of each coordinate; infinite for none.
  let lower: Float
  let upper: Float

  init(_ norm: Norm, box: Box?) {
    self.norm = norm
    lower = box.map { Float($0.lower) } ?? -.infinity
    upper = box.map { Float($0.upper) } ?? .infinity
  }

  /// Writes d, and returns ‖d‖ₚ.
  ///
  /// - Parameters:
  ///   - x: a point of the box.
  ///   - w: the normal of the hyperplane; with w = 0 there is no hyperplane, and d = 0.
  ///   - change: c, what wᵀx is to change by.
  func perturb(
    _ x: UnsafePointer<Float>, normal w: UnsafePointer<Float>, change: Double, dimension: Int,
    into d: UnsafeMutablePointer<Float>
  ) -> Double {
    let sign: Float = change < 0 ? -1 : 1
    switch norm {
    case .linf, .p:
      let scale = level(x, w, sign, abs(change), dimension) { _ in 1 }
      return fill(x, w, sign, dimension, into: d) { _ in scale }
    case .l2:
      let scale = level(x, w, sign, abs(change), dimension) { Double(abs($0)) }
      return fill(x, w, sign, dimension, into: d) { scale * Double(abs($0)) }
    case .l1:
      return spend(x, w, sign, abs(change), dimension, into: d)
    }
  }

  /// How far coordinate j may move in the direction of ±wⱼ.
  @inline(__always)
  private func room(_ x: Float, _ w: Float, _ sign: Float) -> Double {
    w * sign > 0 ? Double(upper) - Double(x) : Double(x) - Double(lower)
  }

  /// The λ ≥ 0 with Σ|wⱼ|·min(λ·speedⱼ, roomⱼ) = c, infinite where there is none.
  ///
  /// The sum is concave and piecewise linear in λ, so Newton's steps from the left stay on the left
  /// and pass at least one breakpoint each: the root is reached, not approached.
  @inline(__always)
  private func level(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ sign: Float, _ change: Double,
    _ dimension: Int, _ speed: (_ w: Float) -> Double
  ) -> Double {
    var scale = 0.0
    for _ in 0...dimension {
      var (full, slope) = (0.0, 0.0)
      for j in 0..<dimension where w[j] != 0 {
        let (weight, speed, room) = (Double(abs(w[j])), speed(w[j]), room(x[j], w[j], sign))
        if room > scale * speed { slope += weight * speed } else { full += weight * room }
      }
      guard slope > 0 else { return .infinity }
      let next = (change - full) / slope
      guard next > scale else { break }
      scale = next
    }
    return scale
  }

  /// Writes sign(wⱼ)·min(lengthⱼ, roomⱼ), and returns the norm.
  @inline(__always)
  private func fill(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ sign: Float, _ dimension: Int,
    into d: UnsafeMutablePointer<Float>, _ length: (_ w: Float) -> Double
  ) -> Double {
    var (largest, square) = (0.0, 0.0)
    for j in 0..<dimension {
      guard w[j] != 0 else {
        d[j] = 0
        continue
      }
      let size = max(0, min(length(w[j]), room(x[j], w[j], sign)))
      largest = max(largest, size)
      square += size * size
      d[j] = Float(w[j] * sign > 0 ? size : -size)
    }
    return norm == .l2 ? square.squareRoot() : largest
  }

  /// The ℓ1 case: coordinates of the largest |wⱼ| first, of equal ones the first.
  private func spend(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ sign: Float, _ change: Double,
    _ dimension: Int, into d: UnsafeMutablePointer<Float>
  ) -> Double {
    for j in 0..<dimension { d[j] = 0 }
    var (rest, size) = (change, 0.0)
    var (last, lastWeight) = (-1, Float.infinity)
    while rest > 0 {
      // The next one in the order of falling weights, then of places.
      var (next, weight) = (-1, Float(0))
      for j in 0..<dimension {
        let own = abs(w[j])
        let isLeft = own < lastWeight || (own == lastWeight && j > last)
        if isLeft, own > weight { (next, weight) = (j, own) }
      }
      guard next >= 0 else { break }
      let (needed, room) = (rest / Double(weight), max(0, room(x[next], w[next], sign)))
      let length = min(needed, room)
      d[next] = Float(w[next] * sign > 0 ? length : -length)
      size += length
      guard needed > room else { break }
      rest -= Double(weight) * length
      (last, lastWeight) = (next, weight)
    }
    return size
  }
}
