// Oracle: logits of a linear network in double precision and counts worked out by hand; distances to
// linear boundaries in closed form for the curve.
import Evidence
import Testing

@testable import AdvKit

@Suite struct NetworkMeasuresTests {
  static let key = RandomKey(seed: 3, cell: "test", stream: "measures")

  // Logits are x itself: three classes, one coordinate each.
  static let identity = Network(
    layers: [Dense(inputs: 3, outputs: 3)],
    parameters: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])

  @Test func countsByHand() throws {
    let examples = try Examples(
      shape: .vector(3), inputs: [3, 1, 0, 0, 2, 4, 1, 1, 0, 0, 0, 5], labels: [0, 1, 0, 2],
      classes: 3)
    let measures = try networkMeasures(
      of: Self.identity, on: examples, loss: .logitMargin(cappedAt: .infinity))
    #expect(measures.margins.value == [2, -2, 0, 5])
    #expect(measures.losses.value == [-2, 2, 0, -5])
    #expect(measures.meanLoss.value == -1.25)
    // The tie of the third example is an error, and counts for the other class.
    #expect(measures.predictions == [0, 2, 1, 2])
    #expect(measures.accuracy.value == 0.5)
    #expect(measures.errors.value == 2)
    #expect(measures.confusion.value == [1, 1, 0, 0, 0, 1, 0, 0, 1])
    #expect(measures.accuracy.evidence.kind == .computed)
  }

  @Test func agreesWithDoublePrecisionWhateverTheThreads() throws {
    let linear = PlainLinear(classes: 4, dimension: 5, seed: 31)
    let examples = try linear.examples(300, seed: 32)
    let one = try networkMeasures(of: linear.network, on: examples, threads: 1)
    let two = try networkMeasures(of: linear.network, on: examples, threads: 2)
    #expect(one.losses == two.losses)
    #expect(one.accuracy.value == 1)
    for i in 0..<examples.count {
      let margin = linear.margin(examples.input(i).map(Double.init), examples.labels[i])
      #expect(abs(one.margins.value[i] - margin) < 1e-5)
    }
  }

  @Test func lossesThatAreNotDefinedHereAreRefused() throws {
    let examples = try Examples(shape: .vector(3), inputs: [1, 0, 0], labels: [0], classes: 3)
    #expect(throws: AttackError.tooFewClasses(what: "targeted DLR", needs: 4, found: 3)) {
      try APGD(
        Threat(Ball(.linf, radius: 1)), key: Self.key, loss: .logitRatio, targets: 1
      ).attack(Self.identity, on: examples)
    }
    #expect(throws: AttackError.self) {
      try networkMeasures(of: Self.identity, on: examples, loss: .divergence)
    }
    let other = try Examples(shape: .vector(2), inputs: [1, 0], labels: [0], classes: 3)
    #expect(throws: AttackError.shapes(network: .vector(3), examples: .vector(2))) {
      try networkMeasures(of: Self.identity, on: other)
    }
  }

  // Two made-up attacks that each mislead another example: by hand.
  @Test func theWorstCaseIsTheMeanOfTheMinima() throws {
    let examples = try Examples(
      shape: .vector(3), inputs: [3, 0, 0, 0, 3, 0, 0, 0, 3], labels: [0, 1, 2], classes: 3)
    let first = try GivenInputs([1, 2, 0, 0, 3, 0, 0, 0, 3], name: "first")
      .attack(Self.identity, on: examples)
    let second = try GivenInputs([2, 0, 0, 4, 3, 0, 0, 0, 2], name: "second")
      .attack(Self.identity, on: examples)
    let worst = try WorstOfAttacks([("first", first), ("second", second)])
    #expect(worst.margins.value == [-1, -1, 2])
    #expect(worst.winners == [0, 1, 1])
    #expect(worst.succeeded == [true, true, false])
    #expect(worst.robustAccuracy.value == 1.0 / 3)
    #expect(worst.leastAlone == 2.0 / 3)
    #expect(worst.onlyBy == [1, 1])
    #expect(worst.inputs == [1, 2, 0, 4, 3, 0, 0, 0, 2])
    #expect(worst.robustAccuracy.evidence.direction == .atMost)
    #expect(throws: AttackError.self) { try WorstOfAttacks([]) }
  }

  @Test func normsByHand() throws {
    let examples = try Examples(
      shape: .vector(2), inputs: [0, 0, 1, 1], labels: [0, 1], classes: 2)
    let inputs: [Float] = [3, -4, 1, 1]
    #expect(try perturbationNorms(of: inputs, from: examples, .l1).value == [7, 0])
    #expect(try perturbationNorms(of: inputs, from: examples, .l2).value == [5, 0])
    #expect(try perturbationNorms(of: inputs, from: examples, .linf).value == [4, 0])
    #expect(throws: AttackError.self) { try perturbationNorms(of: [1], from: examples, .l1) }
  }

  // Changes of (3, −4), of (0, 2) and of none.
  @Test func sizesByHand() throws {
    let examples = try Examples(
      shape: .vector(2), inputs: [0, 0, 1, 1, 5, 5], labels: [0, 1, 0], classes: 2)
    let sizes = try perturbationSizes(of: [3, -4, 1, 3, 5, 5], from: examples)
    #expect(sizes.map(\.measure) == ["l0", "l2", "linf"])
    #expect(sizes.map(\.mean.value) == [1, 7.0 / 3, 2])
    #expect(sizes.map(\.largest.value) == [2, 5, 4])
    #expect(throws: AttackError.self) { try perturbationSizes(of: [1], from: examples) }
  }

  @Test func theCurveCountsDistancesAndNeverRises() throws {
    let linear = PlainLinear(classes: 3, dimension: 4, seed: 33)
    let examples = try linear.examples(80, seed: 34)
    let distances = (0..<examples.count).map {
      linear.distance(examples.input($0).map(Double.init), examples.labels[$0], dual: 2)
    }
    let radii = [0, 0.05, 0.1, 0.2, 0.4]
    let curve = try networkAccuracyCurve(
      of: linear.network, on: examples, under: Threat(Ball(.l2, radius: 1)), radii: radii
    ) { threat throws(AttackError) in try NetworkPGD(threat, stopsAtSuccess: true) }
    for (radius, accuracy) in zip(radii, curve.accuracies.value) {
      let robust = distances.count { $0 > radius }
      #expect(abs(accuracy - Double(robust) / 80) < 0.02, "at \(radius)")
    }
    #expect(curve.accuracies.value == curve.accuracies.value.sorted(by: >))
    #expect(curve.accuracies.value[4] < 1)
  }
}
