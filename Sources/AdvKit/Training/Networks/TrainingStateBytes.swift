/// Why bytes are not a saved training.
package enum TrainingStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Bytes that do not begin as a saved training does.
  case notATraining
  /// A format of another version.
  case version(UInt64)
  /// Bytes that end too early, go on too long, or whose check sum is wrong.
  case damaged
  /// A number outside its range; says which.
  case value(String)
  /// A training of a network with other layers.
  case otherLayers

  /// One sentence.
  package var description: String {
    switch self {
    case .notATraining: "this is not a saved training"
    case .version(let version): "the training was saved in format \(version); this reads format 1"
    case .damaged: "the saved training is damaged"
    case .value(let what): "in the saved training, \(what)"
    case .otherLayers: "the saved training is of a network with other layers"
    }
  }
}

extension TrainingState {
  private static let signature = Array("ADVTRAIN".utf8)
  private static let version: UInt64 = 1

  /// The state as bytes, the same for the same state everywhere.
  ///
  /// Little-endian: the signature `ADVTRAIN`; format, digests of layers and training, epoch and
  /// evaluations since the best, 64 bits each; parameters; the optimiser's updates and memories;
  /// perturbations; the best network behind a flag; a record an epoch; FNV-1a of all before it.
  /// Lists are preceded by their lengths; numbers are IEEE bit patterns.
  package func serialised() -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes = Self.signature
    writer.write(Self.version)
    writer.write(TrainingDigest.of(network.layers))
    writer.write(training)
    writer.write(UInt64(epoch))
    writer.write(UInt64(evaluationsSinceBest))
    writer.write(network.parameters)
    writer.write(UInt64(optimiser.updates))
    writer.write(UInt64(optimiser.memories.count))
    for memory in optimiser.memories { writer.write(memory) }
    writer.write(perturbation)
    writer.bytes.append(best == nil ? 0 : 1)
    if let best {
      writer.write(UInt64(best.epoch))
      writer.write(best.score.bitPattern)
      writer.write(best.parameters)
    }
    for record in history { writer.write(record) }
    writer.write(checksum(writer.bytes[...]))
    return writer.bytes
  }

  /// Reads a state of a network with these layers.
  ///
  /// Whatever the bytes are, this throws or returns a state whose parts fit each other; whether it
  /// belongs to a training, that training's `run` checks.
  ///
  /// - Throws: ``TrainingStateError``.
  package init(_ bytes: [UInt8], layers: [any Layer]) throws(TrainingStateError) {
    guard bytes.starts(with: Self.signature) else { throw .notATraining }
    var reader = ByteReader(bytes: bytes[...].dropFirst(Self.signature.count))
    let version = try reader.word()
    guard version == Self.version else { throw .version(version) }
    guard reader.bytes.count >= 8 else { throw .damaged }
    var end = ByteReader(bytes: reader.bytes.suffix(8))
    reader.bytes = reader.bytes.dropLast(8)
    guard try end.word() == checksum(bytes[..<(bytes.count - 8)]) else { throw .damaged }

    guard try reader.word() == TrainingDigest.of(layers) else { throw .otherLayers }
    let count = layers.reduce(0) { $0 + $1.parameterCount }
    training = try reader.word()
    epoch = try reader.count()
    evaluationsSinceBest = try reader.count()
    let parameters = try reader.floats("a parameter is not finite")
    guard parameters.count == count, !layers.isEmpty else { throw .otherLayers }
    network = Network(layers: layers, parameters: parameters)
    let updates = try reader.count()
    let memoryCount = try reader.count()
    guard memoryCount <= 2 else { throw .value("the optimiser has too many memories") }
    var memories: [[Float]] = []
    for _ in 0..<memoryCount {
      let memory = try reader.floats("a number of the optimiser is not finite")
      guard memory.count == count else { throw .value("the optimiser is that of another network") }
      memories.append(memory)
    }
    optimiser = OptimiserState(updates: updates, memories: memories)
    perturbation = try reader.floats("a perturbation is not finite")
    best = nil
    if try reader.flag() {
      let epoch = try reader.count()
      let score = try reader.number("the best score is not finite")
      let parameters = try reader.floats("a parameter is not finite")
      guard parameters.count == count else {
        throw .value("the best network is of another size")
      }
      best = BestNetwork(epoch: epoch, score: score, parameters: parameters)
    }
    history = []
    for number in 0..<epoch {
      let record = try reader.record()
      guard record.epoch == number + 1 else { throw .value("an epoch is missing") }
      history.append(record)
    }
    guard reader.bytes.isEmpty else { throw .damaged }
  }
}

