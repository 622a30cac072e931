// Oracle: histories and points worked out by hand, counts of gradients, a grid of perturbations for
// robust accuracy, and options outside their ranges.
import Evidence
import Testing

@testable import AdvKit

struct NetworkTrainingTests {
  private static let key = SmallTraining.key

  private func error(_ make: () throws(TrainingOptionError) -> NetworkTraining)
    -> TrainingOptionError?
  {
    do throws(TrainingOptionError) {
      _ = try make()
      return nil
    } catch { return error }
  }

  private func option(
    _ method: any TrainingMethod = StandardTraining(), epochs: Int = 1, batch: Int = 1,
    rate: Double = 0.1, schedule: RateSchedule = .constant,
    order: NetworkTraining.Order = .shuffled, every: Int = 1,
    evaluation: RobustEvaluation = RobustEvaluation(), stopping: EarlyStopping? = nil
  ) throws -> TrainingOption? {
    let threat = try Threat(Ball(.linf, radius: 0.1))
    let found = error { () throws(TrainingOptionError) in
      try NetworkTraining(
        method, threat: threat, epochs: epochs, batch: batch, rate: rate, schedule: schedule,
        key: Self.key, order: order, evaluateEvery: every, evaluation: evaluation,
        earlyStopping: stopping)
    }
    guard case .option(let option, _) = found else { return nil }
    return option
  }

  @Test func optionsOutsideTheirRangeAreNamed() throws {
    #expect(try option(epochs: 0) == .epochs)
    #expect(try option(batch: 0) == .batch)
    for rate in [0, -1, Double.nan, .infinity] { #expect(try option(rate: rate) == .rate) }
    #expect(try option(schedule: .step(every: 0, factor: 0.5)) == .scheduleEvery)
    #expect(try option(schedule: .step(every: 1, factor: 0)) == .scheduleFactor)
    #expect(try option(schedule: .cosine(least: 0.2)) == .scheduleLeast)
    #expect(try option(schedule: .cyclic(peak: 1)) == .schedulePeak)
    #expect(try option(PGDTraining(steps: 0)) == .steps)
    #expect(try option(PGDTraining(step: .nan)) == .step)
    #expect(try option(FGSMRSTraining(step: 0)) == .step)
    #expect(try option(FreeTraining(replays: 0)) == .replays)
    #expect(try option(FreeTraining(replays: .max)) == .replays)
    #expect(try option(TRADESTraining(beta: 0)) == .beta)
    #expect(try option(every: -1) == .evaluateEvery)
    #expect(try option(evaluation: RobustEvaluation(steps: 0)) == .evaluationSteps)
    #expect(try option(evaluation: RobustEvaluation(step: -1)) == .evaluationStep)
    let stopping = EarlyStopping(by: .cleanLoss, patience: 0)
    #expect(try option(stopping: stopping) == .patience)
    #expect(
      try option(every: 0, stopping: EarlyStopping(by: .cleanLoss, patience: 1)) == .evaluateEvery)
    #expect(try option(epochs: 2, order: .given([[0]])) == .order)
    #expect(try option() == nil)
  }

