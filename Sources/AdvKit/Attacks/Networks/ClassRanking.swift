/// For each row of a block its other classes by falling logit at the clean input, the runner-up first.
///
/// Of equal logits the smaller class comes first. What attacks aim at that try several targets.
struct ClassRanking {
  private let targets: Int
  private var classes: [Int]

  /// The first `targets` of the other classes; the block's logits are those of its clean inputs.
  init(_ block: AttackBlock, targets: Int) {
    let k = block.classes
    self.targets = targets
    classes = []
    guard targets > 0 else { return }
    let logits = UnsafePointer(block.pass.logits)
    for row in 0..<block.rows {
      let z = logits + row * k
      let label = block.labels[row]
      let others = (0..<k).filter { $0 != label }
        .sorted { z[$0] > z[$1] || (z[$0] == z[$1] && $0 < $1) }
      classes += others.prefix(targets)
    }
  }

  /// Follows a row that moved up.
  mutating func move(_ from: Int, _ to: Int) {
    for rank in 0..<targets { classes[to * targets + rank] = classes[from * targets + rank] }
  }

  /// Writes the class of this rank as the target of each row, where there are targets.
  func aim(_ block: AttackBlock, _ rank: Int) {
    guard targets > 0 else { return }
    for row in 0..<block.rows { block.targets[row] = classes[row * targets + rank] }
  }
}
