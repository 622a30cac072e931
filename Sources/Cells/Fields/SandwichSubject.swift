internal import AdvKit
internal import Notebook

/// The quantity that statements of several cells speak of: the worst loss of every point, for one
/// model, data set, loss, ball and box.
struct SandwichSubject {
  /// The model and its cell.
  let model: (model: LinearModel, id: String)
  /// The data and their cell.
  let data: (dataset: Dataset, id: String)
  /// The loss.
  let loss: MarginLoss
  /// The ball.
  let ball: Ball
  /// The box, or nil for none.
  let box: Box?

  /// Everything in one line, such as "loss hinge of robust on points, ℓ2 0.3".
  var key: String {
    let room = box.map { ", box [\($0.lower), \($0.upper)]" } ?? ""
    return "loss \(loss.rawValue) of \(model.id) on \(data.id), \(ball.norm.name) \(ball.radius)"
      + room
  }

  /// How far two statements about it may overlap through rounding.
  ///
  /// A margin is a sum of d products, so its rounding error is at most (d + 8)·2⁻⁵² times
  /// S = maxᵢ Σⱼ|wⱼ|(|xᵢⱼ| + ε) + |b|, and a perturbation may leave the ball by 10⁻¹²; a loss has a
  /// slope of at most 2·max(1, loss).
  var tolerance: Double {
    var size = 0.0
    for i in 0..<data.dataset.count {
      let reach = zip(model.model.weights, data.dataset.points.row(i)).reduce(0) {
        $0 + $1.0.magnitude * ($1.1.magnitude + ball.radius)
      }
      size = max(size, reach)
    }
    let unit = Double(model.model.dimension + 8) * 0x1p-52
    return 2 * (unit + 1e-12) * (1 + size + model.model.bias.magnitude)
  }

  /// A statement about the losses.
  func statement(
    _ side: SandwichStatement.Side, _ losses: [Double], includesClean: Bool = false
  ) -> SandwichStatement {
    SandwichStatement(
      subject: key, side: side, includesClean: includesClean, values: losses, tolerance: tolerance)
  }

  /// The losses of the clean points, from their margins.
  func clean(_ margins: [Double]) -> SandwichStatement {
    statement(.clean, margins.map(loss.value))
  }
}