  @Test func methodsNeedTheirThreatAndLoss() throws {
    #expect(
      error { () throws(TrainingOptionError) in
        try NetworkTraining(FGSMRSTraining(), epochs: 1, batch: 1, rate: 1, key: Self.key)
      } == .threatMissing(method: "FGSM-RS"))
    let threat = try Threat(Ball(.l2, radius: 0.1))
    let found = error { () throws(TrainingOptionError) in
      try NetworkTraining(
        TRADESTraining(), threat: threat, loss: .margin(.hinge), epochs: 1, batch: 1, rate: 1,
        key: Self.key)
    }
    guard case .lossUnfit(_, .margin(.hinge), _) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
  }

  @Test func networkAndExamplesHaveToFit() throws {
    let examples = try SmallTraining.moons(10)
    func start(
      _ network: Network, batch: Int = 5, box: Box? = nil,
      order: NetworkTraining.Order = .shuffled, stopping: EarlyStopping? = nil
    ) throws -> TrainingOptionError? {
      let training = try NetworkTraining(
        StandardTraining(), threat: Threat(Ball(.linf, radius: 0.1), box: box), epochs: 1,
        batch: batch, rate: 1, key: Self.key, order: order, earlyStopping: stopping)
      do throws(TrainingOptionError) {
        _ = try training.start(from: network, on: examples)
        return nil
      } catch { return error }
    }
    let network = SmallTraining.network()
    #expect(try start(network) == nil)
    #expect(
      try start(network, batch: 11)
        == .option(.batch, requirement: "is at most the number of examples, 10"))
    let wide = Network(
      layers: [Dense(inputs: 3, outputs: 2)], parameters: .init(repeating: 0, count: 8))
    #expect(try start(wide) == .shapes(network: .vector(3), examples: .vector(2)))
    let narrow = Network(layers: [Dense(inputs: 2, outputs: 1)], parameters: [1, 1, 1])
    #expect(try start(narrow) == .classes(network: 1, examples: 2))
    var broken = network
    broken.parameters[3] = .nan
    #expect(try start(broken) == .parameterNotFinite(place: 3))
    guard case .threat(.pointOutsideBox) = try start(network, box: Box(0, 0.5)) else {
      Issue.record("a point outside the box")
      return
    }
    guard
      case .option(.order, _) = try start(network, order: .given([Array(repeating: 0, count: 10)]))
    else {
      Issue.record("an order with repetitions")
      return
    }
    #expect(
      try start(network, stopping: EarlyStopping(by: .cleanLoss, patience: 1)) == .validationMissing
    )
  }

  @Test(arguments: [(0, 1), (1, 2), (2, 3), (4, 3), (5, 4)])
  func gradientsAreCounted(method: Int, perExample: Int) throws {
    let examples = try SmallTraining.moons(70)
    let training = try NetworkTraining(
      SmallTraining.methods[method], threat: Threat(Ball(.linf, radius: 0.1)), epochs: 1,
      batch: 32, rate: 0.01, key: Self.key, evaluateEvery: 0)
    let result = try training.run(
      try training.start(from: SmallTraining.network(), on: examples), on: examples)
    #expect(result.state.history[0].gradients == 70 * perExample)
  }

  @Test func aHugeRateStopsWithTheLastGoodState() throws {
    let examples = try SmallTraining.moons(64)
    for (rate, schedule) in [
      (1e38, RateSchedule.constant), (1e30, .step(every: 1, factor: 1)),
    ] {
      let training = try NetworkTraining(
        StandardTraining(), epochs: 6, batch: 16, rate: rate, schedule: schedule, key: Self.key,
        evaluateEvery: 0)
      let start = try training.start(from: SmallTraining.network(), on: examples)
      let result = try training.run(start, on: examples)
      guard case .notFinite(let epoch, let minibatch, _) = result.outcome else {
        Issue.record("\(result.outcome)")
        return
      }
      #expect((1...4).contains(minibatch))
      #expect(result.state.epoch == epoch - 1)
      #expect(result.network.parameters.allSatisfy { $0.isFinite })
      let before = try training.run(start, on: examples, through: epoch - 1)
      #expect(before.state.serialised() == result.state.serialised())
    }
  }

  @Test func freeKeepsPerturbationsInsideTheBall() throws {
    let examples = try SmallTraining.moons(50)
    let training = try NetworkTraining(
      FreeTraining(replays: 2, step: 0.15), threat: Threat(Ball(.linf, radius: 0.2)), epochs: 1,
      batch: 25, rate: 0.01, key: Self.key, evaluateEvery: 0)
    let result = try training.run(
      try training.start(from: SmallTraining.network(), on: examples), on: examples)
    // Four steps of 0.15 from 0, clipped at 0.2: all multiples of 0.05 that this reaches.
    for value in result.state.perturbation {
      let reached = [-0.2, -0.15, -0.05, -0.1, 0, 0.05, 0.1, 0.15, 0.2]
      #expect(reached.contains { abs($0 - Double(value)) < 1e-5 })
    }
    #expect(result.state.perturbation.contains { abs($0) > 0.01 })
  }

  /// Share of the points that no point of a grid in their ball is misclassified near.
  private func gridRobustAccuracy(_ network: Network, _ examples: Examples, radius: Float) -> Double
  {
    let hidden = (network.parameters.count - 2) / 5
    let p = network.parameters
    var robust = 0
    for i in 0..<examples.count {
      let x = Array(examples.input(i))
      var isRobust = true
      for a in -6...6 {
        for b in -6...6 {
          let (u, v) = (x[0] + radius * Float(a) / 6, x[1] + radius * Float(b) / 6)
          var z: [Float] = [p[hidden * 5], p[hidden * 5 + 1]]
          for j in 0..<hidden {
            let h = max(0, p[2 * j] * u + p[2 * j + 1] * v + p[2 * hidden + j])
            z[0] += p[3 * hidden + j] * h
            z[1] += p[4 * hidden + j] * h
          }
          let label = examples.labels[i]
          if z[label] <= z[1 - label] { isRobust = false }
        }
      }
      if isRobust { robust += 1 }
    }
    return Double(robust) / Double(examples.count)
  }

  @Test func adversarialTrainingRaisesRobustAccuracy() throws {
    let examples = try SmallTraining.moons(120)
    let network = SmallTraining.network(hidden: 16)
    func robust(_ method: any TrainingMethod) throws -> Double {
      let training = try NetworkTraining(
        method, threat: Threat(Ball(.linf, radius: 0.35)), epochs: 40, batch: 30, rate: 0.05,
        key: Self.key, evaluateEvery: 40, evaluation: RobustEvaluation(steps: 10))
      let result = try training.run(
        try training.start(from: network, on: examples), on: examples)
      let grid = gridRobustAccuracy(result.network, examples, radius: 0.35)
      let measured = try #require(result.state.history.last?.training?.robustAccuracy)
      // Both are upper bounds of the true share, found by different searches.
      #expect(abs(measured - grid) < 0.05)
      return grid
    }
    let plain = try robust(StandardTraining())
    #expect(try robust(PGDTraining(steps: 5)) > plain + 0.05)
    #expect(try robust(TRADESTraining(beta: 6, steps: 5)) > plain + 0.05)
    #expect(try robust(FreeTraining()) > plain + 0.05)
  }

  @Test func earlyStoppingReturnsTheBestNetwork() throws {
    let (examples, validation) = (try SmallTraining.moons(40), try SmallTraining.moons(31))
    let training = try NetworkTraining(
      StandardTraining(), epochs: 200, batch: 20, rate: 0.3, key: Self.key,
      earlyStopping: EarlyStopping(by: .cleanLoss, patience: 2))
    let result = try training.run(
      try training.start(from: SmallTraining.network(), on: examples, validation: validation),
      on: examples, validation: validation)
    let losses = result.state.history.compactMap(\.validation?.cleanLoss)
    #expect(losses.count == result.state.epoch)
    guard case .stoppedEarly(let best) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(losses[best - 1] == losses.min())
    #expect(result.state.epoch == best + 2)
    #expect(losses[..<(best - 1)].allSatisfy { $0 > losses[best - 1] })
    let until = try training.run(
      try training.start(from: SmallTraining.network(), on: examples, validation: validation),
      on: examples, validation: validation, through: best)
    #expect(until.state.network.parameters == result.network.parameters)
  }

  @Test func measuresAreTakenWhenAsked() throws {
    let examples = try SmallTraining.moons(40)
    let training = try NetworkTraining(
      StandardTraining(), epochs: 5, batch: 20, rate: 0.1, key: Self.key, evaluateEvery: 2)
    var seen: [Int] = []
    let result = try training.run(
      try training.start(from: SmallTraining.network(), on: examples), on: examples,
      progress: { seen.append($0.epoch) })
    #expect(seen == [1, 2, 3, 4, 5])
    #expect(result.state.history.map { $0.training != nil } == [false, true, false, true, true])
    #expect(result.state.history.allSatisfy { $0.training?.robustAccuracy == nil })
    let curves = training.curves(of: result.state)
    #expect(curves.loss.value == result.state.history.map(\.loss))
    #expect(curves.evaluatedEpochs == [2, 4, 5])
    #expect(curves.training?.cleanAccuracy.value.count == 3)
    #expect(curves.training?.robustAccuracy == nil)
    #expect(curves.validation == nil)
  }
}

