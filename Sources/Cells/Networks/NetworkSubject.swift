internal import AdvKit
internal import Notebook

/// The quantity that statements of several cells speak of: the worst loss of every example, for one
/// network, data, loss, ball and box.
struct NetworkSubject {
  /// The network and its cell.
  let model: NamedNetwork
  /// The examples and their cell.
  let data: NamedExamples
  /// The loss.
  let loss: NetworkLoss
  /// What the opponent may do.
  let threat: Threat

  /// Everything in one line, such as "loss cross-entropy of robust on points, ℓ∞ 0.2".
  var key: String {
    let ball = threat.ball
    let room = threat.box.map { ", box [\($0.lower), \($0.upper)]" } ?? ""
    return "loss \(loss.name) of \(model.id) on \(data.id), \(ball.norm.name) \(ball.radius)\(room)"
  }

  /// A statement about the losses.
  ///
  /// Single precision has 24 bits, and a logit sums at most a few thousand products: 10⁻⁴ relative
  /// is beyond what rounding between two ways of batching the same network comes to.
  func statement(
    _ side: SandwichStatement.Side, _ losses: [Double], includesClean: Bool = false
  ) -> SandwichStatement {
    SandwichStatement(
      subject: key, side: side, includesClean: includesClean, values: losses, tolerance: 1e-4)
  }
}
