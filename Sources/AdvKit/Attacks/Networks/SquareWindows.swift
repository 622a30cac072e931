/// The windows of the Square attack on images of one shape, and what it writes into them.
///
/// ℓ2 and ℓ1: δ gets the sum of a profile η with a random sign and of the old, normalised δ in one
/// window, while another window is set to 0; the new window has the norm of both old ones and what
/// is left of ε. The profile has two halves of opposite signs that each fall off from their middle.
final class SquareWindows {
  private let norm: Norm
  private let channels: Int
  private let height: Int
  private let width: Int
  private var rows = 0
  private var columns = 0
  // The profile of the window, and for squares the transposed one.
  private var profiles: [[Float]] = []
  private var difference: [Float]

  init(_ shape: Shape, _ norm: Norm) {
    let image = shape.image ?? (channels: 1, height: 1, width: shape.count)
    (channels, height, width) = image
    self.norm = norm
    difference = [Float](repeating: 0, count: shape.count)
  }

  /// Makes windows that cover this share of the image, up to rounding; one pixel at least.
  ///
  /// The side is the rounded square root of the number of pixels; for ℓ2 and ℓ1 images it is odd
  /// and at least 3, where the image allows that.
  func resize(_ share: Double) {
    let pixels = share * Double(height * width)
    var (newRows, newColumns) = (1, 1)
    if height == 1 {
      newColumns = min(max(Int(pixels.rounded()), 1), width)
    } else {
      var side = max(Int(pixels.squareRoot().rounded()), 1)
      if norm != .linf {
        side = max(side, 3)
        if side.isMultiple(of: 2) { side += 1 }
      }
      newRows = min(side, height, width)
      newColumns = newRows
    }
    guard newRows != rows || newColumns != columns else { return }
    (rows, columns) = (newRows, newColumns)
    if norm != .linf { profiles = Self.profiles(rows, columns) }
  }

  /// A place for a window: the index of its first pixel, from 32 random bits.
  @inline(__always)
  private func place(_ bits: UInt64) -> Int {
    // A multiple of the number of places over 2³²: none is preferred by more than 2⁻³².
    let across = width - columns + 1
    let index = Int(((bits & 0xFFFF_FFFF) * UInt64(across * (height - rows + 1))) >> 32)
    return (index / across) * width + index % across
  }

  // MARK: - ℓ∞

  /// Sets a random window to clean ± ε inside the box, one sign a channel; keeps what was there.
  @inline(__always)
  func fill(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    keeping undo: UnsafeMutablePointer<Float>, _ random: inout RandomStream
  ) -> Int {
    let radius = Float(threat.ball.radius)
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    var bits = random.word()
    let place = place(bits)
    bits >>= 32
    var next = 0
    for channel in 0..<channels {
      if channel > 0, channel.isMultiple(of: 32) { bits = random.word() >> 32 }
      let step = bits & 1 == 0 ? radius : -radius
      bits >>= 1
      for row in 0..<rows {
        let start = (channel * height + row) * width + place
        for j in start..<start + columns {
          undo[next] = x[j]
          next += 1
          x[j] = min(max(clean[j] + step, lower), upper)
        }
      }
    }
    return place
  }

  /// Undoes what ``fill(_:_:_:keeping:_:)`` did.
  @inline(__always)
  func restore(_ x: UnsafeMutablePointer<Float>, _ place: Int, from undo: UnsafePointer<Float>) {
    var next = 0
    for channel in 0..<channels {
      for row in 0..<rows {
        let start = (channel * height + row) * width + place
        for j in start..<start + columns {
          x[j] = undo[next]
          next += 1
        }
      }
    }
  }

  /// Writes a start: stripes of ±ε for ℓ∞, tiles of profiles with random signs for ℓ2 and ℓ1.
  func start(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ random: inout RandomStream
  ) {
    if norm == .linf {
      let radius = Float(threat.ball.radius)
      for channel in 0..<channels {
        for column in 0..<width {
          let step = random.word() & 1 == 0 ? radius : -radius
          for row in 0..<height {
            let j = (channel * height + row) * width + column
            x[j] = clean[j] + step
          }
        }
      }
    } else {
      tile(&random)
      write(x, clean, threat)
    }
    RowStep.project(x, around: clean, threat, dimension: difference.count)
  }

  // MARK: - ℓ2 and ℓ1

  /// Fills the difference with tiles of a fifth of the image's side.
  private func tile(_ random: inout RandomStream) {
    let side = height == 1 ? max(width / 5, 1) : max(min(height, width) / 5, 1)
    let tileRows = height == 1 ? 1 : side
    let profiles = Self.profiles(tileRows, side)
    for j in difference.indices { difference[j] = 0 }
    let (down, across) = (height / tileRows, width / side)
    let (top, left) = ((height - down * tileRows) / 2, (width - across * side) / 2)
    for channel in 0..<channels {
      for i in 0..<down {
        for j in 0..<across {
          let bits = random.word()
          let profile = profiles[Int(bits >> 1 & 1) % profiles.count]
          let sign: Float = bits & 1 == 0 ? 1 : -1
          let start =
            (channel * height + top + i * tileRows) * width + left + j * side
          for place in profile.indices {
            difference[start + (place / side) * width + place % side] = sign * profile[place]
          }
        }
      }
    }
  }

