/// Training on the examples as they are: the mean loss at the clean points is descended.
package struct StandardTraining: TrainingMethod, Hashable {
  /// The method.
  package init() {}

  package var name: String { "standard training" }
  package var constants: [Double] { [] }
  package var needsThreat: Bool { false }

  package func descend(_ block: TrainingBlock) {
    block.startAtClean()
    block.descend()
  }
}
