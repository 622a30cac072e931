extension Examples {
  /// Drawn digits, 28 × 28 pixels of one channel in [0, 1], ink bright on dark as in MNIST.
  ///
  /// Each digit has one to three ways of writing it. Its strokes are bent by a smooth random field,
  /// moved a little each, and mapped by a random affine map: height about 20 pixels, scales 0.8 to
  /// 1.1, rotation up to 0.25 radians, slant up to 0.25 to one side and 0.1 to the other, shift up to 2
  /// pixels. A round pen of 1.6 to 3.6 pixels draws them: ink·max(0, min(1, w/2 + ½ − distance)),
  /// the largest over the strokes. Then noise·N(0, 1) is added and the sum clipped to [0, 1].
  ///
  /// Labels cycle 0, 1, …, 9. Each example has a random stream of its own, so the first examples do
  /// not depend on n.
  ///
  /// - Parameters:
  ///   - count: n, from 2 to 100,000 (3 kB each).
  ///   - noise: standard deviation of the pixels' noise, in [0, 1].
  /// - Throws: ``DataError/parameter(name:requirement:)``.
  package static func glyphs(
    count: Int, noise: Double = 0.05, key: RandomKey
  ) throws(DataError) -> Examples {
    guard (2...100_000).contains(count) else {
      throw .parameter(name: "n", requirement: "lies between 2 and 100000, not \(count)")
    }
    guard noise >= 0, noise <= 1 else {
      throw .parameter(name: "noise", requirement: "lies between 0 and 1, not \(noise)")
    }
    var inputs: [Float] = []
    inputs.reserveCapacity(count * GlyphCanvas.size * GlyphCanvas.size)
    for index in 0..<count {
      var random = RandomStream(key.named("\(key.stream)/\(index)"))
      let hand = GlyphHand(&random)
      var canvas = GlyphCanvas()
      let ways = GlyphStroke.chains[index % 10]
      for chain in ways[random.integer(below: ways.count)] {
        let offset = 0.015 * GlyphPoint(random.symmetric(), random.symmetric())
        canvas.draw(chain.map { hand.pixel($0 + offset) }, width: hand.width, ink: hand.ink)
      }
      if noise > 0 { canvas.addNoise(noise, &random) }
      inputs.append(contentsOf: canvas.pixels)
    }
    return try Examples(
      shape: .image(channels: 1, height: GlyphCanvas.size, width: GlyphCanvas.size),
      inputs: inputs, labels: (0..<count).map { $0 % 10 }, classes: 10)
  }
}

extension RandomStream {
  /// A uniform draw from [−1, 1), in single precision.
  fileprivate mutating func symmetric() -> Float { Float(2 * uniform() - 1) }
}

/// How one glyph is written: pen, ink, and the map from the glyph's plane to pixels.
private struct GlyphHand {
  /// The pen's width in pixels.
  let width: Float
  /// The brightness of the ink.
  let ink: Float
  /// The columns of the affine map, and where the origin goes.
  private let right: SIMD2<Float>
  private let down: SIMD2<Float>
  private let origin: SIMD2<Float>
  /// Two waves that bend the strokes: direction and length, phase, and displacement.
  private let waves: [(wave: SIMD2<Float>, phase: Float, bend: SIMD2<Float>)]

  init(_ random: inout RandomStream) {
    width = 2.6 + random.symmetric()
    ink = 0.9 + 0.1 * random.symmetric()
    let angle = 0.25 * Double(random.symmetric())
    let (cos, sin) = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
    // Writing leans to the right: upper parts (y < 0) move in the direction of x.
    let slant = -0.075 + 0.175 * random.symmetric()
    let scaleX = 20 * (0.95 + 0.15 * random.symmetric())
    let scaleY = 20 * (0.95 + 0.15 * random.symmetric())
    right = scaleX * SIMD2(cos, sin)
    down = scaleY * SIMD2(slant * cos - sin, slant * sin + cos)
    let middle = Float(GlyphCanvas.size) / 2
    origin = SIMD2(middle + 2 * random.symmetric(), middle + 2 * random.symmetric())
    waves = (0..<2).map { _ in
      (
        wave: SIMD2(5 * random.symmetric(), 5 * random.symmetric()),
        phase: Float.pi * random.symmetric(),
        bend: 0.04 * SIMD2(random.symmetric(), random.symmetric())
      )
    }
  }

  /// Where a place of the glyph's plane is drawn, in pixels from the upper left corner.
  func pixel(_ place: GlyphPoint) -> SIMD2<Float> {
    var bent = place
    for (wave, phase, bend) in waves {
      let angle = wave.x * place.x + wave.y * place.y + phase
      bent += bend * Float(Elementary.sin(Double(angle)))
    }
    return origin + bent.x * right + bent.y * down
  }
}

/// A square of pixels that a round pen draws on.
private struct GlyphCanvas {
  /// Height and width in pixels.
  static let size = 28

  private(set) var pixels = [Float](repeating: 0, count: size * size)

  /// Draws a chain of lines; only pixels in a line's own rectangle are asked for their distance.
  mutating func draw(_ chain: [SIMD2<Float>], width: Float, ink: Float) {
    let reach = width / 2 + 0.5
    let size = Self.size
    pixels.withUnsafeMutableBufferPointer { pixels in
      for (a, b) in zip(chain, chain.dropFirst()) {
        let step = b - a
        let squaredLength = (step * step).sum()
        let scale = squaredLength > 0 ? 1 / squaredLength : 0
        // Pixel (i, j) has its middle at (j + ½, i + ½).
        let columns = Self.range(min(a.x, b.x) - reach, max(a.x, b.x) + reach)
        for row in Self.range(min(a.y, b.y) - reach, max(a.y, b.y) + reach) {
          for column in columns {
            let from = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - a
            let along = max(0, min(1, (from * step).sum() * scale))
            let away = from - along * step
            let squared = (away * away).sum()
            guard squared < reach * reach else { continue }
            let value = ink * min(1, reach - squared.squareRoot())
            let place = row * size + column
            if value > pixels[place] { pixels[place] = value }
          }
        }
      }
    }
  }

  /// The rows or columns whose middles lie between two coordinates.
  private static func range(_ low: Float, _ high: Float) -> Range<Int> {
    let first = max(0, min(Float(size), (low - 0.5).rounded(.up)))
    let end = max(first, min(Float(size), (high - 0.5).rounded(.down) + 1))
    return Int(first)..<Int(end)
  }

  mutating func addNoise(_ noise: Double, _ random: inout RandomStream) {
    for place in pixels.indices {
      pixels[place] = max(0, min(1, pixels[place] + Float(noise * random.normal())))
    }
  }
}
