/// A place in a glyph's own plane: x to the right, y down, the digit about 0.6 wide and 1 high
/// around the origin.
typealias GlyphPoint = SIMD2<Float>

/// One stroke of a pen.
enum GlyphStroke {
  /// Straight lines from point to point.
  case lines([GlyphPoint])
  /// Cubic Bézier curves: a start, then two control points and an end for each.
  case curves([GlyphPoint])
  /// A part of an ellipse; angles in turns, 0 to the right, ¼ downwards.
  case arc(center: GlyphPoint, radii: GlyphPoint, from: Double, to: Double)

  /// The stroke as a chain of short lines.
  ///
  /// Drawn 20 pixels high, the chain is within 0.15 pixels of the curve.
  var chain: [GlyphPoint] {
    switch self {
    case .lines(let points): points
    case .curves(let points):
      points.prefix(1)
        + stride(from: 0, to: points.count - 3, by: 3).flatMap { start in
          (1...8).map { Self.bezier(points[start...start + 3], at: Float($0) / 8) }
        }
    case .arc(let center, let radii, let from, let to):
      (0...20).map { step in
        let angle = 2 * Double.pi * (from + (to - from) * Double(step) / 20)
        return center
          + radii * GlyphPoint(Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
      }
    }
  }

  private static func bezier(_ points: ArraySlice<GlyphPoint>, at t: Float) -> GlyphPoint {
    let s = 1 - t
    let weights = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
    return zip(points, weights).reduce(.zero) { $0 + $1.0 * $1.1 }
  }

  /// The ways in which people write each digit, as chains of lines.
  static let chains: [[[[GlyphPoint]]]] = digits.map { ways in ways.map { $0.map(\.chain) } }

  private static func p(_ x: Float, _ y: Float) -> GlyphPoint { GlyphPoint(x, y) }

  private static let digits: [[[GlyphStroke]]] = [
    [
      [.arc(center: p(0, 0), radii: p(0.27, 0.5), from: 0, to: 1)]
    ],
    [
      [.lines([p(0, -0.5), p(0, 0.5)])],
      [.lines([p(-0.16, -0.28), p(0.03, -0.5), p(0.03, 0.5)])],
      [
        .lines([p(-0.16, -0.3), p(0.02, -0.5), p(0.02, 0.5)]),
        .lines([p(-0.18, 0.5), p(0.22, 0.5)]),
      ],
    ],
    [
      [
        .curves([
          p(-0.26, -0.25), p(-0.26, -0.6), p(0.3, -0.6), p(0.27, -0.2), p(0.24, 0.05),
          p(-0.1, 0.25), p(-0.3, 0.5),
        ]), .lines([p(-0.3, 0.5), p(0.3, 0.5)]),
      ],
      [
        .curves([
          p(-0.24, -0.35), p(-0.12, -0.6), p(0.3, -0.55), p(0.24, -0.18), p(0.2, 0.1),
          p(-0.1, 0.4), p(-0.2, 0.46), p(-0.34, 0.52), p(-0.34, 0.28), p(-0.16, 0.36),
          p(0, 0.44), p(0.1, 0.52), p(0.32, 0.42),
        ])
      ],
    ],
    [
      [
        .curves([
          p(-0.25, -0.38), p(-0.1, -0.58), p(0.27, -0.52), p(0.24, -0.25), p(0.22, -0.06),
          p(0.04, -0.03), p(-0.06, -0.03), p(0.15, -0.04), p(0.31, 0.08), p(0.28, 0.27),
          p(0.23, 0.55), p(-0.15, 0.56), p(-0.28, 0.36),
        ])
      ],
      [
        .lines([p(-0.25, -0.5), p(0.24, -0.5), p(-0.03, -0.1)]),
        .curves([
          p(-0.03, -0.1), p(0.2, -0.12), p(0.32, 0.08), p(0.28, 0.26), p(0.22, 0.55),
          p(-0.15, 0.56), p(-0.28, 0.36),
        ]),
      ],
    ],
    [
      [
        .lines([p(0.1, -0.5), p(-0.3, 0.17), p(0.32, 0.17)]),
        .lines([p(0.1, -0.5), p(0.1, 0.5)]),
      ],
      [
        .lines([p(-0.2, -0.5), p(-0.27, 0.04), p(0.3, 0.04)]),
        .lines([p(0.2, -0.48), p(0.16, 0.5)]),
      ],
    ],
    [
      [
        .lines([p(0.25, -0.5), p(-0.19, -0.5), p(-0.23, -0.06)]),
        .curves([
          p(-0.23, -0.06), p(-0.05, -0.2), p(0.3, -0.15), p(0.29, 0.17), p(0.28, 0.52),
          p(-0.12, 0.57), p(-0.29, 0.38),
        ]),
      ]
    ],
    [
      [
        .curves([p(0.2, -0.5), p(-0.1, -0.42), p(-0.27, -0.1), p(-0.27, 0.2)]),
        .arc(center: p(0, 0.2), radii: p(0.27, 0.3), from: 0, to: 1),
      ],
      [
        .curves([p(0.02, -0.5), p(-0.16, -0.2), p(-0.25, 0), p(-0.25, 0.22)]),
        .arc(center: p(0, 0.24), radii: p(0.25, 0.26), from: 0, to: 1),
      ],
    ],
    [
      [.lines([p(-0.28, -0.5), p(0.28, -0.5), p(-0.06, 0.5)])],
      [
        .lines([p(-0.28, -0.5), p(0.28, -0.5), p(-0.06, 0.5)]),
        .lines([p(-0.13, 0.02), p(0.24, 0.02)]),
      ],
      [
        .lines([p(-0.28, -0.38), p(-0.28, -0.5), p(0.28, -0.5)]),
        .curves([p(0.28, -0.5), p(0.1, -0.2), p(-0.02, 0.1), p(-0.02, 0.5)]),
      ],
    ],
    [
      [
        .arc(center: p(0, -0.26), radii: p(0.21, 0.24), from: 0, to: 1),
        .arc(center: p(0, 0.24), radii: p(0.26, 0.26), from: 0, to: 1),
      ],
      [
        .curves([
          p(0.22, -0.42), p(-0.05, -0.6), p(-0.36, -0.34), p(-0.12, -0.12), p(0.08, 0.04),
          p(0.3, 0.1), p(0.24, 0.34), p(0.18, 0.56), p(-0.22, 0.56), p(-0.26, 0.34),
          p(-0.3, 0.1), p(0.02, 0.02), p(0.14, -0.14), p(0.24, -0.26), p(0.26, -0.34),
          p(0.22, -0.42),
        ])
      ],
    ],
    [
      [
        .arc(center: p(0, -0.22), radii: p(0.26, 0.28), from: 0, to: 1),
        .curves([p(0.26, -0.22), p(0.28, 0.1), p(0.22, 0.35), p(0.08, 0.5)]),
      ],
      [
        .arc(center: p(-0.02, -0.24), radii: p(0.24, 0.26), from: 0, to: 1),
        .lines([p(0.22, -0.24), p(0.2, 0.5)]),
      ],
    ],
  ]
}