  /// Proposes a new difference, see the type; where nothing is left of it the row stays.
  func shift(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ random: inout RandomStream
  ) {
    for j in difference.indices { difference[j] = x[j] - clean[j] }
    let (first, second) = (random.word(), random.word())
    let (here, there) = (place(first), place(second))
    let radius = Float(threat.ball.radius)
    let whole = difference.reduce(0) { $0 + mass($1) }
    let left = max(0, mass(radius) - whole) / Float(channels)
    let profile = profiles[Int(first >> 32 & 1) % profiles.count]
    var bits = second >> 32
    for channel in 0..<channels {
      if channel > 0, channel.isMultiple(of: 32) { bits = random.word() >> 32 }
      let sign: Float = bits & 1 == 0 ? 1 : -1
      bits >>= 1
      let offset = channel * height * width
      var old: Float = 0
      forEachPixel(here) { j, _ in old += mass(difference[offset + j]) }
      var budget = left + old
      // The other window's numbers, but for those that are in both.
      forEachPixel(there) { j, _ in
        if !contains(j, from: here) { budget += mass(difference[offset + j]) }
      }
      let oldSize = norm == .l2 ? old.squareRoot() : old
      var new: Float = 0
      forEachPixel(here) { j, place in
        let value = sign * profile[place] + difference[offset + j] / (oldSize + 1e-12)
        difference[offset + j] = value
        new += mass(value)
      }
      forEachPixel(there) { j, _ in
        if !contains(j, from: here) { difference[offset + j] = 0 }
      }
      let share = budget / (new + 1e-12)
      let scale = norm == .l2 ? share.squareRoot() : share
      forEachPixel(here) { j, _ in difference[offset + j] *= scale }
    }
    write(x, clean, threat)
    RowStep.project(x, around: clean, threat, dimension: difference.count)
  }

  /// Writes clean + ε·δ/‖δ‖ where δ ≠ 0.
  private func write(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat
  ) {
    let sum = difference.reduce(0) { $0 + mass($1) }
    let size = norm == .l2 ? sum.squareRoot() : sum
    guard size > 0, size.isFinite else { return }
    let scale = Float(threat.ball.radius) / size
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    for j in difference.indices {
      x[j] = min(max(clean[j] + scale * difference[j], lower), upper)
    }
  }

  /// What a number adds to the norm: its square for ℓ2, its size for ℓ1.
  @inline(__always)
  private func mass(_ value: Float) -> Float { norm == .l2 ? value * value : abs(value) }

  @inline(__always)
  private func forEachPixel(_ start: Int, _ body: (_ pixel: Int, _ place: Int) -> Void) {
    for row in 0..<rows {
      for column in 0..<columns { body(start + row * width + column, row * columns + column) }
    }
  }

  @inline(__always)
  private func contains(_ pixel: Int, from start: Int) -> Bool {
    let row = pixel / width - start / width
    let column = pixel % width - start % width
    return row >= 0 && row < rows && column >= 0 && column < columns
  }

  /// The profile of ℓ2-norm 1 of a window, and for squares the transposed one.
  private static func profiles(_ rows: Int, _ columns: Int) -> [[Float]] {
    // The halves are above each other, in a single row beside each other.
    var profile = [Double](repeating: 0, count: rows * columns)
    if rows > 1 {
      let upper = bump(rows / 2, columns)
      let lower = bump(rows - rows / 2, columns)
      profile = upper + lower.map { -$0 }
    } else {
      profile = bump(1, columns / 2) + bump(1, columns - columns / 2).map { -$0 }
    }
    let size = Norm.l2(profile)
    let first = profile.map { Float($0 / size) }
    guard rows > 1, rows == columns else { return [first] }
    return [first, first.indices.map { first[($0 % rows) * rows + $0 / rows] }]
  }

  /// Σ 1/(k + 1)² over the growing rectangles around the middle, with ℓ2-norm 1.
  private static func bump(_ rows: Int, _ columns: Int) -> [Double] {
    var values = [Double](repeating: 0, count: rows * columns)
    guard rows > 0, columns > 0 else { return values }
    let (middleRow, middleColumn) = (rows / 2, columns / 2)
    for k in 0...max(middleRow, middleColumn) {
      for i in max(middleRow - k, 0)..<min(middleRow + k + 1, rows) {
        for j in max(middleColumn - k, 0)..<min(middleColumn + k + 1, columns) {
          values[i * columns + j] += 1 / Double((k + 1) * (k + 1))
        }
      }
    }
    let size = Norm.l2(values)
    return values.map { $0 / size }
  }
}
