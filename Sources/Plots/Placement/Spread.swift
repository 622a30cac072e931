/// Places intervals of given sizes on a line, in order, without overlap, as close as possible (in
/// the sum of squares) to where they would like to be.
///
/// - Parameters:
///   - wanted: the middles that are wanted, ascending.
///   - sizes: the length of each interval.
///   - bounds: where all of them must lie.
/// - Returns: the middles; nil if the intervals are longer together than the bounds.
func spread(_ wanted: [Double], sizes: [Double], within bounds: ClosedRange<Double>) -> [Double]? {
  guard sizes.reduce(0, +) <= bounds.upperBound - bounds.lowerBound else { return nil }
  // Pool adjacent violators: a block of touching intervals stands at the mean of what they want.
  struct Block {
    var first: Int
    var count: Int
    var length: Double
    var sumOfStarts: Double
    func start(_ bounds: ClosedRange<Double>) -> Double {
      let wanted = sumOfStarts / Double(count)
      return Swift.min(Swift.max(wanted, bounds.lowerBound), bounds.upperBound - length)
    }
  }
  var blocks: [Block] = []
  for (place, middle) in wanted.enumerated() {
    var block = Block(
      first: place, count: 1, length: sizes[place], sumOfStarts: middle - sizes[place] / 2)
    while let previous = blocks.last,
      previous.start(bounds) + previous.length > block.start(bounds)
    {
      // Starts are kept as the block's start would have to be: each member wants it by its offset.
      blocks.removeLast()
      block = Block(
        first: previous.first, count: previous.count + block.count,
        length: previous.length + block.length,
        sumOfStarts: previous.sumOfStarts + block.sumOfStarts
          - Double(block.count) * previous.length)
    }
    blocks.append(block)
  }
  var result: [Double] = []
  for block in blocks {
    var start = block.start(bounds)
    for place in block.first..<block.first + block.count {
      result.append(start + sizes[place] / 2)
      start += sizes[place]
    }
  }
  return result
}
