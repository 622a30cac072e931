/// The point nearest to 0 of a polytope given by its vertices, exact up to rounding.
///
/// Wolfe, "Finding the nearest point in a polytope", Mathematical Programming 11 (1976): the point
/// is the one nearest to 0 of the affine hull of a few affinely independent vertices, and those
/// are found by exchanging one at a time. An interior-point solution has the distance to rounding
/// accuracy but the point only to the square root of that; this has both.
struct NearestPoint {
  /// The point.
  private(set) var point: [Double]
  /// The vertices that make it, by the names that the oracle gave them, and their weights.
  private(set) var names: [[Int]]
  private(set) var weights: [Double] = [1]
  private var vertices: [[Double]]

  /// Finds the point from any vertex.
  ///
  /// - Parameters:
  ///   - dimension: number of coordinates.
  ///   - vertex: a vertex v that minimises vᵀx over the polytope, for a given x, and its name.
  init(dimension: Int, leastVertex vertex: ([Double]) -> (point: [Double], name: [Int])) {
    let start = vertex([Double](repeating: 0, count: dimension))
    vertices = [start.point]
    names = [start.name]
    point = start.point
    for _ in 0..<2000 {
      let (candidate, name) = vertex(point)
      let size = dotProduct(point, point)
      let noise = 1e-15 * (size + Norm.l2(point) * Norm.l2(candidate))
      if dotProduct(point, candidate) >= size - noise || vertices.contains(candidate) { return }
      let old = self
      vertices.append(candidate)
      names.append(name)
      weights.append(0)
      reduce()
      // Rounding ends the descent.
      guard dotProduct(point, point) < size else {
        self = old
        return
      }
    }
  }

  /// Moves to the nearest point of the affine hull, leaving out vertices that it gives no weight.
  private mutating func reduce() {
    while true {
      let affine = affineWeights()
      var step = 1.0
      for (new, old) in zip(affine, weights) where new < 0 { step = min(step, old / (old - new)) }
      for k in weights.indices { weights[k] += step * (affine[k] - weights[k]) }
      if step < 1 || affine.contains(where: { $0 <= 0 }) {
        let kept = weights.indices.filter { affine[$0] > 0 || weights[$0] > 1e-15 }
        if kept.count == weights.count || kept.isEmpty { break }
        vertices = kept.map { vertices[$0] }
        names = kept.map { names[$0] }
        weights = kept.map { weights[$0] }
      } else {
        break
      }
    }
    let sum = weights.reduce(0, +)
    point = [Double](repeating: 0, count: point.count)
    for (weight, vertex) in zip(weights, vertices) {
      for j in point.indices { point[j] += weight / sum * vertex[j] }
    }
  }

  /// μ with Σμ = 1 that minimises ‖Σμₖpₖ‖₂: proportional to z with (PPᵀ + eeᵀσ)z = e.
  private func affineWeights() -> [Double] {
    let scale = vertices.reduce(0) { max($0, dotProduct($1, $1)) }
    var system = SymmetricSystem(size: vertices.count)
    for r in vertices.indices {
      for c in r..<vertices.count {
        system.add(dotProduct(vertices[r], vertices[c]) + scale, r, c)
      }
    }
    system.factor()
    let z = system.solution([Double](repeating: 1, count: vertices.count))
    let sum = z.reduce(0, +)
    return z.map { $0 / sum }
  }
}

extension NearestPoint {
  /// The nearest points of the hulls of two classes, as half their difference.
  ///
  /// Without bias it is the point of conv{yᵢxᵢ} nearest to 0. Names are the indices of points.
  init(_ data: Dataset, fitsBias: Bool) {
    self.init(dimension: data.dimension) { direction in
      // The best signed point of each class; without bias the classes do not matter.
      var best = [(value: Double, index: Int)](repeating: (.infinity, -1), count: 2)
      for (i, label) in data.labels.enumerated() {
        let value = label * dotProduct(data.points.row(i), direction)
        let side = fitsBias && label < 0 ? 1 : 0
        if value < best[side].value { best[side] = (value, i) }
      }
      let name = best.map(\.index).filter { $0 >= 0 }
      var point = [Double](repeating: 0, count: data.dimension)
      for i in name {
        for (j, x) in data.points.row(i).enumerated() {
          point[j] += data.labels[i] * x / Double(name.count)
        }
      }
      return (point, name)
    }
  }
}
