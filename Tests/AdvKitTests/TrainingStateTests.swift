// Oracle: bytes of an uninterrupted run on one thread; every single damage to the bytes.
import Testing

@testable import AdvKit

/// Small trainings that the tests of training share.
enum SmallTraining {
  static let key = RandomKey(seed: 11, cell: "fit", stream: "data")

  static func moons(_ count: Int) throws -> Examples {
    try Dataset.moons(count: count, noise: 0.1, key: key).examples()
  }

  /// 2-8-2 with ReLU.
  static func network(hidden: Int = 8) -> Network {
    var random = RandomStream(key.named("weights"))
    let layers: [any AdvKit.Layer] = [
      Dense(inputs: 2, outputs: hidden), ReLU(.vector(hidden)), Dense(inputs: hidden, outputs: 2),
    ]
    let count = layers.reduce(0) { $0 + $1.parameterCount }
    return Network(
      layers: layers, parameters: (0..<count).map { _ in Float(random.normal() * 0.7) })
  }

  static let methods: [any TrainingMethod] = [
    StandardTraining(), FGSMRSTraining(), PGDTraining(steps: 2),
    PGDTraining(steps: 2, startsAtRandom: false), FreeTraining(replays: 3),
    TRADESTraining(beta: 2, steps: 2),
  ]
}

struct TrainingStateTests {
  private func training(
    _ method: any TrainingMethod, norm: Norm = .linf, optimiser: any Optimiser = Adam()
  ) throws -> NetworkTraining {
    try NetworkTraining(
      method, threat: Threat(Ball(norm, radius: 0.2), box: Box(-3, 3)), epochs: 4, batch: 40,
      optimiser: optimiser, rate: 0.02, schedule: .cyclic(peak: 0.4), key: SmallTraining.key,
      evaluateEvery: 2, evaluation: RobustEvaluation(steps: 2),
      earlyStopping: EarlyStopping(by: .robustLoss, patience: 3))
  }

  @Test(arguments: 0..<6)
  func continuedIsUninterrupted(method: Int) throws {
    let (examples, validation) = (try SmallTraining.moons(90), try SmallTraining.moons(20))
    let training = try training(SmallTraining.methods[method])
    let start = try training.start(
      from: SmallTraining.network(), on: examples, validation: validation)
    let whole = try training.run(start, on: examples, validation: validation, threads: 1)
    #expect(whole.outcome == .finished)
    #expect(whole.state.history.map(\.epoch) == [1, 2, 3, 4])
    #expect(whole.state.serialised() != start.serialised())
    for epoch in 0...4 {
      let first = try training.run(
        start, on: examples, validation: validation, through: epoch, threads: 2)
      #expect(first.state.epoch == epoch)
      let read = try TrainingState(
        first.state.serialised(), layers: SmallTraining.network().layers)
      let second = try training.run(read, on: examples, validation: validation, threads: 4)
      #expect(second.state.serialised() == whole.state.serialised())
      #expect(second.network.parameters == whole.network.parameters)
    }
  }

  @Test(arguments: [Norm.l1, .l2, .linf])
  func threadsChangeNothing(norm: Norm) throws {
    let examples = try SmallTraining.moons(150)
    // Minibatches of 100 and 50 rows: four parts and two.
    for method in SmallTraining.methods {
      let training = try NetworkTraining(
        method, threat: Threat(Ball(norm, radius: 0.3)), epochs: 2, batch: 100, rate: 0.05,
        key: SmallTraining.key, evaluateEvery: 0)
      let start = try training.start(from: SmallTraining.network(), on: examples)
      let one = try training.run(start, on: examples, threads: 1).state.serialised()
      for threads in [2, 4] {
        #expect(try training.run(start, on: examples, threads: threads).state.serialised() == one)
      }
    }
  }

