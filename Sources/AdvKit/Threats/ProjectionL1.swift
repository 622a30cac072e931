extension FeasibleSet {
  /// Lengths of the ℓ1 projection: clip(|uⱼ| − λ, 0, roomⱼ) with the λ ≥ 0 that makes the sum ε.
  ///
  /// Without a box this is soft thresholding (Duchi, Shalev-Shwartz, Singer, Chandra, "Efficient
  /// projections onto the ℓ1-ball", ICML 2008); with a box the sum is still a falling, piecewise
  /// linear function of λ with breakpoints |uⱼ| and |uⱼ| − roomⱼ (Croce and Hein, "Mind the box",
  /// ICML 2021). Its piece is found by bisection over sorted breakpoints, its root written down.
  static func lengthsL1(_ sizes: [Double], rooms: [Double], radius: Double) -> [Double] {
    let clipped = zip(sizes, rooms).map { min($0, $1) }
    if Norm.l1(clipped) <= radius { return clipped }
    func lengths(_ threshold: Double) -> [Double] {
      zip(sizes, rooms).map { min(max($0 - threshold, 0), $1) }
    }
    let breakpoints = ([0] + sizes + zip(sizes, rooms).map { $0 - $1 }.filter { $0 > 0 }).sorted()
    // The sum exceeds ε at breakpoints[low] = 0 and is 0 ≤ ε at the last one.
    var low = 0
    var high = breakpoints.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if Norm.l1(lengths(breakpoints[middle])) > radius { low = middle } else { high = middle }
    }
    var saturated = 0.0
    var falling = 0.0
    var count = 0.0
    for (size, room) in zip(sizes, rooms) {
      if size - room >= breakpoints[high] {
        saturated += room
      } else if size >= breakpoints[high] {
        falling += size
        count += 1
      }
    }
    // A piece on which the sum falls has a coordinate that falls.
    guard count > 0 else { return lengths(breakpoints[high]) }
    let root = (saturated + falling - radius) / count
    return lengths(min(max(root, breakpoints[low]), breakpoints[high]))
  }
}
