internal import Evidence

/// The attack that training is watched with: PGD from a random start, within the training's threat.
package struct RobustEvaluation: Sendable, Hashable {
  /// Number of steps, ≥ 1.
  package let steps: Int
  /// Length of a step in the ball's norm, in the unit of the inputs; nil for a quarter of the radius.
  package let step: Double?

  /// An attack of this strength.
  package init(steps: Int = 20, step: Double? = nil) {
    self.steps = steps
    self.step = step
  }

  func check() throws(TrainingOptionError) {
    guard steps >= 1 else { throw .option(.evaluationSteps, requirement: "is at least 1") }
    if let step, !(step.isFinite && step > 0) {
      throw .option(.evaluationStep, requirement: "is a finite number > 0")
    }
  }
}

/// Losses and accuracies of a network on a set of examples.
package struct EpochMeasures: Sendable, Hashable {
  /// Share of the examples classified correctly.
  package var cleanAccuracy: Double
  /// Mean loss.
  package var cleanLoss: Double
  /// Share that the evaluation's attack left correct; nil without a threat.
  package var robustAccuracy: Double?
  /// Mean of the largest losses that the attack found; nil without a threat.
  package var robustLoss: Double?
}

extension NetworkTraining {
  /// Measures a network as training does after an epoch; nil where a logit is not finite.
  package func measures(
    of network: Network, on examples: Examples, threads: Int = availableThreads,
    isCancelled: @Sendable () -> Bool = { false }
  ) -> EpochMeasures? {
    guard let clean = cleanMeasures(of: network, on: examples, threads: threads) else {
      return nil
    }
    guard let threat else { return clean }
    var result = clean
    do throws(AttackError) {
      let attack = try NetworkPGD(
        threat, loss: loss, steps: evaluation.steps, step: evaluation.step,
        start: .random(key.named("evaluation")))
      let found = try attack.attack(
        network, on: examples, threads: threads, isCancelled: isCancelled)
      result.robustAccuracy = found.robustAccuracy.value
      result.robustLoss = found.meanLoss.value
    } catch {
      // Options, threat and shapes were checked; what is left is a logit that is not finite.
      return nil
    }
    return result
  }

  private func cleanMeasures(
    of network: Network, on examples: Examples, threads: Int
  ) -> EpochMeasures? {
    let blocks = Blocks(rows: examples.count)
    let (d, k) = (examples.shape.count, network.classes)
    var sums = [Double](repeating: 0, count: 2 * blocks.count)
    sums.withUnsafeMutableBufferPointer { sums in
      network.parameters.withUnsafeBufferPointer { parameters in
        examples.inputs.withUnsafeBufferPointer { inputs in
          examples.labels.withUnsafeBufferPointer { labels in
            guard let inputs = inputs.baseAddress, let labels = labels.baseAddress else { return }
            blocks.forEach(
              threads: threads,
              workspace: {
                (NetworkPass(network, capacity: blocks.size), FloatBuffer(blocks.size))
              },
              { workspace, index in
                let (pass, losses) = workspace
                let rows = blocks[index]
                let labels = labels + rows.lowerBound
                pass.input.update(from: inputs + rows.lowerBound * d, count: rows.count * d)
                pass.forward(
                  rows: rows.count, parameters.baseAddress ?? UnsafePointer(pass.input))
                loss.evaluate(
                  LossRows(
                    rows: rows.count, classes: k, logits: pass.logits, labels: labels,
                    losses: losses.start, gradient: nil))
                var (sum, correct) = (0.0, 0.0)
                for row in 0..<rows.count {
                  let z = pass.logits + row * k
                  sum += Double(losses.start[row])
                  if logitMargin(z, classes: k, label: labels[row]).margin > 0 { correct += 1 }
                }
                if !pass.logits.areFinite(count: rows.count * k) { sum = .nan }
                sums[2 * index] = sum
                sums[2 * index + 1] = correct
              })
          }
        }
      }
    }
    let count = Double(examples.count)
    let mean = stride(from: 0, to: sums.count, by: 2).reduce(0) { $0 + sums[$1] } / count
    let correct = stride(from: 1, to: sums.count, by: 2).reduce(0) { $0 + sums[$1] }
    guard mean.isFinite else { return nil }
    return EpochMeasures(cleanAccuracy: correct / count, cleanLoss: mean)
  }
}
