extension RowStep {
  /// The ℓ2 projection: scaled to the radius; with a box, clip(t·u) with the t that fits both.
  static func projectL2(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ dimension: Int
  ) {
    let radius = threat.ball.radius
    var square = 0.0
    for j in 0..<dimension {
      let u = Double(x[j] - clean[j])
      square += u * u
    }
    let norm = square.squareRoot()
    guard let box = threat.box else {
      guard norm > radius else { return }
      let scale = Float(radius / norm)
      for j in 0..<dimension { x[j] = clean[j] + scale * (x[j] - clean[j]) }
      return
    }
    let (lower, upper) = (Float(box.lower), Float(box.upper))
    if norm <= radius {
      for j in 0..<dimension { x[j] = min(max(x[j], lower), upper) }
      return
    }
    let scale = Float(radius / norm)
    var fits = true
    for j in 0..<dimension {
      let point = clean[j] + scale * (x[j] - clean[j])
      if point < lower || point > upper { fits = false }
    }
    if fits {
      for j in 0..<dimension { x[j] = clean[j] + scale * (x[j] - clean[j]) }
    } else {
      projectExactly(x, clean, threat, dimension)
    }
  }

  /// The ℓ1 projection, by that of ``FeasibleSet``; rows inside stay.
  static func projectL1(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ dimension: Int
  ) {
    var size = 0.0
    var fits = true
    let lower = threat.box.map { Float($0.lower) } ?? -.infinity
    let upper = threat.box.map { Float($0.upper) } ?? .infinity
    for j in 0..<dimension {
      size += Double(abs(x[j] - clean[j]))
      if x[j] < lower || x[j] > upper { fits = false }
    }
    if size <= threat.ball.radius, fits { return }
    projectExactly(x, clean, threat, dimension)
  }

  /// The projection in double precision, for the cases that need sorted breakpoints.
  private static func projectExactly(
    _ x: UnsafeMutablePointer<Float>, _ clean: UnsafePointer<Float>, _ threat: Threat,
    _ dimension: Int
  ) {
    let center = (0..<dimension).map { Double(clean[$0]) }
    let step = (0..<dimension).map { Double(x[$0]) - center[$0] }
    // The clean point lies in the box, and the norm was checked with the threat.
    guard let set = try? FeasibleSet(threat.ball, box: threat.box, around: center) else { return }
    let point = set.point(set.projection(of: step))
    for j in 0..<dimension { x[j] = Float(point[j]) }
  }
}
