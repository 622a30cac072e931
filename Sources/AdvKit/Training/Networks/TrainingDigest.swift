/// FNV-1a of 64 bits over bytes and numbers: tells by accident different trainings apart.
struct TrainingDigest {
  /// The digest of what was added so far.
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  mutating func add(_ word: UInt64) {
    // One round a word: it is no cryptographic digest anyway.
    value = (value ^ word) &* 0x0000_0100_0000_01B3
    value ^= value >> 29
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }
  mutating func add(_ number: Double) { add(number.bitPattern) }
  mutating func add(_ number: Float) { add(UInt64(number.bitPattern)) }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(UInt8(0xFF))
  }

  /// The digest of a network's architecture.
  static func of(_ layers: [any Layer]) -> UInt64 {
    var digest = TrainingDigest()
    for layer in layers {
      digest.add(layer.summary)
      for size in layer.inputShape.sizes + [-1] + layer.outputShape.sizes { digest.add(size) }
      digest.add(layer.parameterCount)
    }
    return digest.value
  }
}

extension NetworkTraining {
  /// The digest of everything that decides the parameters after an epoch.
  ///
  /// Options, architecture and examples. The number of epochs counts only where the rates depend on it.
  func digest(_ network: Network, _ examples: Examples, _ validation: Examples?) -> UInt64 {
    var digest = TrainingDigest()
    digest.add(TrainingDigest.of(network.layers))
    for (name, constants) in [
      (method.name, method.constants), (optimiser.name, optimiser.constants),
    ] {
      digest.add(name)
      for constant in constants { digest.add(constant) }
    }
    digest.add("\(loss)")
    if let threat {
      digest.add(threat.ball.norm.exponent)
      digest.add(threat.ball.radius)
      digest.add(threat.box?.lower ?? -.infinity)
      digest.add(threat.box?.upper ?? .infinity)
    }
    for number in schedule.constants + [rate] { digest.add(number) }
    digest.add(schedule.dependsOnLength ? epochs : -1)
    digest.add(batch)
    digest.add(key.seed)
    digest.add(key.cell)
    digest.add(evaluateEvery)
    digest.add(evaluation.steps)
    digest.add(evaluation.step ?? -1)
    digest.add(earlyStopping?.measure.rawValue ?? "")
    digest.add(earlyStopping?.patience ?? 0)
    if case .given(let orders) = order { for place in orders.joined() { digest.add(place) } }
    for set in [examples, validation] {
      guard let set else { continue }
      digest.add(set.count)
      for label in set.labels { digest.add(label) }
      for number in set.inputs { digest.add(number) }
    }
    return digest.value
  }
}
