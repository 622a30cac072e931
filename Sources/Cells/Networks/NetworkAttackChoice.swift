internal import AdvKit
internal import Notebook

extension NetworkAttackRun {
  /// The attack that the fields describe.
  static func attack(
    _ kind: String, _ invocation: Invocation, _ data: NamedExamples, _ threat: Threat?
  ) throws(AttackError) -> any NetworkAttack {
    let loss = invocation.networkLoss
    let key = RandomKey(seed: invocation.seed, cell: invocation.id, stream: "start")
    let target = target(invocation)
    let profile = invocation["profile"]?.text.flatMap(AttackProfile.init(rawValue:)) ?? .standard
    let steps = invocation["steps"]?.integer
    let step = invocation["step"]?.number
    let restarts = invocation["restarts"]?.integer ?? 1
    let early = invocation["early-stop"]?.flag ?? false
    switch kind {
    case "deepfool":
      return try DeepFool(
        threat?.ball.norm ?? invocation["norm"]?.norm ?? .l2, threat: threat, steps: steps ?? 50,
        overshoot: invocation["overshoot"]?.number ?? 0.02, loss: loss)
    case "cw":
      return try CarliniWagner(
        threat: threat, searches: invocation["searches"]?.integer ?? 9, steps: steps ?? 200,
        rate: invocation["rate"]?.number ?? 0.01,
        confidence: invocation["confidence"]?.number ?? 0, loss: loss)
    case "fab" where threat == nil:
      return try FAB(
        invocation["norm"]?.norm ?? .l2, key: key, steps: steps ?? 100, restarts: restarts,
        loss: loss)
    default: break
    }
    guard let threat else { throw .option(name: "ball", requirement: "is given for \(kind)") }
    switch kind {
    case "fgsm": return try NetworkFGSM(threat, loss: loss, target: target, profile: profile)
    case "rfgsm": return try RFGSM(threat, key: key, step: step, loss: loss, target: target)
    case "mim":
      return try MIM(
        threat, loss: loss, steps: steps ?? 10, step: step,
        momentum: invocation["momentum"]?.number ?? 1, target: target, profile: profile,
        stopsAtSuccess: early)
    case "apgd-ce", "apgd-dlr", "apgd-t":
      let ascended: NetworkLoss =
        kind == "apgd-ce" ? .crossEntropy : .logitRatio
      return try APGD(
        threat, key: key, loss: ascended, targets: kind == "apgd-t" ? 9 : 0, steps: steps ?? 100,
        restarts: restarts, stopsAtSuccess: invocation["early-stop"]?.flag ?? true)
    case "fab":
      return try FAB(
        threat.ball.norm, threat: threat, key: key, steps: steps ?? 100, restarts: restarts,
        loss: loss)
    case "square":
      return try Square(
        threat, key: key, queries: steps ?? 1000, loss: loss,
        stopsAtSuccess: invocation["early-stop"]?.flag ?? true)
    case "autoattack":
      return try AutoAttack(threat, classes: data.examples.classes, key: key, loss: loss)
    case "noise":
      return try RandomNoise(
        threat, draws: invocation["draws"]?.integer ?? 100, key: key, loss: loss,
        stopsAtSuccess: early)
    case "transfer":
      let other = invocation["of"]?.cell
      guard let artefact = other?.artefact as? NetworkPerturbationArtefact else {
        throw .option(name: "of", requirement: "names an attack on another network")
      }
      guard artefact.data.id == data.id else {
        throw .option(name: "of", requirement: "is an attack on the same data, `\(data.id)`")
      }
      return try GivenInputs(
        artefact.result.inputs, name: "transfer from \(artefact.model.id) (`\(other?.id ?? "")`)",
        threat: threat, loss: loss)
    default:
      if profile != .standard, steps == nil, step == nil {
        return try NetworkPGD(threat, profile: profile, key: key, loss: loss, target: target)
      }
      return try NetworkPGD(
        threat, loss: loss, steps: steps ?? 40, step: step,
        start: invocation["start"]?.text == "random" ? .random(key) : .clean, restarts: restarts,
        stopsAtSuccess: early, target: target, profile: profile)
    }
  }

  private static func target(_ invocation: Invocation) -> AttackTarget? {
    guard let written = invocation["target"] else { return nil }
    if let number = written.integer { return .one(number) }
    return written.text == "least-likely" ? .leastLikely : .next
  }
}
