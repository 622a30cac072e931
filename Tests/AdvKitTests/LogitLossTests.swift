// Oracle: each loss written out in double precision from its formula with sorted logits, and its
// central differences.
import Foundation
import Testing

@testable import AdvKit

struct LogitLossTests {
  static let losses: [NetworkLoss] = [
    .crossEntropy, .margin(.logistic), .margin(.hinge), .logitMargin(cappedAt: .infinity),
    .logitMargin(cappedAt: 0.5), .logitRatio, .targetedCrossEntropy,
    .targetedMargin(cappedAt: .infinity), .targetedMargin(cappedAt: 0.25), .targetedLogitRatio,
    .divergence,
  ]

  /// The loss by its definition.
  static func plain(
    _ loss: NetworkLoss, _ z: [Double], _ y: Int, _ t: Int, _ p: [Double]
  ) -> Double {
    func others(_ k: Int) -> Double { largest(z.indices.filter { $0 != k }.map { z[$0] }) }
    let sorted = z.sorted(by: >)
    let logSum = plainLogSum(z, { exp($0) }, { log($0) })
    switch loss {
    case .crossEntropy: return logSum - z[y]
    case .margin(let loss): return plainLoss(loss.rawValue, z[y] - others(y))
    case .logitMargin(let cap): return min(others(y) - z[y], Double(cap))
    case .logitRatio: return -(z[y] - others(y)) / (sorted[0] - sorted[2] + 1e-12)
    case .targetedCrossEntropy: return z[t] - logSum
    case .targetedMargin(let cap): return min(z[t] - others(t), Double(cap))
    case .targetedLogitRatio:
      return -(z[y] - z[t]) / (sorted[0] - (sorted[2] + sorted[3]) / 2 + 1e-12)
    case .divergence:
      return zip(p, z).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * (log($1.0) - $1.1 + logSum) : 0) }
    }
  }

  @Test(arguments: losses, [4, 7])
  func valuesAndGradientsFollowTheDefinition(loss: NetworkLoss, classes k: Int) {
    var numbers = TestNumbers(31)
    let n = 60
    let z = (0..<n * k).map { _ in Float(numbers.number(-3...3)) }
    let labels = (0..<n).map { _ in numbers.index(k) }
    let targets = labels.map { ($0 + 1 + numbers.index(k - 1)) % k }
    // Distributions with zeros among them.
    let p = (0..<n).flatMap { row -> [Float] in
      let raw = (0..<k).map { _ in numbers.index(4) == 0 ? 0 : numbers.number(0.1...1) }
      let sum = raw.reduce(0, +)
      return sum == 0 ? [1] + [Float](repeating: 0, count: k - 1) : raw.map { Float($0 / sum) }
    }
    let found = evaluate(loss, z, labels, targets, p, k)
    #expect(evaluate(loss, z, labels, targets, p, k, wantsGradient: false).losses == found.losses)
    for row in 0..<n {
      let logits = z[row * k..<(row + 1) * k].map(Double.init)
      let reference = p[row * k..<(row + 1) * k].map(Double.init)
      func value(_ z: [Double]) -> Double {
        Self.plain(loss, z, labels[row], targets[row], reference)
      }
      let expected = value(logits)
      #expect(abs(Double(found.losses[row]) - expected) < 2e-6 * (1 + abs(expected)))
      for i in 0..<k {
        var (up, down) = (logits, logits)
        up[i] += 1e-6
        down[i] -= 1e-6
        let slope = (value(up) - value(down)) / 2e-6
        #expect(abs(Double(found.gradient[row * k + i]) - slope) < 1e-5 * (1 + abs(slope)))
      }
    }
  }

  @Test func equalLogitsGiveNumbers() {
    for loss in Self.losses {
      let found = evaluate(
        loss, [1, 1, 1, 1, 2, 2, 2, -1], [0, 1], [1, 2], [0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0], 4)
      #expect(found.losses.allSatisfy { $0.isFinite }, "\(loss)")
      #expect(found.gradient.allSatisfy { $0.isFinite }, "\(loss)")
    }
  }

  @Test func hugeLogitsGiveNumbers() {
    for loss in Self.losses {
      let found = evaluate(
        loss, [3e4, -3e4, 1e4, 0], [1], [2], [0.25, 0.25, 0.25, 0.25], 4)
      #expect(found.losses.allSatisfy { $0.isFinite }, "\(loss)")
      #expect(found.gradient.allSatisfy { $0.isFinite }, "\(loss)")
    }
  }

  @Test func lossesSayWhatTheyNeed() throws {
    let two = PlainNetwork([2, 4, 2], seed: 1)
    let three = PlainNetwork([2, 4, 3], seed: 1)
    let threat = try Threat(Ball(.linf, radius: 0.1))
    #expect(throws: AttackError.tooFewClasses(what: "DLR", needs: 3, found: 2)) {
      try NetworkFGSM(threat, loss: .logitRatio).attack(two.network, on: two.points(3, seed: 2))
    }
    #expect(throws: AttackError.tooFewClasses(what: "targeted DLR", needs: 4, found: 3)) {
      try NetworkFGSM(threat, loss: .logitRatio, target: .next)
        .attack(three.network, on: three.points(3, seed: 2))
    }
    #expect(throws: AttackError.self) { try NetworkFGSM(threat, loss: .targetedCrossEntropy) }
    #expect(throws: AttackError.self) {
      try NetworkFGSM(threat, loss: .divergence, target: .next)
    }
  }

  private func evaluate(
    _ loss: NetworkLoss, _ z: [Float], _ labels: [Int], _ targets: [Int], _ references: [Float],
    _ k: Int, wantsGradient: Bool = true
  ) -> (losses: [Float], gradient: [Float]) {
    let n = labels.count
    let losses = FloatBuffer(n)
    let gradient = FloatBuffer(n * k)
    z.withUnsafeBufferPointer { z in
      labels.withUnsafeBufferPointer { labels in
        targets.withUnsafeBufferPointer { targets in
          references.withUnsafeBufferPointer { references in
            loss.evaluate(
              LossRows(
                rows: n, classes: k, logits: z.start, labels: labels.start,
                losses: losses.start, gradient: wantsGradient ? gradient.start : nil,
                targets: targets.baseAddress, references: references.baseAddress))
          }
        }
      }
    }
    return (
      Array(UnsafeBufferPointer(start: losses.start, count: n)),
      Array(UnsafeBufferPointer(start: gradient.start, count: n * k))
    )
  }
}
