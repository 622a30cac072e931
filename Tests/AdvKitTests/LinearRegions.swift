// Oracle: the linear regions of a small network with ReLU in the plane, all of them, in double
// precision: by cutting polygons along every unit's line. It shares no code with AdvKit.

/// A point or a vector of the plane.
struct Place {
  var x: Double
  var y: Double
}

/// An affine function of the plane: `x·p.x + y·p.y + c`.
struct Affine {
  var x: Double
  var y: Double
  var c: Double

  func at(_ p: Place) -> Double { x * p.x + y * p.y + c }
  static func - (a: Affine, b: Affine) -> Affine {
    Affine(x: a.x - b.x, y: a.y - b.y, c: a.c - b.c)
  }
  static prefix func - (a: Affine) -> Affine { Affine(x: -a.x, y: -a.y, c: -a.c) }
}

/// A convex polygon by its corners in order; empty where it has fewer than three.
struct Polygon {
  var corners: [Place]

  /// The part where the function is ≥ 0.
  func cut(_ f: Affine) -> Polygon {
    var kept: [Place] = []
    for (k, a) in corners.enumerated() {
      let b = corners[(k + 1) % corners.count]
      let (u, v) = (f.at(a), f.at(b))
      if u >= 0 { kept.append(a) }
      if (u > 0 && v < 0) || (u < 0 && v > 0) {
        let t = u / (u - v)
        kept.append(Place(x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y)))
      }
    }
    return Polygon(corners: kept.count >= 3 ? kept : [])
  }

  func contains(_ p: Place, slack: Double = 1e-12) -> Bool {
    // Corners stand against the clock, so the inside is on the left of every edge.
    corners.indices.allSatisfy { k in
      let (a, b) = (corners[k], corners[(k + 1) % corners.count])
      return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) >= -slack
    }
  }

  /// The smallest value of the function on the part within the disc, which may be none.
  func smallest(_ f: Affine, centre: Place, radius: Double?) -> Double {
    guard let radius else { return corners.map(f.at).reduce(.infinity, min) }
    func isInside(_ p: Place) -> Bool {
      let (u, v) = (p.x - centre.x, p.y - centre.y)
      return u * u + v * v <= radius * radius * (1 + 1e-12)
    }
    var candidates = corners.filter(isInside)
    let slope = (f.x * f.x + f.y * f.y).squareRoot()
    if slope > 0 {
      candidates.append(
        Place(x: centre.x - radius * f.x / slope, y: centre.y - radius * f.y / slope))
    } else {
      candidates.append(centre)
    }
    for (k, a) in corners.enumerated() {
      let b = corners[(k + 1) % corners.count]
      let (p, q) = (b.x - a.x, b.y - a.y)
      let (u, v) = (a.x - centre.x, a.y - centre.y)
      let (A, B, C) = (p * p + q * q, p * u + q * v, u * u + v * v - radius * radius)
      guard A > 0, B * B - A * C >= 0 else { continue }
      for root in [-1.0, 1.0] {
        let t = (-B + root * (B * B - A * C).squareRoot()) / A
        if t >= 0, t <= 1 { candidates.append(Place(x: a.x + t * p, y: a.y + t * q)) }
      }
    }
    return candidates.filter { isInside($0) && contains($0) }.map(f.at).reduce(.infinity, min)
  }

  /// The distance of a point to the polygon; infinite to an empty one.
  func distance(_ p: Place, exponent: Double) -> Double {
    guard !corners.isEmpty else { return .infinity }
    if contains(p, slack: 0) { return 0 }
    var least = Double.infinity
    for (k, a) in corners.enumerated() {
      let b = corners[(k + 1) % corners.count]
      let (u, v) = (a.x - p.x, a.y - p.y)
      let (s, t) = (b.x - a.x, b.y - a.y)
      // Where the norm of (u + r s, v + r t) can be smallest: ends, kinks, the foot of the normal.
      var places = [0.0, 1.0, -u / s, -v / t, -(u - v) / (s - t), -(u + v) / (s + t)]
      if exponent == 2 { places.append(-(u * s + v * t) / (s * s + t * t)) }
      for r in places where r >= 0 && r <= 1 {
        least = min(least, plainNorm([u + r * s, v + r * t], exponent))
      }
    }
    return least
  }
}