private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  var digest = TrainingDigest()
  for byte in bytes { digest.add(byte) }
  return digest.value
}

private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func write(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
  }

  mutating func write(_ numbers: [Float]) {
    write(UInt64(numbers.count))
    for number in numbers {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(shift)))
      }
    }
  }

  mutating func write(_ number: Double?) {
    bytes.append(number == nil ? 0 : 1)
    if let number { write(number.bitPattern) }
  }

  mutating func write(_ measures: EpochMeasures?) {
    bytes.append(measures == nil ? 0 : 1)
    guard let measures else { return }
    write(measures.cleanAccuracy.bitPattern)
    write(measures.cleanLoss.bitPattern)
    write(measures.robustAccuracy)
    write(measures.robustLoss)
  }

  mutating func write(_ record: EpochRecord) {
    write(UInt64(record.epoch))
    write(record.loss.bitPattern)
    write(record.ownAccuracy.bitPattern)
    write(record.rate.bitPattern)
    write(UInt64(record.gradients))
    write(record.training)
    write(record.validation)
  }
}

private struct ByteReader {
  var bytes: ArraySlice<UInt8>

  mutating func word() throws(TrainingStateError) -> UInt64 {
    guard bytes.count >= 8 else { throw .damaged }
    var word: UInt64 = 0
    for byte in bytes.prefix(8).reversed() { word = word << 8 | UInt64(byte) }
    bytes = bytes.dropFirst(8)
    return word
  }

  /// A count: small enough for sums of many of them.
  mutating func count() throws(TrainingStateError) -> Int {
    let word = try word()
    guard word < 1 << 40 else { throw .value("a count is too large") }
    return Int(word)
  }

  mutating func flag() throws(TrainingStateError) -> Bool {
    guard let byte = bytes.popFirst() else { throw .damaged }
    guard byte <= 1 else { throw .damaged }
    return byte == 1
  }

  mutating func number(_ trouble: String) throws(TrainingStateError) -> Double {
    let number = Double(bitPattern: try word())
    guard number.isFinite else { throw .value(trouble) }
    return number
  }

  mutating func optional() throws(TrainingStateError) -> Double? {
    try flag() ? try number("a measure is not finite") : nil
  }

  mutating func floats(_ trouble: String) throws(TrainingStateError) -> [Float] {
    let count = try count()
    // What is not there is not allocated for.
    guard count <= bytes.count / 4 else { throw .damaged }
    var numbers: [Float] = []
    numbers.reserveCapacity(count)
    var place = bytes.startIndex
    for _ in 0..<count {
      var pattern: UInt32 = 0
      for offset in (0..<4).reversed() { pattern = pattern << 8 | UInt32(bytes[place + offset]) }
      place += 4
      let number = Float(bitPattern: pattern)
      guard number.isFinite else { throw .value(trouble) }
      numbers.append(number)
    }
    bytes = bytes[place...]
    return numbers
  }

  mutating func measures() throws(TrainingStateError) -> EpochMeasures? {
    guard try flag() else { return nil }
    return EpochMeasures(
      cleanAccuracy: try number("a measure is not finite"),
      cleanLoss: try number("a measure is not finite"), robustAccuracy: try optional(),
      robustLoss: try optional())
  }

  mutating func record() throws(TrainingStateError) -> EpochRecord {
    EpochRecord(
      epoch: try count(), loss: try number("a loss is not finite"),
      ownAccuracy: try number("an accuracy is not finite"),
      rate: try number("a rate is not finite"), gradients: try count(),
      training: try measures(), validation: try measures())
  }
}