struct CatastrophicOverfittingTests {
  private func history(_ points: [(robust: Double?, own: Double)]) -> [EpochRecord] {
    points.enumerated().map { index, point in
      EpochRecord(
        epoch: index + 1, loss: 1, ownAccuracy: point.own, rate: 0.1, gradients: 1,
        training: point.robust.map {
          EpochMeasures(cleanAccuracy: 1, cleanLoss: 0, robustAccuracy: $0, robustLoss: 1)
        })
    }
  }

  @Test func aFallUnderAStrongAttackAloneIsACollapse() throws {
    let found = try #require(
      CatastrophicOverfitting(
        in: history([(0.3, 0.5), (0.45, 0.55), (0.44, 0.6), (0.2, 0.9), (0, 0.99)]), chance: 0.1))
    #expect(found.epoch == 4)
    #expect(found.bestEpoch == 2)
    #expect(found.robustAccuracy == (0.45, 0.2))
    #expect(found.ownAccuracy == (0.55, 0.9))
  }

  @Test func otherFallsAreNot() {
    func isFound(_ points: [(Double?, Double)], chance: Double = 0.1) -> Bool {
      CatastrophicOverfitting(in: history(points), chance: chance) != nil
    }
    #expect(isFound([(0.5, 0.6), (0.1, 0.56)]))
    // Both fall; a fall of exactly 20 points; too few evaluations.
    #expect(!isFound([(0.5, 0.6), (0.1, 0.54)]))
    #expect(!isFound([(0.5, 0.6), (0.5 - 0.2, 0.9)]))
    #expect(!isFound([(nil, 0.6), (0.1, 0.9)]))
    #expect(!isFound([]))
    // One class is half of the examples: to answer it always withstands that much.
    #expect(!isFound([(0.5, 0.6), (0.1, 0.9)], chance: 0.5))
    #expect(!isFound([(0.6, 0.54), (0.1, 0.5)], chance: 0.5))
    // 21 points within six epochs, then within five.
    let slow = [0.5, 0.47, 0.43, 0.4, 0.36, 0.32, 0.29]
    #expect(!isFound(slow.map { ($0, 0.7) }))
    #expect(isFound((slow.prefix(5) + [0.29]).map { ($0, 0.7) }))
  }
}
