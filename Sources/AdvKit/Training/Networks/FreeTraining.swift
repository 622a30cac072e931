/// "Free" adversarial training: each minibatch is replayed m times, and one backward pass serves
/// both the parameters and the perturbation, which lives on into the next minibatch.
///
/// Row i of every minibatch continues with the perturbation of row i of the one before it, moved to
/// the nearest point of ball ∩ box. With a box, the published code clips x + δ for the network and
/// keeps δ as it was; here δ is the clipped one. An epoch costs m gradients an example: for the
/// price of standard training, divide the epochs by m.
/// Source: Shafahi et al., "Adversarial training for free!", NeurIPS 2019, algorithm 1.
package struct FreeTraining: TrainingMethod, Hashable {
  /// m, the updates on each minibatch, from 1 to 1000.
  package let replays: Int
  /// Length of a step in the ball's norm, in the unit of the inputs; nil for the radius.
  package let step: Double?

  /// The method; ``check(loss:)`` says whether the constants make sense.
  package init(replays: Int = 4, step: Double? = nil) {
    self.replays = replays
    self.step = step
  }

  package var name: String { "Free, \(replays) replays" }
  package var constants: [Double] { [Double(replays), step ?? -1] }
  package var updatesPerMinibatch: Int { replays }
  package var keepsPerturbation: Bool { true }

  package func check(loss: NetworkLoss) throws(TrainingOptionError) {
    guard (1...1000).contains(replays) else {
      throw .option(.replays, requirement: "is from 1 to 1000")
    }
    try check(step: step)
  }

  package func descend(_ block: TrainingBlock) {
    block.startAtPerturbation()
    block.descend(toInput: true)
    block.step(length: Float(step ?? block.radius))
    block.keepPerturbation()
  }
}
