/// The largest t ≥ 0 with Σ min(t·sizeⱼ, roomⱼ)² ≤ length², or nil where every t qualifies.
///
/// The root of an increasing, piecewise quadratic function: its breakpoints roomⱼ/sizeⱼ are sorted,
/// the piece with the root is found, and the root is written down; no iteration.
///
/// - Parameters:
///   - sizes: finite, ≥ 0.
///   - rooms: ≥ 0, one a size; those of size 0 do not count.
///   - length: finite, > 0.
func saturatingScale(_ sizes: [Double], rooms: [Double], length: Double) -> Double? {
  // Lengths are measured in units of `length`, so that squares do not overflow.
  let active = sizes.indices.filter { sizes[$0] > 0 }
    .map { (size: sizes[$0], room: rooms[$0] / length, at: rooms[$0] / length / sizes[$0]) }
    .sorted { $0.at < $1.at }
  var suffix = [Double](repeating: 0, count: active.count + 1)
  for k in active.indices.reversed() { suffix[k] = suffix[k + 1] + active[k].size * active[k].size }
  var saturated = 0.0
  var last = 0.0
  for (k, entry) in active.enumerated() {
    // Up to the breakpoint of entry k, entries k... still grow with t.
    if suffix[k] > 0 {
      let root = (Swift.max(0, 1 - saturated) / suffix[k]).squareRoot()
      // Never below the last breakpoint, where rounding might put it.
      if root <= entry.at { return Swift.max(root, last) * length }
    }
    saturated += entry.room * entry.room
    last = entry.at
  }
  return nil
}
