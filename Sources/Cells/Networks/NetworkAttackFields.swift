internal import AdvKit
internal import Notebook

/// The fields and kinds of `adv attack` that speak of networks.
enum NetworkAttackFields {
  /// The kinds that know networks alone.
  static let kinds = [
    "rfgsm", "mim", "deepfool", "cw", "apgd-ce", "apgd-dlr", "apgd-t", "fab", "square",
    "autoattack", "noise", "transfer",
  ]

  /// Which fields mean something for a kind, beside model, data, loss, ball and box.
  static let own: [String: [String]] = [
    "fgsm": ["profile", "target"],
    "pgd": ["steps", "step", "start", "restarts", "profile", "target", "early-stop"],
    "rfgsm": ["step", "target"],
    "mim": ["steps", "step", "momentum", "profile", "target", "early-stop"],
    "deepfool": ["steps", "overshoot", "norm"],
    "cw": ["steps", "searches", "rate", "confidence"],
    "apgd-ce": ["steps", "restarts", "early-stop"],
    "apgd-dlr": ["steps", "restarts", "early-stop"],
    "apgd-t": ["steps", "restarts", "early-stop"], "fab": ["steps", "restarts", "norm"],
    "square": ["steps", "early-stop"], "autoattack": [], "noise": ["draws", "early-stop"],
    "transfer": ["of"],
  ]

  /// Whether a kind draws random numbers.
  static func draws(_ written: WrittenFields) -> Bool {
    let kind = written.word("kind") ?? ""
    if kind == "pgd" {
      return written.word("start") == "random"
        || (written.has("profile") && written.word("profile") != "default")
    }
    return ["rfgsm", "apgd-ce", "apgd-dlr", "apgd-t", "fab", "square", "autoattack", "noise"]
      .contains(kind)
  }

  /// The fields that mean nothing for a linear model.
  static let fields: [Field] = [
    .optional(
      "profile", .choice(AttackProfile.allCases.map(\.rawValue)), standard: "default",
      "fgsm, pgd, mim on networks: whose rules are followed; others than ours return the last "
        + "iterate, as those libraries do."),
    .optional(
      "restarts", .integer(1...1000), standard: "1",
      "pgd with random start, apgd, fab: the number of runs."),
    .optional(
      "target", .either([.choice(["next", "least-likely"]), .integer(0...999)]),
      "fgsm, rfgsm, pgd, mim on networks: the class to be reached: the next one, the one of the "
        + "least logit, or a number."),
    .optional(
      "early-stop", .boolean, standard: "false; true for apgd and square",
      "networks: whether examples leave once they are misclassified."),
    .optional("momentum", .number(.nonnegative), standard: "1", "mim: μ ≥ 0."),
    .optional("overshoot", .number(.nonnegative), standard: "0.02", "deepfool: η ≥ 0."),
    .optional(
      "norm", SharedField.normType, standard: "l2",
      "deepfool, fab without a ball: the norm of the distance."),
    .optional("searches", .integer(1...30), standard: "9", "cw: steps of the binary search."),
    .optional("rate", .number(.positive), standard: "0.01", "cw: Adam's step size."),
    .optional("confidence", .number(.nonnegative), standard: "0", "cw: κ ≥ 0."),
    .optional(
      "draws", .integer(1...10_000_000), standard: "100", "noise: draws for each example."),
    .optional(
      "of", .cell([NetworkPerturbationArtefact.tag]),
      "transfer: the attack on another network whose inputs are tried."),
  ]
}