  @Test func aCancelledEpochIsRepeated() throws {
    let (examples, validation) = (try SmallTraining.moons(90), try SmallTraining.moons(20))
    let training = try training(FreeTraining(replays: 2), optimiser: SGD(momentum: 0.9))
    let start = try training.start(
      from: SmallTraining.network(), on: examples, validation: validation)
    let whole = try training.run(start, on: examples, validation: validation)
    let calls = Calls(4)
    let cut = try training.run(
      start, on: examples, validation: validation, threads: 1,
      isCancelled: { calls.isOver() })
    #expect(cut.outcome == .cancelled)
    #expect(cut.state.epoch == 1)
    let rest = try training.run(cut.state, on: examples, validation: validation)
    #expect(rest.state.serialised() == whole.state.serialised())
  }

  /// Says yes after a number of calls; used from one thread.
  private final class Calls: @unchecked Sendable {
    private var left: Int
    init(_ left: Int) { self.left = left }
    func isOver() -> Bool {
      left -= 1
      return left < 0
    }
  }

  @Test func damagedBytesAreRefused() throws {
    let (examples, validation) = (try SmallTraining.moons(45), try SmallTraining.moons(20))
    let training = try training(FreeTraining(replays: 1))
    let start = try training.start(
      from: SmallTraining.network(hidden: 1), on: examples, validation: validation)
    let result = try training.run(start, on: examples, validation: validation, through: 2)
    let bytes = result.state.serialised()
    let layers = SmallTraining.network(hidden: 1).layers
    #expect(try TrainingState(bytes, layers: layers).serialised() == bytes)
    func error(_ bytes: [UInt8]) -> TrainingStateError? {
      do throws(TrainingStateError) {
        _ = try TrainingState(bytes, layers: layers)
        return nil
      } catch { return error }
    }
    #expect(error([]) == .notATraining)
    #expect(error(Array("hello, world".utf8)) == .notATraining)
    for count in bytes.indices { #expect(error(Array(bytes[..<count])) != nil) }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x41
      #expect(error(changed) != nil)
    }
    #expect(error(bytes + [0]) == .damaged)
    var newer = bytes
    newer[8] = 2
    #expect(error(newer) == .version(2))
    #expect(throws: TrainingStateError.otherLayers) {
      try TrainingState(bytes, layers: SmallTraining.network(hidden: 2).layers)
    }
  }

  /// Whoever computes the check sum anew can write any field.
  @Test func forgedBytesNeverTrap() throws {
    let (examples, validation) = (try SmallTraining.moons(45), try SmallTraining.moons(20))
    let training = try training(StandardTraining(), optimiser: SGD(momentum: 0.5))
    let network = SmallTraining.network(hidden: 1)
    let start = try training.start(from: network, on: examples, validation: validation)
    let bytes = try training.run(start, on: examples, validation: validation, through: 2)
      .state.serialised()
    var accepted = 0
    for place in 16..<bytes.count - 8 {
      for value in [UInt8(0), 1, 0x7F, 0x80, 0xFF] where bytes[place] != value {
        var forged = Array(bytes.dropLast(8))
        forged[place] = value
        guard let state = try? TrainingState(Self.signed(forged), layers: network.layers) else {
          continue
        }
        accepted += 1
        if place.isMultiple(of: 3) {
          _ = try? training.run(
            state, on: examples, validation: validation, through: 3, threads: 1)
        }
      }
    }
    // Digits of parameters may be any; so this tried more than the reader.
    #expect(accepted > 100)
  }

  /// The bytes with their FNV-1a (64 bits) behind them, little-endian.
  private static func signed(_ bytes: [UInt8]) -> [UInt8] {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return bytes + (0..<8).map { UInt8(hash >> (8 * UInt64($0)) & 0xFF) }
  }

  @Test func aStateOfOtherOptionsOrExamplesIsRefused() throws {
    let (examples, validation) = (try SmallTraining.moons(45), try SmallTraining.moons(20))
    let training = try training(StandardTraining())
    let state = try training.start(
      from: SmallTraining.network(), on: examples, validation: validation)
    let other = try self.training(PGDTraining(steps: 2))
    #expect(throws: TrainingOptionError.stateOfAnotherTraining) {
      try other.run(state, on: examples, validation: validation)
    }
    #expect(throws: TrainingOptionError.stateOfAnotherTraining) {
      try training.run(state, on: try SmallTraining.moons(46), validation: validation)
    }
  }
}