/// A piece of the plane on which a network is affine, with its logits there.
struct LinearRegion {
  let polygon: Polygon
  let logits: [Affine]
}

extension PlainNetwork {
  /// Every region that meets the polygon.
  ///
  /// The number of patterns tried is that of the regions, since a
  /// pattern that leaves nothing of the polygon is not followed.
  func regions(in polygon: Polygon) -> [LinearRegion] {
    follow(
      polygon, layer: 0, [Affine(x: 1, y: 0, c: 0), Affine(x: 0, y: 1, c: 0)])
  }

  private func follow(_ polygon: Polygon, layer: Int, _ inputs: [Affine]) -> [LinearRegion] {
    guard layer < layers.count else { return [LinearRegion(polygon: polygon, logits: inputs)] }
    let sums = zip(layers[layer].weight, layers[layer].bias).map { row, bias in
      zip(row, inputs).reduce(Affine(x: 0, y: 0, c: bias)) { sum, term in
        Affine(
          x: sum.x + term.0 * term.1.x, y: sum.y + term.0 * term.1.y, c: sum.c + term.0 * term.1.c)
      }
    }
    guard layers[layer].isRectified else {
      return follow(polygon, layer: layer + 1, sums)
    }
    var pieces = [(polygon, [Affine]())]
    for sum in sums {
      pieces = pieces.flatMap { piece, outputs in
        [
          (piece.cut(sum), outputs + [sum]),
          (piece.cut(-sum), outputs + [Affine(x: 0, y: 0, c: 0)]),
        ].filter { !$0.0.corners.isEmpty }
      }
    }
    return pieces.flatMap { follow($0.0, layer: layer + 1, $0.1) }
  }

  /// The ball as a polygon; for ℓ2 the square around it.
  private func ball(_ p: Place, _ exponent: Double, _ r: Double) -> Polygon {
    let shape: [(Double, Double)] =
      exponent == 1 ? [(1, 0), (0, 1), (-1, 0), (0, -1)] : [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return Polygon(corners: shape.map { Place(x: p.x + r * $0.0, y: p.y + r * $0.1) })
  }

  /// The smallest margin in the ball (of exponent 1, 2 or ∞) and the unit box, exactly up to rounding.
  func worstMargin(_ x: [Double], _ label: Int, exponent: Double, radius: Double, hasBox: Bool)
    -> Double
  {
    let centre = Place(x: x[0], y: x[1])
    var set = ball(centre, exponent, radius)
    if hasBox {
      for side in [
        Affine(x: 1, y: 0, c: 0), Affine(x: -1, y: 0, c: 1), Affine(x: 0, y: 1, c: 0),
        Affine(x: 0, y: -1, c: 1),
      ] { set = set.cut(side) }
    }
    var least = Double.infinity
    for region in regions(in: set) {
      for k in region.logits.indices where k != label {
        least = min(
          least,
          region.polygon.smallest(
            region.logits[label] - region.logits[k], centre: centre,
            radius: exponent == 2 ? radius : nil))
      }
    }
    return least
  }

  /// The distance of the nearest point of another class within `reach`; infinite where there is none.
  func errorDistance(_ x: [Double], _ label: Int, exponent: Double, reach: Double) -> Double {
    let centre = Place(x: x[0], y: x[1])
    return regions(in: ball(centre, .infinity, reach)).reduce(.infinity) { least, region in
      region.logits.indices.filter { $0 != label }.reduce(least) {
        min(
          $0,
          region.polygon.cut(region.logits[$1] - region.logits[label])
            .distance(centre, exponent: exponent))
      }
    }
  }
}
