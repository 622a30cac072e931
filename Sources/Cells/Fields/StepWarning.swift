internal import AdvKit
internal import Notebook

extension Invocation {
  /// What is said of a step that leaves its ball from everywhere in it: one of more than 2 radii.
  ///
  /// A ball of radius 0 is a point, which every step leaves; nothing is said of it.
  func warning(ofStep key: String, in ball: Ball?) -> CellWarning? {
    guard let ball, ball.radius > 0, let argument = self[key], let step = argument.number,
      step > 2 * ball.radius
    else { return nil }
    return CellWarning(
      .stepLeavesBall, "`\(key)` is \(plain(step)) in a ball of radius \(plain(ball.radius))",
      rule: "a step of more than 2 radii leaves the ball from each of its points, so that the "
        + "projection alone says where it ends",
      fix: "write `\(key): \(plain(ball.radius / 4))`, a quarter of the radius", at: argument.span)
  }
}
